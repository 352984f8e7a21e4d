"""CSV and its relatives: separated by a comma, a semicolon or a tab."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.files.encoding import decoded
from app.files.plain_rows import read_plain
from app.files.table import EMPTY, Cell, Table, TableFault, from_rows
from app.sentences import N_

SEPARATORS = (",", ";", "\t")
SAID_BY_EXCEL = re.compile(r"sep=(.)\r?\n")
"""A first line that tells Excel the separator."""
LONG = 1 << 20
"""Signs from which it is worth trying the fast reader first."""


def read_delimited(path: Path, file: str, *, long: int = LONG) -> Table:
    """Reads a CSV or other delimited text table; raises TableFault, with the row if known, if it cannot.

    file: the name that a TableFault gives. OSError is raised as it is. The separator (comma, semicolon, tab, or that of
    a first line "sep=") and the encoding are recognised. long: from this many characters on pyarrow reads the text if
    it is installed and the text is plain; Python's own reader takes everything else.
    """
    text, encoding = decoded(path.read_bytes(), file)
    declaration = SAID_BY_EXCEL.match(text)
    if declaration:
        text = text[declaration.end() :]
    if not text or text.isspace():
        raise TableFault(EMPTY, file=file)
    separator = declaration[1] if declaration else _separator(text)
    lines_before = 1 if declaration else 0
    table = read_plain(text, separator, file, lines_before=lines_before) if len(text) >= long else None
    if table is None:
        rows = _rows(text, separator, file, lines_before=lines_before)
        _, header = next(rows)
        table = from_rows(file, [cell.strip() or None if isinstance(cell, str) else cell for cell in header], rows)
    return replace(table, encoding=encoding, separator=separator)


def _separator(text: str) -> str:
    """The one that stands most often in the header, outside of quotation marks."""
    start = len(text) - len(text.lstrip("\r\n"))
    header = re.sub('"[^"]*"', "", re.split("[\r\n]", text[start : start + (1 << 20)], maxsplit=1)[0])
    return max(SEPARATORS, key=header.count)


def _rows(text: str, separator: str, file: str, *, lines_before: int) -> Iterator[tuple[int, list[Cell]]]:
    """(line in the file, cells) of every line that is not blank."""
    csv.field_size_limit(1 << 20)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = lines_before + 1
    try:
        for cells in reader:
            if cells:
                yield start, list[Cell](cells)
            start = lines_before + reader.line_num + 1
    except csv.Error as fault:
        what = N_("a quotation mark is left open or stands inside a cell: double it, or take it out")
        raise TableFault(what, file=file, row=start) from fault
