"""Whoever follows the guide for authors, and nothing else, has a course that runs."""

import re
from pathlib import Path

import pytest

from app.cli import main
from tests.docs.guide import GUIDE, files, write_course


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The course as the guide builds it."""
    assert [name for name, _ in files()] == [
        "course.yaml",
        "lessons/01-first-look/en.md",
        "lessons/01-first-look/plan.en.md",
        "instrument.yaml",
        "instrument/en.yaml",
    ]
    path = write_course(tmp_path)
    capsys.readouterr()
    return path


def test_the_course_of_the_guide_passes_the_check(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", "check", str(course)]) == 0, capsys.readouterr().out
    assert "1 lesson, 2 items, no fault" in capsys.readouterr().out


def test_every_command_of_the_guide_that_ends_by_itself_works(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course.parent)
    lines = re.findall(
        r"^navigator (course (?:check|export|import|scenes|schema) [^\n#>]*)", GUIDE.read_text(), re.MULTILINE
    )
    assert len(lines) >= 8
    for line in lines:
        assert main(line.split()) == 0, f"{line}: {capsys.readouterr()}"


def test_the_story_of_the_guide_is_a_chat_without_a_fault_or_a_note(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    words, structure = re.findall(
        r"^```(?:markdown|yaml)\n((?::::story|      - id: room-chat).*?)^```$", text, re.S | re.M
    )
    for name, last, more in (
        ("lessons/01-first-look/en.md", ":::talk circle", words + "\n:::talk circle"),
        ("course.yaml", "      - {id: circle", structure + "      - {id: circle"),
        ("course.yaml", "[paper, circle]", "[paper, room-chat, circle]"),
    ):
        before = (course / name).read_text(encoding="utf-8")
        assert last in before
        (course / name).write_text(before.replace(last, more), encoding="utf-8")

    assert main(["course", "check", str(course)]) == 0, capsys.readouterr().out
    output = capsys.readouterr().out
    assert "no fault" in output
    assert "room-chat" not in output


def test_the_article_of_the_guide_waits_for_its_words_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (structure,) = re.findall(r"^```yaml\n(topic: .*?)^```$", GUIDE.read_text(encoding="utf-8"), re.S | re.M)
    path = tmp_path / "no-pay"
    assert main(["article", "new", str(path)]) == 0
    (path / "article.yaml").write_text(structure, encoding="utf-8")
    capsys.readouterr()

    assert main(["article", "check", str(path), "--today", "2026-11-30"]) == 1
    faults = [line for line in capsys.readouterr().out.splitlines() if "article.yaml" in line]
    assert [fault.partition(": ")[2] for fault in faults] == [
        f"asked_as > {language}: is missing: write it in this language too" for language in ("kk", "ru")
    ]


def test_the_guide_knows_every_command() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for command in ("new", "check", "preview", "scenes", "speak", "schema", "import", "export"):
        assert f"navigator course {command}" in text
