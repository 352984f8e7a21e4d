"""Changing a cohort: each function writes the columns that it names and returns the changed cohort."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.store import tables
from app.store.programmes.cohort import Cohort, cohort_of
from app.store.values import changed


def edit(session: Session, cohort_id: int, **changes: Any) -> Cohort:
    """Changes what a facilitator enters about a cohort, any fields of a NewCohort, and returns the changed cohort."""
    return _change(session, cohort_id, **changes)


def reassign(session: Session, cohort_id: int, facilitator_id: int) -> Cohort:
    """Gives the cohort to another facilitator, by staff id, and returns the changed cohort."""
    return _change(session, cohort_id, facilitator_id=facilitator_id)


def set_consent(session: Session, cohort_id: int, consent_on: date | None) -> Cohort:
    """Stores the day since which consent is in place, or None: it is not. Returns the changed cohort."""
    return _change(session, cohort_id, consent_on=consent_on)


def open_joining(session: Session, cohort_id: int, opened_at: datetime) -> Cohort:
    """Lets learners join and returns the changed cohort. opened_at: when joining was first opened."""
    return _change(session, cohort_id, joining_opened_at=opened_at, joining_closed_at=None)


def set_join_code(session: Session, cohort_id: int, join_code: str) -> Cohort:
    """Gives the cohort another join code and returns the changed cohort; the former one opens nothing any more."""
    return _change(session, cohort_id, join_code=join_code)


def set_place_limit(session: Session, cohort_id: int, place_limit: int | None) -> Cohort:
    """Stores how many may join at most, or None: as many as are expected and a fifth. Returns the changed cohort."""
    return _change(session, cohort_id, place_limit=place_limit)


def close_joining(session: Session, cohort_id: int, closed_at: datetime | None) -> Cohort:
    """Closes the cohort at a moment, so that nobody else can join from then on, and returns the changed cohort.

    closed_at: it may be still to come; None: nobody knows yet when.
    """
    return _change(session, cohort_id, joining_closed_at=closed_at)


def set_archived(session: Session, cohort_id: int, archived_at: datetime | None) -> Cohort:
    """Archives the cohort, or brings it back if `archived_at` is None, and returns the changed cohort."""
    return _change(session, cohort_id, archived_at=archived_at)


def set_erased(session: Session, cohort: Cohort, erased_at: datetime) -> Cohort:
    """Marks the learners of a cohort as erased, closes joining, archives it, and returns the changed cohort.

    Deletes no learner.
    """
    closed_at, archived_at = cohort.joining_closed_at or erased_at, cohort.archived_at or erased_at
    return _change(session, cohort.cohort_id, erased_at=erased_at, joining_closed_at=closed_at, archived_at=archived_at)


def set_waiting(session: Session, cohort_id: int, *, is_waiting: bool, lottery_ref: str | None) -> Cohort:
    """Makes the cohort wait or not, and returns the changed cohort. lottery_ref: the draw; None: no draw decided."""
    return _change(session, cohort_id, is_waiting=is_waiting, lottery_ref=lottery_ref)


def set_wall(session: Session, cohort_id: int, scene: str, number: int, stage: str, since: datetime) -> Cohort:
    """Stores what the screen for the room shows, and returns the changed cohort.

    number: of the lesson or question, 0 for none. stage: in which it was chosen. since: when the lesson or scene began.
    """
    return _change(session, cohort_id, wall_scene=scene, wall_number=number, wall_stage=stage, wall_since=since)


def _change(session: Session, cohort_id: int, **changes: Any) -> Cohort:
    return changed(session, tables.Cohort, cohort_id, cohort_of, **changes)
