"""Putting a cohort away when it is over, and removing one that nobody joined."""

from datetime import datetime

from app.services.admission import close_joining
from app.services.cohorts import is_empty, note
from app.services.waves import schedule_of
from app.services.windows import plan
from app.store import Session
from app.store.programmes import cohort_changes, cohorts
from courses import Wave, Window


class NotEmpty(ValueError):
    """Raised if a cohort that somebody has joined, declined or left would be deleted: it can only be archived."""


class FollowUpPlanned(ValueError):
    """Raised if a cohort would be archived whose follow-up is to open by itself, and nobody has said to drop it."""


class StillOpen(ValueError):
    """Raised if a cohort would be archived while a test is open or planned: close it, or drop the plan, first."""


def archive(
    session: Session,
    cohort: cohorts.Cohort,
    *,
    without_follow_up: bool = False,
    by: int | None = None,
    now: datetime,
) -> cohorts.Cohort:
    """Archives a cohort, closes joining and writes an audit entry; figures stay. Returns the changed cohort.

    Does nothing if the cohort is archived already. Raises StillOpen while a test is open, or another one than the
    follow-up planned; FollowUpPlanned if the follow-up is, unless it is to be dropped: in an archive it does not open.
    """
    if cohort.archived_at is not None:
        return cohort
    windows = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]
    follow_up = windows.get(Wave.FOLLOW_UP, Window())
    is_to_follow = follow_up.opens_at(now) is not None
    if not all(it.has_closed(now) for wave, it in windows.items() if not (is_to_follow and wave == Wave.FOLLOW_UP)):
        raise StillOpen
    if is_to_follow and not without_follow_up:
        raise FollowUpPlanned
    if is_to_follow:
        plan(session, cohort, Wave.FOLLOW_UP, by=by, now=now)
    close_joining(session, cohort, by=by, now=now)
    note(session, "cohort.archive", cohort, by=by, now=now)
    return cohort_changes.set_archived(session, cohort.cohort_id, now)


def unarchive(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Undoes `archive` and writes an audit entry; joining stays closed. Returns the cohort.

    A follow-up whose day is still to come is planned again, for three months after the post-test. Does nothing if the
    cohort is not archived, or its learners' answers were erased because their time was over.
    """
    if cohort.archived_at is None or cohort.erased_at is not None:
        return cohort
    note(session, "cohort.unarchive", cohort, by=by, now=now)
    schedule = schedule_of(session, cohort)
    window = schedule[Wave.POST].follow_up(cohort.time_zone)
    if not cohort.is_on_paper and schedule[Wave.FOLLOW_UP].opened_at is None and window.opens_at(now):
        plan(session, cohort, Wave.FOLLOW_UP, opens_at=window.opened_at, closes_at=window.closed_at, by=by, now=now)
    return cohort_changes.set_archived(session, cohort.cohort_id, None)


def delete(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Deletes a cohort that nobody has joined, declined or left, and writes an audit entry. It cannot be undone.

    Raises NotEmpty for any other cohort.
    """
    if not is_empty(session, cohort):
        raise NotEmpty
    note(session, "cohort.delete", cohort, by=by, now=now, label=cohort.label)
    cohorts.drop(session, cohort)
