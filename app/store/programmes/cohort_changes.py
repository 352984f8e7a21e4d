"""Changing a cohort: each function writes the columns that it names, and gives the cohort as it is then."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.store import tables
from app.store.programmes.cohort import Cohort, cohort_of
from app.store.values import changed


def edit(session: Session, cohort_id: int, **changes: Any) -> Cohort:
    """Writes what a facilitator says about the cohort: any of the fields of a NewCohort."""
    return _change(session, cohort_id, **changes)


def reassign(session: Session, cohort_id: int, facilitator_id: int) -> Cohort:
    """Gives the cohort to another facilitator."""
    return _change(session, cohort_id, facilitator_id=facilitator_id)


def set_consent(session: Session, cohort_id: int, consent_on: date | None) -> Cohort:
    """Writes since when the consent is in place; None: it is not (any more)."""
    return _change(session, cohort_id, consent_on=consent_on)


def open_joining(session: Session, cohort_id: int, opened_at: datetime) -> Cohort:
    """Lets learners join. opened_at: when it was first opened."""
    return _change(session, cohort_id, joining_opened_at=opened_at, joining_closed_at=None)


def close_joining(session: Session, cohort_id: int, closed_at: datetime) -> Cohort:
    """Lets nobody join any more."""
    return _change(session, cohort_id, joining_closed_at=closed_at)


def set_archived(session: Session, cohort_id: int, archived_at: datetime | None) -> Cohort:
    """Archives the cohort; None brings it back."""
    return _change(session, cohort_id, archived_at=archived_at)


def set_erased(session: Session, cohort: Cohort, erased_at: datetime) -> Cohort:
    """Write down that its learners are erased from now on: nobody joins it any more, and it is put away for good."""
    closed_at, archived_at = cohort.joining_closed_at or erased_at, cohort.archived_at or erased_at
    return _change(session, cohort.cohort_id, erased_at=erased_at, joining_closed_at=closed_at, archived_at=archived_at)


def set_waiting(session: Session, cohort_id: int, *, is_waiting: bool, lottery_ref: str | None) -> Cohort:
    """Makes the cohort wait or not, as a draw says; lottery_ref None: no draw does (any more)."""
    return _change(session, cohort_id, is_waiting=is_waiting, lottery_ref=lottery_ref)


def _change(session: Session, cohort_id: int, **changes: Any) -> Cohort:
    return changed(session, tables.Cohort, cohort_id, cohort_of, **changes)
