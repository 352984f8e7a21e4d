"""What people do in spreadsheets: sheets out of sight, merged cells, formulas, dates where a score should be."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from app.files import TableFault, find_layout, group_counts, read_table, study

Fill = Callable[[Worksheet], object]


def workbook(path: Path, *sheets: tuple[str, bool, Fill]) -> Path:
    """(name, whether it is hidden, what fills it) of each sheet."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, hidden, fill in sheets:
            sheet = book.add_worksheet(name)
            fill(sheet)
            if hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
    return path


def scores(sheet: Worksheet) -> None:
    for number, row in enumerate([("region", "pre", "post"), ("N", 3, 6), ("S", 4, 5), ("S", 5, 9)]):
        sheet.write_row(number, 0, row)


def other(sheet: Worksheet) -> None:
    sheet.write_row(0, 0, ("pre", "post"))
    sheet.write_row(1, 0, (1, 1))


def test_a_hidden_sheet_is_passed_over_and_the_one_in_sight_is_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx", ("Lists", True, other), ("Empty", False, lambda _: None), ("Mine", False, scores)
    )
    table = read_table(path)

    assert table.sheet == "Mine"
    assert len(table.rows) == 3


def test_hidden_sheets_alone_are_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", ("Lists", True, other), ("Empty", False, lambda _: None))

    with pytest.raises(TableFault, match="only hidden sheets hold anything: show sheet 'Lists' if it is meant"):
        read_table(path)


def test_a_sheet_with_a_title_alone_is_passed_over(tmp_path: Path) -> None:
    def title(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("About this study",))

    assert read_table(workbook(tmp_path / "t.xlsx", ("Read me", False, title), ("Mine", False, scores))).sheet == "Mine"
    with pytest.raises(TableFault, match="sheet 'Read me': names columns but has no rows below them"):
        read_table(workbook(tmp_path / "t.xlsx", ("Read me", False, title)))


def test_scores_on_a_later_sheet_are_told_of(tmp_path: Path) -> None:
    def notes(sheet: Worksheet) -> None:
        sheet.write_column(0, 0, ("About this study", "We asked thirty pupils."))

    path = workbook(tmp_path / "t.xlsx", ("Read me", False, notes), ("Mine", False, scores), ("Lists", True, other))
    with pytest.raises(TableFault, match=r"'Read me': which.*there is also 'Mine': put the one with the scores first"):
        find_layout(read_table(path))


def test_a_merged_header_is_refused_by_its_cells(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.merge_range("B1:C1", "test")
        sheet.write_row(1, 0, ("N", 3, 6))

    with pytest.raises(
        TableFault, match="sheet 'Mine': row 1, column B: merged with cells up to C1: take the cells apart"
    ):
        read_table(workbook(tmp_path / "t.xlsx", ("Mine", False, fill)))


def test_a_merged_cell_below_the_header_stands_in_each_of_its_rows(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        scores(sheet)
        sheet.merge_range("A2:A4", "N")

    table = read_table(workbook(tmp_path / "t.xlsx", ("Mine", False, fill)))

    assert list(group_counts(study([(table, find_layout(table))], by=["region"]))) == ["N"]


def test_a_formula_counts_with_the_value_that_was_kept(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        scores(sheet)
        sheet.write_formula("C2", "=B2+4", None, 7)

    table = read_table(workbook(tmp_path / "t.xlsx", ("Mine", False, fill)))

    assert table.column("post")[0] == 7


def test_a_date_in_a_score_is_refused_with_sheet_row_and_column(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        scores(sheet)
        sheet.write_datetime("C3", date(2026, 5, 7))

    table = read_table(workbook(tmp_path / "t.xlsx", ("Mine", False, fill)))

    with pytest.raises(TableFault, match="sheet 'Mine': row 3, column post: '2026-05-07' is not a score"):
        study([(table, find_layout(table))])


@pytest.mark.parametrize(
    ("value", "message"),
    [pytest.param("#DIV/0!", "#DIV/0!", id="an error"), pytest.param("", "=B2/0", id="a formula nobody worked out")],
)
def test_a_formula_without_a_value_is_not_taken_for_an_empty_score(tmp_path: Path, value: str, message: str) -> None:
    def fill(sheet: Worksheet) -> None:
        scores(sheet)
        sheet.write_formula("C2", "=B2/0", None, value)

    table = read_table(workbook(tmp_path / "t.xlsx", ("Lists", True, other), ("Mine", False, fill)))

    with pytest.raises(TableFault, match=f"sheet 'Mine': row 2, column post: '{message}' is not a score"):
        study([(table, find_layout(table))])


def test_a_row_of_formulas_that_nobody_worked_out_is_seen(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        scores(sheet)
        for column in "ABC":
            sheet.write_formula(f"{column}5", f"={column}4", None, "")

    table = read_table(workbook(tmp_path / "t.xlsx", ("Mine", False, fill)))

    with pytest.raises(TableFault, match="row 5, column pre: '=B4' is not a score"):
        study([(table, find_layout(table))])
