"""Which test of a cohort may be opened beside the others, and what opening and closing do to them."""

from datetime import UTC, datetime, timedelta

import pytest

from courses import (
    REVEAL_AFTER,
    AnswersShown,
    EarlyFirst,
    EarlyIsOver,
    FollowUpBegun,
    MayNotOpen,
    NotWaiting,
    Schedule,
    TooEarly,
    Wave,
    Window,
)

OPENED = datetime(2026, 3, 2, 4, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=2)
SHOWN = CLOSED + REVEAL_AFTER
LATER = CLOSED + timedelta(days=1)
TICK = timedelta(microseconds=1)
OPEN, SHUT, REOPENED = Window(OPENED), Window(OPENED, CLOSED, CLOSED), Window(OPENED, None, CLOSED)


def cohort(**windows: Window) -> Schedule:
    return Schedule(windows)


def waiting(**windows: Window) -> Schedule:
    return Schedule(windows, is_waiting=True)


@pytest.mark.parametrize(
    ("schedule", "wave", "now", "bar"),
    [
        pytest.param(cohort(), Wave.PRE, OPENED, None, id="the first test comes first"),
        pytest.param(cohort(), Wave.POST, OPENED, None, id="a second test without a first, by hand"),
        pytest.param(cohort(), Wave.EARLY, OPENED, NotWaiting, id="no early test where nobody waits"),
        pytest.param(cohort(), Wave.FOLLOW_UP, LATER, TooEarly, id="no follow-up before the second test"),
        pytest.param(cohort(post=OPEN), Wave.FOLLOW_UP, LATER, TooEarly, id="nor while it is open"),
        pytest.param(cohort(post=REOPENED), Wave.FOLLOW_UP, LATER, TooEarly, id="nor while it is open again"),
        pytest.param(cohort(post=SHUT), Wave.FOLLOW_UP, SHOWN - TICK, TooEarly, id="nor while that can be undone"),
        pytest.param(cohort(post=SHUT), Wave.FOLLOW_UP, SHOWN, None, id="the follow-up when it is closed for good"),
        pytest.param(cohort(pre=SHUT, post=OPEN), Wave.PRE, LATER, None, id="the first test again beside the second"),
        pytest.param(cohort(post=SHUT), Wave.PRE, CLOSED, AnswersShown, id="no first test once the second closed"),
        pytest.param(cohort(post=REOPENED), Wave.PRE, LATER, AnswersShown, id="nor when that is open again"),
        pytest.param(cohort(post=SHUT), Wave.POST, LATER, None, id="the second test again"),
        pytest.param(
            cohort(post=SHUT, follow_up=OPEN), Wave.POST, LATER, FollowUpBegun, id="no second test after the follow-up"
        ),
        pytest.param(cohort(post=SHUT, follow_up=SHUT), Wave.FOLLOW_UP, LATER, None, id="the follow-up again"),
        pytest.param(waiting(), Wave.EARLY, OPENED, None, id="who waits begins with the early test"),
        pytest.param(waiting(), Wave.PRE, OPENED, EarlyFirst, id="no first test before the early one"),
        pytest.param(waiting(early=OPEN), Wave.PRE, LATER, EarlyFirst, id="nor while that is open"),
        pytest.param(waiting(early=SHUT), Wave.PRE, CLOSED - TICK, EarlyFirst, id="nor a microsecond before it closes"),
        pytest.param(waiting(early=SHUT), Wave.PRE, CLOSED, None, id="the first test as soon as it has closed"),
        pytest.param(waiting(early=SHUT), Wave.EARLY, LATER, None, id="the early test again before the first"),
        pytest.param(waiting(early=SHUT, pre=OPEN), Wave.EARLY, LATER, EarlyIsOver, id="no early test after the first"),
    ],
)
def test_a_test_is_opened_in_its_turn(
    schedule: Schedule, wave: Wave, now: datetime, bar: type[MayNotOpen] | None
) -> None:
    assert schedule.may_open(wave, now) == (bar is None)
    if bar is None:
        assert schedule.opened(wave, now)[wave].is_open(now)
    else:
        with pytest.raises(bar):
            schedule.opened(wave, now)


def test_closing_the_second_test_closes_the_first_too_and_nothing_else() -> None:
    schedule = cohort(pre=OPEN, post=OPEN)

    assert schedule.closed(Wave.POST, CLOSED) == cohort(pre=SHUT, post=SHUT)
    assert schedule.closed(Wave.PRE, CLOSED) == cohort(pre=SHUT, post=OPEN)
    assert cohort().closed(Wave.POST, CLOSED) == cohort(), "what was never opened is not closed"
    assert cohort(pre=OPEN).closed(Wave.POST, CLOSED) == cohort(pre=OPEN), "nor another test in its place"


@pytest.mark.parametrize(
    ("now", "pre", "post"),
    [
        pytest.param(SHOWN - TICK, OPEN, OPEN, id="within ten minutes it was a wrong tap"),
        pytest.param(SHOWN, SHUT, REOPENED, id="then the first closing stands"),
    ],
)
def test_the_second_test_opened_again_undoes_its_closing_or_remembers_it(
    now: datetime, pre: Window, post: Window
) -> None:
    assert cohort(pre=SHUT, post=SHUT).opened(Wave.POST, now) == cohort(pre=pre, post=post)


def test_a_first_test_that_was_closed_before_stays_closed_when_the_second_closing_is_undone() -> None:
    before = Window(OPENED, CLOSED - TICK, CLOSED - TICK)

    assert cohort(pre=before, post=SHUT).opened(Wave.POST, CLOSED) == cohort(pre=before, post=OPEN)


@pytest.mark.parametrize("wave", list(Wave))
def test_only_a_second_test_comes_after_the_answers(wave: Wave) -> None:
    schedule = Schedule(dict.fromkeys(Wave, SHUT), is_waiting=True)

    assert schedule.is_after_closing(wave, CLOSED + TICK) == (wave is Wave.POST)


def test_the_last_test_that_was_opened_is_shown_and_a_plan_is_not() -> None:
    planned = cohort(pre=SHUT, post=Window(LATER))

    assert [planned.last_opened(LATER + tick) for tick in (-TICK, timedelta(0))] == [Wave.PRE, Wave.POST]
    assert list(planned.opened_by(LATER)) == [Wave.PRE, Wave.POST]
    assert (cohort().last_opened(OPENED), waiting().last_opened(OPENED)) == (Wave.PRE, Wave.EARLY)


def test_who_waits_has_no_lesson_until_the_first_test_has_opened() -> None:
    schedule = waiting(early=SHUT, pre=Window(LATER))

    assert [schedule.is_still_waiting(LATER + tick) for tick in (-TICK, timedelta(0))] == [True, False]
    assert not cohort().is_still_waiting(OPENED)
