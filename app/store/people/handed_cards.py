"""Halves of cards that are being written down."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.store.tables import HandedCard


def keep(session: Session, learner_id: int, *, sealed: bytes, expires_at: datetime) -> None:
    """Stores one half of a learner's card, until it expires, in place of an earlier one."""
    session.merge(HandedCard(learner_id=learner_id, sealed=sealed, expires_at=expires_at))
    session.flush()


def sealed_of(session: Session, learner_id: int, now: datetime) -> bytes | None:
    """Returns the stored half of a learner's card; None if there is none or it has expired."""
    of_learner = (HandedCard.learner_id == learner_id) & (HandedCard.expires_at > now)
    return session.scalar(select(HandedCard.sealed).where(of_learner))


def drop(session: Session, learner_id: int) -> None:
    session.execute(delete(HandedCard).where(HandedCard.learner_id == learner_id))


def forget_old(session: Session, now: datetime) -> None:
    """Deletes every half of a card that has expired by now."""
    session.execute(delete(HandedCard).where(HandedCard.expires_at <= now))
