"""One call for everything: what is counted beside the scores goes in as `MoreCounts` and comes out in its field."""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from analytics import MoreCounts, NoteCode, Options, gain_report
from analytics.items.dif import mantel_haenszel
from analytics.report.parts import PARTS_BESIDE
from analytics.significance.paired import sign_test
from tests.analytics.study import ITEMS, People, by_region, compared_of, more_of, people


def test_one_call_gives_every_figure_and_json_takes_it() -> None:
    some = people()
    report = gain_report(by_region(some), options=Options(pass_mark=6), more=whole_of(some))

    assert report.items is not None and report.reliability is not None and report.dose is not None
    assert [change.item for change in report.items.changes] == list(ITEMS)
    assert [(wave.wave, wave.n) for wave in report.items.waves] == [("pre", some.n), ("post", some.n)]
    assert [scale.wave for scale in report.reliability] == ["pre", "post"]
    assert [step.lessons for step in report.dose.steps] == [5, 6, 7, 8]
    assert report.notes == ()
    assert set(PARTS_BESIDE) < json.loads(json.dumps(asdict(report), allow_nan=False)).keys()


def whole_of(some: People) -> MoreCounts:
    """With a comparison group, too."""
    return replace(more_of(some), comparison=compared_of(some))


def with_p(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of a report that holds a p, and where it stands."""
    if isinstance(value, dict):
        if "p" in value:
            yield path, value
        for name, part in value.items():
            yield from with_p(part, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for part in value:
            yield from with_p(part, path)


def test_every_p_stands_beside_its_logarithm() -> None:
    some = people()
    report = asdict(gain_report(by_region(some), options=Options(pass_mark=6), more=whole_of(some)))
    result = list(with_p(report))

    assert len({path for path, _ in result}) > 12
    for path, part in result:
        if part["p"] is None:
            assert part["ln_p"] is None, path
        else:
            assert math.exp(part["ln_p"]) == pytest.approx(part["p"], rel=1e-12), path


@pytest.mark.parametrize(
    "ln_p",
    [
        pytest.param(sign_test(10_000, 0).ln_p, id="sign"),
        pytest.param(mantel_haenszel([[[5500, 4500], [4500, 5500]]] * 40).ln_p, id="Mantel-Haenszel"),
    ],
)
def test_a_p_that_a_double_cannot_hold_has_its_logarithm(ln_p: float) -> None:
    assert -1e6 < ln_p < math.log(1e-320)


def test_what_was_not_counted_is_none_with_a_reason() -> None:
    report = gain_report(by_region(people()))

    assert [getattr(report, figure) for figure in PARTS_BESIDE] == [None] * len(PARTS_BESIDE)
    assert [(note.code, note.values["figure"]) for note in report.notes] == [
        (NoteCode.NOT_COUNTED, figure) for figure in PARTS_BESIDE
    ]


RESPECTS_COHORTS = (
    *("improved", "same", "worse", "reliable_change", "gain", "ci", "tests.t", "adjusted", "ranks", "shrunken"),
    *("ancova", "robust", "changes", "kept", "part_kept", "up", "down", "change", "comparison", "pass_", "late"),
)
"""Parts of a report whose interval or p has the cohort as its unit."""


def sure(value: Any, path: str = "", warned: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """Every interval or p of a report, where it stands, and what the notes on the way to it call too sure."""
    if isinstance(value, dict):
        notes = value.get("notes") or ()
        warned |= {
            figure
            for note in notes
            if note["code"] in (NoteCode.FIGURE_IGNORES_COHORTS, NoteCode.TESTS_IGNORE_COHORTS)
            for figure in note["values"]["figure"].split(",")
        }
        warned |= {"between" for note in notes if note["code"] == NoteCode.BETWEEN_IGNORES_COHORTS}
        if any(value.get(name) is not None for name in ("low", "high", "p", "p_differ")):
            yield path, warned
        for name, part in value.items():
            yield from sure(part, f"{path}.{name}", warned)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from sure(part, path, warned)


NAMED = {
    "tests.sign": "sign",
    "tests.wilcoxon": "wilcoxon",
    "attrition": "attrition",
    "regression": "regression",
    "between.improved": "between",
    "between.gain": "between",
    "difficulty": "difficulty",
    "alpha": "reliability",
    "dif": "dif",
    "forms": "forms",
    "share_differences": "share_differences",
}
"""What a note calls each part whose interval or p takes learners as independent."""


def test_every_interval_and_p_that_ignores_cohorts_says_so() -> None:
    some = people()
    report = gain_report(by_region(some), options=Options(pass_mark=6), more=whole_of(some))
    result = dict(sure(asdict(report)))
    silent = []
    for path, warned in result.items():
        named = [name for part, name in NAMED.items() if f".{part}." in f"{path}."]
        if named:
            silent += [path] if warned.isdisjoint(named) else []
        elif not any(f".{part}." in f"{path}." for part in RESPECTS_COHORTS):
            silent.append(path)

    assert len(result) > 60
    assert silent == []


def test_what_holds_for_independent_learners_only_is_none_with_a_reason_where_cohorts_are_the_unit() -> None:
    between = gain_report(by_region(people())).between

    assert between is not None and between.welch is None
    assert {note.values["figure"] for note in between.notes if note.code is NoteCode.LEARNERS_ONLY} == {"welch"}
