"""INSERT ... ON CONFLICT, which both databases speak and SQLAlchemy spells by dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.store.tables import Row


def insert_into(session: Session, row: type[Row]) -> postgresql.Insert:
    """An insert for the session's database that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    insert: Any = postgresql.insert if is_postgresql(session) else sqlite.insert
    statement: postgresql.Insert = insert(row)
    return statement


def is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
