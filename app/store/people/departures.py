"""Why learners left, as codes, as their facilitator noted it."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.store.tables import Departure


def keep(session: Session, learner_id: int, reason: str) -> None:
    """Stores why a learner left, in place of what was stored."""
    session.merge(Departure(learner_id=learner_id, reason=reason))
    session.flush()


def is_noted(session: Session, learner_id: int) -> bool:
    """Returns whether it is stored why a learner left."""
    return bool(session.scalar(select(exists().where(Departure.learner_id == learner_id))))


def drop(session: Session, learner_id: int) -> None:
    """Deletes why a learner left, if it is stored."""
    session.execute(delete(Departure).where(Departure.learner_id == learner_id))
