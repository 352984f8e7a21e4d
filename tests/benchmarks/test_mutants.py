"""Mutants rot loudly: each still applies once to the code as it is, and the tests that it names are there."""

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.mutants import BY_AREA
from benchmarks.mutants.__main__ import main
from benchmarks.mutants.checkout import ROOT, Outcome, judged
from benchmarks.mutants.mutant import Mutant, Source

ALL = [mutant for mutants in BY_AREA.values() for mutant in mutants]


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.name)
def test_a_mutant_applies_once_and_its_tests_are_there(mutant: Mutant) -> None:
    text = mutant.applied_to(ROOT)

    if mutant.file.endswith(".py"):
        ast.parse(text)
    assert mutant.tests
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).exists(), f"there is no {file} any more"
        assert not name or f"def {name.partition('[')[0]}(" in (ROOT / file).read_text(), f"{file} has no {name}"


def test_there_are_enough_of_them_and_few_need_a_reason() -> None:
    counts = Counter(mutant.source for mutant in ALL)

    assert set(BY_AREA) >= {
        *("scoring", "gain", "intervals", "gate", "access", "sessions", "exports", "charts", "wording", "outbox")
    }
    assert len({mutant.name for mutant in ALL}) == len(ALL) >= 60
    assert (counts[Source.HOUSE], counts[Source.TRUST]) == (14, 2), "what reviews planted and nobody noticed"
    assert counts[Source.BLIND] >= 20
    assert sum(bool(mutant.survives) for mutant in ALL) <= 0.05 * len(ALL)


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        pytest.param("1 + 1", "1 + 2", Outcome.CAUGHT, id="caught"),
        pytest.param("1 + 1", "2 + 0", Outcome.SURVIVED, id="survived"),
        pytest.param("1 - 1", "1 + 2", Outcome.DOES_NOT_APPLY, id="rotten"),
        pytest.param("1", "2", Outcome.DOES_NOT_APPLY, id="twice there"),
        pytest.param("1 + 1", "1 + ", Outcome.DID_NOT_RUN, id="too coarse"),
    ],
)
def test_a_verdict_is_what_the_tests_made_of_it(tmp_path: Path, before: str, after: str, outcome: Outcome) -> None:
    (tmp_path / "two.py").write_text("TWO = 1 + 1\n")
    (tmp_path / "test_two.py").write_text("from two import TWO\n\n\ndef test_two():\n    assert TWO == 2\n")

    verdict = judged(Mutant("made-up", "two.py", before, after, ("test_two.py",)), tmp_path)

    assert verdict.outcome is outcome
    assert (tmp_path / "two.py").read_text() == "TWO = 1 + 1\n"


@pytest.mark.parametrize("areas", [["--area", "gate", "wording"], ["--area", "gate", "--area", "wording"]])
def test_several_areas_are_named_at_once_or_one_by_one(
    areas: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mutants", "--list", *areas])

    assert main() == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert Counter(listed) == {area: len(BY_AREA[area]) for area in ("gate", "wording")}
