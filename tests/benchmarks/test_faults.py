"""While something fails, or a clock jumps, nothing acknowledged is lost, and it is said what is the matter."""

import json
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.server import ROOT

REFUSED = {"503 busy"}
WRONG_CLOCKS = {
    "an hour back": {"409 closed"},
    "a day on": {"201"},
    "twenty years back": {"409 closed"},
    "twenty years on": {"201"},
}
"""Before a test has opened it is closed; what was finished while it was open is taken long after."""


def outcomes(*words: str) -> tuple[dict[str, dict[str, Any]], str]:
    """By fault; and what `navigator verify` says in the end."""
    command = (sys.executable, "-m", "benchmarks.faults", "--sheets", "2", *words)
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode == 3:
        pytest.skip(run.stderr)
    assert run.returncode == 0, run.stdout + run.stderr
    *faults, last = map(json.loads, run.stdout.splitlines())
    return {fault["fault"]: fault for fault in faults}, last["verify"]


@pytest.mark.parametrize(
    ("database", "answers"),
    [
        pytest.param(
            (),
            {"full": {"507 disk_full"}, "unwritable": REFUSED, "read-only": REFUSED, "locked": REFUSED},
            id="sqlite",
        ),
        pytest.param(("--postgresql",), {"read-only": REFUSED, "locked": REFUSED}, id="postgresql"),
    ],
)
def test_nothing_acknowledged_is_lost_and_all_arrives_when_it_is_over(
    database: tuple[str, ...], answers: dict[str, set[str]]
) -> None:
    by_fault, verdict = outcomes(*database)

    assert {name: set(outcome["answers"]) for name, outcome in by_fault.items()} == {**answers, **WRONG_CLOCKS}
    assert {(outcome["lost"], outcome["unsent"], outcome["health_again"]) for outcome in by_fault.values()} == {
        (0, 0, "200 ok")
    }
    assert all(by_fault[name]["health"].startswith(("503", "507")) for name in answers)
    assert verdict.startswith("Every derived figure and score equals the stored answers")
