"""Cohorts as the unit: standard errors, degrees of freedom, likeness within cohorts and what it costs.

All from three numbers per cohort (n, Σx, Σx²), closed forms; cohorts of one size cost as much as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.counts.classes import SizeClass, fold
from analytics.counts.joint import Counts

Stratum = Sequence[SizeClass]
"""The cohorts of one stratum (a region, say), by size."""


@dataclass(frozen=True)
class ClusteredMean:
    """A ClusteredMean is a mean of learners taught in cohorts, with a standard error that respects the cohorts.

    se, df: by CR2 with Satterthwaite; None if there are fewer than two cohorts. strata: their number after strata of
    one cohort, which cannot tell how cohorts differ, were merged into others. icc: between cohorts within strata.
    design_effect: the variance over that of as many independent learners. effective_cohorts: for a share, over how many
    cohorts its rarer outcome is spread; None for other means. icc, design_effect and effective_cohorts are None if
    nothing varies.
    """

    mean: float
    cohorts: int
    strata: int
    se: float | None
    df: float | None
    icc: float | None
    design_effect: float | None
    effective_cohorts: float | None


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


def clustered_mean(n: Counts, total: Counts, total_squared: Counts) -> ClusteredMean:
    """Returns the mean Σx / Σn of learners, with its error by cohort; all cohorts are of one stratum.

    One entry per cohort: n, its learners; total, total_squared, Σx and Σx² over them. At least one cohort with a
    learner.
    """
    return mean_of_strata([fold(n, total)], int(total_squared.sum()))


def error_of_classes(classes: Stratum) -> tuple[float, float] | None:
    """Returns the standard error (CR2) of the mean of one stratum, and its degrees of freedom.

    The mean is Σx / Σn over learners. None if there are fewer than two cohorts.
    """
    whole = _whole(classes)
    se = _robust_se(classes, whole)
    return None if se is None else (se, _df(classes, whole.n))


def mean_of_strata(strata: Sequence[Stratum], total_squared: int) -> ClusteredMean:
    """Returns the mean of learners in several strata, with its error by cohort.

    strata: the cohorts of each, by size. total_squared: Σ over learners of x².

    The variance is Σ_h (n_h / n)² V_h, V_h that of CR2 of the mean of stratum h, which is CR2 of a regression on strata
    (Bell & McCaffrey 2002), with n² / Σ_h (n_h² / df_h) degrees of freedom. design_effect: this variance over s² / n,
    that of independent learners; None if either is 0.
    """
    wholes = [_whole(stratum) for stratum in strata]
    n, cohorts, total = (sum(getattr(whole, name) for whole in wholes) for name in ("n", "cohorts", "total"))
    merged = _without_lonely(list(zip(strata, wholes, strict=True)))
    se = df = design_effect = None
    if cohorts > 1:
        of_sums = [((_robust_se(stratum, whole) or 0.0) * whole.n) ** 2 for stratum, whole in merged]
        se = float(sum(of_sums) ** 0.5 / n)
        df = float(n * n / sum(whole.n**2 / _df(stratum, whole.n) for stratum, whole in merged))
        spread = n * total_squared - total * total
        if spread > 0 and se:
            design_effect = se**2 * (n * n * (n - 1)) / spread
    icc = pooled_icc(strata, total_squared)
    # Of whole numbers only 0 and 1 are their own squares.
    effective = _effective_cohorts(strata, n, total) if total_squared == total else None
    return ClusteredMean(total / n, cohorts, len(merged), se, df, icc, design_effect, effective)


def _effective_cohorts(strata: Sequence[Stratum], n: int, total: int) -> float | None:
    """How many cohorts the learners of the rarer outcome are spread over, (Σr)² / Σr², r of them in a cohort.

    One where all are in one cohort, the number of cohorts where each has as many. None without any. total: of 1s among
    n. Kish 1965, Survey Sampling, section 11.7: the effective number under unequal weights.
    """
    rare = min(total, n - total)
    if not rare:
        return None
    squares = sum(c.square for stratum in strata for c in stratum)
    if total > n - total:  # Σ (size - x)² from Σx²
        squares += sum(c.size * (c.size * c.cohorts - 2 * c.total) for stratum in strata for c in stratum)
    return rare**2 / squares


def _without_lonely(strata: Sequence[tuple[Stratum, _Whole]]) -> list[tuple[Stratum, _Whole]]:
    """Strata of two cohorts and more, those of one cohort put together or, where there is one such, to the stratum of
    fewest cohorts. It can only widen the interval (Wolter 2007, Introduction to Variance Estimation, section 2.5)."""
    each = sorted(strata, key=lambda one: one[1].cohorts)
    lonely = [stratum for stratum, whole in each if whole.cohorts == 1]
    rest = each[len(lonely) :]
    if len(lonely) == 1 and rest:
        lonely.append(rest.pop(0)[0])
    if not lonely:
        return rest
    together = [size for stratum in lonely for size in stratum]
    return [(together, _whole(together)), *rest]


def pooled_icc(strata: Sequence[Stratum], total_squared: int) -> float | None:
    """Estimates how alike learners of one cohort are (intraclass correlation), between cohorts within strata.

    (MSB - MSW) / (MSB + (n0 - 1) MSW); may be under 0. With G cohorts in H strata of N_h learners, MSB on G - H and MSW
    on n - G degrees of freedom, n0 = (n - Σ_h Σ_g n_g² / N_h) / (G - H). None if no stratum has two cohorts, if every
    cohort is of one learner, or if nothing varies. Donner & Koval 1980, Biometrics 36:19, for one stratum.
    """
    wholes = [_whole(stratum) for stratum in strata]
    n, df = sum(whole.n for whole in wholes), sum(whole.cohorts - 1 for whole in wholes)
    cohorts = df + len(wholes)
    if df < 1 or n == cohorts:
        return None
    of_means = sum(c.square / c.size for stratum in strata for c in stratum)
    between = (of_means - sum(whole.total**2 / whole.n for whole in wholes)) / df
    within = (total_squared - of_means) / (n - cohorts)
    squares = (
        sum(c.cohorts * c.size**2 for c in stratum) / whole.n for stratum, whole in zip(strata, wholes, strict=True)
    )
    n0 = (n - sum(squares)) / df
    spread = between + (n0 - 1) * within
    return (between - within) / spread if spread > 0 else None


def _df(classes: Sequence[SizeClass], n: int) -> float:
    f = np.array([c.size for c in classes]) / n
    cohorts = np.array([c.cohorts for c in classes])
    g = f**2 / (1 - f)
    return float(1 / (cohorts @ f**2 + (cohorts @ g) ** 2 - cohorts @ g**2))
