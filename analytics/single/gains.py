"""Gains by themselves, for a notebook: in points, as part of what was left to learn, in standard deviations.

Learners are independent here; with cohorts see cohorts.py, or `widened` where a figure takes it.
"""

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import JointTable
from analytics.estimate import Estimate
from analytics.gains.effect import correlation, d_rm, d_z
from analytics.gains.gain import gain_of_learners
from analytics.notes import Note, NoteCode
from analytics.numerics.ratio import fieller
from analytics.shares.intervals import normal_quantile, t_quantile

Floats = npt.NDArray[np.float64]


def mean_gain(table: JointTable, confidence: float = 0.95) -> Estimate:
    """Mean of the score after less the score before, points, with Student's t interval on n - 1.

    Nobody: NO_PAIRS. One learner (TOO_FEW_LEARNERS) or all gained the same (ALL_SAME_GAIN, ALL_UNCHANGED): no interval.
    Student 1908, Biometrika 6:1.
    """
    found = gain_of_learners(table, confidence)
    if found is None:
        return _none(0, "t", Note(NoteCode.NO_PAIRS))
    notes = () if found.se is not None else (_no_spread(table),)
    return Estimate(found.mean, found.low, found.high, found.n, "t", notes, se=found.se, df=found.df)


def hake_of_averages(table: JointTable, confidence: float = 0.95) -> Estimate:
    """Mean gain over the mean of what was left to gain, k - score before, with Fieller's interval.

    Nobody: NO_PAIRS; all at k before: PRE_ALL_CEILING. One learner, a mean left to gain that is not told from 0, or one
    same part gained by all: no interval. Hake 1998, Am J Phys 66:64; Fieller 1954, JRSS B 16:175.
    """
    n, k, gains, sums = table.n, table.max_score, table.differences, table.sums
    if not n:
        return _none(0, "fieller", Note(NoteCode.NO_PAIRS))
    of_gain, of_room = gains.total, n * k - sums.x
    if not of_room:
        return _none(n, "fieller", Note(NoteCode.PRE_ALL_CEILING, {"n": n}))
    value = of_gain / of_room
    if n < 2:
        return _only(value, n, "fieller", _few(n))

    def covariance(products: int, one: int, other: int) -> float:
        """Of the means over learners, from whole sums."""
        return (n * products - one * other) / (n * n * (n - 1))

    bounds = fieller(
        (of_gain / n, covariance(gains.total_squared, of_gain, of_gain)),
        (of_room / n, covariance(n * k * k - 2 * k * sums.x + sums.xx, of_room, of_room)),
        covariance(k * of_gain - sums.xy + sums.xx, of_gain, of_room),
        t_quantile(confidence, n - 1),
    )
    if bounds is None or bounds[1] - bounds[0] <= 1e-12:  # apart by rounding: all gained the same part
        return _only(value, n, "fieller", Note(NoteCode.NO_SPREAD, {"figure": "hake", "n": n}))
    return Estimate(value, *bounds, n, "fieller", df=n - 1)


def hake_average(table: JointTable, confidence: float = 0.95) -> Estimate:
    """Mean over learners of gain / (k - score before), Student's t.

    Those at k before are left out (HAKE_UNDEFINED, also where nobody is left). n: the others. Nobody: NO_PAIRS. Bao
    2006, Am J Phys 74:917.
    """
    k, scores = table.max_score, np.arange(table.max_score + 1)
    room = np.maximum(k - scores, 1)[:, None]
    counts = table.counts.copy()
    counts[k] = 0
    return _mean(table, (scores[None, :] - scores[:, None]) / room, counts, NoteCode.HAKE_UNDEFINED, confidence)


def normalised_change(table: JointTable, confidence: float = 0.95) -> Estimate:
    """Mean over learners of gain / (k - before) if up, gain / before if down, 0 if the same; Student's t.

    Those at 0 twice or at k twice are left out (CHANGE_UNDEFINED, also where nobody is left). n: the others. Nobody:
    NO_PAIRS. Marx & Cummings 2007, Am J Phys 75:87.
    """
    k, scores = table.max_score, np.arange(table.max_score + 1)
    gain = scores[None, :] - scores[:, None]
    room, had = np.maximum(k - scores, 1)[:, None], np.maximum(scores, 1)[:, None]
    counts = table.counts.copy()
    counts[0, 0] = counts[k, k] = 0
    values = np.where(gain > 0, gain / room, gain / had)
    return _mean(table, values, counts, NoteCode.CHANGE_UNDEFINED, confidence)


def cohens_d_z(table: JointTable, confidence: float = 0.95, *, widened: float = 1.0) -> Estimate:
    """Mean gain over the sd of gains, as it is; variance 1/n + d²/2n, normal. For planning, not for comparing.

    None under two learners (TOO_FEW_LEARNERS) or where all gained the same (NO_SPREAD). Cohen 1988; Becker 1988, Br J
    Math Stat Psychol 41:257.
    """
    d, n = d_z(table.differences), table.n
    if d is None:
        return _no_effect(n)
    return _normal(d, 1 / n + d * d / (2 * n), n, confidence, widened)


def repeated_measures_change(table: JointTable, confidence: float = 0.95, *, widened: float = 1.0) -> Estimate:
    """d_rm = d_z · sqrt(2 (1 - r)), r the correlation of both scores: gain in sds of one score.

    Variance (1/n + d²/2n) · 2 (1 - r), normal. None under two learners (TOO_FEW_LEARNERS) or without spread
    (NO_SPREAD). Morris & DeShon 2002, Psychol Methods 7:105.
    """
    d, r, n = d_rm(table), correlation(table), table.n
    if d is None or r is None:
        return _no_effect(n)
    return _normal(d, 2 * (1 - r) / n + d * d / (2 * n), n, confidence, widened)


def _mean(
    table: JointTable, values: Floats, counts: npt.NDArray[np.int64], undefined: NoteCode, confidence: float
) -> Estimate:
    """Of `values` over the learners counted. undefined: what is said of the others."""
    n = int(counts.sum())
    if not table.n:
        return _none(0, "t", Note(NoteCode.NO_PAIRS))
    notes = [Note(undefined, {"count": table.n - n})] if n < table.n else []
    if not n:
        return _none(0, "t", notes[0])
    value = float((values * counts).sum()) / n
    if n < 2:
        return Estimate(value, None, None, n, "t", (*notes, _few(n)))
    used = values[counts > 0]
    if np.ptp(used) == 0:
        alike = Note(NoteCode.NO_SPREAD, {"figure": "hake", "n": n})
        return Estimate(value, None, None, n, "t", (*notes, alike))
    se = float(((values - value) ** 2 * counts).sum() / (n - 1) / n) ** 0.5
    half = t_quantile(confidence, n - 1) * se
    return Estimate(value, value - half, value + half, n, "t", tuple(notes), se=se, df=n - 1)


def _normal(value: float, variance: float, n: int, confidence: float, widened: float) -> Estimate:
    se = variance**0.5 * widened
    if se == 0:
        return _only(value, n, "large_sample", Note(NoteCode.NO_SPREAD, {"figure": "effect", "n": n}))
    half = normal_quantile(confidence) * se
    return Estimate(value, value - half, value + half, n, "large_sample", se=se)


def _no_effect(n: int) -> Estimate:
    spread = Note(NoteCode.NO_SPREAD, {"figure": "effect", "n": n})
    return _none(n, "large_sample", spread if n > 1 else Note(NoteCode.TOO_FEW_LEARNERS, _values("effect", n)))


def _no_spread(table: JointTable) -> Note:
    if table.n < 2:
        return _few(table.n)
    mean = table.differences.mean or 0.0
    return Note(NoteCode.ALL_SAME_GAIN, {"n": table.n, "gain": mean}) if mean else _unchanged(table.n)


def _unchanged(n: int) -> Note:
    return Note(NoteCode.ALL_UNCHANGED, {"n": n})


def _few(n: int) -> Note:
    return Note(NoteCode.TOO_FEW_LEARNERS, _values("gain", n))


def _values(figure: str, n: int) -> dict[str, float | int | str]:
    return {"figure": figure, "n": n, "needed": 2}


def _only(value: float, n: int, method: str, note: Note) -> Estimate:
    return Estimate(value, None, None, n, method, (note,))


def _none(n: int, method: str, note: Note) -> Estimate:
    return Estimate(None, None, None, n, method, (note,))
