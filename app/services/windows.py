"""Opening and closing a cohort's tests: what was sent stands, whatever is closed or opened again.

Learners see the right answers ten minutes after the post-test first closed. Opened again within them, the closing was
a wrong tap: it is undone as if it had never been. Opened again later, whatever is finished then is kept and flagged
(`is_after_reveal`) and never makes a pair, since nobody can know who had looked.
"""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.services.cohorts import note, today_of
from app.services.waves import REVEAL_AFTER, Wave, span_of
from app.store import Session
from app.store.programmes import cohorts


class AnswersShown(ValueError):
    """The second test has been closed, which shows the right answers: a first one taken after it measures nothing."""


class TooEarly(ValueError):
    """The follow-up asks what is left of the course: the post-test has to be over before."""


class FollowUpBegun(ValueError):
    """The follow-up has been opened: a post-test taken now would not be one."""


class NotWaiting(ValueError):
    """Only a group that waits sits an early test."""


class EarlyFirst(ValueError):
    """The early test has not been, or it is open still: what it is compared with comes after it."""


class EarlyIsOver(ValueError):
    """The first test has been opened: an early test taken now would not be one."""


class NotToCome(ValueError):
    """An opening is planned for a moment to come."""


class AfterLastDay(ValueError):
    """The group's last day is over by then."""


class NoFirstTest(ValueError):
    """The first test has not been opened: a second one that opens by itself would come before it."""


class HasOpened(ValueError):
    """The second test has been opened: there is nothing left to plan."""


FOLLOW_UP_MONTHS = 3
"""How long after the post-test the follow-up is planned."""


class HasBegun(ValueError):
    """Somebody is at the test already: it can be closed, not taken back."""


def window_of(session: Session, cohort: cohorts.Cohort, wave: Wave) -> cohorts.Window | None:
    """None: never opened, and not planned either."""
    return cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id].get(wave.value)


def has_opened(session: Session, cohort: cohorts.Cohort, wave: Wave, now: datetime) -> bool:
    """True from the opening on, also when it has closed."""
    window = window_of(session, cohort, wave)
    return window is not None and span_of(window).has_opened(now)


def opens_at(session: Session, cohort: cohorts.Cohort, now: datetime) -> datetime | None:
    """The moment to come at which the second test opens by itself; None: nobody has planned it, or it is open."""
    window = window_of(session, cohort, Wave.POST)
    return window.opened_at if window is not None and not span_of(window).has_opened(now) else None


def plan_opening(
    session: Session, cohort: cohorts.Cohort, at: datetime, *, by: int | None = None, now: datetime
) -> None:
    """From then on the second test is open, whoever is at a desk; planned again, the new moment holds.

    Raises NotToCome, AfterLastDay, NoFirstTest, and HasOpened once it is open.
    """
    if has_opened(session, cohort, Wave.POST, now):
        raise HasOpened
    if not has_opened(session, cohort, Wave.PRE, now):
        raise NoFirstTest
    if at <= now:
        raise NotToCome
    if today_of(cohort, at) > cohort.ends_on:
        raise AfterLastDay
    window = window_of(session, cohort, Wave.POST)
    if window is None:
        cohorts.add_window(session, cohort.cohort_id, Wave.POST.value, at)
    else:
        window.opened_at = at
    note(session, "test.plan", cohort, by=by, now=now, wave=Wave.POST.value, opens_at=at.isoformat())


def drop_plan(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Undo `plan_opening`: the second test opens when somebody opens it. Raises HasOpened."""
    if has_opened(session, cohort, Wave.POST, now):
        raise HasOpened
    window = window_of(session, cohort, Wave.POST)
    if window is not None:
        cohorts.drop_window(session, window)
        note(session, "test.drop_plan", cohort, by=by, now=now, wave=Wave.POST.value)


def open_test(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime) -> None:
    """Open the test, for the first time or again: sent attempts stand, the others may begin or go on.

    A time that was planned is waited for no longer.
    Within ten minutes of the post-test's first closing this undoes the closing.
    Raises AnswersShown for the first test once the second has closed, TooEarly for the follow-up before that, and
    FollowUpBegun for the second test once the follow-up has been opened; of a waiting group EarlyFirst for the other
    tests until the early one has closed, and EarlyIsOver for that one after; NotWaiting for any other group's.
    """
    if wave is Wave.POST and undo_until(session, cohort, now):
        _undo_closing(session, cohort)
        note(session, "test.undo_close", cohort, by=by, now=now, wave=wave.value)
        return
    _mind_the_early_test(session, cohort, wave)
    if wave is Wave.PRE and has_shown_answers(session, cohort):
        raise AnswersShown
    if wave is Wave.POST and window_of(session, cohort, Wave.FOLLOW_UP) is not None:
        raise FollowUpBegun
    if wave is Wave.FOLLOW_UP and not may_follow_up(session, cohort, now):
        raise TooEarly
    window = window_of(session, cohort, wave)
    if window is None:
        cohorts.add_window(session, cohort.cohort_id, wave.value, now)
        note(session, "test.open", cohort, by=by, now=now, wave=wave.value)
    elif window.opened_at > now:
        window.opened_at = now
        note(session, "test.open", cohort, by=by, now=now, wave=wave.value)
    elif window.closed_at is not None:
        window.closed_at = None
        note(session, "test.reopen", cohort, by=by, now=now, wave=wave.value)


def _mind_the_early_test(session: Session, cohort: cohorts.Cohort, wave: Wave) -> None:
    """Raises as `open_test` does."""
    if wave is Wave.EARLY and not cohort.is_waiting:
        raise NotWaiting
    if wave is Wave.EARLY and not may_open_early(session, cohort):
        raise EarlyIsOver
    if wave is not Wave.EARLY and is_early_to_come(session, cohort):
        raise EarlyFirst


def may_open_early(session: Session, cohort: cohorts.Cohort) -> bool:
    """Whether a waiting cohort's early test could be opened (again): until another test has been."""
    found = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]
    return cohort.is_waiting and found.keys() <= {Wave.EARLY}


def is_early_to_come(session: Session, cohort: cohorts.Cohort) -> bool:
    """Whether a waiting cohort's early test has not been closed yet: no other test opens before."""
    window = window_of(session, cohort, Wave.EARLY)
    return cohort.is_waiting and (window is None or window.closed_at is None)


def is_still_waiting(session: Session, cohort: cohorts.Cohort, now: datetime) -> bool:
    """Whether a waiting cohort's first test has not been opened yet: until then it has no lesson."""
    return cohort.is_waiting and not has_opened(session, cohort, Wave.PRE, now)


def undo_until(session: Session, cohort: cohorts.Cohort, now: datetime) -> datetime | None:
    """Until when the closing of the post-test can be undone, for it has shown nobody anything; None: it cannot be."""
    window = window_of(session, cohort, Wave.POST)
    if window is None or window.closed_at is None or window.first_closed_at is None:
        return None
    until = window.first_closed_at + REVEAL_AFTER
    return until if now < until else None


def _undo_closing(session: Session, cohort: cohorts.Cohort) -> None:
    """The post-test is open as before, and the pre-test too if the same tap closed it."""
    found = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]
    closed_at = found[Wave.POST].closed_at
    for window in found.values():
        if window.closed_at == closed_at:
            window.closed_at = None
        if window.first_closed_at == closed_at:
            window.first_closed_at = None


def close_test(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime) -> None:
    """Close the test. Closing the post-test shows the right answers ten minutes later, so the pre-test closes too."""
    if wave is Wave.POST:
        close_test(session, cohort, Wave.PRE, by=by, now=now)
    window = window_of(session, cohort, wave)
    if window is not None and window.opened_at <= now and window.closed_at is None:
        window.closed_at = now
        window.first_closed_at = window.first_closed_at or now
        note(session, "test.close", cohort, by=by, now=now, wave=wave.value)


def has_shown_answers(session: Session, cohort: cohorts.Cohort) -> bool:
    """True from the first closing of the second test on, also while it is open again; not if that was undone."""
    window = window_of(session, cohort, Wave.POST)
    return window is not None and window.first_closed_at is not None


def is_revealed(session: Session, cohort: cohorts.Cohort, now: datetime) -> bool:
    """True from the moment at which learners see the right answers; not while the second test is open again."""
    window = window_of(session, cohort, Wave.POST)
    return window is not None and span_of(window).is_revealed(now)


def may_follow_up(session: Session, cohort: cohorts.Cohort, now: datetime) -> bool:
    """True once the post-test has closed for good: it is closed, and the closing cannot be undone any more."""
    window = window_of(session, cohort, Wave.POST)
    return window is not None and window.closed_at is not None and undo_until(session, cohort, now) is None


def follow_up_on(session: Session, cohort: cohorts.Cohort) -> date | None:
    """The day for which the follow-up is planned, in the cohort's time zone; None before the post-test has closed."""
    window = window_of(session, cohort, Wave.POST)
    if window is None or window.first_closed_at is None:
        return None
    closed_on = window.first_closed_at.astimezone(ZoneInfo(cohort.time_zone)).date()
    years, month = divmod(closed_on.month - 1 + FOLLOW_UP_MONTHS, 12)
    year, month = closed_on.year + years, month + 1
    return date(year, month, min(closed_on.day, monthrange(year, month)[1]))


def may_take_back(session: Session, cohort: cohorts.Cohort, wave: Wave) -> bool:
    """True where the test was opened, never closed, and nobody has begun it."""
    window = window_of(session, cohort, wave)
    return (
        window is not None
        and window.first_closed_at is None
        and not cohorts.has_attempts(session, cohort.cohort_id, wave.value)
    )


def take_back(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime) -> None:
    """Undo the opening, as if it had never been; nothing is shown to learners. Raises HasBegun.

    A second test that was to open by itself does not come without the first.
    """
    window = window_of(session, cohort, wave)
    if window is None:
        return
    if not may_take_back(session, cohort, wave):
        raise HasBegun
    if wave is Wave.PRE and opens_at(session, cohort, now):
        drop_plan(session, cohort, by=by, now=now)
    cohorts.drop_window(session, window)
    note(session, "test.take_back", cohort, by=by, now=now, wave=wave.value)
