"""Figures from counts are the figures from rows: random learners, beside scipy and numpy."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.counts.joint import JointTable
from analytics.gains.effect import correlation, d_av, hodges_lehmann
from analytics.gains.gain import gain_of_learners, normalised_gain
from analytics.shares.intervals import wilson
from analytics.significance.paired import student_test
from tests.analytics.rows import MAX_SCORE, Scores, close, pairs


@given(pairs)
@settings(deadline=None)
def test_mean_gain_and_its_interval_are_those_of_the_rows(rows: tuple[Scores, Scores]) -> None:
    pre, post = rows
    assume(np.ptp(post - pre) > 0)
    result = gain_of_learners(JointTable.from_pairs(pre, post, MAX_SCORE), 0.9)

    expected = stats.ttest_rel(post, pre)
    low, high = expected.confidence_interval(0.9)
    assert result is not None and result.se is not None and result.df is not None
    assert (result.mean, result.low, result.high) == pytest.approx(((post - pre).mean(), low, high), **close)
    assert student_test(result.mean, result.se, result.df).p == pytest.approx(expected.pvalue, **close)


@given(pairs)
@settings(deadline=None)
def test_order_of_learners_and_merging_of_tables_change_nothing(rows: tuple[Scores, Scores]) -> None:
    pre, post = rows
    whole = JointTable.from_pairs(pre, post, MAX_SCORE)
    order = np.random.default_rng(0).permutation(pre.size)
    half = pre.size // 2
    parts = [JointTable.from_pairs(pre[p], post[p], MAX_SCORE) for p in (order[:half], order[half:])]
    cells = [(int(a), int(b), 1) for a, b in zip(pre, post, strict=True)]

    assert parts[0] + parts[1] == whole == JointTable.from_cells(cells, MAX_SCORE)


@given(pairs)
@settings(deadline=None)
def test_effects_are_those_of_the_rows(rows: tuple[Scores, Scores]) -> None:
    pre, post = rows
    table = JointTable.from_pairs(pre, post, MAX_SCORE)
    d = post - pre
    walsh = (d[:, None] + d[None, :])[np.triu_indices(d.size)] / 2
    spread = (pre.std(ddof=1) + post.std(ddof=1)) / 2

    assert hodges_lehmann(table.differences) == np.median(walsh)
    assert d_av(table) == (pytest.approx(d.mean() / spread, **close) if spread else None)
    if np.ptp(pre) and np.ptp(post):
        assert correlation(table) == pytest.approx(np.corrcoef(pre, post)[0, 1], abs=1e-11)


@given(pairs)
@settings(deadline=None)
def test_normalised_gains_are_those_of_the_rows(rows: tuple[Scores, Scores]) -> None:
    pre, post = rows
    result = normalised_gain(JointTable.from_pairs(pre, post, MAX_SCORE))
    assert result is not None
    assume(np.any(pre < MAX_SCORE))
    room = pre < MAX_SCORE

    assert result.of_averages == pytest.approx(
        (post.mean() - pre.mean()) / (MAX_SCORE - pre.mean()), rel=1e-11, abs=1e-12
    )
    assert result.average == pytest.approx(((post - pre)[room] / (MAX_SCORE - pre)[room]).mean(), rel=1e-11, abs=1e-12)
    assert result.undefined == (~room).sum()


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.5, 0.999))
@settings(deadline=None)
def test_an_interval_holds_its_share_and_grows_with_confidence(count: int, n: int, confidence: float) -> None:
    assume(count <= n)
    narrow, wide = wilson(count, n, confidence * 0.9), wilson(count, n, confidence)

    assert wide.share is not None and wide.low is not None and wide.high is not None
    assert narrow.low is not None and narrow.high is not None
    assert 0 <= wide.low <= narrow.low <= wide.share + 1e-15
    assert wide.share <= narrow.high + 1e-15 <= wide.high + 2e-15 <= 1 + 3e-15
