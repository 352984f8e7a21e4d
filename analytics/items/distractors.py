"""What those who are wrong choose, by how well they did on the whole test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Counts
from analytics.notes import Note, NoteCode

FEWEST_LEARNERS = 30
"""Ten in each third."""
RARELY_CHOSEN = 0.05
"""A wrong option that fewer choose does not work. Haladyna 2004, Developing and Validating Test Items."""


@dataclass(frozen=True)
class OptionFigures:
    """count of learners who chose the option; share of all; lower, middle, upper: share of each third by score.

    None where it may not be shown; thirds also where nobody is in one.
    is_rare: a wrong option that under 5 % chose. draws_the_able: a wrong option that more of the upper third than of
    the lower chose: look at the key and the words.
    """

    option: str
    is_key: bool
    count: int | None
    share: float | None
    lower: float | None
    middle: float | None
    upper: float | None
    is_rare: bool
    draws_the_able: bool


@dataclass(frozen=True)
class Distractors:
    """options: in the order given, empty where there are too few learners (notes say so). n: learners of the item.

    thirds: learners in the lower, middle and upper third; empty where these are not given.
    """

    item: str
    n: int
    options: tuple[OptionFigures, ...]
    notes: tuple[Note, ...]
    thirds: tuple[int, ...] = ()


def distractors(item: str, options: Sequence[str], *, key: str, chosen: Counts) -> Distractors:
    """What was chosen of one item, in all and by third of the score: is a wrong option rare, does it draw the able?

    chosen[option, score]: learners by what they chose and by score on the whole test, shape (options, k + 1). Each
    share, 0..1, is learners who chose the option over those of its third; no interval. Thirds: learners in the order of
    their score; those of one score stay together, in the third of their middle. A third that is empty for that is None.
    "I am not sure" and blanks are options too. TOO_FEW_LEARNERS under FEWEST_LEARNERS. Haladyna 2004,
    Developing and Validating Multiple-Choice Test Items.
    """
    n = int(chosen.sum())
    if n < FEWEST_LEARNERS:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "distractors", "n": n, "needed": FEWEST_LEARNERS})
        return Distractors(item, n, (), (note,))
    third = thirds(np.asarray(chosen.sum(axis=0)))
    sizes = [int(chosen[:, third == part].sum()) for part in range(3)]
    found = []
    for option, counts in zip(options, chosen, strict=True):
        shares = [int(counts[third == part].sum()) / size if size else None for part, size in enumerate(sizes)]
        count, wrong = int(counts.sum()), option != key
        lower, middle, upper = shares
        able = wrong and lower is not None and upper is not None and upper > lower
        rare = wrong and count < RARELY_CHOSEN * n
        found.append(OptionFigures(option, not wrong, count, count / n, lower, middle, upper, rare, able))
    return Distractors(item, n, tuple(found), (), tuple(sizes))


def thirds(learners: Counts) -> npt.NDArray[np.int64]:
    """0 lower, 1 middle, 2 upper for each score, by the place of the middle learner of that score; somebody there."""
    middle = (np.cumsum(learners) - learners / 2) / learners.sum()
    return np.asarray((middle > 1 / 3).astype(np.int64) + (middle > 2 / 3))
