"""Messages to copy and send: in each language of the course, the group's own first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import force_locale

from app.content import Release
from app.store.programmes.cohorts import Cohort


@dataclass(frozen=True)
class Message:
    """A Message is a text to copy, in one language."""

    language: str
    text: str


def languages_of(cohort: Cohort, release: Release) -> list[str]:
    """Returns the languages of a cohort's course: the cohort's own first, if the course has it."""
    return sorted(release.instrument_words, key=lambda it: it != cohort.language)


def in_each(languages: Iterable[str], write: Callable[[], str]) -> list[Message]:
    """Returns what `write` writes, once in each language."""
    messages = []
    for language in languages:
        with force_locale(language):
            messages.append(Message(language, write()))
    return messages
