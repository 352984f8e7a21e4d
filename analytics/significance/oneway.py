"""Do mean gains differ between groups? One-way analysis of variance, with equal spreads assumed and without (Welch)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Differences
from analytics.estimate import Significance
from analytics.notes import Note, NoteCode
from analytics.numerics.tails import ln_f_upper, p_value


def welch_anova(groups: Sequence[Differences]) -> Significance:
    """Tests whether the mean gains of groups differ, each group with its own spread, learners independent (Welch).

    With w = n / s², h = Σ (1 - w / Σw)² / (n - 1) and m groups: F = Σ w (mean - weighted mean)² / (m - 1) over 1 + 2 (m
    - 2) h / (m² - 1), on m - 1 and (m² - 1) / 3h. Groups of nobody are left out. Figures are None for fewer than two
    groups (ONE_GROUP), or if a group has one learner or no spread (NO_SPREAD). Welch 1951, Biometrika 38:330.
    """
    n, mean, squares = _moments(groups)
    everyone, m = int(n.sum()), n.size
    if m < 2:
        return _none(Note(NoteCode.ONE_GROUP, {"groups": m}), everyone, "welch_anova")
    if n.min() < 2 or squares.min() == 0:
        return _none(Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": everyone}), everyone, "welch_anova")
    weight = n * (n - 1) / squares
    total = weight.sum()
    h = float(((1 - weight / total) ** 2 / (n - 1)).sum())
    f = float(weight @ (mean - weight @ mean / total) ** 2) / (m - 1) / (1 + 2 * (m - 2) * h / (m * m - 1))
    df2 = (m * m - 1) / (3 * h)
    ln_p = ln_f_upper(f, m - 1, df2)
    return Significance(f, m - 1, p_value(ln_p), ln_p, everyone, "welch_anova", df2=df2)


def _moments(groups: Sequence[Differences]) -> tuple[npt.NDArray[np.float64], ...]:
    """n, mean, Σ(x - mean)² of each group with learners; the last from whole sums, so that no spread is exactly 0."""
    filled = [group for group in groups if group.n]
    n = np.array([group.n for group in filled], dtype=np.float64)
    mean = np.array([group.total / group.n for group in filled], dtype=np.float64)
    squares = [(group.n * group.total_squared - group.total**2) / group.n for group in filled]
    return n, mean, np.array(squares, dtype=np.float64)


def _none(note: Note, n: int, method: str) -> Significance:
    return Significance(None, None, None, None, n, method, (note,))
