"""Scenes that a lesson has in some of its languages only."""

import re
from collections.abc import Iterator

from app.content.release import Release
from app.content.warnings.languages import lesson_title
from app.sentences import N_, Remark
from courses import LessonWords

_DRAWING = re.compile(r"/p/([0-9a-f]{16})\.svg")
"""The address of a drawing in a lesson's words: the first digits of its digest."""


def uneven_scenes(release: Release) -> Iterator[Remark]:
    """Yields scenes that only some languages of a lesson have.

    A drawing of the author's own may have words in it, and so a language.
    """
    for lesson_id, words in release.lessons.items():
        by_language = {language: _scenes(release, of_language) for language, of_language in words.items()}
        for scene in sorted(set().union(*by_language.values())):
            lacking = tuple(language for language, scenes in by_language.items() if scene not in scenes)
            if lacking:
                what = N_(
                    "%(languages)s: %(title)s lacks a scene of its other words: "
                    "write ':::scene %(scene)s' there as well, or leave it out of them"
                )
                yield Remark(what, languages=lacking, title=lesson_title(release, lesson_id), scene=scene)


def _scenes(release: Release, words: LessonWords) -> set[str]:
    shown = set(_DRAWING.findall(words.model_dump_json()))
    drawings = {name for name, picture in release.pictures.items() if picture.digest[:16] in shown}
    return {name for name in drawings if not name.endswith(".svg")}
