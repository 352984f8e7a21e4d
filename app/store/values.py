"""What leaves the store: frozen values, never a row."""

from dataclasses import fields
from typing import Any, TypeVar

from app.store.tables import Row

Value = TypeVar("Value")


def value_of(kind: type[Value], row: Row, **more: Any) -> Value:
    """What a row holds: each field of this dataclass from the column of its name, a list as a tuple.

    more: fields that are no column.
    """
    names = {field.name for field in fields(kind)} - more.keys()  # type: ignore[arg-type]
    return kind(**{name: _fixed(getattr(row, name)) for name in names}, **more)


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def change(row: Row, **changes: Any) -> None:
    """Write these columns of a row, when the session is flushed."""
    for name, value in changes.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
