"""A column that says who had the course is known by its name or by its values, and others are let be."""

import numpy as np
import pytest

from app.files import TableFault, find_arm, in_comparison
from app.files.table import Cell, Column, Table


def table(**columns: list[Cell]) -> Table:
    rows = len(next(iter(columns.values())))
    of = {name.replace("__", " "): Column.of(cells) for name, cells in columns.items()}
    return Table("t.csv", of, np.arange(rows, dtype=np.int64) + 2)


@pytest.mark.parametrize(
    ("column", "values", "not_taught"),
    [
        ("arm", ["treated", "waiting"], "waiting"),
        ("arm", ["A", "B"], ""),
        ("study_arm", ["1 - course", "2 - later"], ""),
        ("treatment", [1, 0], "0"),
        ("treated", ["yes", "no"], "no"),
        ("intervention_group", ["да", "нет"], "нет"),
        ("control", [1, 0], "1"),
        ("is_control", ["да", "нет"], "да"),
        ("Condition", ["intervention", "delayed start"], "delayed start"),
        ("group", ["intervention", "control"], "control"),
        ("status", ["course", "waiting list", "wait-list"], ""),
        ("группа", ["контроль", "вмешательство"], "контроль"),
        ("группа сравнения", ["да", "нет"], "да"),
        ("топ", ["бақылау", "курс"], "бақылау"),
        ("рука", ["1", "2"], ""),
        ("group", [1, 0], "0"),
        ("group", [2, 1], ""),
        ("group", ["T", "C"], "C"),
        ("группа", ["Э", "К"], "К"),
        ("топ", ["иә", "жоқ"], "жоқ"),
        ("exposed", ["yes", "no"], "no"),
        ("trained", ["yes", "no"], "no"),
        ("course", ["yes", "no"], "no"),
        ("участник", ["да", "нет"], "нет"),
        ("participant", [1, 0], "0"),
        ("school_type", ["pilot", "nonpilot"], "nonpilot"),
        ("school_type", ["pilot", "non-pilot"], "non-pilot"),
        ("мектеп", ["пилоттық", "пилоттық емес"], "пилоттық емес"),
    ],
)
def test_a_column_that_looks_like_an_arm_is_found(column: str, values: list[Cell], not_taught: str) -> None:
    arm = find_arm([table(region=["N", "S"] * 6, **{column: [values[i % len(values)] for i in range(12)]})], ())

    assert arm is not None
    assert (arm.column, arm.value) == (column, not_taught)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("region", ["N", "S"]),
        ("group", ["A", "B"]),
        ("группа", ["1", "2", "3"]),
        ("group", ["yes", "no", "1"]),
        ("course", ["safe migration", "labour rights"]),
        ("sex", ["f", "m"]),
        ("arm", ["treated"]),
        ("arm", ["a", "b", "c", "d", "e"]),
        ("army", ["yes", "no"]),
        ("passport_control", ["control passed", "not yet"]),
    ],
)
def test_a_column_that_says_something_else_is_let_be(column: str, values: list[Cell]) -> None:
    assert find_arm([table(**{column: [values[i % len(values)] for i in range(12)]})], ()) is None


def test_a_column_that_is_used_otherwise_is_no_arm() -> None:
    one = table(arm=["treated", "waiting"] * 3)

    assert find_arm([one], {"arm"}) is None
    assert find_arm([one, table(other=["x", "y"])], ()) is None


def test_rows_of_the_comparison_are_told_over_all_files() -> None:
    tables = [table(arm=["treated", "waiting", None]), table(arm=["waiting", "treated"])]

    assert in_comparison(tables, "arm", "waiting").tolist() == [False, True, False, True, False]


def test_a_value_that_all_rows_have_compares_with_nobody() -> None:
    with pytest.raises(TableFault, match="every row has 'waiting': a comparison needs learners who had the course"):
        in_comparison([table(arm=["waiting", "waiting"])], "arm", "waiting")
