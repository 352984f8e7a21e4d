"""A group's result that was seen enters the figures, whoever opens its second test again: it settles on its day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.content import Release
from app.services import extensions, windows
from app.services.facilitator import moving, paper
from app.services.facilitator.gain import gain_of
from app.services.facilitator.moving import Bar
from app.services.figures import reporting, settling, upkeep
from app.services.intake import Code
from app.services.submission import Source, Way
from app.services.waves import Wave, schedule_of
from app.store import Database
from app.store.figures import settlements
from app.store.figures.selection import Filters, Scope
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from app.store.tables import Attempt, Settlement
from tests.app.conftest import School
from tests.app.services.settled_groups import say_yes

pytestmark = pytest.mark.items(14)
DAY = timedelta(days=1)
DUE_ON = date(2026, 3, 18)


def seen_badly(school: School, count: int = 12) -> tuple[Cohort, list[int]]:
    """A group of whom all but the last took both tests and nobody gained; the right answers can be seen."""
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(count)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for learner_id in people if wave is Wave.PRE else people[:-1]:
            school.sit(learner_id, wave, right=5)
        school.wait(hours=20)
        school.close(cohort, wave)
    school.wait(minutes=10)
    return cohort, people


def type_in(school: School, cohort: Cohort, learner_id: int) -> Code:
    form = paper.paper_of(school.session, learner_id, Wave.POST).form
    return paper.type_in(
        school.session,
        cohort,
        learner_id,
        Wave.POST,
        answers=school.answers(form, right=14),
        points={},
        sat_on=date(2026, 3, 3),
        source=Source(Way.PAPER, school.facilitator_id),
        now=school.now,
    )


def paired(school: School) -> int:
    (part,) = reporting.report(school.session, Filters(Scope(is_whole=True)))
    return part.gains.total.flow.paired


@pytest.mark.parametrize("is_result_made", [True, False])
@pytest.mark.parametrize("is_closed_again", [True, False])
def test_a_group_settles_on_the_day_of_its_first_closing(
    school: School, *, is_result_made: bool, is_closed_again: bool
) -> None:
    cohort, people = seen_badly(school)
    if is_result_made:
        settling.settle(school.session, cohort.cohort_id, REVEAL, now=school.now)
    assert settling.due_on(school.session, cohort, COURSE) == DUE_ON
    school.open(cohort, Wave.POST)
    school.wait(days=1)
    school.sit(people[-1], Wave.POST, right=14)
    if is_closed_again:
        school.close(cohort, Wave.POST)
    school.wait(days=13)

    assert settling.due_on(school.session, cohort, COURSE) == DUE_ON
    assert settlements.list_due(school.session, COURSE, school.now) == [cohort.cohort_id]
    settled = settling.settle(school.session, cohort.cohort_id, now=school.now)
    assert settled is not None
    assert settled.month == "2026-03"
    assert (gain_of(school.session, cohort, REVEAL).paired, paired(school)) == (11, 11)
    (flagged,) = school.session.scalars(select(Attempt).where(Attempt.is_after_reveal)).all()
    assert (flagged.learner_id, flagged.is_counted) == (people[-1], False), "it is kept, and never counts"
    assert list(upkeep.findings(school.session)) == []


def test_the_clock_makes_the_result_and_settles_the_group_while_the_test_is_open_again(
    database: Database, release: Release
) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort, _ = seen_badly(school)
        school.open(cohort, Wave.POST)
    assert settling.settle_due(database, school.now) == 0
    assert settling.settle_due(database, school.now + 14 * DAY) == 1
    with database.reading() as session:
        assert sorted(session.scalars(select(Settlement.step))) == [COURSE, REVEAL]


def test_before_the_day_nobody_settles_it_by_hand_while_it_is_open_again(school: School) -> None:
    cohort, _ = seen_badly(school)
    school.open(cohort, Wave.POST)

    with pytest.raises(settling.NotOver):
        settling.settle(school.session, cohort.cohort_id, now=school.now + DAY)


def test_a_closing_that_was_undone_before_anything_was_shown_is_none(school: School) -> None:
    cohort, _ = seen_badly(school)
    other = school.cohort()
    school.learner(other)
    school.open(other, Wave.POST)
    school.close(other, Wave.POST)
    school.open(other, Wave.POST)
    school.wait(days=20)

    assert settlements.list_due(school.session, COURSE, school.now) == [cohort.cohort_id]


def test_a_sheet_typed_in_while_it_is_open_again_needs_a_second_yes_and_counts_with_it_alone(school: School) -> None:
    cohort, people = seen_badly(school)
    school.open(cohort, Wave.POST)
    school.wait(days=1)
    assert type_in(school, cohort, people[-1]) is Code.WAITING
    assert settlements.count_pairs(school.session, cohort.cohort_id) == 11
    say_yes(school)
    school.wait(days=13)
    settling.settle(school.session, cohort.cohort_id, now=school.now)

    assert (gain_of(school.session, cohort, COURSE).paired, paired(school)) == (12, 12)
    assert gain_of(school.session, cohort, REVEAL).later == 1


def test_who_sat_in_extra_time_before_the_answers_were_shown_is_counted_so_whatever_is_opened_again(
    school: School,
) -> None:
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(12)]
    school.open(cohort, Wave.PRE)
    for learner_id in people:
        school.sit(learner_id, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    for learner_id in people[1:]:
        school.sit(learner_id, Wave.POST, right=5)
    slow = learners.get(school.session, people[0])
    assert slow is not None
    extensions.extend(school.session, cohort, slow, Wave.POST, school.now + 3 * DAY, now=school.now)
    school.close(cohort, Wave.POST)
    school.wait(days=1)
    school.sit(people[0], Wave.POST, right=9)
    school.wait(days=3)
    school.open(cohort, Wave.POST)
    for closes_in in (1, 2):
        windows.plan(school.session, cohort, Wave.POST, closes_at=school.now + closes_in * DAY, now=school.now)
    school.wait(days=14)
    settling.settle(school.session, cohort.cohort_id, now=school.now)

    (part,) = reporting.report(school.session, Filters(Scope(is_whole=True)))
    assert part.gains.circumstances is not None
    assert part.gains.circumstances.extended == 1


def test_nobody_leaves_a_result_while_its_test_is_open_again(school: School) -> None:
    cohort, people = seen_badly(school)
    school.open(cohort, Wave.POST)
    learner = learners.get(school.session, people[0])
    assert learner is not None
    assert schedule_of(school.session, cohort).has_revealed(school.now)

    assert moving.bar(school.session, learner, cohort, school.cohort(), school.now) is Bar.RESULT
