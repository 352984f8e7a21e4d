"""The house's walls are a test."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["lint-imports", "--no-cache"], id="import contracts"),
        pytest.param(["ruff", "check", "--no-cache", "."], id="style"),
        pytest.param(["ruff", "format", "--no-cache", "--check", "."], id="format"),
        pytest.param(["mypy"], id="types"),
    ],
)
def test_the_house_keeps_its_rules(command: list[str]) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("npm") is None, reason="there is no Node.js here")
@pytest.mark.parametrize("rules", ["lint", "types", "test"])
def test_the_scripts_of_pages_keep_theirs(rules: str) -> None:
    assert (ROOT / "node_modules").is_dir(), "run `sh install.sh test` first"
    done = subprocess.run(["npm", "run", "--silent", rules], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_room_has_a_name_that_says_nothing() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager"}
    rooms = ["app", "courses", "assessments", "articles", "analytics", "tests", "benchmarks"]
    names = [
        path
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if path.stem in empty_words or path.parent.name in empty_words
    ]

    assert not names


@pytest.mark.parametrize("package", ["app", "courses", "assessments", "articles", "analytics"])
def test_each_package_says_in_a_sentence_what_it_is(package: str) -> None:
    silent = [
        path.relative_to(ROOT)
        for path in (ROOT / package).rglob("__init__.py")
        if not path.read_text(encoding="utf-8").startswith('"""')
    ]

    assert not silent
