"""The report as a workbook: figures, what each column means, and how they were made."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from app.exports.gain_csv import tidy_rows
from app.exports.remarks import all_remarks
from app.exports.variable import Made, Variable
from app.exports.variables import rectangle
from app.wording import Words, findings, method_sentence, reception_findings

FORMATS = {"share": "0.0%", "number": "0.00", "p": "0.000E+00", "count": "0", "text": "@"}
WIDTHS = {"share": 11, "number": 11, "p": 12, "count": 9, "text": 24}


def gain_xlsx(made: Made, words: Words) -> bytes:
    """Five sheets. Numbers are numbers, texts are texts (none can be a formula), an empty cell is "not given"."""
    _ = words.gettext
    found = rectangle(made, words)
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": made[0][1].source, "comments": made[0][1].data})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        cells = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()}

        sheet = book.add_worksheet(_("Figures"))
        top = _mark(sheet, made[0][1].data, head)
        for column, variable in enumerate(found.variables):
            sheet.write_string(top, column, variable.label, head)
            sheet.set_column(column, column, WIDTHS[variable.kind])
        for row, values in enumerate(found.rows, start=top + 1):
            for column, (variable, value) in enumerate(zip(found.variables, values, strict=True)):
                _write(sheet, row, column, variable, value, cells)
        sheet.freeze_panes(top + 1, 2)
        sheet.autofilter(top, 0, top + len(found.rows), len(found.variables) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(top)

        sheet = book.add_worksheet(_("In words"))
        top = _mark(sheet, made[0][1].data, head)
        sheet.set_column(0, 0, 110)
        for row, (sentence, look) in enumerate(_in_words(made, words, head, wrap), start=top):
            sheet.write_string(row, 0, sentence, look)

        sheet = book.add_worksheet(_("All figures"))
        top = _mark(sheet, made[0][1].data, head)
        rows_of_all = list(tidy_rows(made, words))
        for row, tidy in enumerate(rows_of_all, start=top):
            for column, value in enumerate(tidy):
                if isinstance(value, str) and value:
                    sheet.write_string(row, column, value, head if row == top else cells["text"])
                elif not isinstance(value, str):
                    sheet.write_number(row, column, value)
        sheet.set_column(0, len(rows_of_all[0]) - 1, 18)
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, top + len(rows_of_all) - 1, len(rows_of_all[0]) - 1)

        sheet = book.add_worksheet(_("Codebook"))
        top = _mark(sheet, made[0][1].data, head)
        kinds = {
            "text": _("text"),
            "count": _("whole number"),
            "share": _("share, 0 to 1"),
            "number": _("number"),
            "p": _("probability, 0 to 1"),
        }
        rows = [(variable.name, variable.label, kinds[variable.kind]) for variable in found.variables]
        _table(sheet, top, [(_("Variable"), 20), (_("Meaning"), 70), (_("Values"), 22)], rows, head, wrap)

        sheet = book.add_worksheet(_("Method"))
        top = _mark(sheet, made[0][1].data, head)
        _table(sheet, top, [(_("What"), 24), (_("Explained"), 100)], found.about, head, wrap)
    return written.getvalue()


def _in_words(made: Made, words: Words, title: Any, text: Any) -> Iterator[tuple[str, Any]]:
    """All that each report says, section by section, with what would make it false and what to know beside it."""
    _ = words.gettext
    for report, cover in made:
        yield _("Knowledge gain: %(source)s") % {"source": cover.source}, title
        yield from ((line, text) for line in (*cover.taken, method_sentence(words, report)))
        for section in (*findings(words, report, cover.called), *reception_findings(words, cover.reception)):
            yield section.title, title
            yield from ((line, text) for line in section.sentences)
            if section.danger:
                yield _("What could mislead: %(danger)s") % {"danger": section.danger}, text
        yield _("Notes on the figures"), title
        yield from ((line, text) for line in all_remarks(report, cover, words))


def _mark(sheet: Worksheet, data: str, head: Any) -> int:
    """What the data are, on top of every sheet where the people are not real; the row where the rest begins."""
    if not data:
        return 0
    sheet.write_string(0, 0, data, head)
    return 1


def _write(sheet: Worksheet, row: int, column: int, variable: Variable, value: Any, cells: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if variable.kind == "text":
        sheet.write_string(row, column, str(value), cells["text"])
    else:
        sheet.write_number(row, column, value, cells[variable.kind])


def _table(
    sheet: Worksheet,
    top: int,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[tuple[str, ...]],
    head: Any,
    wrap: Any,
) -> None:
    for column, (title, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, title, head)
    for row, texts in enumerate(rows, start=top + 1):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, wrap)
    sheet.freeze_panes(top + 1, 0)
