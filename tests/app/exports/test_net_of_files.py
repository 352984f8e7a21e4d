"""CSV, XLSX, SPSS, Stata and Parquet, read back by their readers: every figure is that of the JSON, and none besides.

What a figure is called in a file follows from its place in the JSON alone. Here that is worked out again, from the
JSON: lists, `total` and `groups` leave no trace in a name; what an element is about (its item, wave, form ...) stands
in `of`, its group in the columns of the group.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pyreadstat
import pytest

from analytics import Options, gain_report
from app.exports import FORMATS, Cover
from tests.analytics.study import by_region, people, whole_of
from tests.app.exports.cases import WORDS, Case, case
from tests.app.exports.figures import key_of
from tests.app.exports.regions import HOME

Key = tuple[str, ...] | None
Place = tuple[Key, str, str]
"""(group, what it is about, path)"""
ABOUT = {"item", "wave", "form", "option", "statement", "reaction", "variable", "reference", "focal", "lessons", "way"}
TOO_LONG = {"attrition_scores_difference_value": "attrition_scores_difference"}
"""Names of over 32 characters, which Stata does not take."""
TWICE = re.compile(r"effect\.ci\.(\w+)\.value")
"""The JSON has these effect sizes once more beside their intervals; a table has each once."""
OF_A_STATEMENT = {
    "n": "n", "before": "before", "after": "after", "change.mean": "change", "change.low": "low", "change.high": "high"
}  # fmt: skip
OF_THE_COURSE = {
    "n": "n", "satisfied.share": "share", "satisfied.low": "low", "satisfied.high": "high", "mean": "mean",
    "low": "m_low", "high": "m_high",
}  # fmt: skip


RETEST = ("count", "n", "share", "low", "high")


def figures(case: Case) -> dict[Place, float]:
    """Every number of the JSON."""
    results: dict[Place, float] = {}
    for place, value in _walk(dict(case.json), None, (), (), compared_groups(case)):
        assert place not in results, place
        results[place] = value
    assert results, "nothing would be compared"
    return results


def _walk(part: Any, key: Key, about: tuple[str, ...], path: tuple[str, ...], groups: list[Key]) -> Iterator[Any]:
    if isinstance(part, Mapping):
        key = key if part.get("key") is None else tuple(part["key"].values())
        about += tuple(str(value) for name, value in part.items() if name in ABOUT and _is_name(name, value))
        for name, value in part.items():
            if name not in ("notes", "key") and not (name in ABOUT and _is_name(name, value)):
                below = path if name in ("total", "groups") else (*path, name)
                yield from _walk(value, key, about, below, groups)
    elif isinstance(part, list):
        for number, one in enumerate(part):
            if isinstance(one, Mapping) and ("key" in one or ABOUT & one.keys()):
                yield from _walk(one, key, about, path, groups)
            elif path[:1] == ("between",) and len(part) == len(groups):
                yield from _walk(one, groups[number], about, path, groups)
            elif path == ("between", "robust", "differences"):
                yield from _walk(one, groups[number + 1], about, path, groups)
            else:
                yield from _walk(one, key, (*about, str(number)), path, groups)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield (key, " / ".join(about), ".".join(path)), part


def _is_name(name: str, value: Any) -> bool:
    return bool(value) and (isinstance(value, str) or name == "lessons")


def compared_groups(case: Case) -> list[Key]:
    between = case.json["between"]
    return [] if between is None else [tuple(key.values()) for key in between["groups"]]


def tidy(case: Case, rows: list[dict[str, Any]]) -> dict[Place, float]:
    """The numbers of tidy rows: each value, and its interval and its range under the paths of their ends."""
    _report, cover = case.made[0]
    results: dict[Place, float] = {}
    for row in rows:
        if row["source"] != cover.source or row["unit"] in ("", None):
            continue
        key = None if row["group"] == "total" else tuple(row[name] for name in cover.disaggregates)
        above = row["figure"].rpartition(".")[0]
        paths = {"value": row["figure"], "low": f"{above}.low", "high": f"{above}.high"}
        whole = f"{row['figure'].removesuffix('.share')}{'.' if row['figure'].endswith('.share') else '_'}"
        paths |= {end: f"{whole}{end}" for end in ("least", "most")}
        for column, path in paths.items():
            if row[column] not in ("", None):
                place = (key, row["of"] or "", path.lstrip("."))
                assert place not in results, place
                results[place] = float(row[column])
    return results


def unlike(
    result: Mapping[Any, float], expected: Mapping[Any, float], digits: float
) -> dict[Any, tuple[float | None, float | None]]:
    """By place the figure of a file and that of the JSON where they differ; None where one of them has none there."""
    places = result.keys() | expected.keys()
    pairs = {place: (result.get(place), expected.get(place)) for place in places}
    return {place: pair for place, pair in pairs.items() if not _is_alike(*pair, digits)}


def _is_alike(result: float | None, expected: float | None, digits: float) -> bool:
    if result is None or expected is None:
        return False
    return result == expected or math.isclose(result, expected, rel_tol=digits)


WRITTEN: dict[tuple[str, str], bytes] = {}
"""By case and format: each file is made once."""


def written(case: Case, form: str) -> bytes:
    if (case.name, form) not in WRITTEN:
        WRITTEN[case.name, form] = FORMATS[form].write(case.made, WORDS, HOME)
    return WRITTEN[case.name, form]


def test_the_csv_has_each_number_of_the_json_in_its_row_and_no_other(of: Case) -> None:
    rows = list(csv.DictReader(io.StringIO(written(of, "csv").decode("utf-8-sig"), newline="")))

    assert unlike(tidy(of, rows), figures(of), 0.0) == {}


@pytest.fixture(scope="module")
def whole() -> Case:
    """Whatever can be counted: items, forms, wrong options, lessons done, statements, follow-up, a comparison."""
    some = people()
    report = gain_report(by_region(some), options=Options(pass_mark=6), more=whole_of(some))
    names = {group.key: f"Region {group.key}" for group in report.groups if group.key is not None}
    return case("whole", [(report, Cover("survey.csv", date(2026, 3, 9), ("region",), names))])


def test_a_report_of_everything_that_can_be_counted_stands_in_the_csv_whole(whole: Case) -> None:
    rows = list(csv.DictReader(io.StringIO(written(whole, "csv").decode("utf-8-sig"), newline="")))
    expected = figures(whole)
    parts = {path.partition(".")[0] for _key, _about, path in expected}

    assert parts >= BESIDE - {"reactions"}
    assert unlike(tidy(whole, rows), expected, 0.0) == {}


def test_the_csv_says_the_unit_the_interval_and_the_meaning_of_each_figure(of: Case) -> None:
    rows = list(csv.DictReader(io.StringIO(written(of, "csv").decode("utf-8-sig"), newline="")))
    shares = [row for row in rows if row["figure"].rpartition(".")[2] == "share" and row["value"]]

    assert shares and {row["unit"] for row in shares} == {"share"}
    assert all(row["meaning"] for row in rows if row["unit"])
    improved = next(row for row in rows if row["figure"] == "improved.share" and row["group"] == "total")
    assert improved["interval"] == of.json["total"]["improved"]["interval"]


BOOKS: dict[str, Any] = {}


def book_of(case: Case) -> Any:
    if case.name not in BOOKS:
        BOOKS[case.name] = openpyxl.load_workbook(io.BytesIO(written(case, "xlsx")))
    return BOOKS[case.name]


def sheet(case: Case, name: str, first: str) -> list[dict[str, Any]]:
    """Rows of a sheet under the row that begins with `first`."""
    rows = [[cell.value for cell in row] for row in book_of(case)[name].iter_rows()]
    top = next(place for place, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def test_the_sheet_of_all_figures_has_each_number_of_the_json(of: Case) -> None:
    assert unlike(tidy(of, sheet(of, "All figures", "source")), figures(of), 1e-14) == {}


def of_xlsx(case: Case, _folder: Path) -> list[dict[str, Any]]:
    return sheet(case, "Figures", "source")


def of_statistics(form: str) -> Callable[[Case, Path], list[dict[str, Any]]]:
    def read(case: Case, folder: Path) -> list[dict[str, Any]]:
        path = folder / f"figures.{form}"
        path.write_bytes(written(case, form))
        columns, _meta = getattr(pyreadstat, f"read_{form}")(str(path), output_format="dict")
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    return read


def of_parquet(case: Case, _folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(written(case, "parquet"))).to_pylist()
    return rows


TEXTS = {"source", "name", "notes", "method", "suppressed", "rounded"}


@pytest.mark.parametrize(
    ("read", "digits"),
    [
        pytest.param(of_xlsx, 1e-14, id="xlsx"),
        pytest.param(of_statistics("sav"), 0.0, id="sav"),
        pytest.param(of_statistics("dta"), 0.0, id="dta"),
        pytest.param(of_parquet, 0.0, id="parquet"),
    ],
)
def test_a_row_of_a_group_has_each_of_its_figures_under_the_name_of_its_place(
    of: Case, read: Callable[[Case, Path], list[dict[str, Any]]], digits: float, tmp_path: Path
) -> None:
    source = of.made[0][1].source
    rows = {row["name"]: row for row in read(of, tmp_path) if row["source"] == source}
    numbers = figures(of)

    assert rows.keys() == of.named().keys()
    for name, group in of.named().items():
        expected = {
            variable: value
            for (key, about, path), value in numbers.items()
            if key == key_of(group) and (variable := variable_of(path, about)) is not None
        }
        if group["noise_floor"]:  # by chance alone never stands without the retest
            retest = of.json["method"]["retest"]["improved"]
            expected |= {f"method_retest_improved_{part}": retest[part] for part in RETEST if retest[part] is not None}
        cells = {
            column: cell
            for column, cell in rows[name].items()
            if column not in TEXTS and not column.startswith("by_") and cell is not None and cell == cell
        }
        assert unlike(cells, expected, digits) == {}
        assert rows[name]["suppressed"] == group["suppressed"]
        assert rows[name]["rounded"] == (of.made[0][1].has_rounded_groups and name != "All")


def variable_of(path: str, about: str) -> str | None:
    """None for a figure that no row of a group has: of the comparison, of items, of the method."""
    part, _, below = path.partition(".")
    if part == "statements" and below in OF_A_STATEMENT:
        return f"said_{about.replace('-', '_')}_{OF_A_STATEMENT[below]}"
    if part == "reactions" and below in OF_THE_COURSE:
        return f"course_{about.replace('-', '_')}_{OF_THE_COURSE[below]}"
    if part in BESIDE and not path.startswith("late.without."):
        return None
    name = TWICE.sub(r"effect.\1", path).replace(".", "_")
    return TOO_LONG.get(name, name)


BESIDE = {
    "method", "between", "comparison", "items", "item_waves", "reliability", "distractors", "dif", "forms", "follow_up",
    "dose", "late", "came", "circumstances", "statements", "reactions",
}  # fmt: skip


def test_every_name_of_a_variable_is_one_that_stata_takes(of: Case) -> None:
    names = {variable_of(path, about) for _key, about, path in figures(of)} - {None}

    assert [name for name in names if name is None or len(name) > 32] == []


def test_columns_of_a_workbook_are_none_empty_and_their_labels_take_three_lines(of: Case) -> None:
    figures_sheet, codebook = book_of(of)["Figures"], book_of(of)["Codebook"]
    rows = list(figures_sheet.iter_rows())
    top = next(place for place, row in enumerate(rows) if row[0].value == "source")
    explained = {row[0].value for row in codebook.iter_rows()}

    for column, cell in enumerate(rows[top]):
        below = [row[column].value for row in rows[top + 1 :]]
        assert cell.value in ("source", "name", "suppressed", "rounded") or any(value is not None for value in below), (
            cell.value
        )
        assert cell.value in explained
        label = str(rows[top - 1][column].value)
        assert len(label) <= 3 * width_of(figures_sheet, column + 1), label
        shares = [row[column].number_format for row in rows[top + 1 :] if row[column].value is not None]
        assert not str(cell.value).endswith("_share") or set(shares) <= {"0.0%"}, cell.value


def width_of(page: Any, column: int) -> float:
    """Columns of one width that stand together are kept as one."""
    spans = page.column_dimensions.values()
    return next(float(span.width) for span in spans if span.min <= column <= span.max)


def test_the_codebook_of_a_workbook_explains_every_figure_of_its_sheets(of: Case) -> None:
    explained = {row[1].value for row in book_of(of)["Codebook"].iter_rows()}
    figures = {row["figure"] for row in sheet(of, "All figures", "source") if row["unit"]}

    assert figures <= explained
