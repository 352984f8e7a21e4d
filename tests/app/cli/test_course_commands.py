"""`navigator course`: an author begins, checks, looks, and has an editor that knows the format."""

import http.cookiejar
import json
import signal
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from app.content import CONTENT
from benchmarks.server import free_port
from tests.app.cli.conftest import PROCESS, Navigator, read_json
from tests.conftest import FIXTURE_MEDIA


@pytest.fixture
def course(navigator: Navigator, tmp_path: Path) -> Path:
    """A course as `course new` makes it, in two languages."""
    path = tmp_path / "look-twice"
    assert navigator("course", "new", str(path), "--languages", "ru", "kk")[0] == 0
    return path


def test_a_new_course_passes_the_check_and_says_what_waits(navigator: Navigator, course: Path) -> None:
    answer = read_json(navigator("course", "check", str(course), "--json"))

    assert answer == {
        "faults": [],
        "warnings": ["ru: the words wait to be translated", "kk: the words wait to be translated"],
        "pieces": [
            {"piece_id": "who-writes", "words": 234, "taps": 11, "minutes": 3},
            {"piece_id": "before-a-yes", "words": 345, "taps": 27, "minutes": 5},
        ],
        "without": {
            "voice": {"ru": ["who-writes", "before-a-yes"], "kk": ["who-writes", "before-a-yes"]},
            "film": {"ru": ["first"], "kk": ["first"]},
            "sign_language": ["first"],
        },
    }
    assert navigator("course", "check", str(course))[1] == (
        f"{course}: 1 lesson, 2 items, no fault.\n"
        "  who-writes: 234 words, 11 taps, 3 min for a slow reader\n"
        "  before-a-yes: 345 words, 27 taps, 5 min for a slow reader\n"
        "note: ru: the words wait to be translated\nnote: kk: the words wait to be translated\n"
        "no voice yet in ru: all 2 pieces\nno voice yet in kk: all 2 pieces\n"
        "no film yet in ru: first\nno film yet in kk: first\nno film in sign language yet: first\n"
    )


def test_a_new_course_shows_every_kind_of_activity_in_its_languages(navigator: Navigator, course: Path) -> None:
    structure = yaml.safe_load((course / "course.yaml").read_text())

    assert len({activity["kind"] for activity in structure["lessons"][0]["activities"]}) == 11
    assert (structure["slug"], structure["languages"]) == ("look-twice", ["ru", "kk"])
    assert sorted(path.name for path in (course / "lessons" / "01-first").iterdir()) == [
        "kk.md",
        "plan.kk.md",
        "plan.ru.md",
        "ru.md",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(("Look Twice",), "cannot be a slug", id="a name with a space"),
        pytest.param(("fresh", "--languages", "English"), "is not the code of a language", id="a language by its name"),
        pytest.param(("taken",), "is there already: choose another name", id="a folder that is there"),
    ],
)
def test_a_new_course_is_refused_before_anything_is_written(
    navigator: Navigator, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "taken").mkdir()

    status, _, error = navigator("course", "new", str(tmp_path / words[0]), *words[1:])

    assert status == 2
    assert sentence in error
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_page_shows_an_author_every_person_mood_and_place(navigator: Navigator, tmp_path: Path) -> None:
    page = tmp_path / "scenes.html"
    names = read_json(navigator("course", "scenes", "--out", str(page), "--json"))

    shown = page.read_text(encoding="utf-8")
    for person in names["people"]:
        for mood in names["moods"]:
            assert f":::scene {person} {mood} at " in shown
    assert all(f" at {place}</code>" in shown for place in names["places"])
    assert "<script" not in shown
    assert shown.count("<svg") == len(names["people"]) * len(names["moods"]) + len(names["places"])
    assert navigator("course", "scenes", "--out", str(tmp_path))[0] == 2


def test_a_number_outside_of_the_register_is_told(navigator: Navigator, course: Path) -> None:
    file = course / "lessons" / "01-first" / "ru.md"
    file.write_text(file.read_text().replace("Most offers are honest.", "Call 112 or call 999."))

    answer = json.loads(navigator("course", "check", str(course), "--json")[1])

    assert [(fault["where"], fault["line"]) for fault in answer["faults"]] == [("number 999", 10)]


def schema(navigator: Navigator, file: str) -> Draft202012Validator:
    document = read_json(navigator("course", "schema", file))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


@pytest.mark.parametrize("file", ["course.yaml", "instrument.yaml"])
def test_an_editor_takes_what_the_check_takes(navigator: Navigator, course: Path, file: str) -> None:
    check = schema(navigator, file)

    for path in (course / file, *CONTENT.glob(f"*/{file}")):
        assert [error.message for error in check.iter_errors(yaml.safe_load(path.read_text()))] == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"slug": "Two Words"}, id="a slug with a space"),
        pytest.param({"version": "1"}, id="a number in quotes"),
        pytest.param({"teacher": "Dana"}, id="an unknown key"),
        pytest.param({"lessons": []}, id="no lesson"),
        pytest.param({"title": {"english": "x"}}, id="a language by its name"),
    ],
)
def test_an_editor_refuses_what_the_check_refuses(navigator: Navigator, course: Path, change: dict[str, Any]) -> None:
    document = yaml.safe_load((course / "course.yaml").read_text())

    assert not schema(navigator, "course.yaml").is_valid(document | change)


@pytest.mark.parametrize(
    "change", [{"kind": "puzzle"}, {"nodes": {"start": {}}}, {"nodes": {"start": {"a b": "c"}, "c": {}}}]
)
def test_an_editor_knows_what_an_activity_is_made_of(
    navigator: Navigator, course: Path, change: dict[str, Any]
) -> None:
    document = yaml.safe_load((course / "course.yaml").read_text())
    document["lessons"][0]["activities"][1] |= change

    assert not schema(navigator, "course.yaml").is_valid(document)


def test_without_a_name_every_schema_is_printed(navigator: Navigator) -> None:
    assert list(read_json(navigator("course", "schema"))) == [
        "course.yaml",
        "instrument.yaml",
        "instrument/LANGUAGE.yaml",
    ]


def test_a_preview_shows_the_course_to_a_learner_who_is_signed_in_and_leaves_nothing(
    course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("NAVIGATOR_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/not-for-a-preview")
    webm = (FIXTURE_MEDIA / "lessons/01-way-home/film.en.webm").read_bytes()
    next((course / "lessons").iterdir()).joinpath("film.webm").write_bytes(webm)
    port = free_port()
    process = subprocess.Popen(
        [*PROCESS, "course", "preview", str(course), "--port", str(port), "--language", "kk"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    sentences = [process.stdout.readline() for _ in range(3)]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    # What another instance on this machine has left in the author's browser.
    first = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Cookie": "n=of-another-instance"})
    with browser.open(first) as answer:
        road = answer.read().decode()
    with browser.open(f"http://127.0.0.1:{port}/l/1") as answer:
        lesson = answer.read().decode()
    address = lesson.partition('<video class="film gap" controls preload="none" src="')[2].partition('"')[0]
    with browser.open(f"http://127.0.0.1:{port}{address}") as answer:
        film = answer.read()

    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == 0
    process.stdout.close()
    assert sentences[0].startswith(f"Preview: http://127.0.0.1:{port}/ (you are signed in")
    assert "Look twice" in road
    assert "How to tell an honest offer from a trick" in lesson
    assert film == webm, "of this folder, wherever it lies"
    assert not list(tmp_path.glob("navigator-preview-*"))


def test_a_preview_of_a_course_with_faults_tells_them_instead(navigator: Navigator, course: Path) -> None:
    (course / "instrument.yaml").unlink()

    status, out, _ = navigator("course", "preview", str(course))

    assert status == 1
    assert out == f"{course}/instrument.yaml:1: the file: is missing: make it, or mend the name that leads to it\n"


def test_a_preview_in_a_language_that_the_course_does_not_have_is_refused(
    navigator: Navigator, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    port = free_port()

    status, _, error = navigator("course", "preview", str(course), "--language", "en", "--port", str(port))

    assert (status, error) == (2, "navigator course: 'en' is no language of the course: name one of ru, kk\n")
    assert not list(tmp_path.glob("navigator-preview-*"))
