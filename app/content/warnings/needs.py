"""Lessons that send to Help and do not say what for."""

import re
from collections.abc import Iterator

from app.content.release import Release
from app.sentences import N_, Remark
from courses import LessonWords

_HELP = re.compile("<strong>[^<]*(?:Help|Помощ|Көмек)[^<]*</strong>")
"""The page Help, named in bold as an author's guide asks for it."""


def unsaid_needs(release: Release) -> Iterator[Remark]:
    """Yields the lessons whose words name Help and whose entry in course.yaml has no `needs_help`."""
    unsaid = [
        lesson.id
        for lesson in release.course.lessons
        if not lesson.needs_help and any(map(_sends_to_help, release.lessons[lesson.id].values()))
    ]
    if unsaid:
        what = N_(
            "%(lessons)s: the words send to Help; write what for, as needs_help: [number]: a facilitator is told of a "
            "need that Help does not meet only where course.yaml has it"
        )
        yield Remark(what, lessons=tuple(unsaid))


def _sends_to_help(words: LessonWords) -> bool:
    return _HELP.search(words.model_dump_json()) is not None
