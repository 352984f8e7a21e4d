"""Where the mean gain and the share improved of a new cohort would lie, taught as these were: prediction intervals.

An interval of a mean tells where the mean of all such cohorts lies; a new cohort is one of them, and lies further off.
"""

from dataclasses import dataclass

from analytics.shares.intervals import t_quantile


@dataclass(frozen=True)
class Prediction:
    """A Prediction is an interval in which the figure of one more cohort is expected (prediction interval).

    value: the figure of the cohorts at hand. low, high: the ends, at the confidence of the report. icc: the correlation
    that was used, at least 0. method: how the ends were made.
    """

    value: float
    low: float
    high: float
    icc: float
    method: str


def next_mean(
    mean: float, sd: float, *, se: float, icc: float, size: float, df: float, confidence: float = 0.95
) -> Prediction:
    """Predicts the mean gain of a new cohort of `size` learners, in points: mean ± t · sqrt(τ² + σ²/size + se²).

    sd: of the gains of learners, all cohorts together; τ² = icc · sd² is the variance between cohorts and σ² = (1 -
    icc) · sd² that within them; an icc under 0 counts as 0. se: of the mean, by cohort. df: of t, cohorts - 1 or
    cohorts - strata, since τ² is estimated. If all cohorts are of one size, the result is the mean of their means ± t ·
    s · sqrt(1 + 1/G), which is exact. Higgins, Thompson & Spiegelhalter 2009, JRSS A 172:137, section 4, with each
    study's error for σ²/size.
    """
    between = max(0.0, icc)
    half = t_quantile(confidence, df) * (sd**2 * (between + (1 - between) / size) + se**2) ** 0.5
    return Prediction(mean, mean - half, mean + half, between, "prediction_t")


def next_share(
    share: float, *, effective_n: float, icc: float, size: float, df: float, confidence: float = 0.95
) -> Prediction:
    """Predicts the share improved of a new cohort of `size` learners, with an interval, 0..1.

    The interval holds every share y that a test would not distinguish from `share`: |y - share| = t · sqrt(p (1 - p)
    (1/m + 1/n)) at its ends, p the two shares pooled, n = effective_n (effective learners behind `share`) and m = size
    / (1 + (size - 1) · icc) that of the new cohort. An icc under 0 counts as 0. df: of t, cohorts - 1 or cohorts -
    strata. Krishnamoorthy & Peng 2011, J Stat Plan Inference 141:1709, with effective numbers and t for z.
    """
    between = max(0.0, icc)
    m = size / (1 + (size - 1) * between)
    spread = t_quantile(confidence, df) ** 2 * (1 / m + 1 / effective_n)
    seen, new = effective_n / (effective_n + m), m / (effective_n + m)
    a = 1 + spread * new**2
    b = -2 * share - spread * new * (1 - 2 * seen * share)
    c = share**2 - spread * seen * share * (1 - seen * share)
    root = max(0.0, b * b - 4 * a * c) ** 0.5
    low, high = max(0.0, (-b - root) / (2 * a)), min(1.0, (-b + root) / (2 * a))
    return Prediction(share, low, high, between, "prediction_score")
