"""A new cohort falls within its prediction interval as often as it should: by hand, by simulation, by the textbook."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from analytics import Flow, GroupCounts, JointTable, gain_report
from analytics.clusters.means import clustered_mean
from analytics.clusters.next_cohort import next_mean, next_share
from tests.analytics.study import K, by_region, people


def test_of_cohorts_of_one_size_it_is_the_textbooks_interval_of_one_more_observation() -> None:
    """Means 2, 3, 5, 6 of four cohorts of five: mean 4, s = 1.825742, t(3) = 3.182446, so 4 ± 6.4961."""
    gains = np.repeat([2.0, 3.0, 5.0, 6.0], 5) + np.tile([-1, 0, 0, 0, 1], 4)
    n, total = np.full(4, 5), np.array([10, 15, 25, 30])
    result = clustered_mean(n, total, np.array([22, 47, 127, 182]))
    assert result.se is not None and result.icc is not None
    between = result.icc / (1 - result.icc)  # of the variance within, 0.5 of each learner
    sd = (0.5 * (1 + between)) ** 0.5
    predicted = next_mean(gains.mean(), sd, se=result.se, icc=result.icc, size=5, df=3)

    half = 3.182446 * 1.825742 * (1 + 1 / 4) ** 0.5
    assert (predicted.low, predicted.high) == pytest.approx((4 - half, 4 + half), abs=1e-4)


@pytest.mark.parametrize(
    ("mean", "se", "variance", "ends"),
    [
        pytest.param(0.1845, 0.0805, 0.0577 + 0.0329, (-0.4262, 0.7951), id="Konstantopoulos 2011"),
        pytest.param(np.log(1.5722), np.log(1.8864 / 1.3103) / 3.919928, 0.0903, np.log([0.8488, 2.9120]), id="exp"),
    ],
)
def test_it_is_the_prediction_interval_of_metafor(mean: float, se: float, variance: float, ends: list[float]) -> None:
    """predict.rma of R's metafor as its own tests print it (test_analysis_example_*, to four digits), which takes z:
    the whole variance between studies, none within one."""
    result = next_mean(mean, variance**0.5, se=se, icc=1.0, size=1, df=1e9)

    assert (result.low, result.high) == pytest.approx(tuple(ends), abs=2e-4)


@given(
    st.floats(0, 1),
    st.floats(5, 500),
    st.floats(-0.1, 0.5),
    st.integers(2, 60),
    st.floats(2, 100),
    st.floats(0.5, 0.99),
)
def test_the_ends_of_a_share_are_where_a_test_would_just_tell_it_apart(
    share: float, n: float, icc: float, size: int, df: float, confidence: float
) -> None:
    result = next_share(share, effective_n=n, icc=icc, size=size, df=df, confidence=confidence)
    m, t = size / (1 + (size - 1) * max(0.0, icc)), stats.t.ppf((1 + confidence) / 2, df)

    def excess(y: float) -> float:
        pooled = (n * share + m * y) / (n + m)
        return float(abs(y - share) - t * (pooled * (1 - pooled) * (1 / n + 1 / m)) ** 0.5)

    assert 0 <= result.low <= share + 1e-12 and share - 1e-12 <= result.high <= 1
    for end, edge in ((result.low, 0.0), (result.high, 1.0)):
        if end == edge or abs(end - share) < 1e-6:
            assert excess(end) <= 1e-6
        else:
            assert excess(end) == pytest.approx(0, abs=1e-9)
            assert optimize.brentq(excess, share + (end - share) * 1e-3, end + (end - share) * 0.01) == pytest.approx(
                end
            )


@pytest.mark.many
@pytest.mark.parametrize("icc", [0.0, 0.15])
@pytest.mark.parametrize("cohorts", [6, 18])
def test_nineteen_new_cohorts_in_twenty_fall_within(cohorts: int, icc: float) -> None:
    """Beta-binomial shares and normal gains, cohorts of 8 to 16, everything estimated from the cohorts seen; the error
    of 800 draws is .8 points. Of 1,500 draws it was 93.5 % and more in 117
    of 120 such designs, 91.9 % at the least: 4 to 40 cohorts, shares .33 to .99, icc to .15."""
    random, draws, within = np.random.default_rng(cohorts), 800, {"gain": 0, "share": 0}
    for _ in range(draws):
        n = random.integers(8, 17, cohorts + 1)
        lift = random.normal(1, 3 * icc**0.5, cohorts + 1)
        gains = [random.normal(lift[g], 3 * (1 - icc) ** 0.5, n[g]) for g in range(cohorts + 1)]
        chance = (
            random.beta(0.8 * (1 / icc - 1), 0.2 * (1 / icc - 1), cohorts + 1) if icc else np.full(cohorts + 1, 0.8)
        )
        right = random.binomial(n, chance)
        seen, size, df = n[:-1], round(n[:-1].mean()), cohorts - 1
        mean = clustered_mean(seen, *(np.array([f(g) for g in gains[:-1]]) for f in (np.sum, lambda g: (g**2).sum())))
        share = clustered_mean(seen, right[:-1], right[:-1])
        assert mean.se is not None
        sd = float(np.concatenate(gains[:-1]).std(ddof=1))
        of_gain = next_mean(mean.mean, sd, se=mean.se, icc=mean.icc or 0, size=size, df=df)
        effective = seen.sum() / max(1.0, share.design_effect or 1.0)
        of_share = next_share(share.mean, effective_n=effective, icc=share.icc or 0, size=size, df=df)
        within["gain"] += of_gain.low <= gains[-1].mean() <= of_gain.high
        within["share"] += of_share.low <= right[-1] / n[-1] <= of_share.high

    assert {name: count / draws > 0.925 for name, count in within.items()} == {"gain": True, "share": True}


def test_a_report_tells_where_one_more_cohort_would_lie() -> None:
    some = people(cohorts=24, size=12)
    report: Any = gain_report(by_region(some)).total
    gains = some.scores(1) - some.scores(0)
    means = np.array([gains[some.cohort == cohort].mean() for cohort in range(24)])
    half = stats.t.ppf(0.975, 23) * means.std(ddof=1) * (1 + 1 / 24) ** 0.5

    assert (report.next_cohort.size, report.next_cohort.df) == (12, 23)
    assert report.next_cohort.gain.low == pytest.approx(gains.mean() - half, abs=5e-3)
    assert report.next_cohort.gain.high == pytest.approx(gains.mean() + half, abs=5e-3)
    assert report.next_cohort.improved.low < report.improved.low
    assert report.next_cohort.improved.high > report.improved.high
    assert gain_report({"": GroupCounts(table_of(gains), Flow(0, 0, gains.size))}).total.next_cohort is None


def table_of(gains: Any) -> JointTable:
    return JointTable.from_pairs(np.maximum(0, -gains), np.maximum(0, gains), K)
