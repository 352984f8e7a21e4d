"""An author with a small shelf of articles on their disk, in two languages, and a hand that spoils it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from app.content import CourseFaults, read_articles
from tests.app.content.conftest import Author, english_alone

TODAY = date(2026, 11, 30)
NUMBERS = frozenset({"112"})

TOPICS = """\
languages: [en, ru]
topics:
  - id: trouble
    words: {en: Something is wrong there, ru: Там что-то не так}
  - id: back
    words: {en: I want to go home, ru: Хочу домой}
"""
ARTICLE = """\
topic: trouble
countries: [KZ, ZZ]
audience: [going, working-away]
is_danger: true
sources:
  - title: A law
    publisher: A ministry
    url: https://law.example/1
    read_on: 2026-11-30
  - title: A page
    publisher: An office
    url: http://office.example/
    read_on: 2026-11-01
confirmed_on:
valid_until: 2027-11-30
asked_as:
  en: [they keep my passport, boss took my id, no passport]
  ru: [забрали паспорт, не отдают паспорт, нет паспорта]
"""
ENGLISH = """\
---
title: They keep my passport
summary: What you may say, and which way stays open.
---
Your passport is yours. You may ask for it.

## What is known
- A **law** says so.

## What you can do
1. Read how to go [home](/open/home).
2. Call 112, or open [Help](/help).
"""
RUSSIAN = """\
---
title: Мой паспорт у них
summary: Что можно сказать и какой путь открыт.
---
Паспорт твой. Его можно попросить.

## Что известно
- Так сказано в **законе**.

## Что можно сделать
1. Прочитай, как вернуться [домой](/open/home).
2. Позвони 112 или открой [Помощь](/help).
"""


@dataclass(frozen=True)
class Librarian(Author):
    """An author whose folder is a shelf of articles."""

    def faults(self, today: date | None = TODAY) -> list[str]:
        """What the check says, with paths as the author sees them in the folder."""
        with pytest.raises(CourseFaults) as refused:
            read_articles(self.folder, helplines=NUMBERS, today=today)
        assert english_alone(refused.value) == []
        return [str(fault).removeprefix(f"{self.folder}/") for fault in refused.value.faults]


@pytest.fixture
def librarian(tmp_path: Path) -> Librarian:
    shelf = Librarian(tmp_path / "shelf")
    shelf.write("topics.yaml", TOPICS)
    for slug in ("passport", "home"):
        shelf.write(f"{slug}/article.yaml", ARTICLE if slug == "passport" else ARTICLE.replace("trouble", "back"))
        shelf.write(f"{slug}/en.md", ENGLISH)
        shelf.write(f"{slug}/ru.md", RUSSIAN)
    return shelf
