"""Where a rule begins: numbers from scipy and from exact arithmetic."""

import numpy as np
import pytest
from scipy import stats

from analytics.clusters.design import Clustering, Design
from analytics.counts.cohorts import CohortSums
from analytics.items.dif import mantel_haenszel
from analytics.significance.contingency import DRAWS, fisher_freeman_halton


@pytest.mark.parametrize("table", [[[12, 5], [6, 9]], [[5, 5], [5, 6]], [[10, 7], [9, 7]]])
def test_mantel_haenszel_of_one_table_is_the_corrected_chi_square_also_under_half_a_learner(
    table: list[list[int]],
) -> None:
    """(n - 1) / n of scipy's, whose variance has n where that of Mantel & Haenszel has n - 1."""
    found, n = mantel_haenszel([table]), np.sum(table)

    assert found is not None
    expected = stats.chi2_contingency(table, correction=True).statistic * (n - 1) / n
    assert found.statistic == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_mantel_haenszel_of_pairs_is_mcnemars_test_with_its_correction() -> None:
    """15 against 5 pairs: odds 3, chi-square (|15 - 5| - 1)^2 / 20 (Agresti 2002, 10.1)."""
    found = mantel_haenszel([[[1, 0], [0, 1]]] * 15 + [[[0, 1], [1, 0]]] * 5)

    assert found is not None
    assert (found.odds_ratio, found.statistic) == pytest.approx((3, 81 / 20), rel=1e-12)


def clustering(cohorts: int, gains: tuple[int, ...] = (0, 1)) -> Clustering:
    labels = np.repeat(np.arange(cohorts), len(gains))
    return Clustering.of(CohortSums.from_pairs(labels, np.zeros_like(labels), np.tile(gains, cohorts)))


@pytest.mark.parametrize(("own", "everyone", "borrows"), [(9, 20, True), (10, 20, False), (9, 9, False), (8, 9, True)])
def test_a_group_of_fewer_than_ten_cohorts_borrows_where_there_are_more(own: int, everyone: int, borrows: bool) -> None:
    assert Design(clustering(own), clustering(everyone)).borrows is borrows


def test_cohorts_that_are_alike_make_no_interval_narrower() -> None:
    """The same share in all cohorts or a share of 1: the design effect is 1, never less."""
    for gains in ((0, 1), (1, 1), (1, 2)):
        alike = clustering(12, gains)
        assert Design(alike, alike).of_share("improved")[0] == 1.0


def test_a_table_that_is_never_drawn_has_the_least_chance_that_draws_can_show() -> None:
    """(0 + 1) / (DRAWS + 1), Phipson & Smyth 2010."""
    sizes = [30 + place for place in range(26)]
    found = fisher_freeman_halton([size * (place % 2) for place, size in enumerate(sizes)], sizes)

    assert found is not None
    assert found.p == 1 / (DRAWS + 1)
