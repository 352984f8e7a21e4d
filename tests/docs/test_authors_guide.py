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


def test_the_guide_knows_every_command() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for command in ("new", "check", "preview", "scenes", "speak", "schema", "import", "export"):
        assert f"navigator course {command}" in text
