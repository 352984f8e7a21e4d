"""When a test is open, and what follows from its closing: dates that are asked at a moment.

A test is opened and closed by hand, or by itself at planned moments: a moment to come is a plan, and nobody has to be
awake for it. Ten minutes after the second test first closed, learners see the right answers: so long a wrong tap can be
undone. For two weeks after a closing a test is still taken that was finished before it; then its cohort settles. Once
the right answers could be seen, opening the second test again puts that off for nobody.

Some may sit a test after its closing: everybody, if a closing that was announced is put off, or one learner. The right
answers wait for the last of them, and so does settling.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from courses.path import WaveState

REVEAL_AFTER = timedelta(minutes=10)
"""From the first closing of the second test until learners see the right answers."""

GRACE = timedelta(days=14)
"""How long after its closing a test is still taken that was finished before it."""

LONG = timedelta(days=1)
"""A test that is planned to stay open for so long leaves time for lessons before it."""

FOLLOW_UP_MONTHS = 3
"""How long after the second test the follow-up is planned."""

FOLLOW_UP_OPEN_MONTHS = 1
"""How long the follow-up stays open, if nobody plans otherwise."""

FOLLOW_UP_HOUR = time(9)
"""When the follow-up opens on its day, as clocks show it where the cohort is."""


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
    """None: not closed, or open again; in the future: it will close by itself"""
    first_closed_at: datetime | None = None
    """stays when the test is opened again, unless that undid the closing; in the future: see `closed_at`"""
    put_off_from: datetime | None = None
    """the closing that was announced, if the test was open longer: who sits later sits in an extension"""
    extended_to: datetime | None = None
    """until when the last of those may sit who have an extension of their own; None: nobody has one"""

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

    def closes_at(self, now: datetime) -> datetime | None:
        """Returns the moment in the future at which the test closes by itself; None if no closing is planned."""
        return self.closed_at if self.closed_at is not None and self.closed_at > now else None

    def is_long(self, now: datetime) -> bool:
        """Returns whether the test is open and planned to stay so for another day; False if nobody has planned it."""
        closes_at = self.closes_at(now)
        return self.is_open(now) and closes_at is not None and closes_at - now >= LONG

    def has_ever_closed(self, now: datetime) -> bool:
        """Returns whether the test has closed by now, even if it is open again; False if that closing was undone."""
        return self.first_closed_at is not None and self.first_closed_at <= now

    def is_fresh(self, now: datetime) -> bool:
        """Returns whether the test was opened, or is planned, and has not closed by now."""
        return self.opened_at is not None and not self.has_ever_closed(now)

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
        """Returns whether a test arrived when nobody could sit it any more; taken if it was finished before."""
        return self.closed_at is not None and self._with_extensions(self.closed_at) < received_at

    @property
    def comes_until(self) -> datetime | None:
        """Until when a test may come: 14 days (the grace) after the last could sit; None: no closing is known.

        In the future also while the test is still open, if its closing is planned.
        """
        return self._with_extensions(self.closed_at) + GRACE if self.closed_at else None

    def is_over(self, now: datetime) -> bool:
        """Returns whether the grace is over: no test is taken any longer."""
        return self.comes_until is not None and self.comes_until <= now

    @property
    def settles_at(self) -> datetime | None:
        """For a post-test: when the cohort settles by itself; None: no closing is known.

        That is 14 days (the grace) after the last could sit it before the right answers were shown: opening it again
        puts off nothing.
        """
        return self._with_extensions(self.first_closed_at) + GRACE if self.first_closed_at else None

    def is_settling(self, now: datetime) -> bool:
        """Returns, for a post-test, whether its cohort settles: the grace is over, even if it is open again."""
        return self.settles_at is not None and self.settles_at <= now

    @property
    def reveals_at(self) -> datetime | None:
        """For a post-test: when the right answers may be seen; None: no closing is known.

        That is 10 minutes after it first closed, or after the last extension has ended: whoever may still sit it must
        not meet somebody who has seen them.
        """
        return self.reveals_after(self.first_closed_at) if self.first_closed_at else None

    def reveals_after(self, closed_at: datetime) -> datetime:
        """Returns, for a post-test, when the right answers may be seen if it first closes at this moment."""
        return self._with_extensions(closed_at) + REVEAL_AFTER

    def has_extra_time(self, now: datetime) -> bool:
        """Returns whether somebody may sit the test until a moment of their own that is still to come."""
        return self.extended_to is not None and self.extended_to > now

    def _with_extensions(self, closed_at: datetime) -> datetime:
        """When the last learner could sit the test that closed for the others at this moment."""
        return max(closed_at, self.extended_to or closed_at)

    def has_revealed(self, now: datetime) -> bool:
        """Returns, for a post-test, whether answers could be seen by now, even if it is open again."""
        return self.reveals_at is not None and self.reveals_at <= now

    def is_revealed(self, now: datetime) -> bool:
        """Returns, for a post-test, whether answers may be seen: it is closed, and that can no longer be undone."""
        return self.has_closed(now) and self.has_revealed(now)

    def undo_until(self, now: datetime) -> datetime | None:
        """Returns, for a post-test, until when its closing can be undone; None if it is open or it is too late."""
        return self.reveals_at if self.has_closed(now) and self.reveals_at and now < self.reveals_at else None

    def is_after_closing(self, finished_at: datetime) -> bool:
        """Returns, for a post-test, whether one was finished after the first closing and the last extension.

        Nobody can know who looked at the answers then, so the time decides for the whole cohort.
        """
        closed_at = self.first_closed_at
        return closed_at is not None and self._with_extensions(closed_at) < finished_at

    @property
    def extension_from(self) -> datetime | None:
        """From when on whoever sits the test sits in an extension: it had closed for others, or should have.

        Such a test counts, and its learner is counted apart. Ask the cohort's window. None: no closing is known.
        """
        return self.put_off_from or self.closed_at

    def before_reopening(self) -> Self:
        """Returns, for a post-test, the window as it was when it first closed, whatever was opened and planned since.

        What is finished later never counts.
        """
        put_off_from = self.put_off_from
        if put_off_from is not None and self.first_closed_at is not None and self.first_closed_at <= put_off_from:
            put_off_from = None
        return replace(self, closed_at=self.first_closed_at, put_off_from=put_off_from)

    def is_after_reveal(self, received_at: datetime | None) -> bool:
        """Returns, for a post-test, whether one arrived when the right answers could have been seen; False for None."""
        return received_at is not None and self.reveals_at is not None and self.reveals_at < received_at

    def follow_up_on(self, time_zone: str) -> date | None:
        """Returns, for a post-test, the day for which the follow-up is planned: 3 months after its first closing.

        time_zone: the cohort's. Returns None if it has never closed and no closing is planned.
        """
        if self.first_closed_at is None:
            return None
        return months_after(self.first_closed_at.astimezone(ZoneInfo(time_zone)).date(), FOLLOW_UP_MONTHS)

    def follow_up(self, time_zone: str) -> "Window":
        """Returns, for a post-test, the window in which its follow-up opens and closes by itself, if nobody plans else.

        It has no dates if the post-test has never closed and no closing is planned.
        """
        day = self.follow_up_on(time_zone)
        if day is None:
            return Window()
        last_day = months_after(day, FOLLOW_UP_OPEN_MONTHS)
        opens_at, closes_at = (datetime.combine(it, FOLLOW_UP_HOUR, ZoneInfo(time_zone)) for it in (day, last_day))
        return Window(opens_at.astimezone(UTC), closes_at.astimezone(UTC), closes_at.astimezone(UTC))

    def of_learner(self, extended_to: datetime | None) -> Self:
        """Returns the window as it is for a learner who may sit the test until this moment; None: no extension.

        It never reaches beyond the last extension that the reveal waits for.
        """
        if extended_to is None or self.extended_to is None or self.closed_at is None:
            return self
        return replace(self, closed_at=max(self.closed_at, min(extended_to, self.extended_to)))

    def later(self, by: timedelta) -> Self:
        """Returns the window with every planned opening and closing so much later."""
        opened_at, closed_at, first = (it and it + by for it in (self.opened_at, self.closed_at, self.first_closed_at))
        return replace(self, opened_at=opened_at, closed_at=closed_at, first_closed_at=first)

    def opened(self, now: datetime, *, was_announced: bool = False) -> Self:
        """Returns the window open from now on, for the first time or again; a planned opening is replaced by now.

        was_announced: whether it had closed by itself, see `extension_from`.
        """
        opened_at = self.opened_at if self.has_opened(now) else now
        passed = self.closed_at if was_announced and self.has_closed(now) else None
        put_off_from = self.put_off_from or passed
        return replace(self, opened_at=opened_at, closed_at=self.closes_at(now), put_off_from=put_off_from)

    def closed(self, now: datetime) -> Self:
        """Returns the window closed from now on, with its first closing; unchanged if it is not open."""
        if not self.is_open(now):
            return self
        put_off_from = self.put_off_from if self.put_off_from and self.put_off_from < now else None
        return replace(self, closed_at=now, first_closed_at=self._first_closing(now, now), put_off_from=put_off_from)

    def closing_at(self, at: datetime | None, now: datetime) -> Self:
        """Returns the window with its closing planned for a moment to come, in place of an earlier plan; None: no plan.

        A closing that is put off while the test is open stays known, see `extension_from`.
        """
        was = self.put_off_from or (self.closes_at(now) if self.has_opened(now) else None)
        is_put_off = was is not None and (at is None or was < at)
        return replace(
            self,
            closed_at=at,
            first_closed_at=self._first_closing(at, now),
            put_off_from=was if is_put_off else None,
        )

    def _first_closing(self, closed_at: datetime | None, now: datetime) -> datetime | None:
        return self.first_closed_at if self.has_ever_closed(now) else closed_at

    def without_closing(self, closed_at: datetime | None, *, was_announced: bool = False) -> Self:
        """Returns the window as if it had not been closed at that moment; other closings stay.

        was_announced: whether it had closed by itself then; that stays known, see `extension_from`.
        """
        passed = closed_at if was_announced and self.closed_at == closed_at else None
        return replace(
            self,
            closed_at=None if self.closed_at == closed_at else self.closed_at,
            first_closed_at=None if self.first_closed_at == closed_at else self.first_closed_at,
            put_off_from=self.put_off_from or passed,
        )
