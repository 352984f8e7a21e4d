"""The tests of one cohort, each with its window: which may be opened depends on the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from courses.window import Window


class Wave(StrEnum):
    """Names the tests that a cohort sits, in their order."""

    EARLY = "early"
    """some weeks before the others, only in a waiting cohort: shows what changes without lessons"""
    PRE = "pre"
    POST = "post"
    FOLLOW_UP = "follow_up"
    """months later, for those who took the other two"""


PAIR = (Wave.PRE, Wave.POST)
"""The tests before and after the course, whose scores make a pair."""


class MayNotOpen(ValueError):
    """Raised if a test cannot be opened now; the subclass says why."""


class AnswersShown(MayNotOpen):
    """Raised for a pre-test once the post-test has closed, which shows the right answers: it would measure nothing."""


class TooEarly(MayNotOpen):
    """Raised for a follow-up while the post-test has not closed or its closing can be undone."""


class FollowUpBegun(MayNotOpen):
    """Raised for a post-test once the follow-up has been opened: it would be no post-test."""


class OnPaper(MayNotOpen):
    """Raised for any test of a cohort on paper only: it has days and no windows, and no phone sits its tests."""


class NotWaiting(MayNotOpen):
    """Raised for an early test of a cohort that does not wait."""


class EarlyFirst(MayNotOpen):
    """Raised for any other test of a waiting cohort until its early test has closed."""


class EarlyIsOver(MayNotOpen):
    """Raised for an early test once another test has been opened: it would be no early test."""


@dataclass(frozen=True)
class Schedule:
    """Holds when the tests of one cohort are open; it is changed by making another one."""

    windows: Mapping[str, Window] = field(default_factory=dict)
    """by wave, as they are planned; a test that was never opened is absent. Ask the schedule when a test is open."""
    is_waiting: bool = False
    """True if the cohort sits an early test and waits before its course"""
    is_on_paper: bool = False
    """True if the cohort is taught on paper only: its tests are never open, and close when all sheets are in"""

    def __getitem__(self, wave: str) -> Window:
        """The window of this test; one that was never opened, or is held back, has no dates."""
        return Window() if self.is_held_back(wave) else self.windows.get(wave, Window())

    def is_held_back(self, wave: str) -> bool:
        """Returns whether a planned follow-up waits, whatever its day, since nobody knows when the post-test closes.

        So it is when the post-test is open again: both at once, and the cohort would never settle.
        """
        post = self.windows.get(Wave.POST, Window())
        is_planned = wave == Wave.FOLLOW_UP and wave in self.windows
        return is_planned and post.opened_at is not None and post.closed_at is None

    def opened_by(self, now: datetime) -> dict[Wave, Window]:
        """Returns the windows of the tests that were opened by now, closed ones too, in the order of the waves."""
        return {wave: self[wave] for wave in Wave if self[wave].has_opened(now)}

    def last_opened(self, now: datetime) -> Wave:
        """Returns the last test that was opened by now; if there is none, the first that the cohort sits."""
        return next(reversed(self.opened_by(now)), Wave.EARLY if self.is_waiting else Wave.PRE)

    def is_revealed(self, now: datetime) -> bool:
        """Returns whether learners see the right answers now; False while the post-test is open again."""
        return self[Wave.POST].is_revealed(now)

    def has_revealed(self, now: datetime) -> bool:
        """Returns whether learners could see the right answers by now, even if the post-test is open again."""
        return self[Wave.POST].has_revealed(now)

    def undo_until(self, now: datetime) -> datetime | None:
        """Returns until when the post-test's closing can be undone, as no answer has been shown; None if it cannot."""
        return self[Wave.POST].undo_until(now)

    def has_ended(self, now: datetime) -> bool:
        """Returns whether the post-test has ever closed, even if it is open again; False if that closing was undone."""
        return self[Wave.POST].has_ever_closed(now)

    def of_learner(self, extended_to: Mapping[str, datetime]) -> Self:
        """Returns the schedule of a learner who may sit some tests, by wave, until a moment of their own.

        No extension reaches into what ends a test for everybody: the pre-test's opening for the early test, and for the
        pre-test the post-test's closing, which shows the answers.
        """
        ends = dict(extended_to)
        for wave, last in ((Wave.EARLY, self[Wave.PRE].opened_at), (Wave.PRE, self[Wave.POST].first_closed_at)):
            if wave in ends and last is not None:
                ends[wave] = min(ends[wave], last)
        return self.with_windows({wave: window.of_learner(ends.get(wave)) for wave, window in self.windows.items()})

    def is_after_closing(self, wave: Wave, finished_at: datetime) -> bool:
        """Returns whether a post-test was finished after the post-test had closed for the first time.

        Such a test is stored and never compared. False for any other wave.
        """
        return wave is Wave.POST and self[wave].is_after_closing(finished_at)

    def may_follow_up(self, now: datetime) -> bool:
        """Returns whether a follow-up may be opened: the post-test has closed, and that can no longer be undone."""
        return self[Wave.POST].has_closed(now) and self.undo_until(now) is None

    def is_still_waiting(self, now: datetime) -> bool:
        """Returns whether a waiting cohort's pre-test has not been opened yet: until then it has no lesson.

        False for one on paper only, whose tests are never opened.
        """
        return self.is_waiting and not self.is_on_paper and not self[Wave.PRE].has_opened(now)

    def bar(self, wave: Wave, now: datetime) -> MayNotOpen | None:
        """Returns the reason why this test cannot be opened now, for the first time or again; None if it can.

        The early test comes before all others; the post-test's closing ends the pre-test for good, and the follow-up's
        opening ends the post-test.
        """
        if self.is_on_paper:
            return OnPaper()
        if wave is Wave.EARLY:
            if not self.is_waiting:
                return NotWaiting()
            return EarlyIsOver() if self.opened_by(now).keys() - {Wave.EARLY} else None
        if self.is_waiting and not self[Wave.EARLY].has_closed(now):
            return EarlyFirst()
        if wave is Wave.PRE:
            return AnswersShown() if self.has_ended(now) else None
        if wave is Wave.POST:
            return FollowUpBegun() if self[Wave.FOLLOW_UP].has_opened(now) else None
        return None if self.may_follow_up(now) else TooEarly()

    def may_open(self, wave: Wave, now: datetime) -> bool:
        return self.bar(wave, now) is None

    def opened(self, wave: Wave, now: datetime, *, was_announced: bool = False) -> Self:
        """Returns the schedule with this test open from now on.

        A post-test's closing that can still be undone is undone, with the pre-test's closing at the same moment.
        was_announced: whether the test had closed by itself; whoever sits it now sits it in an extension. Raises
        MayNotOpen with the reason if the test cannot be opened.
        """
        if wave is Wave.POST and self.undo_until(now) and not self.is_on_paper:
            closed_at = self[wave].closed_at
            undone = {
                each: it.without_closing(closed_at, was_announced=was_announced) for each, it in self.windows.items()
            }
            return self.with_windows(undone)
        bar = self.bar(wave, now)
        if bar is not None:
            raise bar
        return self.with_windows({wave: self[wave].opened(now, was_announced=was_announced)})

    def closed(self, wave: Wave, now: datetime) -> Self:
        """Returns the schedule with this test closed from now on, if it is open.

        Closing the post-test, which shows the answers, also closes the pre-test; one that was still to open never does.
        A follow-up that has waited for it opens then.
        """
        if not self[wave].is_open(now):
            return self
        those = PAIR if wave is Wave.POST else (wave,)
        opened = [each for each in those if self[each].has_opened(now)]
        after = self.with_windows({each: self[each].closed(now) if each in opened else Window() for each in those})
        return after.with_follow_up_behind() if wave is Wave.POST else after

    def follow_up_on(self, time_zone: str) -> date | None:
        """Returns the day on which the follow-up is planned to open, or has opened; None: it is not planned.

        It is also known of one that is held back. time_zone: the cohort's.
        """
        opened_at = self.windows.get(Wave.FOLLOW_UP, Window()).opened_at
        return opened_at.astimezone(ZoneInfo(time_zone)).date() if opened_at else None

    def with_follow_up_behind(self) -> Self:
        """Returns the schedule with its planned follow-up opening when the answers are shown, at the earliest.

        It stays open for as long as it was planned to.
        """
        post, follow_up = self[Wave.POST], self[Wave.FOLLOW_UP]
        if post.closed_at is None or post.reveals_at is None or follow_up.opened_at is None:
            return self
        late = max(post.closed_at, post.reveals_at) - follow_up.opened_at
        return self.with_windows({Wave.FOLLOW_UP: follow_up.later(late)}) if late > timedelta(0) else self

    def with_windows(self, windows: Mapping[str, Window]) -> Self:
        """Returns the schedule with other windows of some tests; a test without dates is as if never opened.

        The pre-test closes with the post-test at the latest, since that shows the answers.
        """
        both = {**self.windows, **windows}
        pre, last = both.get(Wave.PRE, Window()), both.get(Wave.POST, Window()).first_closed_at
        if pre.opened_at is not None and last is not None and (pre.closed_at is None or pre.closed_at > last):
            both[Wave.PRE] = replace(pre, closed_at=last, first_closed_at=min(pre.first_closed_at or last, last))
        return replace(self, windows={wave: window for wave, window in both.items() if window != Window()})
