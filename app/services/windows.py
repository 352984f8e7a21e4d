"""Opening and closing a cohort's tests: what was sent stands, whatever is closed or opened again.

Learners see the right answers ten minutes after the post-test first closed. Opened again within them, the closing was
a wrong tap: it is undone as if it had never been. Opened again later, whatever is finished then is kept and flagged
(`is_after_reveal`) and never makes a pair, since nobody can know who had looked. The rules are `courses.Schedule`'s.
"""

from datetime import datetime

from app.services.admission import close_joining, open_joining
from app.services.cohorts import note, today_of
from app.services.waves import schedule_of, waves_of
from app.store import Session
from app.store.answers import seats
from app.store.programmes import cohorts
from courses import Schedule, Wave, Window


class NotToCome(ValueError):
    """Raised if an opening is planned for a moment that is not in the future."""


class AfterLastDay(ValueError):
    """Raised if an opening is planned for a day after the group's last day."""


class NoFirstTest(ValueError):
    """Raised if an opening of the second test is planned before the first test was opened."""


class HasOpened(ValueError):
    """Raised if the second test was opened already, so that its opening can no longer be planned or dropped."""


class HasBegun(ValueError):
    """Raised if the opening of a test can no longer be taken back: somebody has begun it, or it has closed before."""


def plan_opening(
    session: Session, cohort: cohorts.Cohort, at: datetime, *, by: int | None = None, now: datetime
) -> None:
    """Plans the moment at which the second test opens by itself, in place of an earlier plan; writes an audit entry.

    Raises NotToCome for a moment that is over, AfterLastDay for one after the cohort's last day, NoFirstTest before the
    first test was opened, and HasOpened once the second was.
    """
    schedule = schedule_of(session, cohort)
    if schedule[Wave.POST].has_opened(now):
        raise HasOpened
    if not schedule[Wave.PRE].has_opened(now):
        raise NoFirstTest
    if at <= now:
        raise NotToCome
    if today_of(cohort, at) > cohort.ends_on:
        raise AfterLastDay
    cohorts.keep_window(session, cohort.cohort_id, Wave.POST, Window(at))
    note(session, "test.plan", cohort, by=by, now=now, wave=Wave.POST.value, opens_at=at.isoformat())


def drop_opening(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Undoes `plan_opening` and writes an audit entry: the second test opens only when somebody opens it.

    Does nothing if nothing is planned. Raises HasOpened once it is open.
    """
    post = schedule_of(session, cohort)[Wave.POST]
    if post.has_opened(now):
        raise HasOpened
    if post.opens_at(now):
        cohorts.drop_window(session, cohort.cohort_id, Wave.POST)
        note(session, "test.drop_plan", cohort, by=by, now=now, wave=Wave.POST.value)


def open_test(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime) -> None:
    """Opens a test now, for the first time or again, and writes an audit entry if that changes anything.

    Attempts that were sent stay; other learners may begin or continue. A planned opening no longer counts. Within ten
    minutes of the post-test's first closing this undoes that closing, with those of the pre-test and of joining if they
    came with it. Raises a MayNotOpen that says why not.
    """
    before = schedule_of(session, cohort)
    is_undo = wave is Wave.POST and before.undo_until(now) is not None
    if is_undo and cohort.consent_on and cohort.joining_closed_at == before[Wave.POST].closed_at:
        open_joining(session, cohort, by=by, now=now)
    if _keep(session, cohort, before, before.opened(wave, now)):
        act = "test.undo_close" if is_undo else "test.reopen" if before[wave].has_closed(now) else "test.open"
        note(session, act, cohort, by=by, now=now, wave=wave.value)


def close_test(
    session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Closes a test now, writes audit entries and returns the cohort. A test that is not open stays as it is.

    Closing the post-test shows the right answers ten minutes later, so the pre-test closes too. When a cohort's first
    test closes, joining closes as well.
    """
    before = schedule_of(session, cohort)
    for changed in _keep(session, cohort, before, before.closed(wave, now)):
        note(session, "test.close", cohort, by=by, now=now, wave=changed.value)
        if changed is waves_of(cohort)[0]:
            cohort = close_joining(session, cohort, by=by, now=now)
    return cohort


def _keep(session: Session, cohort: cohorts.Cohort, before: Schedule, after: Schedule) -> list[Wave]:
    """The tests whose windows are others now, in order."""
    changed = [wave for wave in Wave if before[wave] != after[wave]]
    for wave in changed:
        cohorts.keep_window(session, cohort.cohort_id, wave, after[wave])
    return changed


def may_take_back(session: Session, cohort: cohorts.Cohort, wave: Wave) -> bool:
    """Returns whether the test was opened or planned, has never closed, and nobody has begun it."""
    is_fresh = schedule_of(session, cohort)[wave].has_never_closed
    return is_fresh and not seats.has_begun(session, cohort.cohort_id, wave.value)


def take_back(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime) -> None:
    """Undoes the opening of a test as if it had never been, and writes an audit entry.

    With the first test a planned opening of the second is dropped. Does nothing if the test was neither opened nor
    planned. Raises HasBegun if somebody has begun it or it has closed before.
    """
    schedule = schedule_of(session, cohort)
    if wave not in schedule.windows:
        return
    if not may_take_back(session, cohort, wave):
        raise HasBegun
    if wave is Wave.PRE and schedule[Wave.POST].opens_at(now):
        drop_opening(session, cohort, by=by, now=now)
    cohorts.drop_window(session, cohort.cohort_id, wave)
    note(session, "test.take_back", cohort, by=by, now=now, wave=wave.value)
