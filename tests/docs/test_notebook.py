"""Whoever follows the page for notebooks sees what it shows."""

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_every_line_of_the_notebook_gives_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testfile(str(ROOT / "docs" / "notebook.md"), module_relative=False, encoding="utf-8")

    assert found.attempted >= 12
    assert found.failed == 0
