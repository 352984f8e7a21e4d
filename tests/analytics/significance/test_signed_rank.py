"""Signed ranks and signs from counts, beside scipy on rows and all ways to flip the signs."""

from collections import Counter, defaultdict
from math import comb, log

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.counts.joint import Differences
from analytics.numerics import tails
from analytics.significance.paired import mcnemar_mid_p, sign_test
from analytics.significance.signed_rank import (
    EXACT_UP_TO,
    RankMethod,
    Zeros,
    _Lattice,
    _ln_exact_tail,
    _ln_saddlepoint_tail,
    _ranks,
    signed_rank_test,
)
from tests.analytics.rows import Scores, close, normal_z, pairs, random_learners


@pytest.mark.many
@given(pairs)
@settings(deadline=None)
def test_ranks_ties_and_zeros_are_those_of_the_rows(rows: tuple[Scores, Scores]) -> None:
    pre, post = rows
    gains = Differences.from_values(post - pre)
    assume(gains.improved + gains.worse > 0)
    for zeros in Zeros:
        result = signed_rank_test(gains, zeros)
        expected = stats.wilcoxon(post - pre, zero_method=zeros.value, correction=False, method="asymptotic")  # type: ignore[call-overload]  # its stubs want literals
        assert result.statistic is not None
        assert min(result.statistic, _worse_ranks(post - pre, zeros)) == pytest.approx(expected.statistic, **close)
        assert 2 * stats.norm.sf(abs(normal_z(_ranks(gains, zeros)))) == pytest.approx(
            expected.pvalue, rel=1e-11, abs=1e-300
        )


@given(pairs)
@settings(deadline=None)
def test_z_and_p_are_one_figure_on_two_scales(rows: tuple[Scores, Scores]) -> None:
    """z = 11.02 stood beside p = 4.3e-41; its own p is 3e-28."""
    pre, post = rows
    gains = Differences.from_values(post - pre)
    assume(gains.improved + gains.worse > 0)
    result = signed_rank_test(gains)

    assert result.z is not None
    assert 2 * stats.norm.sf(abs(result.z)) == pytest.approx(result.p, rel=1e-9)
    assert tails.ln_normal_two_sided(result.z) == pytest.approx(result.ln_p, rel=1e-9, abs=1e-12)
    up, down = _ranks(gains, Zeros.PRATT).sums
    assert np.sign(result.z) == (0 if result.p == 1 else np.sign(up - down))


@pytest.mark.parametrize(
    ("differences", "z", "p"),
    [
        pytest.param([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3.0972691, 2 / 1024, id="ten up: twice 1 in 1024"),
        pytest.param([-5, 1, -2, -3, -4], -1.5341205, 4 / 32, id="one of five up, by the least: twice 2 in 32"),
    ],
)
def test_z_has_the_sign_of_the_change_and_the_size_of_p(differences: list[int], z: float, p: float) -> None:
    result = signed_rank_test(Differences.from_values(np.array(differences)))

    assert (result.z, result.p) == (pytest.approx(z, abs=1e-7), pytest.approx(p))


def _worse_ranks(d: Scores, zeros: Zeros) -> float:
    ranked = d if zeros is Zeros.PRATT else d[d != 0]
    return float(stats.rankdata(np.abs(ranked))[ranked < 0].sum())


@given(st.lists(st.integers(-3, 4), min_size=1, max_size=11))
@settings(deadline=None)
def test_exact_ranks_are_those_of_every_way_to_flip_the_signs(values: list[int]) -> None:
    d = np.array(values)
    assume(np.any(d != 0))
    ranks = stats.rankdata(np.abs(d))[d != 0]
    signs = (np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks))) & 1
    observed = ranks[d[d != 0] > 0].sum()
    tails_of = min((signs @ ranks <= observed).mean(), (signs @ ranks >= observed).mean())

    assert signed_rank_test(Differences.from_values(d)).p == pytest.approx(min(1.0, 2 * tails_of), **close)


@pytest.mark.parametrize("seed", range(6))
def test_the_saddlepoint_takes_over_where_the_exact_count_ends(seed: int) -> None:
    pre, post = random_learners(seed, 450)
    lattice = _Lattice.of(_ranks(Differences.from_values(post - pre), Zeros.PRATT))

    assert _ln_saddlepoint_tail(lattice) == pytest.approx(_ln_exact_tail(lattice, 0.0), abs=5e-3)


def _ln_p_in_whole_numbers(d: Scores, zeros: Zeros) -> float:
    """Two-sided, from rows: of all ways to flip the signs, those whose smaller sum of doubled ranks is as small."""
    ranked = d if zeros is Zeros.PRATT else d[d != 0]
    doubled = np.rint(2 * stats.rankdata(np.abs(ranked))).astype(int)
    smaller = int(min(doubled[ranked > 0].sum(), doubled[ranked < 0].sum()))
    ways: dict[int, int] = {0: 1}
    for rank, learners in Counter(doubled[ranked != 0].tolist()).items():
        more: dict[int, int] = defaultdict(int)
        for total, of in ways.items():
            for heads in range(min(learners, (smaller - total) // rank) + 1):
                more[total + heads * rank] += of * comb(learners, heads)
        ways = more
    return log(2 * sum(ways.values())) - int((ranked != 0).sum()) * log(2)


@pytest.mark.parametrize("zeros", Zeros)
@pytest.mark.parametrize(
    ("changed", "worse"), [(501, 0), (501, 1), (600, 9), (1_000, 8), (2_000, 3), (5_000, 2), (20_000, 1)]
)
def test_where_few_went_the_other_way_p_is_exact_whatever_the_number(changed: int, worse: int, zeros: Zeros) -> None:
    """The saddlepoint was up to sixteen times off there."""
    random = np.random.default_rng(changed + worse)
    up, down = random.integers(1, 6, changed - worse), random.integers(1, 3, worse)
    d = np.concatenate([up, -down, np.zeros(40, dtype=np.int64)])
    result = signed_rank_test(Differences.from_values(d), zeros)

    assert result.method is RankMethod.EXACT
    assert result.ln_p == pytest.approx(_ln_p_in_whole_numbers(d, zeros), abs=1e-9)


@pytest.mark.parametrize("many", [600, 1_000_000])
def test_beyond_what_can_be_counted_in_time_is_the_saddlepoint(many: int) -> None:
    result = signed_rank_test(
        Differences(np.array([-2, -1, 1, 2]), np.array([many // 8, many // 8, many // 2, many // 4]))
    )

    assert result.method is RankMethod.SADDLEPOINT


def test_ten_million_learners_get_a_p_that_is_not_zero() -> None:
    gains = Differences(
        np.array([-2, -1, 0, 1, 2, 3]), np.array([500_000, 900_000, 1_600_000, 3_000_000, 2_500_000, 1_500_000])
    )
    ranks, signs = signed_rank_test(gains), sign_test(gains.improved, gains.worse)

    assert ranks.method is RankMethod.SADDLEPOINT
    assert gains.n > EXACT_UP_TO
    assert signs.p == ranks.p == 0.0
    assert -3e6 < ranks.ln_p < -1e5
    assert -3e6 < signs.ln_p < -1e5


def test_all_up_has_the_chance_of_so_many_heads() -> None:
    gains = Differences(np.array([1, 2]), np.array([4_000, 2_000]))

    assert signed_rank_test(gains).ln_p == pytest.approx(-5_999 * log(2), rel=1e-13)


@given(st.integers(0, 300), st.integers(0, 300))
@settings(deadline=None)
def test_the_sign_test_is_scipys_binomial_test(improved: int, worse: int) -> None:
    assume(improved + worse > 0)
    expected = stats.binomtest(improved, improved + worse).pvalue

    assert sign_test(improved, worse).p == pytest.approx(expected, rel=1e-9)
    assert mcnemar_mid_p(improved, worse).p <= sign_test(improved, worse).p
