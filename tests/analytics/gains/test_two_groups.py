"""Two groups of independent learners beside each other: Welch by R and scipy, ANCOVA by least squares on rows."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from analytics.counts.joint import JointTable
from analytics.gains.two_groups import ancova_difference, learner_difference
from analytics.notes import NoteCode
from analytics.shares.intervals import wilson
from analytics.shares.paired import difference_of_shares

ORACLES = {
    case["id"]: case for case in json.loads((Path(__file__).parents[1] / "reference" / "oracles.json").read_text())
}


def rows_of(seed: int, n: tuple[int, int]) -> list[tuple[Any, Any]]:
    random = np.random.default_rng(seed)
    groups = []
    for size, added in zip(n, (0, 2), strict=True):
        pre = random.integers(0, 11, size)
        groups.append((pre, np.clip(pre + random.integers(-2, 3 + added, size), 0, 14)))
    return groups


def tables_of(groups: list[tuple[Any, Any]]) -> list[JointTable]:
    return [JointTable.from_pairs(pre, post, 14) for pre, post in groups]


def test_means_before_are_compared_as_t_test_of_r_does() -> None:
    """R `t.test`, `attrition_pre_compare` of the reference file."""
    case = ORACLES["attrition_pre_compare"]
    completers, dropouts = (case["inputs"][name] for name in ("completers", "dropouts"))
    left, stayed = (JointTable.from_pairs(scores, scores, 14) for scores in (dropouts, completers))

    result = learner_difference(left, stayed, "pre")

    assert result.value is not None and result.se is not None
    assert result.value / result.se == pytest.approx(case["expected"]["t"], rel=1e-12)
    assert result.df == pytest.approx(case["expected"]["df"], rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_gains_are_compared_as_scipy_does(seed: int) -> None:
    groups = rows_of(seed, (25, 40))
    first, second = tables_of(groups)
    result = learner_difference(first, second, "gain", confidence=0.9)

    gains = [post - pre for pre, post in groups]
    welch = stats.ttest_ind(gains[1], gains[0], equal_var=False)
    interval = welch.confidence_interval(0.9)
    assert result.value == pytest.approx(gains[1].mean() - gains[0].mean())
    assert result.df == pytest.approx(welch.df)
    assert (result.low, result.high) == pytest.approx((interval.low, interval.high))


@pytest.mark.parametrize("seed", range(3))
def test_the_adjusted_difference_is_that_of_least_squares_on_rows(seed: int) -> None:
    groups = rows_of(seed, (25, 40))
    result = ancova_difference(*tables_of(groups))

    pre, post = (np.concatenate(part) for part in zip(*groups, strict=True))
    design = np.column_stack((np.ones(65), np.repeat([0, 1], (25, 40)), pre))
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ post
    residual = post - design @ beta
    se = (residual @ residual / 62 * inverse[1, 1]) ** 0.5
    assert (result.value, result.se, result.df) == pytest.approx((beta[1], se, 62))
    assert (result.low, result.high) == pytest.approx(stats.t.interval(0.95, 62, beta[1], se))


def test_shares_are_compared_as_newcombe_does() -> None:
    """R contingencytables, `newcombe_indep_28_30_20_24` of the reference file."""
    case = ORACLES["newcombe_indep_28_30_20_24"]
    inputs, expected = case["inputs"], case["expected"]

    result = difference_of_shares(wilson(inputs["x1"], inputs["n1"]), wilson(inputs["x2"], inputs["n2"]))

    assert (result.value, result.low, result.high) == pytest.approx(
        (expected["estimate"], expected["lower"], expected["upper"]), rel=1e-9
    )


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        pytest.param([], [(1, 2), (2, 2)], NoteCode.TOO_FEW_LEARNERS, id="nobody on one side"),
        pytest.param([(1, 2)], [(1, 2), (2, 2)], NoteCode.TOO_FEW_LEARNERS, id="one learner on one side"),
        pytest.param([(1, 2), (3, 4)], [(1, 2), (2, 3)], NoteCode.NO_SPREAD, id="all gained the same"),
    ],
)
def test_at_the_edges_there_is_a_reason(first: list[Any], second: list[Any], code: NoteCode) -> None:
    one, other = (JointTable.from_pairs([p[0] for p in pairs], [p[1] for p in pairs], 14) for pairs in (first, second))

    gain, adjusted = learner_difference(one, other, "gain"), ancova_difference(one, other)

    for difference in (gain, adjusted):
        assert difference.low is None
        assert [note.code for note in difference.notes] == [code]
