"""Right answers that can be guessed, and reasons that say once more that an answer is right."""

import re
from collections import Counter
from collections.abc import Iterator

from app.content.checks.instrument import longest_keys
from app.content.checks.structure import CUE_ITEMS
from app.content.html_text import html_text
from app.content.release import Release
from app.content.warnings.languages import within
from app.sentences import N_, Remark
from assessments import FORMS
from courses import Check, CheckStructure, LessonStructure, LessonWords, Sort

_VERDICT = re.compile(r"\W*(yes|right|correct|да|верно|правильно|иә|дұрыс)\b\s*[.,:;!–—-]", re.IGNORECASE)
"""What a reason may begin with that the page has said before it."""


def long_keys(release: Release) -> Iterator[Remark]:
    """Yields the forms of the test in which whoever takes the longest option is right most of the time."""
    items = len(release.instrument.choices)
    for language, words in release.instrument_words.items():
        for form in FORMS:
            longest = longest_keys(form, release.instrument, words.forms[form])
            if items >= CUE_ITEMS and 2 * longest > items:
                what = N_("in form %(form)s the right option is the longest in %(longest)d of %(count)d items")
                yield within(language, Remark(what, form=form, longest=longest, count=items))


def unmixed_keys(release: Release) -> Iterator[Remark]:
    """Yields the place at which most checks of the lessons have their right option."""
    activities = [activity for lesson in release.course.lessons for activity in lesson.activities]
    places = Counter(each.options.index(each.key) + 1 for each in activities if isinstance(each, CheckStructure))
    checks = places.total()
    for place, keys in places.items():
        if checks >= CUE_ITEMS and 2 * keys > checks:
            what = N_("in %(keys)d of %(checks)d checks the right option is number %(place)d: mix them")
            yield Remark(what, keys=keys, checks=checks, place=place)


def verdicts(release: Release) -> Iterator[Remark]:
    """Yields reasons of what is right that begin with "Right." or the like: the page says it before them."""
    for lesson in release.course.lessons:
        for language, words in release.lessons[lesson.id].items():
            for place, html in _reasons(lesson, words):
                begins = _VERDICT.match(html_text(html))
                if begins:
                    what = N_(
                        "the reason of %(place)s begins with “%(word)s”, and the page has said “Right.” before it: "
                        "leave that out"
                    )
                    yield within(language, Remark(what, place=place, word=begins[1]))


def _reasons(lesson: LessonStructure, words: LessonWords) -> Iterator[tuple[Remark, str]]:
    """Those that may stand behind "Right.", each with its place: of right options, and of cards."""
    for block in (screen.block for screen in words.screens):
        if isinstance(block, Check):
            structure = lesson.activity(block.id)
            key = structure.key if isinstance(structure, CheckStructure) else None
            yield from ((_place(it.id, block.id), it.reason_html) for it in block.options if it.id == key)
        elif isinstance(block, Sort):
            yield from ((_place(it.id, block.id), it.reason_html) for pile in block.piles for it in pile.cards)


def _place(line: str, activity: str) -> Remark:
    return Remark(N_("%(line)s in %(activity)s"), line=line, activity=activity)
