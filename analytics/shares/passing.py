"""Who reached the pass mark before and after."""

from dataclasses import dataclass

from analytics.counts.joint import JointTable
from analytics.counts.twice import TwiceAsked
from analytics.shares.intervals import normal_quantile, t_quantile
from analytics.shares.paired import newcombe_paired, tango
from analytics.significance.paired import SignTest, mcnemar_mid_p, mcnemar_of_cohorts


@dataclass(frozen=True)
class PassRate:
    """A PassRate holds the shares of learners at or over the pass mark before and after, and their difference.

    mark: points needed. pre, post: shares of n, 0..1. gained, lost: learners who passed only after, only before.
    difference: post - pre, -1..1. low, high: its interval, made by `interval` (Newcombe's method 10 or, with cohorts,
    Tango's). p, ln_p: McNemar, two-sided (mid-p or, with cohorts, t). Interval and p are None if there is one cohort in
    all; a figure that may not be shown is None too. pre_least ... post_most: between which the shares lie, where counts
    are rounded; else None.
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
    interval: str | None = None
    pre_least: float | None = None
    pre_most: float | None = None
    post_least: float | None = None
    post_most: float | None = None


def pass_rate(table: JointTable, mark: int, confidence: float = 0.95) -> PassRate | None:
    """Returns the shares with `mark` points or more, before and after, and their difference, learners independent.

    None for nobody. Raises ValueError if mark is not within 1..max_score.
    """
    passes = TwiceAsked.at_mark(table, mark)
    if not passes.n:
        return None
    ends = newcombe_paired(passes, confidence)
    return _rate(passes, mark, ends, mcnemar_mid_p(passes.gained, passes.lost), "newcombe_10")


def pass_rate_of_cohorts(
    table: JointTable, mark: int, likeness: tuple[float, float] | None, confidence: float = 0.95
) -> PassRate | None:
    """Does `pass_rate` for learners taught in cohorts.

    likeness: the design effect of the change in who passes, and its degrees of freedom; None if there is one cohort in
    all, and then there is neither interval nor p. Tango's interval with t times the root of the design effect for z,
    and p as `mcnemar_of_cohorts`, so that the two agree. None for nobody. Raises ValueError if mark is not within
    1..max_score.
    """
    passes = TwiceAsked.at_mark(table, mark)
    if not passes.n:
        return None
    if likeness is None:
        return _rate(passes, mark, None, None, None)
    effect, df = likeness
    widened = t_quantile(confidence, df) / normal_quantile(confidence) * effect**0.5
    test = mcnemar_of_cohorts(passes.gained, passes.lost, effect, df)
    return _rate(passes, mark, tango(passes, confidence, widened=widened), test, "tango")


def _rate(
    passes: TwiceAsked, mark: int, ends: tuple[float, float] | None, test: SignTest | None, interval: str | None
) -> PassRate:
    low, high = ends or (None, None)
    return PassRate(
        mark=mark,
        n=passes.n,
        pre=(passes.both + passes.lost) / passes.n,
        post=(passes.both + passes.gained) / passes.n,
        gained=passes.gained,
        lost=passes.lost,
        difference=(passes.gained - passes.lost) / passes.n,
        low=low,
        high=high,
        p=None if test is None else test.p,
        ln_p=None if test is None else test.ln_p,
        interval=interval,
    )
