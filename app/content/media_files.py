"""Names and places of voices and films: they stay in a lesson's folder, and a release keeps name and digest."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.content.faults import CourseFault
from app.content.release import MediaFile
from app.content.text import WHOLE, written
from app.sentences import N_, Remark
from courses import LessonStructure

_MEDIA = frozenset({".opus", ".ogg", ".mp3", ".m4a", ".wav", ".mp4", ".webm", ".mov", ".vtt"})
_LANGUAGE = "(?P<language>[a-z]{2,3})"
VOICE = re.compile(rf"voice\.(?:(?P<piece>[^.]+)\.)?{_LANGUAGE}(?P<computer>\.computer)?\.opus")
FILM = re.compile(rf"film(?:\.{_LANGUAGE})?\.(?:mp4|webm)")
CAPTIONS = re.compile(rf"film\.{_LANGUAGE}\.vtt")


def lesson_folder(course_folder: Path, lesson: LessonStructure) -> Path:
    """Returns the folder of a lesson, in which its media stand."""
    return course_folder / "lessons" / lesson.folder


def voice_name(lesson: LessonStructure, piece_id: str, language: str, *, is_by_computer: bool) -> str:
    """Returns the name of the file with a piece's voice; a lesson that is one piece leaves the piece out."""
    piece = f"{piece_id}." if len(lesson.piece_ids) > 1 else ""
    return f"voice.{piece}{language}{'.computer' if is_by_computer else ''}.opus"


def media_file(course_folder: Path, path: Path) -> MediaFile:
    """Returns what a release keeps of a file below the course's folder."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return MediaFile(path=path.relative_to(course_folder).as_posix(), digest=digest)


def matching_files(folder: Path, pattern: re.Pattern[str]) -> Iterator[tuple[Path, re.Match[str]]]:
    """Yields the files of a folder whose whole names match the pattern, by name, each with its match."""
    for path in written(folder, "*"):
        match = pattern.fullmatch(path.name)
        if match is not None and path.is_file():
            yield path, match


def name_faults(folder: Path) -> Iterator[CourseFault]:
    """Yields a fault for each voice or film in a lesson's folder whose name no page looks for."""
    for path in written(folder, "*"):
        is_media = path.suffix.lower() in _MEDIA or path.name.startswith(("voice.", "film."))
        if is_media and not any(pattern.fullmatch(path.name) for pattern in (VOICE, FILM, CAPTIONS)):
            what = N_(
                "has a name that no page looks for: a voice is voice.PIECE.LANGUAGE.opus, a film "
                "film.LANGUAGE.mp4 or .webm, its captions film.LANGUAGE.vtt, a film in sign language film.mp4 or .webm"
            )
            yield CourseFault(path, 1, WHOLE, Remark(what))


def language_faults(path: Path, language: str, languages: Sequence[str] | None) -> Iterator[CourseFault]:
    """Yields a fault if a file is in a language that the course does not have. languages: None if they are unknown."""
    if languages is not None and language not in languages:
        what = N_("is in the language '%(language)s', which course.yaml does not name: add it there, or mend the name")
        yield CourseFault(path, 1, WHOLE, Remark(what, language=language))
