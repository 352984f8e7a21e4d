"""Rows of text as a workbook: for those who write courses, and for the software that reads XLSForms."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

WIDTH = 28


def workbook(sheets: Mapping[str, Sequence[Sequence[str | int]]]) -> bytes:
    """Returns an Excel workbook with these sheets, by name; the first row of each is its head.

    Every text is text: none can be a formula or a link. A number is a number, and an empty text an empty cell.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, int):
                        sheet.write_number(row, column, cell, wrap if row else head)
                    elif cell:
                        sheet.write_string(row, column, cell, wrap if row else head)
            if rows:
                sheet.set_column(0, len(rows[0]) - 1, WIDTH)
    return written.getvalue()
