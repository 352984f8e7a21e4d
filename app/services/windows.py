"""Opening and closing a cohort's tests: what was sent stands, whatever is closed or opened again.

Learners see the right answers ten minutes after the post-test first closed. Opened again within them, the closing was
a wrong tap: it is undone as if it had never been. Opened again later, whatever is finished then is kept and flagged
(`is_after_reveal`) and never makes a pair, since nobody can know who had looked. The rules are those of `courses`.

What is planned happens by itself: a window's moments are compared with now whenever somebody looks.
"""

from datetime import datetime

from app.services.admission import close_joining, close_with_first_test, open_joining
from app.services.cohorts import note, today_of
from app.services.waves import schedule_of, waves_of
from app.store import Session, audit
from app.store.answers import seats
from app.store.programmes import cohorts
from courses import Schedule, Wave, Window, planned, with_follow_up

CLOSE = "test.close"
"""The act of whoever closes a test by hand."""


class AfterLastDay(ValueError):
    """Raised if an opening is planned for a day after the group's last day; the follow-up comes months after it."""


class HasBegun(ValueError):
    """Raised if the opening of a test can no longer be taken back: somebody has begun it, or it has closed before.

    Of the follow-up: somebody has sent it.
    """


def plan(
    session: Session,
    cohort: cohorts.Cohort,
    wave: Wave,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    by: int | None = None,
    now: datetime,
) -> None:
    """Plans when a test opens and closes by itself, in place of an earlier plan; writes an audit entry if that changes.

    None: not by itself. `opens_at` stays None for a test that has opened. Closing the second test by itself plans the
    follow-up, unless somebody has. Raises an Unfit or a MayNotOpen of `courses` for moments that do not fit together,
    and AfterLastDay.
    """
    if opens_at is not None and wave is not Wave.FOLLOW_UP and today_of(cohort, opens_at) > cohort.ends_on:
        raise AfterLastDay
    before = schedule_of(session, cohort)
    after = planned(before, wave, now, time_zone=cohort.time_zone, opens_at=opens_at, closes_at=closes_at)
    if _keep(session, cohort, before, after, now):
        moments = {"opens_at": after[wave].opens_at(now), "closes_at": after[wave].closes_at(now)}
        detail = {name: at.isoformat() for name, at in moments.items() if at is not None}
        note(session, "test.plan" if detail else "test.drop_plan", cohort, by=by, now=now, wave=wave.value, **detail)


def open_test(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime) -> None:
    """Opens a test now, for the first time or again, and writes an audit entry if that changes anything.

    Attempts that were sent stay; other learners may begin or continue. A planned opening no longer counts. Within ten
    minutes of the post-test's first closing this undoes that closing, with those of the pre-test and of joining if they
    came with it. A closing that was planned, and has passed, stays known: whoever sits the test now sits it in an
    extension. Raises a MayNotOpen that says why not.
    """
    before = schedule_of(session, cohort)
    is_undo = wave is Wave.POST and before.undo_until(now) is not None
    if is_undo and cohort.consent_on and cohort.joining_closed_at == before[Wave.POST].closed_at:
        open_joining(session, cohort, by=by, now=now)
    was_announced = before[wave].has_closed(now) and not _closed_by_hand(session, cohort, before[wave])
    if _keep(session, cohort, before, before.opened(wave, now, was_announced=was_announced), now):
        act = "test.undo_close" if is_undo else "test.reopen" if before[wave].has_closed(now) else "test.open"
        note(session, act, cohort, by=by, now=now, wave=wave.value)


def _closed_by_hand(session: Session, cohort: cohorts.Cohort, window: Window) -> bool:
    """Whether somebody closed the test at the moment at which it closed; else it closed by itself, as announced."""
    return window.closed_at in audit.moments_of(session, CLOSE, cohort.cohort_id, cohort.ref)


def close_test(
    session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Closes a test now, writes audit entries and returns the cohort. A test that is not open stays as it is.

    Closing the post-test shows the right answers ten minutes later, so the pre-test closes too, and the follow-up is
    planned. When a cohort's first test closes, joining closes as well.
    """
    before = schedule_of(session, cohort)
    for changed in _keep(session, cohort, before, before.closed(wave, now), now):
        if not before[changed].is_open(now):
            continue  # it is only planned otherwise
        note(session, CLOSE, cohort, by=by, now=now, wave=changed.value)
        if changed is waves_of(cohort)[0]:
            cohort = close_joining(session, cohort, by=by, now=now)
    return cohort


def _keep(session: Session, cohort: cohorts.Cohort, before: Schedule, after: Schedule, now: datetime) -> list[Wave]:
    """The tests whose windows are others now, in order."""
    after = with_follow_up(before, after, cohort.time_zone, now)
    first = waves_of(cohort)[0]
    if before[first].closes_at(now) != after[first].closes_at(now):
        close_with_first_test(session, cohort, after[first].closes_at(now), now)
    changed = [wave for wave in Wave if before.windows.get(wave) != after.windows.get(wave)]
    for wave in changed:
        if wave in after.windows:
            cohorts.keep_window(session, cohort.cohort_id, wave, after.windows[wave])
        else:
            cohorts.drop_window(session, cohort.cohort_id, wave)
    return changed


def may_take_back(session: Session, cohort: cohorts.Cohort, wave: Wave, now: datetime) -> bool:
    """Returns whether the test was opened or planned, has never closed, and nobody has begun it.

    A follow-up may be taken back until somebody has sent it: it opens by itself, while nobody looks.
    """
    if not schedule_of(session, cohort)[wave].is_fresh(now):
        return False
    has_come = seats.has_sent if wave is Wave.FOLLOW_UP else seats.has_begun
    return not has_come(session, cohort.cohort_id, wave.value)


def take_back(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int | None = None, now: datetime) -> None:
    """Undoes the opening of a test as if it had never been, and writes an audit entry.

    Tests after it that were only planned are not planned any more; a follow-up that was opened before its day opens on
    it. Does nothing if the test was neither opened nor planned. Raises HasBegun if it cannot be undone.
    """
    before = schedule_of(session, cohort)
    if wave not in before.windows:
        return
    if not may_take_back(session, cohort, wave, now):
        raise HasBegun
    later = [it for it in list(Wave)[list(Wave).index(wave) :] if it is wave or before[it].opens_at(now)]
    after = before.with_windows(dict.fromkeys(later, Window()))
    follow_up = before[Wave.POST].follow_up(cohort.time_zone)
    if wave is Wave.FOLLOW_UP and before[wave].has_opened(now) and follow_up.opens_at(now):
        after = before.with_windows({wave: follow_up})
    _keep(session, cohort, before, after, now)
    note(session, "test.take_back", cohort, by=by, now=now, wave=wave.value)
