"""Where the mean gain and the share improved of a new cohort would lie, taught as these were: prediction intervals.

An interval of a mean tells where the mean of all such cohorts lies; a new cohort is one of them, and lies further off.
"""

from dataclasses import dataclass

from analytics.shares.intervals import t_quantile


@dataclass(frozen=True)
class Prediction:
    """A Prediction says between which values the figure of one more cohort would lie (prediction interval).

    value: of the cohorts seen; low, high: where that of a new cohort lies with the report's confidence. icc: what was
    reckoned with, not under 0. method: how the ends were made.
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

    sd: of gains of learners, all cohorts together; τ² = icc · sd² lies between cohorts and σ² = (1 - icc) · sd² within
    them; an icc under 0 counts as 0. se: of the mean, by cohorts. df: cohorts - 1, or cohorts - strata: t for what is
    not known of τ². Of cohorts of one size it is the mean of their means ± t · s · sqrt(1 + 1/G), which is exact.
    Higgins, Thompson & Spiegelhalter 2009, JRSS A 172:137, section 4, there with the error of each study for σ²/size.
    """
    between = max(0.0, icc)
    half = t_quantile(confidence, df) * (sd**2 * (between + (1 - between) / size) + se**2) ** 0.5
    return Prediction(mean, mean - half, mean + half, between, "prediction_t")


def next_share(
    share: float, *, effective_n: float, icc: float, size: float, df: float, confidence: float = 0.95
) -> Prediction:
    """Predicts the share improved of a new cohort of `size` learners, 0..1.

    All y that a test would not tell from the share seen. |y - share| = t · sqrt(p (1 - p) (1/m + 1/n)), p the two
    pooled, n the effective number of learners seen and m = size / (1 + (size - 1) · icc) that of the new cohort: τ² +
    σ²/size is p (1 - p)/m. So the ends stay within 0 and 1, and near them lie further off on the inner side. An icc
    under 0 counts as 0. df: as in `next_mean`. Krishnamoorthy & Peng 2011, J Stat Plan Inference 141:1709, with
    effective numbers and t for z.
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
