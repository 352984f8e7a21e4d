"""What leaves the store: frozen values, never a row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.store.tables import Row

Stored = TypeVar("Stored", bound=Row)
Value = TypeVar("Value")


def value_of(kind: type[Value], row: Row, **more: Any) -> Value:
    """Makes a frozen value out of a row: each field from the column of its name, a list as a tuple.

    more: fields that are no column.
    """
    return kind(**{name: _fixed(getattr(row, name)) for name in _names(kind) if name not in more}, **more)


def columns_of(kind: type[Any], table: Any) -> tuple[InstrumentedAttribute[Any], ...]:
    """Returns the columns that the fields of a dataclass are named after, in their order, see `values_of`."""
    return tuple(getattr(table, name) for name in _names(kind))


def values_of(session: Session, query: Select[Any], kind: Callable[..., Value]) -> Iterator[Value]:
    """Yields the values of a query of their columns: at half the price of rows, and always as they are stored now."""
    return (kind(*row) for row in session.execute(query))


def first_value(session: Session, query: Select[Any], kind: Callable[..., Value]) -> Value | None:
    """Returns the first of `values_of`; None where there is none."""
    row = session.execute(query.limit(1)).first()
    return kind(*row) if row is not None else None


def _names(kind: type[Any]) -> list[str]:
    return [field.name for field in fields(kind)]


def first_of(session: Session, query: Select[Stored], value: Callable[[Stored], Value]) -> Value | None:
    """Returns the value of the first row of a query; None where there is no row."""
    row = session.scalar(query)
    return value(row) if row is not None else None


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def change(session: Session, table: type[Row], key: int, **changes: Any) -> None:
    """Writes these columns of the row with this key. Raises NoResultFound."""
    _change(session, table, key, changes)


def changed(session: Session, table: type[Stored], key: int, value: Callable[[Stored], Value], **changes: Any) -> Value:
    """Writes these columns of the row with this key, and returns its value as it is then. Raises NoResultFound."""
    return value(_change(session, table, key, changes))


def _change(session: Session, table: type[Stored], key: int, changes: Mapping[str, Any]) -> Stored:
    row = session.get_one(table, key)
    for name, value in changes.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    session.flush()
    return row
