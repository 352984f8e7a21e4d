"""Who has begun a test and had no new answer for a while; how many minutes are gone."""

from datetime import timedelta

import pytest

from app.services.facilitator.board import STUCK_AFTER, board
from app.services.facilitator.pace import Pace, pace_of_test
from app.services.facilitator.wall import is_nearly_done, stuck_shown
from app.services.learner import drafts, testing
from app.services.waves import Wave, schedule_of
from app.store.programmes.cohorts import Cohort
from tests.app.conftest import School


def stuck(school: School, cohort: Cohort) -> list[int]:
    return [seat.handle for seat in board(school.session, cohort, Wave.PRE).stuck(school.now)]


def test_who_has_begun_and_answers_nothing_new_for_three_minutes_is_stuck(school: School) -> None:
    cohort = school.cohort()
    school.learner(cohort)
    begun = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    testing.begin(school.session, begun, Wave.PRE, school.now)
    school.wait(seconds=STUCK_AFTER.total_seconds() - 1)
    assert stuck(school, cohort) == []

    school.wait(seconds=1)
    assert stuck(school, cohort) == [2], "who has not begun is not stuck"


@pytest.mark.parametrize("way", ["page", "phone"])
def test_a_new_answer_ends_it_and_the_same_again_does_not(school: School, way: str) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    sitting = testing.begin(school.session, learner, Wave.PRE, school.now)
    (item, option), *_others = school.answers(sitting.form, right=4).items()

    def answer() -> None:
        if way == "page":
            testing.answer(school.session, learner, Wave.PRE, item, option, school.now)
            return
        key = sitting.key or ""
        drafts.keep_draft(
            school.session, learner, Wave.PRE, key=key, answers={item: option}, statements={}, now=school.now
        )

    school.wait(minutes=2)
    answer()
    school.wait(minutes=2)
    assert stuck(school, cohort) == []
    answer()
    school.wait(minutes=1)
    assert stuck(school, cohort) == [1], "the last new answer was three minutes ago"
    [seat] = board(school.session, cohort, Wave.PRE).answering
    assert seat.last_at == school.now - timedelta(minutes=3)


def test_what_is_sent_is_not_stuck_and_keeps_no_time_of_an_answer(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner, Wave.PRE, right=4)
    school.wait(minutes=9)

    [seat] = board(school.session, cohort, Wave.PRE).arrived
    assert (stuck(school, cohort), seat.last_at) == ([], None)


@pytest.mark.parametrize(("count", "shown"), [(2, 0), (3, 3)])
def test_the_wall_says_how_many_are_stuck_from_three_on(school: School, count: int, shown: int) -> None:
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(12)]
    school.open(cohort, Wave.PRE)
    for learner in learners[:count]:
        testing.begin(school.session, learner, Wave.PRE, school.now)
    school.wait(minutes=5)

    assert stuck_shown(board(school.session, cohort, Wave.PRE), school.now) == shown


@pytest.mark.parametrize(
    ("joined", "missing", "is_nearly"), [(12, 3, False), (12, 2, True), (12, 1, True), (12, 0, False), (7, 2, False)]
)
def test_one_or_two_who_are_left_are_not_counted_on_the_wall(
    school: School, joined: int, missing: int, is_nearly: bool
) -> None:
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(joined)]
    school.open(cohort, Wave.PRE)
    for learner in learners[missing:]:
        school.sit(learner, Wave.PRE, right=2)

    assert is_nearly_done(board(school.session, cohort, Wave.PRE)) is is_nearly


def test_minutes_are_told_of_a_test_that_is_open_in_a_room(school: School) -> None:
    cohort = school.cohort()

    def pace() -> Pace | None:
        return pace_of_test(schedule_of(school.session, cohort)[Wave.PRE], 10, school.now)

    assert pace() is None, "it is not open"
    school.open(cohort, Wave.PRE)
    school.wait(minutes=6, seconds=59)
    assert pace() == Pace(6, 10)
    assert Pace(6, 10).left == 4
    assert Pace(11, 10).left == 0
    school.close(cohort, Wave.PRE)
    assert pace() is None
    school.open(cohort, Wave.PRE)
    assert pace() is None, "since when it is open again is not known"


def test_a_test_that_is_open_for_days_has_no_minutes(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    school.wait(hours=3)

    assert pace_of_test(schedule_of(school.session, cohort)[Wave.PRE], 10, school.now) is None
