"""The tests of one cohort, each with its window: which may be opened depends on the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from courses.window import Window


class Wave(StrEnum):
    """A Wave is one of the tests that a cohort sits, in the order in which they are sat."""

    EARLY = "early"
    """some weeks before the others, in a waiting cohort only: what changes without lessons"""
    PRE = "pre"
    POST = "post"
    FOLLOW_UP = "follow_up"
    """months later, on those who took the other two"""


PAIR = (Wave.PRE, Wave.POST)
"""The tests before and after the course, whose scores make a pair."""


class MayNotOpen(ValueError):
    """Raised where a test cannot be opened now."""


class AnswersShown(MayNotOpen):
    """Raised for a first test after the second has closed, which shows the right answers: it would measure nothing."""


class TooEarly(MayNotOpen):
    """Raised for a follow-up before the post-test is over: it asks what is left of the course."""


class FollowUpBegun(MayNotOpen):
    """Raised for a post-test after the follow-up has been opened: taken now it would not be one."""


class NotWaiting(MayNotOpen):
    """Raised for an early test of a group that does not wait."""


class EarlyFirst(MayNotOpen):
    """Raised where the early test has not been, or is open still: what it is compared with comes after it."""


class EarlyIsOver(MayNotOpen):
    """Raised for an early test after the first test has been opened: taken now it would not be one."""


@dataclass(frozen=True)
class Schedule:
    """A Schedule says when the tests of one cohort are open."""

    windows: Mapping[str, Window] = field(default_factory=dict)
    """by wave; a test that was never opened is absent"""
    is_waiting: bool = False
    """whether the cohort sits an early test and waits before its course"""

    def __getitem__(self, wave: str) -> Window:
        """The window of this test; one that was never opened has no dates."""
        return self.windows.get(wave, Window())

    def opened_by(self, now: datetime) -> dict[Wave, Window]:
        """Returns the windows of tests opened by now, also of closed ones, in the order in which they are sat."""
        return {wave: self[wave] for wave in Wave if self[wave].has_opened(now)}

    def last_opened(self, now: datetime) -> Wave:
        """Returns the last test that has been opened by now; before any, the first that the cohort sits."""
        return next(reversed(self.opened_by(now)), Wave.EARLY if self.is_waiting else Wave.PRE)

    def is_revealed(self, now: datetime) -> bool:
        """Returns whether learners see the right answers now; they do not while the second test is open again."""
        return self[Wave.POST].is_revealed(now)

    def undo_until(self, now: datetime) -> datetime | None:
        """Returns until when the second test's closing can be undone, since no answer was shown; None: it cannot."""
        return self[Wave.POST].undo_until(now)

    @property
    def has_shown_answers(self) -> bool:
        """True where the second test has ever closed, also while it is open again; not if that was undone."""
        return self[Wave.POST].first_closed_at is not None

    def is_after_closing(self, wave: Wave, finished_at: datetime) -> bool:
        """Returns whether a second test was finished after it had closed for the first time.

        Such a test is kept and never compared. False for any other test.
        """
        return wave is Wave.POST and self[wave].is_after_closing(finished_at)

    def may_follow_up(self, now: datetime) -> bool:
        """Returns whether a follow-up may come: the second test has closed, and that cannot be undone any more."""
        return self[Wave.POST].has_closed(now) and self.undo_until(now) is None

    def is_still_waiting(self, now: datetime) -> bool:
        """Returns whether a waiting cohort's first test has not been opened yet: until then it has no lesson."""
        return self.is_waiting and not self[Wave.PRE].has_opened(now)

    def bar(self, wave: Wave, now: datetime) -> MayNotOpen | None:
        """Returns why this test cannot be opened now, for the first time or again; None: it can.

        The early test comes before all others, the second closes the first for good, and the follow-up the second.
        """
        if wave is Wave.EARLY:
            if not self.is_waiting:
                return NotWaiting()
            return None if self.windows.keys() <= {Wave.EARLY} else EarlyIsOver()
        if self.is_waiting and not self[Wave.EARLY].has_closed(now):
            return EarlyFirst()
        if wave is Wave.PRE:
            return AnswersShown() if self.has_shown_answers else None
        if wave is Wave.POST:
            return FollowUpBegun() if Wave.FOLLOW_UP in self.windows else None
        return None if self.may_follow_up(now) else TooEarly()

    def may_open(self, wave: Wave, now: datetime) -> bool:
        return self.bar(wave, now) is None

    def opened(self, wave: Wave, now: datetime) -> Self:
        """Returns the schedule with this test open from now on; a closing that can be undone still is undone.

        Raises MayNotOpen that says why not.
        """
        if wave is Wave.POST and self.undo_until(now):
            closed_at = self[wave].closed_at
            return self._with({each: it.without_closing(closed_at) for each, it in self.windows.items()})
        bar = self.bar(wave, now)
        if bar is not None:
            raise bar
        return self._with({wave: self[wave].opened(now)})

    def closed(self, wave: Wave, now: datetime) -> Self:
        """Returns the schedule with this test closed from now on, if it is open.

        The second one, which shows the answers, closes the first with it.
        """
        those = PAIR if wave is Wave.POST else (wave,)
        return self._with({each: self[each].closed(now) for each in those if each in self.windows})

    def _with(self, windows: Mapping[str, Window]) -> Self:
        return type(self)({**self.windows, **windows}, self.is_waiting)
