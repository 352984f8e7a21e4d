"""What was whose before two learners were merged, so that the merge can be undone until the cohort settles.

It lies beside the number that is gone. What came since stays with the learner who stayed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, delete, insert, select, type_coerce, update
from sqlalchemy.orm import Session

from app.store.answers import counting, summaries
from app.store.encodings import Fingerprint
from app.store.keyed_seals import reseal
from app.store.programmes.cohort_seals import COHORTS
from app.store.tables import (
    Attempt,
    Attendance,
    Consent,
    Departure,
    ErasureRequest,
    Extension,
    FormerLearner,
    Learner,
    LearnerMove,
    LessonProgress,
    PeerReach,
    RefusedAttempt,
    RefusedCount,
    Row,
)

Values = dict[str, Any]
"""A row, by column, as JSON can hold it."""
JOINED = (Consent, LessonProgress, Attendance, PeerReach, RefusedCount, ErasureRequest, Extension)
"""Tables in which the rows of the two become those of one."""
GONE = (Learner, LearnerMove, Departure)
"""Tables whose rows of the dropped learner are deleted."""
UNSEEN = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Merge:
    """A Merge is a learner who was merged into another: their id and number, and when."""

    former_id: int
    handle: int
    cohort_id: int
    merged_at: datetime


def before(session: Session, keep_id: int, drop_id: int, now: datetime) -> str:
    """Returns all that is needed to undo a merge, but what `after` adds, as JSON. Call it right before the merge."""
    both = (keep_id, drop_id)
    was: Values = {
        "keep": keep_id,
        "at": now.isoformat(),
        "rows": {of.__tablename__: [*_rows(session, of, keep_id), *_rows(session, of, drop_id)] for of in JOINED},
        "gone": {of.__tablename__: _rows(session, of, drop_id) for of in GONE},
        "drafts": [row for row in _rows(session, Attempt, drop_id) if row["received_at"] is None],
        "attempts": [
            list(row)
            for row in session.execute(
                select(Attempt.key, Attempt.learner_id, Attempt.is_counted, Attempt.is_after_lesson).where(
                    Attempt.learner_id.in_(both)
                )
            )
        ],
        "refused": [[row["key"], row["content_sha256"]] for row in _rows(session, RefusedAttempt, drop_id)],
        "former": [row["former_learner_id"] for row in _rows(session, FormerLearner, drop_id)],
    }
    return json.dumps(was)


def after(session: Session, before_it: str) -> str:
    """Returns what `before` returned, with the rows that the merge made of those of both. Call it right after it."""
    was = json.loads(before_it)
    return json.dumps({**was, "made": {of.__tablename__: _rows(session, of, was["keep"]) for of in JOINED}})


def end_departure(session: Session, former_id: int) -> bool:
    """Deletes the note that the learner who stayed had left, and stores it with the merge; False if there is none."""
    row = session.get_one(FormerLearner, former_id)
    was: Values = json.loads(row.before or "{}")
    left = _rows(session, Departure, row.learner_id)
    session.execute(delete(Departure).where(Departure.learner_id == row.learner_id))
    if was:
        row.before = json.dumps({**was, "left": left})
    session.flush()
    return bool(left)


def list_merges(session: Session, learner_id: int) -> list[Merge]:
    """Lists those who were merged into a learner and can be parted from them again, the first first."""
    query = select(FormerLearner).where(FormerLearner.learner_id == learner_id, FormerLearner.before.is_not(None))
    merges = []
    for row in session.scalars(query.order_by(FormerLearner.former_learner_id)):
        was = json.loads(row.before or "null")
        if was["keep"] == learner_id:
            [gone] = was["gone"][Learner.__tablename__]
            at = datetime.fromisoformat(was["at"])
            merges.append(Merge(row.former_learner_id, gone["handle"], gone["cohort_id"], at))
    return sorted(merges, key=lambda it: it.merged_at)


def part(session: Session, former_id: int) -> None:
    """Undoes the merge of this learner: both have what they had, and what came since stays with the one who stayed.

    The caller has made sure that `list_merges` has it, and that nothing of either is frozen.
    """
    row = session.get_one(FormerLearner, former_id)
    was: Values = json.loads(row.before or "null")
    keep_id, cohort_id = was["keep"], was["gone"][Learner.__tablename__][0]["cohort_id"]
    with summaries.maintained(session, keep_id, former_id), reseal(session, COHORTS, cohort_id):
        session.delete(row)
        session.flush()
        for table in GONE:  # a merge of an earlier version has no rows of some
            _put(session, table, was["gone"].get(table.__tablename__, []))
        _give_back(session, FormerLearner, former_id, FormerLearner.former_learner_id.in_(was["former"]))
        for key, sha256 in was["refused"]:
            is_it = (RefusedAttempt.key == key) & (RefusedAttempt.content_sha256 == sha256)
            _give_back(session, RefusedAttempt, former_id, is_it)
        _part_attempts(session, was)
        for of in JOINED:
            _part_rows(session, of, keep_id, was)
        if not _rows(session, Departure, keep_id):
            _put(session, Departure, was.get("left", []))
        session.expire_all()
        for learner_id in (keep_id, former_id):
            counting.recount(session, learner_id)


def _part_attempts(session: Session, was: Values) -> None:
    counting.uncount(session, was["keep"])
    for key, learner_id, is_counted, is_after_lesson in was["attempts"]:
        flags = {"is_counted": is_counted, "is_after_lesson": is_after_lesson}
        _give_back(session, Attempt, learner_id, Attempt.key == key, **flags)
    for draft in was["drafts"]:
        if session.scalar(select(Attempt.key).where(Attempt.key == draft["key"])) is None:
            _put(session, Attempt, [{**draft, "attempt_id": None}])
            aside = RefusedAttempt.key == draft["key"], RefusedAttempt.content_sha256 == ""
            session.execute(delete(RefusedAttempt).where(*aside), execution_options=UNSEEN)


def _part_rows(session: Session, of: type[Row], keep_id: int, was: Values) -> None:
    """What is as the merge made it becomes what it was; what has changed since stays."""
    name = of.__tablename__
    now = {_key(of, row): row for row in _rows(session, of, keep_id)}
    rows = was["rows"].get(name, was["gone"].get(name, []))  # a merge of an earlier version let extensions end
    untouched = [row for row in was["made"].get(name, []) if now.get(_key(of, row)) == row]
    keys = {_key(of, row) for row in untouched}
    table = Row.metadata.tables[name]
    for row in untouched:
        is_it = [column == _plain(column, row[column.name]) for column in table.primary_key]
        session.connection().execute(delete(table).where(*is_it))
    own = [row for row in rows if row["learner_id"] == keep_id and _key(of, row) in keys]
    theirs = [row for row in rows if row["learner_id"] != keep_id]
    _put(session, of, [*own, *theirs])


def _key(of: type[Row], row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column.name]) for column in Row.metadata.tables[of.__tablename__].primary_key)


def _give_back(session: Session, of: type[Row], learner_id: int, which: ColumnElement[bool], **values: bool) -> None:
    statement = update(of).where(which).values(learner_id=learner_id, **values)
    session.execute(statement, execution_options=UNSEEN)


def _rows(session: Session, of: type[Row], learner_id: int) -> list[Values]:
    table = Row.metadata.tables[of.__tablename__]
    query = select(table).where(table.c.learner_id == learner_id).order_by(*table.primary_key)
    rows = session.execute(query).mappings()
    return [{name: _written(value) for name, value in row.items()} for row in rows]


def _put(session: Session, of: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    table = Row.metadata.tables[of.__tablename__]
    for row in rows:
        named = (column for column in table.columns if row[column.name] is not None)
        values = {column.name: _plain(column, row[column.name]) for column in named}
        session.connection().execute(insert(table).values(values))


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"bytes": bytes(value).hex()} if isinstance(value, bytes | memoryview) else value


def _plain(column: Any, value: Any) -> Any:
    """As the column takes it."""
    if isinstance(column.type, Fingerprint) and value is not None:
        return type_coerce(bytes.fromhex(value), LargeBinary())  # it is one already
    if isinstance(value, dict):
        [(kind, text)] = value.items()
        return {"moment": datetime.fromisoformat, "day": date.fromisoformat, "bytes": bytes.fromhex}[kind](text)
    return value
