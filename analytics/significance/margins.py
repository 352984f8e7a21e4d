"""Do scores before and after have the same distribution? Tests of the two margins of a joint table, all categories."""

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import JointTable
from analytics.estimate import Significance
from analytics.notes import Note, NoteCode
from analytics.numerics.tails import ln_chi_square_upper, ln_normal_two_sided, p_value


def stuart_maxwell(table: JointTable) -> Significance:
    """Are the margins alike? χ² = d' V⁻¹ d of the differences d of the margins, V their covariance if they are alike.

    V[i,i] = row i + column i - 2 cell i,i; V[i,j] = -(cell i,j + cell j,i). df is the rank of V: categories that
    somebody moved in or out of, less one for each separate cluster of them. Nobody moved: 0 on 0, p 1, ALL_UNCHANGED;
    nobody there: NO_PAIRS. Stuart 1955, Biometrika 42:412; Maxwell 1970, Br J Psychiatry 116:651.
    """
    return stuart_maxwell_and_bhapkar(table)[0]


def bhapkar(table: JointTable) -> Significance:
    """As Stuart-Maxwell, with the covariance not assuming that the margins are alike: W / (1 - W / n), stronger.

    Where all learners moved alike this has no bound: None and NO_SPREAD. Nobody there: NO_PAIRS. Bhapkar 1966, JASA
    61:228.
    """
    return stuart_maxwell_and_bhapkar(table)[1]


def stuart_maxwell_and_bhapkar(table: JointTable) -> tuple[Significance, Significance]:
    """Both, for the work of one; as each says. Stuart 1955; Bhapkar 1966."""
    statistic, df = _quadratic(table)
    return _chi_square(statistic, df, table.n, "stuart_maxwell"), _bhapkar(statistic, df, table)


def _bhapkar(statistic: float, df: int, table: JointTable) -> Significance:
    if df and statistic >= table.n * (1 - 1e-12):
        note = Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": table.n})
        return Significance(None, float(df), None, None, table.n, "bhapkar", (note,))
    return _chi_square(statistic / (1 - statistic / table.n) if df else 0.0, df, table.n, "bhapkar")


def bowker(table: JointTable) -> Significance:
    """Is every move as common as the move back? χ² = Σ (cell i,j - cell j,i)² / (cell i,j + cell j,i), i < j.

    df: pairs of scores between which anybody moved. Nobody moved: 0 on 0, p 1, ALL_UNCHANGED; nobody there: NO_PAIRS.
    Bowker 1948, JASA 43:572.
    """
    upper = np.triu_indices(table.max_score + 1, 1)
    there, back = table.counts[upper], table.counts.T[upper]
    moved = there + back > 0
    statistic = float(((there - back)[moved] ** 2 / (there + back)[moved]).sum())
    return _chi_square(statistic, int(moved.sum()), table.n, "bowker")


def ordinal_homogeneity(table: JointTable) -> Significance:
    """Is the mean score after that before? z = Σd / sqrt(Σd²), d a learner's gain; normal, so for many learners.

    statistic is z. Nobody moved: p 1 and ALL_UNCHANGED; nobody there: NO_PAIRS. Agresti 2013, Categorical Data
    Analysis, section 11.3.
    """
    gains = table.differences
    if not gains.total_squared:
        return _unchanged(table.n, None, "ordinal_homogeneity")
    z = gains.total / gains.total_squared**0.5
    ln_p = ln_normal_two_sided(z)
    return Significance(z, None, p_value(ln_p), ln_p, table.n, "ordinal_homogeneity")


def _quadratic(table: JointTable) -> tuple[float, int]:
    """d' V⁻ d and the rank of V, in whole numbers until the system is solved.

    V is the Laplacian of the graph of moves, so its rank is known without a tolerance: of each connected part of the
    graph one category follows from the others and is left out, and what is left has an inverse.
    """
    moves = table.counts - np.diag(np.diag(table.counts))
    out, into = moves.sum(axis=1), moves.sum(axis=0)
    kept = _all_but_one_of_each_part(moves + moves.T > 0)
    if not kept.any():
        return 0.0, 0
    difference: npt.NDArray[np.float64] = (into - out)[kept].astype(np.float64)
    covariance = (np.diag(out + into) - moves - moves.T)[kept][:, kept].astype(np.float64)
    return float(difference @ np.linalg.solve(covariance, difference)), int(kept.sum())


def _all_but_one_of_each_part(linked: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Of a graph without directions: all its vertices but the first of each connected part."""
    kept = np.zeros(linked.shape[0], dtype=np.bool_)
    unseen = np.ones_like(kept)
    for first in range(unseen.size):
        if not unseen[first]:
            continue
        unseen[first] = False
        newest = linked[first] & unseen
        while newest.any():
            kept |= newest
            unseen &= ~newest
            newest = linked[newest].any(axis=0) & unseen
    return kept


def _chi_square(statistic: float, df: int, n: int, method: str) -> Significance:
    if df == 0:
        return _unchanged(n, 0.0, method)
    ln_p = ln_chi_square_upper(statistic, df)
    return Significance(statistic, float(df), p_value(ln_p), ln_p, n, method)


def _unchanged(n: int, df: float | None, method: str) -> Significance:
    """Nobody moved, or nobody is there."""
    if not n:
        return Significance(None, None, None, None, 0, method, (Note(NoteCode.NO_PAIRS),))
    return Significance(0.0, df, 1.0, 0.0, n, method, (Note(NoteCode.ALL_UNCHANGED, {"n": n}),))
