"""When a test was sat, by what is known of it: our own clock, one that may be wrong, or a day that stands on paper."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from courses.window import Window


class Untimely(StrEnum):
    """Says why a test that was sent or typed in does not count as taken."""

    CLOSED = "closed"
    """the test was not open when it was finished, or the grace is over"""
    NOT_OPENED = "not_opened"
    """the test has never been opened"""
    TOO_EARLY = "too_early"
    """sat on a day before the test was opened"""
    TOO_LATE = "too_late"
    """sat on a day after the test was closed, or in the future"""


Times = tuple[datetime, datetime]
"""When a test was begun and finished, by our clock."""


@dataclass(frozen=True)
class Live:
    """Times a test that is answered on the server itself and is finished when it is sent."""

    started_at: datetime

    def times(self, window: Window, now: datetime) -> Times | Untimely:
        """Returns when the test was begun and finished, the latter being now; Untimely if it is not open now."""
        return (self.started_at, now) if window.is_open(now) else Untimely.CLOSED


@dataclass(frozen=True)
class Clock:
    """Holds three moments by the sender's clock, which may be years off but runs as fast as ours."""

    started_at: datetime
    finished_at: datetime
    sent_at: datetime

    def times(self, window: Window, now: datetime) -> Times | Untimely:
        """Returns when the test was begun and finished, by our clock.

        Returns Untimely unless it was finished before the closing and arrives within the grace. Both moments are
        between the test's opening and now. If the sender's clock was changed in between, nobody can know: set forward
        it gives the opening, set back the closing, or now, so that nothing is lost that may have been finished in time.
        """
        if window.opened_at is None or not window.has_opened(now):
            return Untimely.CLOSED
        finished_at = now - max(self.sent_at - self.finished_at, timedelta(0))
        if self.sent_at < self.finished_at:
            finished_at = window.last_moment(now)
        finished_at = max(finished_at, window.opened_at)
        started_at = finished_at - max(self.finished_at - self.started_at, timedelta(0))
        if not window.is_in_time(finished_at, now):
            return Untimely.CLOSED
        return max(started_at, window.opened_at), finished_at


@dataclass(frozen=True)
class Day:
    """Holds the day on which a sheet of paper was filled in, where the cohort is; it may be typed in much later."""

    day: date
    time_zone: str

    def times(self, window: Window, now: datetime) -> Times | Untimely:
        """Returns noon of that day, or the nearest moment at which the test was open, as both beginning and end.

        Returns Untimely if the test was not open on that day.
        """
        if window.opened_at is None or not window.has_opened(now):
            return Untimely.NOT_OPENED
        zone, last = ZoneInfo(self.time_zone), window.last_moment(now)
        if self.day < window.opened_at.astimezone(zone).date():
            return Untimely.TOO_EARLY
        if self.day > last.astimezone(zone).date():
            return Untimely.TOO_LATE
        moment = min(max(datetime.combine(self.day, time(12), zone), window.opened_at), last)
        return moment, moment


@dataclass(frozen=True)
class TrueDay:
    """Holds the day of a sheet of a cohort on paper only, which has no windows: its own days say what may be.

    first: the earliest day that can be right; None: this test has not come yet. last: the latest; None: today. place:
    of the test among those of the cohort, from 0, so that two on one day stay in their order.
    """

    day: date
    time_zone: str
    first: date | None
    last: date | None
    place: int

    def times(self, window: Window, now: datetime) -> Times | Untimely:
        """Returns noon of that day and a minute for each test before this one, as both beginning and end.

        On the day on which all sheets were in it is before that moment; a sheet of a later day is taken as well, and
        its moment says that it is. Returns Untimely for a day that cannot be right.
        """
        if self.first is None:
            return Untimely.NOT_OPENED
        if self.day < self.first:
            return Untimely.TOO_EARLY
        zone, end = ZoneInfo(self.time_zone), window.last_moment(now)
        if self.day > min(self.last or date.max, now.astimezone(zone).date()):
            return Untimely.TOO_LATE
        noon = datetime.combine(self.day, time(12), zone)
        end = now if self.day > end.astimezone(zone).date() else end
        moment = min(noon, end - _A_TEST * _MOST_TESTS) + _A_TEST * self.place
        return moment, moment


_A_TEST, _MOST_TESTS = timedelta(minutes=1), 4
