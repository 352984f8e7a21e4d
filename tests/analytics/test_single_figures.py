"""Each single statistic at the edges: null and a reason, never an exception; intervals hold the figure and grow."""

import math
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.bootstrap import cluster_bootstrap
from analytics.cohorts import CohortSums
from analytics.contingency import likelihood_ratio
from analytics.dose import dose_report
from analytics.effect_intervals import (
    average_sd_change,
    hodges_lehmann_interval,
    rank_biserial_interval,
    raw_score_change,
    standardised_change,
    superiority,
)
from analytics.estimate import Estimate, Significance
from analytics.flow import Flow
from analytics.forms import equal_forms
from analytics.joint import Differences, JointTable
from analytics.leavers import differential_attrition, leavers_against_stayers, rank_sum_normal, rank_sum_test
from analytics.margins import bhapkar, bowker, ordinal_homogeneity, stuart_maxwell
from analytics.mixed import random_intercept
from analytics.notes import NoteCode
from analytics.oneway import one_way_anova, welch_anova
from analytics.paired import PairedInterval, change_odds, paired_difference, share_difference
from analytics.pairs import counts_of_pairs
from analytics.passing import TwiceAsked
from analytics.regression import before_after_correlation, regression_line, regression_to_mean
from analytics.robust_between import ancova_cohort_robust, gain_difference
from analytics.shares import jeffreys, mid_p
from analytics.shrinkage import shrunken_shares
from analytics.statements import statement_report, turned_round

K = 6

tables = st.lists(
    st.tuples(st.integers(0, K), st.integers(0, K), st.sampled_from([1, 1, 2, 30])), min_size=0, max_size=12
).map(lambda cells: JointTable.from_cells(cells, K))

OF_TABLE: dict[str, Callable[[JointTable, float], Any]] = {
    "standardised": standardised_change,
    "raw score": raw_score_change,
    "average sd": average_sd_change,
    "superiority": lambda table, confidence: superiority(table.differences, confidence),
    "rank-biserial": lambda table, confidence: rank_biserial_interval(table.differences, confidence),
    "Hodges-Lehmann": lambda table, confidence: hodges_lehmann_interval(table.differences, confidence),
    "correlation": before_after_correlation,
    "Newcombe": lambda table, confidence: paired_difference(asked(table), confidence),
    "Tango": lambda table, confidence: paired_difference(asked(table), confidence, PairedInterval.TANGO),
    "odds of change": lambda table, confidence: change_odds(asked(table), confidence),
}


def asked(table: JointTable) -> TwiceAsked:
    c = table.counts
    return TwiceAsked(
        both=int(c[3:, 3:].sum()), lost=int(c[3:, :3].sum()), gained=int(c[:3, 3:].sum()), neither=int(c[:3, :3].sum())
    )


def numbers(value: Any) -> Iterator[float]:
    if is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from numbers(getattr(value, part.name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, float | int):
        yield value


@pytest.mark.parametrize("figure", OF_TABLE.values(), ids=OF_TABLE)
@given(tables)
@settings(deadline=None, max_examples=40)
def test_an_interval_holds_its_figure_grows_with_confidence_and_a_null_has_a_reason(
    figure: Callable[[JointTable, float], Estimate], table: JointTable
) -> None:
    narrow, wide = figure(table, 0.8), figure(table, 0.99)

    assert narrow.value == wide.value
    assert all(math.isfinite(number) for number in numbers((narrow, wide)))
    if narrow.low is None or narrow.high is None or narrow.value is None:
        assert wide.notes or narrow.low is not None
        return
    assert wide.low is not None and wide.high is not None
    assert wide.low - 1e-9 <= narrow.low <= narrow.value + 1e-9
    assert narrow.value <= narrow.high + 1e-9 <= wide.high + 2e-9


@given(tables)
@settings(deadline=None, max_examples=60)
def test_before_and_after_exchanged_turn_the_sign_and_nothing_else(table: JointTable) -> None:
    back = JointTable(table.counts.T)
    for test in (stuart_maxwell, bhapkar, bowker):
        one, other = test(table), test(back)
        assert one.statistic == (None if other.statistic is None else pytest.approx(other.statistic, rel=1e-9))
        assert one.df == other.df
        assert [note.code for note in one.notes] == [note.code for note in other.notes]
    forth, turned = ordinal_homogeneity(table), ordinal_homogeneity(back)
    assert forth.statistic == pytest.approx(-(turned.statistic or 0.0))
    upside_down = turned_round(table)
    assert upside_down.differences.improved == table.differences.worse
    one, other = rank_biserial_interval(table.differences), rank_biserial_interval(upside_down.differences)
    assert (one.value is None) == (other.value is None)
    if one.value is not None and other.value is not None:
        assert one.value == pytest.approx(-other.value)
    if one.low is not None and other.high is not None:
        assert one.low == pytest.approx(-other.high)


@given(tables)
@settings(deadline=None, max_examples=60)
def test_two_scores_make_all_tests_of_margins_one(table: JointTable) -> None:
    """On a 2 x 2 table Stuart-Maxwell, Bowker and the square of the ordinal z are McNemar's chi-square."""
    two = JointTable(np.array([[1, asked(table).gained], [asked(table).lost, 2]]))
    gained, lost = asked(table).gained, asked(table).lost
    chi_square = (gained - lost) ** 2 / (gained + lost) if gained + lost else 0.0

    assert stuart_maxwell(two).statistic == pytest.approx(chi_square, rel=1e-9)
    assert bowker(two).statistic == pytest.approx(chi_square, rel=1e-9)
    assert (ordinal_homogeneity(two).statistic or 0.0) ** 2 == pytest.approx(chi_square, rel=1e-9)


@given(st.integers(0, 40), st.integers(1, 40), st.sampled_from([mid_p, jeffreys]))
@settings(deadline=None)
def test_mid_p_and_jeffreys_hold_the_share_and_grow(count: int, n: int, method: Any) -> None:
    count = min(count, n)
    narrow, wide = method(count, n, 0.8), method(count, n, 0.99)

    assert 0 <= wide.low <= narrow.low <= narrow.share <= narrow.high <= wide.high <= 1
    mirrored = method(n - count, n, 0.8)
    assert (mirrored.low, mirrored.high) == pytest.approx((1 - narrow.high, 1 - narrow.low), abs=1e-9)


margins = st.lists(st.integers(0, 6), min_size=K + 1, max_size=K + 1).map(np.array)


@given(margins, margins)
@settings(deadline=None, max_examples=60)
def test_leavers_and_stayers_are_compared_as_scipy_does(
    stayers: npt.NDArray[np.int64], leavers: npt.NDArray[np.int64]
) -> None:
    x, y = np.repeat(np.arange(K + 1), stayers), np.repeat(np.arange(K + 1), leavers)
    found = leavers_against_stayers(stayers, leavers)

    assert all(math.isfinite(number) for number in numbers(found))
    if x.size > 1 and y.size > 1 and np.ptp(x) + np.ptp(y) > 0:
        expected = stats.ttest_ind(x, y, equal_var=False)
        assert found.t.p == pytest.approx(expected.pvalue, rel=1e-9)
        assert found.difference.low == pytest.approx(expected.confidence_interval().low, rel=1e-9, abs=1e-12)
        normal = rank_sum_normal(stayers, leavers)
        if np.ptp(np.concatenate((x, y))):
            assert normal.p == pytest.approx(stats.mannwhitneyu(x, y, method="asymptotic").pvalue, rel=1e-9)
    else:
        assert found.t.p is None and found.t.notes


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6), st.lists(st.integers(0, 4), min_size=2, max_size=4))
@settings(deadline=None, max_examples=30)
def test_exact_rank_sums_are_those_of_every_way_to_split_the_learners(first: list[int], second: list[int]) -> None:
    found = rank_sum_test(np.bincount(first, minlength=5), np.bincount(second, minlength=5))
    if len(set(first + second)) == 1:
        assert found.p is None
        return
    ranks = stats.rankdata(first + second)
    middle = len(second) * (len(ranks) + 1) / 2
    splits = stats.permutation_test(
        (ranks[len(first):], ranks[: len(first)]), lambda a, _: abs(a.sum() - middle), permutation_type="independent",
        n_resamples=np.inf, alternative="greater",
    )  # fmt: skip

    assert found.p == pytest.approx(splits.pvalue, rel=1e-9)


@given(st.lists(st.lists(st.integers(-2, 3), min_size=0, max_size=9), min_size=0, max_size=4))
@settings(deadline=None, max_examples=60)
def test_analysis_of_variance_is_scipys(rows: list[list[int]]) -> None:
    groups = [Differences.from_values(np.array(row, dtype=np.int64)) for row in rows]
    classic, welch = one_way_anova(groups), welch_anova(groups)
    filled = [row for row in rows if row]

    assert all(math.isfinite(number) for number in numbers((classic, welch)))
    if classic.p is not None:
        assert classic.statistic == pytest.approx(stats.f_oneway(*filled).statistic, rel=1e-9, abs=1e-12)
    else:
        assert classic.notes
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
    found = gain_difference(first, second)
    ancova = ancova_cohort_robust([first, second])

    assert all(math.isfinite(number) for number in numbers((found, ancova)))
    for estimate in (found, ancova.test):
        given_ = estimate.p if isinstance(estimate, Significance) else estimate.low
        assert given_ is not None or estimate.notes
    if first.cohorts:
        for fitted in (
            random_intercept(first.n, first.sum_gain, first.sum_gain_squared),
            cluster_bootstrap(first.n, first.sum_gain, draws=99),
        ):
            assert all(math.isfinite(number) for number in numbers(fitted))
            assert fitted.low is not None or fitted.notes


def test_the_cluster_bootstrap_comes_near_cr2_and_is_the_same_each_time() -> None:
    random = np.random.default_rng(4)
    n = random.integers(10, 30, 400)
    total = random.binomial(n, random.beta(6, 4, 400))
    found = cluster_bootstrap(n, total)

    residual = total - n * total.sum() / n.sum()
    assert found.se == pytest.approx((residual**2).sum() ** 0.5 / n.sum(), rel=0.03)
    assert found == cluster_bootstrap(n, total)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=0, max_size=5))
@settings(deadline=None, max_examples=40)
def test_shares_of_groups_are_drawn_towards_the_common_one(groups: list[tuple[int, int]]) -> None:
    yes, n = [min(a, b) for a, b in groups], [b for _, b in groups]
    found = shrunken_shares(yes, n)

    assert all(math.isfinite(number) for number in numbers(found))
    assert found.groups or found.notes
    for group in found.groups:
        assert group.low <= group.share <= group.high
        assert 1 <= group.rank_low <= group.rank <= group.rank_high <= len(groups) or group.rank_low == 1
        if group.raw is not None and found.mean is not None:
            low, high = sorted((group.raw, found.mean))
            assert low - 1e-6 <= group.share <= high + 1e-6


def test_groups_that_differ_no_more_than_chance_are_all_drawn_to_the_mean() -> None:
    found = shrunken_shares([5, 5, 5, 6], [10, 10, 10, 10])

    assert (found.rho, {group.share for group in found.groups}) == (0.0, {0.525})
    assert [note.code for note in found.notes] == [NoteCode.GROUPS_AS_CHANCE]


def test_leaving_more_often_in_one_group_is_told_and_one_group_is_not_compared() -> None:
    found = differential_attrition([30, 5], [100, 100])

    assert found.test is not None and found.test.p < 0.001
    assert [share.count for share in found.lost] == [30, 5]
    assert differential_attrition([3], [9]).notes[0].code is NoteCode.ONE_GROUP
    assert differential_attrition([0, 0], [9, 9]).notes[0].code is NoteCode.NO_DIFFERENCE_POSSIBLE


def test_the_low_gain_something_by_having_been_chosen_low() -> None:
    """With KR-21 of 0.6 and a mean of 1.2 points under all, 0.4 x 1.2 points of gain are expected of chance."""
    random = np.random.default_rng(5)
    truth = random.beta(2, 2, 4000)
    table = JointTable.from_pairs(random.binomial(K, truth), random.binomial(K, truth), K)
    found = regression_to_mean(table, 2)

    assert found.gain is not None and found.expected is not None and found.beyond is not None
    assert found.gain > 0.5
    assert found.beyond == pytest.approx(0, abs=0.12)
    assert regression_to_mean(table, -1).notes[0].code is NoteCode.NO_PAIRS
    assert regression_line(JointTable.from_cells([(3, 4, 9)], K)).notes[0].code is NoteCode.NO_SPREAD


def test_forms_may_be_equal_differ_or_be_unknown() -> None:
    equal = np.array([0, 10, 60, 200, 60, 10, 0])
    harder = np.array([10, 60, 200, 60, 10, 0, 0])
    few = np.array([0, 2, 8, 12, 8, 2, 0])

    same, differ, unknown = (equal_forms(equal, other, margin=0.3) for other in (equal, harder, few))
    assert (same.equivalent, same.differ) == (True, False)
    assert (differ.equivalent, differ.differ) == (False, True)
    assert (unknown.equivalent, unknown.differ) == (False, False)
    assert equal_forms(equal, few[:] * 0, margin=0.3).difference.notes[0].code is NoteCode.TOO_FEW_LEARNERS


def test_dose_is_described_without_a_claim() -> None:
    groups = {lessons: counts_of_pairs([2, 3, 4], [3 + lessons, 4, 5], K)[""] for lessons in (2, 0, 1)}
    found = dose_report(groups)

    assert [(step.lessons, step.n) for step in found.steps] == [(0, 3), (1, 3), (2, 3)]
    assert found.mean_lessons == 1
    assert [note.code for note in found.notes] == [NoteCode.DOSE_NOT_CAUSE]


def test_a_statement_counts_from_the_lowest_point_of_its_scale() -> None:
    found = statement_report("I know whom to call.", JointTable.from_cells([(0, 3, 5), (2, 2, 4)], 4))

    assert (found.n, found.before, found.after) == (9, 1 + 8 / 9, 1 + 23 / 9)
    assert found.up is not None and found.up.count == 5
    assert found.notes[-1].code is NoteCode.SAID_OF_ONESELF
    assert statement_report("Nobody was asked.", JointTable.empty(4)).before is None


def test_all_or_none_in_two_groups_is_no_difference() -> None:
    assert likelihood_ratio([0, 0], [5, 5]) is None
    assert share_difference((0, 0), (1, 2)).value is None
    assert Flow(0, 0, 0).everyone == 0
