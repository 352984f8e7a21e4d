"""Every file opens in other software with the same figures, and never with a hidden or a made-up one."""

import io
import math
import re
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from analytics import Unit
from app.charts import before_after_key, forest_key
from app.exports import FORMATS, gain_html
from app.exports.columns import columns_of
from app.wording import Words
from tests.app.exports.regions import HOME, IMPROVED, made

ADX = "{urn:ihe:qrph:adx:2015}"


def written(form: str, language: str = "en", **changes: object) -> bytes:
    return FORMATS[form].write(made(**changes), Words(language), HOME)


def labelled(form: str, tmp_path: Path) -> tuple[dict[str, Any], Any]:
    path = tmp_path / f"file.{form}"
    path.write_bytes(written(form))
    read: tuple[dict[str, Any], Any] = getattr(pyreadstat, f"read_{form}")(str(path), output_format="dict")
    return read


def test_a_workbook_has_figures_words_codebook_and_method() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx")))
    figures, _words, _all, codebook, method = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert figures[0][0] == "Demonstration data"
    rows = {row[1]: dict(zip(figures[2], row, strict=True)) for row in figures[3:]}

    assert rows["The =region KZ-61"]["improved_count"] == IMPROVED["KZ-61"]
    assert rows["The =region KZ-61"]["improved_share"] == pytest.approx(IMPROVED["KZ-61"] / 30)
    assert rows["The =region KZ-23"]["improved_count"] == "", "hidden is empty, not 0"
    assert "Improved: learners" in figures[1]
    assert set(figures[2]) <= {row[0] for row in codebook[2:]}, "every column is explained"
    every = {row[4] for row in _all[2:] if not str(row[4]).startswith(("method.", "note", "suppressed"))}
    assert every <= {row[1] for row in codebook[2:]}, "and every figure of the sheet with all of them"
    assert any("No comparison group" in row[0] for row in method)


def test_a_workbook_shows_each_number_in_the_format_of_its_unit() -> None:
    """A share of 0.9 is read as 90.0 %, and so are the ends of its interval."""
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    figures, _words, every = book.worksheets[:3]
    head = [cell.value for cell in figures[3]]
    shown = dict(zip(head, figures[4], strict=True))
    tidy = [cell.value for cell in every[2]]
    share = next(row for row in every.iter_rows(min_row=3) if row[tidy.index("figure")].value == "improved.share")

    assert shown["improved_share"].number_format == "0.0%"
    assert {share[tidy.index(name)].number_format for name in ("value", "low", "high")} == {"0.0%"}
    assert shown["improved_count"].number_format == "0"
    assert shown["gain_mean"].number_format == "0.00"
    assert shown["tests_t_p"].number_format.endswith("E+00")


@pytest.mark.parametrize("form", ["sav", "dta", "xlsx", "parquet", "pdf"])
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_file_can_be_had_in_every_language(form: str, language: str) -> None:
    assert written(form, language)


@pytest.mark.parametrize("form", ["sav", "dta"])
def test_a_statistics_program_reads_labels_and_missing_values(form: str, tmp_path: Path) -> None:
    columns, meta = labelled(form, tmp_path)
    by = dict(zip(columns["by_region"], range(len(columns["by_region"])), strict=True))

    assert columns["improved_count"][by["KZ-61"]] == IMPROVED["KZ-61"]
    assert columns["improved_share"][by["KZ-61"]] == pytest.approx(IMPROVED["KZ-61"] / 30)
    hidden = columns["improved_count"][by["KZ-23"]]
    assert hidden is None or math.isnan(hidden)
    assert columns["suppressed"][by["KZ-23"]] == 1
    assert columns["source"][0] == "Навигатор"
    assert meta.column_names_to_labels["flow_paired"] == "Both tests: n of every share"


def test_parquet_carries_whole_numbers_and_the_method() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet")))
    rows = {row["by_region"]: row for row in table.to_pylist()}

    assert rows["KZ-61"]["improved_count"] == IMPROVED["KZ-61"]
    assert rows["KZ-23"]["improved_count"] is None
    assert b"No comparison group" in table.schema.metadata
    assert table.schema.field("flow_paired").metadata[b"label"] == b"Both tests: n of every share"


def test_the_pdf_is_tagged_and_says_its_language() -> None:
    data = written("pdf")
    streams = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    objects = b"".join(zlib.decompress(stream) for stream in streams if stream.startswith(b"x"))

    assert data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in objects
    assert b"/Lang" in objects


@pytest.mark.parametrize("form", ["csv", "xlsx", "sav", "dta", "parquet", "dhis2", "adx", "iati", "xapi"])
def test_every_file_says_how_its_figures_were_made_and_when(form: str, tmp_path: Path) -> None:
    data = written(form)
    if form == "xlsx":
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(data))
        text = str([sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names])
    elif form == "sav":
        text = "".join(labelled(form, tmp_path)[1].notes)
    elif form == "dta":
        columns, meta = labelled(form, tmp_path)
        text = meta.file_label + str(columns)
    elif form == "parquet":
        text = str(pyarrow.parquet.read_schema(io.BytesIO(data)).metadata)
    else:
        text = data.decode()

    for sentence in ("2026-06-09", "higher score on the second test"):
        assert sentence.replace(" ", "") in text.replace(" ", "")


def test_learners_with_full_marks_are_counted_and_no_share_is_over_one() -> None:
    columns = columns_of(made(), Words("en"))

    assert {column.name: column.unit for column in columns}["ceiling_post"] is Unit.COUNT
    for column in columns:
        for value in column.cells:
            assert column.unit not in (Unit.SHARE, Unit.P) or value is None or -1 <= value <= 1


def test_a_workbook_holds_every_figure_that_the_csv_holds_and_every_section_in_words() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx")))
    every = {str(row[4]) for row in book.get_sheet_by_name("All figures").to_python()}
    in_words = [row[0] for row in book.get_sheet_by_name("In words").to_python()]

    assert {"effect.hodges_lehmann", "tests.wilcoxon.z", "between.adjusted.holm"} <= every
    assert {"Before and after (baseline and endline)", "Who is missing (attrition)", "Notes on the figures"} <= set(
        in_words
    )


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_under_each_picture_of_subgroups_its_signs_are_told_in_words(language: str) -> None:
    ((report, cover),) = made()
    words = Words(language)
    html = gain_html(report, cover, words)
    picture = r'<img [^>]*>\s*<p class="false">'

    for key in (forest_key(words), before_after_key(words)):
        assert re.search(picture + re.escape(key), html)
