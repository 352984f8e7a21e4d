"""Lessons that are long, and screens with nothing to do or to look at, of courses that are cut into pieces."""

from collections.abc import Iterator

from app.content.pace import words_on
from app.content.release import Release
from app.content.warnings.languages import lesson_title
from courses import LessonStructure, LessonWords, Prose, Screen

MOST_WORDS_A_LESSON = 700
"""on its main way"""
MOST_WORDS_A_SCREEN = 60
"""of one with words alone"""
MOST_PERCENT_TEXT = 30
"""of a lesson's screens that are words alone"""


def rhythm(release: Release) -> Iterator[str]:
    """Yields lessons with too many words, screens with too many, and screens of words alone that are too many or come
    one after another; a lesson that is not cut into pieces is as it is."""
    for lesson in release.course.lessons:
        if lesson.pieces:
            title = lesson_title(release, lesson.id)
            for language, words in release.lessons[lesson.id].items():
                for what in _of(lesson, words):
                    yield f"{language}: {title}: {what}"


def _of(lesson: LessonStructure, words: LessonWords) -> Iterator[str]:
    counts = [words_on(lesson, screen) for screen in words.screens]
    mend = "cut, or put what may be skipped into ':::more'"
    if sum(counts) > MOST_WORDS_A_LESSON:
        yield f"{sum(counts)} words on the main way, more than {MOST_WORDS_A_LESSON}: {mend}"
    is_text = [_is_text(screen) for screen in words.screens]
    for screen, count, is_alone in zip(words.screens, counts, is_text, strict=True):
        if is_alone and count > MOST_WORDS_A_SCREEN:
            yield f"'{screen.heading}' has {count} words, more than {MOST_WORDS_A_SCREEN}: {mend}"
    percent = round(100 * sum(is_text) / len(is_text))
    if percent > MOST_PERCENT_TEXT:
        yield f"{percent} % of the screens are words alone, more than {MOST_PERCENT_TEXT}: give them something to do"
    for before, after in zip(words.screens, words.screens[1:], strict=False):
        if _is_text(before) and _is_text(after):
            yield f"'{before.heading}' and '{after.heading}' are words alone, one after another: put a deed between"


def _is_text(screen: Screen) -> bool:
    return isinstance(screen.block, Prose) and "<img" not in screen.block.html
