"""Who reached the pass mark before and after."""

from dataclasses import dataclass

from analytics.counts.joint import JointTable
from analytics.counts.twice import TwiceAsked
from analytics.shares.intervals import normal_quantile, wilson_bounds
from analytics.significance.paired import mcnemar_mid_p


@dataclass(frozen=True)
class PassRate:
    """mark: points needed. pre, post: shares 0..1 of n. difference: post - pre, low and high by Newcombe's method 10.

    gained, lost: learners who passed only after, only before. p, ln_p: McNemar mid-p, two-sided. What may not be shown
    is None; then pre_bounds and post_bounds say between which shares pre and post lie.
    """

    mark: int
    n: int
    pre: float | None
    post: float | None
    gained: int | None
    lost: int | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    ln_p: float | None
    pre_bounds: tuple[float, float] | None = None
    post_bounds: tuple[float, float] | None = None


def pass_rate(table: JointTable, mark: int, confidence: float = 0.95) -> PassRate | None:
    """Shares with `mark` points or more, before and after, and their paired difference. None for nobody.

    Raises ValueError where mark is not within 1..max_score.
    """
    asked = TwiceAsked.at_mark(table, mark)
    if not asked.n:
        return None
    low, high = newcombe_paired(asked, confidence)
    test = mcnemar_mid_p(asked.gained, asked.lost)
    return PassRate(
        mark=mark,
        n=asked.n,
        pre=(asked.both + asked.lost) / asked.n,
        post=(asked.both + asked.gained) / asked.n,
        gained=asked.gained,
        lost=asked.lost,
        difference=(asked.gained - asked.lost) / asked.n,
        low=low,
        high=high,
        p=test.p,
        ln_p=test.ln_p,
    )


def newcombe_paired(asked: TwiceAsked, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of second minus first share, paired: Newcombe's method 10; at least one learner.

    The distances from each share to its Wilson bounds are squared and added, less twice their product times a corrected
    phi: with A = both·neither - lost·gained, phi = (A - n/2 if A > n/2, 0 if 0 <= A <= n/2, A if A < 0) over the root
    of the product of the four margins (0 where that is 0). Newcombe 1998, Stat Med 17:2635.
    """
    n, z = asked.n, normal_quantile(confidence)
    first, second = asked.both + asked.lost, asked.both + asked.gained
    below1, above1 = _distances(first, n, z)
    below2, above2 = _distances(second, n, z)
    product = first * (n - first) * second * (n - second)
    a = asked.both * asked.neither - asked.lost * asked.gained
    corrected = a if a < 0 else max(0.0, a - n / 2)
    phi = corrected / product**0.5 if product else 0.0
    difference = (asked.gained - asked.lost) / n
    below = (below2**2 - 2 * phi * below2 * above1 + above1**2) ** 0.5
    above = (above2**2 - 2 * phi * above2 * below1 + below1**2) ** 0.5
    return max(-1.0, difference - below), min(1.0, difference + above)


def newcombe_independent(
    first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95
) -> tuple[float, float]:
    """Interval of first minus second share of two different groups, each given as (count, n), n over 0.

    Distances to the Wilson bounds, squared and added. Newcombe 1998, Stat Med 17:873, method 10.
    """
    z = normal_quantile(confidence)
    below1, above1 = _distances(*first, z)
    below2, above2 = _distances(*second, z)
    difference = first[0] / first[1] - second[0] / second[1]
    return difference - (below1**2 + above2**2) ** 0.5, difference + (above1**2 + below2**2) ** 0.5


def _distances(count: int, n: int, z: float) -> tuple[float, float]:
    low, high = wilson_bounds(count, n, z)
    return count / n - low, high - count / n
