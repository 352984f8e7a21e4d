"""Scenes that a lesson has in some of its languages only."""

import re
from collections.abc import Iterator

from app.content.release import Release
from app.content.warnings.languages import lesson_title
from courses import LessonWords

_DRAWING = re.compile(r"/p/([0-9a-f]{16})\.svg")
"""The address of a drawing in a lesson's words: the first digits of its digest."""


def uneven_scenes(release: Release) -> Iterator[str]:
    """Yields scenes that only some languages of a lesson have.

    A drawing of the author's own may have words in it, and so a language.
    """
    for lesson_id, words in release.lessons.items():
        by_language = {language: _scenes(release, of_language) for language, of_language in words.items()}
        for scene in sorted(set().union(*by_language.values())):
            lacking = [language for language, scenes in by_language.items() if scene not in scenes]
            if lacking:
                mend = f"write ':::scene {scene}' there as well, or leave it out of them"
                title = lesson_title(release, lesson_id)
                yield f"{', '.join(lacking)}: {title} lacks a scene of its other words: {mend}"


def _scenes(release: Release, words: LessonWords) -> set[str]:
    shown = set(_DRAWING.findall(words.model_dump_json()))
    drawings = {name for name, picture in release.pictures.items() if picture.digest[:16] in shown}
    return {name for name in drawings if not name.endswith(".svg")}
