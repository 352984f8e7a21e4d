"""A shelf of two articles, as plain values that a test can spoil."""

from datetime import date
from typing import Any

import pytest


def article(**more: Any) -> dict[str, Any]:
    source = {"title": "A law", "publisher": "A ministry", "url": "https://law.example/1", "read_on": "2026-11-30"}
    return {
        "slug": "passport-held-back",
        "topic": "trouble",
        "countries": ("KZ",),
        "audience": ("going",),
        "is_danger": True,
        "sources": (source,),
        "valid_until": date(2027, 11, 30),
        "asked_as": {"en": ("one", "two", "three")},
        **more,
    }


def words(body: str = "<p>It is yours.</p>") -> dict[str, str]:
    return {"title": "They keep my passport", "summary": "What you may say.", "body": body}


@pytest.fixture
def shelf() -> dict[str, Any]:
    return {
        "languages": ("en",),
        "topics": (
            {"id": "trouble", "words": {"en": "Something is wrong there"}},
            {"id": "back", "words": {"en": "I want to go home"}},
        ),
        "articles": (article(), article(slug="home", topic="back")),
        "words": {
            "passport-held-back": {"en": words('<p>Go <a href="/open/home">home</a>.</p>')},
            "home": {"en": words()},
        },
    }
