"""Scores on one form in points of the other: mean, linear and equipercentile equating of two groups alike by chance."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Counts, JointTable, sample_sd
from analytics.notes import Note, NoteCode

FEWEST = {"mean": 30, "linear": 100, "equipercentile": 1500}
"""Fewest learners per form. Livingston 2014, Equating Test Scores, ETS; Kolen & Brennan 2014, section 8.2."""


class EquatingMethod(StrEnum):
    """An EquatingMethod names the way in which scores on one form are carried to another."""

    MEAN = "mean"
    """the same number of points more or fewer everywhere"""
    LINEAR = "linear"
    """mean and spread carried over"""
    EQUIPERCENTILE = "equipercentile"
    """the score below which as large a part of learners lies"""


@dataclass(frozen=True)
class Equating:
    """An Equating is a table that carries scores on a new form to points of the old form.

    scores[x]: what x points on the new form are on the old, x = 0..k, within -0.5..k + 0.5. n: learners of the smaller
    group. method: the finest that n allows. method and scores are None if n is too small; notes say so.
    """

    method: EquatingMethod | None
    scores: tuple[float, ...] | None
    n: int
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class EquatedOutcomes:
    """EquatedOutcomes count learners who improved, stayed the same or got worse, with both scores on one form's scale.

    The score after is first carried to points of the form that was sat before, and rounded.
    """

    improved: int
    same: int
    worse: int


def equating(new: Counts, old: Counts) -> Equating:
    """Carries scores of a new form to the old form, by the finest method that the numbers allow.

    new, old: learners by score on each form, two groups alike by chance. No scores under 30 learners on a form
    (TOO_FEW_LEARNERS); under 100 by means; under 1,500 linear; from there equipercentile, unsmoothed. A form without
    spread allows means only (NO_SPREAD). Kolen & Brennan 2014.
    """
    n = min(int(new.sum()), int(old.sum()))
    allowed = [method for method in EquatingMethod if n >= FEWEST[method]]
    if not allowed:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "equating", "n": n, "needed": FEWEST["mean"]})
        return Equating(None, None, n, (note,))
    method, notes = allowed[-1], tuple[Note, ...]()
    if method is not EquatingMethod.MEAN and not (_sd(new) and _sd(old)):
        method, notes = EquatingMethod.MEAN, (Note(NoteCode.NO_SPREAD, {"figure": "equating", "n": n}),)
    carried = {
        EquatingMethod.MEAN: mean_equating,
        EquatingMethod.LINEAR: linear_equating,
        EquatingMethod.EQUIPERCENTILE: equipercentile_equating,
    }[method](new, old)
    k = new.size - 1
    return Equating(method, tuple(float(score) for score in np.clip(carried, -0.5, k + 0.5)), n, notes)


def mean_equating(new: Counts, old: Counts) -> npt.NDArray[np.float64]:
    """Carries scores x = 0..k of a new form over by the means: x + mean of the old form - mean of the new.

    new, old: learners by score, at least one on each form.
    """
    return np.asarray(np.arange(new.size) + _mean(old) - _mean(new), dtype=np.float64)


def linear_equating(new: Counts, old: Counts) -> npt.NDArray[np.float64]:
    """Carries scores x = 0..k of a new form over by means and spreads: mean old + (sd old / sd new) (x - mean new).

    new, old: learners by score; scores must vary on the new form. sds over n - 1.
    """
    return np.asarray(_mean(old) + _sd(old) / _sd(new) * (np.arange(new.size) - _mean(new)))


def equipercentile_equating(new: Counts, old: Counts) -> npt.NDArray[np.float64]:
    """Carries scores x = 0..k of a new form over by percentile ranks: the old score whose rank is that of x.

    new, old: learners by score, at least one on each form. Learners of a score are spread evenly over x - 1/2 to x +
    1/2. If the rank falls in a gap of old scores that nobody has, its middle is taken. Braun & Holland 1982; Kolen &
    Brennan 2014, section 2.5.
    """
    below_new = np.cumsum(new) - new
    whole = 2 * int(new.sum()) * int(old.sum())  # ranks as whole numbers of it, so that equal is equal
    rank, share = (2 * below_new + new) * int(old.sum()), old * 2 * int(new.sum())
    reached, inside = np.cumsum(share), (rank > 0) & (rank < whole)
    equivalents = np.where(rank == 0, -0.5, old.size - 0.5)
    ends = []
    for side in ("left", "right"):  # they differ where the rank falls in a gap of scores that nobody has
        place = np.searchsorted(reached, rank[inside], side=side)
        ends.append(place - 0.5 + (rank[inside] - (reached[place] - share[place])) / share[place])
    equivalents[inside] = (ends[0] + ends[1]) / 2
    return np.asarray(equivalents, dtype=np.float64)


def equated_outcomes(table: JointTable, after: Equating) -> EquatedOutcomes | None:
    """Counts learners who improved, stayed the same or got worse, with the score after carried to the old form.

    table: before on the old form, after on the new. A carried score is rounded half up to whole points, since scores
    before are whole. None if `after` holds no scores (its notes say why). Kolen & Brennan 2014, Test Equating, Scaling,
    and Linking, section 2.5 (rounding).
    """
    if after.scores is None:
        return None
    carried = np.floor(np.array(after.scores) + 0.5).astype(np.int64)
    gain = carried[None, :] - np.arange(table.max_score + 1)[:, None]
    improved, worse = int(table.counts[gain > 0].sum()), int(table.counts[gain < 0].sum())
    return EquatedOutcomes(improved, table.n - improved - worse, worse)


def _mean(margin: Counts) -> float:
    return float(np.arange(margin.size) @ margin / margin.sum())


def _sd(margin: Counts) -> float:
    scores = np.arange(margin.size)
    return sample_sd(int(margin.sum()), int(scores @ margin), int(scores**2 @ margin)) or 0.0
