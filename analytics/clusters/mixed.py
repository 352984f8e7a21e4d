"""The random-intercept model from three sums per cohort: a mean that lets cohorts differ, fitted by REML."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi

import numpy as np
import numpy.typing as npt

from analytics.counts.classes import SizeClass, fold
from analytics.counts.joint import Counts
from analytics.notes import Note, NoteCode
from analytics.numerics.roots import root
from analytics.shares.intervals import t_quantile

Floats = npt.NDArray[np.float64]

SMALLEST_RATIO, LARGEST_RATIO = 1e-8, 1e6
"""Between which the variance between cohorts over that within them is looked for, and 0."""
STEPS = 57
"""Places of the grid, each some three times the one before."""


@dataclass(frozen=True)
class RandomIntercept:
    """x = mean + cohort + learner. mean, se, low, high in x's unit (t on cohorts - 1); variances in its square.

    icc: part of the variance between cohorts, 0..1. criterion: -2 ln of the restricted likelihood. All None where it
    cannot be fitted; notes say why, and that cohorts differ no more than chance where var_cohort is 0.
    """

    mean: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int
    cohorts: int
    var_cohort: float | None
    var_learner: float | None
    icc: float | None
    criterion: float | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Classes:
    """Cohorts of one size together: size, how many, and of their means the sum of squares about their mean."""

    size: Floats
    cohorts: Floats
    mean: Floats
    spread: Floats
    within: float
    learners: int

    def at(self, ratio: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Weighted mean, its information, residual sum, criterion but constants: for each var_cohort / var_learner."""
        _, information, mean, _, residual = self._weighed(ratio)
        df = self.learners - 1
        spread = np.log1p(self.size * ratio[:, None]) @ self.cohorts
        return mean, information, residual, df * np.log(residual / df) + spread + np.log(information)

    def _weighed(self, ratio: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """For each ratio: weights of a cohort's mean, their sum, the weighted mean, squares about it, residual sum."""
        weight = self.size / (1 + self.size * ratio[:, None])
        information = weight @ self.cohorts
        mean = (weight @ (self.cohorts * self.mean)) / information
        apart = self.spread + self.cohorts * (self.mean - mean[:, None]) ** 2
        return weight, information, mean, apart, self.within + (weight * apart).sum(axis=1)

    def slope(self, ratio: float) -> float:
        """By how much the criterion rises with the ratio; the mean is where the residual sum is least, so it stays."""
        weight, information, _, apart, residual = (each[0] for each in self._weighed(np.array([ratio])))
        squared = weight**2
        of_residual = (squared @ apart) / residual
        return float(information - (squared @ self.cohorts) / information - (self.learners - 1) * of_residual)

    def likeliest(self) -> float:
        """The ratio of the least criterion: level beside the best place of a grid, or an end of the grid."""
        grid = np.concatenate([[0.0], np.geomspace(SMALLEST_RATIO, LARGEST_RATIO, STEPS)])
        best = int(np.argmin(self.at(grid)[3]))
        low, high = float(grid[max(0, best - 1)]), float(grid[min(STEPS, best + 1)])
        if self.slope(low) >= 0:
            return low
        return root(self.slope, low, high) if self.slope(high) > 0 else high


def random_intercept(n: Counts, total: Counts, total_squared: Counts, confidence: float = 0.95) -> RandomIntercept:
    """REML fit. n, total, total_squared: learners, Σx and Σx² per cohort, shape (cohorts,).

    With r the variance between cohorts over that within, w = n / (1 + n r) weighs a cohort's mean, and r is where (N -
    1) ln(Σ within + Σ w (mean - weighted mean)²) + Σ ln(1 + n r) + ln Σ w is least, 0 or more. The cost of a step is
    that of the distinct cohort sizes, not of cohorts. None under two cohorts (ONE_COHORT), where all cohorts are of one
    learner or nothing varies within them (NO_SPREAD). Patterson & Thompson 1971, Biometrika 58:545; Laird & Ware 1982,
    Biometrics 38:963.
    """
    size, place = np.unique(n, return_inverse=True)
    squared = np.zeros(size.size, dtype=np.int64)
    np.add.at(squared, place, total_squared)
    return random_intercept_of_classes(fold(n, total), squared.tolist(), confidence)


def random_intercept_of_classes(
    classes: Sequence[SizeClass], total_squared: Sequence[int], confidence: float = 0.95
) -> RandomIntercept:
    """The same from classes of cohorts of one size. total_squared: Σ over learners of x², by class."""
    everyone, cohorts = sum(c.size * c.cohorts for c in classes), sum(c.cohorts for c in classes)
    if cohorts < 2:
        return _none(everyone, cohorts, Note(NoteCode.ONE_COHORT, {"n": everyone}))
    means = _classes(classes, total_squared, everyone)
    if everyone == cohorts or means.within <= 0:
        return _none(everyone, cohorts, Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": everyone}))
    ratio = means.likeliest()
    mean, information, residual, least = (float(value[0]) for value in means.at(np.array([ratio])))
    learner = residual / (everyone - 1)
    se = (learner / information) ** 0.5
    half = t_quantile(confidence, cohorts - 1) * se
    return RandomIntercept(
        mean=mean, se=se, low=mean - half, high=mean + half, n=everyone, cohorts=cohorts,
        var_cohort=ratio * learner, var_learner=learner, icc=ratio / (1 + ratio),
        criterion=least + (everyone - 1) * (1 + log(2 * pi)),
        notes=() if ratio else (Note(NoteCode.COHORTS_AS_CHANCE, {"cohorts": cohorts}),),
    )  # fmt: skip


def _classes(classes: Sequence[SizeClass], total_squared: Sequence[int], learners: int) -> _Classes:
    """Whole numbers until the divisions, so that no spread is exactly 0 and no order of cohorts changes a digit."""
    return _Classes(
        size=np.array([c.size for c in classes], dtype=np.float64),
        cohorts=np.array([c.cohorts for c in classes], dtype=np.float64),
        mean=np.array([c.total / (c.size * c.cohorts) for c in classes]),
        spread=np.array([(c.cohorts * c.square - c.total**2) / (c.cohorts * c.size**2) for c in classes]),
        within=sum((c.size * squared - c.square) / c.size for c, squared in zip(classes, total_squared, strict=True)),
        learners=learners,
    )


def _none(n: int, cohorts: int, note: Note) -> RandomIntercept:
    return RandomIntercept(None, None, None, None, n, cohorts, None, None, None, None, (note,))
