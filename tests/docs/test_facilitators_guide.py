"""The guide for facilitators is one guide in three languages, short, and calls everything as the screens do."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.content import guide_file
from app.web.language import NAMES

ROOT = Path(__file__).parents[2]
TRANSLATIONS = sorted(set(NAMES) - {"en"})
MOST_WORDS = 800
MOST_BYTES = 600_000
"""Of all pictures together."""
TO_TAP = re.compile(r"\*\*([^*]+)\*\*")
ON_SCREEN = re.compile(r"\*{1,2}([^*]+)\*{1,2}")
NOT_TAPPED = {"en": "Bold", "ru": "Жирным", "kk": "Қою"}
"""The word that says what bold words are."""


def text_of(language: str) -> str:
    return guide_file(language).read_text(encoding="utf-8").replace(f"**{NOT_TAPPED[language]}**", "")


def tokens_of(language: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text_of(language))


def shape(language: str) -> list[str]:
    """Headings, paragraphs, lists, rows and pictures, in order; of a picture without its language."""
    pictures = [
        str(it.attrs["src"]).replace(f"-{language}.jpg", ".jpg")
        for token in tokens_of(language)
        for it in token.children or []
        if it.type == "image"
    ]
    return [token.tag for token in tokens_of(language) if token.nesting >= 0 and token.tag] + pictures


def parts(language: str) -> list[str]:
    """The text between one heading and the next."""
    return re.split(r"^## .+$", text_of(language), flags=re.MULTILINE)


@cache
def catalogue(language: str) -> dict[str, set[str]]:
    """What a sentence of the English screens is in this language; without the sign that a question follows."""
    translated: dict[str, set[str]] = {}
    with (ROOT / f"app/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        for each in read_po(file):
            if isinstance(each.id, str) and isinstance(each.string, str):
                translated.setdefault(each.id.removesuffix(" …"), set()).add(each.string.removesuffix(" …"))
    return translated


@pytest.mark.parametrize("language", NAMES)
def test_every_name_in_bold_or_italics_stands_on_the_screens_of_this_language(language: str) -> None:
    on_screens = set().union(*catalogue(language).values())
    names = [name.removesuffix(" …") for name in ON_SCREEN.findall(text_of(language))]

    assert len(names) > 40
    assert [name for name in names if name not in on_screens] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_each_part_of_a_translation_names_the_same_buttons(language: str) -> None:
    for english, other in zip(parts("en"), parts(language), strict=True):
        wanted = Counter(name.removesuffix(" …") for name in TO_TAP.findall(english))
        named = [name.removesuffix(" …") for name in TO_TAP.findall(other)]
        assert len(named) == wanted.total(), english
        for name, times in wanted.items():
            assert sum(it in catalogue(language)[name] for it in named) == times, name


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_the_same_headings_lists_rows_and_pictures_in_the_same_order(language: str) -> None:
    assert shape(language) == shape("en")


@pytest.mark.parametrize("language", NAMES)
def test_it_is_short_and_nothing_in_it_is_english_that_need_not_be(language: str) -> None:
    shown = re.sub(r"!\[.*?\]\(\S+ (\".*?\")\)", r"\1", text_of(language).partition("\n---\n")[0])
    words = re.findall(r"[\w’-]+", shown)

    assert len(words) <= MOST_WORDS
    latin = {word for word in words if re.fullmatch(r"[A-Za-z]+", word)}
    assert language == "en" or latin <= {"Enter", "PDF", "PIN", "XLSX"}


def test_every_picture_is_there_says_what_it_shows_and_together_they_are_small() -> None:
    pictures = [it for language in NAMES for token in tokens_of(language) for it in token.children or []]
    files = [(it, ROOT / "docs" / str(it.attrs["src"])) for it in pictures if it.type == "image"]

    assert {path for _, path in files} == set((ROOT / "docs/pictures").glob("guide-*.jpg"))
    assert all(it.content and it.attrs["title"] for it, _ in files)
    assert sum(path.stat().st_size for _, path in files) <= MOST_BYTES


def test_the_parts_follow_the_day_of_a_facilitator() -> None:
    headings = re.findall(r"^## (.+)$", text_of("en"), flags=re.MULTILINE)
    day = ["Before", "In the room", "Far away", "On paper", "Afterwards"]

    assert headings == [*day, "When a learner tells you something", "When something goes wrong"]
