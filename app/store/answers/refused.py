"""What a phone sent and could not be kept: it lies aside for the facilitator and never counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.memory import asked_once
from app.store.tables import Learner, RefusedAttempt
from app.store.upserts import insert_into


@dataclass(frozen=True)
class Refused:
    """One body that lies aside, without its answers."""

    refused_id: int
    wave: str
    reason: str
    """key_conflict, wave_taken or closed"""
    received_at: datetime


_WAVE = RefusedAttempt.body["wave"].as_string()


def set_aside(
    session: Session, learner_id: int, *, key: str, sha256: str, body: Mapping[str, Any], reason: str, now: datetime
) -> None:
    """Keep a refused body for the facilitator, once; it never counts."""
    session.execute(
        insert_into(session, RefusedAttempt)
        .values(learner_id=learner_id, key=key, content_sha256=sha256, body=dict(body), reason=reason, received_at=now)
        .on_conflict_do_nothing()
    )


def list_refused(session: Session, learner_id: int) -> list[Refused]:
    """Lists what was set aside of a learner, the first received first."""
    query = (
        select(RefusedAttempt.refused_attempt_id, _WAVE, RefusedAttempt.reason, RefusedAttempt.received_at)
        .where(RefusedAttempt.learner_id == learner_id)
        .order_by(RefusedAttempt.received_at, RefusedAttempt.refused_attempt_id)
    )
    rows: Any = session.execute(query)
    return [Refused(*row) for row in rows]


def count_by_handle(session: Session, cohort_id: int, wave: str) -> dict[int, int]:
    """How much lies aside of each learner's test of this wave; a handle with nothing is absent."""
    return {handle: count for handle, of_wave, count in _count(session, cohort_id) if of_wave == wave}


@asked_once
def _count(session: Session, cohort_id: int) -> Sequence[Any]:
    """(handle, wave, how many)."""
    query = (
        select(Learner.handle, _WAVE, func.count())
        .join(RefusedAttempt, RefusedAttempt.learner_id == Learner.learner_id)
        .where(Learner.cohort_id == cohort_id)
        .group_by(Learner.handle, _WAVE)
    )
    return session.execute(query).all()


def drop(session: Session, learner_id: int, refused_id: int) -> bool:
    """Removes what was set aside; False where this learner has no such thing (any more)."""
    mine = (RefusedAttempt.learner_id == learner_id) & (RefusedAttempt.refused_attempt_id == refused_id)
    gone = session.scalars(delete(RefusedAttempt).where(mine).returning(RefusedAttempt.refused_attempt_id)).all()
    return bool(gone)


def drop_kept(session: Session, key: str, sha256: str) -> None:
    """Removes what lies aside under this key with this content, once the same has been stored after all."""
    session.execute(delete(RefusedAttempt).where(RefusedAttempt.key == key, RefusedAttempt.content_sha256 == sha256))
