"""Voices of pieces and films of lessons: what lies in a lesson's folder by its name, and what the check says of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import MOST_VOICE_BYTES, CourseFaults, Release, media_gaps, read_course
from app.content.films import MOST_FILM_BYTES
from tests.app.content.conftest import english_alone
from tests.conftest import FIXTURE_COURSE, FIXTURE_MEDIA

PIECES, ONE = "lessons/01-way-home", "lessons/00-welcome"
"""A lesson of two pieces, and one that is one piece."""
OPUS = (FIXTURE_MEDIA / PIECES / "voice.over-the-hill.en.opus").read_bytes()
MP4 = (FIXTURE_MEDIA / PIECES / "film.mp4").read_bytes()
WEBM = (FIXTURE_MEDIA / PIECES / "film.en.webm").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The course of the tests with a film, a film in sign language and a voice."""
    path = tmp_path / "course"
    shutil.copytree(FIXTURE_COURSE, path)
    shutil.copytree(FIXTURE_MEDIA / "lessons", path / "lessons", dirs_exist_ok=True)
    return path


def faults(folder: Path) -> list[str]:
    with pytest.raises(CourseFaults) as caught:
        read_course(folder)
    assert english_alone(caught.value) == []
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_what_is_heard_and_watched_is_known_by_piece_and_language(folder: Path) -> None:
    (folder / ONE / "voice.kk.computer.opus").write_bytes(OPUS)
    release = read_course(folder)
    voices = {
        (piece_id, language): (voice.file.path, voice.is_by_computer)
        for piece_id, by_language in release.voices.items()
        for language, voice in by_language.items()
    }
    [spoken] = release.spoken_films["way-home"].values()

    assert voices == {
        ("welcome", "kk"): (f"{ONE}/voice.kk.computer.opus", True),
        ("over-the-hill", "en"): (f"{PIECES}/voice.over-the-hill.en.opus", False),
    }
    assert (spoken.film.path, spoken.captions["en"].path) == (f"{PIECES}/film.en.webm", f"{PIECES}/film.en.vtt")
    assert release.films["way-home"].film.path == f"{PIECES}/film.mp4"
    assert release.films["way-home"].captions == {}, "those in English are the spoken film's"
    assert Release.from_json(release.to_json()) == release


def test_a_course_without_any_is_released_as_it_was_before(fixture_course: Release) -> None:
    assert "voices" not in fixture_course.to_json()
    assert "spoken_films" not in fixture_course.to_json()


def rename(name: str, to: str) -> Callable[[Path], object]:
    return lambda folder: (folder / PIECES / name).rename(folder / to)


def write(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


VOICE = "voice.over-the-hill.en.opus"
NAMES = "call it voice.over-the-hill.en.opus, voice.before-leaving.en.opus"
STRAY = (
    "has a name that no page looks for: a voice is voice.PIECE.LANGUAGE.opus, a film film.LANGUAGE.mp4 or .webm, "
    "its captions film.LANGUAGE.vtt, a film in sign language film.mp4 or .webm"
)
NO_MP4 = "is no MP4, whatever its name says: save it anew as MP4, with a program that cuts films"
MATROSKA = WEBM.replace(b"\x42\x82\x84webm", b"\x42\x82\x88matroska")
CUE = b"WEBVTT\n\n00:00.000 --> 00:03.500\nA hill\n"
NAMED_CUE = b"WEBVTT - a hill\n\nNOTE by Dana\n\n1\n00:00.000 --> 00:03.500 align:start\nA hill\n"
NO_CUE = "has no caption in it: write '00:00.000 --> 00:03.500', from when to when, and below it what is said"


@pytest.mark.parametrize(
    ("change", "name", "what"),
    [
        (rename(VOICE, f"{PIECES}/voice.en.opus"), f"{PIECES}/voice.en.opus", f"names no piece: {NAMES}"),
        (
            rename(VOICE, f"{PIECES}/voice.welcome.en.opus"),
            f"{PIECES}/voice.welcome.en.opus",
            f"is of the piece 'welcome', which is none of this lesson's: {NAMES}",
        ),
        (
            rename(VOICE, f"{ONE}/voice.de.opus"),
            f"{ONE}/voice.de.opus",
            "is in the language 'de', which course.yaml does not name: add it there, or mend the name",
        ),
        (
            write(f"{PIECES}/voice.over-the-hill.en.computer.opus", OPUS),
            f"{PIECES}/{VOICE}",
            "stands beside voice.over-the-hill.en.computer.opus: keep one voice for a piece and language",
        ),
        (
            write(f"{PIECES}/{VOICE}", OPUS + bytes(MOST_VOICE_BYTES + 1 - len(OPUS))),
            f"{PIECES}/{VOICE}",
            "has 90,001 bytes, and at most 90,000 are a key message: say it shorter, or save it smaller",
        ),
        (
            write(f"{PIECES}/{VOICE}", b"ID3" + OPUS),
            f"{PIECES}/{VOICE}",
            "is no Opus in an Ogg file: save the recording as Opus, mono, 24 kbit/s",
        ),
        (
            write(f"{PIECES}/{VOICE}", b"OggS"),
            f"{PIECES}/{VOICE}",
            "is no Opus in an Ogg file: save the recording as Opus, mono, 24 kbit/s",
        ),
        (rename(VOICE, f"{PIECES}/voice.en.mp3"), f"{PIECES}/voice.en.mp3", STRAY),
        (rename(VOICE, f"{PIECES}/hill.OPUS"), f"{PIECES}/hill.OPUS", STRAY),
        (write(f"{PIECES}/film.en.mov", b"x"), f"{PIECES}/film.en.mov", STRAY),
        (
            lambda folder: (folder / PIECES / "film.en.vtt").unlink(),
            f"{PIECES}/film.en.webm",
            "has no captions: write what is said into film.en.vtt, for whoever cannot hear it",
        ),
        (
            write(f"{PIECES}/film.en.mp4", MP4),
            f"{PIECES}/film.en.webm",
            "stands beside film.en.mp4: keep one film for a lesson and language",
        ),
        (write(f"{PIECES}/film.mp4", b"Dana: look it up first."), f"{PIECES}/film.mp4", NO_MP4),
        (write(f"{PIECES}/film.mp4", WEBM), f"{PIECES}/film.mp4", NO_MP4),
        (write(f"{PIECES}/film.mp4", b""), f"{PIECES}/film.mp4", NO_MP4),
        (write(f"{PIECES}/film.en.webm", b"A hill."), f"{PIECES}/film.en.webm", NO_MP4.replace("MP4", "WebM")),
        (write(f"{PIECES}/film.en.webm", MATROSKA), f"{PIECES}/film.en.webm", NO_MP4.replace("MP4", "WebM")),
        (
            write(f"{PIECES}/film.mp4", MP4 + bytes(MOST_FILM_BYTES + 1 - len(MP4))),
            f"{PIECES}/film.mp4",
            "has 10,000,001 bytes, and at most 10,000,000 are a film that a phone can pay for: cut it shorter, or save "
            "it smaller",
        ),
        (
            write(f"{PIECES}/film.en.vtt", b""),
            f"{PIECES}/film.en.vtt",
            "has no captions: a file of captions begins with 'WEBVTT'",
        ),
        (write(f"{PIECES}/film.en.vtt", b"WEBVTT\n"), f"{PIECES}/film.en.vtt", NO_CUE),
        (write(f"{PIECES}/film.en.vtt", CUE.replace(b".", b",")), f"{PIECES}/film.en.vtt", NO_CUE),
        (write(f"{PIECES}/film.en.vtt", CUE.replace(b"A hill", b"")), f"{PIECES}/film.en.vtt", NO_CUE),
    ],
)
def test_a_fault_names_the_file_and_how_to_mend_it(
    folder: Path, change: Callable[[Path], object], name: str, what: str
) -> None:
    change(folder)

    assert faults(folder) == [f"{name}:1: the file: {what}"]


@pytest.mark.parametrize(
    "cue", [CUE, CUE.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + CUE, CUE.replace(b"00:0", b"01:00:0"), NAMED_CUE]
)
def test_a_caption_is_one_however_it_was_saved(folder: Path, cue: bytes) -> None:
    write(f"{PIECES}/film.en.vtt", cue)(folder)

    assert read_course(folder).spoken_films["way-home"]["en"].captions


def test_a_film_of_ten_megabytes_is_taken(folder: Path) -> None:
    (folder / PIECES / "film.mp4").write_bytes(MP4 + bytes(MOST_FILM_BYTES - len(MP4)))

    assert "way-home" in read_course(folder).films


def test_a_voice_of_ninety_kilobytes_is_taken(folder: Path) -> None:
    (folder / PIECES / VOICE).write_bytes(OPUS + bytes(MOST_VOICE_BYTES - len(OPUS)))

    assert "over-the-hill" in read_course(folder).voices


def test_what_is_neither_heard_nor_watched_is_listed_by_language(folder: Path) -> None:
    gaps = media_gaps(read_course(folder))

    assert (gaps.voices["en"].ids, gaps.voices["en"].of) == (("welcome", "before-leaving"), 3)
    assert (gaps.films["en"].ids, gaps.films["ru"].ids) == (("welcome",), ("welcome", "way-home"))
    assert gaps.signs.ids == ("welcome",)


def test_a_release_keeps_the_digest_of_the_very_file(folder: Path) -> None:
    before = read_course(folder).voices["over-the-hill"]["en"].file
    (folder / PIECES / VOICE).write_bytes(OPUS + b"x")
    after = read_course(folder).voices["over-the-hill"]["en"].file

    assert before.path == after.path
    assert before.digest != after.digest
