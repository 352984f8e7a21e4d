"""Attempts and their responses. Two unique constraints decide which attempt counts and which one is open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.store import progress
from app.store.tables import Attempt, RefusedAttempt, Response, StatementAnswer
from app.store.upserts import insert_into

__all__ = [
    "Attempt",
    "Beginning",
    "Ending",
    "add_sent",
    "begin",
    "close",
    "close_with",
    "drop",
    "drop_typed",
    "get_by_key",
    "keep_response",
    "keep_statement",
    "list_attempts",
    "list_received",
    "move",
    "recount",
    "responses_of",
    "set_aside",
    "statements_of",
]

BASELINES = ("early", "pre")
"""Waves that tell what learners knew before any lesson."""


@dataclass(frozen=True)
class Beginning:
    """What is known of an attempt when it begins."""

    key: str
    learner_id: int
    cohort_id: int
    wave: str
    form: str
    structure_digest: str
    wording_digest: str
    language: str
    seed: str
    out_of: int
    started_at: datetime
    typed_by: int | None = None
    """the staff member who types it in from paper"""


@dataclass(frozen=True)
class Ending:
    """What is known of an attempt when it has been sent and scored."""

    started_at: datetime
    finished_at: datetime
    received_at: datetime
    content_sha256: str
    score: int
    answered_count: int
    unsure_count: int
    is_complete: bool
    is_after_lesson: bool
    is_after_reveal: bool

    @property
    def may_count(self) -> bool:
        return self.is_complete and not self.is_after_lesson and not self.is_after_reveal


def get_by_key(session: Session, key: str) -> Attempt | None:
    return session.scalar(select(Attempt).where(Attempt.key == key))


def list_attempts(session: Session, learner_id: int) -> list[Attempt]:
    """All of a learner's attempts, the first received first, the unfinished ones last."""
    attempts = session.scalars(select(Attempt).where(Attempt.learner_id == learner_id)).all()
    return sorted(attempts, key=lambda it: (it.received_at is None, it.received_at or it.started_at, it.attempt_id))


def responses_of(session: Session, attempt_id: int) -> dict[str, str | None]:
    """Option id by item id; None: left blank."""
    query = select(Response.item_id, Response.option_id).where(Response.attempt_id == attempt_id)
    return {row.item_id: row.option_id for row in session.execute(query)}


def statements_of(session: Session, attempt_id: int) -> dict[str, int | None]:
    """Point of the scale by id of the statement or reaction; None: rather not said."""
    query = select(StatementAnswer.statement_id, StatementAnswer.value).where(StatementAnswer.attempt_id == attempt_id)
    return {row.statement_id: row.value for row in session.execute(query)}


def list_received(session: Session) -> Iterator[tuple[Attempt, dict[str, str | None]]]:
    """Every attempt that was sent, with its responses, a thousand at a time."""
    last_id = 0
    query = select(Attempt).where(Attempt.received_at.is_not(None)).order_by(Attempt.attempt_id).limit(1000)
    while page := session.scalars(query.where(Attempt.attempt_id > last_id)).all():
        responses: dict[int, dict[str, str | None]] = {attempt.attempt_id: {} for attempt in page}
        rows = select(Response).where(Response.attempt_id.in_(responses))
        for row in session.scalars(rows):
            responses[row.attempt_id][row.item_id] = row.option_id
        yield from ((attempt, responses[attempt.attempt_id]) for attempt in page)
        last_id = page[-1].attempt_id


def begin(session: Session, beginning: Beginning) -> Attempt:
    """The learner's open attempt of this wave: a new one, or the one that another tab was quicker to begin."""
    session.execute(
        insert_into(session, Attempt)
        .values(**vars(beginning), open_wave=beginning.wave)
        .on_conflict_do_nothing(index_elements=["learner_id", "structure_digest", "open_wave"])
    )
    return session.scalars(
        select(Attempt).where(
            Attempt.learner_id == beginning.learner_id,
            Attempt.structure_digest == beginning.structure_digest,
            Attempt.open_wave == beginning.wave,
        )
    ).one()


def keep_response(session: Session, attempt_id: int, item_id: str, option_id: str | None) -> None:
    """The latest answer stands while the attempt is open."""
    statement = insert_into(session, Response).values(attempt_id=attempt_id, item_id=item_id, option_id=option_id)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["attempt_id", "item_id"], set_={"option_id": statement.excluded.option_id}
        )
    )


def keep_statement(session: Session, attempt_id: int, statement_id: str, value: int | None) -> None:
    """The latest answer stands while the attempt is open."""
    statement = insert_into(session, StatementAnswer).values(
        attempt_id=attempt_id, statement_id=statement_id, value=value
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["attempt_id", "statement_id"], set_={"value": statement.excluded.value}
        )
    )


def close(session: Session, attempt: Attempt, ending: Ending) -> bool:
    """End an open attempt; False, and nothing changed, where another one counts for the wave already."""
    values = _values(ending, attempt.wave)
    try:
        with session.begin_nested():
            session.execute(update(Attempt).where(Attempt.attempt_id == attempt.attempt_id).values(**values))
    except IntegrityError:
        return False
    return True


def add_sent(
    session: Session,
    beginning: Beginning,
    ending: Ending,
    responses: Mapping[str, str | None],
    seconds: Mapping[str, int],
    statements: Mapping[str, int | None],
) -> bool:
    """Keep an attempt that comes finished; False, and nothing changed, where the key or the wave is taken."""
    values = {**vars(beginning), **_values(ending, beginning.wave)}
    try:
        with session.begin_nested():
            statement = insert_into(session, Attempt).values(**values).returning(Attempt.attempt_id)
            attempt_id = session.scalars(statement).one()
            _add_answers(session, attempt_id, responses, seconds, statements)
    except IntegrityError:
        return False
    return True


def close_with(
    session: Session,
    attempt: Attempt,
    ending: Ending,
    responses: Mapping[str, str | None],
    seconds: Mapping[str, int],
    statements: Mapping[str, int | None],
) -> bool:
    """End an open attempt with the responses that a phone sent under its key; False as for `close`."""
    if not close(session, attempt, ending):
        return False
    for row in (Response, StatementAnswer):
        session.execute(delete(row).where(row.attempt_id == attempt.attempt_id))
    _add_answers(session, attempt.attempt_id, responses, seconds, statements)
    return True


def _values(ending: Ending, wave: str) -> dict[str, Any]:
    return {**vars(ending), "counted_wave": wave if ending.may_count else None, "open_wave": None}


def _add_answers(
    session: Session,
    attempt_id: int,
    responses: Mapping[str, str | None],
    seconds: Mapping[str, int],
    statements: Mapping[str, int | None],
) -> None:
    rows = [
        {"attempt_id": attempt_id, "item_id": item, "option_id": responses.get(item), "seconds": seconds.get(item)}
        for item in sorted({*responses, *seconds})
    ]
    if rows:
        session.execute(insert_into(session, Response), rows)
    said = [
        {"attempt_id": attempt_id, "statement_id": statement, "value": value}
        for statement, value in sorted(statements.items())
    ]
    if said:
        session.execute(insert_into(session, StatementAnswer), said)


def drop(session: Session, attempt: Attempt) -> None:
    """Remove an open attempt whose answers were set aside."""
    session.execute(delete(Attempt).where(Attempt.attempt_id == attempt.attempt_id, Attempt.received_at.is_(None)))
    session.expunge(attempt)


def drop_typed(session: Session, attempt: Attempt) -> None:
    """Remove an attempt that was typed in from paper; one from a phone stays."""
    session.execute(delete(Attempt).where(Attempt.attempt_id == attempt.attempt_id, Attempt.typed_by.is_not(None)))
    session.expunge(attempt)


def set_aside(
    session: Session, learner_id: int, *, key: str, sha256: str, body: Mapping[str, Any], reason: str, now: datetime
) -> None:
    """Keep a refused body for the facilitator, once; it never counts."""
    session.execute(
        insert_into(session, RefusedAttempt)
        .values(learner_id=learner_id, key=key, content_sha256=sha256, body=dict(body), reason=reason, received_at=now)
        .on_conflict_do_nothing()
    )


def move(session: Session, drop_id: int, keep_id: int) -> None:
    """Give one learner's attempts to another. Nothing counts then until `recount`."""
    both = (drop_id, keep_id)
    session.execute(update(Attempt).where(Attempt.learner_id.in_(both)).values(counted_wave=None))
    mine = {(it.structure_digest, it.open_wave) for it in list_attempts(session, keep_id) if it.open_wave}
    for attempt in list_attempts(session, drop_id):
        if (attempt.structure_digest, attempt.open_wave) in mine:
            body = {
                "wave": attempt.wave,
                "form": attempt.form,
                "answers": responses_of(session, attempt.attempt_id),
                "statements": statements_of(session, attempt.attempt_id),
            }
            set_aside(
                session, keep_id, key=attempt.key, sha256="", body=body, reason="wave_taken", now=attempt.started_at
            )
            drop(session, attempt)
    session.execute(update(Attempt).where(Attempt.learner_id == drop_id).values(learner_id=keep_id))


def recount(session: Session, learner_id: int) -> None:
    """Decide anew which attempts count: of each wave the first received that is complete and a baseline."""
    first_lesson_at = progress.first_done_at(session, learner_id)
    session.execute(update(Attempt).where(Attempt.learner_id == learner_id).values(counted_wave=None))
    taken: set[tuple[str, str]] = set()
    for attempt in list_attempts(session, learner_id):
        if attempt.received_at is None:
            continue
        if attempt.wave in BASELINES and first_lesson_at is not None and first_lesson_at <= attempt.started_at:
            attempt.is_after_lesson = True
        slot = (attempt.structure_digest, attempt.wave)
        is_flagged = attempt.is_after_lesson or attempt.is_after_reveal
        if attempt.is_complete and not is_flagged and slot not in taken:
            taken.add(slot)
            attempt.counted_wave = attempt.wave
    session.flush()
