"""Spreadsheets, the first sheet that holds anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

from app.files.table import Cell, Table, TableFault, from_rows


def read_spreadsheet(path: Path, file: str) -> Table:
    """Raises TableFault for a file that is no spreadsheet, is locked by a password, or is empty."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheet, rows = _first_filled(workbook)
    except PasswordError as fault:
        raise TableFault("the file is locked by a password: save a copy without one", file=file) from fault
    except (CalamineError, XmlError, ZipError) as fault:
        raise TableFault("this is no spreadsheet that can be opened, or it is damaged", file=file) from fault
    if not rows:
        raise TableFault("the file is empty", file=file)
    header = [_cell(cell) for cell in rows[0]]
    return replace(from_rows(file, header, _below(rows)), sheet=sheet)


def _first_filled(workbook: CalamineWorkbook) -> tuple[str, list[list[Any]]]:
    """Name and rows of the first sheet with a filled cell; no rows where there is none."""
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(cell != "" for row in rows for cell in row):
            return name, rows
    return "", []


def _below(rows: list[list[Any]]) -> Iterator[tuple[int, list[Cell]]]:
    for number, row in enumerate(rows[1:], start=2):
        yield number, [_cell(cell) for cell in row]


def _cell(cell: Any) -> Cell:
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return cell if isinstance(cell, (int, float)) else None
