"""Lessons that are long, and screens with nothing to do or to look at, of courses that are cut into pieces."""

from collections.abc import Iterator

from app.content.pace import most_words_on, words_on
from app.content.release import Release
from app.content.warnings.languages import lesson_title, within
from app.sentences import N_, Remark
from courses import LessonStructure, LessonWords, Prose, Screen

MOST_WORDS_A_LESSON = 700
"""for whoever takes the longest way through its stories"""
MOST_WORDS_A_SCREEN = 60
"""of one with words alone"""
MOST_PERCENT_TEXT = 30
"""of a lesson's screens that are words alone"""


def rhythm(release: Release) -> Iterator[Remark]:
    """Yields lessons with too many words, screens with too many, and screens of words alone that are too many or come
    one after another; a lesson that is not cut into pieces is as it is."""
    for lesson in release.course.lessons:
        if lesson.pieces:
            title = lesson_title(release, lesson.id)
            for language, words in release.lessons[lesson.id].items():
                for what in _of(lesson, words):
                    yield within(language, Remark("%(title)s: %(what)s", title=title, what=what))


def _of(lesson: LessonStructure, words: LessonWords) -> Iterator[Remark]:
    counts = [words_on(lesson, screen) for screen in words.screens]
    longest = sum(most_words_on(lesson, screen) for screen in words.screens)
    if longest > MOST_WORDS_A_LESSON:
        what = N_(
            "%(count)d words on the longest way, more than %(most)d: cut, or put what may be skipped into ':::more'"
        )
        yield Remark(what, count=longest, most=MOST_WORDS_A_LESSON)
    is_text = [_is_text(screen) for screen in words.screens]
    for screen, count, is_alone in zip(words.screens, counts, is_text, strict=True):
        if is_alone and count > MOST_WORDS_A_SCREEN:
            what = N_(
                "'%(heading)s' has %(count)d words, more than %(most)d: cut, or put what may be skipped into ':::more'"
            )
            yield Remark(what, heading=screen.heading, count=count, most=MOST_WORDS_A_SCREEN)
    percent = round(100 * sum(is_text) / len(is_text))
    if percent > MOST_PERCENT_TEXT:
        what = N_("%(share)s of the screens are words alone, more than %(most)d: give them something to do")
        yield Remark(what, share=f"{percent} %", most=MOST_PERCENT_TEXT)
    for before, after in zip(words.screens, words.screens[1:], strict=False):
        if _is_text(before) and _is_text(after):
            what = N_("'%(before)s' and '%(after)s' are words alone, one after another: put a deed between")
            yield Remark(what, before=before.heading, after=after.heading)


def _is_text(screen: Screen) -> bool:
    return isinstance(screen.block, Prose) and "<img" not in screen.block.html
