"""The films of a lesson: one in sign language and one for each spoken language, files of the author's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.content.faults import CourseFault
from app.content.media_files import CAPTIONS, FILM, language_faults, matching_files, media_file
from app.content.release import Film
from app.content.text import WHOLE

SIGNS = ""
"""Stands in the place of a language for the film in sign language: film.mp4."""


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
            what = "has no film beside it: add film.mp4 or film.webm, or take the captions away"
            faults.append(CourseFault(path, 1, WHOLE, what))
    spoken = {language: path for language, path in films.items() if language != SIGNS}
    for language, path in spoken.items():
        if language not in captions:
            what = f"has no captions: write what is said into film.{language}.vtt, for whoever cannot hear it"
            faults.append(CourseFault(path, 1, WHOLE, what))

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
        if language != SIGNS:
            faults.extend(language_faults(path, language, languages))
        if language in films:
            what = f"stands beside {films[language].name}: keep one film for a lesson"
            faults.append(CourseFault(path, 1, WHOLE, f"{what} and language" if language else what))
        films.setdefault(language, path)
    return films


def _captions_faults(path: Path) -> Iterator[CourseFault]:
    if not path.read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        yield CourseFault(path, 1, WHOLE, "has no captions: a file of captions begins with 'WEBVTT'")
