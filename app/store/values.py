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
    """Makes a frozen value of a row: each field gets the column of its name, a list as a tuple.

    more: values of fields that are no columns.
    """
    return kind(**{name: _fixed(getattr(row, name)) for name in _names(kind) if name not in more}, **more)


def columns_of(kind: type[Any], table: Any) -> tuple[InstrumentedAttribute[Any], ...]:
    """Returns the columns named after a dataclass's fields, in the order of the fields, for `values_of`."""
    return tuple(getattr(table, name) for name in _names(kind))


def values_of(session: Session, query: Select[Any], kind: Callable[..., Value], **bound: Any) -> Iterator[Value]:
    """Yields a value for each row of a query of columns, in their order; quicker than rows, and never out of date.

    bound: by name what the query leaves open.
    """
    return (kind(*row) for row in session.execute(query, bound))


def first_value(session: Session, query: Select[Any], kind: Callable[..., Value]) -> Value | None:
    """Returns the first value that `values_of` would yield; None if there is none."""
    row = session.execute(query.limit(1)).first()
    return kind(*row) if row is not None else None


def _names(kind: type[Any]) -> list[str]:
    return [field.name for field in fields(kind)]


def first_of(session: Session, query: Select[Stored], value: Callable[[Stored], Value]) -> Value | None:
    """Returns the first row of a query as a value; None if there is no row."""
    row = session.scalar(query)
    return value(row) if row is not None else None


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def change(session: Session, table: type[Row], key: int, **changes: Any) -> None:
    """Changes these columns of the row with this primary key.

    Raises NoResultFound if there is none, and AttributeError for a name that is no column.
    """
    _change(session, table, key, changes)


def changed(session: Session, table: type[Stored], key: int, value: Callable[[Stored], Value], **changes: Any) -> Value:
    """Changes these columns of the row with this primary key and returns its new value.

    Raises NoResultFound if there is no such row.
    """
    return value(_change(session, table, key, changes))


def _change(session: Session, table: type[Stored], key: int, changes: Mapping[str, Any]) -> Stored:
    row = session.get_one(table, key)
    unknown = changes.keys() - table.__mapper__.column_attrs.keys()
    if unknown:
        raise AttributeError(f"{table.__name__} has no column {', '.join(sorted(unknown))}")
    for name, value in changes.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    session.flush()
    return row
