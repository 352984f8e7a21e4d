"""A group that waits: an early test, some weeks of nothing, then the course like everybody."""

from datetime import date

import numpy as np
import pytest
from sqlalchemy import select

from analytics import ComparisonCounts
from app.services import cohorts, windows
from app.services.cohorts import WaitingIsFixed
from app.services.figures.parts import beside
from app.services.figures.tallies import Tallies
from app.services.learner import joining, lessons, phones, testing
from app.services.learner.outcome import outcome_of
from app.services.waves import Wave, schedule_of
from app.services.windows import HasBegun
from app.store.answers import attempts, summaries
from app.store.figures.selection import Filters, Scope
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.tables import Consent, ScorePair
from courses import EarlyFirst, EarlyIsOver, NotWaiting, StepKind, StepState
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


@pytest.fixture
def waiting(school: School) -> Cohort:
    return school.cohort(is_waiting=True, lessons_on=date(2026, 4, 1))


def _until(school: School, cohort: Cohort, wave: Wave, people: dict[int, dict[Wave, int]]) -> None:
    """Test after test, up to this one, weeks apart; everybody sits those of which a score is given."""
    for each in Wave:
        school.open(cohort, each)
        for learner_id, scores in people.items():
            if each in scores:
                school.take(learner_id, each, right=scores[each])
        if each is wave:
            return
        school.close(cohort, each)
        school.wait(days=14)


def test_who_waits_sits_one_form_the_other_and_the_first_again(school: School, waiting: Cohort) -> None:
    one, two = school.learner(waiting), school.learner(waiting)
    at_once = school.learner(school.cohort())

    sat = [
        [it.form for it in testing.sittings(school.session, who, school.now).values()] for who in (one, two, at_once)
    ]

    # The follow-up is always the form that was not seen last.
    assert sat == [["A", "B", "A", "B"], ["B", "A", "B", "A"], ["A", "B", "A"]]


def test_the_early_test_is_for_groups_that_wait_alone(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)

    with pytest.raises(NotWaiting):
        school.open(cohort, Wave.EARLY)
    with pytest.raises(LookupError):
        testing.sitting(school.session, learner_id, Wave.EARLY, school.now)
    assert Wave.EARLY not in phones.tickets(school.session, learner_id)
    assert Wave.EARLY not in phones.forms_of(school.session, learner_id)


@pytest.mark.parametrize("wave", [Wave.PRE, Wave.POST])
def test_no_other_test_opens_before_the_early_one_has_closed(school: School, waiting: Cohort, wave: Wave) -> None:
    with pytest.raises(EarlyFirst):
        school.open(waiting, wave)
    school.open(waiting, Wave.EARLY)
    with pytest.raises(EarlyFirst):
        school.open(waiting, wave)
    school.close(waiting, Wave.EARLY)

    school.open(waiting, wave)

    assert schedule_of(school.session, waiting)[wave].has_opened(school.now)


def test_the_early_test_opens_again_until_the_first_one_has_been_opened(school: School, waiting: Cohort) -> None:
    late = school.learner(waiting)
    school.open(waiting, Wave.EARLY)
    school.close(waiting, Wave.EARLY)
    assert testing.sitting(school.session, late, Wave.EARLY, school.now).may_reopen
    school.open(waiting, Wave.EARLY)
    assert testing.sitting(school.session, late, Wave.EARLY, school.now).is_open
    school.close(waiting, Wave.EARLY)
    school.open(waiting, Wave.PRE)

    with pytest.raises(EarlyIsOver):
        school.open(waiting, Wave.EARLY)
    assert not testing.sitting(school.session, late, Wave.EARLY, school.now).may_reopen
    windows.take_back(school.session, waiting, Wave.PRE, now=school.now)
    school.open(waiting, Wave.EARLY)
    assert testing.sitting(school.session, late, Wave.EARLY, school.now).is_open


def test_an_early_test_that_somebody_has_begun_is_not_taken_back(school: School, waiting: Cohort) -> None:
    learner_id = school.learner(waiting)
    school.open(waiting, Wave.EARLY)
    testing.begin(school.session, learner_id, Wave.EARLY, school.now)

    with pytest.raises(HasBegun):
        windows.take_back(school.session, waiting, Wave.EARLY, now=school.now)


def test_nothing_is_shown_before_the_second_test_has_closed(school: School, waiting: Cohort) -> None:
    learner_id = school.learner(waiting)
    _until(school, waiting, Wave.POST, {learner_id: {Wave.EARLY: 4, Wave.PRE: 5, Wave.POST: 9}})
    school.wait(hours=1)
    seen = outcome_of(school.session, learner_id, school.now)
    assert [it.reasons for it in (seen.early, seen.pre, seen.post) if it] == [(), (), ()]
    assert (seen.is_revealed, seen.gain) == (False, None)

    school.close(waiting, Wave.POST)
    school.wait(minutes=10)

    seen = outcome_of(school.session, learner_id, school.now)
    assert seen.early and len(seen.early.reasons) == 14
    assert seen.gain == 4, "of the course: what changed while the group waited is no part of it"


def test_lessons_open_after_the_first_test_as_for_everybody(school: School, waiting: Cohort) -> None:
    learner_id = school.learner(waiting)

    def now() -> list[tuple[StepKind, StepState]]:
        way = lessons.road(school.session, learner_id, school.now).steps
        return [(step.kind, step.state) for step in way if step.state in (StepState.NOW, StepState.WAITING)]

    assert now() == [(StepKind.EARLY_TEST, StepState.WAITING)]
    school.open(waiting, Wave.EARLY)
    assert now() == [(StepKind.EARLY_TEST, StepState.NOW)]
    school.take(learner_id, Wave.EARLY, right=4)
    assert now() == [(StepKind.PRE_TEST, StepState.WAITING)]
    school.close(waiting, Wave.EARLY)
    school.open(waiting, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=4)
    assert now() == [(StepKind.LESSON, StepState.NOW)]


def test_an_early_test_after_a_lesson_tells_nothing_of_a_time_without_lessons(school: School, waiting: Cohort) -> None:
    learner_id = school.learner(waiting)
    school.open(waiting, Wave.EARLY)
    school.finish_lesson(learner_id)
    school.wait(minutes=9)
    school.take(learner_id, Wave.EARLY, right=4)

    assert [(it.is_after_lesson, it.is_counted) for it in attempts.list_attempts(school.session, learner_id)] == [
        (True, False)
    ]


def test_an_early_test_that_was_finished_offline_before_the_closing_counts(school: School, waiting: Cohort) -> None:
    learner_id = school.learner(waiting)
    school.open(waiting, Wave.EARLY)
    school.wait(minutes=10)
    sheet = school.sheet(learner_id, Wave.EARLY, right=4)
    school.close(waiting, Wave.EARLY)
    school.wait(days=10)
    school.open(waiting, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=6)

    sent = school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()})

    assert (sent.status, sent.code) == (201, "stored")
    assert _scores(school) == (4, 6, None)
    assert summaries.differences(school.session) == []


def test_two_cards_of_one_learner_make_a_pair_of_the_early_and_the_first_test(school: School, waiting: Cohort) -> None:
    first, second = school.learner(waiting), school.learner(waiting)
    _until(school, waiting, Wave.PRE, {first: {Wave.EARLY: 4}, second: {Wave.PRE: 6}})

    learners.merge(school.session, first, second)

    assert _scores(school) == (4, 6, None)
    # The second card began with form B, so its first test was form A.
    assert school.session.scalars(select(ScorePair.form_order)).one() == "AA"
    assert summaries.differences(school.session) == []


def test_who_waits_counts_in_the_total_and_in_what_changed_without_lessons(school: School, waiting: Cohort) -> None:
    learner_id = school.learner(waiting)
    _until(school, waiting, Wave.POST, {learner_id: {Wave.EARLY: 4, Wave.PRE: 6, Wave.POST: 11}})
    school.settle_all()

    tallies = Tallies(school.session, school.release.instrument)
    (standings,) = tallies.parts(Filters(Scope(is_whole=True)), ()).values()

    assert set(standings) == {"waiting"}
    for part, scores in (("early_pre", [[4, 6]]), ("pre_post", [[6, 11]])):
        assert np.argwhere(standings["waiting"].table(part, 15, 15)).tolist() == scores
    assert school.session.scalars(select(ScorePair.form_order)).all() == ["BA"]


def test_merged_with_somebody_who_had_a_lesson_before_the_early_test_tells_nothing(
    school: School, waiting: Cohort
) -> None:
    first, second = school.learner(waiting), school.learner(waiting)
    school.open(waiting, Wave.EARLY)
    school.finish_lesson(second)
    school.wait(hours=1)
    school.take(first, Wave.EARLY, right=4)
    assert [it.is_counted for it in attempts.list_attempts(school.session, first)] == [True]

    learners.merge(school.session, first, second)

    assert [(it.is_after_lesson, it.is_counted) for it in attempts.list_attempts(school.session, first)] == [
        (True, False)
    ]


@pytest.mark.parametrize("happens", ["joined", "opened", "declined"])
def test_who_waits_is_chosen_before_anybody_has_joined(school: School, happens: str) -> None:
    cohort = school.cohort()
    waits = school.outline(is_waiting=True)
    cohort = cohorts.edit(school.session, cohort, waits, now=school.now)
    assert cohort.is_waiting
    cohort = cohorts.edit(school.session, cohort, school.outline(), now=school.now)
    if happens == "joined":
        school.learner(cohort)
    elif happens == "opened":
        school.open(cohort, Wave.PRE)
    else:
        door = joining.open_door(school.session, cohort.join_code, school.now)
        assert door is not None
        joining.decline(school.session, door)
        cohort = school.anew(cohort)

    with pytest.raises(WaitingIsFixed):
        cohorts.edit(school.session, cohort, waits, now=school.now)
    assert not school.anew(cohort).is_waiting


def test_the_assent_says_that_one_test_more_was_told_of(school: School, waiting: Cohort) -> None:
    learner_id = school.learner(waiting)

    version = select(Consent.version).where(Consent.learner_id == learner_id)
    assert school.session.scalars(version).one() == f"{joining.ASSENT_VERSION} waiting"


def test_both_arms_are_counted_and_the_course_of_those_who_waited_stands_apart(school: School, waiting: Cohort) -> None:
    at_once = school.cohort()
    stayed, gone, early_alone = (school.learner(waiting) for _ in range(3))
    others = [school.learner(at_once) for _ in range(3)]
    _until(
        school,
        waiting,
        Wave.POST,
        {
            stayed: {Wave.EARLY: 4, Wave.PRE: 6, Wave.POST: 11},
            gone: {Wave.EARLY: 5, Wave.PRE: 4},
            early_alone: {Wave.EARLY: 3},
        },
    )
    for wave, scores in ((Wave.PRE, (3, 5, 6)), (Wave.POST, (8, 9))):
        school.open(at_once, wave)
        for learner_id, right in zip(others, scores, strict=False):
            school.take(learner_id, wave, right=right)

    school.settle_all()
    counted = _compared(school)

    assert counted is not None and counted.afterwards is not None
    arms = (counted.course, counted.waiting, counted.afterwards)
    assert [(arm.joint.n, arm.flow.pre_only, arm.flow.enrolled) for arm in arms] == [(2, 1, 3), (2, 1, 3), (1, 1, 3)]
    assert [arm.joint.differences.total for arm in arms] == [5 + 4, 2 - 1, 5]
    assert [arm.cohorts.learners for arm in arms if arm.cohorts] == [2, 2, 1]
    assert (counted.is_randomised, counted.same_items) == (False, False)


def test_without_a_waiting_group_nothing_is_compared(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    for wave, right in ((Wave.PRE, 5), (Wave.POST, 9)):
        school.open(cohort, wave)
        school.take(learner_id, wave, right=right)

    school.settle_all()
    assert _compared(school) is None
    assert _scores(school) == (None, 5, 9)


def _compared(school: School) -> ComparisonCounts | None:
    filters = Filters(Scope(is_whole=True), structure=school.release.structure_digest)
    return beside(Tallies(school.session, school.release.instrument), filters, ()).comparison


def _scores(school: School) -> tuple[int | None, int | None, int | None]:
    """Early, before and after, of the one learner there is."""
    early, pre, post = school.session.execute(select(ScorePair.early, ScorePair.pre, ScorePair.post)).one()
    return early, pre, post
