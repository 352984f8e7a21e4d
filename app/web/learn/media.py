"""Drawings of a release, and films where an author has put them beside a lesson. Each is named by its digest."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Response, abort, current_app, send_file, url_for
from flask.typing import ResponseReturnValue

from app.content import CONTENT, CONTENT_SETTING, FilmFile, Release
from app.services import releases
from app.web.access import audience
from app.web.transaction import db

FOR_GOOD = "public, max-age=31536000, immutable"
SHORT = 16
"""hex digits of a digest that stand in an address"""
TYPES = {".mp4": "video/mp4", ".webm": "video/webm", ".vtt": "text/vtt"}


@dataclass(frozen=True)
class FilmAddress:
    """A FilmAddress says where a film is, its size in megabytes (whoever watches pays for them), and its captions."""

    address: str
    size: float
    captions: Mapping[str, str]
    """by language"""


@audience("anyone")
def picture(digest: str) -> ResponseReturnValue:
    """Sends a drawing of any release, by the first 16 hex digits of its digest. Answers 404 if there is none.

    The headers keep it from running or fetching anything, also opened by itself, and let browsers store it for a year.
    """
    drawings = (drawing for release in releases.list_all(db()) for drawing in release.pictures.values())
    picture = next((drawing for drawing in drawings if drawing.digest[:SHORT] == digest), None)
    if picture is None:
        abort(404)
    answer = Response(picture.svg, mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = FOR_GOOD
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


@audience("anyone")
def film(name: str) -> ResponseReturnValue:
    """Sends a film or its captions, or the part that the browser asks for. Answers 404 if there is no such file.

    name: the first 16 hex digits of its digest, with its ending. Browsers may store it for a year.
    """
    path = next((place for file, place in _files() if _name(file) == name), None)
    if path is None:
        abort(404)
    answer = send_file(path, mimetype=TYPES.get(path.suffix), conditional=True)
    answer.headers["Cache-Control"] = FOR_GOOD
    return answer


def _files() -> Iterator[tuple[FilmFile, Path]]:
    """Of every release, as far as they are there."""
    for release in releases.list_all(db()):
        for each in release.films.values():
            for file in (each.film, *each.captions.values()):
                place = _place(release, file)
                if place is not None:
                    yield file, place


def film_of(release: Release, lesson_id: str) -> FilmAddress | None:
    """Returns a lesson's film; None if it has none, or if its file is missing or differs from the one released."""
    film = release.films.get(lesson_id)
    place = _place(release, film.film) if film is not None else None
    if film is None or place is None:
        return None
    captions = {code: _address(file) for code, file in film.captions.items() if _place(release, file)}
    return FilmAddress(_address(film.film), place.stat().st_size / 1e6, captions)


def _address(file: FilmFile) -> str:
    return url_for("learn.film", name=_name(file))


def _name(file: FilmFile) -> str:
    return file.digest[:SHORT] + Path(file.path).suffix


def _place(release: Release, file: FilmFile) -> Path | None:
    place = Path(current_app.config.get(CONTENT_SETTING, CONTENT)) / release.course.slug / file.path
    if not place.is_file():
        return None
    seen = place.stat()
    return place if _digest(place, seen.st_mtime_ns, seen.st_size) == file.digest else None


@lru_cache(maxsize=64)
def _digest(place: Path, _changed: int, _size: int) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
