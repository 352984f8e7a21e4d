"""Putting a cohort away when it is over, and removing one that nobody joined."""

from datetime import datetime

from app.services.admission import close_joining
from app.services.cohorts import is_empty, note
from app.store import Session
from app.store.programmes import cohort_changes, cohorts


class NotEmpty(ValueError):
    """Somebody joined, declined or left: their numbers are needed, so the cohort can only be archived."""


class StillOpen(ValueError):
    """A test is open, or will open by itself: close it first, or take the plan back."""


def archive(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Put away: joining closes, figures stay. Raises StillOpen while a test is open or planned."""
    if cohort.archived_at is not None:
        return cohort
    windows = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]
    if not all(window.has_closed(now) for window in windows.values()):
        raise StillOpen
    close_joining(session, cohort, by=by, now=now)
    note(session, "cohort.archive", cohort, by=by, now=now)
    return cohort_changes.set_archived(session, cohort.cohort_id, now)


def unarchive(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Undo `archive`; joining stays closed until somebody opens it. Of a cohort whose learners were erased nothing."""
    if cohort.archived_at is None or cohort.erased_at is not None:
        return cohort
    note(session, "cohort.unarchive", cohort, by=by, now=now)
    return cohort_changes.set_archived(session, cohort.cohort_id, None)


def delete(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Remove an empty cohort for good. Raises NotEmpty."""
    if not is_empty(session, cohort):
        raise NotEmpty
    note(session, "cohort.delete", cohort, by=by, now=now, label=cohort.label)
    cohorts.drop(session, cohort)
