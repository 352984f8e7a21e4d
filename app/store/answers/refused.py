"""Tests that a phone sent and that were refused: they are set aside for the facilitator and never count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers.taken_out import IS_MEMBER
from app.store.memory import asked_once
from app.store.tables import Learner, RefusedAttempt, RefusedCount
from app.store.upserts import insert_into


@dataclass(frozen=True)
class Refused:
    """A Refused is a test that was sent, refused and set aside for the facilitator; its answers are not included."""

    refused_id: int
    wave: str
    reason: str
    """key_conflict, wave_taken or closed"""
    received_at: datetime


AT_ONCE = 100
"""Bodies in memory."""
_WAVE = RefusedAttempt.body["wave"].as_string()


def set_aside(
    session: Session,
    learner_id: int,
    *,
    key: str,
    sha256: str,
    body: Mapping[str, Any],
    reason: str,
    now: datetime,
    most: int | None = None,
) -> bool:
    """Stores a refused test for the facilitator and returns whether it is stored; it never counts.

    body: as it was sent. reason: key_conflict, wave_taken or closed. most: once so many of the learner's wave are
    stored, others are only counted, see `unstored`; None: every one is stored. Content that is stored already gives
    True. Callers who pass `most` hold the learner's lock.
    """
    of_learner = select(RefusedAttempt.content_sha256).where(RefusedAttempt.learner_id == learner_id)
    stored = session.scalars(of_learner.where(body["wave"] == _WAVE)).all()
    if most is not None and sha256 in stored:
        return True
    add = insert_into(session, RefusedAttempt).on_conflict_do_nothing()
    add = add.values(
        learner_id=learner_id, key=key, content_sha256=sha256, body=dict(body), reason=reason, received_at=now
    )
    has_room = most is None or len(stored) < most
    is_new = has_room and bool(session.scalars(add.returning(RefusedAttempt.refused_attempt_id)).all())
    if is_new or most is None:
        return True
    _count_up(session, learner_id, body["wave"], 1)
    return False


def _count_up(session: Session, learner_id: int, wave: str, by: int) -> None:
    new = insert_into(session, RefusedCount).values(learner_id=learner_id, wave=wave, unstored=by)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["learner_id", "wave"], set_={"unstored": RefusedCount.unstored + new.excluded.unstored}
        )
    )


def unstored(session: Session, learner_id: int) -> dict[str, int]:
    """Returns how many refused tests of a learner were counted but not stored, by wave; a wave without is absent."""
    query = select(RefusedCount.wave, RefusedCount.unstored).where(RefusedCount.learner_id == learner_id)
    rows: Any = session.execute(query.order_by(RefusedCount.wave))
    return dict(rows.all())


def move(session: Session, drop_id: int, keep_id: int) -> None:
    """Gives the refused tests of one learner to another, with the number of those that were only counted."""
    session.execute(update(RefusedAttempt).where(RefusedAttempt.learner_id == drop_id).values(learner_id=keep_id))
    for wave, count in unstored(session, drop_id).items():
        _count_up(session, keep_id, wave, count)


def list_refused(session: Session, learner_id: int) -> list[Refused]:
    """Lists the refused tests that are set aside for a learner, the first received first."""
    query = (
        select(RefusedAttempt.refused_attempt_id, _WAVE, RefusedAttempt.reason, RefusedAttempt.received_at)
        .where(RefusedAttempt.learner_id == learner_id)
        .order_by(RefusedAttempt.received_at, RefusedAttempt.refused_attempt_id)
    )
    rows: Any = session.execute(query)
    return [Refused(*row) for row in rows]


def list_bodies(session: Session) -> Iterator[tuple[int, Mapping[str, object], str]]:
    """Yields (id, body, SHA-256 with which it was sent) of everything that lies aside, some in memory at a time.

    Without what nobody sent: the draft of somebody who had two cards.
    """
    query = select(RefusedAttempt.refused_attempt_id, RefusedAttempt.body, RefusedAttempt.content_sha256)
    query = query.where(RefusedAttempt.content_sha256 != "").order_by(RefusedAttempt.refused_attempt_id)
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield row.refused_attempt_id, row.body, row.content_sha256


def lies_beside(attempt: type[tables.Attempt]) -> ColumnElement[bool]:
    """Returns the SQL condition that a phone sent the test of an attempt, too, which lies aside: it came later."""
    is_theirs = RefusedAttempt.learner_id == attempt.learner_id
    is_sent = (RefusedAttempt.reason == "wave_taken") & (RefusedAttempt.content_sha256 != "")
    return exists().where(is_theirs, attempt.wave == _WAVE, is_sent)


def count_by_handle(session: Session, cohort_id: int, wave: str) -> dict[int, int]:
    """Returns how many refused tests of this wave are set aside, by the learner's handle; one without is absent."""
    return {handle: count for handle, of_wave, count in _count(session, cohort_id) if of_wave == wave}


@asked_once
def _count(session: Session, cohort_id: int) -> Sequence[Any]:
    """(handle, wave, how many)."""
    query = (
        select(Learner.handle, _WAVE, func.count())
        .join(RefusedAttempt, RefusedAttempt.learner_id == Learner.learner_id)
        .where(Learner.cohort_id == cohort_id, IS_MEMBER)
        .group_by(Learner.handle, _WAVE)
    )
    return session.execute(query).all()


def drop(session: Session, learner_id: int, refused_id: int) -> bool:
    """Deletes one refused test that was set aside; returns False if this learner has no such test."""
    mine = (RefusedAttempt.learner_id == learner_id) & (RefusedAttempt.refused_attempt_id == refused_id)
    gone = session.scalars(delete(RefusedAttempt).where(mine).returning(RefusedAttempt.refused_attempt_id)).all()
    return bool(gone)


def drop_kept(session: Session, key: str, sha256: str) -> None:
    """Deletes the refused test with this key and content, once the same content has been stored as an attempt."""
    session.execute(delete(RefusedAttempt).where(RefusedAttempt.key == key, RefusedAttempt.content_sha256 == sha256))
