"""Right answers that can be guessed, and reasons that say once more that an answer is right."""

import re
from collections import Counter
from collections.abc import Iterator

from app.content.checks.instrument import longest_keys
from app.content.checks.structure import CUE_ITEMS
from app.content.html_text import html_text
from app.content.release import Release
from assessments import FORMS
from courses import Check, CheckStructure, LessonStructure, LessonWords, Sort

_VERDICT = re.compile(r"\W*(yes|right|correct|да|верно|правильно|иә|дұрыс)\b\s*[.,:;!–—-]", re.IGNORECASE)
"""What a reason may begin with that the page has said before it."""


def long_keys(release: Release) -> Iterator[str]:
    """Yields the forms of the test in which whoever takes the longest option is right most of the time."""
    items = len(release.instrument.choices)
    for language, words in release.instrument_words.items():
        for form in FORMS:
            longest = longest_keys(form, release.instrument, words.forms[form])
            if items >= CUE_ITEMS and 2 * longest > items:
                yield f"{language}: in form {form} the right option is the longest in {longest} of {items} items"


def unmixed_keys(release: Release) -> Iterator[str]:
    """Yields the place at which most checks of the lessons have their right option."""
    activities = [activity for lesson in release.course.lessons for activity in lesson.activities]
    places = Counter(each.options.index(each.key) + 1 for each in activities if isinstance(each, CheckStructure))
    checks = places.total()
    for place, keys in places.items():
        if checks >= CUE_ITEMS and 2 * keys > checks:
            yield f"in {keys} of {checks} checks the right option is number {place}: mix them"


def verdicts(release: Release) -> Iterator[str]:
    """Yields reasons of what is right that begin with "Right." or the like: the page says it before them."""
    for lesson in release.course.lessons:
        for language, words in release.lessons[lesson.id].items():
            for place, html in _reasons(lesson, words):
                begins = _VERDICT.match(html_text(html))
                if begins:
                    what = f"the reason of {place} begins with “{begins[1]}”, and the page has said “Right.” before it"
                    yield f"{language}: {what}: leave that out"


def _reasons(lesson: LessonStructure, words: LessonWords) -> Iterator[tuple[str, str]]:
    """Those that may stand behind "Right.", each with its place: of right options, and of cards."""
    for block in (screen.block for screen in words.screens):
        if isinstance(block, Check):
            structure = lesson.activity(block.id)
            key = structure.key if isinstance(structure, CheckStructure) else None
            yield from ((f"{it.id} in {block.id}", it.reason_html) for it in block.options if it.id == key)
        elif isinstance(block, Sort):
            yield from ((f"{it.id} in {block.id}", it.reason_html) for pile in block.piles for it in pile.cards)
