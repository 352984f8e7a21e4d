"""Groups compared by cohort, beside the matrix formulas of CR2, Satterthwaite and HTZ on rows."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from analytics.clusters.robust_between import ancova_cohort_robust
from analytics.clusters.two_groups import cohort_difference
from analytics.counts.cohorts import CohortSums
from analytics.notes import NoteCode

Matrix = npt.NDArray[np.float64]


class OnRows:
    """Least squares on rows with CR2 by the definition of Bell & McCaffrey, every matrix written out."""

    def __init__(self, design: Matrix, y: Matrix, cohort: npt.NDArray[np.int64]) -> None:
        self.inverse = np.linalg.inv(design.T @ design)
        self.beta = self.inverse @ design.T @ y
        hat = design @ self.inverse @ design.T
        residual, meat = y - design @ self.beta, np.zeros_like(self.inverse)
        self.parts = []
        for c in np.unique(cohort):
            rows = np.flatnonzero(cohort == c)
            values, vectors = np.linalg.eigh(np.eye(rows.size) - hat[np.ix_(rows, rows)])
            root = np.where(values > 1e-10, np.where(values > 1e-10, values, 1.0) ** -0.5, 0.0)
            correction = (vectors * root) @ vectors.T
            score = design[rows].T @ correction @ residual[rows]
            meat += np.outer(score, score)
            self.parts.append((np.eye(y.size) - hat)[:, rows] @ correction @ design[rows] @ self.inverse)
        self.covariance = self.inverse @ meat @ self.inverse

    def products(self, one: Matrix, other: Matrix) -> Matrix:
        a, b = (np.array([part @ contrast for part in self.parts]) for contrast in (one, other))
        return np.asarray(a @ b.T)

    def df(self, contrast: Matrix) -> float:
        p = self.products(contrast, contrast)
        return float(np.trace(p) ** 2 / (p**2).sum())

    def hotelling(self, contrasts: Matrix) -> tuple[float, float]:
        q = len(contrasts)
        expected = np.array([[np.trace(self.products(a, b)) for b in contrasts] for a in contrasts])
        values, vectors = np.linalg.eigh(expected)
        white = (vectors * values**-0.5) @ vectors.T @ contrasts
        spread = sum(
            float((self.products(s, s) * self.products(t, t)).sum() + (self.products(s, t) * self.products(t, s)).sum())
            for s in white
            for t in white
        )
        eta = q * (q + 1) / spread
        distance = contrasts @ self.beta
        statistic = distance @ np.linalg.solve(contrasts @ self.covariance @ contrasts.T, distance)
        return float((eta - q + 1) / (eta * q) * statistic), eta - q + 1


def learners(seed: int, cohorts: int, groups: int) -> tuple[Any, Any, Any, Any]:
    random = np.random.default_rng(seed)
    cohort = np.repeat(np.arange(cohorts), random.integers(1, 12, cohorts))
    group, pre = cohort % groups, random.integers(0, 12, cohort.size)
    post = pre + random.integers(-2, 5, cohort.size) + group + random.integers(-1, 2, cohorts)[cohort]
    return cohort, group, pre, post


@pytest.mark.parametrize("seed", range(4))
def test_two_groups_differ_by_the_contrast_of_the_definition(seed: int) -> None:
    cohort, group, pre, post = learners(seed, 9, 2)
    first, second = (CohortSums.from_pairs(cohort[group == g], pre[group == g], post[group == g]) for g in (0, 1))
    result = cohort_difference(first, second, "gain")

    rows = OnRows((group[:, None] == [0, 1]).astype(float), post - pre, cohort)
    contrast = np.array([-1.0, 1.0])
    assert result.value == pytest.approx(contrast @ rows.beta)
    assert result.se == pytest.approx((contrast @ rows.covariance @ contrast) ** 0.5, rel=1e-9)
    assert result.df == pytest.approx(rows.df(contrast), rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_ancova_with_errors_by_cohort_is_that_of_the_definition(seed: int) -> None:
    cohort, group, pre, post = learners(seed, 14, 3)
    sums = [CohortSums.from_pairs(cohort[group == g], pre[group == g], post[group == g]) for g in range(3)]
    result = ancova_cohort_robust(sums)

    rows = OnRows(np.column_stack(((group[:, None] == np.arange(3)).astype(float), pre)), post, cohort)
    f, df2 = rows.hotelling(np.array([[-1.0, 1, 0, 0], [-1.0, 0, 1, 0]]))
    assert (result.test.statistic, result.test.df2) == pytest.approx((f, df2), rel=1e-8)
    assert result.test.p == pytest.approx(stats.f.sf(f, 2, df2), rel=1e-8)
    assert result.slope.value == pytest.approx(rows.beta[3])
    assert result.differences[1].df == pytest.approx(rows.df(np.array([-1.0, 0, 1, 0])), rel=1e-8)
    adjusted = rows.beta[:3] + rows.beta[3] * pre.mean()
    assert [mean.value for mean in result.adjusted] == pytest.approx(list(adjusted))


def test_a_group_of_one_cohort_is_not_compared() -> None:
    cohort, group, pre, post = learners(1, 9, 2)
    one = CohortSums.from_pairs([7, 7, 7], [1, 2, 3], [2, 4, 4])
    many = CohortSums.from_pairs(cohort[group == 0], pre[group == 0], post[group == 0])

    assert [note.code for note in cohort_difference(one, many, "gain").notes] == [NoteCode.TOO_FEW_COHORTS]
    assert [note.code for note in ancova_cohort_robust([many, one]).test.notes] == [NoteCode.TOO_FEW_COHORTS]
    assert [note.code for note in ancova_cohort_robust([many]).test.notes] == [NoteCode.ONE_GROUP]


def test_a_slope_that_two_learners_decide_alone_has_no_interval() -> None:
    """The others of a group have the same score before, so a line through two points is all there is: no residual."""
    two_points = CohortSums.from_pairs([0, 1], [1, 14], [0, 0])
    alike = CohortSums.from_pairs([2, 3], [14, 14], [0, 7])

    slope = ancova_cohort_robust([two_points, alike]).slope

    assert slope.value == pytest.approx(0, abs=1e-12)
    assert (slope.low, slope.high) == (None, None)
    assert [note.code for note in slope.notes] == [NoteCode.NO_SPREAD]
