"""The report as a workbook: figures, what each column means, and how they were made."""

import io
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analytics import DECIMALS, FIGURES, Unit
from app.exports.about import about
from app.exports.columns import Column, columns_of
from app.exports.cover import Made
from app.exports.document import document
from app.exports.gain_csv import ENDS, tidy_rows
from app.wording import Words, figure_label, unit_name

NARROWEST, OF_TEXT, WIDEST = 9, 28, 34
LINES = 3
"""Of a label above its column."""
ALWAYS = ("source", "name", "suppressed", "rounded")
"""Columns that stand even where nothing is in them."""
Cell = tuple[Any, Any]
"""(value, look)"""


def gain_xlsx(made: Made, words: Words) -> bytes:
    """Returns an Excel workbook of five sheets: figures, in words, all figures, code book and method.

    Numbers are numbers, no text can be a formula, and an empty cell means "not given".
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": made[0][1].source, "comments": made[0][1].data})
        _Book(book, made, words).write()
    return written.getvalue()


class _Book:
    def __init__(self, book: Any, made: Made, words: Words) -> None:
        self.book, self.made, self.words = book, made, words
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.small = book.add_format({"font_color": "#595959", "valign": "top"})
        self.looks: dict[str, Any] = {}

    def write(self) -> None:
        columns, tidy = _filled(columns_of(self.made, self.words)), list(tidy_rows(self.made, self.words))
        self._figures(columns)
        self._in_words()
        self._all_figures(tidy)
        self._codebook(columns, tidy)
        _ = self.words.gettext
        rows = [[(name, self.wrap), (text, self.wrap)] for name, text in about(self.made, self.words)]
        self._sheet(_("Method"), [(_("What"), 24), (_("Explained"), 100)], rows)

    def _figures(self, columns: Sequence[Column]) -> None:
        """Labels over the names that statistics programs have for the same columns."""
        sheet, top = self._empty(self.words.gettext("Figures"))
        for column, one in enumerate(columns):
            label = shorten(one.label, LINES * (_width(one) - 1), placeholder="…")
            sheet.write_string(top, column, label, self.head)
            sheet.write_string(top + 1, column, one.name, self.small)
            sheet.set_column(column, column, _width(one))
            for row, cell in enumerate(one.cells, start=top + 2):
                self._write(sheet, row, column, (cell, self._look(one.unit)))
        sheet.set_row(top, 15 * LINES)
        sheet.freeze_panes(top + 2, 2)
        sheet.autofilter(top + 1, 0, top + 1 + len(columns[0].cells), len(columns) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(top, top + 1)

    def _in_words(self) -> None:
        sheet, top = self._empty(self.words.gettext("In words"))
        sheet.set_column(0, 0, 110)
        for row, cell in enumerate(self._sentences(), start=top):
            self._write(sheet, row, 0, cell)

    def _sentences(self) -> Iterator[Cell]:
        """Of what each report is, in short, then all that it says, section by section, and the notes."""
        _, words = self.words.gettext, self.words
        for report, cover in self.made:
            page = document(report, cover, words)
            yield page.title, self.head
            yield from ((f"{name}: {fact}", self.wrap) for name, fact in page.facts)
            yield _("In short"), self.head
            yield from ((line, self.wrap) for line in page.short)
            for section in (*page.sections, *(one for one in page.annex if one.sentences)):
                yield section.title, self.head
                yield from ((line, self.wrap) for line in section.sentences)
                if section.danger:
                    yield section.danger_sentence(self.words), self.wrap
            yield _("Notes on the figures"), self.head
            yield from ((line, self.wrap) for line in page.notes)

    def _all_figures(self, tidy: Sequence[Sequence[Any]]) -> None:
        """The rows of the CSV; each value in the format of its unit."""
        head, of_figure = tidy[0], tidy[0].index("figure")
        spans = {head.index(name) for name in ("value", *ENDS)}
        rows = []
        for row in tidy[1:]:
            figure = FIGURES.get(row[of_figure])
            look = self._look(figure.unit) if figure else None
            rows.append([(cell, look if place in spans else None) for place, cell in enumerate(row)])
        self._sheet(self.words.gettext("All figures"), [(name, 18) for name in head], rows, filtered=True)

    def _codebook(self, columns: Sequence[Column], tidy: Sequence[Sequence[Any]]) -> None:
        """Every column of the first sheet, and every figure of the sheet with all of them."""
        _, of_figure = self.words.gettext, tidy[0].index("figure")
        figures = dict.fromkeys(row[of_figure] for row in tidy[1:] if row[of_figure] in FIGURES)
        shown = {one.figure for one in columns}
        others = [FIGURES[path] for path in figures if path not in shown]
        rows: list[tuple[str, str, str, Unit | None]] = [
            *((one.name, one.figure if one.figure in figures else "", one.label, one.unit) for one in columns),
            *(("", one.path, figure_label(self.words, one), one.unit) for one in others),
        ]
        head = [(_("Variable"), 34), (_("Figure"), 44), (_("Meaning"), 70), (_("Values"), 22)]
        cells = [[(cell, self.wrap) for cell in (*row[:3], self._unit(row[3]))] for row in rows]
        self._sheet(_("Codebook"), head, cells)

    def _unit(self, unit: Unit | None) -> str:
        return self.words.gettext("text") if unit is None else unit_name(self.words, unit)

    def _look(self, unit: Unit | None) -> Any:
        """In the decimals of the unit, as in all files for programs; the number in the cell has all of its own."""
        decimals = DECIMALS[unit] if unit else 0
        point = "0." + "0" * decimals if decimals else "0"
        code = {None: "@", Unit.SHARE: f"{point}%", Unit.P: f"{point}E+00"}.get(unit, point)
        if code not in self.looks:
            self.looks[code] = self.book.add_format({"num_format": code, "valign": "top"})
        return self.looks[code]

    def _empty(self, name: str) -> tuple[Worksheet, int]:
        """A new sheet and its first free row: what the data are stands above where the people are not real."""
        sheet, data = self.book.add_worksheet(name), self.made[0][1].data
        if data:
            sheet.write_string(0, 0, data, self.head)
        return sheet, 1 if data else 0

    def _sheet(
        self, name: str, head: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]], *, filtered: bool = False
    ) -> None:
        sheet, top = self._empty(name)
        for column, (title, width) in enumerate(head):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, title, self.head)
        for row, cells in enumerate(rows, start=top + 1):
            for column, cell in enumerate(cells):
                self._write(sheet, row, column, cell)
        sheet.freeze_panes(top + 1, 0)
        if filtered:
            sheet.autofilter(top, 0, top + len(rows), len(head) - 1)

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        value, look = cell
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value, look)
        else:
            sheet.write_number(row, column, value, look)


def _filled(columns: Sequence[Column]) -> list[Column]:
    """Without those in which nothing stands."""
    return [one for one in columns if one.name in ALWAYS or any(cell not in (None, "") for cell in one.cells)]


def _width(column: Column) -> int:
    """So that the label takes LINES lines; a longer one stands whole in the code book."""
    if column.unit is None:
        return OF_TEXT
    return min(WIDEST, max(NARROWEST, len(column.label) // LINES + 4, max(map(len, column.label.split())) + 1))
