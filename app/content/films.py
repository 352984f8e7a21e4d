"""The films of a lesson: one in sign language and one for each spoken language, files of the author's own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.content.faults import CourseFault
from app.content.media_files import CAPTIONS, FILM, language_faults, matching_files, media_file
from app.content.release import Film
from app.content.text import WHOLE, read_text
from app.sentences import N_, Remark

SIGNS = ""
"""Stands in the place of a language for the film in sign language: film.mp4."""
MOST_FILM_BYTES = 10_000_000
"""Of a film: five minutes at two megabytes each, which a connection of 250 kbit/s brings as fast as they play."""
_HEAD = 64
"""Bytes that hold what a film's container begins with."""
_KINDS = {".mp4": "MP4", ".webm": "WebM"}
_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_CUE = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?\n.*\S", re.MULTILINE)
"""Of captions: from when to when, and below it what is said. A phone passes over what has another form."""


@dataclass(frozen=True)
class LessonFilms:
    """Holds the films of one lesson."""

    signs: Film | None = None
    spoken: Mapping[str, Film] = field(default_factory=dict)
    """by language"""


def read_films(
    course_folder: Path, folder: Path, languages: Sequence[str] | None, faults: list[CourseFault]
) -> LessonFilms:
    """Reads the films of the lesson in `folder` and their captions: of the spoken film in a language, if there is one.

    Faults are added to `faults`. languages: those of the course, None if they are unknown.
    """
    films = _films(folder, languages, faults)
    captions = {match["language"]: path for path, match in matching_files(folder, CAPTIONS)}
    for language, path in captions.items():
        faults.extend(list(language_faults(path, language, languages)) or _captions_faults(path))
        if SIGNS not in films and language not in films:
            what = N_("has no film beside it: add film.mp4 or film.webm, or take the captions away")
            faults.append(CourseFault(path, 1, WHOLE, Remark(what)))
    spoken = {language: path for language, path in films.items() if language != SIGNS}
    for language, path in spoken.items():
        if language not in captions:
            what = N_("has no captions: write what is said into %(file)s, for whoever cannot hear it")
            faults.append(CourseFault(path, 1, WHOLE, Remark(what, file=f"film.{language}.vtt")))

    def film(path: Path, *of: str) -> Film:
        texts = {language: media_file(course_folder, captions[language]) for language in of if language in captions}
        return Film(film=media_file(course_folder, path), captions=texts)

    return LessonFilms(
        film(films[SIGNS], *sorted(captions.keys() - spoken.keys())) if SIGNS in films else None,
        {language: film(path, language) for language, path in spoken.items()},
    )


def _films(folder: Path, languages: Sequence[str] | None, faults: list[CourseFault]) -> dict[str, Path]:
    films: dict[str, Path] = {}
    for path, match in matching_files(folder, FILM):
        language = match["language"] or SIGNS
        faults.extend(_file_faults(path))
        if language != SIGNS:
            faults.extend(language_faults(path, language, languages))
        if language in films:
            of_signs = N_("stands beside %(file)s: keep one film for a lesson")
            spoken = N_("stands beside %(file)s: keep one film for a lesson and language")
            remark = Remark(spoken if language else of_signs, file=films[language].name)
            faults.append(CourseFault(path, 1, WHOLE, remark))
        films.setdefault(language, path)
    return films


def _file_faults(path: Path) -> Iterator[CourseFault]:
    """Yields what keeps a phone from playing a film, or its owner from paying for it."""
    kind = _KINDS[path.suffix]
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if container(head) != kind:
        what = N_("is no %(kind)s, whatever its name says: save it anew as %(kind)s, with a program that cuts films")
        yield CourseFault(path, 1, WHOLE, Remark(what, kind=kind))
    size = path.stat().st_size
    if size > MOST_FILM_BYTES:
        what = N_(
            "has %(size)s bytes, and at most %(most)s are a film that a phone can pay for: "
            "cut it shorter, or save it smaller"
        )
        yield CourseFault(path, 1, WHOLE, Remark(what, size=f"{size:,}", most=f"{MOST_FILM_BYTES:,}"))


def container(head: bytes) -> str:
    """Returns which film a file is that begins with these bytes: "MP4", "WebM", or "" for none of them.

    An MP4 opens with the box 'ftyp' (ISO/IEC 14496-12), a WebM with the header of EBML (RFC 8794) and that name in it.

    >>> container(bytes([0, 0, 0, 32]) + b"ftypisom")
    'MP4'
    >>> container(bytes.fromhex("1a45dfa39f4282") + b"\\x84webm")
    'WebM'
    >>> container(bytes.fromhex("1a45dfa3a34282") + b"\\x88matroska")
    ''
    """
    if head[4:8] == b"ftyp":
        return "MP4"
    return "WebM" if head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head else ""


def _captions_faults(path: Path) -> list[CourseFault]:
    faults: list[CourseFault] = []
    text = read_text(path, faults)
    if text is None:
        return faults
    if not text.startswith("WEBVTT"):
        faults.append(
            CourseFault(path, 1, WHOLE, Remark(N_("has no captions: a file of captions begins with 'WEBVTT'")))
        )
    elif not _CUE.search("\n".join(text.splitlines())):
        what = N_("has no caption in it: write '00:00.000 --> 00:03.500', from when to when, and below it what is said")
        faults.append(CourseFault(path, 1, WHOLE, Remark(what)))
    return faults
