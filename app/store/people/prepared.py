"""Printed cards that wait for somebody to join with them."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from app.store.people import places
from app.store.people.sign_ins import Secret
from app.store.tables import Cohort, PreparedCard


def add(session: Session, cohort_id: int, *, code_hash: str, pin_hash: str, batch: str, now: datetime) -> PreparedCard:
    """In the cohort's next place, with the form that is due there."""
    place = places.take(session, cohort_id)
    card = PreparedCard(
        cohort_id=cohort_id,
        handle=place.handle,
        first_form=place.first_form,
        code_hash=code_hash,
        pin_hash=pin_hash,
        batch=batch,
        made_at=now,
    )
    session.add(card)
    session.flush()
    return card


def has_batch(session: Session, cohort_id: int, batch: str) -> bool:
    query = exists().where(PreparedCard.cohort_id == cohort_id, PreparedCard.batch == batch)
    return bool(session.scalar(select(query)))


def count(session: Session, cohort_id: int) -> int:
    """Cards that nobody has used yet."""
    query = select(func.count()).select_from(PreparedCard).where(PreparedCard.cohort_id == cohort_id)
    return session.scalar(query) or 0


def secret(session: Session, code_hash: str) -> Secret | None:
    """`person_id` is the card's id."""
    found = session.execute(
        select(PreparedCard.prepared_card_id, PreparedCard.cohort_id, PreparedCard.pin_hash).where(
            PreparedCard.code_hash == code_hash
        )
    ).first()
    return Secret(*found) if found else None


def join_code(session: Session, prepared_card_id: int) -> str | None:
    """Of the cohort that the card opens."""
    return session.scalar(
        select(Cohort.join_code)
        .join(PreparedCard, PreparedCard.cohort_id == Cohort.cohort_id)
        .where(PreparedCard.prepared_card_id == prepared_card_id)
    )


def use(session: Session, prepared_card_id: int, cohort_id: int) -> PreparedCard | None:
    """The card, which is one no more; None where somebody else was quicker or it is another cohort's."""
    card = session.scalar(
        select(PreparedCard)
        .where(PreparedCard.prepared_card_id == prepared_card_id, PreparedCard.cohort_id == cohort_id)
        .with_for_update()
    )
    if card is not None:
        session.delete(card)
        session.flush()
    return card


def drop_all(session: Session, cohort_id: int) -> int:
    """Cards that nobody has used open nothing any more; how many there were."""
    query = delete(PreparedCard).where(PreparedCard.cohort_id == cohort_id).returning(PreparedCard.prepared_card_id)
    return len(session.scalars(query).all())
