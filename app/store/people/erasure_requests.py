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
    """A Request records that a member of staff asks for a learner to be erased."""

    learner_id: int
    asked_by: int
    """a staff id"""
    asked_at: datetime


def get(session: Session, learner_id: int) -> Request | None:
    """Returns the request to erase this learner; None if there is none."""
    query = select(*columns_of(Request, ErasureRequest)).where(ErasureRequest.learner_id == learner_id)
    return first_value(session, query, Request)


def add(session: Session, learner_id: int, *, by: int, now: datetime) -> bool:
    """Stores a request to erase a learner; returns False, and changes nothing, if there is one. by: a staff id."""
    values = {"learner_id": learner_id, "asked_by": by, "asked_at": now}
    insert = insert_into(session, ErasureRequest).values(values).on_conflict_do_nothing()
    return session.scalar(insert.returning(ErasureRequest.learner_id)) is not None


def drop(session: Session, learner_id: int) -> None:
    session.execute(delete(ErasureRequest).where(ErasureRequest.learner_id == learner_id))


def move(session: Session, drop_id: int, keep_id: int) -> None:
    """Copies a request to erase one learner to the other with whom they are merged, who may have one already."""
    request = get(session, drop_id)
    if request is not None:
        add(session, keep_id, by=request.asked_by, now=request.asked_at)


def list_waiting(session: Session) -> list[tuple[str, int, datetime]]:
    """Lists (cohort's public id, learner's handle, since when) of all requests, the oldest first."""
    query = (
        select(Cohort.ref, Learner.handle, ErasureRequest.asked_at)
        .join(Learner, Learner.learner_id == ErasureRequest.learner_id)
        .join(Cohort, Cohort.cohort_id == Learner.cohort_id)
        .order_by(ErasureRequest.asked_at, Learner.learner_id)
    )
    return [(ref, handle, asked_at) for ref, handle, asked_at in session.execute(query)]


def first_handle(cohort_id: int) -> ColumnElement[int | None]:
    """Returns a subquery for the lowest handle in a cohort that somebody asks to erase; NULL if there is none."""
    query = select(func.min(Learner.handle)).join(ErasureRequest, ErasureRequest.learner_id == Learner.learner_id)
    return query.where(Learner.cohort_id == cohort_id).scalar_subquery()
