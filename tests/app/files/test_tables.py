"""Other programs' tables: spreadsheets, Parquet, SPSS and Stata give what a CSV would give."""

import sys
import zipfile
from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet
import pyreadstat
import pytest

from app.files import TableFault, find_layout, group_counts, read_table, study
from app.files.delimited import read_delimited
from app.files.plain_rows import read_plain
from app.files.tables import read_here

FRAME = pandas.DataFrame(
    {"region": ["KZ-61", "KZ-61", "KZ-35", "KZ-35"], "pre": [5.0, 6.0, 7.0, 8.0], "post": [9.0, 6.0, 12.0, None]}
)

SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>"""
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Notes" sheetId="1" r:id="r1"/><sheet name="Scores" sheetId="2" r:id="r2"/></sheets></workbook>"""
ROOT = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r0" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
<Relationship Id="r2" Target="worksheets/sheet2.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>"""


def spreadsheet(path: Path, rows: list[list[object]]) -> Path:
    """The smallest workbook there is: an empty sheet, then one with these rows; None leaves a cell out."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, cell in zip("ABCDEFGH", row, strict=False):
            if isinstance(cell, str):
                cells.append(f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>')
            elif cell is not None:
                cells.append(f'<c r="{column}{number}"><v>{cell}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("_rels/.rels", ROOT)
        file.writestr("xl/workbook.xml", WORKBOOK)
        file.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        file.writestr("xl/worksheets/sheet1.xml", SHEET % "")
        file.writestr("xl/worksheets/sheet2.xml", SHEET % "".join(lines))
    return path


def rows_of_frame() -> list[list[object]]:
    body = [[region, pre, None if pandas.isna(post) else post] for region, pre, post in FRAME.itertuples(index=False)]
    return [list(FRAME.columns), *body]


def written(kind: str, folder: Path) -> Path:
    path = folder / f"t.{kind}"
    if kind == "xlsx":
        return spreadsheet(path, rows_of_frame())
    if kind == "parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pandas(FRAME), path)
    elif kind == "sav":
        pyreadstat.write_sav(FRAME, path)
    else:
        pyreadstat.write_dta(FRAME, path)
    return path


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "sav", "dta"])
def test_every_kind_of_table_gives_the_same_counts(kind: str, tmp_path: Path) -> None:
    table = read_table(written(kind, tmp_path))
    counts = group_counts(study([(table, find_layout(table, max_score=14))], by=["region"]))

    assert list(counts) == ["KZ-35", "KZ-61"]
    assert (counts["KZ-35"].flow.paired, counts["KZ-35"].flow.pre_only) == (1, 1)
    assert counts["KZ-61"].joint.differences.total == 4


@pytest.mark.parametrize(
    ("pre", "post"),
    [
        ("до", "после"),
        ("Балл до", "Балл после"),
        ("Тест 1", "Тест 2"),
        ("Дейін", "Кейін"),
        ("ұпай дейін", "ұпай кейін"),
        ("Тест-1", "тест_2"),
    ],
)
def test_scores_are_found_under_russian_and_kazakh_headings(pre: str, post: str, tmp_path: Path) -> None:
    path = spreadsheet(tmp_path / "t.xlsx", [["имя", pre, post], ["а", 5, 6], ["б", 7, 7]])
    layout = find_layout(read_table(path))

    assert (layout.pre, layout.post) == ((pre,), (post,))


@pytest.mark.parametrize("heads", [["до", "Балл до", "после"], ["до обеда", "после обеда"], ["тест 1", "тест 3"]])
def test_headings_that_may_mean_something_else_are_not_guessed(heads: list[str], tmp_path: Path) -> None:
    path = spreadsheet(tmp_path / "t.xlsx", [[*heads], [5] * len(heads)])

    with pytest.raises(TableFault, match="which columns hold the two tests"):
        find_layout(read_table(path))


def test_the_first_sheet_that_holds_anything_is_read_and_named(tmp_path: Path) -> None:
    table = read_table(written("xlsx", tmp_path))

    assert table.sheet == "Scores"
    assert list(table.rows) == [2, 3, 4, 5]


def test_a_wrong_cell_of_a_spreadsheet_is_named_by_its_row(tmp_path: Path) -> None:
    path = spreadsheet(tmp_path / "t.xlsx", [["pre", "post"], [5, 6], [None, None], [7, "seven"]])
    table = read_table(path)

    with pytest.raises(TableFault, match="row 4, column post: 'seven'"):
        study([(table, find_layout(table))])


def test_labels_of_spss_name_the_groups(tmp_path: Path) -> None:
    frame = pandas.DataFrame({"sex": [1.0, 2.0, 1.0], "pre": [5.0, 6.0, 7.0], "post": [6.0, 7.0, 8.0]})
    pyreadstat.write_sav(frame, tmp_path / "t.sav", variable_value_labels={"sex": {1: "girl", 2: "boy"}})
    table = read_table(tmp_path / "t.sav")

    assert list(group_counts(study([(table, find_layout(table))], by=["sex"]))) == ["boy", "girl"]


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "sav", "dta"])
def test_a_damaged_file_is_said_in_one_sentence(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{kind}"
    path.write_bytes(b"this is none of it")

    with pytest.raises(TableFault, match=f"t.{kind}: this is no "):
        read_table(path)


@pytest.mark.parametrize("kind", ["parquet", "sav", "dta"])
def test_a_missing_extra_is_named_with_the_way_to_get_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(kind, tmp_path)
    for module in ("pyreadstat", "pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(TableFault, match=r"need the extra `stats`: `sh install.sh stats`"):
        read_here(path, path.name)


def test_groups_stand_in_the_order_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("age,pre,post\n" + "".join(f"{age},1,2\n" for age in ("10", "2", "", "b", "1")))
    table = read_table(path)

    assert list(group_counts(study([(table, find_layout(table))], by=["age"]))) == ["1", "2", "10", "b", ""]


PLAIN = "name,pre,post\n" + "".join(f"n{n % 7},{n % 5},{n % 6}\n" for n in range(60))


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        pytest.param(PLAIN, True, id="plain"),
        pytest.param(PLAIN.rstrip("\n"), True, id="no end to the last line"),
        pytest.param(PLAIN.replace("\n", "\r\n"), True, id="line ends of Windows"),
        pytest.param(PLAIN.replace("n3,", '"n3, or ""less""",'), False, id="marks within a cell"),
        pytest.param(PLAIN.replace("n3,", '"n3, or so",'), True, id="a separator within a cell"),
        pytest.param(PLAIN.replace("n3,", '"n3\nand more",'), False, id="a line end within a cell"),
        pytest.param(PLAIN.replace("n3,", '"",').replace("pre", '"pre"'), True, id="empty between marks"),
        pytest.param(PLAIN.replace("n3,", " n3 ,").replace("n4,", "NA,").replace("n5,", "007,"), True, id="as it is"),
        pytest.param(PLAIN.replace("n3,", "Туркестан,"), True, id="not Latin"),
        pytest.param(PLAIN.replace("n3,3,3\n", ",,\n"), True, id="rows of nothing"),
        pytest.param(PLAIN.replace("n3,3,3\n", "\n"), True, id="blank lines"),
        pytest.param(PLAIN.replace("n3,3,3\n", "n3,3\n"), False, id="a short row"),
        pytest.param(PLAIN.replace("n3,3,3\n", "n3,3,3,3\n"), False, id="a long row"),
        pytest.param(PLAIN.replace("n3,3,3\n", 'n"3,3,"3\n'), False, id="a mark inside"),
        pytest.param("sep=;\n" + PLAIN.replace(",", ";"), True, id="semicolons, said to Excel"),
    ],
)
def test_the_fast_reader_gives_what_the_strict_one_gives(text: str, is_plain: bool, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())

    def read(long: int) -> object:
        try:
            table = read_delimited(path, "t.csv", long=long)
        except TableFault as fault:
            return str(fault)
        columns = {name: [column[row] for row in range(len(column))] for name, column in table.columns.items()}
        return columns, table.rows.tolist(), table.separator, table.encoding

    assert read(0) == read(1 << 40)
    separator = ";" if text.startswith("sep") else ","
    body = text.removeprefix("sep=;\n")
    assert (read_plain(body, separator, "t.csv", lines_before=0) is not None) is is_plain


def test_without_pyarrow_a_long_table_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text(PLAIN)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert len(read_delimited(path, "t.csv", long=0).rows) == 60
