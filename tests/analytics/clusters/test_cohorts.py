"""Closed forms with cohorts, beside the matrix formulas on rows."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy import linalg, stats

from analytics.clusters.means import clustered_mean
from analytics.counts.cohorts import CohortSums
from tests.analytics.rows import Scores, close, cohort_rows


@given(cohort_rows())
@settings(deadline=None)
def test_closed_forms_with_cohorts_are_the_matrix_formulas(rows: tuple[Scores, Scores, Scores]) -> None:
    labels, pre, post = rows
    sums = CohortSums.from_pairs(labels, pre, post)
    d = (post - pre).astype(float)
    n, hat = d.size, np.full((d.size, d.size), 1 / d.size)
    residual = d - d.mean()
    meat, projections = 0.0, []
    for cohort in np.unique(labels):
        rows_of = np.flatnonzero(labels == cohort)
        values, vectors = linalg.eigh(np.eye(rows_of.size) - hat[np.ix_(rows_of, rows_of)])
        adjustment = vectors @ np.diag(values**-0.5) @ vectors.T
        meat += float((adjustment @ residual[rows_of]).sum() ** 2)
        projections.append((np.eye(n) - hat)[:, rows_of] @ adjustment @ np.ones(rows_of.size) / n)
    gram = np.array(projections) @ np.array(projections).T

    result = clustered_mean(sums.n, sums.sum_gain, sums.sum_gain_squared)
    assert result.se == pytest.approx(meat**0.5 / n, rel=1e-9, abs=1e-9)
    assert result.df == pytest.approx(np.trace(gram) ** 2 / (gram**2).sum(), rel=1e-9)


@pytest.mark.many
@given(cohort_rows())
@settings(deadline=None)
def test_cohorts_of_one_are_learners(rows: tuple[Scores, Scores, Scores]) -> None:
    _, pre, post = rows
    assume(np.ptp(post - pre) > 0)
    sums = CohortSums.from_pairs(np.arange(pre.size), pre, post)
    result = clustered_mean(sums.n, sums.sum_gain, sums.sum_gain_squared)

    assert result.se == pytest.approx(stats.sem(post - pre), **close)
    assert result.df == pytest.approx(pre.size - 1, **close)
    assert result.design_effect == pytest.approx(1, rel=1e-11)


@pytest.mark.many
@given(cohort_rows())
@settings(deadline=None)
def test_cohorts_split_and_put_together_are_the_same(rows: tuple[Scores, Scores, Scores]) -> None:
    labels, pre, post = rows
    whole = CohortSums.from_pairs(labels, pre, post)
    odd = np.arange(labels.size) % 2 == 1
    parts = [CohortSums.from_pairs(labels[p], pre[p], post[p]) for p in (odd, ~odd)]
    both = parts[0] + parts[1]

    for name in (
        "labels",
        "n",
        "sum_gain",
        "sum_gain_squared",
        "improved",
        "worse",
        "same",
        "sum_pre_squared",
        "sum_pre_post",
    ):
        assert np.array_equal(getattr(both, name), getattr(whole, name))
    assert np.array_equal(both.sum_post, [post[labels == c].sum() for c in np.unique(labels)])


@pytest.mark.many
@given(cohort_rows())
@settings(deadline=None)
def test_likeness_within_cohorts_is_what_an_analysis_of_variance_says(rows: tuple[Scores, Scores, Scores]) -> None:
    """(F - 1) / (F + n0 - 1), F by scipy. Donner & Koval 1980, Biometrics 36:19."""
    labels, pre, post = rows
    d = post - pre
    groups = [d[labels == cohort] for cohort in np.unique(labels)]
    assume(sum(((group - group.mean()) ** 2).sum() for group in groups) > 0)
    sums = CohortSums.from_pairs(labels, pre, post)
    n0 = (d.size - (sums.n**2).sum() / d.size) / (len(groups) - 1)
    f = stats.f_oneway(*groups).statistic

    result = clustered_mean(sums.n, sums.sum_gain, sums.sum_gain_squared).icc
    assert result == pytest.approx((f - 1) / (f + n0 - 1), rel=1e-9, abs=1e-9)
