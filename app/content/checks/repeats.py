"""A lesson may train what the instrument asks, never ask the same: who has seen an item has no gain to measure."""

import html
import re
from collections.abc import Iterator

from app.content.faults import CourseFault
from app.content.read_file import ReadFile
from assessments import InstrumentWords
from courses import Check, LessonWords

ALIKE = 0.8
"""the share of words that two questions have in common (of all that either has) from which they are one"""
_FEWEST = 4
"""words; shorter questions are alike by chance"""


def repeat_faults(lesson: ReadFile[LessonWords], words: InstrumentWords) -> Iterator[CourseFault]:
    """Checks that ask what an item of the instrument asks in the same language."""
    stems = [
        (f"item {item_id} of form {form}", _words(item.stem))
        for form, items in words.forms.items()
        for item_id, item in items.items()
    ]
    for activity in lesson.activities:
        check = activity.found.words
        if not isinstance(check, Check):
            continue
        asked = [_words(check.question_html), _words(f"{check.case_html} {check.question_html}")]
        for name, stem in stems:
            if any(_are_alike(stem, question) for question in asked):
                what = f"asks what {name} asks: ask about another situation, or the instrument measures nothing"
                yield CourseFault(lesson.path, activity.line, activity.where, what)


def _are_alike(stem: frozenset[str], question: frozenset[str]) -> bool:
    if stem == question:
        return True
    return min(len(stem), len(question)) >= _FEWEST and len(stem & question) >= ALIKE * len(stem | question)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", text)).casefold()))
