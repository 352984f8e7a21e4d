"""A second test that opens by itself at a planned moment: for everybody at once, and not a minute before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.services import admission, archiving, cohorts, windows
from app.services.archiving import StillOpen
from app.services.cohorts import OpensLater
from app.services.facilitator import board, group_list
from app.services.learner import phones
from app.services.learner.outcome import outcome_of
from app.services.learner.testing import Standing, sitting
from app.services.waves import Wave, schedule_of
from app.services.windows import AfterLastDay
from app.store import audit
from app.store.programmes.cohorts import Cohort
from courses import HasOpened, NoFirstTest, NotToCome
from tests.app.conftest import School


def planned(school: School, **later: float) -> tuple[Cohort, int, datetime]:
    """A cohort whose learner has sat the first test, and when the second one opens."""
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner, Wave.PRE, right=1)
    school.close(cohort, Wave.PRE)
    at = school.now + timedelta(**later or {"days": 7})
    windows.plan(school.session, cohort, Wave.POST, opens_at=at, now=school.now)
    return cohort, learner, at


def stage_of(school: School, cohort: Cohort) -> board.Stage:
    [entry] = group_list.entries(school.session, [cohort], school.now)
    return entry.stage


def test_it_is_open_from_the_planned_moment_on_and_not_before(school: School) -> None:
    cohort, learner, at = planned(school)
    assert sitting(school.session, learner, Wave.POST, school.now).standing is Standing.WAITING
    assert sitting(school.session, learner, Wave.POST, school.now).opens_at == at
    assert stage_of(school, cohort) is board.Stage.LESSONS

    school.wait(days=7, seconds=-1)
    assert sitting(school.session, learner, Wave.POST, school.now).standing is Standing.WAITING
    school.wait(seconds=1)
    assert sitting(school.session, learner, Wave.POST, school.now).standing is Standing.OPEN
    assert stage_of(school, cohort) is board.Stage.POST_OPEN
    assert schedule_of(school.session, cohort)[Wave.POST].opens_at(school.now) is None
    assert school.take(learner, Wave.POST, right=3).status == "stored"


def test_a_plan_can_be_changed_and_taken_back_until_then(school: School) -> None:
    cohort, learner, at = planned(school)

    windows.plan(school.session, cohort, Wave.POST, opens_at=at + timedelta(days=1), now=school.now)
    assert schedule_of(school.session, cohort)[Wave.POST].opens_at(school.now) == at + timedelta(days=1)
    windows.plan(school.session, cohort, Wave.POST, now=school.now)

    school.wait(days=9)
    assert sitting(school.session, learner, Wave.POST, school.now).standing is Standing.WAITING
    acts = [row.act for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id)]
    assert (acts.count("test.plan"), acts.count("test.drop_plan"), acts.count("test.open")) == (2, 1, 1)


def test_what_is_planned_can_be_opened_at_once(school: School) -> None:
    cohort, learner, _ = planned(school)

    school.open(cohort, Wave.POST)

    assert sitting(school.session, learner, Wave.POST, school.now).standing is Standing.OPEN
    assert schedule_of(school.session, cohort)[Wave.POST].opened_at == school.now


def test_once_it_is_open_there_is_nothing_left_to_plan(school: School) -> None:
    cohort, _, _ = planned(school)
    school.wait(days=7)

    with pytest.raises(HasOpened):
        windows.plan(school.session, cohort, Wave.POST, opens_at=school.now + timedelta(days=1), now=school.now)
    windows.plan(school.session, cohort, Wave.POST, now=school.now)
    assert stage_of(school, cohort) is board.Stage.POST_OPEN, "nor to take back"


def test_a_moment_that_is_over_or_after_the_last_day_is_none_to_plan(school: School) -> None:
    cohort, _, at = planned(school)
    last_minute = datetime(2026, 5, 30, 18, 59, tzinfo=UTC)  # a minute before midnight in Almaty

    for moment in (school.now, school.now - timedelta(days=1)):
        with pytest.raises(NotToCome):
            windows.plan(school.session, cohort, Wave.POST, opens_at=moment, now=school.now)
    with pytest.raises(AfterLastDay):
        windows.plan(school.session, cohort, Wave.POST, opens_at=last_minute + timedelta(minutes=1), now=school.now)
    assert schedule_of(school.session, cohort)[Wave.POST].opens_at(school.now) == at, "a wrong entry changes nothing"
    windows.plan(school.session, cohort, Wave.POST, opens_at=last_minute, now=school.now)
    assert schedule_of(school.session, cohort)[Wave.POST].opens_at(school.now) == last_minute


def test_the_second_test_never_comes_without_the_first(school: School) -> None:
    cohort = school.cohort()
    tomorrow = school.now + timedelta(days=1)
    with pytest.raises(NoFirstTest):
        windows.plan(school.session, cohort, Wave.POST, opens_at=tomorrow, now=school.now)

    school.open(cohort, Wave.PRE)
    windows.plan(school.session, cohort, Wave.POST, opens_at=tomorrow, now=school.now)
    windows.take_back(school.session, cohort, Wave.PRE, now=school.now)

    assert schedule_of(school.session, cohort).windows == {}


def test_closing_what_is_only_planned_shows_nobody_the_answers(school: School) -> None:
    cohort, learner, at = planned(school)

    school.close(cohort, Wave.POST)

    assert not schedule_of(school.session, cohort).has_ended(school.now)
    assert schedule_of(school.session, cohort)[Wave.POST].opens_at(school.now) == at
    school.wait(days=30)
    assert not outcome_of(school.session, learner, school.now).is_revealed


def test_a_planned_test_is_for_a_phone_to_know_and_not_to_send_early(school: School) -> None:
    _, learner, _ = planned(school)
    early = school.put(learner, school.sheet(learner, Wave.POST, right=3))
    assert (early.status, early.code) == (409, "closed")

    school.wait(days=8)
    sheet = school.sheet(learner, Wave.POST, right=3)
    assert school.put(learner, sheet).status == 201
    assert phones.receipts(school.session, learner)[-1].wave == "post"


def test_a_group_whose_second_test_is_to_open_is_not_put_away(school: School) -> None:
    cohort, _, _ = planned(school)

    with pytest.raises(StillOpen):
        archiving.archive(school.session, cohort, now=school.now)
    windows.plan(school.session, cohort, Wave.POST, now=school.now)
    archiving.archive(school.session, cohort, now=school.now)


def test_the_last_day_is_not_moved_before_what_is_planned(school: School) -> None:
    cohort, _, at = planned(school)
    day = at.astimezone().date()

    with pytest.raises(OpensLater):
        cohorts.edit(school.session, cohort, school.outline(ends_on=day - timedelta(days=1)), now=school.now)
    cohort = cohorts.edit(school.session, cohort, school.outline(ends_on=day), now=school.now)
    assert cohort.ends_on == day == date(2026, 3, 9)


def test_joining_closes_with_the_first_test_by_date_by_hand_and_is_undone_with_it(school: School) -> None:
    def is_open() -> bool:
        return admission.is_joining_open(school.anew(cohort), school.now)

    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    closes_at = school.now + timedelta(days=1)
    windows.plan(school.session, school.anew(cohort), Wave.POST, closes_at=closes_at, now=school.now)
    assert school.anew(cohort).joining_closed_at == closes_at, "the second test takes the first one along"
    school.wait(days=1, minutes=5)
    assert not is_open()

    windows.open_test(school.session, school.anew(cohort), Wave.POST, now=school.now)
    assert is_open(), "its closing was a wrong date"
    tomorrow = school.now + timedelta(days=1)
    windows.plan(school.session, school.anew(cohort), Wave.PRE, closes_at=tomorrow, now=school.now)
    windows.close_test(school.session, school.anew(cohort), Wave.PRE, now=school.now)
    assert school.anew(cohort).joining_closed_at == school.now, "by hand before its date"
