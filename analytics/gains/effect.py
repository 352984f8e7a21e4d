"""How large a gain is, free of the test's points."""

from dataclasses import dataclass
from math import exp

import numpy as np
from scipy import special

from analytics.counts.joint import Differences, JointTable
from analytics.estimate import Estimate
from analytics.significance.signed_rank import rank_sums


@dataclass(frozen=True)
class EffectIntervals:
    """EffectIntervals hold the effect sizes of a group with their intervals.

    The names are those of EffectSizes; hedges_g is the interval that belongs to d_z. widened: the factor on the
    distance to each bound: 1 if learners are independent; with cohorts the root of the design effect of the gain times
    t over z.
    """

    widened: float
    hedges_g: Estimate
    d_av: Estimate
    rank_biserial: Estimate
    p_superiority: Estimate
    hodges_lehmann: Estimate


@dataclass(frozen=True)
class EffectSizes:
    """EffectSizes say how large a gain is, free of the test's points.

    d_z: mean gain over its own sd (for planning). d_av: over the mean of the sds before and after (for comparing
    programmes). hedges_g: d_z without small-sample bias. rank_biserial: -1..1. p_superiority: 0..1, ties as halves.
    hodges_lehmann: points. None if a spread is missing or the figure may not be shown. ci: the same with intervals;
    None from `effect_sizes`, or if there is one cohort in all.
    """

    d_z: float | None
    d_av: float | None
    hedges_g: float | None
    rank_biserial: float | None
    p_superiority: float | None
    hodges_lehmann: float
    ci: EffectIntervals | None = None


def effect_sizes(table: JointTable) -> EffectSizes | None:
    """Returns all effect sizes of a joint table, without intervals; None for nobody.

    Lakens 2013, Front Psychol 4:863.
    """
    gains = table.differences
    if not gains.n:
        return None
    standardised, unbiased = d_z(gains), hedges_correction(gains.n - 1)
    return EffectSizes(
        d_z=standardised,
        d_av=d_av(table),
        hedges_g=None if standardised is None or unbiased is None else standardised * unbiased,
        rank_biserial=rank_biserial(gains),
        p_superiority=p_superiority(gains),
        hodges_lehmann=hodges_lehmann(gains),
    )


def d_z(gains: Differences) -> float | None:
    """Returns the mean gain over the standard deviation of gains.

    None for fewer than two learners, or if all gained the same. Cohen 1988.
    """
    return gains.mean / gains.sd if gains.sd and gains.mean is not None else None


def d_av(table: JointTable) -> float | None:
    """Returns the mean gain over the mean of the standard deviations before and after.

    None for fewer than two learners, or if scores vary neither before nor after.
    """
    before, after, gain = table.sd_pre, table.sd_post, table.differences.mean
    if before is None or after is None or gain is None or before + after == 0:
        return None
    return gain / ((before + after) / 2)


def correlation(table: JointTable) -> float | None:
    """Returns the correlation (Pearson's r) of scores before and after.

    None for fewer than two learners, or if scores before or scores after do not vary.
    """
    n, sums = table.n, table.sums
    xx, yy = n * sums.xx - sums.x**2, n * sums.yy - sums.y**2
    if xx == 0 or yy == 0:
        return None
    return float((n * sums.xy - sums.x * sums.y) / (xx * yy) ** 0.5)


def hedges_correction(df: float) -> float | None:
    """Returns the factor that frees a d of its small-sample bias: Γ(df/2) / (sqrt(df/2) Γ((df - 1)/2)).

    None if df is not over 1. Hedges 1981, J Educ Stat 6:107, the exact form.
    """
    if df <= 1:  # the factor is 0, which would make an effect of any size one of none
        return None
    return float(exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / (df / 2) ** 0.5)


def rank_biserial(gains: Differences) -> float | None:
    """Returns the matched rank-biserial correlation (W+ - W-) / (W+ + W-), -1..1, leaving out the unchanged.

    None if nobody changed. Kerby 2014, Compr Psychol 3:11.
    """
    up, down = rank_sums(gains)
    return (up - down) / (up + down) if up + down else None


def p_superiority(gains: Differences) -> float | None:
    """Returns the share improved plus half the share unchanged, 0..1; 0.5 is no tendency, None is for nobody."""
    return (gains.improved + gains.same / 2) / gains.n if gains.n else None


def hodges_lehmann(gains: Differences) -> float:
    """Returns the median of the means of all pairs of gains (Hodges-Lehmann), in points.

    A gain is a pair with itself, too. At least one learner. Hodges & Lehmann 1963, Ann Math Stat 34:598.
    """
    lowest, passed = gains.pairs_by_sum
    every = int(passed[-1])
    middle = np.searchsorted(passed, ((every + 1) // 2, every // 2 + 1))
    return (2 * lowest + int(middle.sum())) / 4
