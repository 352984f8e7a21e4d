"""The note that a learner left ends with a test that they finish after it: they are reached again."""

from datetime import datetime

from app.services.cohorts import note, today_of
from app.store import Session, audit
from app.store.people import departures, learners, moving
from app.store.people.learner import Learner
from app.store.programmes import cohorts
from app.store.programmes.cohorts import Cohort


def end_departure(
    session: Session, learner_id: int, *, by: int | None = None, finished_at: datetime, now: datetime
) -> None:
    """Deletes the note that a learner left if it was made before they finished a test, and writes an audit entry.

    by: who typed the test in or said yes to it; None if the learner sent it. A note that was made after the test, on
    purpose, stays, and so does one of which it is not known when it was made. A sheet has no hour: it ends a note of
    an earlier day.
    """
    if not departures.is_noted(session, learner_id):
        return
    learner = learners.get(session, learner_id)
    cohort = cohorts.get_by_id(session, learner.cohort_id) if learner is not None else None
    if learner is None or cohort is None or not ends_departure(session, cohort, learner, finished_at, by is not None):
        return
    departures.drop(session, learner_id)
    note(session, "learner.back", cohort, by=by, now=now, subject=f"learner {learner.handle}")


def ends_departure(session: Session, cohort: Cohort, learner: Learner, finished_at: datetime, is_sheet: bool) -> bool:
    """Returns whether a test that was finished then came after the note that this learner of the cohort left."""
    noted_at = _noted_at(session, learner)
    return noted_at is not None and _is_later(cohort, finished_at, noted_at, is_sheet=is_sheet)


def _noted_at(session: Session, learner: Learner) -> datetime | None:
    """When it was noted last, under any number in any group where they have been."""
    moments = (
        moment
        for cohort_id, handle in moving.list_places(session, learner.cohort_id, learner.handle)
        for moment in audit.moments_of(session, "learner.left", cohort_id, f"learner {handle}")[:1]
    )
    return max(moments, default=None)


def _is_later(cohort: Cohort, finished_at: datetime, noted_at: datetime, *, is_sheet: bool) -> bool:
    return today_of(cohort, finished_at) > today_of(cohort, noted_at) if is_sheet else finished_at > noted_at
