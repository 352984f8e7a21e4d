"""`navigator gains FILE` with a table in which several things are wrong: whoever mends it hears of all at once."""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.app.cli.conftest import Navigator
from tests.app.services.test_imports import as_ods

Row = Sequence[str]

HEAD = ("learner", "cohort", "pre", "post")
ROWS = [
    ("L1", "a", "x", "9"),  # row 2
    ("L2", "a", "99", "6"),
    ("L3", "", "7", "7.5"),
    ("L1", "b", "8", "-2"),
    ("", "b", "6", "7"),
    ("L4", "b", "5", "8"),
]
PLACES = [
    (2, ["pre"]),
    (3, ["pre"]),
    (4, ["cohort", "post"]),
    (5, ["learner", "post"]),
    (6, ["learner"]),
]
OPTIONS = ("--max", 14, "--cluster", "cohort", "--learner", "learner")


def as_csv(rows: Sequence[Row]) -> bytes:
    return "\n".join(map(",".join, [HEAD, *rows])).encode()


def as_xlsx(rows: Sequence[Row]) -> bytes:
    book = Workbook()
    for row in [HEAD, *rows]:
        book.active.append([int(cell) if cell.lstrip("-").isdecimal() else cell or None for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FILES = {"t.csv": as_csv(ROWS), "t.xlsx": as_xlsx(ROWS), "t.ods": as_ods([HEAD, *ROWS])}


@pytest.mark.parametrize("name", FILES)
def test_all_faults_of_a_table_are_told_at_once_in_the_order_of_rows(
    gains: Navigator, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])

    code, out, err = gains(path, *OPTIONS)

    assert (code, out) == (2, "")
    named = [re.search(r", row (\d+), column (\w+): ", line) for line in err.splitlines()]
    places = [(int(place[1]), place[2]) for place in named if place]
    assert len(places) == len(err.splitlines())
    assert [row for row, _ in places] == [row for row, columns in PLACES for _ in columns]
    assert sorted(places) == [(row, column) for row, columns in PLACES for column in columns]


def test_a_row_of_another_length_hides_no_other_fault(gains: Navigator, table: Callable[..., Path]) -> None:
    short = as_csv(ROWS[:2]) + b"\nL9,b,5\nL10,b,5,6,7\n"

    code, _, err = gains(table(short), "--max", 14)

    assert code == 2
    assert [line.split(", ")[1].split(":")[0] for line in err.splitlines()] == ["row 2", "row 3", "row 4", "row 5"]
    assert "row 4: cells: 3, columns in the header: 4" in err
    assert "row 5: cells: 5, columns in the header: 4" in err


def test_a_sum_in_between_hides_no_other_fault(gains: Navigator, table: Callable[..., Path]) -> None:
    rows = [("L1", "a", "5", "x"), ("Total", "", "5", "6"), ("L2", "a", "7", "8"), ("Total", "", "12", "14")]

    _, _, err = gains(table(as_csv(rows)), "--max", 14)

    assert [line.split("t.csv, ")[1].split(":")[0] for line in err.splitlines()] == [
        "row 2, column post",
        "row 3, column learner",
    ]


def test_a_code_and_a_letter_are_told_together_where_nobody_names_the_highest_score(
    gains: Navigator, table: Callable[..., Path]
) -> None:
    _, _, err = gains(table("pre,post\n3,6\n4,999\n5,x\n"))

    assert "row 3, column post: 999 often stands for a missing answer" in err
    assert "row 4, column post: 'x' is not a score" in err


def test_fifty_faults_are_listed_and_the_others_counted(gains: Navigator, table: Callable[..., Path]) -> None:
    code, _, err = gains(table("pre,post\n" + "x,y\n" * 60 + "5,6,7\n"), "--max", 14)

    lines = err.splitlines()
    assert code == 2
    assert len(lines) == 51
    assert "row 2, column pre" in lines[0]
    assert "row 26, column post" in lines[49]
    assert lines[50] == "71 faults more are not listed."


@pytest.mark.parametrize(("lang", "row"), [("ru", ", строка 2, столбец "), ("kk", ", 2-жол, pre бағаны")])
def test_faults_are_told_in_the_language_that_was_asked_for(
    gains: Navigator, table: Callable[..., Path], lang: str, row: str
) -> None:
    rows = [*ROWS, *[("z", "b", "?", "?")] * 60]

    _, _, err = gains(table(as_csv(rows)), *OPTIONS, "--lang", lang)

    lines = err.removeprefix("navigator gains: ").splitlines()
    assert len(lines) == 51
    assert row in lines[0]
    in_english = re.compile(r"\b(?!t\.csv|pre|post|learner|cohort|cluster|x|z|L1|csv|t\b)[A-Za-z]+")
    assert [line for line in lines if in_english.search(line)] == []
