"""What an author should know of a course though it is no fault."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from app.content.checks.instrument import longest_keys
from app.content.checks.structure import CUE_ITEMS
from app.content.reading import LIMITS, level
from app.content.release import Release
from app.content.text import Told
from assessments import FORMS

_BLOCK = re.compile(r"</?(?:p|li|ul|ol|blockquote|h3|h4|h5|h6|hr|br|img|pre)\b[^>]*>")
_INLINE = re.compile(r"<[^>]*>")


def warnings(release: Release) -> tuple[str, ...]:
    """For instance 'kk: draft, to be read by a native speaker'."""
    return (*dict.fromkeys(_reviews(release)), *_unworded(release), *_cues(release), *_levels(release))


def _reviews(release: Release) -> Iterator[str]:
    for review in (release.course.review, release.instrument.review):
        for language, note in review.items():
            yield f"{language}: {note}"


def _title(release: Release, lesson_id: str) -> str:
    """As an author knows it: in the course's first language, or in any that it has words in."""
    first = release.course.languages[0]
    words, _ = release.words_for(lesson_id, first, first)
    return f"“{words.title}”"


def _unworded(release: Release) -> Iterator[str]:
    for language in release.course.languages:
        lacking = [_title(release, lesson_id) for lesson_id, words in release.lessons.items() if language not in words]
        if lacking:
            yield f"{language}: no words yet in {', '.join(lacking)}: learners get another language, and are told so"
        without_plan = [
            _title(release, lesson_id) for lesson_id, plans in release.plans.items() if language not in plans
        ]
        if without_plan:
            yield f"{language}: no facilitator's plan yet for {', '.join(without_plan)}"
        if language not in release.disclosure:
            yield f"{language}: no page yet on what to do when a learner tells something (disclosure.{language}.md)"


def _cues(release: Release) -> Iterator[str]:
    items = len(release.instrument.items)
    for language, words in release.instrument_words.items():
        for form in FORMS:
            longest = longest_keys(form, release.instrument, words.forms[form])
            if items >= CUE_ITEMS and 2 * longest > items:
                yield f"{language}: in form {form} the right option is the longest in {longest} of {items} items"


def _levels(release: Release) -> Iterator[str]:
    for lesson_id, by_language in release.lessons.items():
        for language, words in by_language.items():
            found = level(_told(words.model_dump()))
            if language in LIMITS and found > LIMITS[language]:
                title = _title(release, lesson_id)
                yield f"{language}: {title} reads at level {found:.0f}, the limit is {LIMITS[language]} (LIX)"


def _told(value: Any) -> list[Told]:
    """The paragraphs, lines and answers of a lesson: the text of every value that holds HTML."""
    if isinstance(value, dict):
        texts = [text for name, text in value.items() if name.endswith("html")]
        paragraphs = [Told(1, unescape(_INLINE.sub("", part))) for text in texts for part in _BLOCK.split(text)]
        return [*paragraphs, *(told for inner in value.values() for told in _told(inner))]
    return [told for inner in value for told in _told(inner)] if isinstance(value, tuple) else []
