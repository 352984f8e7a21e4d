"""Faults of an instrument's words: each with its line, its place and how to mend it."""

import pytest

from tests.app.content.conftest import Author

WORDS = "instrument/ru.yaml"


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        pytest.param(
            "        b: options b of two\n",
            "",
            "options a of two",
            "forms > A > two > options > b: is missing: instrument.yaml has this option, so write its words",
            id="an option without words",
        ),
        pytest.param(
            "        b: reasons b of two\n",
            "",
            "reasons a of two",
            "forms > A > two > reasons > b: is missing: instrument.yaml has this option, so write its words",
            id="an option without a reason",
        ),
        pytest.param(
            "        b: options b of two\n",
            "        b: options b of two\n        z: more\n",
            "z: more",
            "forms > A > two > options > z: is not an option in instrument.yaml: the options are a, b, c",
            id="an option that the structure does not have",
        ),
        pytest.param(
            "b: options b of two",
            "b: Options a of two",
            "b: Options a of two",
            "forms > A > two > options > b: says the same as another option: tell them apart",
            id="two options with the same words",
        ),
        pytest.param(
            "    two:",
            "    tow:",
            "tow",
            "forms > A > tow: is not an item of instrument.yaml: add it there, or mend the id",
            id="an item that the structure does not have",
        ),
        pytest.param(
            "    two:",
            "    tow:",
            "  A:",
            "forms > A > two: has no words in this language: write them",
            id="an item without words",
        ),
        pytest.param(
            "stem: Stem A two ru?",
            "stem: 5",
            "stem: 5",
            "forms > A > two > stem: must be text, not '5': put it in quotes if it is meant as text",
            id="a number for a stem",
        ),
        pytest.param(
            "  B:", "  C:", "forms:", "forms > B: is missing: an instrument has the forms A and B", id="no form B"
        ),
        pytest.param("  B:", "  C:", "  C:", "forms > C: 'C' is not known: write 'A' or 'B'", id="a form that is none"),
    ],
)
def test_a_fault_of_an_instruments_words_is_told_with_its_line_and_its_mend(
    author: Author, old: str, new: str, at: str, message: str
) -> None:
    author.replace(WORDS, old, new)
    line = author.line(WORDS, at) - ("is missing: instrument" in message)

    assert f"{WORDS}:{line}: {message}" in author.faults()


def test_a_language_without_its_file(author: Author) -> None:
    (author.folder / WORDS).unlink()

    assert author.faults() == [f"{WORDS}:1: the file: is missing: make it, or mend the name that leads to it"]


def test_a_file_without_its_language(author: Author) -> None:
    author.write("instrument/de.yaml", (author.folder / WORDS).read_text(encoding="utf-8"))

    message = "the file: is in the language 'de', which instrument.yaml does not name: add it there, or mend the name"
    assert author.faults() == [f"instrument/de.yaml:1: {message}"]


def test_a_right_option_that_is_always_the_longest_can_be_guessed(author: Author) -> None:
    for option, item in (("a", "one"), ("b", "two"), ("c", "three"), ("a", "four")):
        author.replace(WORDS, f"options {option} of {item}", f"options {option} of {item}, at length")

    message = "forms > A: the right option is always the longest: make others as long"
    assert author.faults() == [f"{WORDS}:{author.line(WORDS, '  A:')}: {message}"]
