"""What leaves the store: frozen values, never a row."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.store.tables import Row

Stored = TypeVar("Stored", bound=Row)
Value = TypeVar("Value")


def value_of(kind: type[Value], row: Row, **more: Any) -> Value:
    """What a row holds: each field of this dataclass from the column of its name, a list as a tuple.

    more: fields that are no column.
    """
    names = {field.name for field in fields(kind)} - more.keys()  # type: ignore[arg-type]
    return kind(**{name: _fixed(getattr(row, name)) for name in names}, **more)


def first_of(session: Session, query: Select[Stored], value: Callable[[Stored], Value]) -> Value | None:
    """The value of the first row of a query; None where there is no row."""
    row = session.scalar(query)
    return value(row) if row is not None else None


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def change(session: Session, table: type[Stored], key: int, **changes: Any) -> Stored:
    """Write these columns of the row with this key; the row as it is then."""
    row = session.get_one(table, key)
    for name, value in changes.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    session.flush()
    return row
