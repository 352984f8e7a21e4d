"""Logarithms of tiny tails, beside the ordinary doubles where these still work."""

from collections.abc import Callable
from math import exp, log

import pytest
from scipy import stats

from analytics.numerics import tails


@pytest.mark.parametrize(
    ("far", "ordinary"),
    [
        pytest.param(lambda: tails.ln_t_two_sided(8.0, 1000), lambda: log(2 * stats.t.sf(8, 1000)), id="Student's t"),
        pytest.param(lambda: tails.ln_t_two_sided(3.1, 6.37), lambda: log(2 * stats.t.sf(3.1, 6.37)), id="t, few df"),
        pytest.param(lambda: tails.ln_f_upper(8.0, 5, 1000), lambda: stats.f.logsf(8, 5, 1000), id="F"),
        pytest.param(lambda: tails.ln_chi_square_upper(500, 19), lambda: stats.chi2.logsf(500, 19), id="chi-square"),
        pytest.param(lambda: tails.ln_binomial_half_lower(300, 900), lambda: stats.binom.logcdf(300, 900, 0.5), id="B"),
    ],
)  # fmt: skip
def test_the_series_for_tiny_tails_agree_where_a_double_still_can(
    far: Callable[[], float], ordinary: Callable[[], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ordinary()
    monkeypatch.setattr(tails, "UNDERFLOW", 2.0)

    assert far() == pytest.approx(expected, rel=1e-11)


def test_a_tail_under_the_smallest_double_has_its_logarithm() -> None:
    assert tails.ln_t_two_sided(100, 1e6) == pytest.approx(tails.ln_normal_two_sided(100), rel=1e-2)
    assert tails.ln_chi_square_upper(5000, 1) == pytest.approx(tails.ln_normal_two_sided(5000**0.5), rel=1e-12)
    assert exp(tails.ln_binomial_half_lower(10, 5000)) == 0.0
    assert tails.ln_binomial_half_lower(10, 5000) == pytest.approx(-3395.4, abs=0.5)
