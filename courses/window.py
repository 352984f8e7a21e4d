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
    """Returns the same day of a later month, or that month's last one where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Window:
    """A Window says when one test of a cohort was opened and closed.

    Every moment is in UTC; `now` is that of asking.
    """

    opened_at: datetime | None = None
    """None: never opened, and not planned either; to come where it will open by itself"""
    closed_at: datetime | None = None
    """None: it has been open ever since"""
    first_closed_at: datetime | None = None
    """stays when the test is opened again, unless that undid the closing"""

    def has_opened(self, now: datetime) -> bool:
        """Returns whether the test has been opened by now, also when it has closed."""
        return self.opened_at is not None and self.opened_at <= now

    def has_closed(self, now: datetime) -> bool:
        """Returns whether the test is closed now; not while it is open again."""
        return self.closed_at is not None and self.closed_at <= now

    def is_open(self, now: datetime) -> bool:
        return self.has_opened(now) and not self.has_closed(now)

    def state(self, now: datetime) -> WaveState:
        """Returns whether the test waits to be opened, is open or is closed."""
        if self.is_open(now):
            return WaveState.OPEN
        return WaveState.CLOSED if self.has_closed(now) else WaveState.WAITING

    def opens_at(self, now: datetime) -> datetime | None:
        """Returns the moment to come at which the test opens by itself.

        None where it has opened, or nobody has planned that.
        """
        return None if self.has_opened(now) else self.opened_at

    @property
    def has_never_closed(self) -> bool:
        """True where the test was opened, or is planned, and nobody has ever closed it."""
        return self.opened_at is not None and self.first_closed_at is None

    def last_moment(self, now: datetime) -> datetime:
        """Returns the last moment by now at which the test was open: its closing, or now."""
        return self.closed_at if self.closed_at is not None and self.closed_at <= now else now

    def is_in_time(self, finished_at: datetime, now: datetime) -> bool:
        """Returns whether a test finished then and arriving now is taken: before the closing, within the grace."""
        if self.closed_at is None or not self.has_closed(now):
            return self.has_opened(now)
        return finished_at <= self.closed_at and now <= self.closed_at + GRACE

    def is_late(self, received_at: datetime) -> bool:
        """Returns whether a test arrived after the closing: it is still taken if it was finished before."""
        return self.closed_at is not None and self.closed_at < received_at

    @property
    def settles_at(self) -> datetime | None:
        """When whatever waits for the end of this test settles by itself; None: it has not closed."""
        return self.closed_at + GRACE if self.closed_at else None

    def is_settling(self, now: datetime) -> bool:
        """Returns whether the grace is over: nothing is taken any more, and the cohort settles."""
        return self.settles_at is not None and self.settles_at <= now

    @property
    def reveals_at(self) -> datetime | None:
        """Of the second test: when the right answers may be seen; None: it has never closed."""
        return self.first_closed_at + REVEAL_AFTER if self.first_closed_at else None

    def is_revealed(self, now: datetime) -> bool:
        """Returns, of the second test, whether answers may be seen: it is closed, and closing can no more be undone."""
        return self.has_closed(now) and self.reveals_at is not None and self.reveals_at <= now

    def undo_until(self, now: datetime) -> datetime | None:
        """Returns, of the second test, until when its closing can be undone; None: it is open, or it is too late."""
        return self.reveals_at if self.closed_at and self.reveals_at and now < self.reveals_at else None

    def is_after_closing(self, finished_at: datetime) -> bool:
        """Returns, of the second test, whether one was finished after it had closed for the first time.

        Who looked at the answers then cannot be known: the time decides for everybody of the cohort.
        """
        return self.first_closed_at is not None and self.first_closed_at < finished_at

    def is_after_reveal(self, received_at: datetime | None) -> bool:
        """Returns, of the second test, whether a sheet arrived when the right answers could have been seen."""
        return received_at is not None and self.reveals_at is not None and self.reveals_at < received_at

    def follow_up_on(self, time_zone: str) -> date | None:
        """Returns, of the second test, the day for which the follow-up is planned, there; None: it has never closed."""
        if self.first_closed_at is None:
            return None
        return months_after(self.first_closed_at.astimezone(ZoneInfo(time_zone)).date(), FOLLOW_UP_MONTHS)

    def opened(self, now: datetime) -> Self:
        """Returns the window open from now on, for the first time or again; a plan is waited for no longer."""
        return replace(self, opened_at=self.opened_at if self.has_opened(now) else now, closed_at=None)

    def closed(self, now: datetime) -> Self:
        """Returns the window closed from now on, with its first closing; one that is not open stays as it is."""
        if not self.has_opened(now) or self.closed_at is not None:
            return self
        return replace(self, closed_at=now, first_closed_at=self.first_closed_at or now)

    def without_closing(self, closed_at: datetime | None) -> Self:
        """Returns the window as if the closing at that moment had never been."""
        return replace(
            self,
            closed_at=None if self.closed_at == closed_at else self.closed_at,
            first_closed_at=None if self.first_closed_at == closed_at else self.first_closed_at,
        )
