"""When a test is open, and what follows from its closing: dates that are asked at a moment.

A test is opened and closed by hand; the second one may be planned to open by itself. Ten minutes after the second
test first closed, learners see the right answers: so long a wrong tap can be undone. For two weeks after a closing a
test is still taken that was finished before it; then its cohort settles.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from courses.path import WaveState

REVEAL_AFTER = timedelta(minutes=10)
"""From the first closing of the second test until learners see the right answers."""

GRACE = timedelta(days=14)
"""How long after its closing a test is still taken that was finished before it."""

FOLLOW_UP_MONTHS = 3
"""How long after the second test the follow-up is planned."""


def months_after(day: date, months: int) -> date:
    """Returns the same day `months` later, or that month's last day if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Window:
    """Holds when one test of a cohort was opened and closed.

    Every moment is in UTC; `now` is the time of the question. Some methods make sense for a post-test only.
    """

    opened_at: datetime | None = None
    """None: never opened nor planned; in the future: it will open by itself"""
    closed_at: datetime | None = None
    """None: not closed, or open again"""
    first_closed_at: datetime | None = None
    """stays when the test is opened again, unless that undid the closing"""

    def has_opened(self, now: datetime) -> bool:
        """Returns whether the test was opened by now, even if it has closed since."""
        return self.opened_at is not None and self.opened_at <= now

    def has_closed(self, now: datetime) -> bool:
        """Returns whether the test is closed now; False while it is open again."""
        return self.closed_at is not None and self.closed_at <= now

    def is_open(self, now: datetime) -> bool:
        return self.has_opened(now) and not self.has_closed(now)

    def state(self, now: datetime) -> WaveState:
        """Returns whether the test waits to be opened, is open or is closed now."""
        if self.is_open(now):
            return WaveState.OPEN
        return WaveState.CLOSED if self.has_closed(now) else WaveState.WAITING

    def opens_at(self, now: datetime) -> datetime | None:
        """Returns the moment in the future at which the test opens by itself.

        Returns None if it has opened, or no opening is planned.
        """
        return None if self.has_opened(now) else self.opened_at

    @property
    def has_never_closed(self) -> bool:
        """True if the test was opened, or is planned, and was never closed."""
        return self.opened_at is not None and self.first_closed_at is None

    def last_moment(self, now: datetime) -> datetime:
        """Returns the last moment, up to now, at which the test was open: its closing, or now if it is not closed."""
        return self.closed_at if self.closed_at is not None and self.closed_at <= now else now

    def is_in_time(self, finished_at: datetime, now: datetime) -> bool:
        """Returns whether a test that was finished at this moment and arrives now is taken.

        While the test is open, it is; after that only if it was finished before the closing and arrives within the
        grace of 14 days. False if the test has never been opened.
        """
        if self.closed_at is None or not self.has_closed(now):
            return self.has_opened(now)
        return finished_at <= self.closed_at and now <= self.closed_at + GRACE

    def is_late(self, received_at: datetime) -> bool:
        """Returns whether a test arrived after the closing; it may still be taken if it was finished before."""
        return self.closed_at is not None and self.closed_at < received_at

    @property
    def settles_at(self) -> datetime | None:
        """When the cohort settles by itself, 14 days (the grace) after the closing; None: the test is not closed."""
        return self.closed_at + GRACE if self.closed_at else None

    def is_settling(self, now: datetime) -> bool:
        """Returns whether the grace is over: no test is taken any longer, and the cohort settles."""
        return self.settles_at is not None and self.settles_at <= now

    @property
    def reveals_at(self) -> datetime | None:
        """For a post-test: when the right answers may be seen, 10 minutes after it first closed; None: never closed."""
        return self.first_closed_at + REVEAL_AFTER if self.first_closed_at else None

    def is_revealed(self, now: datetime) -> bool:
        """Returns, for a post-test, whether answers may be seen: it is closed, and that can no longer be undone."""
        return self.has_closed(now) and self.reveals_at is not None and self.reveals_at <= now

    def undo_until(self, now: datetime) -> datetime | None:
        """Returns, for a post-test, until when its closing can be undone; None if it is open or it is too late."""
        return self.reveals_at if self.closed_at and self.reveals_at and now < self.reveals_at else None

    def is_after_closing(self, finished_at: datetime) -> bool:
        """Returns, for a post-test, whether one was finished after the first closing.

        Nobody can know who looked at the answers then, so the time decides for the whole cohort.
        """
        return self.first_closed_at is not None and self.first_closed_at < finished_at

    def is_after_reveal(self, received_at: datetime | None) -> bool:
        """Returns, for a post-test, whether one arrived when the right answers could have been seen; False for None."""
        return received_at is not None and self.reveals_at is not None and self.reveals_at < received_at

    def follow_up_on(self, time_zone: str) -> date | None:
        """Returns, for a post-test, the day for which the follow-up is planned: 3 months after its first closing.

        time_zone: the cohort's. Returns None if it has never closed.
        """
        if self.first_closed_at is None:
            return None
        return months_after(self.first_closed_at.astimezone(ZoneInfo(time_zone)).date(), FOLLOW_UP_MONTHS)

    def opened(self, now: datetime) -> Self:
        """Returns the window open from now on, for the first time or again; a planned opening is replaced by now."""
        return replace(self, opened_at=self.opened_at if self.has_opened(now) else now, closed_at=None)

    def closed(self, now: datetime) -> Self:
        """Returns the window closed from now on, with its first closing; unchanged if it is not open."""
        if not self.has_opened(now) or self.closed_at is not None:
            return self
        return replace(self, closed_at=now, first_closed_at=self.first_closed_at or now)

    def without_closing(self, closed_at: datetime | None) -> Self:
        """Returns the window as if it had not been closed at that moment; other closings stay."""
        return replace(
            self,
            closed_at=None if self.closed_at == closed_at else self.closed_at,
            first_closed_at=None if self.first_closed_at == closed_at else self.first_closed_at,
        )
