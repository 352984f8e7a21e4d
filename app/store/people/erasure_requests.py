"""Requests to erase a learner that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from app.store.tables import Cohort, ErasureRequest, Learner
from app.store.upserts import insert_into
from app.store.values import columns_of, first_value


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody of the staff asks that a learner be erased."""

    learner_id: int
    asked_by: int
    """a staff id"""
    asked_at: datetime


def get(session: Session, learner_id: int) -> Request | None:
    """The request of this learner; None where nobody asks (any more)."""
    query = select(*columns_of(Request, ErasureRequest)).where(ErasureRequest.learner_id == learner_id)
    return first_value(session, query, Request)


def add(session: Session, learner_id: int, *, by: int, now: datetime) -> bool:
    """False, and nothing changed, where somebody asks already."""
    values = {"learner_id": learner_id, "asked_by": by, "asked_at": now}
    insert = insert_into(session, ErasureRequest).values(values).on_conflict_do_nothing()
    return session.scalar(insert.returning(ErasureRequest.learner_id)) is not None


def drop(session: Session, learner_id: int) -> None:
    session.execute(delete(ErasureRequest).where(ErasureRequest.learner_id == learner_id))


def move(session: Session, drop_id: int, keep_id: int) -> None:
    """Asks for two who are one person what was asked for the one who goes; a request for the other one stands."""
    request = get(session, drop_id)
    if request is not None:
        add(session, keep_id, by=request.asked_by, now=request.asked_at)


def list_waiting(session: Session) -> list[tuple[str, int, datetime]]:
    """Lists cohort's public id, number in it, and since when, of all requests, the first asked first."""
    query = (
        select(Cohort.ref, Learner.handle, ErasureRequest.asked_at)
        .join(Learner, Learner.learner_id == ErasureRequest.learner_id)
        .join(Cohort, Cohort.cohort_id == Learner.cohort_id)
        .order_by(ErasureRequest.asked_at, Learner.learner_id)
    )
    return [(ref, handle, asked_at) for ref, handle, asked_at in session.execute(query)]


def first_handle(cohort_id: int) -> ColumnElement[int | None]:
    """The lowest number of a cohort that somebody asks to erase, as a part of another query; NULL for none."""
    query = select(func.min(Learner.handle)).join(ErasureRequest, ErasureRequest.learner_id == Learner.learner_id)
    return query.where(Learner.cohort_id == cohort_id).scalar_subquery()
