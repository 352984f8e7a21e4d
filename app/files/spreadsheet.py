"""Spreadsheets, the first sheet in sight that holds anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from app.files.archive import check_archive
from app.files.extent import check_sheets, letters
from app.files.formulas import without_value
from app.files.table import EMPTY, Cell, Table, TableFault, from_rows, unreadable
from app.sentences import N_


def read_spreadsheet(path: Path, file: str) -> Table:
    """Reads the first visible sheet that has a row below its header, from an Excel or OpenDocument file.

    Raises TableFault for a file that is no spreadsheet, is locked by a password, is empty, shows no filled sheet, has
    merged cells in its header, or is larger than a table can be.
    """
    with unreadable("this is no spreadsheet that can be opened, or it is damaged", file):
        check_archive(path, file)
        check_sheets(path, file)
        sheet, rows, others = _filled(path, file)
    header = [_cell(cell) for cell in rows[0]]
    table = from_rows(f"{file}: sheet '{sheet}'", header, _below(rows))
    return replace(table, file=file, sheet=sheet, other_sheets=tuple(name for name in others if name != sheet))


def _filled(path: Path, file: str) -> tuple[str, list[list[Any]], list[str]]:
    """Name and rows of the sheet that is read, and the names of all in sight."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheet, rows = _first_filled(workbook, file)
            others = [it.name for it in workbook.sheets_metadata if it.visible == SheetVisibleEnum.Visible]
        for row, column, formula in without_value(path, sheet):
            rows += [[""] * len(rows[0]) for _ in range(len(rows), row + 1)]
            if column < len(rows[row]):  # beyond, it has no name
                rows[row][column] = formula
    except PasswordError as fault:
        raise TableFault(N_("the file is locked by a password: save a copy without one"), file=file) from fault
    return sheet, rows, others


def _first_filled(workbook: CalamineWorkbook, file: str) -> tuple[str, list[list[Any]]]:
    """Name and rows of the first sheet in sight that has rows below its first, else of the first that is filled."""
    hidden, title = None, None
    for known in workbook.sheets_metadata:
        sheet = workbook.get_sheet_by_name(known.name)
        rows = sheet.to_python(skip_empty_area=False)
        if not any(cell != "" for row in rows for cell in row):
            continue
        if known.visible == SheetVisibleEnum.Visible:
            if sum(any(cell != "" for cell in row) for row in rows) == 1:
                title = title or (known.name, rows)
                continue
            _whole(sheet, rows, f"{file}: sheet '{known.name}'")
            return known.name, rows
        hidden = hidden or known.name
    if title is not None:
        return title
    if hidden is not None:
        what = N_("only hidden sheets hold anything: show sheet '%(sheet)s' if it is meant")
        raise TableFault(what, file=file, sheet=hidden)
    raise TableFault(EMPTY, file=file)


def _whole(sheet: CalamineSheet, rows: list[list[Any]], place: str) -> None:
    """Give each row of a merged cell its value, as eyes read it; a merged header is refused."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top == 0:
            what = N_("merged with cells up to %(end)s: take the cells apart and name each column")
            raise TableFault(what, file=place, row=1, column=letters(left), end=f"{letters(right)}{bottom + 1}")
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]


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
