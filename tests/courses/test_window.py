"""Every edge of a window, one microsecond before, at and after it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from courses import GRACE, REVEAL_AFTER, WaveState, Window

OPENED = datetime(2026, 3, 2, 4, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=2)
AGAIN = CLOSED + timedelta(days=1)
TICK = timedelta(microseconds=1)
FOREVER = OPENED + timedelta(days=36500)

NEVER = Window()
OPEN = Window(OPENED)
SHUT = Window(OPENED, CLOSED, CLOSED)
REOPENED = Window(OPENED, None, CLOSED)
SHUT_AGAIN = Window(OPENED, AGAIN, CLOSED)
SHUT_AT_ONCE = Window(OPENED, OPENED, OPENED)

Question = Callable[[Window, datetime], object]


def edge(window: Window, question: Question, at: datetime, before: object, then: object, name: str) -> object:
    """From this moment on the answer is another one."""
    return pytest.param(window, question, at, before, then, id=name)


def until(window: Window, question: Question, at: datetime, then: object, after: object, name: str) -> object:
    """Up to this moment, and at it, the answer is the one; a microsecond later another."""
    return pytest.param(window, question, at + TICK, then, after, id=name)


def in_time(finished_at: datetime) -> Question:
    return lambda window, now: window.is_in_time(finished_at, now)


def finished(now: datetime) -> Question:
    return lambda window, finished_at: window.is_in_time(finished_at, now)


@pytest.mark.parametrize(
    ("window", "question", "at", "before", "then"),
    [
        edge(OPEN, Window.has_opened, OPENED, False, True, "opened"),
        edge(OPEN, Window.is_open, OPENED, False, True, "open"),
        edge(OPEN, Window.state, OPENED, WaveState.WAITING, WaveState.OPEN, "waits, then is open"),
        edge(OPEN, Window.opens_at, OPENED, OPENED, None, "opens by itself"),
        edge(OPEN, in_time(OPENED), OPENED, False, True, "taken from the opening on"),
        edge(SHUT, in_time(OPENED), OPENED, False, True, "taken from the opening on, whenever it closes"),
        edge(SHUT, Window.has_closed, CLOSED, False, True, "closed"),
        edge(SHUT, Window.is_open, CLOSED, True, False, "open until the closing"),
        edge(SHUT, Window.state, CLOSED, WaveState.OPEN, WaveState.CLOSED, "is open, then closed"),
        edge(SHUT_AT_ONCE, Window.is_open, OPENED, False, False, "closed as soon as it opened"),
        edge(SHUT_AT_ONCE, Window.state, OPENED, WaveState.WAITING, WaveState.CLOSED, "waits, then is closed"),
        edge(SHUT, Window.is_revealed, CLOSED + REVEAL_AFTER, False, True, "revealed ten minutes after the closing"),
        edge(SHUT_AGAIN, Window.is_revealed, AGAIN, False, True, "closed again: revealed at once"),
        edge(SHUT, Window.undo_until, CLOSED + REVEAL_AFTER, CLOSED + REVEAL_AFTER, None, "undone for ten minutes"),
        edge(SHUT, Window.is_settling, CLOSED + GRACE, False, True, "settles when the grace is over"),
        edge(SHUT_AGAIN, Window.is_settling, CLOSED + GRACE, False, True, "closed again: it settles as if it had not"),
        edge(REOPENED, Window.is_settling, CLOSED + GRACE, False, True, "settles also while it is open again"),
        edge(SHUT_AGAIN, Window.is_over, AGAIN + GRACE, False, True, "closed again: the grace begins anew"),
        edge(REOPENED, Window.has_revealed, CLOSED + REVEAL_AFTER, False, True, "seen, also while it is open again"),
        edge(SHUT_AGAIN, Window.is_long, OPENED, False, True, "leaves time for lessons from its opening on"),
        until(SHUT_AGAIN, Window.is_long, AGAIN - timedelta(days=1), True, False, "ends within a day"),
        until(SHUT, Window.is_late, CLOSED, False, True, "late after the closing"),
        until(SHUT_AGAIN, Window.is_late, AGAIN, False, True, "late after the last closing"),
        until(SHUT, in_time(CLOSED), CLOSED + GRACE, True, False, "finished in time, taken within the grace"),
        until(SHUT_AGAIN, in_time(AGAIN), AGAIN + GRACE, True, False, "closed again: the grace is of the last closing"),
        until(SHUT, in_time(CLOSED + TICK), CLOSED, False, False, "finished too late, never taken"),
        until(SHUT, finished(CLOSED + GRACE), CLOSED, True, False, "taken if finished before the closing"),
        until(SHUT_AGAIN, finished(AGAIN), AGAIN, True, False, "taken if finished before the last closing"),
        until(REOPENED, Window.is_after_closing, CLOSED, False, True, "finished after the first closing"),
        until(SHUT_AGAIN, Window.is_after_closing, CLOSED, False, True, "the second closing changes nothing"),
        until(SHUT, Window.is_after_reveal, CLOSED + REVEAL_AFTER, False, True, "arrived after the reveal"),
        until(REOPENED, Window.is_after_reveal, CLOSED + REVEAL_AFTER, False, True, "also while it is open again"),
    ],
)
def test_at_its_edge_and_not_a_microsecond_before_a_window_changes(
    window: Window, question: Question, at: datetime, before: object, then: object
) -> None:
    answers = [question(window, at + tick) for tick in (-TICK, timedelta(0), TICK)]

    assert answers == [before, then, then]


@pytest.mark.parametrize("now", [OPENED, CLOSED, FOREVER])
def test_a_test_without_a_date_is_never_anything(now: datetime) -> None:
    assert (NEVER.has_opened(now), NEVER.is_open(now), NEVER.has_closed(now)) == (False, False, False)
    assert (NEVER.state(now), NEVER.opens_at(now), NEVER.is_in_time(now, now)) == (WaveState.WAITING, None, False)
    assert (NEVER.is_late(now), NEVER.is_settling(now), NEVER.settles_at) == (False, False, None)
    assert (NEVER.is_over(now), NEVER.comes_until, NEVER.has_revealed(now)) == (False, None, False)
    assert (NEVER.is_revealed(now), NEVER.reveals_at, NEVER.undo_until(now)) == (False, None, None)
    assert (NEVER.is_after_closing(now), NEVER.is_after_reveal(now)) == (False, False)
    assert (NEVER.is_fresh(now), NEVER.follow_up_on("Asia/Almaty")) == (False, None)


@pytest.mark.parametrize("now", [CLOSED, AGAIN, FOREVER])
def test_a_test_that_nobody_closes_stays_open_and_reveals_nothing(now: datetime) -> None:
    for window in (OPEN, REOPENED):
        assert window.is_open(now)
        assert window.is_in_time(now, now)
        assert not window.is_revealed(now)
        assert not window.is_late(now)
        assert window.undo_until(now) is window.comes_until is None
        assert window.last_moment(now) == now
    assert OPEN.is_fresh(now)
    assert not REOPENED.is_fresh(now)


def test_a_test_has_been_open_until_its_closing_or_now() -> None:
    moments = [SHUT.last_moment(CLOSED + tick) for tick in (-TICK, timedelta(0), TICK)]

    assert moments == [CLOSED - TICK, CLOSED, CLOSED]


def test_opened_closed_and_opened_again_the_first_closing_is_remembered() -> None:
    assert NEVER.opened(OPENED) == OPEN
    assert OPEN.closed(CLOSED) == SHUT
    assert SHUT.opened(AGAIN) == REOPENED
    assert REOPENED.closed(AGAIN) == SHUT_AGAIN


def test_what_is_so_already_stays() -> None:
    assert OPEN.opened(CLOSED) == OPEN
    assert SHUT.closed(AGAIN) == SHUT
    assert NEVER.closed(CLOSED) == NEVER
    assert Window(AGAIN).closed(CLOSED) == Window(AGAIN), "a plan is not closed"


def test_a_plan_is_waited_for_no_longer() -> None:
    assert Window(AGAIN).opened(CLOSED) == Window(CLOSED)


def test_a_closing_is_undone_as_if_it_had_never_been_and_no_other() -> None:
    assert SHUT.without_closing(CLOSED) == OPEN
    assert SHUT_AGAIN.without_closing(AGAIN) == REOPENED
    assert SHUT_AGAIN.without_closing(CLOSED) == Window(OPENED, AGAIN)
    assert SHUT.without_closing(AGAIN) == SHUT


def test_a_closing_that_was_announced_stays_known_when_it_is_undone_or_the_test_opens_again() -> None:
    put_off = Window(OPENED, put_off_from=CLOSED)
    assert SHUT.without_closing(CLOSED, was_announced=True) == put_off
    assert SHUT_AGAIN.without_closing(CLOSED, was_announced=True).put_off_from is None, "it had opened again"
    assert SHUT.opened(AGAIN, was_announced=True) == Window(OPENED, None, CLOSED, CLOSED)
    assert put_off.closed(AGAIN).opened(AGAIN, was_announced=True).put_off_from == CLOSED, "the first stays"
    assert SHUT.opened(AGAIN, was_announced=True).before_reopening() == SHUT, "later ones count in nothing"


@pytest.mark.parametrize(
    ("closed_on", "planned_on"),
    [
        (date(2026, 3, 2), date(2026, 6, 2)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_the_follow_up_is_planned_three_months_later_on_the_same_day_or_the_last(
    closed_on: date, planned_on: date
) -> None:
    closed_at = datetime.combine(closed_on, datetime.min.time(), UTC)

    assert Window(OPENED, None, closed_at).follow_up_on("UTC") == planned_on
    assert Window(OPENED, None, closed_at - TICK).follow_up_on("Asia/Almaty") == planned_on, "the day is the cohort's"
