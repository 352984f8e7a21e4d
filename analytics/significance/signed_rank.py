"""Wilcoxon's signed-rank test from counts of gains: ties and zeros treated right, at any number of learners."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import log, pi
from typing import Self

import numpy as np
from scipy import special

from analytics.counts.joint import Counts, Differences
from analytics.numerics.roots import root
from analytics.numerics.tails import LN_2, normal_deviate, p_value

EXACT_UP_TO = 500
"""Learners who changed: to here every outcome is counted, beyond where that is no more than AFFORDABLE."""
AFFORDABLE = 1_000_000
"""Products to sum for an exact p of more learners, half a millisecond: some 20 went the other way of 1,000, or 10 of
2,000. Beyond is the saddlepoint. Of 600 its p is good to 1 in 300 where one in ten went the other way and to 1 in 30 at
one in twenty; where nearly all went one way (p under 1e-200) it may be many times off, ln p 1 in 1,000. Measured
against counting in whole numbers without bound."""


class Zeros(StrEnum):
    """A Zeros says how the signed-rank test treats learners who did not change."""

    PRATT = "pratt"
    """ranked with the others, then set aside: they keep the ranks of the others up"""
    WILCOX = "wilcox"
    """left out before ranking"""


class RankMethod(StrEnum):
    """A RankMethod names the way in which the p of a signed-rank test was worked out: exactly, or by a saddlepoint."""

    EXACT = "exact"
    SADDLEPOINT = "saddlepoint"


@dataclass(frozen=True)
class SignedRankTest:
    """A SignedRankTest is the result of Wilcoxon's signed-rank test.

    statistic: sum of the ranks of those who improved. p, ln_p: two-sided, by `method`. z: the normal deviate whose
    two-sided p is this p, over 0 if the ranks of the improved outweigh; None if nobody changed. It is not the statistic
    over its standard error, which has another p (`signed_rank_test`). In a rounded table only p is left.
    """

    statistic: float | None
    z: float | None
    p: float
    ln_p: float | None
    method: RankMethod


@dataclass(frozen=True)
class _Coins:
    """A fair coin per learner who changed, heads if improved; the statistic is the sum of the weights on heads.

    By distinct |gain|: whole weight of each coin, learners, of them improved.
    """

    weights: Counts
    counts: Counts
    improved: Counts

    @cached_property
    def sums(self) -> tuple[int, int]:
        """Sum of the weights of the improved, and of the worse."""
        return int(self.weights @ self.improved), int(self.weights @ (self.counts - self.improved))


def signed_rank_test(differences: Differences, zeros: Zeros = Zeros.PRATT) -> SignedRankTest:
    """Tests whether gains lie evenly about 0, two-sided (Wilcoxon's signed-rank test).

    zeros: how the unchanged are ranked. |gains| are ranked (ties share their mean rank); the statistic is the sum of
    ranks of the improved. Each sign is a fair coin: the null distribution is the sum over distinct |gain| of rank times
    a binomial at one half, mean Σ c·r / 2 and variance Σ c·r² / 4 (ties and Pratt's zeros included). Up to EXACT_UP_TO
    learners who changed, and for more if AFFORDABLE, p is counted exactly by convolving these binomials, else by the
    lattice saddlepoint. If nobody changed, z is None and p is 1.

    z is p on another scale, sign · Φ⁻¹(1 - p/2), worked out from ln p, so that the two never disagree. The z of most
    programs, (W - mean) / sd, is for an approximate p: at 173 learners of whom 8 got worse it gives 3e-28 for a p of
    4e-41. Stouffer et al. 1949, The American Soldier, vol. 1, p. 45; Rosenthal 1991, Meta-Analytic Procedures, ch. 2.

    Wilcoxon 1945, Biometrics 1:80; Pratt 1959, JASA 54:655; Streitberg & Röhmel 1986; Lugannani & Rice 1980.
    """
    ranks = _ranks(differences, zeros)
    if ranks.counts.size == 0:
        return SignedRankTest(0.0, None, 1.0, 0.0, RankMethod.EXACT)
    up, down = ranks.sums
    ln_p, method = _ln_two_sided(ranks)
    z = normal_deviate(ln_p)
    return SignedRankTest(up / 2, z if up >= down else -z, p_value(ln_p), ln_p, method)


def rank_sums(differences: Differences, zeros: Zeros = Zeros.WILCOX) -> tuple[float, float]:
    """Returns the sums of the ranks of those who improved and of those who got worse, ranked by |gain|.

    Ties share their mean rank. zeros: how the unchanged are ranked.
    """
    up, down = _ranks(differences, zeros).sums
    return up / 2, down / 2


def _ranks(differences: Differences, zeros: Zeros) -> _Coins:
    """Weights are twice the midrank, so that they are whole."""
    _, counts, improved = differences.by_size
    before = differences.same if zeros is Zeros.PRATT else 0
    return _Coins(2 * (before + np.cumsum(counts)) - counts + 1, counts, improved)


def _ln_two_sided(coins: _Coins) -> tuple[float, RankMethod]:
    lattice = _Lattice.of(coins)
    if coins.counts.sum() <= EXACT_UP_TO:
        return min(0.0, LN_2 + _ln_exact_tail(lattice, 0.0)), RankMethod.EXACT
    if lattice.work <= AFFORDABLE:
        return min(0.0, LN_2 + _ln_exact_tail(lattice, lattice.tilt)), RankMethod.EXACT
    return min(0.0, LN_2 + _ln_saddlepoint_tail(lattice)), RankMethod.SADDLEPOINT


@dataclass(frozen=True)
class _Lattice:
    """Coins in steps of the common divisor r of their weights, c of each; x: the smaller sum."""

    r: Counts
    c: Counts
    x: int

    @classmethod
    def of(cls, coins: _Coins) -> Self:
        step = int(np.gcd.reduce(coins.weights))
        return cls(coins.weights // step, coins.counts, min(coins.sums) // step)

    @property
    def most_heads(self) -> Counts:
        """Of the coins of each weight, where their sum is at most x."""
        return np.minimum(self.c, self.x // self.r)

    @property
    def work(self) -> int:
        """Products that the convolution sums."""
        return (self.x + 1) * int((self.most_heads + 1).sum())

    @cached_property
    def moments(self) -> tuple[float, float]:
        """Mean and variance of the sum."""
        r, c = self.r.astype(np.float64), self.c.astype(np.float64)
        return float(r @ c) / 2, float(r**2 @ c) / 4

    @cached_property
    def is_central(self) -> bool:
        mean, variance = self.moments
        return (mean - self.x) ** 2 < variance * 1e-4

    @cached_property
    def tilt(self) -> float:
        """The s, 0 or less, at which coins whose heads weigh e^(s r) have the mean x; 0 at the centre."""
        if self.is_central:
            return 0.0
        r = self.r.astype(np.float64)
        weight = r * self.c

        def excess(s: float) -> float:
            return float(weight @ special.expit(r * s)) - self.x

        lowest = -1.0 / r.max()
        while excess(lowest) > 0:
            lowest *= 2
        return root(excess, lowest, 0.0)

    def cumulant(self, s: float) -> float:
        """ln of the mean of e^(s sum)."""
        return float(self.c @ (np.logaddexp(0.0, s * self.r) - LN_2))


def _ln_exact_tail(lattice: _Lattice, s: float) -> float:
    """ln P(sum of weights on heads <= x) by convolution; no term is negative.

    s: heads weigh e^(s r), which is taken off at the end. At the tilt the sum is about x, so that of any number of
    coins nothing that counts is too small for a double; of a few 0 will do. Esscher 1932, Skand Aktuarietidskr 15:175.
    """
    x = lattice.x
    if x == 0:
        return _ln_no_heads(lattice)
    chances = np.zeros(x + 1)
    chances[0] = 1.0
    for weight, count, most in zip(lattice.r.tolist(), lattice.c.tolist(), lattice.most_heads.tolist(), strict=True):
        heads = np.arange(1, most + 1)
        # ln C(count, heads), term by term.
        ln_ways = np.concatenate(([0.0], np.cumsum(np.log((count - heads + 1) / heads))))
        binomial = np.exp(ln_ways + np.arange(most + 1) * (s * weight) - count * np.logaddexp(0.0, s * weight))
        spread = binomial[0] * chances
        for learners in range(1, most + 1):
            shift = learners * weight
            spread[shift:] += binomial[learners] * chances[: x + 1 - shift]
        chances = spread
    if s:
        # The tilt is taken off each sum again, but for e^(-s x), which goes into the logarithm below.
        chances *= np.exp(s * np.arange(x, -1, -1))
    return lattice.cumulant(s) - s * x + log(float(chances.sum()))


def _ln_no_heads(lattice: _Lattice) -> float:
    return -float(lattice.c.sum()) * LN_2


def _ln_saddlepoint_tail(lattice: _Lattice) -> float:
    """ln P(sum of weights on heads <= x) by the saddlepoint of Lugannani & Rice, corrected for a lattice.

    With K(s) = Σ c (r s / 2 + ln cosh(r s / 2)).
    """
    x, (mean, variance) = lattice.x, lattice.moments
    if x == 0:
        return _ln_no_heads(lattice)
    if lattice.is_central:  # there the formula is 0/0 and the normal is as good
        return float(special.log_ndtr((x + 0.5 - mean) / variance**0.5))
    s, r = lattice.tilt, lattice.r.astype(np.float64)
    chance = special.expit(r * s)
    w = (2 * max(0.0, s * x - lattice.cumulant(s))) ** 0.5  # distance below the mean, in normal units
    u = (-np.expm1(s)) * float((r**2 * lattice.c) @ (chance * (1 - chance))) ** 0.5
    mills = (pi / 2) ** 0.5 * float(special.erfcx(w / 2**0.5))
    return float(-w * w / 2 - 0.5 * log(2 * pi) + log(mills + 1 / u - 1 / w))
