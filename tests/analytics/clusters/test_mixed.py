"""REML beside the textbook at fifty digits."""

from fractions import Fraction

import numpy as np
import pytest

from analytics.clusters.mixed import RandomIntercept, random_intercept

LAST_DIGITS = {"rel": 1e-14}
UNLIKE = [[2, 1, 3], [4, 5, 3, 4, 4], [1, 0], [3, 2, 2, 4], [0, 1, 2, 1, -2, 1]]
EQUAL = [[2, 1, 3, 0, 2], [4, 5, 3, 4, 4], [1, 0, -1, 2, 1], [3, 2, 2, 4, 3], [0, 1, 2, 1, -2], [5, 3, 4, 2, 4]]
ALIKE = [[0, 3, 1], [3, 0, 1, 1], [1, 2, 0, 3]]


def fitted(gains: list[list[int]]) -> RandomIntercept:
    rows = [np.array(cohort) for cohort in gains]
    return random_intercept(
        np.array([d.size for d in rows]), np.array([d.sum() for d in rows]), np.array([(d**2).sum() for d in rows])
    )


def test_unequal_cohorts_are_fitted_to_the_last_digit() -> None:
    """mpmath 1.4.1 at 50 digits, on rows: V = I + ratio Z Z' by Cholesky, and where the derivative of
    ln|V| + ln|X'V⁻¹X| + (N - 1) ln r'V⁻¹r is 0 (Patterson & Thompson 1971)."""
    found = fitted(UNLIKE)

    assert found.icc == pytest.approx(0.6438540579527184561515, **LAST_DIGITS)
    assert found.mean == pytest.approx(1.979468436328323821261, **LAST_DIGITS)
    assert found.se == pytest.approx(0.6820116008672287299048, **LAST_DIGITS)
    assert found.var_cohort == pytest.approx(2.010410216543049997176, **LAST_DIGITS)
    assert found.var_learner == pytest.approx(1.112052384586793079105, **LAST_DIGITS)


def test_equal_cohorts_have_the_icc_of_the_analysis_of_variance() -> None:
    """Searle, Casella & McCulloch 1992, Variance Components, 4.8: with equal cohorts both are the same."""
    size, cohorts = 5, len(EQUAL)
    means = [Fraction(sum(d), size) for d in EQUAL]
    middle = sum(means) / cohorts
    between = size * sum((m - middle) ** 2 for m in means) / (cohorts - 1)
    within = sum((x - m) ** 2 for d, m in zip(EQUAL, means, strict=True) for x in d) / (cohorts * (size - 1))

    icc = float((between - within) / (between + (size - 1) * within))
    assert fitted(EQUAL).icc == pytest.approx(icc, **LAST_DIGITS)


def test_cohorts_that_differ_less_than_chance_have_none_of_it() -> None:
    """The criterion rises from 0 on, so that the variance between cohorts is 0 itself and no small number."""
    found = fitted(ALIKE)

    assert found.icc == found.var_cohort == 0
    assert [note.code.name for note in found.notes] == ["COHORTS_AS_CHANCE"]
