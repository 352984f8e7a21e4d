"""A spreadsheet comes back unchanged; other software takes the XLSForm; paper shows no key, and the key shows it."""

import re
import warnings
from collections.abc import Sequence

import pytest

from assessments import UNSURE, Instrument, InstrumentWords, Reaction, Statement
from assessments.formats import (
    AskedWords,
    FormatFaults,
    Header,
    PaperWords,
    assembled,
    marking_key,
    paper_test,
    read_sheet,
    sheet_rows,
    xlsform,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pyxform's own
    from pyxform.xls2xform import convert

ASKED_WORDS = {
    "en": AskedWords(
        "English", "Code on the card", "Eight characters", "I am not sure", "Not both", "How much?", tuple("abcde")
    ),
    "ru": AskedWords("Русский", "Код на карточке", "Восемь знаков", "Не знаю", "Не оба", "Насколько?", tuple("абвгд")),
}
SAY = PaperWords(
    number="No.",
    code="Code",
    how="Mark one box.",
    several="Several here.",
    unsure="I am not sure",
    form="Form",
    key="Key",
    item="Item",
    right="Right",
    do_not_hand_out="Do not hand out.",
    how_scored="A point each.",
    how_far="How far do you agree?",
    letters="АБВГДЕ",
)


def rows(instrument: Instrument, words: InstrumentWords) -> list[list[str]]:
    return [list(row) for row in sheet_rows(instrument, {"en": words, "ru": words})]


def test_a_sheet_comes_back_unchanged_in_every_language(instrument: Instrument, words: InstrumentWords) -> None:
    result = read_sheet(rows(instrument, words))
    header = Header(instrument.slug, instrument.languages, words.title, pass_mark=instrument.pass_mark, minutes=8)

    assert set(result) == {"en", "ru"}
    for drafts in result.values():
        assert assembled(drafts, header) == (instrument, words)


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        ((2, "right", ""), 2, "0 right answers"),
        ((4, "answer en", ""), 4, "'answer en' is empty"),
        ((3, "form", "C"), 3, "write A or B"),
        ((5, "question ru", "Other"), 5, "'question ru' differs"),
        ((5, "level", "guess"), 2, "level"),
    ],
)
def test_a_slip_in_a_cell_is_told_by_its_row(
    instrument: Instrument, words: InstrumentWords, change: tuple[int, str, str], line: int, what: str
) -> None:
    sheet = rows(instrument, words)
    row, column, value = change
    first_right = next(number for number, cells in enumerate(sheet) if cells[5] == "x")
    sheet[first_right if column == "right" else row - 1][sheet[0].index(column)] = value

    with pytest.raises(FormatFaults) as refused:
        assembled(read_sheet(sheet)["en"], Header("s", ("en",), "T"))
    assert any(what in fault.what and fault.line <= row for fault in refused.value.faults), refused.value.faults


def test_a_missing_column_and_an_empty_sheet_are_told(instrument: Instrument, words: InstrumentWords) -> None:
    sheet = rows(instrument, words)
    sheet[0][sheet[0].index("reason ru")] = "why ru"
    with pytest.raises(FormatFaults, match="lacks the column reason ru"):
        read_sheet(sheet)
    with pytest.raises(FormatFaults, match="empty"):
        read_sheet([])


def _dicts(sheet: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    head, *lines = sheet
    return [{name: cell for name, cell in zip(head, line, strict=True) if cell} for line in lines]


@pytest.mark.filterwarnings("ignore")
def test_the_xlsform_is_converted_by_the_software_of_kobo_and_odk(
    instrument: Instrument, words: InstrumentWords
) -> None:
    made = xlsform(instrument, {"en": words, "ru": words}, ASKED_WORDS, form="A", wave="post", with_reactions=True)
    converted = convert(
        {
            "survey": _dicts(made.survey),
            "choices": _dicts(made.choices),
            "settings": _dicts(made.settings),
        },
        validate=False,
    )

    assert converted.warnings == []
    assert set(re.findall(r'<translation lang="([^"]+)"', converted.xform)) == {"English (en)", "Русский (ru)"}
    for item in instrument.items:
        assert f"/item_{item.id}" in converted.xform
    assert "Because" not in converted.xform, "no reason leaves with it"
    assert converted.xform.count(f"<name>{UNSURE}</name>") == len(instrument.items)


def test_paper_shows_every_option_and_no_key(instrument: Instrument, words: InstrumentWords) -> None:
    page = paper_test(instrument, words, "B", "en", SAY, with_reactions=False)

    assert page.count("<b class=box>") == len(instrument.items) * 5
    assert "Because" not in page
    assert "Text e of i0" in page
    assert "How far" not in page, "this one has no statements"


def test_paper_asks_what_stands_beside_the_score_and_how_the_course_was_on_the_last_test(
    instrument: Instrument, words: InstrumentWords
) -> None:
    extended = instrument.model_copy(
        update={
            "statements": (Statement(id="say-no", kind="confidence"),),
            "reactions": (Reaction(id="useful"),),
        }
    )
    spoken = words.model_copy(update={"statements": {"say-no": "I can refuse."}, "reactions": {"useful": "It was."}})
    first, last = (paper_test(extended, spoken, "A", "en", SAY, with_reactions=last) for last in (False, True))

    assert (first.count("I can refuse."), first.count("It was.")) == (1, 0)
    assert (last.count("I can refuse."), last.count("It was.")) == (1, 1)
    assert last.count("<b class=box>") == len(instrument.items) * 5 + 2 * 5


def test_paper_and_key_have_the_letters_of_the_language_that_whoever_types_them_in_has(
    instrument: Instrument, words: InstrumentWords
) -> None:
    """A Latin B and a Cyrillic В look alike and are the second and the third answer."""
    page = paper_test(instrument, words, "A", "ru", SAY, with_reactions=False)
    key = marking_key(instrument, words, "A", "ru", SAY)

    assert re.findall(r"</b>(.)\. ", page)[:5] == list("АБВГД")
    assert "Do not hand out." in key
    assert "A point each." in key, "whoever marks counts by hand"
    assert "A point each." not in page
    assert re.findall(r"<th>(\d+)</th><td>([А-Г])</td>", key) == [(str(n + 1), "АБВГ"[n % 4]) for n in range(10)]
