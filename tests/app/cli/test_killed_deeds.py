"""Deeds that are killed are done or not begun; migrations have their own tests, and `make soak` kills them all."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.server import ROOT

TWIN = """
import sys
from pathlib import Path
import benchmarks.dying
from benchmarks.moments import main

def write_twice(words):
    file = Path(words[words.index("--data") + 1]) / "figures.csv"
    for content in ("half", "whole"):
        file.write_text(content)
    return 0

benchmarks.dying.navigator = write_twice
sys.exit(main())
"""
"""A command that leaves half a file between two moments of its own."""


def outcomes(demonstration: Path, program: tuple[str, ...], *words: str) -> list[dict[str, Any]]:
    command = (sys.executable, *program, "--demonstration", str(demonstration), *words)
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_restore_and_a_publication_that_are_killed_are_done_or_not_begun(demonstration: Path) -> None:
    program = ("-m", "benchmarks.moments")

    for outcome in outcomes(demonstration, program, "--kills", "1", "--deeds", "restore", "publish"):
        assert (outcome["verdict"], outcome["too_late"], outcome["before"] + outcome["after"]) == ("PASS", 0, 1)


def test_a_deed_that_leaves_half_of_it_is_caught(demonstration: Path) -> None:
    (outcome,) = outcomes(demonstration, ("-c", TWIN), "--kills", "4", "--deeds", "export")

    assert outcome["verdict"] == "FAIL"
    assert outcome["between"] > 0
