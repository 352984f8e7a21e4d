"""Printed cards that wait for somebody to join with them."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from app.store import instance, tables
from app.store.people import enrolment
from app.store.values import value_of

ROW = tables.PreparedCard


@dataclass(frozen=True, slots=True)
class PreparedCard:
    """A PreparedCard is a printed card that nobody has used yet, and the place that it opens."""

    prepared_card_id: int
    cohort_id: int
    handle: int
    first_form: str
    code_hash: str = field(repr=False)
    pin_hash: str = field(repr=False)


def add(
    session: Session,
    cohort_id: int,
    *,
    code_hash: str,
    pin_hash: str,
    batch: str,
    now: datetime,
    place: enrolment.Place | None = None,
) -> int:
    """Stores a printed card and returns its handle. place: None takes the next place of the cohort."""
    place = place or enrolment.take(session, cohort_id)
    session.add(
        ROW(
            cohort_id=cohort_id,
            handle=place.handle,
            first_form=place.first_form,
            code_hash=code_hash,
            pin_hash=instance.keyed_hash(session, pin_hash),
            batch=batch,
            made_at=now,
        )
    )
    session.flush()
    return place.handle


def has_batch(session: Session, cohort_id: int, batch: str) -> bool:
    query = exists().where(ROW.cohort_id == cohort_id, ROW.batch == batch)
    return bool(session.scalar(select(query)))


def count(session: Session, cohort_id: int) -> int:
    """Returns how many printed cards of a cohort nobody has used yet."""
    query = select(func.count()).select_from(ROW).where(ROW.cohort_id == cohort_id)
    return session.scalar(query) or 0


def list_cards(session: Session, cohort_id: int) -> list[PreparedCard]:
    """Lists the printed cards of a cohort that nobody has used yet, by handle."""
    query = select(ROW).where(ROW.cohort_id == cohort_id).order_by(ROW.handle)
    return [value_of(PreparedCard, row) for row in session.scalars(query)]


def use(session: Session, prepared_card_id: int, cohort_id: int) -> PreparedCard | None:
    """Deletes a printed card and returns it; None if it was used already or is another cohort's."""
    query = select(ROW).where(ROW.prepared_card_id == prepared_card_id, ROW.cohort_id == cohort_id)
    row = session.scalar(query.with_for_update())
    if row is None:
        return None
    card = value_of(PreparedCard, row)
    session.delete(row)
    session.flush()
    return card


def list_handles(session: Session, cohort_id: int) -> list[int]:
    """Returns the handles of a cohort's printed cards that nobody has used yet, in order."""
    return list(session.scalars(select(ROW.handle).where(ROW.cohort_id == cohort_id).order_by(ROW.handle)))


def drop(session: Session, cohort_id: int, handle: int) -> PreparedCard | None:
    """Deletes the printed card of a handle and returns it; None if nobody waits with it any more."""
    query = select(ROW.prepared_card_id).where(ROW.cohort_id == cohort_id, ROW.handle == handle)
    prepared_card_id = session.scalar(query)
    return use(session, prepared_card_id, cohort_id) if prepared_card_id is not None else None


def drop_all(session: Session, cohort_id: int) -> int:
    """Deletes all printed cards of a cohort that nobody has used, and returns how many."""
    query = delete(ROW).where(ROW.cohort_id == cohort_id).returning(ROW.prepared_card_id)
    return len(session.scalars(query).all())
