"""Checks the advert that a course begins with: there in every language, short, and in plain words."""

from collections.abc import Collection, Iterator

from app.content.checks.markup import mark_faults
from app.content.checks.structure import text_faults
from app.content.checks.telling import number_faults, sentence_faults
from app.content.faults import CourseFault
from app.content.markdown import html_faults
from app.content.marked import Marked, Place
from app.content.reading import words_in
from app.content.text import Passage
from app.sentences import N_, Remark
from courses import Course, Taster

MOST_WORDS = 50
"""of title, lines and reason together: it is read in the first minute, by somebody who has decided nothing yet"""


def taster_faults(marked: Marked, course: Course, helplines: Collection[str] | None) -> Iterator[CourseFault]:
    """Yields faults of a course's taster, if it has one: languages that lack, too many words, marks, numbers.

    helplines: the numbers that words may name; None: numbers are not checked.
    """
    if course.taster is None:
        return
    for place in _places(course.taster):
        yield from text_faults(marked, place, marked.at(*place), course.languages)
    for language in course.languages:
        passages = list(_passages(marked, course.taster, language))
        words = sum(words_in(each.text) for each in passages)
        if words > MOST_WORDS:
            what = N_(
                "has %(count)d words in '%(language)s': make it %(most)d, for it is read before anything is decided"
            )
            yield marked.fault(("taster",), Remark(what, count=words, language=language, most=MOST_WORDS))
        yield from sentence_faults(marked.path, passages)
        yield from mark_faults(marked.path, passages)
        yield from html_faults(marked.path, passages)
        if helplines is not None:
            yield from number_faults(marked.path, passages, helplines)


def _places(taster: Taster) -> list[tuple[str, ...]]:
    lines = [("taster", "lines", line.id, "text") for line in taster.lines]
    return [("taster", "title"), *lines, ("taster", "reason")]


def _passages(marked: Marked, taster: Taster, language: str) -> Iterator[Passage]:
    for words in _places(taster):
        place: Place = (*marked.place(*words), language)
        if place in marked.lines:
            yield Passage(marked.lines[place], str(marked.at(*place)))
