"""Effect sizes with their intervals, each from the joint table.

Learners are independent; where cohorts are the unit, `widened` multiplies the distance to each bound (the root of the
design effect, times t for z).
"""

from math import atanh, ceil, tanh

import numpy as np

from analytics.counts.joint import Differences, JointTable
from analytics.counts.twice import TwiceAsked
from analytics.estimate import Estimate
from analytics.gains.effect import (
    EffectIntervals,
    correlation,
    d_av,
    d_z,
    hedges_correction,
    hodges_lehmann,
    p_superiority,
    rank_biserial,
)
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import normal_quantile
from analytics.shares.paired import tango


def standardised_change(table: JointTable, confidence: float = 0.95, *, widened: float = 1.0) -> Estimate:
    """Returns Hedges' g of d_z with its interval: J · mean gain / sd of gains; variance 1/n + g²/2n, normal.

    widened: a factor on the standard error. None for fewer than three learners, or if all gained the same; notes say
    which. Becker 1988, Br J Math Stat Psychol 41:257 (metafor's SMCC).
    """
    d, n = d_z(table.differences), table.n
    unbiased = hedges_correction(n - 1)
    if d is None or unbiased is None:
        return _none(n, "large_sample", needed=3)
    g = d * unbiased
    return _normal(g, 1 / n + g * g / (2 * n), n, confidence, widened=widened)


def average_sd_change(table: JointTable, confidence: float = 0.95, *, widened: float = 1.0) -> Estimate:
    """Returns d_av (mean gain over the mean sd before and after) with the interval of the delta method.

    widened: a factor on the standard error. var(gain)/(n D²) + d² var(D)/D², D the mean of the two sds; var(D) = (s1² +
    s2² + 2 r² s1 s2) / 8(n - 1), for normal scores. The value is None if d_av or the correlation is; if nobody changed
    it is 0 without an interval (NO_SPREAD). After Bonett 2008, Psychol Methods 13:99.
    """
    d, r, n = d_av(table), correlation(table), table.n
    before, after, gain = table.sd_pre, table.sd_post, table.differences.sd
    if d is None or r is None or before is None or after is None or gain is None:
        return _none(n, "delta_method")
    unit = (before + after) / 2
    var_unit = (before**2 + after**2 + 2 * r * r * before * after) / (8 * (n - 1))
    variance = gain**2 / (n * unit**2) + d * d * var_unit / unit**2
    return _normal(d, variance, n, confidence, widened=widened, method="delta_method")


def superiority(gains: Differences, confidence: float = 0.95, *, widened: float = 1.0) -> Estimate:
    """Returns the share improved plus half the share unchanged, 0..1, with its interval.

    It is the chance that a learner's second score is the higher one, (1 + D) / 2 with D the share improved less the
    share worse; its interval is that of D by Tango's score method, carried over the same way. widened: a factor on z.
    For nobody the value is None, NO_PAIRS. If all improved one end is 1, if all got worse 0. Tango 1998, Stat Med
    17:891.
    """
    value, n = p_superiority(gains), gains.n
    if value is None:
        return Estimate(None, None, None, 0, "tango", (Note(NoteCode.NO_PAIRS),))
    signs = TwiceAsked(both=gains.same, lost=gains.worse, gained=gains.improved, neither=0)
    low, high = tango(signs, confidence, widened=widened)
    return Estimate(value, (1 + low) / 2, (1 + high) / 2, n, "tango")


def rank_biserial_interval(gains: Differences, confidence: float = 0.95, *, widened: float = 1.0) -> Estimate:
    """Returns the matched rank-biserial correlation of those who changed, -1..1, with its interval.

    By Fisher's z with the variance of a U statistic of pairs of gains: with h(d) the chance that d and another's gain
    sum to more than 0 (half for 0), se = 4 sd(h) / sqrt(changed). widened: a factor on se. If nobody changed the value
    is None (ALL_UNCHANGED); if all changed one way, or one learner did, there is no interval (NO_SPREAD). After
    Hoeffding 1948, Ann Math Stat 19:293.
    """
    value, n = rank_biserial(gains), gains.n
    if value is None:
        return Estimate(None, None, None, n, "fisher_z", (Note(NoteCode.ALL_UNCHANGED, {"n": n}),))
    moved = gains.values != 0
    values, counts = gains.values[moved], gains.counts[moved]
    changed = int(counts.sum())
    sums = values[:, None] + values[None, :]
    h = ((sums > 0) + 0.5 * (sums == 0)) @ counts / changed
    variance = float(counts @ (h - counts @ h / changed) ** 2) / max(1, changed - 1)
    if abs(value) >= 1 or variance == 0:
        note = Note(NoteCode.NO_SPREAD, {"figure": "effect", "n": changed})
        return Estimate(value, None, None, n, "fisher_z", (note,))
    se = 4 * (variance / changed) ** 0.5 * widened
    half = normal_quantile(confidence) * se / (1 - value**2)
    return Estimate(value, tanh(atanh(value) - half), tanh(atanh(value) + half), n, "fisher_z", se=se)


def hodges_lehmann_interval(gains: Differences, confidence: float = 0.95, *, widened: float = 1.0) -> Estimate:
    """Returns the median of the means of all pairs of gains, in points, with its interval.

    The interval lies between the means that the signed-rank test would not reject. The ranks of the bounds among the
    n(n+1)/2 means are n(n+1)/4 ± z sqrt(Σ c r² / 4), r the midranks of |gain|, normal approximation, rounded outwards.
    widened: a factor on z. For nobody the value is None. There is no interval if even the lowest and the highest mean
    would not be rejected (under five learners at .95), TOO_FEW_LEARNERS, or if all gained alike, NO_SPREAD. Hollander &
    Wolfe 1999, section 3.3.
    """
    n = gains.n
    if not n:
        return Estimate(None, None, None, 0, "walsh_ranks", (Note(NoteCode.NO_PAIRS),))
    lowest_sum, passed = gains.pairs_by_sum
    sizes, place = np.unique(np.abs(gains.values), return_inverse=True)
    tied = np.bincount(place, weights=gains.counts, minlength=sizes.size)
    # Midranks of |gain|: those of one size share the middle of the ranks that they take up.
    ranks = np.cumsum(tied) - tied / 2 + 0.5
    z = normal_quantile(confidence) * widened
    means, spread = int(passed[-1]), z * float((tied @ ranks**2 / 4) ** 0.5)
    lowest = int(np.floor(means / 2 - spread))
    if n > 1 and gains.values.size == 1:
        alike = Note(NoteCode.NO_SPREAD, {"figure": "effect", "n": n})
        return Estimate(hodges_lehmann(gains), None, None, n, "walsh_ranks", (alike,))
    if lowest < 0 or n < 2:
        b = 4 * z * z - 3  # n(n + 1)/4 = z sqrt(n(n + 1)(2n + 1)/24), solved for n
        needed = max(2, ceil((b + (b * b + 24 * z * z) ** 0.5) / 6))
        few = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "effect", "n": n, "needed": needed})
        return Estimate(hodges_lehmann(gains), None, None, n, "walsh_ranks", (few,))
    # The bounds are means by rank: so many of the sorted means lie below, and as many above.
    low, high = (
        (lowest_sum + int(np.searchsorted(passed, place, side="right"))) / 2 for place in (lowest, means - 1 - lowest)
    )
    return Estimate(hodges_lehmann(gains), low, high, n, "walsh_ranks")


def effect_intervals(table: JointTable, confidence: float = 0.95, *, widened: float = 1.0) -> EffectIntervals:
    """Returns every effect size with its interval; a figure that cannot be worked out is None, and its notes say why.

    widened: a factor on the distance to each bound, as in EffectIntervals.
    """
    gains = table.differences
    return EffectIntervals(
        widened=widened,
        hedges_g=standardised_change(table, confidence, widened=widened),
        d_av=average_sd_change(table, confidence, widened=widened),
        rank_biserial=rank_biserial_interval(gains, confidence, widened=widened),
        p_superiority=superiority(gains, confidence, widened=widened),
        hodges_lehmann=hodges_lehmann_interval(gains, confidence, widened=widened),
    )


def _normal(
    value: float, variance: float, n: int, confidence: float, *, widened: float, method: str = "large_sample"
) -> Estimate:
    se = float(variance**0.5) * widened
    if se == 0:
        return Estimate(value, None, None, n, method, (Note(NoteCode.NO_SPREAD, {"figure": "effect", "n": n}),))
    half = normal_quantile(confidence) * se
    return Estimate(value, value - half, value + half, n, method, se=se)


def _none(n: int, method: str, *, needed: int = 2) -> Estimate:
    if n < needed:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "effect", "n": n, "needed": needed})
    else:
        note = Note(NoteCode.NO_SPREAD, {"figure": "effect", "n": n})
    return Estimate(None, None, None, n, method, (note,))
