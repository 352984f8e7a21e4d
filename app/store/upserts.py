"""INSERT ... ON CONFLICT, which both databases speak and SQLAlchemy spells by dialect."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.store.tables import Row


def insert_into(session: Session, row: type[Row]) -> postgresql.Insert:
    """Returns an insert for the session's database that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_of(row, is_postgresql=is_postgresql(session))


def insert_of(table: type[Row] | Table, *, is_postgresql: bool) -> postgresql.Insert:
    """Returns an insert in the dialect of PostgreSQL or SQLite; the methods are the same."""
    insert: Any = postgresql.insert if is_postgresql else sqlite.insert
    statement: postgresql.Insert = insert(table)
    return statement


def is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
