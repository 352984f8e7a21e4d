"""`navigator course speak`: real programs speak, a person's recording stays, and what is missing is said."""

import shutil
from pathlib import Path

import pytest

from app.cli.course.speak import ENCODER, SPEAKER
from app.content import MOST_VOICE_BYTES, read_course
from app.content.voices import is_opus
from tests.app.cli.conftest import Navigator, read_json
from tests.conftest import FIXTURE_COURSE, FIXTURE_MEDIA

PIECES = "lessons/01-way-home"
RECORDED = f"{PIECES}/voice.over-the-hill.en.opus"
SPOKEN = f"{PIECES}/voice.over-the-hill.ru.computer.opus"

speaks = pytest.mark.skipif(
    None in (shutil.which(SPEAKER), shutil.which(ENCODER)),
    reason="espeak-ng or opusenc is missing here; CI brings both",
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course of the tests; in English a person has spoken one of its pieces."""
    path = tmp_path / "fixture-course"
    shutil.copytree(FIXTURE_COURSE, path)
    shutil.copy(FIXTURE_MEDIA / RECORDED, path / RECORDED)
    return path


@speaks
def test_each_piece_is_spoken_in_each_language_and_marked_as_a_computers(navigator: Navigator, course: Path) -> None:
    recorded = (course / RECORDED).read_bytes()
    answer = read_json(navigator("course", "speak", str(course), "--json"))
    voices = read_course(course).voices

    assert len(answer["files"]) == 8
    assert answer["faults"] == []
    assert sorted(voices) == ["before-leaving", "over-the-hill", "welcome"]
    assert {tuple(sorted(by_language)) for by_language in voices.values()} == {("en", "kk", "ru")}
    for path, size in answer["files"].items():
        data = Path(path).read_bytes()
        assert path.endswith(".computer.opus")
        assert is_opus(data)
        assert 2_000 < len(data) == size <= MOST_VOICE_BYTES
    assert [language for language, voice in voices["over-the-hill"].items() if not voice.is_by_computer] == ["en"]
    assert (course / RECORDED).read_bytes() == recorded


@speaks
def test_one_piece_is_spoken_alone_anew_and_the_same_words_give_the_same_bytes(
    navigator: Navigator, course: Path
) -> None:
    command = ("course", "speak", str(course), "--language", "ru", "--piece", "over-the-hill")
    status, output, _ = navigator(*command)
    first = (course / SPOKEN).read_bytes()
    words = course / PIECES / "ru.md"
    assert (status, output) == (0, f"{course / SPOKEN}: {round(len(first) / 1000)} kB\n")
    assert [path.name for path in course.rglob("*.computer.opus")] == [Path(SPOKEN).name]
    navigator(*command)
    assert (course / SPOKEN).read_bytes() == first
    words.write_text(words.read_text().replace(":::close\n", ":::close\nИ ещё одно: ", 1))
    navigator(*command)

    assert len((course / SPOKEN).read_bytes()) > len(first), "a close that is longer takes longer to say"


@speaks
def test_what_is_too_long_to_be_a_key_message_is_not_written(
    navigator: Navigator, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.course.speak.MOST_VOICE_BYTES", 1000)
    status, output, _ = navigator("course", "speak", str(course), "--language", "ru", "--piece", "over-the-hill")

    assert status == 1
    assert "over-the-hill, ru: would have" in output
    assert "at most 1,000 are a key message: shorten the close, or record it yourself" in output
    assert not (course / SPOKEN).exists()


@speaks
def test_a_language_that_the_program_does_not_speak_is_said(navigator: Navigator, course: Path) -> None:
    shutil.rmtree(course)
    assert navigator("course", "new", str(course), "--languages", "zz", "en")[0] == 0
    status, output, _ = navigator("course", "speak", str(course))

    assert status == 1
    assert "who-writes, zz: espeak-ng refuses:" in output
    assert "does not exist" in output
    assert "voice.who-writes.en.computer.opus" in output, "the others are spoken"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--language", "de"), "the course has no language 'de': choose en, ru, kk"),
        (("--piece", "hill"), "the course has no piece 'hill': choose welcome, over-the-hill, before-leaving"),
    ],
)
def test_what_the_course_does_not_have_is_said(
    navigator: Navigator, course: Path, words: tuple[str, ...], sentence: str
) -> None:
    status, _, error = navigator("course", "speak", str(course), *words)

    assert status == 2
    assert sentence in error


def test_where_a_program_is_missing_it_says_which_and_how_to_install_it(
    navigator: Navigator, course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status, _, error = navigator("course", "speak", str(course))

    assert status == 2
    assert "there is no espeak-ng and no opusenc on this computer" in error
    assert "apt install espeak-ng opus-tools" in error
    assert not list(course.rglob("*.computer.opus"))
