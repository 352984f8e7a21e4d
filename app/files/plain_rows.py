"""Long text tables that are plain, ten times as fast as Python reads them, by pyarrow where it is installed."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, overload

import numpy as np

from app.files.table import Cell, Column, Table, column_names, from_columns

QUOTE, LINE = ord('"'), ord("\n")


def read_plain(text: str, separator: str, file: str, *, lines_before: int) -> Table | None:
    """Reads a plain text table fast, by pyarrow; None if Python's own reader must read it.

    Plain: a row is one line, no line is blank, and quotation marks are only around whole cells. lines_before: lines of
    the file before the text. Raises TableFault for a header that is empty or names a column twice.
    """
    try:
        arrow, arrow_csv = import_module("pyarrow"), import_module("pyarrow.csv")
    except ModuleNotFoundError:
        return None
    data = text.replace("\r\n", "\n").encode()
    first = data.find(b"\n")
    if first < 0 or b"\r" in data or b"\0" in data or not _is_plain(data, ord(separator)):
        return None
    header = next(csv.reader([data[:first].decode()], delimiter=separator))
    names = column_names(file, [name.strip() or None for name in header])
    of_words = arrow.dictionary(arrow.int32(), arrow.string())
    try:
        read_table = arrow_csv.read_csv(
            arrow.py_buffer(data)[first + 1 :],
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, double_quote=False, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, of_words), strings_can_be_null=False, null_values=[]
            ),
        )
    except arrow.ArrowInvalid:
        return None
    if not read_table.num_rows:
        return None
    columns = _Columns(read_table)
    fewest_first = sorted(names, key=lambda name: len(read_table.column(name).chunk(0).dictionary))
    rows = np.arange(read_table.num_rows, dtype=np.int64) + lines_before + 2
    return from_columns(file, columns, rows, looked_at=fewest_first)


def _is_plain(data: bytes, separator: int) -> bool:
    """Marks come in pairs: the first after a separator or at the start of a line, the second before one or at its end,
    and no line ends between them. Then nothing is left that two readers could read differently."""
    if b'"' not in data:
        return True
    signs = np.frombuffer(data, dtype=np.uint8)
    marks = np.flatnonzero(signs == QUOTE)
    if marks.size % 2:
        return False
    opening, closing = marks[0::2], marks[1::2]
    borders = np.zeros(256, dtype=bool)
    borders[[separator, LINE]] = True
    before = borders[signs[np.maximum(opening - 1, 0)]] | (opening == 0)
    after = borders[signs[np.minimum(closing + 1, signs.size - 1)]] | (closing == signs.size - 1)
    lines = np.flatnonzero(signs == LINE)
    one_line = np.searchsorted(lines, opening) == np.searchsorted(lines, closing)
    return bool(before.all() and after.all() and one_line.all())


class _Columns(Mapping[str, Column]):
    """Columns of Arrow's table, each made when it is asked for: most of a long table is never looked at."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self._made: dict[str, Column] = {}

    def __len__(self) -> int:
        return len(self._table.column_names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.column_names)

    def __getitem__(self, name: str) -> Column:
        if name not in self._table.column_names:
            raise KeyError(name)
        if name not in self._made:
            chunks = self._table.column(name).unify_dictionaries().chunks
            places = np.concatenate([np.from_dlpack(chunk.indices) for chunk in chunks])
            self._made[name] = Column(_Cells(chunks[0].dictionary), places)
        return self._made[name]


class _Cells(Sequence[Cell]):
    """Words of Arrow as cells, each made when it is asked for: a column of a million names is mostly counted."""

    def __init__(self, words: Any) -> None:
        self._words = words

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, place: int) -> Cell: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Cell]: ...

    def __getitem__(self, place: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(place, slice):
            return _Cells(self._words[place])
        return self._words[int(place)].as_py().strip() or None

    def __iter__(self) -> Iterator[Cell]:
        return (word.strip() or None for word in self._words.to_pylist())
