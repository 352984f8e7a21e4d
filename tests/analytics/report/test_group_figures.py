"""Statistics of several groups or cohorts, beside scipy on rows; at the edges null and a reason."""

import math
import warnings

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.clusters.robust_between import ancova_cohort_robust
from analytics.clusters.two_groups import cohort_difference
from analytics.counts.cohorts import CohortSums
from analytics.counts.joint import Differences
from analytics.estimate import Significance
from analytics.leavers import differential_attrition, leavers_against_stayers, rank_sum_normal, rank_sum_test
from analytics.notes import NoteCode
from analytics.shares.shrinkage import shrunken_shares
from analytics.significance.oneway import welch_anova
from tests.analytics.rows import numbers

K = 6


margins = st.lists(st.integers(0, 6), min_size=K + 1, max_size=K + 1).map(np.array)


@given(margins, margins)
@example(np.array([0, 0, 0, 0, 0, 0, 2]), np.array([0, 0, 0, 0, 0, 1, 1]))
@settings(deadline=None, max_examples=60)
def test_leavers_and_stayers_are_compared_as_scipy_does(
    stayers: npt.NDArray[np.int64], leavers: npt.NDArray[np.int64]
) -> None:
    x, y = np.repeat(np.arange(K + 1), stayers), np.repeat(np.arange(K + 1), leavers)
    result = leavers_against_stayers(stayers, leavers)

    assert all(math.isfinite(number) for number in numbers(result))
    assert (result.stayers_mean, result.leavers_mean) == tuple(rows.mean() if rows.size else None for rows in (x, y))
    if x.size > 1 and y.size > 1 and np.ptp(x) + np.ptp(y) > 0:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # scipy's, where one of the groups is all alike
            expected = stats.ttest_ind(x, y, equal_var=False)
        assert result.t.p == pytest.approx(expected.pvalue, rel=1e-9)
        assert result.difference.low == pytest.approx(expected.confidence_interval().low, rel=1e-9, abs=1e-12)
        normal = rank_sum_normal(stayers, leavers)
        if np.ptp(np.concatenate((x, y))):
            assert normal.p == pytest.approx(stats.mannwhitneyu(x, y, method="asymptotic").pvalue, rel=1e-9)
    else:
        assert result.t.p is None and result.t.notes


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6), st.lists(st.integers(0, 4), min_size=2, max_size=4))
@settings(deadline=None, max_examples=30)
def test_exact_rank_sums_are_those_of_every_way_to_split_the_learners(first: list[int], second: list[int]) -> None:
    result = rank_sum_test(np.bincount(first, minlength=5), np.bincount(second, minlength=5))
    if len(set(first + second)) == 1:
        assert result.p is None
        return
    ranks = stats.rankdata(first + second)
    middle = len(second) * (len(ranks) + 1) / 2
    splits = stats.permutation_test(
        (ranks[len(first):], ranks[: len(first)]), lambda a, _: abs(a.sum() - middle), permutation_type="independent",
        n_resamples=10**6, alternative="greater",
    )  # fmt: skip

    assert result.p == pytest.approx(splits.pvalue, rel=1e-9)


@given(st.lists(st.lists(st.integers(-2, 3), min_size=0, max_size=9), min_size=0, max_size=4))
@settings(deadline=None, max_examples=60)
def test_analysis_of_variance_is_scipys(rows: list[list[int]]) -> None:
    groups = [Differences.from_values(np.array(row, dtype=np.int64)) for row in rows]
    welch = welch_anova(groups)
    filled = [row for row in rows if row]

    assert all(math.isfinite(number) for number in numbers(welch))
    if welch.p is not None:
        expected = stats.f_oneway(*filled, equal_var=False)
        assert welch.p == pytest.approx(expected.pvalue, rel=1e-9)
    else:
        assert welch.notes


cohort_sums = st.lists(
    st.lists(st.tuples(st.integers(0, K), st.integers(0, K)), min_size=1, max_size=6), min_size=0, max_size=5
).map(
    lambda cohorts: CohortSums.from_pairs(
        np.repeat(np.arange(len(cohorts)), [len(c) for c in cohorts]),
        np.array([pair[0] for c in cohorts for pair in c], dtype=np.int64),
        np.array([pair[1] for c in cohorts for pair in c], dtype=np.int64),
    )
)


@given(cohort_sums, cohort_sums)
@settings(deadline=None, max_examples=60)
def test_with_few_or_odd_cohorts_a_null_has_a_reason(first: CohortSums, second: CohortSums) -> None:
    result = cohort_difference(first, second, "gain")
    ancova = ancova_cohort_robust([first, second])

    assert all(math.isfinite(number) for number in numbers((result, ancova)))
    for estimate in (result, ancova.test):
        value = estimate.p if isinstance(estimate, Significance) else estimate.low
        assert value is not None or estimate.notes


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=0, max_size=5))
@settings(deadline=None, max_examples=40)
def test_shares_of_groups_are_drawn_towards_the_common_one(groups: list[tuple[int, int]]) -> None:
    yes, n = [min(a, b) for a, b in groups], [b for _, b in groups]
    result = shrunken_shares(yes, n)

    assert all(math.isfinite(number) for number in numbers(result))
    assert result.groups or result.notes
    for group in result.groups:
        assert group.low is None or group.high is None or group.low < group.share < group.high
        assert (group.low is None) == (NoteCode.GROUPS_AS_CHANCE in {note.code for note in result.notes})
        assert 1 <= group.rank_low <= group.rank <= group.rank_high <= len(groups) or group.rank_low == 1
        if group.raw is not None and result.mean is not None:
            low, high = sorted((group.raw, result.mean))
            assert low - 1e-6 <= group.share <= high + 1e-6


def test_groups_that_differ_no_more_than_chance_are_all_drawn_to_the_mean() -> None:
    result = shrunken_shares([5, 5, 5, 6], [10, 10, 10, 10])

    assert (result.rho, {group.share for group in result.groups}) == (0.0, {0.525})
    assert {(group.low, group.high) for group in result.groups} == {(None, None)}, "no width is not certainty"
    assert [note.code for note in result.notes] == [NoteCode.GROUPS_AS_CHANCE]


def test_leaving_more_often_in_one_group_is_told_and_one_group_is_not_compared() -> None:
    result = differential_attrition([30, 5], [100, 100])

    assert result.test is not None and result.test.p < 0.001
    assert [share.count for share in result.lost] == [30, 5]
    assert differential_attrition([3], [9]).notes[0].code is NoteCode.ONE_GROUP
    assert differential_attrition([0, 0], [9, 9]).notes[0].code is NoteCode.NO_DIFFERENCE_POSSIBLE
