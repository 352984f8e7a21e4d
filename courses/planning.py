"""Planning when the tests of a cohort open and close by themselves: which moments fit together."""

from dataclasses import replace
from datetime import datetime

from courses.schedule import AnswersShown, EarlyFirst, EarlyIsOver, NotWaiting, OnPaper, Schedule, TooEarly, Wave
from courses.window import Window


class Unfit(ValueError):
    """Raised for a plan that cannot be; the subclass says why."""


class NotToCome(Unfit):
    """Raised if an opening or a closing is planned for a moment that is not in the future."""


class ClosesFirst(Unfit):
    """Raised if a test would close before it has opened, or is to close by itself and nobody knows when it opens."""


class NoFirstTest(Unfit):
    """Raised if the post-test would open before the pre-test has opened or is planned to."""


class HasOpened(Unfit):
    """Raised if the opening of a test is planned that has opened already."""


class HasEnded(Unfit):
    """Raised if the closing of a test is planned that is closed: it has to be opened again before."""


def planned(
    schedule: Schedule,
    wave: Wave,
    now: datetime,
    *,
    time_zone: str,
    opens_at: datetime | None = None,
    closes_at: datetime | None,
) -> Schedule:
    """Returns the schedule with a test that opens and closes by itself, in place of an earlier plan of it.

    opens_at: None for a test that has opened, or that is no longer to open by itself, which drops its closing too.
    closes_at: None if somebody closes it. A planned closing of the post-test closes the pre-test too, and plans the
    follow-up, see `with_follow_up`; of a post-test that is open again, it lets a planned follow-up wait. Raises an
    Unfit, or the MayNotOpen of what would have to come before.
    """
    if schedule.is_on_paper:
        raise OnPaper
    window = schedule[wave]
    if window.has_closed(now):
        raise HasEnded
    if opens_at is not None and window.has_opened(now):
        raise HasOpened
    if any(at is not None and at <= now for at in (opens_at, closes_at)):
        raise NotToCome
    if not window.has_opened(now):
        window = replace(window, opened_at=opens_at)
    if closes_at is not None and (window.opened_at is None or closes_at <= window.opened_at):
        raise ClosesFirst
    window = window.closing_at(closes_at, now) if window.opened_at else Window()
    changes = _pre_test(schedule, wave, closes_at, now)
    changes[wave] = window
    after = with_follow_up(schedule, schedule.with_windows(changes), time_zone, now)
    if wave is Wave.POST and window.has_ever_closed(now):
        after = after.with_follow_up_behind()
    if wave is Wave.FOLLOW_UP and after.is_held_back(wave):
        raise TooEarly
    check_order(after, now)
    return after


def _pre_test(schedule: Schedule, wave: Wave, closes_at: datetime | None, now: datetime) -> dict[str, Window]:
    """It follows where it was to close with the post-test, whose closing moves."""
    pre, post = schedule[Wave.PRE], schedule[Wave.POST]
    is_with_it = wave is Wave.POST and pre.closes_at(now) is not None and pre.closed_at == post.closed_at
    return {Wave.PRE: pre.closing_at(closes_at, now)} if is_with_it else {}


def check_order(schedule: Schedule, now: datetime) -> None:
    """Raises a MayNotOpen or NoFirstTest if a test is to open by itself before what has to come first."""
    early, pre, post = schedule[Wave.EARLY], schedule[Wave.PRE], schedule[Wave.POST]
    for wave in Wave:
        at = schedule[wave].opens_at(now)
        if at is None:
            continue
        if wave is Wave.EARLY:
            if not schedule.is_waiting:
                raise NotWaiting
            if schedule.opened_by(now):
                raise EarlyIsOver
        elif schedule.is_waiting and (early.closed_at is None or early.closed_at > at):
            raise EarlyFirst
        if wave is Wave.PRE and post.first_closed_at is not None and post.first_closed_at <= at:
            raise AnswersShown
        if wave is Wave.POST and (pre.opened_at is None or pre.opened_at > at):
            raise NoFirstTest
        if wave is Wave.FOLLOW_UP and (post.closed_at is None or post.reveals_at is None or post.reveals_at > at):
            raise TooEarly


def with_follow_up(before: Schedule, after: Schedule, time_zone: str, now: datetime) -> Schedule:
    """Returns the later of two schedules with its follow-up planned by the closing of its post-test.

    It is planned when the post-test closes, or is planned to, and follows if that changes; what somebody planned
    otherwise stays. time_zone: the cohort's.
    """
    was, follow_up = before[Wave.POST].follow_up(time_zone), after[Wave.POST].follow_up(time_zone)
    if was == follow_up or before.windows.get(Wave.FOLLOW_UP, Window()) != was or was.has_opened(now):
        return after
    return after.with_windows({Wave.FOLLOW_UP: follow_up})
