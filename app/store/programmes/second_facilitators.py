"""Who leads a cohort beside its leader, for good or, as a stand-in, for a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.tables import Staff
from app.store.upserts import insert_into
from app.store.values import values_of

ROW = tables.SecondFacilitator


@dataclass(frozen=True, slots=True)
class SecondFacilitator:
    """A SecondFacilitator is a member of staff who leads a cohort beside its leader."""

    staff_id: int
    ref: str
    """of the member of staff"""
    name: str
    ends_at: datetime | None
    """None: for good"""
    disabled_at: datetime | None


def cohorts_of(staff_id: int, at: datetime) -> Select[int]:
    """Returns a query for the ids of the cohorts that this person leads at a moment beside their leaders."""
    return select(ROW.cohort_id).where(ROW.staff_id == staff_id, _is_now(at))


def cohorts_named(word: str, at: datetime) -> Select[int]:
    """Returns a query for the ids of the cohorts that somebody with this folded word in their name leads like that."""
    query = select(ROW.cohort_id).join(Staff, Staff.staff_id == ROW.staff_id)
    return query.where(Staff.folded.contains(word, autoescape=True), _is_now(at))


def _is_now(at: datetime) -> ColumnElement[bool]:
    return or_(ROW.ends_at.is_(None), ROW.ends_at > at)


def list_of(session: Session, cohort_id: int) -> list[SecondFacilitator]:
    """Lists who leads a cohort beside its leader, by name, those whose time is over among them."""
    query: Any = select(ROW.staff_id, Staff.ref, Staff.name, ROW.ends_at, Staff.disabled_at)
    query = query.join(Staff, Staff.staff_id == ROW.staff_id).where(ROW.cohort_id == cohort_id)
    return list(values_of(session, query.order_by(Staff.sort_key), SecondFacilitator))


def keep(session: Session, cohort_id: int, staff_id: int, *, ends_at: datetime | None, now: datetime) -> None:
    """Lets somebody lead a cohort beside its leader until this moment, whatever was stored of them before."""
    new = insert_into(session, ROW).values(cohort_id=cohort_id, staff_id=staff_id, added_at=now, ends_at=ends_at)
    changes = {"ends_at": new.excluded.ends_at}
    session.execute(new.on_conflict_do_update(index_elements=["cohort_id", "staff_id"], set_=changes))


def drop(session: Session, cohort_id: int, staff_id: int) -> None:
    """Ends that somebody leads a cohort beside its leader; does nothing if they do not."""
    session.execute(delete(ROW).where(ROW.cohort_id == cohort_id, ROW.staff_id == staff_id))
