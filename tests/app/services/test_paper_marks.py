"""A mark on paper is read in the paper's alphabet; what looks like a letter of it is that letter, the rest is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.facilitator.paper_marks import (
    CYRILLIC,
    LATIN,
    NotOnPaper,
    letters_in,
    mark_of,
    read_mark,
    read_marks,
)
from assessments import UNSURE

OPTIONS = ("tell", "wait", "go", "pay", UNSURE)
SHAPES = (set("АA"), set("ВB"), set("СC"), set("ЕE"), set("КK"), set("НH"), set("ІI"), set("ЈJ"))
"""Capitals of both alphabets that nobody can tell apart."""
languages = st.sampled_from(("ru", "kk", "en"))


@pytest.mark.parametrize(
    ("language", "mark", "option"),
    [
        ("ru", "А", "tell"),
        ("ru", "а", "tell"),
        ("ru", "A", "tell"),  # Latin, and looks like А
        ("ru", "a", "tell"),
        ("ru", "Б", "wait"),
        ("ru", "В", "go"),
        ("ru", "B", "go"),  # Latin, and looks like В, the third
        ("kk", "B", "go"),
        ("kk", "Д", UNSURE),
        ("en", "B", "wait"),
        ("en", "В", "wait"),  # Cyrillic, and looks like B, the second
        ("en", "С", "go"),
        ("en", "e", UNSURE),
        ("ru", "4", "pay"),
        ("ru", "pay", "pay"),
        ("ru", "-", None),
        ("ru", " ", None),
    ],
)
def test_a_mark_is_read_as_the_paper_shows_it(language: str, mark: str, option: str | None) -> None:
    assert read_mark(mark, OPTIONS, [language]) == option


@pytest.mark.parametrize(
    ("language", "mark"),
    [*(("ru", it) for it in "CDdbEFЕcЖ60?"), ("ru", "АБ"), *(("en", it) for it in "БДГвF6"), ("en", "AB")],
)
def test_a_mark_that_is_not_on_the_paper_is_asked_about(language: str, mark: str) -> None:
    with pytest.raises(NotOnPaper) as fault:
        read_mark(mark, OPTIONS, [language])

    assert (fault.value.letters, fault.value.is_ambiguous) == ("A B C D E" if language == "en" else "А Б В Г Д", False)


@given(letter=st.sampled_from(LATIN + CYRILLIC + "НІЈС" + "HKMT"), language=languages, count=st.integers(2, 10))
def test_no_letter_is_ever_taken_for_an_answer_that_it_does_not_look_like(
    letter: str, language: str, count: int
) -> None:
    letters, options = letters_in(language), tuple(f"option-{n}" for n in range(count))
    try:
        answer = read_mark(letter, options, [language])
    except NotOnPaper:
        shape = next((it for it in SHAPES if letter in it), {letter})
        assert not shape & {*letters[:count]}, "what is on the paper is taken"
    else:
        shown = letters[options.index(answer or "")]
        assert shown == letter or any({shown, letter} <= it for it in SHAPES)


@given(letter=st.sampled_from(LATIN + CYRILLIC), count=st.integers(2, 10))
def test_where_either_alphabet_may_have_been_printed_a_letter_is_one_answer_or_asked_about(
    letter: str, count: int
) -> None:
    options = tuple(f"option-{n}" for n in range(count))

    def read(*those: str) -> object:
        try:
            return read_mark(letter, options, those)
        except NotOnPaper:
            return None

    each = {read("ru"), read("en")} - {None}
    assert read("ru", "en") == (each.pop() if len(each) == 1 else None)


@given(answer=st.sampled_from((*OPTIONS, None)), language=languages, other=languages)
def test_what_is_shown_of_a_sheet_is_read_as_the_same(answer: str | None, language: str, other: str) -> None:
    assert read_mark(mark_of(answer, OPTIONS, language, other), OPTIONS, [language, other]) == answer


def test_lines_are_read_letter_by_letter() -> None:
    assert read_marks("BГ", OPTIONS, ["ru"]) == ("go", "pay")
    with pytest.raises(NotOnPaper):
        read_marks("ВD", OPTIONS, ["ru"])
    with pytest.raises(ValueError, match="none at once"):
        read_marks("ВД", OPTIONS, ["ru"])
