"""Every row that is stored of one learner, by the foreign keys of the schema: no table can be forgotten."""

from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers import numbers, sheets
from app.store.tables import Audit, Learner, Lesson, Row, Statement, WrongTry

LEARNER = Learner.__tablename__
Rows = list[dict[str, object]]
"""Values by column."""


def tables_of_a_learner() -> list[Table]:
    """Returns the tables that refer to a learner, directly or by another such table, and the learners' own."""
    theirs = {LEARNER}
    for table in Row.metadata.sorted_tables:  # what is named comes first
        if _names_one_of(table, theirs):
            theirs.add(table.name)
    return [table for table in Row.metadata.sorted_tables if table.name in theirs]


def rows_of(session: Session, learner_id: int) -> dict[str, Rows]:
    """Returns all rows about a learner by table, in the order of the schema; a table without any has an empty list.

    Packed answers are unpacked into the ids of items, options and statements.
    """
    theirs: dict[str, ColumnElement[bool]] = {}
    rows: dict[str, Rows] = {}
    for table in tables_of_a_learner():
        theirs[table.name] = _condition(table, theirs, learner_id)
        stored = session.execute(select(*table.columns).where(theirs[table.name]).order_by(*table.primary_key))
        rows[table.name] = [_unpacked(session, table.name, dict(row._mapping)) for row in stored]
    return rows


def acts_on(session: Session, cohort_id: int, subject: str) -> Rows:
    """Lists what the audit says was done to this subject of a cohort, and when. subject: such as "learner 7"."""
    query = select(Audit.at, Audit.act).where(Audit.cohort_id == cohort_id, Audit.subject == subject)
    return [{"happened_at": at, "act": act} for at, act in session.execute(query.order_by(Audit.audit_id))]


def wrong_tries_at(session: Session, bucket: str, phones: str) -> Rows:
    """Lists when wrong PINs were typed for the card of this bucket, the first one first.

    phones: how the buckets begin of those typed on a phone that was signed in.
    """
    is_theirs = or_(WrongTry.bucket == bucket, WrongTry.bucket.startswith(phones, autoescape=True))
    return [{"tried_at": at} for at in session.scalars(select(WrongTry.tried_at).where(is_theirs).order_by("tried_at"))]


def _names_one_of(table: Table, names: set[str]) -> bool:
    return any(key.column.table.name in names for key in table.foreign_keys)


def _condition(table: Table, theirs: dict[str, ColumnElement[bool]], learner_id: int) -> ColumnElement[bool]:
    if table.name == LEARNER:
        return Learner.learner_id == learner_id
    keys = [key for key in table.foreign_keys if key.column.table.name in theirs]
    return or_(*(key.parent.in_(select(key.column).where(theirs[key.column.table.name])) for key in keys))


def _unpacked(session: Session, table: str, row: dict[str, Any]) -> dict[str, object]:
    if "lesson_number" in row:
        row["lesson_id"] = {it: name for name, it in numbers.numbers(session, Lesson).items()}[row["lesson_number"]]
    if table == tables.Attempt.__tablename__:
        layout = sheets.layout(numbers.layout_of(session, row["instrument_id"]))
        statements = {it: name for name, it in numbers.numbers(session, Statement).items()}
        row["answers"] = layout.responses(row["form"], row["answers"])
        row["seconds"] = layout.times(row["seconds"])
        row["points"] = {statements[it]: point for it, point in sheets.values_of(row["points"]).items()}
    return row
