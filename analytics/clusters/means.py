"""Cohorts as the unit: standard errors, degrees of freedom, likeness within cohorts and what it costs.

All from three numbers per cohort (n, Σx, Σx²), closed forms; cohorts of one size cost as much as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.counts.classes import SizeClass, fold
from analytics.counts.joint import Counts


@dataclass(frozen=True)
class ClusteredMean:
    """A mean with cohorts as the unit. se and df are those of CR2 with Satterthwaite; None under two cohorts."""

    mean: float
    cohorts: int
    se: float | None
    df: float | None
    icc: float | None
    design_effect: float | None


def robust_se(n: Counts, total: Counts) -> float | None:
    """Cluster-robust standard error of Σx / Σn by CR2, unbiased when cohorts do not matter.

    n, total: learners and Σx per cohort, shape (cohorts,). With e_g = Σx_g - n_g·mean the variance is
    Σ e_g² / (1 - n_g/n) / n². None under two cohorts, where it is undefined. Bell & McCaffrey 2002, Survey Methodology
    28:169.
    """
    classes = fold(n, total)
    return _robust_se(classes, _whole(classes))


@dataclass(frozen=True)
class _Whole:
    """All classes together: learners, cohorts, Σx."""

    n: int
    cohorts: int
    total: int


def _whole(classes: Sequence[SizeClass]) -> _Whole:
    n, cohorts, total = 0, 0, 0
    for c in classes:
        n, cohorts, total = n + c.size * c.cohorts, cohorts + c.cohorts, total + c.total
    return _Whole(n, cohorts, total)


def _robust_se(classes: Sequence[SizeClass], whole: _Whole) -> float | None:
    """From classes of cohorts of one size; the squares whole, so that alike is exactly 0."""
    n, total = whole.n, whole.total
    if whole.cohorts < 2:
        return None
    summed = 0.0
    for c in classes:
        of_mean = c.size * total
        residual = n * (n * c.square - 2 * of_mean * c.total) + c.cohorts * of_mean**2
        summed += residual / (n * (n - c.size))  # a whole number over a whole number: no digit is lost
    return float(summed**0.5 / n)


def satterthwaite_df(n: Counts) -> float | None:
    """Degrees of freedom of the CR2 variance of a mean when learners are independent.

    With f = n_g / n: 1 / (Σf² + (Σ f²/(1-f))² - Σ (f²/(1-f))²); cohorts - 1 when all are of one size.
    Pustejovsky & Tipton 2018, JBES 36:672, worked out for an intercept. None under two cohorts.
    """
    return _df(fold(n, n), int(n.sum())) if n.size > 1 else None


def anova_icc(n: Counts, total: Counts, total_squared: Counts) -> float | None:
    """Share of the variance that lies between cohorts, (MSB - MSW) / (MSB + (n0 - 1) MSW); may be under 0.

    n0 = (n - Σn_g²/n) / (G - 1). None under two cohorts, when every cohort is of one learner, or when nothing varies.
    Donner & Koval 1980, Biometrics 36:19.
    """
    classes = fold(n, total)
    return _icc(classes, _whole(classes), int(total_squared.sum()))


def kish_design_effect(n: Counts, icc: float) -> float:
    """1 + (m - 1)·icc with m = Σn_g² / Σn_g, the size of the cohort of a learner met by chance. Kish 1965."""
    return float(1 + ((n**2).sum() / n.sum() - 1) * icc)


def clustered_mean(n: Counts, total: Counts, total_squared: Counts) -> ClusteredMean:
    """Σx / Σn with what cohorts do to it, from a place per cohort; at least one cohort with a learner."""
    return mean_of_classes(fold(n, total), int(total_squared.sum()))


def mean_of_classes(classes: Sequence[SizeClass], total_squared: int) -> ClusteredMean:
    """The same from classes of cohorts of one size. total_squared: Σ over learners of x².

    design_effect: the CR2 variance over s²/n, what it would be were learners independent; None where either is 0.
    """
    whole = _whole(classes)
    n, total = whole.n, whole.total
    se = df = design_effect = None
    if whole.cohorts > 1:
        se = _robust_se(classes, whole)
        df = _df(classes, n)
        spread = n * total_squared - total * total
        if spread > 0 and se:
            design_effect = se**2 * (n * n * (n - 1)) / spread
    return ClusteredMean(total / n, whole.cohorts, se, df, _icc(classes, whole, total_squared), design_effect)


def _df(classes: Sequence[SizeClass], n: int) -> float:
    f = np.array([c.size for c in classes]) / n
    cohorts = np.array([c.cohorts for c in classes])
    g = f**2 / (1 - f)
    return float(1 / (cohorts @ f**2 + (cohorts @ g) ** 2 - cohorts @ g**2))


def _icc(classes: Sequence[SizeClass], whole: _Whole, total_squared: int) -> float | None:
    n, cohorts = whole.n, whole.cohorts
    if cohorts < 2 or n == cohorts:
        return None
    of_means = sum(c.square / c.size for c in classes)
    between = (of_means - whole.total**2 / n) / (cohorts - 1)
    within = (total_squared - of_means) / (n - cohorts)
    n0 = (n - sum(c.cohorts * c.size**2 for c in classes) / n) / (cohorts - 1)
    spread = between + (n0 - 1) * within
    return (between - within) / spread if spread > 0 else None
