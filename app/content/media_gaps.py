"""What of a course is neither heard nor watched yet. It is no fault: a voice or a film takes somebody's day."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.release import Release


@dataclass(frozen=True)
class Gap:
    """Names the lessons or pieces that lack something, in their order, and how many could have it."""

    ids: tuple[str, ...]
    of: int


@dataclass(frozen=True)
class MediaGaps:
    """Names what lacks a voice or a film; by language only where it has words in that language."""

    voices: Mapping[str, Gap]
    films: Mapping[str, Gap]
    signs: Gap


def media_gaps(release: Release) -> MediaGaps:
    """Returns which pieces of a course have no voice, and which lessons no film and none in sign language."""
    voices, films = {}, {}
    for language in release.course.languages:
        worded = [lesson for lesson in release.course.lessons if language in release.lessons[lesson.id]]
        pieces = [piece_id for lesson in worded for piece_id in lesson.piece_ids]
        silent = [piece_id for piece_id in pieces if language not in release.voices.get(piece_id, {})]
        unseen = [lesson.id for lesson in worded if language not in release.spoken_films.get(lesson.id, {})]
        voices[language] = Gap(tuple(silent), len(pieces))
        films[language] = Gap(tuple(unseen), len(worded))
    lessons = [lesson.id for lesson in release.course.lessons]
    unsigned = tuple(lesson_id for lesson_id in lessons if lesson_id not in release.films)
    return MediaGaps(voices, films, Gap(unsigned, len(lessons)))
