"""Whoever moved takes no way around the second yes: sheets are judged by every group where a test was sat."""

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.content import Release
from app.services.facilitator import moving, paper
from app.services.facilitator.board import Void
from app.services.facilitator.moving import MayNotMove
from app.services.facilitator.sheets_out import Out, take_out
from app.services.figures import settling, upkeep
from app.services.intake import Code
from app.services.submission import Reason
from app.services.waves import Wave, schedule_of
from app.store import Database
from app.store.answers import attempts, frozen, summaries, waiting
from app.store.figures import settlements
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.store.tables import Audit, ScorePair
from tests.app.conftest import School
from tests.app.services.settled_groups import say_yes
from tests.app.services.typed_sheets import type_in

A, B = 0, 1


def move(school: School, learner_id: int, source: Cohort, target: Cohort) -> None:
    learner = learners.get(school.session, learner_id)
    assert learner
    source, target = school.anew(source), school.anew(target)
    moving.move(school.session, learner, source, target, by=school.facilitator_id, now=school.now)


def pairs(school: School) -> list[Any]:
    assert summaries.differences(school.session) == []
    assert list(upkeep.findings(school.session)) == []
    columns = ScorePair.cohort_id, ScorePair.pre, ScorePair.post
    return sorted((tuple(row) for row in school.session.execute(select(*columns))), key=str)


@pytest.fixture
def groups(school: School) -> tuple[Cohort, Cohort]:
    return school.cohort(label="A"), school.cohort(label="B")


@pytest.fixture
def moved(school: School, groups: tuple[Cohort, Cohort]) -> int:
    """Who sat the first test on paper in A, went to B, and whose old group has seen the right answers."""
    a, b = groups
    learner_id, stays = school.learner(a), school.learner(a)
    for cohort in groups:
        school.open(cohort, Wave.PRE)
    type_in(school, learner_id, Wave.PRE, right=1)
    school.sit(stays, Wave.PRE, right=1)
    move(school, learner_id, a, b)
    school.open(a, Wave.POST)
    school.sit(stays, Wave.POST, right=2)
    school.reveal(a)
    school.wait(minutes=1)
    school.open(b, Wave.POST)
    return learner_id


def test_a_correction_in_the_new_group_needs_a_yes_and_leaves_the_pair_where_it_counts(
    school: School, groups: tuple[Cohort, Cohort], moved: int
) -> None:
    before = pairs(school)
    assert type_in(school, moved, Wave.PRE, right=3, reason=Reason.MISREAD) is Code.WAITING
    assert pairs(school) == before

    say_yes(school)

    assert (groups[A].cohort_id, 3, None) in pairs(school)
    assert {it.cohort_id for it in attempts.list_attempts(school.session, moved)} == {groups[A].cohort_id}


def test_a_sheet_typed_in_there_waits_and_counts_with_the_yes(
    school: School, groups: tuple[Cohort, Cohort], moved: int
) -> None:
    assert type_in(school, moved, Wave.POST, right=4) is Code.WAITING
    assert paper.paper_of(school.session, moved, Wave.POST).void is None

    say_yes(school)
    settling.settle(school.session, groups[A].cohort_id, now=school.now)

    assert (groups[A].cohort_id, 1, 4) in pairs(school)
    course = settlements.current(school.session, groups[A].cohort_id, COURSE)
    assert course
    total = settlements.ledger_of(course).total
    assert int(total.table("pre_post")) == 2, "it is in a figure"
    assert total.table("late", 2)[0] == 1, "and flagged"


def test_once_the_old_group_has_settled_the_page_says_that_nothing_counts(
    school: School, groups: tuple[Cohort, Cohort], moved: int
) -> None:
    settling.settle(school.session, groups[A].cohort_id, now=school.now)
    before = pairs(school)

    assert type_in(school, moved, Wave.POST, right=4) is Code.WAITING
    assert paper.paper_of(school.session, moved, Wave.POST).void is Void.SETTLED
    say_yes(school)

    assert paper.paper_of(school.session, moved, Wave.POST).void is Void.SETTLED
    assert pairs(school) == before


def test_no_sheet_is_taken_out_there_either(school: School, groups: tuple[Cohort, Cohort], moved: int) -> None:
    by, reason = school.facilitator_id, Reason.OTHER_LEARNER
    out = take_out(school.session, groups[B], moved, Wave.PRE, reason=reason, by=by, now=school.now)

    assert out is Out.ANSWERS_SEEN


def test_a_correction_is_judged_by_the_days_of_the_group_where_the_sheet_was_sat(school: School) -> None:
    a, b = school.cohort(label="A"), school.cohort(label="B")
    learner_id = school.learner(a)
    school.open(a, Wave.PRE)
    type_in(school, learner_id, Wave.PRE, right=1)
    move(school, learner_id, a, b)

    assert type_in(school, learner_id, Wave.PRE, right=2, reason=Reason.MISREAD) is Code.CORRECTED, "B has no test yet"
    assert pairs(school) == [(a.cohort_id, 2, None)]


def test_the_reason_of_the_grid_is_not_that_of_a_sheet_typed_in_for_the_first_time(school: School, moved: int) -> None:
    assert type_in(school, moved, Wave.POST, right=4, reason=Reason.MISREAD) is Code.WAITING
    assert type_in(school, moved, Wave.POST, right=3, reason=Reason.SLIPPED) is Code.WAITING

    acts = school.session.scalars(select(Audit).where(Audit.act == "attempt.ask_yes").order_by(Audit.audit_id))
    assert [dict(row.detail) for row in acts] == [{"wave": "post"}, {"wave": "post", "reason": "slipped"}]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move")),
        st.tuples(st.just("reveal"), st.sampled_from((A, B))),
        st.tuples(st.just("type"), st.sampled_from((Wave.PRE, Wave.POST)), st.integers(0, 4), st.booleans()),
        st.tuples(st.just("settle"), st.sampled_from((A, B))),
    ),
    min_size=3,
    max_size=9,
)


@pytest.mark.many
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_pair_comes_goes_or_moves_without_a_yes_once_any_of_the_groups_was_shown_the_answers(
    sqlite: Database, release: Release, steps: list[Any]
) -> None:
    session = sqlite.writing_session()
    try:
        _walk(School(session, release), steps)
    finally:
        session.rollback()
        session.close()


def _walk(school: School, steps: list[Any]) -> None:
    groups = school.cohort(label="A"), school.cohort(label="B")
    learner_id = school.learner(groups[A])
    school.learner(groups[B])
    for wave in (Wave.PRE, Wave.POST):
        for cohort in groups:
            school.open(cohort, wave)
    for step in steps:
        school.wait(minutes=1)
        sat = attempts.list_attempts(school.session, learner_id)
        over = {it.attempt_id for it in sat if not frozen.may_count(school.session, learner_id, it.cohort_id, it.wave)}
        assert waiting.over_of(school.session, [it.attempt_id for it in sat]) == over, "one rule, in SQL and out of it"
        before, home = pairs(school), school.cohort_of(learner_id)
        sat_in = {it.cohort_id for it in attempts.list_attempts(school.session, learner_id)} | {home.cohort_id}
        seen = any(
            schedule_of(school.session, it)[Wave.POST].is_after_reveal(school.now)
            for it in groups
            if it.cohort_id in sat_in
        )
        first = {it.wave: it.cohort_id for it in reversed(attempts.list_attempts(school.session, learner_id))}
        if step[0] == "move":
            target = groups[B if home.cohort_id == groups[A].cohort_id else A]
            try:
                move(school, learner_id, home, target)
            except MayNotMove:
                event("stays")
            assert pairs(school) == before
        elif step[0] == "type":
            _, wave, right, has_reason = step
            code = type_in(school, learner_id, wave, right=right, reason=Reason.MISREAD if has_reason else None)
            event(f"{code}, {'seen' if seen else 'unseen'}")
            if seen:
                assert code is not Code.STORED
                assert code is not Code.CORRECTED
                assert pairs(school) == before
            now_first = {it.wave: it.cohort_id for it in attempts.list_attempts(school.session, learner_id)}
            assert {wave: now_first[wave] for wave in first} == first, "every version stays where the first was sat"
        elif step[0] == "reveal":
            school.reveal(groups[step[1]])
            school.wait(minutes=1)
        elif schedule_of(school.session, groups[step[1]]).is_revealed(school.now):
            settling.settle(school.session, groups[step[1]].cohort_id, now=school.now)
