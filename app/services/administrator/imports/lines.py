"""A table of groups, partners or staff as lines of plain text, whatever kind of file it came from."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from app.files import Table
from app.files.table import Cell, as_text
from app.store.names import fold
from app.wording.imports import spellings

Value = TypeVar("Value")

MOST_ROWS = 500
"""Of one table: a longer one would keep other writers waiting."""
LONGEST_CELL = 300
"""Signs that are read of a cell: no name here is longer."""
MOST_NEAR = 3

_SIGNS = {
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None),
    **dict.fromkeys(map(ord, "«»„“”‟″"), '"'),
    **dict.fromkeys(map(ord, "‘’ʼ`"), "'"),
    **dict.fromkeys(map(ord, "‐‑–—−"), "-"),
}
"""Signs that nobody sees, and those that stand for one another, in names that are compared."""
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\0"), None)


class TooManyRows(ValueError):
    """Raised for a table with more than MOST_ROWS rows."""


@dataclass(frozen=True)
class Line:
    """A Line is one row of a table: its number, as its reader sees it, and the text of each column that is known."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Fault:
    """A Fault is one thing to mend. row: 0 for the whole table. near: what stands nearest, of what there is."""

    row: int
    column: str
    code: str
    value: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft(Generic[Value]):
    """A Draft is what a table comes to: its rows without a fault, and every fault, in the order of rows."""

    rows: tuple[Value, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Sheet:
    """A Sheet is what was read of a table. heads: by column, as the table names it. unread: heads nobody knows."""

    lines: tuple[Line, ...]
    heads: Mapping[str, str]
    unread: tuple[str, ...] = ()


def sheet_of(table: Table, columns: Sequence[str]) -> Sheet:
    """Returns the lines of a table, its columns known by their names in any language of the interface.

    Raises TooManyRows.
    """
    if len(table.rows) > MOST_ROWS:
        raise TooManyRows
    known = {plain(name): column for column in columns for name in spellings("column", column)}
    heads: dict[str, str] = {}
    for head in table.columns:
        heads.setdefault(known.get(plain(head), ""), head)
    heads.pop("", None)
    cells = {column: table.column(head) for column, head in heads.items()}
    lines = [
        Line(int(row), {column: cleaned(_written(of[place])) for column, of in cells.items()})
        for place, row in enumerate(table.rows)
    ]
    unread = tuple(head for head in table.columns if head not in heads.values())
    return Sheet(tuple(line for line in lines if any(line.cells.values())), heads, unread)


def _written(cell: Cell) -> str:
    """As it stands, with signs that nobody sees: `cleaned` takes them away without a trace."""
    return cell if isinstance(cell, str) else as_text(cell)


def missing_columns(sheet: Sheet, needed: Collection[str]) -> list[Fault]:
    """Lists the columns that a table must have and has not."""
    return [Fault(0, column, "no_column") for column in needed if column not in sheet.heads]


def cleaned(text: str) -> str:
    """Returns a text without signs that nobody sees, its blanks of every width single ones and none around it."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN)).split())[:LONGEST_CELL]


def plain(text: str) -> str:
    """Returns a text by which names are compared: letters of one case, quotation marks, dashes and blanks alike."""
    return cleaned(fold(cleaned(text)).translate(_SIGNS))


class Choice(Generic[Value]):
    """A Choice is what a cell may name, each value by its spellings."""

    def __init__(self, named: Iterable[tuple[str, Value]]) -> None:
        """named: (what people write, what it means); the same spelling may mean several."""
        self._by_spelling: dict[str, dict[Value, str]] = {}
        self._names: dict[str, None] = {}
        for name, value in named:
            self._by_spelling.setdefault(plain(name), {}).setdefault(value, name)
            self._names.setdefault(name)

    @property
    def values(self) -> list[Value]:
        """All that can be chosen, each once, in the order in which it was named."""
        return list(dict.fromkeys(value for meant in self._by_spelling.values() for value in meant))

    def find(self, text: str) -> list[Value]:
        """Lists what a text may mean."""
        return list(self._by_spelling.get(plain(text), {}))

    def near(self, text: str) -> tuple[str, ...]:
        """Returns up to three names that resemble a text."""
        by_plain = {plain(name): name for name in reversed(self._names)}
        wanted = plain(text)
        alike = [it for it in by_plain if wanted and wanted in it][:MOST_NEAR]
        alike += [it for it in get_close_matches(wanted, by_plain, n=MOST_NEAR, cutoff=0.6) if it not in alike]
        return tuple(dict.fromkeys(by_plain[it] for it in alike))[:MOST_NEAR]


def choose(line: Line, column: str, choice: Choice[Value], faults: list[Fault]) -> Value | None:
    """Returns what a cell means; None, with a fault added, where it is empty, unknown or may mean several."""
    text = line[column]
    meant = choice.find(text) if text else []
    if len(meant) == 1:
        return meant[0]
    code = "empty" if not text else "ambiguous" if meant else "unknown"
    faults.append(Fault(line.row, column, code, text, choice.near(text) if text else ()))
    return None
