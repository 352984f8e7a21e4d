"""A lesson may train what the instrument asks, never ask the same: who has seen an item has no gain to measure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from pydantic import BaseModel

from app.content.faults import CourseFault
from app.content.html_text import html_text
from app.content.read_file import ReadFile
from app.sentences import N_, Remark
from assessments import InstrumentWords
from courses import Check, LessonWords, Line

ALIKE = 0.8
"""the share of words that two questions have in common (of all that either has) from which they are one"""
_FEWEST = 4
"""words; shorter questions are alike by chance"""


def repeat_faults(lesson: ReadFile[LessonWords], words: InstrumentWords) -> Iterator[CourseFault]:
    """Yields faults for checks that ask what an item of the instrument asks, and for lines that repeat its options."""
    yield from _repeated_questions(lesson, words)
    yield from _repeated_options(lesson, words)


def _repeated_questions(lesson: ReadFile[LessonWords], words: InstrumentWords) -> Iterator[CourseFault]:
    stems = [
        (item_id, form, _words(item.stem)) for form, items in words.forms.items() for item_id, item in items.items()
    ]
    for activity in lesson.activities:
        check = activity.content.words
        if not isinstance(check, Check):
            continue
        questions = [_words(check.question_html), _words(f"{check.case_html} {check.question_html}")]
        for item_id, form, stem in stems:
            if any(_are_alike(stem, question) for question in questions):
                what = N_(
                    "asks what item %(item)s of form %(form)s asks: "
                    "ask about another situation, or the instrument measures nothing"
                )
                yield CourseFault(lesson.path, activity.line, activity.where, Remark(what, item=item_id, form=form))


def _repeated_options(lesson: ReadFile[LessonWords], words: InstrumentWords) -> Iterator[CourseFault]:
    """An answer that was a card or an answer in a lesson is known again, and need not be understood."""
    options = [
        (item_id, form, _words(option))
        for form, items in words.forms.items()
        for item_id, item in items.items()
        for option in item.options.values()
    ]
    having: dict[str, list[int]] = defaultdict(list)
    for place, (_item, _form, option) in enumerate(options):
        for word in option if len(option) >= _FEWEST else ():
            having[word].append(place)
    for activity in lesson.activities:
        for line in _lines(activity.content.words):
            text = _words(line.html)
            shared = Counter(place for word in text if word in having for place in having[word])
            for place, count in shared.items():
                item_id, form, option = options[place]
                if count >= ALIKE * (len(option) + len(text) - count):
                    what = N_(
                        "'%(line)s' says what an option of item %(item)s of form %(form)s says: say it in other words"
                    )
                    remark = Remark(what, line=line.id, item=item_id, form=form)
                    yield CourseFault(lesson.path, activity.line, activity.where, remark)


def _lines(value: object) -> Iterator[Line]:
    """Whatever can be tapped, placed or ticked, however deep it stands."""
    if isinstance(value, Line):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _lines(inner)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _lines(getattr(value, name))


def _are_alike(stem: frozenset[str], question: frozenset[str]) -> bool:
    if stem == question:
        return True
    return min(len(stem), len(question)) >= _FEWEST and len(stem & question) >= ALIKE * len(stem | question)


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", html_text(text).casefold()))
