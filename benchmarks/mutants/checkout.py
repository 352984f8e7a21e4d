"""A copy of the checkout that mutants are planted in, one after another; the checkout itself is never touched."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import cache_from_source
from pathlib import Path

from benchmarks.mutants.mutant import DoesNotApply, Mutant

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis", "demo", "instance"
)
SECONDS = 900
"""A mutant whose tests take longer has made something wait for ever, which a person would notice too."""
PASSED, FAILED = 0, 1


class Outcome(StrEnum):
    """An Outcome says what the tests made of a mutant."""

    CAUGHT = "caught"
    SURVIVED = "SURVIVED"
    DOES_NOT_APPLY = "DOES NOT APPLY"
    DID_NOT_RUN = "DID NOT RUN"
    """pytest came to no verdict: the breakage is too coarse, or its tests have moved"""


@dataclass(frozen=True)
class Verdict:
    """A Verdict is the outcome of one mutant, with the words that explain it.

    words: the end of what pytest printed, or why the mutant does not apply.
    """

    outcome: Outcome
    seconds: float
    words: str


@contextmanager
def copied(root: Path = ROOT) -> Iterator[Path]:
    """Yields the folder of a copy of the checkout, which goes at the end."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder) / "main"
        shutil.copytree(root, copy, ignore=LEFT_OUT)
        yield copy


def judged(mutant: Mutant, copy: Path) -> Verdict:
    """Plants a mutant, runs its tests and returns the verdict; the copy is then as it was."""
    began = time.monotonic()
    try:
        text = mutant.applied_to(copy)
    except DoesNotApply as fault:
        return Verdict(Outcome.DOES_NOT_APPLY, 0, str(fault))
    path = copy / mutant.file
    whole = path.read_bytes()
    try:
        _put(path, text.encode())
        code, words = pytest(copy, ["-x", *mutant.tests])
    finally:
        _put(path, whole)
    return Verdict(_outcome(code), time.monotonic() - began, words)


def pytest(copy: Path, arguments: Sequence[str]) -> tuple[int | None, str]:
    """Runs tests in the copy: returns the exit code (None: it was stopped after SECONDS) and the end of the output."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=line", *arguments]
    # The copy's code also where a test starts a program of its own.
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    try:
        run = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None, f"stopped after {SECONDS} seconds"
    return run.returncode, "\n".join((run.stdout + run.stderr).strip().splitlines()[-12:])


def _outcome(code: int | None) -> Outcome:
    if code == PASSED:
        return Outcome.SURVIVED
    return Outcome.CAUGHT if code in (FAILED, None) else Outcome.DID_NOT_RUN


def _put(path: Path, content: bytes) -> None:
    """Python knows what it compiled by second and size of the source: two mutants may share both."""
    path.write_bytes(content)
    Path(cache_from_source(str(path))).unlink(missing_ok=True)
