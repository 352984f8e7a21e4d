"""Regression on group, and on the score before, with cohort-robust errors, from moments of cohorts alone.

A cohort lies in one group, so its rows of the design hold only a 1 under that group and, with a covariate, the score
before. All that CR2 and Satterthwaite need of it is the 2 x 2 moments of these rows: the inverse square root of
I - X M X' acts only on the columns of X.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Counts

Floats = npt.NDArray[np.float64]
SMALL = 1e-10
"""Eigenvalues under this part of 1 (or of the largest) count as 0: what a cohort alone decides has no residual."""


@dataclass(frozen=True)
class CohortMoments:
    """A CohortMoments is what a regression needs of the cohorts: sizes, groups and sums of scores, one entry each.

    group: 0..groups - 1, cohorts of one group next to each other. n: learners. y, x, xx, xy: sums over learners of y,
    x, x² and xy; x, xx and xy are None if there is no covariate.
    """

    group: Counts
    n: Counts
    y: Counts
    x: Counts | None = None
    xx: Counts | None = None
    xy: Counts | None = None


@dataclass(frozen=True)
class RobustFit:
    """A RobustFit is a regression of scores on groups whose errors respect cohorts (cluster-robust, CR2).

    coefficients: one per group, then the slope if there is a covariate. cr2: their covariance. inverse: of X'X. Per
    cohort: columns, the coefficients that its learners have; moments, X'X in these; adjusted, the matrix with A X = X ·
    adjusted, A the correction of CR2.
    """

    coefficients: Floats
    cr2: Floats
    inverse: Floats
    columns: npt.NDArray[np.int64]
    moments: Floats
    adjusted: Floats

    def se(self, contrast: Floats) -> float:
        """Returns the standard error (CR2) of contrast · coefficients."""
        return float(np.sqrt(max(0.0, float(contrast @ self.cr2 @ contrast))))

    def df(self, contrast: Floats) -> float:
        """Returns the degrees of freedom (Satterthwaite) of a contrast's variance, taking learners as independent.

        0 if the contrast rests only on cohorts that leave no residual: its variance is then 0 whatever the scores.
        """
        spread = self.spread(contrast[None, :])
        expected = float(self.expected(spread)[0, 0])
        if expected <= SMALL * float(contrast @ self.inverse @ contrast):
            return 0.0
        return 2 * expected**2 / self.variance(spread)

    def spread(self, contrasts: Floats) -> Floats:
        """Returns, for each contrast and cohort, the vectors v and X'X v from which the contrast's variance is made.

        With p = X v, p'e is the cohort's part of the contrast's error. contrasts: (q, coefficients). Result: (2, q,
        cohorts, columns of a cohort).
        """
        v = np.einsum("gij,qgj->qgi", self.adjusted, (contrasts @ self.inverse)[:, self.columns])
        return np.stack((v, np.einsum("gij,qgj->qgi", self.moments, v)))

    def expected(self, spread: Floats) -> Floats:
        """Returns the covariance of contrasts that CR2 would give on average if learners were independent, (q, q).

        spread: the result of the method `spread`.
        """
        v, w = spread
        return np.asarray(np.einsum("qgi,rgi->qr", v, w) - np.einsum("qgi,gij,rgj->qr", w, self._inverse_of_cohorts, w))

    def variance(self, spread: Floats) -> float:
        """Returns the sum of the variances of all entries of the CR2 covariance of contrasts, learners independent.

        It is Σ over s, t and cohorts g, h of C_ss C_tt + C_st C_ts, C_st(g, h) the covariance of p_s'e in g and p_t'e
        in h. C(g, h) is V_g W_g' if g = h, less W_g M W_h'. Multiplied out, the part of one cohort needs only X = W'V
        and Y = W'W of that cohort, the part of two only the products W_s W_t' added over cohorts. spread: the result of
        the method `spread`.
        """
        v, w = spread
        m = self._inverse_of_cohorts
        x, across = np.einsum("sgi,sgj->gij", w, v), np.einsum("sgi,sgj,gjk->gik", w, w, m)
        of_x, of_across = np.trace(x, axis1=1, axis2=2), np.trace(across, axis1=1, axis2=2)
        one = float((of_x**2 - 2 * of_x * of_across).sum())
        one += float(np.einsum("gij,gji->", x, x) - 2 * np.einsum("gij,gji->", x, across))
        products = self._products(w)
        half, turned = self.inverse @ products, self.inverse @ products.transpose(0, 1, 3, 2)
        return one + float(np.einsum("stij,stji->", half, turned) + np.einsum("stij,stji->", turned, turned))

    @property
    def _inverse_of_cohorts(self) -> Floats:
        return np.asarray(self.inverse[self.columns[:, :, None], self.columns[:, None, :]])

    def _products(self, w: Floats) -> Floats:
        """Σ over cohorts of w_s w_t', put into all coefficients, (q, q, coefficients, coefficients)."""
        q, size = w.shape[0], self.inverse.shape[0]
        sums_of_products = np.zeros((q, q, size, size))
        for first, last in self._groups():
            columns = self.columns[first]
            of_group = np.moveaxis(w[:, first:last], 1, 2).reshape(-1, last - first)
            products = (of_group @ of_group.T).reshape(q, columns.size, q, columns.size)
            sums_of_products[:, :, columns[:, None], columns[None, :]] += products.transpose(0, 2, 1, 3)
        return sums_of_products

    def _groups(self) -> list[tuple[int, int]]:
        """Where the cohorts of each group begin and end; they stand together."""
        starts = np.flatnonzero(np.append(True, self.columns[1:, 0] != self.columns[:-1, 0]))
        return list(zip(starts.tolist(), [*starts[1:].tolist(), self.columns.shape[0]], strict=True))


def robust_fit(cohorts: CohortMoments, groups: int) -> RobustFit | None:
    """Fits least squares of y on group (and x), with errors by cohort; None if the data do not determine the fit.

    groups: how many there are. b = (X'X)⁻¹ X'y; cr2 = (X'X)⁻¹ Σ_g X_g' A_g e_g e_g' A_g X_g (X'X)⁻¹, A_g = (I -
    H_gg)^-1/2. Bell & McCaffrey 2002, Survey Methodology 28:169; Pustejovsky & Tipton 2018, JBES 36:672.
    """
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
    # CR2: each cohort's residuals are multiplied by (I - H)^-1/2, H its hat matrix, so that the variance is unbiased
    # were learners independent. All by X'X of the cohort, since rows of learners are not at hand.
    values, vectors = np.linalg.eigh(moments)
    is_large = values > values[:, -1:] * SMALL
    lengths = np.sqrt(np.where(is_large, values, 1.0))
    root = vectors * np.where(is_large, lengths, 0.0)[:, None, :]
    back = vectors * np.where(is_large, 1 / lengths, 0.0)[:, None, :]  # the pseudo-inverse of root'
    m = inverse[columns[:, :, None], columns[:, None, :]]
    left, turns = np.linalg.eigh(np.eye(m.shape[1]) - root.transpose(0, 2, 1) @ m @ root)
    # Where a cohort fits itself wholly, I - H has no inverse: the pseudo-inverse leaves that direction out.
    known = left > SMALL
    scaled = turns * np.where(known, np.where(known, left, 1.0) ** -0.5, 0.0)[:, None, :]
    half = scaled @ turns.transpose(0, 2, 1)
    adjusted = back @ half @ root.transpose(0, 2, 1)  # A X = X · adjusted
    scores = np.einsum("gji,gj->gi", adjusted, residual)
    return RobustFit(
        coefficients=beta,
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
