"""Of every row of a file one reads whether its counts are rounded, and no share of such counts reads as exact."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from analytics.disclosure import Disclosed
from app.charts import forest, tile_map
from app.exports import FORMATS, Published, gain_html, gain_text
from app.exports.cover import Made
from app.wording import LANGUAGES, Words, disclosure_sentences
from tests.app.exports.cases import disclosed
from tests.app.exports.read_back import text_of_pdf
from tests.app.exports.regions import HOME

MARK = "subgroups rounded to 5"


@pytest.fixture(scope="module")
def made() -> Made:
    """A rounded table of regions, as a publication has it."""
    ((report, cover),) = disclosed("publication").made
    published = Published(1, 1, date(2026, 6, 9), date(2026, 6, 9), "0" * 64, (), MARK)
    return [(report, replace(cover, published=published))]


def written(made: Made, form: str, language: str = "en") -> bytes:
    return FORMATS[form].write(made, Words(language), HOME)


def rows_of_csv(made: Made) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(made, "csv").decode("utf-8-sig"))))


def test_each_row_of_the_csv_says_to_what_its_figure_is_rounded(made: Made) -> None:
    rows = rows_of_csv(made)
    to = {(row["group"], row["figure"]): row["rounded"] for row in rows}

    assert to["group", "improved.count"] == to["group", "improved.share"] == to["group", "flow.paired"] == "to 5"
    assert to["group", "gain.mean"] == "to 1 decimal"
    assert to["group", "tests.t.p"] == "to 2 digits"
    assert to["group", "pass.mark"] == "no"
    assert {mark for (group, figure), mark in to.items() if group == "total" and figure.startswith("improved")} == {
        "no"
    }
    assert to["total", "late.n"] == to["total", "came.ways.count"] == to["total", "circumstances.extended"] == "to 5", (
        "rounded in every publication"
    )
    for row in rows:
        if row["rounded"] == "to 5" and row["unit"] == "count":
            assert int(row["value"]) % 5 == 0, row
        if row["rounded"] == "to 5" and row["unit"] == "share":
            assert 0 <= float(row["least"]) <= float(row["value"]) <= float(row["most"]) <= 1, row
        elif not row["figure"].startswith("late.without"):  # all less the late, who are rounded
            assert row["least"] == row["most"] == "", row


def test_the_sheet_of_all_figures_has_the_rows_of_the_csv(made: Made) -> None:
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(written(made, "xlsx"))).get_sheet_by_name("All figures").to_python()
    )
    marks = [str(row[head.index("rounded")]) for row in rows]

    assert marks == [row["rounded"] for row in rows_of_csv(made)]
    assert {"to 5", "no"} <= {*marks}


def figures_of_xlsx(made: Made, _folder: Path) -> Iterator[tuple[str, int]]:
    _, names, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(written(made, "xlsx"))).get_sheet_by_name("Figures").to_python()
    )
    for row in rows:
        yield str(row[names.index("name")]), int(float(str(row[names.index("rounded")])))


def figures_of_statistics(form: str) -> Any:
    def read(made: Made, folder: Path) -> Iterator[tuple[str, int]]:
        path = folder / f"figures.{form}"
        path.write_bytes(written(made, form))
        frame, meta = getattr(pyreadstat, f"read_{form}")(path)
        labels = meta.variable_value_labels["rounded"]
        assert labels == {0: "exact", 1: "rounded to 5"}
        yield from ((name, int(mark)) for name, mark in zip(frame["name"], frame["rounded"], strict=True))

    return read


def figures_of_parquet(made: Made, _folder: Path) -> Iterator[tuple[str, int]]:
    for row in pyarrow.parquet.read_table(io.BytesIO(written(made, "parquet"))).to_pylist():
        yield row["name"], row["rounded"]


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(figures_of_xlsx, id="xlsx"),
        pytest.param(figures_of_statistics("sav"), id="sav"),
        pytest.param(figures_of_statistics("dta"), id="dta"),
        pytest.param(figures_of_parquet, id="parquet"),
    ],
)
def test_the_rows_of_subgroups_are_marked_and_that_of_all_is_not(made: Made, read: Any, tmp_path: Path) -> None:
    marks = dict(read(made, tmp_path))

    assert marks.pop("All") == 0
    assert {*marks.values()} == {1}
    assert len(marks) == 5


def is_about(text: str) -> list[str]:
    """Shares of subgroups, in the order read; each begins with the count. A PDF has lost its blanks."""
    return re.findall(r"\d+; ?\d+ ?to ?\d+ ?% ?\(", text.replace("\u00a0", " "))


@pytest.mark.parametrize("form", ["terminal", "page", "pdf", "picture"])
def test_a_share_of_rounded_counts_is_written_with_its_range(made: Made, form: str) -> None:
    report, cover = made[0]
    if form == "picture":
        drawn = forest(report, cover.names, Words("en")).replace("\u00a0", " ")
        assert len(re.findall(r"Region \d \d+ to \d+ % \(", drawn)) == 4
        assert re.search(r"All \d+\.\d % \(", drawn)
        assert "<circle" not in drawn and drawn.count("<rect") == 4, "a bar from least to most, and no ring"
        group = next(one for one in report.groups if not one.suppressed)
        of_one = replace(report, groups=(replace(group, key="KZ-61"),))
        tile = tile_map(of_one, "KZ", Words("en"))
        assert re.search(r">\d+\W+\d+<", tile)
        return
    text = {
        "terminal": lambda: gain_text(report, cover, Words("en")),
        "page": lambda: gain_html(report, cover, Words("en")),
        "pdf": lambda: text_of_pdf(written(made, "pdf")),
    }[form]()

    assert len(is_about(text)) >= 3 * 4, "improved, same and worse of four regions"
    assert MARK.replace(" ", "") in "".join(text.split())


def test_an_interval_of_rounded_counts_is_of_whole_per_cent_and_of_every_count_that_they_may_be(made: Made) -> None:
    for group in made[0][0].groups:
        for share in (group.improved, group.same, group.worse) if not group.suppressed else ():
            assert share is not None and share.count is not None and share.share is not None
            assert share.low is not None and share.high is not None
            assert (100 * share.low).is_integer() or abs(100 * share.low - round(100 * share.low)) < 1e-9
            assert share.low <= max(share.count - 2, 0) / share.n
            assert share.high >= min(share.count + 2, share.n) / share.n


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mark_is_explained_in_every_language(language: str) -> None:
    ((report, _),) = disclosed("publication").made
    sentences = disclosure_sentences(Words(language), Disclosed(report, is_rounded=True), {}, lambda _: "")
    assert any("85" in sentence for sentence in sentences)


IN_EXTRA_TIME = "15 learners with both tests sat one of them in extra time"
HOW = (
    "Extra time, reasons, who was erased and undone merges are counted to the nearest 5, and told of 11 learners and "
    "more."
)


def test_extra_time_leaves_the_house_rounded_and_reasons_of_few_do_not(made: Made) -> None:
    """Thirteen sat in extra time, two moved away and three had to work."""
    report, cover = made[0]
    noted = {row["figure"]: row["value"] for row in rows_of_csv(made) if row["figure"].startswith("circumstances.")}
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(written(made, "xlsx")))
    texts = [
        gain_text(report, cover, Words("en")),
        gain_html(report, cover, Words("en")),
        text_of_pdf(written(made, "pdf")),
        "\n".join(str(row[0]) for row in sheets.get_sheet_by_name("In words").to_python()),
    ]

    assert noted == {"circumstances.extended": "15"}
    for text in texts:
        plain = "".join(text.split())
        assert "".join(IN_EXTRA_TIME.split()) in plain
        assert "".join(HOW.split()) in plain
        assert "movedaway" not in plain
