"""Intervals for a yes/no asked twice: the difference of two paired shares, and the odds ratio of changing."""

from enum import StrEnum

from analytics.counts.twice import TwiceAsked
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.numerics.roots import root
from analytics.shares.intervals import beta_bounds, normal_quantile
from analytics.shares.passing import newcombe_independent, newcombe_paired


class PairedInterval(StrEnum):
    """How the interval of a paired difference is made."""

    NEWCOMBE = "newcombe_10"
    """from the Wilson bounds of both shares: good at any n, the default"""
    TANGO = "tango"
    """score interval: the best for small n"""
    BONETT_PRICE = "bonett_price"
    """closed form with one learner added to each kind of change"""
    AGRESTI_MIN = "agresti_min"
    """Wald with half a learner added to each cell"""


def paired_difference(
    asked: TwiceAsked, confidence: float = 0.95, method: PairedInterval = PairedInterval.NEWCOMBE
) -> Estimate:
    """Second share less first of a yes/no asked twice, (gained - lost) / n, -1..1, with the interval of `method`.

    Newcombe's method 10 adds the distances from both shares to their Wilson bounds as squares, less their covariance;
    Tango inverts the score test; Bonett & Price and Agresti & Min are Wald's with learners added. Each has its formula
    where it stands. Nobody asked: None and NO_PAIRS. Newcombe 1998, Stat Med 17:2635; Tango 1998, Stat Med 17:891;
    Bonett & Price 2012, JEBS 37:479; Agresti & Min 2005, Stat Med 24:729.
    """
    if not asked.n:
        return Estimate(None, None, None, 0, method, (Note(NoteCode.NO_PAIRS),))
    interval = {
        PairedInterval.NEWCOMBE: newcombe_paired,
        PairedInterval.TANGO: tango,
        PairedInterval.BONETT_PRICE: bonett_price,
        PairedInterval.AGRESTI_MIN: agresti_min,
    }[method]
    low, high = interval(asked, confidence)
    return Estimate((asked.gained - asked.lost) / asked.n, low, high, asked.n, method)


def tango(asked: TwiceAsked, confidence: float = 0.95, *, widened: float = 1.0) -> tuple[float, float]:
    """Score interval of second minus first share; at least one learner. widened: z is multiplied by it.

    The differences δ at which (gained - lost - nδ)² = z² n (2 q + δ (1 - δ)). q, the likeliest share lost given δ,
    solves 2n q² + (δ (2n - gained + lost) - gained - lost) q - lost δ (1 - δ) = 0. Tango 1998, Stat Med 17:891.
    """
    n, gained, lost = asked.n, asked.gained, asked.lost
    z, difference = normal_quantile(confidence) * widened, (asked.gained - asked.lost) / asked.n

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


def bonett_price(asked: TwiceAsked, confidence: float = 0.95) -> tuple[float, float]:
    """p = (gained + 1) / (n + 2) less q = (lost + 1) / (n + 2), ± z sqrt((p + q - (p - q)²) / (n + 2)), within -1..1.

    At least one learner. Bonett & Price 2012, JEBS 37:479.
    """
    return _wald(asked.gained + 1, asked.lost + 1, asked.n + 2, confidence)


def agresti_min(asked: TwiceAsked, confidence: float = 0.95) -> tuple[float, float]:
    """Wald's interval with half a learner more in each of the four cells, within -1..1.

    At least one learner. Agresti & Min 2005, Stat Med 24:729.
    """
    return _wald(asked.gained + 0.5, asked.lost + 0.5, asked.n + 2, confidence)


def _wald(gained: float, lost: float, n: float, confidence: float) -> tuple[float, float]:
    difference = (gained - lost) / n
    half = normal_quantile(confidence) * float(((gained + lost) / n - difference**2) / n) ** 0.5
    return max(-1.0, difference - half), min(1.0, difference + half)


def change_odds(asked: TwiceAsked, confidence: float = 0.95) -> Estimate:
    """Odds that a learner who changed gained: gained / lost, with the exact interval of Clopper & Pearson carried over.

    low is 0 where nobody gained. Where nobody lost, value and high are None (they have no bound). Nobody changed: all
    None and ALL_UNCHANGED. The interval is that of McNemar's exact test. Breslow & Day 1980.
    """
    changed, method = asked.gained + asked.lost, "clopper_pearson"
    if not changed:
        return Estimate(None, None, None, asked.n, method, (Note(NoteCode.ALL_UNCHANGED, {"n": asked.n}),))
    low, high = beta_bounds(asked.gained, changed, confidence)
    notes = () if asked.lost else (Note(NoteCode.NO_SPREAD, {"figure": "odds_ratio", "n": changed}),)
    return Estimate(
        value=asked.gained / asked.lost if asked.lost else None,
        low=low / (1 - low) if low < 1 else None,
        high=high / (1 - high) if high < 1 else None,
        n=asked.n,
        method=method,
        notes=notes,
    )


def share_difference(first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95) -> Estimate:
    """First less second share of two different groups, each (count, n), by Newcombe's method 10 for independent shares.

    A group of nobody: None and NO_PAIRS. Newcombe 1998, Stat Med 17:873.
    """
    n, method = first[1] + second[1], "newcombe_independent"
    for count, size in (first, second):
        if not 0 <= count <= size:
            raise ValueError(f"{count} of {size} learners cannot be")
    if not first[1] or not second[1]:
        return Estimate(None, None, None, n, method, (Note(NoteCode.NO_PAIRS),))
    low, high = newcombe_independent(first, second, confidence)
    return Estimate(first[0] / first[1] - second[0] / second[1], low, high, n, method)
