"""Do groups differ in the score after, given that before, with the cohort as the unit? All groups at once, by CR2."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.clusters.robust_regression import CohortMoments, Floats, RobustFit, robust_fit
from analytics.counts.cohorts import CohortSums
from analytics.estimate import Estimate, Significance
from analytics.notes import Note, NoteCode
from analytics.numerics.tails import ln_f_upper, p_value
from analytics.shares.intervals import t_quantile

MANY_COHORTS = 5_000
"""Over this many cohorts their number is taken for the degrees of freedom, which no longer matter."""
MOST_GROUPS = 40
"""Groups that a report compares so at most: the work grows with the fourth power of their number."""


@dataclass(frozen=True)
class RobustAncova:
    """A RobustAncova compares groups in the score after, given the score before, with errors by cohort.

    test: F, whether the groups differ. slope: of the score after on that before, within groups. adjusted: for each
    group, the mean after at the common mean before, points, with CR2 intervals. differences: each later group less the
    first. Groups of nobody are in neither; both are empty if nothing could be fitted. In a rounded table test has only
    its p.
    """

    test: Significance
    slope: Estimate | None
    adjusted: tuple[Estimate, ...]
    differences: tuple[Estimate, ...]


def ancova_cohort_robust(groups: Sequence[CohortSums], confidence: float = 0.95) -> RobustAncova:
    """Compares groups in the score after, given the score before, with errors by cohort (CR2).

    The test of groups is Hotelling's T² with the degrees of freedom of Pustejovsky & Tipton (HTZ): T² = (Cb)' (C V
    C')⁻¹ Cb, C the contrasts with the first group, V by CR2, as F on groups - 1 and what the cohorts leave. Groups of
    nobody are left out. Figures are None, with a note, if there are fewer than two groups (ONE_GROUP), a group has
    fewer than two cohorts or too few remain for the test (TOO_FEW_COHORTS), or scores before do not vary within groups
    (NO_SPREAD). Pustejovsky & Tipton 2018.
    """
    filled = [group for group in groups if group.cohorts]
    learners = sum(group.learners for group in filled)
    if len(filled) < 2:
        return _no_ancova(learners, Note(NoteCode.ONE_GROUP, {"groups": len(filled)}))
    few = _too_few(filled)
    if few is not None:
        return _no_ancova(learners, few)
    fit = robust_fit(_moments(filled), len(filled))
    if fit is None:
        return _no_ancova(learners, Note(NoteCode.NO_SPREAD, {"figure": "ancova", "n": learners}))
    size = len(filled)
    # All groups are compared at one score before, the common mean, as if they had begun alike.
    middle = sum(int(group.sum_pre.sum()) for group in filled) / learners
    each = np.column_stack((np.eye(size), np.full(size, middle)))
    # Groups - 1 contrasts with the first say all that k groups can differ in.
    contrasts = each[1:] - each[0]
    return RobustAncova(
        test=_hotelling(fit, contrasts, learners, sum(group.cohorts for group in filled)),
        slope=_estimate(fit, np.append(np.zeros(size), 1.0), learners, confidence),
        adjusted=tuple(
            _estimate(fit, row, group.learners, confidence) for row, group in zip(each, filled, strict=True)
        ),
        differences=tuple(_estimate(fit, row, learners, confidence) for row in contrasts),
    )


def _moments(groups: Sequence[CohortSums]) -> CohortMoments:
    return CohortMoments(
        group=np.repeat(np.arange(len(groups)), [group.cohorts for group in groups]),
        n=np.concatenate([group.n for group in groups]),
        y=np.concatenate([group.sum_post for group in groups]),
        x=np.concatenate([group.sum_pre for group in groups]),
        xx=np.concatenate([group.sum_pre_squared for group in groups]),
        xy=np.concatenate([group.sum_pre_post for group in groups]),
    )


def _hotelling(fit: RobustFit, contrasts: Floats, learners: int, cohorts: int) -> Significance:
    q = contrasts.shape[0]
    estimate, covariance = contrasts @ fit.coefficients, contrasts @ fit.cr2 @ contrasts.T
    if np.linalg.matrix_rank(covariance, hermitian=True) < q:
        note = Note(NoteCode.TOO_FEW_COHORTS, {"figure": "robust", "cohorts": cohorts, "needed": 2 * q + 4})
        return Significance(None, None, None, None, learners, "hotelling_cr2", (note,))
    statistic = float(estimate @ np.linalg.solve(covariance, estimate))
    eta = float(cohorts - 1) if cohorts > MANY_COHORTS else _eta(fit, contrasts)
    df2 = eta - q + 1
    if df2 <= 0:
        note = Note(NoteCode.TOO_FEW_COHORTS, {"figure": "robust", "cohorts": cohorts, "needed": 2 * q + 4})
        return Significance(None, float(q), None, None, learners, "hotelling_cr2", (note,))
    f = df2 / (eta * q) * statistic
    ln_p = ln_f_upper(f, q, df2)
    return Significance(f, float(q), p_value(ln_p), ln_p, learners, "hotelling_cr2", df2=df2)


def _eta(fit: RobustFit, contrasts: Floats) -> float:
    """q (q + 1) over the variances of all entries of the CR2 covariance, once its expectation is made the identity."""
    q = contrasts.shape[0]
    values, vectors = np.linalg.eigh(fit.expected(fit.spread(contrasts)))
    white = fit.spread((vectors / np.sqrt(values)) @ vectors.T @ contrasts)
    return float(q * (q + 1) / fit.variance(white))


def _estimate(fit: RobustFit, contrast: Floats, learners: int, confidence: float) -> Estimate:
    value, se = float(contrast @ fit.coefficients), fit.se(contrast)
    df = fit.df(contrast)
    if not df or se <= abs(value) * 1e-12:
        note = Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": learners})
        return Estimate(value, None, None, learners, "cr2", (note,))
    half = t_quantile(confidence, df) * se
    return Estimate(value, value - half, value + half, learners, "cr2", se=se, df=df)


def _too_few(groups: Sequence[CohortSums]) -> Note | None:
    fewest = min(group.cohorts for group in groups)
    if fewest >= 2:
        return None
    return Note(NoteCode.TOO_FEW_COHORTS, {"figure": "robust", "cohorts": fewest, "needed": 2, "group": "each"})


def _none(learners: int, note: Note | None = None) -> Estimate:
    reason = note or Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": learners})
    return Estimate(None, None, None, learners, "cr2", (reason,))


def _no_ancova(learners: int, note: Note) -> RobustAncova:
    test = Significance(None, None, None, None, learners, "hotelling_cr2", (note,))
    return RobustAncova(test, _none(learners, note), (), ())
