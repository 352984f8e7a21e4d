"""Items of one wave: how many learners of each score got each item right. All classical test theory is made from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Counts

CHUNK = 1 << 18
"""Learners counted at once, so that memory does not grow with their number."""


@dataclass(frozen=True, eq=False)
class ItemScores:
    """ItemScores count, for each item and each score on the whole test, the learners who got the item right.

    right[item, score]: of the learners with that score those who got the item right, shape (k, k + 1). learners[score]:
    all of them. names: of the k items, in the order of the rows. Counts of the same items may be added. Raises
    ValueError for other shapes, impossible counts, or if right does not add up to score · learners, a score being the
    number of items right.
    """

    names: tuple[str, ...]
    right: Counts
    learners: Counts

    def __post_init__(self) -> None:
        k = len(self.names)
        if self.right.shape != (k, k + 1) or self.learners.shape != (k + 1,):
            raise ValueError(f"{k} items need counts of shape {(k, k + 1)} and {(k + 1,)}, not {self.right.shape}")
        if k == 0 or self.right.min() < 0 or (self.right > self.learners).any():
            raise ValueError("of learners with a score, between none and all got an item right")
        if (self.right.sum(axis=0) != np.arange(k + 1) * self.learners).any():
            raise ValueError("a score is the number of items right: the counts of a score do not add to it")

    @classmethod
    def from_responses(cls, right: npt.ArrayLike, names: Sequence[str]) -> Self:
        """Builds the counts from an array of 0 and 1, one row per learner and one column per item.

        A blank is not right: pass 0. Raises ValueError for other shapes or values.
        """
        responses = np.asarray(right)
        if responses.ndim != 2 or responses.shape[1] != len(names):
            raise ValueError(f"{len(names)} items, but responses of shape {responses.shape}")
        k = responses.shape[1]
        counts, learners = np.zeros((k, k + 1), dtype=np.int64), np.zeros(k + 1, dtype=np.int64)
        for start in range(0, responses.shape[0], CHUNK):
            part = responses[start : start + CHUNK]
            if not ((part == 0) | (part == 1)).all():
                raise ValueError("a response is right (1) or not (0)")
            score = part.sum(axis=1, dtype=np.int64)
            learners += np.bincount(score, minlength=k + 1)
            for item in range(k):
                counts[item] += np.bincount(score[part[:, item].astype(bool)], minlength=k + 1)
        return cls(tuple(names), counts, learners)

    def __add__(self, other: "ItemScores") -> "ItemScores":
        if self.names != other.names:
            raise ValueError("counts of different items cannot be added")
        return ItemScores(self.names, self.right + other.right, self.learners + other.learners)

    @property
    def items(self) -> int:
        """The number of items."""
        return len(self.names)

    @property
    def n(self) -> int:
        """The number of learners."""
        return int(self.learners.sum())

    @property
    def total(self) -> int:
        """The sum of all learners' scores."""
        return int(np.arange(self.items + 1) @ self.learners)

    @property
    def total_squared(self) -> int:
        """The sum of all learners' squared scores."""
        return int(np.arange(self.items + 1) ** 2 @ self.learners)

    @property
    def right_of_item(self) -> Counts:
        """The number of learners who got each item right, shape (k,)."""
        return np.asarray(self.right.sum(axis=1), dtype=np.int64)
