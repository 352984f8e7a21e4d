"""Cells of a workbook that the reader of spreadsheets takes for empty: errors, and formulas that nobody worked out."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from app.files.archive import sheet_parts
from app.files.extent import column_number

ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]* t="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]+)</v>')
NOT_WORKED_OUT = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?![^<>]* t="str")[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>([^<]*)</f>)(?:<v ?/>|<v></v>)?</c>'
)
"""A text that a formula makes may be empty (t="str"); a number may not."""


def without_value(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Yields (row, column, content) of cells that have no value, such as `#DIV/0!` or `=B2+1`; row and column from 0.

    Yields nothing for a file that is no Excel workbook.
    """
    if not is_zipfile(path):
        return
    with ZipFile(path) as file:
        part = sheet_parts(file).get(sheet, "")
        body = file.read(part) if part in file.namelist() else b""
    for pattern, sign in ((ERROR, ""), (NOT_WORKED_OUT, "=")):
        for letters, number, formula in pattern.findall(body):
            yield int(number) - 1, column_number(letters.decode()), sign + unescape(formula.decode())
