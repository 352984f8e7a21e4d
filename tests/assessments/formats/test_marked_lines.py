"""Items whose lines are marked, on their way to other software and back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import Release, instrument_files
from assessments import Instrument, InstrumentWords
from assessments.formats import (
    DraftItem,
    FormatFaults,
    Header,
    assembled,
    drafts_of,
    marking_key,
    paper_test,
    read_gift,
    read_sheet,
    sheet_rows,
    write_gift,
)
from assessments.formats.drafts import DraftOption
from tests.assessments.formats.test_other_formats import SAY

right = st.lists(st.booleans(), min_size=2, max_size=7).filter(lambda keys: any(keys) and not all(keys))


def _header(of: Release) -> Header:
    instrument, words = of.instrument, of.instrument_words["en"]
    return Header(
        instrument.slug,
        instrument.languages,
        words.title,
        pass_mark=instrument.pass_mark,
        minutes=instrument.minutes,
        statements=instrument.statements,
        reactions=instrument.reactions,
        statement_words=words.statements,
        reaction_words=words.reactions,
    )


def _whole(of: Release) -> tuple[Instrument, InstrumentWords]:
    return of.instrument, of.instrument_words["en"]


def test_gift_brings_the_whole_test_back(marks_course: Release) -> None:
    drafts = drafts_of(*_whole(marks_course))
    text = write_gift(drafts, "sample")

    assert assembled(read_gift(text), _header(marks_course)) == _whole(marks_course)
    assert "~%50%Pay before you begin.#" in text
    assert "~%-100%Work in the next town.#" in text
    assert "~%33.33333%Come alone.#" in text
    assert "~%100%Decide now.#" in text


@given(keys=right)
def test_gift_brings_any_set_back(keys: list[bool]) -> None:
    options = tuple(DraftOption(f"l{n}", f"Line {n}", f"why {n}", is_key) for n, is_key in enumerate(keys))
    draft = DraftItem(1, "advert", "A", "O1", "analyse", "Mark.", options, has_lines=True)
    (back,) = read_gift(write_gift([draft], "sample").partition("\n\n")[2])

    assert (back.options, back.has_lines) == (options, True)


def test_weights_without_the_tag_of_lines_are_refused_as_before() -> None:
    with pytest.raises(FormatFaults, match="has a weight in per cent"):
        read_gift("::q::Mark. {~%50%a#x ~%50%b#y ~%-100%c#z}", form="A", objective="O1", level="apply")


def test_a_sheet_brings_the_whole_test_back(marks_course: Release) -> None:
    rows = sheet_rows(marks_course.instrument, marks_course.instrument_words)

    assert rows[0][:7] == ("item", "form", "objective", "level", "option", "right", "kind")
    back = read_sheet(rows)
    assert list(back) == ["en", "ru", "kk"]
    assert assembled(back["en"], _header(marks_course)) == _whole(marks_course)


@pytest.mark.parametrize(
    ("kind", "message"),
    [("several", "the kind is 'several': write lines, or nothing"), ("", "has 2 right answers: mark one with x")],
)
def test_a_kind_with_a_slip_is_told(marks_course: Release, kind: str, message: str) -> None:
    rows = [list(row) for row in sheet_rows(marks_course.instrument, marks_course.instrument_words)]
    for row in rows[1:]:
        if row[:2] == ["advert", "A"]:
            row[6] = kind

    with pytest.raises(FormatFaults, match=message):
        read_sheet(rows)


def test_the_files_of_an_author_have_the_lines_to_be_marked_in_brackets(marks_course: Release) -> None:
    text = instrument_files(marks_course.instrument, marks_course.instrument_words)["instrument.yaml"]

    assert "key: [fee, silence]" in text
    assert "key: family" in text


def test_paper_says_where_several_may_be_marked_and_the_key_has_all_letters(marks_course: Release) -> None:
    page = paper_test(*_whole(marks_course), "A", "ru", SAY, with_reactions=False)
    key = marking_key(*_whole(marks_course), "A", "ru", SAY)

    assert re.findall(r"<li>([^<]+)<small>Several here.</small>", page) == [
        "Mark every line that warns you. ",
        "Mark every line that should make you stop. ",
    ]
    assert re.findall(r"<td>([А-Д]+)</td>", key) == ["Б", "БГ", "В", "БГД"]
    assert "Pay before you begin. · Say nothing at home." in key
