"""Tests from counts are scipy's tests from rows to the last digits, and classes and draws lose nothing of the rows."""

from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

import analytics as a
from analytics.counts.classes import FIGURES
from analytics.gains.gain import gain_of_learners
from analytics.gains.regression import regression_line
from analytics.items.dif import CommonOdds, DifClass, ets_class
from analytics.items.distractors import FEWEST_LEARNERS, distractors, thirds
from analytics.leavers import rank_sum_normal
from analytics.notes import NoteCode
from analytics.significance.between import kruskal_wallis
from analytics.significance.contingency import chi_square
from analytics.significance.paired import mcnemar_mid_p, sign_test, student_test
from analytics.significance.signed_rank import Zeros, _ranks
from tests.analytics.rows import normal_z

K = 14
close: dict[str, Any] = {"rel": 1e-12, "abs": 1e-13}

rows = st.integers(0, 10_000).map(
    lambda seed: np.random.default_rng(seed).integers(0, [K + 1, K + 1, 3], (40 + seed % 90, 3)).T
)


@given(rows)
@settings(deadline=None, max_examples=40)
def test_paired_tests_are_those_of_the_rows(learners: Any) -> None:
    pre, post, _ = learners
    gain, table = post - pre, a.JointTable.from_pairs(pre, post, K)
    up, down = int((gain > 0).sum()), int((gain < 0).sum())
    changed = stats.binom(up + down, 0.5)

    of_mean = gain_of_learners(table)
    assert of_mean is not None and of_mean.se is not None
    assert sign_test(up, down).p == pytest.approx(stats.binomtest(up, up + down).pvalue, **close)
    t = student_test(of_mean.mean, of_mean.se, table.n - 1)
    assert t.p == pytest.approx(stats.ttest_rel(post, pre).pvalue, **close)
    if up != down:
        mid = 2 * changed.cdf(min(up, down)) - changed.pmf(min(up, down))
        assert mcnemar_mid_p(up, down).p == pytest.approx(mid, rel=1e-11)
    line, r = regression_line(table), stats.linregress(pre, post)
    assert (line.slope, line.se_slope) == pytest.approx((r.slope, r.stderr), rel=1e-11, abs=1e-12)


@given(rows)
@settings(deadline=None, max_examples=40)
def test_the_wilcoxon_of_many_is_scipys_normal_with_ties_and_both_ways_with_zeros(learners: Any) -> None:
    pre, post, _ = learners
    table = a.JointTable.from_pairs(pre, post, K)
    for zeros, name in ((Zeros.PRATT, "pratt"), (Zeros.WILCOX, "wilcox")):
        how: dict[str, Any] = {"zero_method": name, "method": "asymptotic", "correction": False}
        theirs = stats.wilcoxon(post, pre, **how)
        assert 2 * stats.norm.sf(abs(normal_z(_ranks(table.differences, zeros)))) == pytest.approx(
            theirs.pvalue, **close
        )


@given(rows)
@settings(deadline=None, max_examples=40)
def test_tests_between_groups_are_those_of_the_rows(learners: Any) -> None:
    pre, post, region = learners
    parts = [post[region == r] - pre[region == r] for r in range(3)]
    assume(min(part.size for part in parts) > 2 and all(np.ptp(part) for part in parts))
    tables = [a.JointTable.from_pairs(pre[region == r], post[region == r], K) for r in range(3)]
    yes, n = [int((part > 0).sum()) for part in parts], [part.size for part in parts]
    assume(0 < sum(yes) < sum(n))
    square = np.array([yes, np.subtract(n, yes)])

    h = stats.kruskal(*parts)
    of_ranks, of_shares = kruskal_wallis([table.differences for table in tables]), chi_square(yes, n)
    assert of_ranks is not None and of_shares is not None
    assert (of_ranks.statistic, of_ranks.p) == pytest.approx((h.statistic, h.pvalue), **close)
    expected = stats.chi2_contingency(square, correction=False)
    assert (of_shares.statistic, of_shares.p) == pytest.approx(
        (expected.statistic, expected.pvalue), rel=1e-11, abs=1e-12
    )
    u = stats.mannwhitneyu(pre, post, method="asymptotic", use_continuity=True)
    ranks = rank_sum_normal(np.bincount(pre, minlength=K + 1), np.bincount(post, minlength=K + 1))
    assert (ranks.statistic, ranks.p) == pytest.approx((u.statistic, u.pvalue), **close)


@pytest.mark.many
@given(rows)
@settings(deadline=None, max_examples=40)
def test_whatever_the_regions_are_called_and_in_whatever_order_the_comparison_is_the_same(learners: Any) -> None:
    pre, post, region = learners
    names = np.array(["north", "south", "east"])[region]
    one, other = (a.gain_report(a.counts_of_pairs(pre, post, K, group=group)) for group in (region, names))
    assume(one.between is not None and len(one.groups) == 3)
    assert one.between and other.between and one.total.improved == other.total.improved
    assert one.between.improved and other.between.improved and one.between.gain and other.between.gain
    assert other.between.improved.p == pytest.approx(one.between.improved.p, rel=1e-9)
    assert other.between.gain.p == pytest.approx(one.between.gain.p, rel=1e-9)
    assert {report.improved for report in one.groups} == {report.improved for report in other.groups}


def test_classes_of_a_query_are_those_that_are_folded() -> None:
    random = np.random.default_rng(4)
    cohort, pre, post = random.integers(0, 30, 400), random.integers(0, K + 1, 400), random.integers(0, K + 1, 400)
    folded = a.CohortSums.from_pairs(cohort, pre, post).classes
    pairs = list(combinations_with_replacement(range(len(FIGURES)), 2))
    queried = a.CohortClasses.from_rows(
        (
            *(int(x) for x in (folded.size[i], folded.cohorts_of_size[i], folded.gain_squared[i])),
            *(int(x) for x in folded.totals[i]),
            *(int(folded.products[i][pair]) for pair in pairs),
        )
        for i in range(folded.size.size)
    )

    for figure in (*FIGURES, "same", "post"):
        assert queried.of(figure) == folded.of(figure)
    for one in FIGURES:
        for other in FIGURES:
            assert queried.product(one, other) == folded.product(one, other)


def test_groups_that_take_no_part_in_a_comparison_are_counted() -> None:
    def group(improved: int, same: int, worse: int) -> a.GroupCounts:
        table = a.JointTable.from_cells([(4, 8, improved), (5, 5, same), (8, 6, worse)], K)
        return a.GroupCounts(table, a.Flow(0, 0, table.n))

    groups: dict[a.Key, a.GroupCounts] = {
        "one": group(20, 10, 8), "two": group(12, 9, 11), "all": group(40, 0, 0),
        "few": group(5, 3, 2), "nobody": group(0, 0, 0),
    }  # fmt: skip
    report = a.gain_report(groups, options=a.Options(compare_from=11))
    assert report.between is not None
    left_out = {note.code: note.values.get("count") for note in report.between.notes}

    assert left_out[NoteCode.GROUPS_LEFT_OUT] == 2
    assert report.between.groups == ("one", "two", "all")
    assert [each.key for each in report.between.ranks] == [each.key for each in report.between.share_differences]


@pytest.mark.parametrize(
    ("odds", "se", "p", "expected"),
    [
        (1.5, 0.01, 1e-9, DifClass.A),  # 0.95 delta
        (1.54, 0.01, 1e-9, DifClass.B),  # 1.01 delta
        (1.54, 0.01, 0.05, DifClass.A),  # not told from 0
        (1.9, 0.01, 1e-9, DifClass.C),  # 1.51 delta
        (1.9, 0.14, 1e-3, DifClass.B),  # 1.51 delta, not told from 1: (1.51 - 1) / 0.33 = 1.55 < 1.645
        (1.88, 0.01, 1e-9, DifClass.B),  # 1.48 delta
        (1 / 1.9, 0.01, 1e-9, DifClass.C),
    ],
)
def test_classes_of_ets_begin_where_dorans_and_holland_say(
    odds: float, se: float, p: float, expected: DifClass
) -> None:
    assert ets_class(CommonOdds(odds, 0.0, 0.0, se, 0.0, p, 0.0)) is expected


def test_distractors_are_given_from_thirty_learners() -> None:
    even = np.array([[0, 5, 5, 5], [0, 5, 5, 5]])
    result = distractors("item", ("key", "wrong"), key="key", chosen=even)

    assert result.n == FEWEST_LEARNERS == 30
    assert result.options[1].share == 0.5 and not result.options[1].is_rare
    few = distractors("item", ("key", "wrong"), key="key", chosen=np.array([[0, 5, 5, 5], [0, 5, 5, 4]]))
    assert (few.options, few.notes[0].code) == ((), NoteCode.TOO_FEW_LEARNERS)
    assert thirds(np.array([1, 0, 4, 1])).tolist() == [0, 0, 1, 2]
    assert thirds(np.array([2, 0, 0, 4])).tolist() == [0, 0, 0, 1]  # exactly on the border: the lower third
