"""The workbook into which an administrator writes groups, partners or staff: lists to choose from, days as days."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

ROWS = 500
"""So many rows can be chosen from lists."""
WIDTH = 24
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_HINT = 255
"""Signs that a spreadsheet shows beside a cell."""


@dataclass(frozen=True)
class TemplateColumn:
    """A TemplateColumn is one column: its head, what stands beside its cells, and what may be chosen in them."""

    head: str
    hint: str = ""
    choices: Sequence[str] = ()
    is_day: bool = False


def import_template(title: str, columns: Sequence[TemplateColumn], *, lists: str, wrong: str) -> bytes:
    """Returns an Excel workbook with a sheet of empty rows under these columns.

    title: of that sheet. lists: name of the hidden sheet that holds what can be chosen; wrong: the sentence on a cell
    with anything else, which is kept all the same. No cell is a formula.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet, listed = book.add_worksheet(title), book.add_worksheet(lists)
        listed.hide()
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.head, head)
            sheet.set_column(place, place, WIDTH, day if column.is_day else None)
            listed.write_string(0, place, column.head)
            for row, choice in enumerate(column.choices, start=1):
                listed.write_string(row, place, choice)
            rule = _rule(column, place, lists, wrong)
            if rule:
                sheet.data_validation(1, place, ROWS, place, rule)
    return written.getvalue()


def _rule(column: TemplateColumn, place: int, lists: str, wrong: str) -> dict[str, Any]:
    """What a spreadsheet offers in the cells of a column, and says beside them; {} where neither is needed."""
    message: dict[str, Any] = {"input_message": column.hint[:LONGEST_HINT]} if column.hint else {}
    if column.is_day:
        span = {"criteria": "between", "minimum": EARLIEST, "maximum": LATEST}
        return {"validate": "date", **span, "error_type": "warning", "error_message": wrong, **message}
    if column.choices:
        letter = xl_col_to_name(place)
        source = f"='{lists}'!${letter}$2:${letter}${len(column.choices) + 1}"
        return {"validate": "list", "source": source, "error_type": "warning", "error_message": wrong, **message}
    return {"validate": "any", **message} if message else {}
