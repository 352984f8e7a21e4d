"""Who was taken out of a cohort: they are counted apart, their card opens nothing, and nothing of theirs counts.

What they sent stays stored as it was, so that taking them out can be undone; IS_MEMBER leaves it out of every count.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.tables import Learner
from app.store.values import first_value

ROW = tables.TakenOut

IS_MEMBER: ColumnElement[bool] = ~exists().where(ROW.learner_id == Learner.learner_id).correlate(Learner)
"""The SQL condition that a learner was not taken out, for every query for the learners of a cohort."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A TakenOut is somebody who was taken out of a cohort, and when."""

    learner_id: int
    taken_out_at: datetime


def get(session: Session, cohort_id: int, handle: int) -> TakenOut | None:
    """Returns who had this number in the cohort and was taken out; None if nobody was."""
    query: Any = select(ROW.learner_id, ROW.taken_out_at).join(Learner, Learner.learner_id == ROW.learner_id)
    return first_value(session, query.where(ROW.cohort_id == cohort_id, Learner.handle == handle), TakenOut)


def ids() -> Select[int]:
    """Returns a query for the ids of everybody who was taken out."""
    return select(ROW.learner_id)


def is_out(session: Session, learner_id: int) -> bool:
    return session.scalar(select(ROW.learner_id).where(ROW.learner_id == learner_id)) is not None


def add(session: Session, learner_id: int, cohort_id: int, reason: str | None, now: datetime) -> None:
    """Takes a learner out; call it within `summaries.maintained`."""
    session.add(ROW(learner_id=learner_id, cohort_id=cohort_id, reason=reason, taken_out_at=now))
    session.flush()


def drop(session: Session, learner_id: int) -> None:
    """Puts a learner back; call it within `summaries.maintained`."""
    session.execute(delete(ROW).where(ROW.learner_id == learner_id))
