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
    """The second test has been closed, which shows the right answers: a first one taken after it measures nothing."""


class TooEarly(MayNotOpen):
    """The follow-up asks what is left of the course: the post-test has to be over before."""


class FollowUpBegun(MayNotOpen):
    """The follow-up has been opened: a post-test taken now would not be one."""


class NotWaiting(MayNotOpen):
    """Only a group that waits sits an early test."""


class EarlyFirst(MayNotOpen):
    """The early test has not been, or it is open still: what it is compared with comes after it."""


class EarlyIsOver(MayNotOpen):
    """The first test has been opened: an early test taken now would not be one."""


@dataclass(frozen=True)
class Schedule:
    """When the tests of one cohort are open."""

    windows: Mapping[str, Window] = field(default_factory=dict)
    """by wave; a test that was never opened is absent"""
    is_waiting: bool = False
    """whether the cohort sits an early test and waits before its course"""

    def __getitem__(self, wave: str) -> Window:
        """The window of this test; one that was never opened has no dates."""
        return self.windows.get(wave, Window())

    def opened_by(self, now: datetime) -> dict[Wave, Window]:
        """The tests that have been opened by now, also those that have closed, in the order in which they are sat."""
        return {wave: self[wave] for wave in Wave if self[wave].has_opened(now)}

    def last_opened(self, now: datetime) -> Wave:
        """The last test that has been opened by now; before any, the first that the cohort sits."""
        return next(reversed(self.opened_by(now)), Wave.EARLY if self.is_waiting else Wave.PRE)

    def is_revealed(self, now: datetime) -> bool:
        """Whether learners see the right answers now; they do not while the second test is open again."""
        return self[Wave.POST].is_revealed(now)

    def undo_until(self, now: datetime) -> datetime | None:
        """Until when the closing of the second test can be undone, for nobody was shown anything; None: it cannot."""
        return self[Wave.POST].undo_until(now)

    @property
    def has_shown_answers(self) -> bool:
        """Whether the second test has ever closed, also while it is open again; not if that was undone."""
        return self[Wave.POST].first_closed_at is not None

    def is_after_closing(self, wave: Wave, finished_at: datetime) -> bool:
        """Whether a second test was finished after it had closed for the first time: it is kept and never compared."""
        return wave is Wave.POST and self[wave].is_after_closing(finished_at)

    def may_follow_up(self, now: datetime) -> bool:
        """Whether the second test has closed for good, so that a follow-up may come: that cannot be undone any more."""
        return self[Wave.POST].has_closed(now) and self.undo_until(now) is None

    def is_still_waiting(self, now: datetime) -> bool:
        """Whether a waiting cohort's first test has not been opened yet: until then it has no lesson."""
        return self.is_waiting and not self[Wave.PRE].has_opened(now)

    def bar(self, wave: Wave, now: datetime) -> MayNotOpen | None:
        """Why this test cannot be opened now, for the first time or again; None: it can.

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
