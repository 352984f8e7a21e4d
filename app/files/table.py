"""A table as it was read: columns by name, and for each row the number under which its reader finds it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from app.sentences import N_

Cell = str | int | float | None
"""None: empty. A text is never empty and has no blanks around it."""
Places = npt.NDArray[np.int32]

LONGEST_QUOTED = 200
"""signs of a cell or a name that stand in a sentence on what is wrong"""
MOST_COLUMNS = 4_000
"""Of the highest test that there is twice the items, and as many columns besides."""
MOST_LISTED = 50
"""Faults of rows that are named; the others are counted."""
PIECE = 10_000
"""Rows that are turned into columns at once."""
EMPTY = N_("the file is empty")


class TableFault(ValueError):
    """Raised if something is wrong in a table; the message has file, row and column, and says how to mend it.

    what: a sentence, with a place such as %(sheet)s for each of `values`, so that it can be translated. sentence: the
    same in English, with the values in their places.
    """

    def __init__(
        self, what: str, *, file: str, row: int | None = None, column: str | None = None, **values: str
    ) -> None:
        place = [f"row {row}"] if row is not None else []
        place += [f"column {in_short(column)}"] if column is not None else []
        self.sentence = what % values if values else what
        super().__init__(": ".join(part for part in (file, ", ".join(place), self.sentence) if part))
        self.what, self.values, self.file, self.row, self.column = what, values, file, row, column

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as it was made, by its names."""
        return partial(type(self), file=self.file, row=self.row, column=self.column, **self.values), (self.what,)

    @property
    def each(self) -> tuple["TableFault", ...]:
        """All that is wrong: this, or what TableFaults list."""
        return (self,)

    @property
    def more(self) -> int:
        """How many are wrong besides `each`."""
        return 0


class TableFaults(TableFault):
    """Raised if rows of a table are wrong: `each` has the first 50 faults, `more` counts the others.

    Read as one fault, it is the first of them.
    """

    def __init__(self, each: Sequence[TableFault], more: int = 0) -> None:
        first = each[0]
        super().__init__(first.what, file=first.file, row=first.row, column=first.column, **first.values)
        self.args = ("\n".join(map(str, each)),)
        self._each, self._more = tuple(each), more

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._each, self._more)

    @property
    def each(self) -> tuple[TableFault, ...]:
        return self._each

    @property
    def more(self) -> int:
        return self._more


class TooLarge(TableFault):
    """Raised for a file with more columns, cells or bytes than a table of learners can have."""


class NoTable(TableFault):
    """Raised for a file of a kind that is not read as a table."""


class Unreadable(TableFault):
    """Raised for a file that is damaged, or of another kind than its name says."""


@contextmanager
def unreadable(what: str, file: str) -> Iterator[None]:
    """Turns any error that a library raises within the block into Unreadable; TableFault and MemoryError pass."""
    try:
        yield
    except (TableFault, MemoryError):
        raise
    except Exception as fault:
        raise Unreadable(what, file=file) from fault


@dataclass(frozen=True, eq=False)
class Column:
    """Holds the cells of one column, each different cell once: the cell of a row is values[places[row]].

    A million cells are a few dozen values, and each value is looked at once. `values` may hold a cell twice, and cells
    that no row has.
    """

    values: Sequence[Cell]
    places: Places

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Column":
        """Builds a column from one cell per row."""
        known: dict[Cell, int] = {}
        places = np.fromiter((known.setdefault(cell, len(known)) for cell in cells), dtype=np.int32)
        return cls(list(known), places)

    def __len__(self) -> int:
        return self.places.size

    def __getitem__(self, row: int) -> Cell:
        return self.values[self.places[row]]

    def of_rows(self, chosen: npt.NDArray[Any]) -> "Column":
        """Returns the column with only these rows. chosen: their indices, or a bool for each row."""
        return Column(self.values, self.places[chosen])

    def carried(self, values: Sequence[Any], dtype: type[np.generic] = np.int32) -> npt.NDArray[Any]:
        """Returns an array with, for each row, the entry of `values` that belongs to its cell.

        values: one for each of the column's own values, in their order.
        """
        return np.array(values, dtype=dtype)[self.places]


@dataclass(frozen=True, eq=False)
class Table:
    """Holds what was read from a file.

    columns: by name, all equally long. rows: the number of each row in the file, the header being 1. labels: texts for
    coded cells of a column (SPSS, Stata). encoding, separator, sheet: how it was read. other_sheets: visible ones that
    were not read. sums: number and word of rows that were left out because they add up others. uneven: what is wrong
    with rows that were left out because they have more or fewer cells than the header; None if there is no such row.
    """

    file: str
    columns: Mapping[str, Column]
    rows: npt.NDArray[np.int64]
    labels: Mapping[str, Mapping[Cell, str]] = field(default_factory=dict)
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    sums: tuple[tuple[int, str], ...] = ()
    uneven: TableFaults | None = None

    @property
    def place(self) -> str:
        """The file's name, with the sheet's if there are sheets, for messages."""
        return self.file if self.sheet is None else f"{self.file}: sheet '{self.sheet}'"

    def column(self, name: str) -> Column:
        """Returns the cells of a column; raises TableFault, with similar names, if there is no such column."""
        if name not in self.columns:
            raise TableFault(f"there is no column '{name}'. {near(name, self.columns, 'It has')}", file=self.place)
        return self.columns[name]

    def words(self, name: str) -> Column:
        """Returns a column as words for people, each once; raises TableFault if there is no such column.

        Labels if there are any, whole numbers without a point, "" for an empty cell.
        """
        column, labels = self.column(name), self.labels.get(name, {})
        known: dict[Cell, int] = {}
        of_value = [known.setdefault(labels.get(cell) or as_text(cell), len(known)) for cell in column.values]
        return Column(list(known), column.carried(of_value))


def together(columns: Sequence[Column]) -> Column:
    """Puts columns of words one under the other; each word is once in the result's values."""
    known: dict[object, int] = {}
    places = [column.carried([known.setdefault(word, len(known)) for word in column.values]) for column in columns]
    return Column([str(word) for word in known], np.concatenate(places))


def as_text(cell: Cell) -> str:
    """Returns a cell as text on one line, as a person would write it; "" for None."""
    if cell is None:
        return ""
    if isinstance(cell, str) and not cell.isprintable():
        return " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def in_short(cell: Cell) -> str:
    """Returns a cell as text to be quoted in a sentence, cut after 200 characters."""
    written = as_text(cell)
    return written if len(written) <= LONGEST_QUOTED else f"{written[:LONGEST_QUOTED]}…"


def near(name: str, known: Iterable[str], lead: str) -> str:
    """Returns a sentence that proposes up to three similar names, or else lists the first 12 names after `lead`."""
    names = list(known)
    by_small = {other.lower(): other for other in reversed(names)}
    alike = [by_small[small] for small in get_close_matches(name.lower(), by_small, n=3, cutoff=0.6)]
    if alike:
        return f"Did you mean {' or '.join(f'`{in_short(other)}`' for other in alike)}?"
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"{lead}: {', '.join(map(in_short, names[:12]))}{more}."


def column_names(file: str, header: Sequence[Cell]) -> list[str]:
    """Returns a name for each column, "column N" for an empty cell; raises TableFault if all are empty or two alike."""
    names = [as_text(cell) or f"column {place}" for place, cell in enumerate(header, start=1)]
    if not any(as_text(cell) for cell in header):
        raise TableFault(N_("the first row is empty: it must name the columns"), file=file, row=1)
    check_columns(len(names), file)
    counts = Counter(names)
    twice = next((name for name in names if counts[name] > 1), None)
    if twice is not None:
        raise TableFault(N_("two columns have this name: rename one of them"), file=file, row=1, column=twice)
    return names


def check_columns(count: int, file: str) -> None:
    """Raises TooLarge for more than 4,000 columns."""
    if count > MOST_COLUMNS:
        what = f"{count} columns are too large to be such a table, which has at most {MOST_COLUMNS}"
        raise TooLarge(f"{what}: keep the columns that are needed", file=file, row=1)


def check_cells(rows: int, columns: int, most: int, file: str) -> None:
    """Raises TooLarge for more than 4,000 columns or more than `most` cells."""
    check_columns(columns, file)
    if rows * columns > most:
        what = f"{rows} rows of {columns} cells are too large to be such a table in a file of this size"
        raise TooLarge(f"{what}: keep the rows of learners and the columns that are needed", file=file)


def from_columns(
    file: str, columns: Mapping[str, Column], rows: npt.NDArray[np.int64], *, looked_at: Iterable[str] | None = None
) -> Table:
    """Builds a table of equally long columns; rows without a filled cell are left out.

    looked_at: the order in which columns are searched for filled cells, until every row has one. Raises TableFault if
    no row is left.
    """
    filled = np.zeros(rows.size, dtype=bool)
    for name in columns if looked_at is None else looked_at:
        filled |= columns[name].carried([cell is not None for cell in columns[name].values] or [False], np.bool_)
        if filled.all():
            break
    if not filled.any():
        raise TableFault(N_("names columns but has no rows below them"), file=file)
    if filled.all():
        return Table(file, columns, rows)
    return Table(file, {name: column.of_rows(filled) for name, column in columns.items()}, rows[filled])


def from_rows(file: str, header: Sequence[Cell], rows: Iterable[tuple[int, Sequence[Cell]]]) -> Table:
    """Builds a table from its header and the (number, cells) of the rows below; empty rows are left out.

    Rows of another length are left out and named in `uneven`. Raises TableFault for an empty header, two columns of one
    name, and if there are no rows.
    """
    names = column_names(file, header)
    known: list[dict[Cell, int]] = [{} for _ in names]
    places: list[list[Places]] = [[np.zeros(0, dtype=np.int32)] for _ in names]
    numbers: list[int] = []
    of_length = _OfLength(file, len(names), rows)
    even = iter(of_length)
    while piece := list(islice(even, PIECE)):
        numbers += [number for number, _ in piece]
        for place, cells in enumerate(zip(*(cells for _, cells in piece), strict=True)):
            seen = known[place]
            for cell in set(cells) - seen.keys():
                seen[cell] = len(seen)
            places[place].append(np.fromiter(map(seen.__getitem__, cells), dtype=np.int32, count=len(cells)))
    columns = {
        name: Column([_trimmed(cell) for cell in seen], np.concatenate(of))
        for name, seen, of in zip(names, known, places, strict=True)
    }
    uneven = of_length.faults()
    if uneven is not None and not numbers:
        raise uneven
    return replace(from_columns(file, columns, np.array(numbers, dtype=np.int64)), uneven=uneven)


class _OfLength:
    """Yields rows as long as the header, and gathers what is wrong with the others."""

    def __init__(self, file: str, length: int, rows: Iterable[tuple[int, Sequence[Cell]]]) -> None:
        self._file, self._length, self._rows = file, length, rows
        self._listed: list[TableFault] = []
        self._more = 0

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, cells in self._rows:
            if len(cells) == self._length:
                yield number, cells
            elif any(_trimmed(cell) is not None for cell in cells):
                self._note(number, len(cells))

    def _note(self, row: int, cells: int) -> None:
        if len(self._listed) == MOST_LISTED:
            self._more += 1
            return
        what = N_(
            "cells: %(cells)s, columns in the header: %(columns)s; look for a separator too many or too few, or a "
            "quotation mark left open"
        )
        fault = TableFault(what, file=self._file, row=row, cells=str(cells), columns=str(self._length))
        self._listed.append(fault)

    def faults(self) -> TableFaults | None:
        return TableFaults(self._listed, more=self._more) if self._listed else None


def _trimmed(cell: Cell) -> Cell:
    return cell.strip() or None if isinstance(cell, str) else cell


def where(table: Table, column: str, value: str) -> Table:
    """Returns the table with only the rows whose cell of this column is `value`; raises TableFault if none is."""
    words = table.words(column)
    chosen = words.carried([word == value for word in words.values], np.bool_)
    if not chosen.any():
        seen = {str(words[row]) for row in range(len(words))} - {""}
        suggestion = near(value, sorted(seen), "There are")
        raise TableFault(f"no row has '{value}'. {suggestion}", file=table.place, column=column)
    columns = {name: cells.of_rows(chosen) for name, cells in table.columns.items()}
    return replace(table, columns=columns, rows=table.rows[chosen])
