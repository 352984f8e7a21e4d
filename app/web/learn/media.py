"""Drawings of a release, and films and voices that an author has put beside a lesson. Each is named by its digest."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Response, abort, current_app, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.content import CONTENT, CONTENT_SETTING, Film, MediaFile, Release
from app.services import releases
from app.web.access import audience
from app.web.statics import FOR_GOOD
from app.web.transaction import db

SHORT = 16
"""hex digits of a digest that stand in an address"""
TYPES = {".mp4": "video/mp4", ".webm": "video/webm", ".vtt": "text/vtt", ".opus": "audio/ogg"}


@dataclass(frozen=True)
class MediaAddress:
    """A MediaAddress says where a film or a voice is, how large it is (whoever plays it pays for that), its captions.

    size: in kilobytes or megabytes, as the page's language writes them. captions: addresses by language.
    """

    address: str
    size: str
    captions: Mapping[str, str]
    is_by_computer: bool = False

    @property
    def addresses(self) -> str:
        """All that has to be stored to play it without a connection, with a blank between."""
        return " ".join((self.address, *self.captions.values()))


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
    """Sends a film, its captions or a voice, or the part that the browser asks for. Answers 404 if there is none.

    name: the first 16 hex digits of its digest, with its ending. No browser may store it by itself: on a shared phone
    what was played leaves nothing behind. Where a learner asks for it, the phone's own store has it.
    """
    places = (_place(release, file) for release, file in _files() if _name(file) == name)
    path = next((place for place in places if place is not None), None)
    if path is None:
        abort(404)
    answer = send_file(path, mimetype=TYPES.get(path.suffix), conditional=True)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _files() -> Iterator[tuple[Release, MediaFile]]:
    """Of every release, whether they are still there or not."""
    for release in releases.list_all(db()):
        spoken = (film for films in release.spoken_films.values() for film in films.values())
        for each in (*release.films.values(), *spoken):
            yield from ((release, file) for file in (each.film, *each.captions.values()))
        yield from ((release, voice.file) for voices in release.voices.values() for voice in voices.values())


def signs_of(release: Release, lesson_id: str) -> MediaAddress | None:
    """Returns a lesson's film in sign language.

    None if it has none, or if its file is missing or differs from the one released.
    """
    return _film_address(release, release.films.get(lesson_id))


def spoken_film_of(release: Release, lesson_id: str, language: str) -> MediaAddress | None:
    """Returns a lesson's film in this language, or None, as for `signs_of`."""
    return _film_address(release, release.spoken_films.get(lesson_id, {}).get(language))


def voice_of(release: Release, piece_id: str, language: str) -> MediaAddress | None:
    """Returns the voice of a piece in this language, or None, as for `signs_of`."""
    voice = release.voices.get(piece_id, {}).get(language)
    place = _place(release, voice.file) if voice is not None else None
    if voice is None or place is None:
        return None
    return MediaAddress(_address(voice.file), _size(place), {}, voice.is_by_computer)


def _film_address(release: Release, film: Film | None) -> MediaAddress | None:
    place = _place(release, film.film) if film is not None else None
    if film is None or place is None:
        return None
    captions = {code: _address(file) for code, file in film.captions.items() if _place(release, file)}
    return MediaAddress(_address(film.film), _size(place), captions)


def _size(place: Path) -> str:
    """Never 0."""
    kilobytes = max(1, round(place.stat().st_size / 1e3))
    if kilobytes < 1000:
        return _("%(size)s kB", size=format_decimal(kilobytes))
    return _("%(size)s MB", size=format_decimal(round(kilobytes / 1e3, 1)))


def _address(file: MediaFile) -> str:
    return url_for("learn.film", name=_name(file))


def _name(file: MediaFile) -> str:
    return file.digest[:SHORT] + Path(file.path).suffix


def _place(release: Release, file: MediaFile) -> Path | None:
    place = Path(current_app.config.get(CONTENT_SETTING, CONTENT)) / release.course.slug / file.path
    if not place.is_file():
        return None
    seen = place.stat()
    return place if _digest(place, seen.st_mtime_ns, seen.st_size) == file.digest else None


@lru_cache(maxsize=1024)
def _digest(place: Path, _changed: int, _size: int) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
