"""The note that a learner left ends with a test that they finish after it: they are reached again."""

from datetime import datetime

from app.services.cohorts import note, today_of
from app.store import Session, audit
from app.store.people import departures, learners
from app.store.programmes import cohorts
from app.store.programmes.cohorts import Cohort


def end_departure(
    session: Session, learner_id: int, *, by: int | None = None, finished_at: datetime, now: datetime
) -> None:
    """Deletes the note that a learner left if it was made before they finished a test, and writes an audit entry.

    by: who typed the test in; None if the learner sent it. A note that was made after the test, on purpose, stays. A
    sheet has no hour: it ends a note of an earlier day.
    """
    learner = learners.get(session, learner_id) if departures.is_noted(session, learner_id) else None
    cohort = cohorts.get_by_id(session, learner.cohort_id) if learner is not None else None
    if learner is None or cohort is None:
        return
    subject = f"learner {learner.handle}"
    noted_at = next(iter(audit.moments_of(session, "learner.left", cohort.cohort_id, subject)), None)
    if noted_at is not None and not _is_later(cohort, finished_at, noted_at, is_sheet=by is not None):
        return
    departures.drop(session, learner_id)
    note(session, "learner.back", cohort, by=by, now=now, subject=subject)


def _is_later(cohort: Cohort, finished_at: datetime, noted_at: datetime, *, is_sheet: bool) -> bool:
    return today_of(cohort, finished_at) > today_of(cohort, noted_at) if is_sheet else finished_at > noted_at
