"""The slot for a film in sign language: the author's own files in a lesson's folder."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from app.content.faults import CourseFault
from app.content.release import Film, FilmFile
from app.content.text import WHOLE

FILMS = ("film.mp4", "film.webm")


def read_film(
    course_folder: Path, folder: Path, languages: Sequence[str] | None, faults: list[CourseFault]
) -> Film | None:
    """Reads the film of the lesson in `folder` and its captions; returns None if there is no film.

    Faults are added to `faults`. languages: those of the course, None if they are unknown.
    """
    films = [folder / name for name in FILMS if (folder / name).is_file()]
    captions = {Path(path.stem).suffix.removeprefix("."): path for path in sorted(folder.glob("film.*.vtt"))}
    for language, path in captions.items():
        if languages is not None and language not in languages:
            what = f"is in the language '{language}', which course.yaml does not name: add it there, or mend the name"
            faults.append(CourseFault(path, 1, WHOLE, what))
        elif not path.read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
            faults.append(CourseFault(path, 1, WHOLE, "has no captions: a file of captions begins with 'WEBVTT'"))
        if not films:
            what = f"has no film beside it: add {' or '.join(FILMS)}, or take the captions away"
            faults.append(CourseFault(path, 1, WHOLE, what))
    if len(films) > 1:
        faults.append(CourseFault(films[1], 1, WHOLE, f"stands beside {films[0].name}: keep one film for a lesson"))
    if not films:
        return None
    return Film(
        film=_film_file(course_folder, films[0]),
        captions={language: _film_file(course_folder, path) for language, path in captions.items()},
    )


def _film_file(course_folder: Path, path: Path) -> FilmFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FilmFile(path=path.relative_to(course_folder).as_posix(), digest=digest)
