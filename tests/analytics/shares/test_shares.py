"""Korn and Graubard's interval, beside its definition written out with scipy's beta and t."""

import pytest
from scipy import stats

from analytics.shares.intervals import beta_bounds, korn_graubard


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
