"""The glossary says what screens and code say, and words that were riddles to their readers are gone."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ru", "kk")
NOWHERE = "—"
PLACES = re.compile(r"`([^`]+)`")
RIDDLES = {
    "en": (
        "luck alone",
        "by luck",
        "interval of confidence",
        "places it may have",
        "drawn to the common share",
        "would hardly come about",
        "what would make it false",
        "if all the missing had not",
        "reckoned as if",
        "beside one another",
        "groups beside",
        "to know beside",
        "awaited",
        "take the opening back",
        "more time",
        "session plan",
    ),
    "ru": (
        *("одна удача", "одной удач", "одной лишь удач", "даёт везение", "подгруппы рядом", "так же, хуже"),
        *("что узнали", "план занятия", "планы занятий", "««", "»»"),
    ),
    "kk": ("тек сәттілік", "карта", "кездесу жоспар"),
}
"""Words that were said once and that a donor, a tired officer or a reader of Russian could not make sense of, and
second words for what has one."""


class Term(NamedTuple):
    name: str
    meaning: str
    en: str
    ru: str
    kk: str
    where: str

    def sentences(self, language: str) -> list[str]:
        """As it stands on screens."""
        cell: str = getattr(self, language)
        return [] if cell == NOWHERE else [word.strip() for word in cell.split(";")]


def terms(page: str) -> list[Term]:
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    return [Term(*(cell.strip() for cell in row)) for row in rows if row[0].strip() != "term"]


TERMS = terms((ROOT / "docs/glossary.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def screens() -> dict[str, str]:
    """By language, all that is said on screens and in files, one sentence a line."""
    by_language = {}
    for language in LANGUAGES:
        with (ROOT / f"app/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
            forms = [each.string for each in read_po(file) if each.id]
        by_language[language] = "\n".join(
            line for form in forms for line in ([form] if isinstance(form, str) else form)
        )
    return by_language


@cache
def source(place: str) -> str:
    """The text of a file, or of all Python files under a folder with their names."""
    path = ROOT / place
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return "\n".join(f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in files)


def missing(term: Term, screens: dict[str, str]) -> list[str]:
    """Words of a term that stand on no screen of their language."""
    return [
        f"{language}: {word}"
        for language in LANGUAGES
        for word in term.sentences(language)
        if word.casefold() not in screens[language].casefold()
    ]


def test_the_glossary_holds_the_words_of_the_field_each_once() -> None:
    names = [term.name for term in TERMS]

    assert {"cohort", "subgroup", "noise floor", "confidence interval", "attrition", "significant"} <= set(names)
    assert {"programme", "partner lead", "objective", "structure digest", "wave", "response"} <= set(names)
    assert {"flow", "dose"} <= set(names)
    assert {"joint table", "disaggregate", "suppressed", "settle", "inside", "publication", "channel"} <= set(names)
    assert len(names) == len(set(names)) > 40
    assert all(term.meaning for term in TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_stands_on_the_screens_of_every_language(term: Term, screens: dict[str, str]) -> None:
    assert missing(term, screens) == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_lives_where_the_glossary_says(term: Term) -> None:
    places = PLACES.findall(term.where)

    assert places
    for place in places:
        text = source(place).casefold()
        words = [word.strip().casefold() for word in (*term.name.split(";"), *term.sentences("en"))]
        assert any(word.replace(" ", joint) in text for word in words for joint in (" ", "_")), place


def test_a_word_that_no_screen_says_is_found(screens: dict[str, str]) -> None:
    assert missing(Term("luck", "", "sheer luck", NOWHERE, "таза кездейсоқ", ""), screens) == ["en: sheer luck"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_speaks_in_riddles(language: str, screens: dict[str, str]) -> None:
    text = screens[language].casefold()

    assert [riddle for riddle in RIDDLES[language] if riddle in text] == []


def test_neither_do_code_and_guides() -> None:
    code = {path: path.read_text(encoding="utf-8") for root in ("app", "analytics") for path in _texts(ROOT / root)}
    guides = {path: path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]}

    assert len(code) > 200
    assert [
        f"{path.relative_to(ROOT)}: {riddle}"
        for path, text in (code | guides).items()
        for riddle in ("luck alone", "by luck", "by_luck", "luck_sentences", "SN_LUCK")
        if riddle.casefold() in text.casefold()
    ] == []


def _texts(root: Path) -> list[Path]:
    return [path for kind in ("*.py", "*.html") for path in root.rglob(kind)]
