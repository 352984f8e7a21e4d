"""Each single statistic at the edges: null and a reason, never an exception; intervals hold the figure and grow."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.counts.flow import Flow
from analytics.counts.groups import Options
from analytics.counts.joint import Differences, JointTable
from analytics.counts.pairs import counts_of_pairs
from analytics.counts.twice import TwiceAsked
from analytics.estimate import Estimate
from analytics.gains.effect_intervals import (
    average_sd_change,
    hodges_lehmann_interval,
    rank_biserial_interval,
    raw_score_change,
    standardised_change,
    superiority,
)
from analytics.gains.regression import before_after_correlation, regression_line, regression_to_mean
from analytics.items.forms import equal_forms
from analytics.notes import NoteCode
from analytics.report.dose import dose_report
from analytics.report.statements import statement_report, turned_round
from analytics.shares.intervals import jeffreys, mid_p
from analytics.shares.paired import PairedInterval, change_odds, paired_difference, share_difference
from analytics.significance.contingency import likelihood_ratio
from analytics.significance.margins import bhapkar, bowker, ordinal_homogeneity, stuart_maxwell
from tests.analytics.rows import numbers

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
    if wide.low is None or wide.high is None:  # so few that no means of two reach so far out
        assert [note.code for note in wide.notes] == [NoteCode.TOO_FEW_LEARNERS]
        assert wide.n < wide.notes[0].values["needed"]
        return
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
    assert (forth.statistic is None) == (turned.statistic is None) == (not table.n)
    if forth.statistic is not None and turned.statistic is not None:
        assert forth.statistic == pytest.approx(-turned.statistic)
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
    groups = {lessons: counts_of_pairs([2, 3, 4], [3 + lessons % 4, 4, 5], K)[""] for lessons in (8, 0, 1)}
    found = dose_report(groups)

    assert [(step.lessons, step.n) for step in found.steps] == [(0, 3), (1, 3), (8, 3)]
    assert found.mean_lessons == 3
    assert [note.code for note in found.notes] == [NoteCode.DOSE_NOT_CAUSE]


def test_a_statement_counts_from_the_lowest_point_of_its_scale() -> None:
    found = statement_report("I know whom to call.", JointTable.from_cells([(0, 4, 5), (2, 2, 4)], 4))

    assert (found.n, found.before, found.after) == (9, 1 + 8 / 9, 1 + 28 / 9)
    assert found.up is not None and found.up.count == 5
    assert found.notes[-1].code is NoteCode.SAID_OF_ONESELF
    assert NoteCode.POST_CEILING not in {note.code for note in found.notes}  # "they may have learned more"
    assert statement_report("Nobody was asked.", JointTable.empty(4)).before is None


def test_a_statement_whose_shares_are_ranges_has_no_test_that_would_tell_them() -> None:
    """Nobody agreed less: Stuart and Maxwell's chi-square of so few points is as good as the table."""
    table = JointTable.from_cells([(0, 3, 9), (2, 2, 6), (1, 2, 5)], 4)

    assert statement_report("I can say no.", table).distribution is not None
    hidden = statement_report("I can say no.", table, options=Options(suppress=11))
    assert (hidden.distribution, hidden.tests and hidden.tests.sign) == (None, None)


def test_all_or_none_in_two_groups_is_no_difference() -> None:
    assert likelihood_ratio([0, 0], [5, 5]) is None
    assert share_difference((0, 0), (1, 2)).value is None
    assert Flow(0, 0, 0).everyone == 0


@pytest.mark.parametrize("figure", ["rank-biserial", "average sd", "standardised"])
def test_the_error_of_an_effect_is_that_of_drawing_the_learners_again(figure: str) -> None:
    """The bootstrap of 150 learners, 1,000 draws with a fixed seed: within a fifth, as the formulas are approximate."""
    random = np.random.default_rng(6)
    before = random.binomial(K, 0.45, 150)
    after = np.clip(before + random.integers(-2, 4, 150), 0, K)
    whole = OF_TABLE[figure](JointTable.from_pairs(before, after, K), 0.95)
    drawn = []
    for _ in range(1000):
        rows = random.integers(0, 150, 150)
        drawn.append(OF_TABLE[figure](JointTable.from_pairs(before[rows], after[rows], K), 0.95).value)

    spread = float(np.std(drawn))
    assert whole.low is not None and whole.high is not None
    assert (whole.high - whole.low) / (2 * 1.96) == pytest.approx(spread, rel=0.2)


def test_the_interval_of_hodges_and_lehmann_covers_as_it_says() -> None:
    """Gains spread evenly about 1 point; 1,000 rounds of 40 learners, Monte Carlo error 0.7 points of 100."""
    random = np.random.default_rng(7)
    held = 0
    for _ in range(1000):
        found = hodges_lehmann_interval(Differences.from_values(random.integers(-9, 12, 40)))
        assert found.low is not None and found.high is not None
        held += found.low <= 1 <= found.high

    assert 930 <= held <= 980


def test_shares_that_are_all_alike_have_a_g_of_nought_and_never_less() -> None:
    """Rounding alone would give sums a hair under 0, and no p."""
    for yes in range(1, 9):
        for n in range(yes + 1, 12):
            sizes = [1, 2, 3, 4, 5, 6, 7]
            found = likelihood_ratio([yes * size for size in sizes], [n * size for size in sizes])

            assert found is not None and 0 <= found.statistic < 1e-9
            assert found.p == pytest.approx(1)
            assert found.min_expected == pytest.approx(min(yes, n - yes))
