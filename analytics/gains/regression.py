"""Scores after by scores before, and what part of a low group's gain comes of having been chosen low."""

from dataclasses import dataclass

import numpy as np

from analytics.counts.joint import JointTable
from analytics.estimate import Estimate
from analytics.gains.effect import correlation
from analytics.gains.measurement import ScoreError, unknown_noise
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import normal_quantile, t_quantile


@dataclass(frozen=True)
class RegressionLine:
    """A RegressionLine is the least-squares line of the score after on the score before.

    In points. slope under 1: the low gained more than the high.

    r_squared: 0..1. se_slope, low, high (of the slope): learners independent; se_slope None under three learners. All
    None where it cannot be drawn; notes say why.
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
    """Fits score after = intercept + slope · score before.

    NO_SPREAD where scores before are all equal, NO_PAIRS for nobody.

    No interval under three learners (TOO_FEW_LEARNERS) or where all lie on one line (NO_SPREAD). Whole sums until the
    division. Galton 1886; Legendre 1805.
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

    Of the n learners with at most `cut` points before: their mean gain, and how much of it selection alone gives.

    expected: (1 - reliability) · (mean of all before - mean of the chosen before), points; beyond: gain less expected.
    reliability: of the scores before, 0..1. None where it cannot be given; notes say why.
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

    Luck does not strike twice. expected = (1 - r) · (mean before of all - mean before of these), points, r the
    reliability that the error of a score leaves these scores, 1 - error² / s², not under 0. NO_PAIRS where nobody is
    that low; the reasons of `unknown_noise` where the error is unknown (None). Barnett, van der Pols & Dobson 2005, Int
    J Epidemiol 34:215.
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

    None where a wave does not vary (NO_SPREAD); no interval under four learners or at |r| = 1. Fisher 1921, Metron 1:3.
    """
    n, r = table.n, correlation(table)
    if r is None:
        return Estimate(None, None, None, n, "fisher_z", (Note(NoteCode.NO_SPREAD, {"figure": "correlation", "n": n}),))
    if n < 4 or abs(r) >= 1:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "correlation", "n": n, "needed": 4})
        spread = Note(NoteCode.NO_SPREAD, {"figure": "correlation", "n": n})
        return Estimate(r, None, None, n, "fisher_z", (note if n < 4 else spread,))
    z, half = np.arctanh(r), normal_quantile(confidence) / (n - 3) ** 0.5
    return Estimate(r, float(np.tanh(z - half)), float(np.tanh(z + half)), n, "fisher_z")
