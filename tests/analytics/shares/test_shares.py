"""Korn and Graubard's interval, beside its definition written out with scipy's beta and t."""

import pytest
from scipy import stats

from analytics.shares.intervals import (
    ShareEstimate,
    beta_bounds,
    implied_design_effect,
    korn_graubard,
    share_like,
    wilson,
)


def test_korn_graubard_is_a_beta_interval_on_the_effective_sample() -> None:
    """As svyciprop(method = "beta") of R's survey: n p (1 - p) / variance, times (t on n - 1 / t on df)²."""
    count, n, design_effect, df = 159, 173, 2.8, 8
    result = korn_graubard(count, n, design_effect=design_effect, df=df)

    effective = n / design_effect * (stats.t.ppf(0.025, n - 1) / stats.t.ppf(0.025, df)) ** 2
    x = count / n * effective
    low, high = stats.beta.ppf(0.025, x, effective - x + 1), stats.beta.ppf(0.975, x + 1, effective - x)
    assert (result.low, result.high) == pytest.approx((low, high), rel=1e-10)
    assert 0.78 < low < 0.824  # wider than the 82.4 % of the same design effect without the toll of few cohorts
    assert 0.965 < high < 0.98


def test_many_cohorts_that_do_not_differ_leave_clopper_and_pearson() -> None:
    result = korn_graubard(150, 173, design_effect=0.5, df=10_000)

    assert (result.low, result.high) == pytest.approx(beta_bounds(150, 173, 0.95), rel=1e-12)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, None), (40, None, 1)], ids=["none", "all"])
def test_none_or_all_still_have_a_far_end(count: int, low: float | None, high: float | None) -> None:
    result = korn_graubard(count, 40, design_effect=2, df=9)

    assert result.low is not None and result.high is not None
    assert result.high - result.low > 0.15
    assert low is None or result.low == low
    assert high is None or result.high == high


@pytest.mark.parametrize("count", [0, 120, 159, 173])
def test_a_share_of_some_of_a_whole_has_its_design_effect(count: int) -> None:
    whole = korn_graubard(count, 173, design_effect=2.8, df=8)
    effective = 173 / 2.8 * (stats.t.ppf(0.025, 172) / stats.t.ppf(0.025, 8)) ** 2

    assert 173 / implied_design_effect(whole, 0.95) == pytest.approx(effective, rel=1e-9)
    some = share_like(whole, 60, 100, confidence=0.95)
    x, n = 60 * effective / 173, 100 * effective / 173
    ends = stats.beta.ppf(0.025, x, n - x + 1), stats.beta.ppf(0.975, x + 1, n - x)
    assert (some.low, some.high) == pytest.approx(ends, rel=1e-8)


def test_a_share_of_some_has_the_kind_of_interval_of_the_whole_or_none() -> None:
    alone = ShareEstimate(30, 40, 0.75, None, None, None)

    assert share_like(wilson(30, 40), 10, 20, confidence=0.95) == wilson(10, 20)
    assert share_like(alone, 10, 20, confidence=0.95) == ShareEstimate(10, 20, 0.5, None, None, None)
    assert share_like(wilson(30, 40), 0, 0, confidence=0.95) == wilson(0, 0)
