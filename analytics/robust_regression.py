"""Regression on group, and on the score before, with cohort-robust errors, from moments of cohorts alone.

A cohort lies in one group, so its rows of the design hold only a 1 under that group and, with a covariate, the score
before. All that CR2 and Satterthwaite need of it is the 2 x 2 moments of these rows: the inverse square root of
I - X M X' acts only on the columns of X.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.joint import Counts

Floats = npt.NDArray[np.float64]
SMALL = 1e-10
"""Eigenvalues under this part of 1 (or of the largest) count as 0: what a cohort alone decides has no residual."""


@dataclass(frozen=True)
class CohortMoments:
    """Per cohort: its group (0..groups - 1), learners, and sums over learners of x, x², y, xy; x None: no covariate."""

    group: Counts
    n: Counts
    y: Counts
    x: Counts | None = None
    xx: Counts | None = None
    xy: Counts | None = None


@dataclass(frozen=True)
class RobustFit:
    """coefficients: one per group, then the slope where there is a covariate. cr1 (G / (G - 1)), cr2: their covariance.

    inverse: of X'X; columns, moments, adjusted, a place per cohort: which coefficients its learners have, X'X in them,
    and the matrix with A X = X · adjusted, A the correction of CR2.
    """

    coefficients: Floats
    cr1: Floats
    cr2: Floats
    inverse: Floats
    columns: npt.NDArray[np.int64]
    moments: Floats
    adjusted: Floats

    def se(self, contrast: Floats) -> float:
        """CR2 standard error of contrast · coefficients."""
        return float(np.sqrt(max(0.0, float(contrast @ self.cr2 @ contrast))))

    def df(self, contrast: Floats) -> float:
        """Satterthwaite's degrees of freedom of the CR2 variance of a contrast, learners independent."""
        spread = self.spread(contrast[None, :])
        return float(2 * self.expected(spread)[0, 0] ** 2 / self.variance(spread, 0, 0))

    def spread(self, contrasts: Floats) -> Floats:
        """Of each contrast and cohort the vector v with p = X v, p'e the cohort's part of the contrast's error.

        contrasts: (q, coefficients). Back: (2, q, cohorts, columns of a cohort), v and X'X v.
        """
        v = np.einsum("gij,qgj->qgi", self.adjusted, (contrasts @ self.inverse)[:, self.columns])
        return np.stack((v, np.einsum("gij,qgj->qgi", self.moments, v)))

    def expected(self, spread: Floats) -> Floats:
        """Expected CR2 covariance of contrasts, learners independent with variance 1, (q, q)."""
        v, w = spread
        return np.asarray(np.einsum("qgi,rgi->qr", v, w) - np.einsum("qgi,gij,rgj->qr", w, self._inverse_of_cohorts, w))

    def variance(self, spread: Floats, s: int, t: int) -> float:
        """Variance of the CR2 covariance of contrasts s and t: Σ over cohorts of C[ss] C[tt] + C[st] C[ts]."""
        return self._product(spread, (s, s), (t, t)) + self._product(spread, (s, t), (t, s))

    def _product(self, spread: Floats, one: tuple[int, int], two: tuple[int, int]) -> float:
        """Σ over cohorts g, h of C[one](g, h) C[two](g, h), C[s, t](g, h) the covariance of p_s'e in g, p_t'e in h."""
        v, w = spread
        (s, t), (u, z) = one, two
        m = self._inverse_of_cohorts
        own_one, own_two = (np.einsum("gi,gi->g", v[a], w[b]) for a, b in (one, two))
        across_one, across_two = (np.einsum("gi,gij,gj->g", w[a], m, w[b]) for a, b in (one, two))
        first, second = self._outer(w[s], w[u]), self._outer(w[t], w[z])
        both = float((own_one * own_two - own_one * across_two - own_two * across_one).sum())
        return both + float(np.trace(self.inverse @ second @ self.inverse @ first.T))

    @property
    def _inverse_of_cohorts(self) -> Floats:
        return np.asarray(self.inverse[self.columns[:, :, None], self.columns[:, None, :]])

    def _outer(self, a: Floats, b: Floats) -> Floats:
        """Σ over cohorts of a b', put into all columns."""
        total = np.zeros_like(self.inverse)
        np.add.at(total, (self.columns[:, :, None], self.columns[:, None, :]), a[:, :, None] * b[:, None, :])
        return total


def robust_fit(cohorts: CohortMoments, groups: int) -> RobustFit | None:
    """Least squares of y on group (and x). None where the coefficients are not determined."""
    columns, moments, right = _local(cohorts, groups)
    size = groups + (0 if cohorts.x is None else 1)
    whole, sums = np.zeros((size, size)), np.zeros(size)
    np.add.at(whole, (columns[:, :, None], columns[:, None, :]), moments)
    np.add.at(sums, columns, right)
    if (np.diag(whole) <= 0).any() or np.linalg.cond(whole) > 1e13:
        return None
    inverse: Floats = np.asarray(np.linalg.inv(whole), dtype=np.float64)
    beta = inverse @ sums
    residual = right - np.einsum("gij,gj->gi", moments, beta[columns])  # X'e of each cohort
    values, vectors = np.linalg.eigh(moments)
    kept = values > values[:, -1:] * SMALL
    lengths = np.sqrt(np.where(kept, values, 1.0))
    root = vectors * np.where(kept, lengths, 0.0)[:, None, :]
    back = vectors * np.where(kept, 1 / lengths, 0.0)[:, None, :]  # the pseudo-inverse of root'
    m = inverse[columns[:, :, None], columns[:, None, :]]
    left, turns = np.linalg.eigh(np.eye(m.shape[1]) - root.transpose(0, 2, 1) @ m @ root)
    known = left > SMALL
    scaled = turns * np.where(known, np.where(known, left, 1.0) ** -0.5, 0.0)[:, None, :]
    half = scaled @ turns.transpose(0, 2, 1)
    adjusted = back @ half @ root.transpose(0, 2, 1)  # A X = X · adjusted
    scores = np.einsum("gji,gj->gi", adjusted, residual)
    count = cohorts.n.size
    return RobustFit(
        coefficients=beta,
        cr1=inverse @ _sandwich(columns, residual, size) @ inverse * (count / (count - 1) if count > 1 else np.nan),
        cr2=inverse @ _sandwich(columns, scores, size) @ inverse,
        inverse=inverse,
        columns=columns,
        moments=moments,
        adjusted=adjusted,
    )


def _local(cohorts: CohortMoments, groups: int) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """Columns of the design that a cohort has, X'X and X'y in them."""
    n, y = cohorts.n.astype(np.float64), cohorts.y.astype(np.float64)
    if cohorts.x is None or cohorts.xx is None or cohorts.xy is None:
        return cohorts.group[:, None], n[:, None, None], y[:, None]
    x = cohorts.x.astype(np.float64)
    columns = np.column_stack((cohorts.group, np.full(n.size, groups)))
    moments = np.stack((np.stack((n, x), -1), np.stack((x, cohorts.xx.astype(np.float64)), -1)), -1)
    return columns, moments, np.column_stack((y, cohorts.xy.astype(np.float64)))


def _sandwich(columns: npt.NDArray[np.int64], scores: Floats, size: int) -> Floats:
    meat = np.zeros((size, size))
    np.add.at(meat, (columns[:, :, None], columns[:, None, :]), scores[:, :, None] * scores[:, None, :])
    return meat
