"""Faults of instrument.yaml: each with its line, its place and how to mend it."""

import pytest

from tests.app.content.conftest import Author

COURSE, INSTRUMENT = "course.yaml", "instrument.yaml"


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        pytest.param(
            "objective: O1",
            "objective: O7",
            "O7",
            "items > one > objective: 'O7' is not an objective of course.yaml: name one of O1, O2",
            id="an item with an unknown objective",
        ),
        pytest.param(
            "level: apply",
            "level: guess",
            "guess",
            "items > two > level: 'guess' is not known: write 'remember', 'understand', 'apply' or 'analyse'",
            id="an unknown level",
        ),
        pytest.param(
            "      B: {options: [d, e, f], key: f}\n",
            "",
            "forms:",
            "items > one > forms: form B is missing: an item stands in both forms",
            id="an item in one form only",
        ),
        pytest.param(
            "[d, e, f], key: f",
            "[d, e, f, g], key: f",
            "forms:",
            "items > one > forms: form A has 3 options and form B 4: give both as many",
            id="forms with unlike numbers of options",
        ),
        pytest.param(
            "[a, b, c], key: a",
            "[a, b, unsure], key: a",
            "unsure",
            "items > one > forms > A: 'unsure' stands under every item by itself: take it out of the options",
            id="unsure written as an option",
        ),
        pytest.param(
            "pass_mark: 3",
            "pass_mark: 5",
            "pass_mark",
            "pass_mark: is more than the 4 items: lower it",
            id="a pass mark that nobody can reach",
        ),
        pytest.param(
            "slug: sample",
            "slug: other",
            "slug",
            "slug: is 'other', and course.yaml says 'sample': make them the same",
            id="an instrument of another course",
        ),
        pytest.param(
            "version: 1",
            "version: 1.5",
            "version",
            "version: must be a whole number, not '1.5'",
            id="a version with a point",
        ),
        pytest.param(
            "A: {options: [a, b, c], key: b}",
            "A: {options: [a, b, c], key: [b, 3]}",
            "[b, 3]",
            "items > two > forms > A > key > entry 2: must be text, not '3': put it in quotes if it is meant as text",
            id="a line to mark that is no text",
        ),
        pytest.param(
            "A: {options: [a, b, c], key: b}",
            "A: {options: [a, b, c], key: 3}",
            "key: 3",
            "items > two > forms > A > key: must be text, not '3': put it in quotes if it is meant as text",
            id="a key that is neither text nor a list",
        ),
    ],
)
def test_a_fault_of_an_instrument_is_told_with_its_line_and_its_mend(
    author: Author, old: str, new: str, at: str, message: str
) -> None:
    author.replace(INSTRUMENT, old, new)

    assert f"{INSTRUMENT}:{author.line(INSTRUMENT, at)}: {message}" in author.faults()


def test_a_language_that_the_instrument_lacks(author: Author) -> None:
    author.replace(COURSE, "languages: [en, ru]", "languages: [en, ru, kk]")

    assert "instrument.yaml:3: languages: lacks 'kk', in which course.yaml offers the course: add it" in author.faults()


def test_a_key_that_is_always_in_the_same_place_can_be_guessed(author: Author) -> None:
    author.replace(INSTRUMENT, "[a, b, c], key: b", "[b, a, c], key: b")
    author.replace(INSTRUMENT, "[a, b, c], key: c", "[c, a, b], key: c")

    message = "items: the key of form A is always option 1: put the keys in different places"
    assert author.faults() == [f"instrument.yaml:{author.line(INSTRUMENT, 'items:')}: {message}"]


def test_lines_to_mark_stand_in_both_forms(author: Author) -> None:
    author.replace(INSTRUMENT, "A: {options: [a, b, c], key: b}", "A: {options: [a, b, c], key: [b]}")

    what = "one form has lines to mark and the other has not: put both keys in brackets, or neither"
    assert author.faults() == [f"{INSTRUMENT}:17: items > two > forms: {what}"]


def test_lines_to_mark_have_no_place_that_could_be_guessed(author: Author) -> None:
    """Of the first item all lines but the last are marked, and the others have their key at the end."""
    for key in "abca":
        author.replace(INSTRUMENT, f"A: {{options: [a, b, c], key: {key}}}", "A: {options: [a, b, c], key: [a, b]}")
    for key in "fedf":
        author.replace(INSTRUMENT, f"B: {{options: [d, e, f], key: {key}}}", "B: {options: [d, e, f], key: [d]}")

    assert [item.has_lines for item in author.read().instrument.items] == [True] * 4
