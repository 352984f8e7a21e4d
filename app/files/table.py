"""A table as it was read: columns by name, and for each row the number under which its reader finds it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

Cell = str | int | float | None
"""None: empty. A text is never empty and has no blanks around it."""


class TableFault(ValueError):
    """What is wrong in a table and how to mend it, with the file, the row and the column."""

    def __init__(self, what: str, *, file: str, row: int | None = None, column: str | None = None) -> None:
        place = [f"row {row}"] if row is not None else []
        place += [f"column {column}"] if column is not None else []
        super().__init__(": ".join(part for part in (file, ", ".join(place), what) if part))


@dataclass(frozen=True)
class Table:
    """columns: cells by column name, all equally long. rows: the number of each row in the file, the header being 1.

    labels: what coded cells of a column stand for (SPSS, Stata). encoding, separator, sheet: how it was read.
    """

    file: str
    columns: Mapping[str, Sequence[Cell]]
    rows: Sequence[int]
    labels: Mapping[str, Mapping[Cell, str]] = field(default_factory=dict)
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None

    def column(self, name: str) -> Sequence[Cell]:
        """Its cells. Raises TableFault with near names where there is no such column."""
        if name not in self.columns:
            raise TableFault(f"there is no column '{name}'. {near(name, self.columns, 'It has')}", file=self.file)
        return self.columns[name]

    def words(self, name: str) -> list[str]:
        """A column as words for people: labels where there are any, whole numbers without a point, "" for empty."""
        labels = self.labels.get(name, {})
        return [labels.get(cell) or as_text(cell) for cell in self.column(name)]


def as_text(cell: Cell) -> str:
    """A cell as a person would write it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def near(name: str, known: Iterable[str], lead: str) -> str:
    """A sentence on what there is: the nearest names, or all of the first few."""
    names = list(known)
    by_small = {other.lower(): other for other in reversed(names)}
    found = [by_small[small] for small in get_close_matches(name.lower(), by_small, n=3, cutoff=0.6)]
    if found:
        return f"Did you mean {' or '.join(f'`{other}`' for other in found)}?"
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"{lead}: {', '.join(names[:12])}{more}."


def from_rows(file: str, header: Sequence[Cell], rows: Iterable[tuple[int, Sequence[Cell]]]) -> Table:
    """A table from its header and (number, cells) of the rows below; rows without a single filled cell are left out.

    Raises TableFault for a header that names a column twice, for a row of another length, and for no rows at all.
    """
    names = [as_text(cell) or f"column {place}" for place, cell in enumerate(header, start=1)]
    if not any(as_text(cell) for cell in header):
        raise TableFault("the first row is empty: it must name the columns", file=file, row=1)
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise TableFault("two columns have this name: rename one of them", file=file, row=1, column=twice[0])
    kept: list[Sequence[Cell]] = []
    numbers: list[int] = []
    for number, cells in rows:
        if all(cell is None for cell in cells):
            continue
        if len(cells) != len(names):
            raise TableFault(
                f"has {len(cells)} cells where the header names {len(names)} columns: "
                "look for a separator too many or too few, or a quotation mark left open",
                file=file,
                row=number,
            )
        kept.append(cells)
        numbers.append(number)
    if not kept:
        raise TableFault("names columns but has no rows below them: each learner is a row", file=file)
    return Table(file, dict(zip(names, zip(*kept, strict=True), strict=True)), numbers)


def where(table: Table, column: str, value: str) -> Table:
    """The rows whose cell of this column is `value`. Raises TableFault where none is."""
    words = table.words(column)
    chosen = [place for place, word in enumerate(words) if word == value]
    if not chosen:
        there = near(value, sorted({word for word in words if word}), "There are")
        raise TableFault(f"no row has '{value}'. {there}", file=table.file, column=column)
    columns = {name: [cells[place] for place in chosen] for name, cells in table.columns.items()}
    return replace(table, columns=columns, rows=[table.rows[place] for place in chosen])
