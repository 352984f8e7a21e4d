"""Tests between groups from counts, beside scipy and least squares on rows."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.counts.cohorts import CohortSums
from analytics.counts.joint import Differences, JointTable
from analytics.significance.between import ancova_cohort_means, ancova_learners, kruskal_wallis, share_between
from analytics.significance.contingency import fisher_freeman_halton
from tests.analytics.rows import MAX_SCORE, Scores, cohort_rows, random_learners


@given(cohort_rows())
@settings(deadline=None)
def test_kruskal_wallis_is_scipys(rows: tuple[Scores, Scores, Scores]) -> None:
    labels, pre, post = rows
    assume(np.ptp(post - pre) > 0)
    split = [(post - pre)[labels == c] for c in np.unique(labels)]
    result = kruskal_wallis([Differences.from_values(d) for d in split])

    expected = stats.kruskal(*split)
    assert result is not None
    assert (result.statistic, result.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-10, abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 6)), min_size=2, max_size=4))
@settings(deadline=None, max_examples=30)
def test_the_exact_test_between_groups_is_a_count_of_all_tables(groups: list[tuple[int, int]]) -> None:
    yes, n = [min(y, m) for y, m in groups], [m for _, m in groups]
    assume(0 < sum(yes) < sum(n))
    result = fisher_freeman_halton(yes, n)

    law = stats.multivariate_hypergeom(n, sum(yes))
    tables = np.array(np.meshgrid(*[np.arange(m + 1) for m in n])).reshape(len(n), -1).T
    tables = tables[tables.sum(axis=1) == sum(yes)]
    chances = law.pmf(tables)
    assert result is not None
    assert result.p == pytest.approx(chances[chances <= law.pmf(yes) * (1 + 1e-7)].sum(), rel=1e-9)


def test_too_many_tables_are_drawn_and_come_near_the_chi_square() -> None:
    random = np.random.default_rng(2)
    n = [int(size) for size in random.integers(30, 60, 25)] + [6]
    yes = [int(random.binomial(size, 0.5)) for size in n]
    result = share_between(yes, n)

    assert result is not None
    assert result.method == "fisher_freeman_halton_simulated"
    table = np.array([yes, np.array(n) - yes])
    assert result.p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue, abs=0.02)
    assert share_between(yes, n) == result


def test_ancova_is_a_least_squares_fit_of_two_models() -> None:
    pre, post = random_learners(5, 90)
    groups = np.repeat([0, 1, 2], 30)
    result = ancova_learners([JointTable.from_pairs(pre[groups == g], post[groups == g], MAX_SCORE) for g in range(3)])

    dummies = (groups[:, None] == np.arange(3)).astype(float)
    full, small = np.column_stack((dummies, pre)), np.column_stack((np.ones(90), pre))
    left = [float(np.sum((post - x @ np.linalg.lstsq(x, post)[0]) ** 2)) for x in (full, small)]
    assert result is not None
    assert result.f == pytest.approx((left[1] - left[0]) / 2 / (left[0] / 86), rel=1e-10)
    assert result.p == pytest.approx(stats.f.sf(result.f, 2, 86), rel=1e-10)


def test_ancova_by_cohort_sees_each_cohort_once() -> None:
    pre, post = random_learners(6, 240)
    cohorts = np.repeat(np.arange(12), 20)
    groups = [CohortSums.from_pairs(cohorts[rows], pre[rows], post[rows]) for rows in np.split(np.arange(240), 3)]
    result = ancova_cohort_means(groups)

    x, y = pre.reshape(12, 20).mean(axis=1), post.reshape(12, 20).mean(axis=1)
    dummies = (np.repeat([0, 1, 2], 4)[:, None] == np.arange(3)).astype(float)
    left = [
        float(np.sum((y - m @ np.linalg.lstsq(m, y)[0]) ** 2))
        for m in (np.column_stack((dummies, x)), np.column_stack((np.ones(12), x)))
    ]
    assert result is not None
    assert (result.df1, result.df2) == (2, 8)
    assert result.f == pytest.approx((left[1] - left[0]) / 2 / (left[0] / 8), rel=1e-9)
