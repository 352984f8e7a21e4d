"""Where a rule begins: numbers from scipy and from exact arithmetic."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from analytics import Estimate, JointTable, Note, NoteCode, ScaleCounts, counts_of_pairs, gain_report, reaction_report
from analytics.clusters.design import Clustering, Design, DesignEffect, IccSource, PooledIcc
from analytics.counts.cohorts import CohortSums
from analytics.counts.joint import Differences
from analytics.gains.effect import effect_sizes
from analytics.gains.effect_intervals import average_sd_change, hodges_lehmann_interval, standardised_change
from analytics.gains.regression import RegressionLine, regression_line
from analytics.items.dif import mantel_haenszel
from analytics.shares.intervals import korn_graubard
from analytics.significance.contingency import DRAWS, fisher_freeman_halton


@pytest.mark.parametrize("table", [[[12, 5], [6, 9]], [[5, 5], [5, 6]], [[10, 7], [9, 7]]])
def test_mantel_haenszel_of_one_table_is_the_corrected_chi_square_also_under_half_a_learner(
    table: list[list[int]],
) -> None:
    """(n - 1) / n of scipy's, whose variance has n where that of Mantel & Haenszel has n - 1."""
    result, n = mantel_haenszel([table]), np.sum(table)

    assert result is not None
    expected = stats.chi2_contingency(table, correction=True).statistic * (n - 1) / n
    assert result.statistic == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_mantel_haenszel_of_pairs_is_mcnemars_test_with_its_correction() -> None:
    """15 against 5 pairs: odds 3, chi-square (|15 - 5| - 1)^2 / 20 (Agresti 2002, 10.1)."""
    result = mantel_haenszel([[[1, 0], [0, 1]]] * 15 + [[[0, 1], [1, 0]]] * 5)

    assert result is not None
    assert (result.odds_ratio, result.statistic) == pytest.approx((3, 81 / 20), rel=1e-12)


def alike(cohorts: int, gains: tuple[int, ...] = (0, 1)) -> CohortSums:
    labels = np.repeat(np.arange(cohorts), len(gains))
    return CohortSums.from_pairs(labels, np.zeros_like(labels), np.tile(gains, cohorts))


@pytest.mark.parametrize(("own", "everyone", "borrows"), [(9, 20, True), (10, 20, False), (9, 9, True), (8, 9, True)])
def test_a_group_of_fewer_than_ten_cohorts_borrows(own: int, everyone: int, borrows: bool) -> None:
    assert Design(Clustering.of([alike(own)]), PooledIcc.of([alike(everyone)])).borrows is borrows


@pytest.mark.parametrize("cohorts", [9, 12])
def test_cohorts_that_are_alike_make_no_interval_narrower(cohorts: int) -> None:
    """The same share in all cohorts of two: the design effect is 1 + (2 - 1) · -1 = 0, and counts as 1."""
    sums = alike(cohorts)

    result = Design(Clustering.of([sums]), PooledIcc.of([sums])).of("improved")
    assert result == DesignEffect(pytest.approx(0), pytest.approx(-1), None, IccSource.POOLED)
    assert result.value == 1
    as_strangers = korn_graubard(cohorts, 2 * cohorts, design_effect=1, df=None)
    assert korn_graubard(cohorts, 2 * cohorts, design_effect=result.estimate, df=result.df) == as_strangers


@pytest.mark.parametrize("gains", [(1, 1), (1, 2)])
def test_where_everybody_improved_the_icc_is_assumed(gains: tuple[int, ...]) -> None:
    """Twelve cohorts of two: 1 + (2 - 1) · .15."""
    sums = alike(12, gains)

    result = Design(Clustering.of([sums]), PooledIcc.of([sums])).of("improved")
    assert result == DesignEffect(pytest.approx(1.15), 0.15, None, IccSource.ASSUMED)


@pytest.mark.parametrize("n", range(1, 8))
def test_the_median_gain_of_so_few_that_no_means_reach_95_in_100_has_no_interval(n: int) -> None:
    """R's wilcox.test(1:n, conf.int = TRUE) warns under five that the level cannot be had: between the lowest and the
    highest of four gains lies the median in 1 - 2 / 2^4 = 87.5 %, of one gain in no case. Of five it gives 1 and 5."""
    result = hodges_lehmann_interval(Differences.from_values(np.arange(1, n + 1)))

    assert result.value == (n + 1) / 2
    if n < 5:
        assert (result.low, result.high) == (None, None)
        assert [(note.code, note.values["needed"]) for note in result.notes] == [(NoteCode.TOO_FEW_LEARNERS, 5)]
    else:
        assert result.low is not None and result.low <= (1.0, 1.5, 2.0)[n - 5]


def test_an_effect_of_two_learners_cannot_be_freed_of_bias() -> None:
    """metafor's .cmicalc is NA at one degree of freedom, where the factor is 0: gains of 2 and 3 points had a g of 0.
    At two it is 1 / sqrt(pi)."""
    two, three = (JointTable.from_pairs([1, 2, 4][:n], [3, 5, 8][:n], 9) for n in (2, 3))
    result = standardised_change(two)
    assert (result.value, result.low) == (None, None)
    assert [(note.code, note.values["needed"]) for note in result.notes] == [(NoteCode.TOO_FEW_LEARNERS, 3)]
    effect = effect_sizes(two)
    assert effect is not None and effect.d_z is not None and effect.hedges_g is None
    notes = gain_report(counts_of_pairs([1, 2], [3, 5], 9)).total.notes
    assert Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "hedges_g", "n": 2, "needed": 3}) in notes
    assert standardised_change(three).value == pytest.approx(3 / np.pi**0.5)


def test_an_effect_without_an_error_has_no_interval() -> None:
    """Nobody changed: no width is not certainty."""
    pre = [0, 1, 2, 3, 4] * 4
    result = average_sd_change(JointTable.from_pairs(pre, pre, 9))

    assert (result.value, result.low, result.high) == (pytest.approx(0, abs=1e-7), None, None)
    assert [note.code for note in result.notes] == [NoteCode.NO_SPREAD]


ALIKE = [0, 1, 2, 3, 4] * 4
WITHOUT_WIDTH = {
    "slope of scores on a line": lambda: regression_line(JointTable.from_pairs(ALIKE, [x + 3 for x in ALIKE], 9)),
    "median gain of all who gained 3": lambda: hodges_lehmann_interval(Differences.from_values([3] * 20)),
}


@pytest.mark.parametrize("figure", WITHOUT_WIDTH.values(), ids=WITHOUT_WIDTH)
def test_bounds_that_are_one_number_are_no_interval(figure: Callable[[], Estimate | RegressionLine]) -> None:
    """Their error is 0 for want of anything that varies: twenty learners do not make a figure certain."""
    result = figure()

    assert (result.low, result.high) == (None, None)
    assert [note.code for note in result.notes] == [NoteCode.NO_SPREAD]


def test_a_line_through_two_points_has_no_interval_and_says_why() -> None:
    result = regression_line(JointTable.from_pairs([1, 2], [2, 5], 9))

    assert (result.slope, result.low) == (3, None)
    assert [(note.code, note.values["needed"]) for note in result.notes] == [(NoteCode.TOO_FEW_LEARNERS, 3)]


def test_a_question_that_nobody_was_asked_has_nobody() -> None:
    assert reaction_report("helped", ScaleCounts({})).total.n == 0


def test_a_table_that_is_never_drawn_has_the_least_chance_that_draws_can_show() -> None:
    """(0 + 1) / (DRAWS + 1), Phipson & Smyth 2010."""
    sizes = [30 + place for place in range(26)]
    result = fisher_freeman_halton([size * (place % 2) for place, size in enumerate(sizes)], sizes)

    assert result is not None
    assert result.p == 1 / (DRAWS + 1)
