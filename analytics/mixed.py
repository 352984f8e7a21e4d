"""The random-intercept model from three sums per cohort: a mean that lets cohorts differ, fitted by REML."""

from dataclasses import dataclass
from math import log, pi

import numpy as np
import numpy.typing as npt

from analytics.joint import Counts
from analytics.notes import Note, NoteCode
from analytics.shares import t_quantile

LARGEST_RATIO = 1e6
"""Largest variance between cohorts over that within them that is looked for."""


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
    """Cohorts of one size together: size, how many, and of their means the sum of squares about `centre`."""

    size: npt.NDArray[np.float64]
    cohorts: npt.NDArray[np.float64]
    mean: npt.NDArray[np.float64]
    spread: npt.NDArray[np.float64]
    within: float
    learners: int

    def at(self, ratio: float) -> tuple[float, float, float, float]:
        """Weighted mean, its information, residual sum and criterion but constants, given var_cohort / var_learner."""
        weight = self.size / (1 + self.size * ratio)
        information = float(weight @ self.cohorts)
        mean = float((weight * self.cohorts) @ self.mean) / information
        residual = self.within + float(weight @ (self.spread + self.cohorts * (self.mean - mean) ** 2))
        df = self.learners - 1
        criterion = df * log(residual / df) + float(self.cohorts @ np.log1p(self.size * ratio)) + log(information)
        return mean, information, residual, criterion


def random_intercept(n: Counts, total: Counts, total_squared: Counts, confidence: float = 0.95) -> RandomIntercept:
    """REML fit. n, total, total_squared: learners, Σx and Σx² per cohort, shape (cohorts,).

    The cost of a step is that of the distinct cohort sizes, not of cohorts. None under two cohorts (ONE_COHORT), where
    all cohorts are of one learner or nothing varies within them (NO_SPREAD). Patterson & Thompson 1971, Biometrika
    58:545; Laird & Ware 1982, Biometrics 38:963.
    """
    from scipy import optimize  # a quarter of a second to load, which only this needs

    everyone, cohorts = int(n.sum()), int(n.size)
    if cohorts < 2:
        return _none(everyone, cohorts, Note(NoteCode.ONE_COHORT, {"n": everyone}))
    classes = _classes(n, total, total_squared)
    if everyone == cohorts or classes.within <= 0:
        return _none(everyone, cohorts, Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": everyone}))

    def criterion(ln_ratio: float) -> float:
        return classes.at(float(np.exp(ln_ratio)))[3]

    grid = np.linspace(log(1e-8), log(LARGEST_RATIO), 57)
    best = int(np.argmin([criterion(place) for place in grid]))
    around = (grid[max(0, best - 1)], grid[min(grid.size - 1, best + 1)])
    found = optimize.minimize_scalar(criterion, bounds=around, method="bounded", options={"xatol": 1e-10})
    ratio = float(np.exp(found.x))
    if classes.at(0.0)[3] <= classes.at(ratio)[3]:
        ratio = 0.0
    mean, information, residual, least = classes.at(ratio)
    learner = residual / (everyone - 1)
    se = (learner / information) ** 0.5
    half = t_quantile(confidence, cohorts - 1) * se
    return RandomIntercept(
        mean=mean, se=se, low=mean - half, high=mean + half, n=everyone, cohorts=cohorts,
        var_cohort=ratio * learner, var_learner=learner, icc=ratio / (1 + ratio),
        criterion=least + (everyone - 1) * (1 + log(2 * pi)),
        notes=() if ratio else (Note(NoteCode.COHORTS_AS_CHANCE, {"cohorts": cohorts}),),
    )  # fmt: skip


def _classes(n: Counts, total: Counts, total_squared: Counts) -> _Classes:
    size, place, cohorts = np.unique(n, return_inverse=True, return_counts=True)
    means = total / n
    class_mean = np.bincount(place, weights=means) / cohorts
    spread = np.bincount(place, weights=(means - class_mean[place]) ** 2).astype(np.float64)
    own = (n * total_squared - total * total) / n  # whole until the division: no spread is exactly 0
    return _Classes(
        size.astype(np.float64),
        cohorts.astype(np.float64),
        class_mean.astype(np.float64),
        spread,
        float(own.sum()),
        int(n.sum()),
    )


def _none(n: int, cohorts: int, note: Note) -> RandomIntercept:
    return RandomIntercept(None, None, None, None, n, cohorts, None, None, None, None, (note,))
