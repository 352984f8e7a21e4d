"""What the gate leaves of a report can be said, drawn and written in every language and format."""

import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from app.charts import dumbbells, flow_bars, forest, headline_scale
from app.exports import FORMATS, gain_html, gain_in_short, gain_on_two_pages, gain_text, grids
from app.wording import LANGUAGES, Words, findings, summary_sentences
from tests.app.exports.cases import Case, disclosed
from tests.app.exports.regions import HOME


@pytest.fixture(params=["inside", "publication"], scope="module")
def of(request: pytest.FixtureRequest) -> Case:
    return disclosed(request.param)


def has_nothing(text: str) -> list[str]:
    """Lines that say None, or nan."""
    return [line for line in text.splitlines() if "None" in line or "nan" in line.split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_table_or_picture_says_none(of: Case, language: str) -> None:
    report, cover = of.made[0]
    words = Words(language)
    texts = [make(report, cover, words) for make in (gain_text, gain_on_two_pages, gain_in_short, gain_html)]
    texts += summary_sentences(words, report, cover.called)
    texts += [sentence for one in findings(words, report, cover.called) for sentence in one.sentences]
    texts += [draw(report, cover.names, words) for draw in (forest, dumbbells)]
    texts += [draw(one, words) for draw in (flow_bars, headline_scale) for one in (report.total, *report.groups[:4])]

    assert [line for text in texts for line in has_nothing(text)] == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_written(of: Case, form: str) -> None:
    for language in LANGUAGES if form != "pdf" else ("kk",):  # slow, and made of the page above
        data = FORMATS[form].write(of.made, Words(language), HOME)
        assert data
        if form in ("csv", "dhis2", "adx", "iati", "xapi"):
            assert has_nothing(data.decode("utf-8-sig")) == []


def test_no_table_has_a_row_or_a_column_of_nothing(of: Case) -> None:
    """But a group that is hidden, which says so."""
    report, cover = of.made[0]
    for grid in grids(report, cover, Words("en")):
        rows = [row[1:] for row in grid.rows if "hidden" not in row]
        assert all(any(cell.strip("—") for cell in row) for row in rows), grid.title
        assert all(any(cell.strip("—") for cell in column) for column in zip(*rows, strict=True)), grid.title


def test_what_the_gate_leaves_out_is_what_its_type_says_may_be_missing(of: Case) -> None:
    assert sorted(set(_missing(of.made[0][0]))) == []


def _missing(part: Any) -> Iterator[str]:
    if isinstance(part, tuple):
        for one in part:
            yield from _missing(one)
    elif is_dataclass(part) and not isinstance(part, type):
        hints = typing.get_type_hints(type(part))
        for field in fields(part):
            value = getattr(part, field.name)
            if value is None and type(None) not in typing.get_args(hints[field.name]):
                yield f"{type(part).__name__}.{field.name}"
            yield from _missing(value)
