"""Sums per cohort: what is needed, besides the joint table, to know how far cohorts differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from analytics.counts.classes import CohortClasses
from analytics.counts.columns import labels_of
from analytics.counts.joint import Counts


@dataclass(frozen=True, eq=False)
class CohortSums:
    """CohortSums hold, for each cohort, the number of learners and the sums of their gains and scores.

    One entry per cohort, all arrays of shape (cohorts,), int64 but for the labels. labels: distinct, rising. n:
    learners with both tests, at least 1. sum_gain, sum_gain_squared: of score after minus score before, points.
    improved, worse: learners. sum_pre, sum_pre_squared, sum_pre_post: of scores, points.
    """

    labels: npt.NDArray[Any]
    n: Counts
    sum_gain: Counts
    sum_gain_squared: Counts
    improved: Counts
    worse: Counts
    sum_pre: Counts
    sum_pre_squared: Counts
    sum_pre_post: Counts

    @classmethod
    def from_pairs(cls, cohort_labels: npt.ArrayLike, pre: npt.ArrayLike, post: npt.ArrayLike) -> Self:
        """Builds the sums from a cohort label and two whole scores per learner.

        Raises ValueError for arrays of different lengths or a missing label.
        """
        before, after = np.asarray(pre, dtype=np.int64), np.asarray(post, dtype=np.int64)
        labels = labels_of(cohort_labels, "cohort")
        if not labels.shape == before.shape == after.shape:
            raise ValueError("cohorts, scores before and scores after must be equally many")
        gain = after - before
        columns = (
            np.ones_like(gain), gain, gain**2, gain > 0, gain < 0, before, before**2, before * after
        )  # fmt: skip
        return cls._grouped(labels, columns)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Any, int, int, int, int, int, int, int, int]]) -> Self:
        """Builds the sums from rows of (label, n, Σd, Σd², improved, worse, Σpre, Σpre², Σpre·post).

        A cohort may come more than once (its rows are added); rows of no learners are left out.
        """
        with_learners = [row for row in rows if row[1]]
        labels = np.array([row[0] for row in with_learners])
        numbers = np.array([row[1:] for row in with_learners], dtype=np.int64).reshape(len(with_learners), 8)
        return cls._grouped(labels, tuple(numbers.T))

    @classmethod
    def _grouped(cls, labels: npt.NDArray[Any], columns: tuple[npt.NDArray[Any], ...]) -> Self:
        order = np.argsort(labels, kind="stable")
        ordered = labels[order]
        start = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: labels.size])
        distinct = ordered[start]
        sums = []
        for column in columns:
            total = column.astype(np.int64)[order]
            if distinct.size < labels.size:
                total = np.add.reduceat(total, start)
            total.flags.writeable = False
            sums.append(total)
        return cls(distinct, *sums)

    def __add__(self, other: "CohortSums") -> "CohortSums":
        """Both together; a cohort in both (a mixed cohort split by sex, say) becomes one again."""
        return CohortSums.together((self, other))

    @classmethod
    def together(cls, parts: Sequence["CohortSums"]) -> "CohortSums":
        """Adds several sets of sums up; a cohort in several of them becomes one again. At least one set."""
        labels = np.concatenate([part.labels for part in parts])
        names = [f.name for f in fields(cls) if f.name != "labels"]
        columns = tuple(np.concatenate([getattr(part, name) for part in parts]) for name in names)
        whole = cls._grouped(labels, columns)
        if whole.cohorts == labels.size:  # none lies in two parts, so their classes add; that is all cohorts less work
            whole.__dict__["classes"] = CohortClasses.together([part.classes for part in parts])
        return whole

    @cached_property
    def classes(self) -> CohortClasses:
        """The same cohorts summed up by size, which is small and all that most figures need; made once."""
        sums = np.stack((self.sum_gain, self.improved, self.worse, self.sum_pre), axis=1)
        return CohortClasses.folded(self.n, self.sum_gain_squared, sums)

    @property
    def cohorts(self) -> int:
        """The number of cohorts."""
        return int(self.n.size)

    @property
    def learners(self) -> int:
        """The number of learners with both tests in all cohorts."""
        return int(self.n.sum())

    @property
    def same(self) -> Counts:
        """The number of learners in each cohort whose score did not change."""
        return np.asarray(self.n - self.improved - self.worse, dtype=np.int64)

    @property
    def sum_post(self) -> Counts:
        """The sum of scores after in each cohort, points."""
        return np.asarray(self.sum_pre + self.sum_gain, dtype=np.int64)
