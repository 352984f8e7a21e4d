"""Differences of two shares with their intervals: of a yes or no asked twice, and of two different groups."""

from analytics.counts.twice import TwiceAsked
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.numerics.roots import root
from analytics.shares.intervals import ShareEstimate, normal_quantile, wilson_bounds


def paired_difference(pairs: TwiceAsked, confidence: float = 0.95) -> Estimate:
    """Returns the second share less the first of a yes or no asked twice, -1..1, with Newcombe's interval.

    (gained - lost) / n. If nobody was asked, the value is None with the note NO_PAIRS. Newcombe 1998, Stat Med 17:2635,
    method 10.
    """
    method = "newcombe_10"
    if not pairs.n:
        return Estimate(None, None, None, 0, method, (Note(NoteCode.NO_PAIRS),))
    low, high = newcombe_paired(pairs, confidence)
    return Estimate((pairs.gained - pairs.lost) / pairs.n, low, high, pairs.n, method)


def newcombe_paired(pairs: TwiceAsked, confidence: float = 0.95) -> tuple[float, float]:
    """Returns the interval of second minus first share, -1..1, of a yes or no asked twice (Newcombe's method 10).

    At least one learner. The distances from each share to its Wilson bounds are squared and added, less twice their
    product times a corrected phi: with A = both·neither - lost·gained, phi = (A - n/2 if A > n/2, 0 if 0 <= A <= n/2, A
    if A < 0) over the root of the product of the four margins (0 if that is 0). Newcombe 1998, Stat Med 17:2635.
    """
    n, z = pairs.n, normal_quantile(confidence)
    first, second = pairs.both + pairs.lost, pairs.both + pairs.gained
    below1, above1 = _distances(first, n, z)
    below2, above2 = _distances(second, n, z)
    product = first * (n - first) * second * (n - second)
    a = pairs.both * pairs.neither - pairs.lost * pairs.gained
    corrected = a if a < 0 else max(0.0, a - n / 2)
    phi = corrected / product**0.5 if product else 0.0
    difference = (pairs.gained - pairs.lost) / n
    below = (below2**2 - 2 * phi * below2 * above1 + above1**2) ** 0.5
    above = (above2**2 - 2 * phi * above2 * below1 + below1**2) ** 0.5
    return max(-1.0, difference - below), min(1.0, difference + above)


def newcombe_independent(
    first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95
) -> tuple[float, float]:
    """Returns the interval of first minus second share of two separate groups, -1..1.

    first, second: (count, n), n over 0. Distances to the Wilson bounds, squared and added. Newcombe 1998, Stat Med
    17:873, method 10.
    """
    z = normal_quantile(confidence)
    below1, above1 = _distances(*first, z)
    below2, above2 = _distances(*second, z)
    difference = first[0] / first[1] - second[0] / second[1]
    return difference - (below1**2 + above2**2) ** 0.5, difference + (above1**2 + below2**2) ** 0.5


def tango(pairs: TwiceAsked, confidence: float = 0.95, *, widened: float = 1.0) -> tuple[float, float]:
    """Returns the score interval (Tango) of second minus first share, -1..1, of a yes or no asked twice.

    At least one learner. widened: a factor on z. The ends are the differences δ at which (gained - lost - nδ)² = z² n
    (2 q + δ (1 - δ)); q, the likeliest share lost at δ, solves 2n q² + (δ (2n - gained + lost) - gained - lost) q -
    lost δ (1 - δ) = 0. Tango 1998, Stat Med 17:891.
    """
    n, gained, lost = pairs.n, pairs.gained, pairs.lost
    z, difference = normal_quantile(confidence) * widened, (pairs.gained - pairs.lost) / pairs.n

    def score(delta: float) -> float:
        """How far what was seen lies above δ, in standard errors."""
        b = -(gained + lost) + (2 * n - gained + lost) * delta
        c = -lost * delta * (1 - delta)
        q = (max(0.0, b * b - 8 * n * c) ** 0.5 - b) / (4 * n)
        variance = n * (2 * q + delta * (1 - delta))
        distance = gained - lost - n * delta
        if variance <= 0:
            return 0.0 if distance == 0 else float("inf") if distance > 0 else -float("inf")
        return float(distance / variance**0.5)

    def bound(edge: float, wanted: float) -> float:
        if abs(score(edge)) <= abs(wanted) or edge == difference:
            return edge

        def beyond(delta: float) -> float:
            return max(-1e6, min(1e6, score(delta) - wanted))

        return root(beyond, min(edge, difference), max(edge, difference))

    return bound(-1.0, z), bound(1.0, -z)


def share_difference(first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95) -> Estimate:
    """Returns first less second share of two separate groups, -1..1, with Newcombe's interval.

    first, second: (count, n). If a group is empty, the value is None with the note NO_PAIRS. Raises ValueError if a
    count is not from 0 to its n. Newcombe 1998, Stat Med 17:873.
    """
    n, method = first[1] + second[1], "newcombe_independent"
    for count, size in (first, second):
        if not 0 <= count <= size:
            raise ValueError(f"{count} of {size} learners cannot be")
    if not first[1] or not second[1]:
        return Estimate(None, None, None, n, method, (Note(NoteCode.NO_PAIRS),))
    low, high = newcombe_independent(first, second, confidence)
    return Estimate(first[0] / first[1] - second[0] / second[1], low, high, n, method)


def difference_of_shares(first: ShareEstimate, second: ShareEstimate) -> Estimate:
    """Returns first less second share of two separate groups, -1..1, with an interval made from the interval of each.

    The distances to the ends, squared and added: low = d - ((p1 - low1)² + (high2 - p2)²)^½, high likewise; so a share
    of 0 or 1 keeps an interval. No interval if one of the two has none; no value if one has no share. Newcombe 1998,
    Stat Med 17:873; Zou & Donner 2008, Stat Med 27:1693.
    """
    n, method = first.n + second.n, "square_and_add"
    if first.share is None or second.share is None:
        return Estimate(None, None, None, n, method)
    value = first.share - second.share
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return Estimate(value, None, None, n, method)
    below = ((first.share - first.low) ** 2 + (second.high - second.share) ** 2) ** 0.5
    above = ((first.high - first.share) ** 2 + (second.share - second.low) ** 2) ** 0.5
    return Estimate(value, value - below, value + above, n, method)


def _distances(count: int, n: int, z: float) -> tuple[float, float]:
    low, high = wilson_bounds(count, n, z)
    return count / n - low, high - count / n
