"""Whoever follows the page for notebooks sees what it shows."""

import doctest
import json
from pathlib import Path

import pytest

from app.cli import main

ROOT = Path(__file__).parents[2]


def test_every_line_of_the_notebook_gives_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    results = doctest.testfile(str(ROOT / "docs" / "notebook.md"), module_relative=False, encoding="utf-8")

    assert results.attempted >= 12
    assert results.failed == 0


def test_the_notebook_and_the_command_give_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
    sample = str(ROOT / "docs" / "sample.csv")
    assert main(["gains", sample, "--by", "region", "--cluster", "cohort", "--json"]) == 0
    total = json.loads(capsys.readouterr().out)["total"]
    improved, gain = total["improved"], total["gain"]

    assert f"{improved['count']} of {improved['n']} improved, {improved['low']:.1%} to {improved['high']:.1%}" in page
    assert f"{gain['mean']:+.2f} points ({gain['low']:.2f} to {gain['high']:.2f}), {gain['cohorts']} cohorts" in page
