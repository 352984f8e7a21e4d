"""Putting a cohort away when it is over, and removing one that nobody joined."""

from datetime import datetime

from app.services.admission import close_joining
from app.services.cohorts import is_empty, note
from app.services.windows import plan
from app.store import Session, audit
from app.store.programmes import cohort_changes, cohorts
from courses import Wave, Window

ARCHIVE = "cohort.archive"
"""The act of whoever archives a cohort; it keeps when the follow-up would have been."""


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
    dropped = {}
    if is_to_follow:
        moments = {"opens_at": follow_up.opens_at(now), "closes_at": follow_up.closes_at(now)}
        dropped = {name: at.isoformat() for name, at in moments.items() if at is not None}
        plan(session, cohort, Wave.FOLLOW_UP, by=by, now=now)
    close_joining(session, cohort, by=by, now=now)
    note(session, ARCHIVE, cohort, by=by, now=now, dropped=dropped)
    return cohort_changes.set_archived(session, cohort.cohort_id, now)


def unarchive(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Undoes `archive` and writes an audit entry; joining stays closed. Returns the cohort.

    A follow-up that the archiving dropped, and whose day is still to come, is planned again as it was. Does nothing if
    the cohort is not archived, or its learners' answers were erased because their time was over.
    """
    if cohort.archived_at is None or cohort.erased_at is not None:
        return cohort
    note(session, "cohort.unarchive", cohort, by=by, now=now)
    dropped = _dropped(session, cohort)
    if dropped.opens_at(now):
        plan(session, cohort, Wave.FOLLOW_UP, opens_at=dropped.opened_at, closes_at=dropped.closed_at, by=by, now=now)
    return cohort_changes.set_archived(session, cohort.cohort_id, None)


def _dropped(session: Session, cohort: cohorts.Cohort) -> Window:
    """The follow-up that was planned when the cohort was archived, as the audit has it; without dates: none was."""
    act = audit.get(session, ARCHIVE, cohort.ref)
    dates = act.detail.get("dropped", {}) if act is not None else {}
    moments = {name: datetime.fromisoformat(at) for name, at in dates.items()}
    return Window(moments.get("opens_at"), moments.get("closes_at"))


def delete(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Deletes a cohort that nobody has joined, declined or left, and writes an audit entry. It cannot be undone.

    Raises NotEmpty for any other cohort.
    """
    if not is_empty(session, cohort):
        raise NotEmpty
    note(session, "cohort.delete", cohort, by=by, now=now, label=cohort.label)
    cohorts.drop(session, cohort)
