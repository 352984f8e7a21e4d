"""Is an item harder for one group than for another of the same ability? Mantel-Haenszel over scores."""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

import numpy as np
import numpy.typing as npt

from analytics.counts.item_scores import ItemScores
from analytics.notes import Note, NoteCode
from analytics.numerics.tails import ln_chi_square_upper, p_value
from analytics.shares.intervals import normal_quantile
from analytics.significance.multiplicity import benjamini_hochberg

FEWEST_LEARNERS = 100
"""Fewest learners of each group."""
DELTA = -2.35
"""ln odds to the delta scale of ETS."""


class DifClass(StrEnum):
    """A DifClass is a class of the size of DIF (ETS): A is negligible, B some, C large.

    Dorans & Holland 1993.
    """

    A = "a"
    """none worth speaking of: under 1 delta, or not told from 0"""
    B = "b"
    """some"""
    C = "c"
    """much: 1.5 delta or more and told from 1; such an item must be looked at"""


@dataclass(frozen=True)
class CommonOdds:
    """A CommonOdds is an odds ratio common to several 2 x 2 tables, with its interval and test.

    odds_ratio: of the first row over the second, with low and high. se: of ln odds_ratio. statistic, p, ln_p:
    chi-square with continuity correction, 1 df.
    """

    odds_ratio: float
    low: float
    high: float
    se: float
    statistic: float
    p: float
    ln_p: float


@dataclass(frozen=True)
class ItemDif:
    """An ItemDif says whether one item is harder for one group than for another of the same ability (DIF).

    odds: of the reference group over the focal group. delta: the same on the ETS scale, under 0 if the item is harder
    for the focal group. adjusted: p corrected over the items (Benjamini-Hochberg). ets: the class of size. All are None
    if the odds ratio cannot be estimated.
    """

    item: str
    odds: CommonOdds | None
    delta: float | None
    adjusted: float | None
    ets: DifClass | None


@dataclass(frozen=True)
class DifReport:
    """A DifReport holds the differential item functioning (DIF) of every item between two groups.

    reference, focal: the number of learners in each group. items: in order; empty if a group is too small (notes say
    so). An item has no odds if the odds ratio cannot be estimated, for instance if everyone got it right.
    """

    reference: int
    focal: int
    items: tuple[ItemDif, ...]
    notes: tuple[Note, ...]


def mantel_haenszel(tables: npt.ArrayLike, confidence: float = 0.95) -> CommonOdds | None:
    """Returns the common odds ratio of 2 x 2 tables, shape (tables, 2, 2): Σ ad/n / Σ bc/n.

    The interval is that of Robins et al. The continuity correction takes 0.5 off the distance, or all of a smaller one,
    as R's chisq.test and scipy do for one table (R's mantelhaen.test leaves it out under 0.5, so that p falls as the
    distance shrinks). None if the odds ratio is 0 or infinite, or if nothing varies. Mantel & Haenszel 1959, JNCI
    22:719; Robins, Breslow & Greenland 1986, Biometrics 42:311.
    """
    counts = np.asarray(tables, dtype=np.float64)
    n = counts.sum(axis=(1, 2))
    # A table of one learner compares nobody, and its variance has n - 1 = 0 below the line.
    counts, n = counts[n > 1], n[n > 1]
    a, b, c, d = counts[:, 0, 0], counts[:, 0, 1], counts[:, 1, 0], counts[:, 1, 1]
    r, s = a * d / n, b * c / n
    variance = float(((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))).sum())
    if r.sum() == 0 or s.sum() == 0 or variance == 0:
        return None
    ratio = float(r.sum() / s.sum())
    # Robins, Breslow and Greenland: var ln OR = ΣPR / 2(ΣR)² + Σ(PS + QR) / 2ΣRΣS + ΣQS / 2(ΣS)².
    p, q = (a + d) / n, (b + c) / n
    var_ln = float(
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    # Under no difference a has the mean (a + b)(a + c) / n in each table, margins fixed.
    distance = abs(float((a - (a + b) * (a + c) / n).sum()))
    statistic = (distance - min(0.5, distance)) ** 2 / variance
    se, z = var_ln**0.5, normal_quantile(confidence)
    ln_p = ln_chi_square_upper(statistic, 1)
    low, high = exp(log(ratio) - z * se), exp(log(ratio) + z * se)
    return CommonOdds(ratio, low, high, se, statistic, p_value(ln_p), ln_p)


def dif_report(reference: ItemScores, focal: ItemScores, confidence: float = 0.95) -> DifReport:
    """Compares two groups on every item of one wave, matching learners by their score (the item itself included).

    odds: Σ ad/n / Σ bc/n over the scores; at each score a and b of the reference group, c and d of the focal group got
    the item right and not, n in all. delta = -2.35 ln odds. Class C: 1.5 delta or more and significantly over 1; A:
    under 1 delta or not significantly different from 0 at 5 %; B: the rest. An item that everyone or nobody got right
    has no odds. No items, with TOO_FEW_LEARNERS, if a group has fewer than FEWEST_LEARNERS. Raises ValueError if the
    groups have different items. Mantel & Haenszel 1959, JNCI 22:719; Holland & Thayer 1988.
    """
    if reference.names != focal.names:
        raise ValueError("the two groups took different items")
    fewest = min(reference.n, focal.n)
    if fewest < FEWEST_LEARNERS:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "dif", "n": fewest, "needed": FEWEST_LEARNERS})
        return DifReport(reference.n, focal.n, (), (note,))
    odds_ratios = [mantel_haenszel(_tables(reference, focal, item), confidence) for item in range(reference.items)]
    adjusted = iter(benjamini_hochberg([odds.p for odds in odds_ratios if odds is not None]))
    items = tuple(
        ItemDif(name, None, None, None, None)
        if odds is None
        else ItemDif(name, odds, DELTA * log(odds.odds_ratio), next(adjusted), ets_class(odds))
        for name, odds in zip(reference.names, odds_ratios, strict=True)
    )
    return DifReport(reference.n, focal.n, items, ())


def ets_class(odds: CommonOdds) -> DifClass:
    """Returns the ETS class of DIF: A (negligible), B or C (large), from the odds ratio, its p and its error."""
    size, error = abs(DELTA * log(odds.odds_ratio)), -DELTA * odds.se
    if size < 1 or odds.p >= 0.05:
        return DifClass.A
    if size >= 1.5 and (size - 1) / error > normal_quantile(0.9):  # one-sided 5 %
        return DifClass.C
    return DifClass.B


def _tables(reference: ItemScores, focal: ItemScores, item: int) -> npt.NDArray[np.int64]:
    """A table per score: rows reference and focal, columns right and not."""
    rows = [np.stack((group.right[item], group.learners - group.right[item]), axis=1) for group in (reference, focal)]
    return np.stack(rows, axis=1)
