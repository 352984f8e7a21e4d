"""The mean gain, the normalised gain, and those who could not gain (ceiling) or lose (floor)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.clusters.design import DesignEffect
from analytics.counts.joint import JointTable
from analytics.shares.intervals import t_quantile


class GainInterval(StrEnum):
    """A GainInterval names the method by which the interval of the mean gain was made."""

    T = "t"
    """Student's t, learners independent"""
    CR2 = "cr2"
    """cluster-robust CR2 with Satterthwaite's degrees of freedom"""
    POOLED_ICC = "pooled_icc"
    """s²/n times a design effect from the ICC of all cohorts within strata, t on these cohorts less strata"""
    ASSUMED_ICC = "assumed_icc"
    """the same from an ICC that is assumed, since no cohorts could tell it; t on n - 1"""


@dataclass(frozen=True)
class GainEstimate:
    """A GainEstimate is the mean gain of n learners with its interval.

    pre_mean, post_mean: mean scores, points. mean, sd, se, low, high: of gains, points. df: of the interval. percent:
    the mean gain in per cent of the highest score; None in a rounded table. se, df, low, high and interval are None
    together if there is no interval. cohorts: how many; icc, design_effect: those of the interval, a group's own or
    borrowed; effective_n: n / design_effect. These are None if the learner is the unit, the last three also with one
    cohort in all.
    """

    n: int
    pre_mean: float
    post_mean: float
    mean: float
    sd: float | None
    se: float | None
    df: float | None
    low: float | None
    high: float | None
    percent: float | None
    interval: GainInterval | None
    cohorts: int | None
    icc: float | None
    design_effect: float | None
    effective_n: float | None


@dataclass(frozen=True)
class NormalisedGain:
    """A NormalisedGain is Hake's gain: the points gained as a share of those that could still be gained.

    of_averages: from the mean scores. average: the mean of each learner's own share. undefined: learners with full
    marks before, who are not in `average`. None if all had full marks before.
    """

    of_averages: float | None
    average: float | None
    undefined: int


@dataclass(frozen=True)
class Ceiling:
    """A Ceiling counts learners with full marks (pre, post) and with none (floor_pre, floor_post)."""

    pre: int
    post: int
    floor_pre: int
    floor_post: int


def gain_of_learners(table: JointTable, confidence: float = 0.95) -> GainEstimate | None:
    """Returns the mean gain with Student's t interval on n - 1, taking learners as independent.

    None for nobody; no interval for one learner, or if all gained the same.
    """
    n, sd = table.n, table.differences.sd
    se = sd / n**0.5 if sd else None
    return _estimate(table, _Spread(se, n - 1, GainInterval.T, confidence))


def gain_of_cohorts(
    table: JointTable, cohorts: int, effect: DesignEffect | None, confidence: float = 0.95
) -> GainEstimate | None:
    """Returns the mean gain of learners in cohorts, with variance s²/n times the design effect; None for nobody.

    cohorts: their number. The interval is t on the degrees of freedom of `effect` (n - 1 for an assumed ICC). The
    design effect counts as at least 1, since learners of a cohort may seem less alike than strangers by chance. effect:
    None if there is one cohort in all, and then there is no interval; nor is there one if all gained the same.
    """
    sd = table.differences.sd
    if effect is None:
        return _estimate(table, _Spread(None, None, GainInterval.CR2, confidence), cohorts)
    se = sd * (effect.value / table.n) ** 0.5 if sd else None
    spread = _Spread(se, effect.t_df(table.n), GainInterval(effect.source.interval), confidence)
    return _estimate(table, spread, cohorts, effect.icc, effect.value)


@dataclass(frozen=True)
class _Spread:
    se: float | None
    df: float | None
    interval: GainInterval
    confidence: float


def _estimate(
    table: JointTable,
    spread: _Spread,
    cohorts: int | None = None,
    icc: float | None = None,
    design_effect: float | None = None,
) -> GainEstimate | None:
    """Estimates the mean of after less before, with mean ± t * se; None for nobody.

    effective_n = n / design_effect: so many learners who were not taught together would tell as much.
    """
    gains = table.differences
    mean = gains.mean
    if mean is None:
        return None
    half = t_quantile(spread.confidence, spread.df) * spread.se if spread.se and spread.df else None
    return GainEstimate(
        n=gains.n,
        pre_mean=table.sums.x / gains.n,
        post_mean=table.sums.y / gains.n,
        mean=mean,
        sd=gains.sd,
        se=spread.se if half is not None else None,
        df=spread.df if half is not None else None,
        low=None if half is None else mean - half,
        high=None if half is None else mean + half,
        percent=100 * mean / table.max_score,
        interval=None if half is None else spread.interval,
        cohorts=cohorts,
        icc=icc,
        design_effect=design_effect,
        effective_n=None if design_effect is None else gains.n / design_effect,
    )


def normalised_gain(table: JointTable) -> NormalisedGain | None:
    """Returns Hake's gain, as gain of averages and as average of gains; None for nobody.

    of_averages: (mean after - mean before) / (k - mean before). average: the mean over learners of (after - before) /
    (k - before), without those at k before. Both are None if everybody had full marks k before. Hake 1998, Am J Phys
    66:64; Bao 2006, Am J Phys 74:917.
    """
    n, k, counts = table.n, table.max_score, table.counts
    if not n:
        return None
    scores = np.arange(k + 1)
    gain = scores[None, :] - scores[:, None]
    room = n * k - table.sums.x
    undefined = int(table.pre[k])
    by_pre = (gain * counts).sum(axis=1)[:k] / (k - scores[:k])
    return NormalisedGain(
        of_averages=table.differences.total / room if room else None,
        average=float(by_pre.sum()) / (n - undefined) if n > undefined else None,
        undefined=undefined,
    )


def ceiling(table: JointTable) -> Ceiling:
    """Counts the learners at the highest and at the lowest score, before and after; all 0 for nobody.

    A report warns of 15 % and more at an end, since gains are cut off there. McHorney & Tarlov 1995, Qual Life Res
    4:293.
    """
    return Ceiling(int(table.pre[-1]), int(table.post[-1]), int(table.pre[0]), int(table.post[0]))
