"""What cohorts do, by itself, for a notebook: the mean gain with the cohort as the unit, and how alike learners are."""

from enum import StrEnum

import numpy as np
from scipy import special

from analytics.clusters.means import ClusteredMean, Robust, anova_icc, clustered_mean, robust_se, satterthwaite_df
from analytics.clusters.mixed import random_intercept
from analytics.counts.cohorts import CohortSums
from analytics.counts.joint import Counts
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import t_quantile, tail

SAME = 1e-12
"""Bounds no further apart than this are one number twice, apart by rounding."""


class Likeness(StrEnum):
    """How the likeness within cohorts is estimated."""

    ANOVA = "anova"
    """from the mean squares between and within cohorts; may be under 0"""
    REML = "reml"
    """from the random-intercept model; 0 where cohorts differ no more than chance"""


def mean_gain_of_cohorts(sums: CohortSums, confidence: float = 0.95, kind: Robust = Robust.CR2) -> Estimate:
    """Mean gain, points, with the cluster-robust error of `kind` and Student's t.

    On Satterthwaite's degrees of freedom for CR2, on cohorts - 1 for the others. Nobody: NO_PAIRS; one cohort:
    ONE_COHORT; no two cohorts differ: COHORTS_ALL_ALIKE, both without an interval. Bell & McCaffrey 2002, Survey
    Methodology 28:169; Pustejovsky & Tipton 2018, JBES 36:672; Liang & Zeger 1986, Biometrika 73:13.
    """
    n = sums.learners
    if not n:
        return Estimate(None, None, None, 0, kind, (Note(NoteCode.NO_PAIRS),))
    mean, se = int(sums.sum_gain.sum()) / n, robust_se(sums.n, sums.sum_gain, kind)
    if not se:
        return Estimate(mean, None, None, n, kind, (_too_few_or_alike(sums),))
    df = satterthwaite_df(sums.n) if kind is Robust.CR2 else None
    df = float(sums.cohorts - 1) if df is None else df
    half = t_quantile(confidence, df) * se
    return Estimate(mean, mean - half, mean + half, n, kind, se=se, df=df)


def icc_of_cohorts(
    sums: CohortSums, confidence: float = 0.95, *, figure: str = "gain", method: Likeness = Likeness.ANOVA
) -> Estimate:
    """Share of the variance of gains (figure: or of improved, same, worse) that lies between cohorts.

    ANOVA: (MSB - MSW) / (MSB + (n0 - 1) MSW), with the F interval of Searle at n0 learners a cohort (exact for equal
    cohorts and normal gains). REML has no interval. Nobody: NO_PAIRS; one cohort: ONE_COHORT; all cohorts of one
    learner, or nothing varies: NO_SPREAD; nothing varies within cohorts, or between them: NO_SPREAD, no interval.
    Donner & Koval 1980, Biometrics 36:19; Searle 1971, Linear Models, 9.8.
    """
    n, cohorts = sums.learners, sums.cohorts
    if not n:
        return Estimate(None, None, None, 0, method, (Note(NoteCode.NO_PAIRS),))
    if cohorts < 2:
        return Estimate(None, None, None, n, method, (Note(NoteCode.ONE_COHORT, {"n": n}),))
    total, squared = _sums(sums, figure)
    if method is Likeness.REML:
        fit = random_intercept(sums.n, total, squared, confidence)
        return Estimate(fit.icc, None, None, n, method, fit.notes)
    icc = anova_icc(sums.n, total, squared)
    if icc is None:
        return Estimate(None, None, None, n, method, (Note(NoteCode.NO_SPREAD, {"figure": figure, "n": n}),))
    low, high = _searle(sums.n, icc, confidence)
    if high - low <= SAME:
        return Estimate(icc, None, None, n, method, (Note(NoteCode.NO_SPREAD, {"figure": figure, "n": n}),))
    return Estimate(icc, low, high, n, method)


def design_effect_of_cohorts(sums: CohortSums, *, figure: str = "gain") -> Estimate:
    """Variance of the mean gain (or of the share improved, same, worse) by CR2 over s²/n; no interval.

    Nobody: NO_PAIRS; one cohort: ONE_COHORT; nothing varies, or no two cohorts differ: COHORTS_ALL_ALIKE. Kish 1965.
    """
    found, n = _mean(sums, figure), sums.learners
    value = None if found is None else found.design_effect
    return Estimate(value, None, None, n, "cr2", () if value is not None else (_too_few_or_alike(sums),))


def effective_n_of_cohorts(sums: CohortSums, *, figure: str = "gain") -> Estimate:
    """How many independent learners would tell as much of the mean gain (or of the share improved, same, worse).

    Learners over the design effect of CR2, in learners, not whole; over n where cohorts differ less than chance. No
    interval. None with the reasons of `design_effect_of_cohorts`. Kish 1965, Survey Sampling, section 8.2.
    """
    effect = design_effect_of_cohorts(sums, figure=figure)
    value = None if effect.value is None else sums.learners / effect.value
    return Estimate(value, None, None, sums.learners, "cr2", effect.notes)


def _mean(sums: CohortSums, figure: str) -> ClusteredMean | None:
    return clustered_mean(sums.n, *_sums(sums, figure)) if sums.learners else None


def _sums(sums: CohortSums, figure: str) -> tuple[Counts, Counts]:
    """Σx and Σx² by cohort; of a yes or no they are the same."""
    if figure == "gain":
        return sums.sum_gain, sums.sum_gain_squared
    if figure not in ("improved", "same", "worse"):
        raise ValueError(f"cohorts know gain, improved, same and worse, not '{figure}'")
    yes: Counts = getattr(sums, figure)
    return yes, yes


def _searle(n: Counts, icc: float, confidence: float) -> tuple[float, float]:
    """Bounds at which F = MSB / MSW is just in a tail, n0 learners a cohort. MSB / MSW follows from the icc itself."""
    everyone, cohorts = int(n.sum()), int(n.size)
    size = (everyone - int((n**2).sum()) / everyone) / (cohorts - 1)
    f, out = (1 + (size - 1) * icc) / (1 - icc) if icc < 1 else np.inf, tail(confidence)
    df1, df2 = cohorts - 1, everyone - cohorts
    low, high = (f / float(special.fdtri(df1, df2, p)) for p in (1 - out, out))
    return tuple((g - 1) / (g + size - 1) if np.isfinite(g) else 1.0 for g in (low, high))  # type: ignore[return-value]


def _too_few_or_alike(sums: CohortSums) -> Note:
    if not sums.learners:
        return Note(NoteCode.NO_PAIRS)
    if sums.cohorts < 2:
        return Note(NoteCode.ONE_COHORT, {"n": sums.learners})
    return Note(NoteCode.COHORTS_ALL_ALIKE, {"cohorts": sums.cohorts})
