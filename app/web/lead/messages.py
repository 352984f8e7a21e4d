"""Messages to copy and send: in each language of the programme, the group's own first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import force_locale

from app.content import Release
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.web.transaction import reading


@dataclass(frozen=True)
class Message:
    """A Message is a text to copy, in one language."""

    language: str
    text: str


def languages_of(cohort: Cohort, release: Release) -> list[str]:
    """Returns the languages of a cohort's programme that its course has: the cohort's own first, if the course has it.

    All of the course where it has none of the programme's.
    """
    programme = programmes.get_by_id(reading(), cohort.programme_id)
    spoken = {cohort.language, *(programme.languages if programme is not None else ())}
    ours = [it for it in release.instrument_words if it in spoken] or list(release.instrument_words)
    return sorted(ours, key=lambda it: it != cohort.language)


def in_each(languages: Iterable[str], write: Callable[[], str]) -> list[Message]:
    """Returns what `write` writes, once in each language."""
    messages = []
    for language in languages:
        with force_locale(language):
            messages.append(Message(language, write()))
    return messages
