"""What an author should know of a course though it is no fault."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from app.content.checks.instrument import longest_keys
from app.content.checks.structure import CUE_ITEMS
from app.content.markdown import TAG
from app.content.pace import FEWEST_MINUTES, MOST_MINUTES, Pace, paces
from app.content.release import Release
from assessments import FORMS
from courses import Check, CheckStructure, LessonStructure, LessonWords, Sort, Story

MOST_CHOICES = 3
MOST_SIGNS = 32
"""of a choice: what one line of a phone of 360 px holds"""
_VERDICT = re.compile(r"\W*(yes|right|correct|да|верно|правильно|иә|дұрыс)\b\s*[.,:;!–—-]", re.IGNORECASE)
"""What a reason may begin with that the page has said before it."""
_HELP = re.compile("<strong>[^<]*(?:Help|Помощ|Көмек)[^<]*</strong>")
"""The page Help, named in bold as an author's guide asks for it."""
_DRAWING = re.compile(r"/p/([0-9a-f]{16})\.svg")
"""The address of a drawing in a lesson's words: the first digits of its digest."""


def warnings(release: Release) -> tuple[str, ...]:
    """Lists what an author should know of a course without faults, such as 'kk: draft, to be read by a native speaker'.

    These are reviews that are due, missing words and plans, keys that can often be guessed, reasons that say once more
    that an answer is right, pieces that are too short or too long, objectives that no piece teaches by name, choices of
    a story that push one another out of sight, scenes that a lesson has in some of its languages only, and lessons that
    send to Help and do not say what for.
    """
    return (
        *dict.fromkeys(_reviews(release)),
        *_unworded(release),
        *_cues(release),
        *_places(release),
        *_verdicts(release),
        *_lengths(release),
        *_crowded(release),
        *_unseen(release),
        *_untaught(release),
        *_unsaid_needs(release),
    )


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
    items = len(release.instrument.choices)
    for language, words in release.instrument_words.items():
        for form in FORMS:
            longest = longest_keys(form, release.instrument, words.forms[form])
            if items >= CUE_ITEMS and 2 * longest > items:
                yield f"{language}: in form {form} the right option is the longest in {longest} of {items} items"


def _places(release: Release) -> Iterator[str]:
    """Whoever taps the same place each time must not be right most of the time, in lessons either."""
    activities = [activity for lesson in release.course.lessons for activity in lesson.activities]
    places = Counter(each.options.index(each.key) + 1 for each in activities if isinstance(each, CheckStructure))
    checks = places.total()
    for place, keys in places.items():
        if checks >= CUE_ITEMS and 2 * keys > checks:
            yield f"in {keys} of {checks} checks the right option is number {place}: mix them"


def _verdicts(release: Release) -> Iterator[str]:
    """A page says "Right." before the reason of what is right."""
    for lesson in release.course.lessons:
        for language, words in release.lessons[lesson.id].items():
            for place, html in _reasons(lesson, words):
                begins = _VERDICT.match(re.sub("<[^>]*>", "", html))
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


def _lengths(release: Release) -> Iterator[str]:
    """Of pieces that an author has cut; a lesson without any is as long as it is."""
    cut = [lesson for lesson in release.course.lessons if lesson.pieces]
    for language in release.course.languages:
        read = [
            pace
            for lesson in cut
            if language in release.lessons[lesson.id]
            for pace in paces(lesson, release.lessons[lesson.id][language])
        ]
        short = [pace for pace in read if pace.minutes < FEWEST_MINUTES]
        long = [pace for pace in read if pace.minutes > MOST_MINUTES]
        if short:
            mend = "give them more, or join them"
            yield f"{language}: {_takes(short)} less than {FEWEST_MINUTES} minutes{_each(short)}: {mend}"
        if long:
            yield f"{language}: {_takes(long)} more than {MOST_MINUTES} minutes{_each(long)}: cut it in two"


def _crowded(release: Release) -> Iterator[str]:
    """Of stories: three choices of one line stand on a small phone below the newest words."""
    for language in release.course.languages:
        read = [words[language] for words in release.lessons.values() if language in words]
        blocks = [screen.block for words in read for screen in words.screens]
        nodes = [(story, node) for story in blocks if isinstance(story, Story) for node in story.nodes]
        for story, node in nodes:
            if len(node.choices) > MOST_CHOICES:
                yield f"{language}: story {story.id}, node {node.id}: more than {MOST_CHOICES} choices: take one out"
            long = [choice for choice in node.choices if len(unescape(TAG.sub("", choice.html))) > MOST_SIGNS]
            if long:
                names = ", ".join(f"{choice.id} ({len(unescape(TAG.sub('', choice.html)))})" for choice in long)
                mend = "a small phone shows them in two lines: shorten them"
                yield f"{language}: story {story.id}, node {node.id}: more than {MOST_SIGNS} signs in {names}: {mend}"


def _unseen(release: Release) -> Iterator[str]:
    """Of scenes; a drawing of the author's own may have words in it and so a language."""
    for lesson_id, words in release.lessons.items():
        by_language = {language: _scenes(release, of_language) for language, of_language in words.items()}
        for scene in sorted(set().union(*by_language.values())):
            lacking = [language for language, scenes in by_language.items() if scene not in scenes]
            if lacking:
                mend = f"write ':::scene {scene}' there as well, or leave it out of them"
                yield f"{', '.join(lacking)}: {_title(release, lesson_id)} lacks a scene of its other words: {mend}"


def _scenes(release: Release, words: LessonWords) -> set[str]:
    shown = set(_DRAWING.findall(words.model_dump_json()))
    drawings = {name for name, picture in release.pictures.items() if picture.digest[:16] in shown}
    return {name for name in drawings if not name.endswith(".svg")}


def _untaught(release: Release) -> Iterator[str]:
    """Of lessons in several pieces: whoever missed a question is led back to one of them."""
    taught = {each for lesson in release.course.lessons for piece in lesson.pieces for each in piece.teaches}
    cut = [lesson for lesson in release.course.lessons if len(lesson.pieces) > 1]
    lacking = dict.fromkeys(each for lesson in cut for each in lesson.objectives if each not in taught)
    if lacking:
        back = "whoever missed its question is led back to the lesson's first piece"
        yield f"no piece has {', '.join(lacking)} under `teaches`: {back}"


def _takes(those: list[Pace]) -> str:
    names = ", ".join(pace.piece_id for pace in those)
    return f"the pieces {names} take a slow reader" if len(those) > 1 else f"the piece {names} takes a slow reader"


def _each(those: list[Pace]) -> str:
    return f" ({', '.join(str(pace.minutes) for pace in those)})"


def _unsaid_needs(release: Release) -> Iterator[str]:
    unsaid = [
        lesson.id
        for lesson in release.course.lessons
        if not lesson.needs_help and any(map(_sends_to_help, release.lessons[lesson.id].values()))
    ]
    if unsaid:
        what = "a facilitator is told of a need that Help does not meet only where course.yaml has it"
        yield f"{', '.join(unsaid)}: the words send to Help; write what for, as needs_help: [number]: {what}"


def _sends_to_help(words: LessonWords) -> bool:
    return _HELP.search(words.model_dump_json()) is not None
