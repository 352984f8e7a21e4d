"""`navigator gains FILE`: the same table as CSV, XLSX, Parquet, SPSS and Stata is the same report, sign by sign."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pandas
import pyreadstat
import pytest
import xlsxwriter

from tests.app.cli.conftest import Navigator

SAID_OF_A_SHEET = """,\n   "t.csv: sheet 'Sheet1'.\""""
"""What no other kind of file has to say."""
LEARNERS = 60
SCORES = pandas.DataFrame(
    {
        "learner": [f"L{n:03}" for n in range(LEARNERS)],
        "region": [("Туркестан", "KZ-61", None)[n % 3] for n in range(LEARNERS)],
        "cohort": [float(n % 7 + 1) for n in range(LEARNERS)],
        "weight": [(0.5, 1.25)[n % 2] for n in range(LEARNERS)],
        "taught": [date(2026, 3, 1 + n % 2) for n in range(LEARNERS)],
        "pre": [None if n % 11 == 5 else float(n * 5 % 9) for n in range(LEARNERS)],
        "post": [None if n % 13 == 7 else float(n * 5 % 9 + n % 4) for n in range(LEARNERS)],
    }
)
ITEMS = pandas.DataFrame(
    {
        "region": [("N", "S")[n % 2] for n in range(LEARNERS)],
        **{
            f"pre_{i}": [None if (n + i) % 17 == 3 else float(n * i % 3 == 0) for n in range(LEARNERS)]
            for i in range(6)
        },
        **{f"post_{i}": [None if n % 9 == 4 else float((n + i) % 4 > 0) for n in range(LEARNERS)] for i in range(6)},
    }
)


def as_csv(frame: pandas.DataFrame, path: Path) -> None:
    frame.astype({name: "Int64" for name in frame if name[:2] in ("pr", "po", "co")}).to_csv(path, index=False)


def as_xlsx(frame: pandas.DataFrame, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate([list(frame.columns), *frame.itertuples(index=False)]):
            for column, cell in enumerate(cells):
                if not pandas.isna(cell):
                    sheet.write(row, column, cell)


WRITERS: Mapping[str, Callable[[pandas.DataFrame, Path], object]] = {
    "xlsx": as_xlsx,
    "parquet": lambda frame, path: frame.to_parquet(path),
    "sav": pyreadstat.write_sav,
    "dta": pyreadstat.write_dta,
}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(
    ("frame", "options"),
    [
        pytest.param(SCORES, ("--max", 14, "--learner", "learner"), id="scores"),
        pytest.param(SCORES, ("--max", 14, "--by", "region", "--cluster", "cohort", "--pass-mark", 8), id="cohorts"),
        pytest.param(SCORES, ("--by", "cohort", "--by", "weight"), id="groups of numbers"),
        pytest.param(SCORES, ("--by", "taught", "--where", "cohort=3"), id="groups of dates"),
        pytest.param(ITEMS, ("--by", "region"), id="items"),
    ],
)
def test_the_same_table_is_the_same_report(
    gains: Navigator, tmp_path: Path, kind: str, frame: pandas.DataFrame, options: tuple[str, ...]
) -> None:
    as_csv(frame, tmp_path / "t.csv")
    WRITERS[kind](frame, tmp_path / f"t.{kind}")
    _, of_csv, _ = gains(tmp_path / "t.csv", *options, "--json")
    code, out, err = gains(tmp_path / f"t.{kind}", *options, "--json")

    assert code == 0, err
    assert out.replace(f"t.{kind}", "t.csv").replace(SAID_OF_A_SHEET, "") == of_csv
