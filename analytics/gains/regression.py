"""Scores after by scores before, and what part of a low group's gain comes of having been chosen low."""

from dataclasses import dataclass

import numpy as np

from analytics.counts.joint import JointTable
from analytics.estimate import Estimate
from analytics.gains.effect import correlation
from analytics.gains.measurement import ScoreError, unknown_noise
from analytics.notes import Note, NoteCode
from analytics.numerics.correlation import fisher_bounds
from analytics.shares.intervals import normal_quantile, t_quantile


@dataclass(frozen=True)
class RegressionLine:
    """A RegressionLine is the least-squares line of the score after on the score before, in points.

    slope: under 1 if learners who began low gained more than those who began high. r_squared: 0..1, None if scores
    after do not vary. se_slope, low, high: error and interval of the slope, learners independent; None for fewer than
    three learners, the interval also if all lie on one line. All figures are None if no line can be drawn; notes say
    why.
    """

    slope: float | None
    intercept: float | None
    r_squared: float | None
    se_slope: float | None
    low: float | None
    high: float | None
    n: int
    notes: tuple[Note, ...] = ()


def regression_line(table: JointTable, confidence: float = 0.95) -> RegressionLine:
    """Fits score after = intercept + slope · score before, by least squares.

    Figures are None for nobody (NO_PAIRS) or if scores before are all equal (NO_SPREAD). There is no interval for fewer
    than three learners (TOO_FEW_LEARNERS) or if all lie on one line (NO_SPREAD). Galton 1886; Legendre 1805.
    """
    n, sums = table.n, table.sums
    x, y = sums.x, sums.y
    # n times the sums of squares about the mean, so that they stay whole numbers and nothing is lost.
    xx, yy, xy = n * sums.xx - x * x, n * sums.yy - y * y, n * sums.xy - x * y
    if xx == 0:
        note = Note(NoteCode.NO_SPREAD, {"figure": "regression", "n": n}) if n else Note(NoteCode.NO_PAIRS)
        return RegressionLine(None, None, None, None, None, None, n, (note,))
    slope = xy / xx
    # s / √Sxx with s² = (Syy - Sxy² / Sxx) / (n - 2), each S being n times itself here.
    se = None if n < 3 else (max(0, xx * yy - xy * xy) / (n - 2)) ** 0.5 / xx
    half = t_quantile(confidence, n - 2) * se if se else None
    few = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "regression", "n": n, "needed": 3})
    on_a_line = Note(NoteCode.NO_SPREAD, {"figure": "regression", "n": n})
    notes = () if half is not None else (few if se is None else on_a_line,)
    return RegressionLine(
        slope=slope,
        intercept=(y - slope * x) / n,
        r_squared=xy * xy / (xx * yy) if yy else None,
        se_slope=se,
        low=None if half is None else slope - half,
        high=None if half is None else slope + half,
        n=n,
        notes=notes if yy else (*notes, Note(NoteCode.NO_SPREAD, {"figure": "correlation", "n": n})),
    )


@dataclass(frozen=True)
class RegressionToMean:
    """A RegressionToMean says how much of a low group's gain comes of having been chosen for being low.

    n: learners with at most `cut` points before; all else is of them. gain: their mean gain, points. expected: the gain
    that selection alone gives, (1 - reliability) · (mean of all before - mean of theirs), points. beyond: gain less
    expected. reliability: of the scores before, 0..1. A figure that cannot be worked out is None.
    """

    cut: int
    n: int
    gain: float | None
    expected: float | None
    beyond: float | None
    reliability: float | None
    notes: tuple[Note, ...] = ()


def regression_to_mean(table: JointTable, cut: int, error: ScoreError | None) -> RegressionToMean:
    """Returns what those who scored at most `cut` before would "gain" with nothing learned (regression to the mean).

    error: of one score; None if it is unknown, and then only the gain is worked out. expected = (1 - r) · (mean before
    of all - mean before of these), points, r = 1 - error² / s², at least 0, the reliability of these scores. NO_PAIRS
    if nobody scored that low; else notes hold the reason of `unknown_noise`, if any. Barnett, van der Pols & Dobson
    2005, Int J Epidemiol 34:215.
    """
    scores = np.arange(table.max_score + 1)
    low = table.counts[: max(0, cut + 1)]
    n = int(low.sum())
    if not n:
        return RegressionToMean(cut, 0, None, None, None, None, (Note(NoteCode.NO_PAIRS),))
    before = int(scores[: low.shape[0]] @ low.sum(axis=1)) / n
    gain = int(low.sum(axis=0) @ scores) / n - before
    unknown = unknown_noise(table)
    if unknown is not None or error is None or not table.sd_pre:
        return RegressionToMean(cut, n, gain, None, None, None, () if unknown is None else (unknown,))
    reliability = max(0.0, 1 - (error.points / table.sd_pre) ** 2)
    expected = (1 - reliability) * (table.sums.x / table.n - before)
    return RegressionToMean(cut, n, gain, expected, gain - expected, reliability)


def before_after_correlation(table: JointTable, confidence: float = 0.95) -> Estimate:
    """Returns the correlation of scores before and after with Fisher's z interval, learners independent.

    None if scores before or scores after do not vary (NO_SPREAD); no interval for fewer than four learners or at |r| =
    1. Fisher 1921, Metron 1:3.
    """
    n, r = table.n, correlation(table)
    if r is None:
        return Estimate(None, None, None, n, "fisher_z", (Note(NoteCode.NO_SPREAD, {"figure": "correlation", "n": n}),))
    bounds = fisher_bounds(r, n, normal_quantile(confidence))
    if bounds is None:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "correlation", "n": n, "needed": 4})
        spread = Note(NoteCode.NO_SPREAD, {"figure": "correlation", "n": n})
        return Estimate(r, None, None, n, "fisher_z", (note if n < 4 else spread,))
    return Estimate(r, *bounds, n, "fisher_z")
