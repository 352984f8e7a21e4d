"""When a test was sat by our clock, whatever its sender can tell, and whether it is taken."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses import GRACE, Clock, Day, Live, Untimely, Window

OPENED = datetime(2026, 3, 2, 4, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=2)
TICK, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)
YEARS = timedelta(days=7300)
OPEN, SHUT = Window(OPENED), Window(OPENED, CLOSED, CLOSED)


@pytest.mark.parametrize(
    ("now", "is_taken"),
    [(OPENED - TICK, False), (OPENED, True), (CLOSED - TICK, True), (CLOSED, False), (CLOSED + TICK, False)],
)
def test_a_page_is_taken_while_the_test_is_open(now: datetime, is_taken: bool) -> None:
    assert Live(OPENED).times(SHUT, now) == ((OPENED, now) if is_taken else Untimely.CLOSED)
    assert Live(OPENED).times(Window(), now) is Untimely.CLOSED


@pytest.mark.parametrize("off", [-YEARS, timedelta(0), YEARS])
@pytest.mark.parametrize(
    ("finished_at", "now", "is_taken"),
    [
        (OPENED + MINUTE, OPENED - TICK, False),
        (CLOSED, CLOSED, True),
        (CLOSED, CLOSED + GRACE, True),
        (CLOSED, CLOSED + GRACE + TICK, False),
        (CLOSED + TICK, CLOSED + MINUTE, False),
        (CLOSED + MINUTE, CLOSED + MINUTE, False),
    ],
)
def test_a_clock_may_be_years_off(off: timedelta, finished_at: datetime, now: datetime, is_taken: bool) -> None:
    sent = Clock(finished_at - MINUTE + off, finished_at + off, now + off)

    assert sent.times(SHUT, now) == ((finished_at - MINUTE, finished_at) if is_taken else Untimely.CLOSED)


@pytest.mark.parametrize(
    ("window", "set_by", "times"),
    [
        pytest.param(SHUT, YEARS, (OPENED, OPENED), id="set forward before it sends: the opening"),
        pytest.param(SHUT, -YEARS, (CLOSED - MINUTE, CLOSED), id="set back: the closing"),
        pytest.param(OPEN, YEARS, (OPENED, OPENED), id="set forward while it is open: the opening"),
        pytest.param(OPEN, -YEARS, (CLOSED + 9 * MINUTE, CLOSED + 10 * MINUTE), id="set back while it is open: now"),
    ],
)
def test_a_clock_set_in_between_loses_nothing(
    window: Window, set_by: timedelta, times: tuple[datetime, datetime]
) -> None:
    now = CLOSED + 10 * MINUTE
    sent = Clock(OPENED + MINUTE, OPENED + 2 * MINUTE, now + set_by)

    assert sent.times(window, now) == times


def test_a_test_begun_before_its_opening_by_a_wrong_clock_begins_with_it() -> None:
    assert Clock(OPENED - MINUTE, OPENED + MINUTE, OPENED + MINUTE).times(OPEN, OPENED + MINUTE) == (
        OPENED,
        OPENED + MINUTE,
    )
    assert Clock(OPENED + MINUTE, OPENED, OPENED).times(OPEN, OPENED) == (OPENED, OPENED), "it ends after it began"


EVENING = Window(datetime(2026, 3, 2, 18, 30, tzinfo=UTC), datetime(2026, 3, 4, 3, tzinfo=UTC))
"""In Almaty from half past eleven at night on the 2nd to eight in the morning on the 4th."""


@pytest.mark.parametrize(
    ("window", "day", "now", "answer"),
    [
        pytest.param(Window(), 3, CLOSED, Untimely.NOT_OPENED, id="never opened"),
        pytest.param(Window(CLOSED), 2, CLOSED - TICK, Untimely.NOT_OPENED, id="planned, a microsecond before"),
        pytest.param(Window(CLOSED), 2, CLOSED, CLOSED, id="planned, when it opens"),
        pytest.param(EVENING, 1, EVENING.closed_at, Untimely.TOO_EARLY, id="the day before"),
        pytest.param(EVENING, 2, EVENING.closed_at, EVENING.opened_at, id="noon was before the opening"),
        pytest.param(EVENING, 3, EVENING.closed_at, datetime(2026, 3, 3, 7, tzinfo=UTC), id="noon in Almaty"),
        pytest.param(EVENING, 4, EVENING.closed_at, EVENING.closed_at, id="noon was after the closing"),
        pytest.param(EVENING, 5, EVENING.closed_at, Untimely.TOO_LATE, id="the day after"),
        pytest.param(EVENING, 3, EVENING.opened_at, Untimely.TOO_LATE, id="a day to come"),
        pytest.param(EVENING, 3, OPENED + YEARS, datetime(2026, 3, 3, 7, tzinfo=UTC), id="typed in years later"),
    ],
)
def test_a_sheet_was_filled_in_at_noon_or_at_the_nearest_moment_that_the_test_was_open(
    window: Window, day: int, now: datetime, answer: datetime | Untimely
) -> None:
    times = Day(date(2026, 3, day), "Asia/Almaty").times(window, now)

    assert times == (answer if isinstance(answer, Untimely) else (answer, answer))
