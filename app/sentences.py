"""Sentences that stand where no reader's language is known, and are translated where they are shown."""

from collections.abc import Mapping
from typing import Any


def N_(sentence: str) -> str:  # noqa: N802  (the name by which translators' tools know a marked sentence)
    """Marks a sentence for the translators' tools and returns it unchanged."""
    return sentence


class Remark(str):
    """A Remark is an English text that can be said in another language: `marked` is its sentence, filled by `values`.

    A value is a number, a name, a code whose kind its key says (`language`, `country`), a tuple of these, or a Remark.
    """

    marked: str
    values: Mapping[str, Any]

    def __new__(cls, marked: str, **values: Any) -> "Remark":
        remark = super().__new__(cls, marked % {key: listed(value) for key, value in values.items()})
        remark.marked, remark.values = marked, values
        return remark

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, Any]]:
        """Pickled as it was made."""
        return (self.marked,), self.values


def listed(value: Any) -> Any:
    """Returns the parts of a tuple with commas between them, and any other value as it is."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
