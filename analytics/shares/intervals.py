"""A share of learners and how far it can be trusted: Wilson, with cohorts Korn-Graubard."""

from dataclasses import dataclass
from enum import StrEnum

from scipy import special

from analytics.numerics.roots import root


class Interval(StrEnum):
    """An Interval names the method by which the interval of a share was made: Wilson's, or Korn's and Graubard's."""

    WILSON = "wilson"
    KORN_GRAUBARD = "korn_graubard"


@dataclass(frozen=True)
class ShareEstimate:
    """A ShareEstimate is a share of n learners with its interval.

    count: how many of the n. share, low, high: 0..1. interval: how low and high were made. least, most: between which
    the share lies, where counts are rounded; else None. A figure that cannot be worked out, or may not be shown, is
    None.
    """

    count: int | None
    n: int
    share: float | None
    low: float | None
    high: float | None
    interval: Interval | None
    least: float | None = None
    most: float | None = None


def tail(confidence: float) -> float:
    """Returns the chance left out on each side of an interval, (1 - confidence) / 2.

    Raises ValueError if the confidence is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is a share between 0 and 1, such as 0.95, not {confidence}")
    return (1 - confidence) / 2


def normal_quantile(confidence: float) -> float:
    """Returns z such that a standard normal lies within ±z with this confidence (0..1)."""
    return float(special.ndtri(1 - tail(confidence)))


def t_quantile(confidence: float, df: float) -> float:
    """Returns t such that Student's t on df (any positive number) lies within ±t with this confidence (0..1)."""
    return float(special.stdtrit(df, 1 - tail(confidence)))


def wilson_bounds(count: float, n: float, z: float) -> tuple[float, float]:
    """Returns the ends of Wilson's interval, 0..1: the roots of (p̂ - p)² = z² p (1 - p) / n; n over 0."""
    share = count / n
    centre = share + z * z / (2 * n)
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    low = 0.0 if count == 0 else (centre - half) / (1 + z * z / n)
    high = 1.0 if count == n else (centre + half) / (1 + z * z / n)
    return low, high


def beta_bounds(count: float, n: float, confidence: float) -> tuple[float, float]:
    """Returns the ends of Clopper and Pearson's interval for `count` of `n`, which need not be whole, 0..1."""
    out = tail(confidence)
    low = 0.0 if count <= 0 else float(special.betaincinv(count, n - count + 1, out))
    high = 1.0 if count >= n else float(special.betaincinv(count + 1, n - count, 1 - out))
    return low, high


def wilson(count: int, n: int, confidence: float = 0.95) -> ShareEstimate:
    """Returns the share count / n with Wilson's score interval, taking learners as independent.

    For n = 0 share, ends and method are None. Wilson 1927, JASA 22:209; Newcombe 1998, Stat Med 17:857.
    """
    if n == 0:
        return ShareEstimate(0, 0, None, None, None, None)
    low, high = wilson_bounds(count, n, normal_quantile(confidence))
    return ShareEstimate(count, n, count / n, low, high, Interval.WILSON)


def implied_design_effect(share: ShareEstimate, confidence: float) -> float:
    """Returns the design effect that explains the width of a share's interval, taken as one by Clopper and Pearson.

    At least 1, which is also the answer for a share without an interval. confidence: that of the interval.
    """
    count, n, low, high = share.count, share.n, share.low, share.high
    if count is None or low is None or high is None:
        return 1.0

    def excess(effect: float) -> float:
        bounds = beta_bounds(count / effect, n / effect, confidence)
        return float((bounds[1] - bounds[0]) - (high - low))

    return 1.0 if excess(1.0) >= 0 else root(excess, 1.0, 1e4)


def share_like(whole: ShareEstimate, count: int, n: int, *, confidence: float) -> ShareEstimate:
    """Returns the share of some learners of a whole, with an interval made as that of the whole.

    whole: the share of all, whose method and design effect are used; if it has no interval, the result has none. count,
    n: of the learners in question. For n = 0 share, ends and method are None.
    """
    if n == 0:
        return ShareEstimate(0, 0, None, None, None, None)
    if whole.low is None or whole.interval is None:
        return ShareEstimate(count, n, count / n, None, None, None)
    if whole.interval is Interval.WILSON:
        return wilson(count, n, confidence)
    effect = implied_design_effect(whole, confidence)
    low, high = beta_bounds(count / effect, n / effect, confidence)
    return ShareEstimate(count, n, count / n, low, high, whole.interval)


def korn_graubard(
    count: int, n: int, *, design_effect: float, df: float | None, confidence: float = 0.95
) -> ShareEstimate:
    """Returns a share of learners in cohorts, with Clopper and Pearson's interval on the effective sample size.

    Effective n is n / (design_effect · (t on df / t on n - 1)²), never more than n. design_effect: variance of the
    share among cohorts over its variance if learners were independent, as estimated. df: cohorts less strata, of that
    estimate; None for no widening by t. For n = 0 share, ends and method are None. Korn & Graubard 1998, Survey
    Methodology 24:193.
    """
    if n == 0:
        return ShareEstimate(0, 0, None, None, None, None)
    share = count / n
    widening = 1.0 if df is None else (t_quantile(confidence, df) / t_quantile(confidence, max(n - 1, 1))) ** 2
    effective_n = n / max(1.0, design_effect * widening)
    low, high = beta_bounds(share * effective_n, effective_n, confidence)
    return ShareEstimate(count, n, share, low, high, Interval.KORN_GRAUBARD)
