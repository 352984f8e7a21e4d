"""The joint table: how many learners had each score before and each score after. It is all that most figures need."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

PIECE = 1 << 20
"""Learners of a long column read at once, so that memory does not grow with their number."""


@dataclass(frozen=True, eq=False)
class Differences:
    """Differences count how many learners gained each number of points.

    values: the distinct gains (score after minus before), rising, points. counts: learners with that gain, at least 1
    each.
    """

    values: Counts
    counts: Counts

    @classmethod
    def from_values(cls, gains: npt.ArrayLike) -> Self:
        """Counts the gains from one whole number per learner, in any order; raises ValueError for others."""
        values, counts = np.unique(_whole(gains, "gain"), return_counts=True)
        return cls(values, counts.astype(np.int64))

    @cached_property
    def n(self) -> int:
        """The number of learners."""
        return int(self.counts.sum())

    @cached_property
    def improved(self) -> int:
        """The number of learners with a gain over 0."""
        return int(self.counts[self.values > 0].sum())

    @cached_property
    def worse(self) -> int:
        """The number of learners with a gain under 0."""
        return int(self.counts[self.values < 0].sum())

    @cached_property
    def same(self) -> int:
        """The number of learners with a gain of 0."""
        return int(self.counts[self.values == 0].sum())

    @cached_property
    def by_size(self) -> tuple[Counts, Counts, Counts]:
        """Learners who changed, by how much: (distinct |gain| over 0, rising; learners; those of them who improved)."""
        sizes, place = np.unique(np.abs(self.values), return_inverse=True)
        counts, improved = np.zeros_like(sizes), np.zeros_like(sizes)
        np.add.at(counts, place, self.counts)
        np.add.at(improved, place, np.where(self.values > 0, self.counts, 0))
        changed = sizes > 0
        return read_only(sizes[changed]), read_only(counts[changed]), read_only(improved[changed])

    @cached_property
    def pairs_by_sum(self) -> tuple[int, Counts]:
        """The number of pairs of gains, each gain with itself too, whose sum is at most each value.

        Returns (lowest sum, counts for it and each following whole number). At least one learner. c learners of one
        gain make c (c + 1) / 2 pairs among themselves.
        """
        lowest, highest = int(self.values[0]), int(self.values[-1])
        counts = np.zeros(highest - lowest + 1, dtype=np.int64)
        counts[self.values - lowest] = self.counts
        ordered = np.convolve(counts, counts)
        ordered[::2] += counts
        return 2 * lowest, read_only(np.cumsum(ordered // 2))

    @cached_property
    def total(self) -> int:
        """The sum of all gains, points."""
        return int(self.values @ self.counts)

    @cached_property
    def total_squared(self) -> int:
        """The sum of all squared gains, points squared."""
        return int((self.values**2) @ self.counts)

    @cached_property
    def mean(self) -> float | None:
        """The mean gain in points; None for nobody."""
        return self.total / self.n if self.n else None

    @cached_property
    def sd(self) -> float | None:
        """The sample standard deviation (n - 1) of gains in points; None for fewer than two learners."""
        return sample_sd(self.n, self.total, self.total_squared)


@dataclass(frozen=True)
class ScoreSums:
    """ScoreSums hold whole sums over learners of x, the score before, y, the score after, x², xy and y²."""

    x: int
    y: int
    xx: int
    xy: int
    yy: int


@dataclass(frozen=True, eq=False)
class JointTable:
    """A JointTable counts the learners with each pair of scores, before and after.

    counts[pre, post]: learners with score `pre` before and `post` after; shape (k + 1, k + 1), int64, read-only. k is
    the highest possible score (`max_score`, the number of items). Tables of one k can be added. Raises ValueError for a
    table that is not square, has a single score, or has a cell that is under 0 or not whole.
    """

    counts: Counts

    def __post_init__(self) -> None:
        counts = np.array(_whole(self.counts, "count"), dtype=np.int64)
        if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2:
            raise ValueError(f"a joint table is square with at least two scores, not of shape {counts.shape}")
        if counts.size and counts.min() < 0:
            raise ValueError("a joint table counts learners: no cell can be under 0")
        counts.flags.writeable = False
        object.__setattr__(self, "counts", counts)

    @classmethod
    def empty(cls, max_score: int) -> Self:
        """Returns the table of nobody, for scores 0..max_score."""
        return cls(np.zeros((max_score + 1, max_score + 1), dtype=np.int64))

    @classmethod
    def from_pairs(cls, pre: npt.ArrayLike, post: npt.ArrayLike, max_score: int) -> Self:
        """Builds the table from two arrays of whole scores 0..max_score, one entry per learner.

        Raises ValueError for other scores, or arrays of different lengths.
        """
        before, after = np.asarray(pre).ravel(), np.asarray(post).ravel()
        if before.shape != after.shape:
            raise ValueError(f"{before.size} scores before but {after.size} after")
        size = max_score + 1
        counts = np.zeros(size * size, dtype=np.int64)
        for start in range(0, before.size, PIECE):
            codes = pair_codes(before[start : start + PIECE], after[start : start + PIECE], max_score)
            counts += np.bincount(codes, minlength=size * size)
        return cls(counts.reshape(size, size))

    @classmethod
    def from_responses(cls, before: npt.ArrayLike, after: npt.ArrayLike) -> Self:
        """Builds the table from two arrays of 0 and 1, one row per learner and one column per item.

        Both hold the same learners in one order. The score is the number of items right; a blank is not right: pass 0.
        Raises ValueError for other shapes or values.
        """
        first, second = np.asarray(before), np.asarray(after)
        if first.ndim != 2 or first.shape != second.shape or not first.shape[1]:
            raise ValueError(f"responses of shape {first.shape} before and {second.shape} after do not belong together")
        for responses in (first, second):
            if not ((responses == 0) | (responses == 1)).all():
                raise ValueError("a response is right (1) or not (0)")
        pre, post = (responses.sum(axis=1, dtype=np.int64) for responses in (first, second))
        return cls.from_pairs(pre, post, first.shape[1])

    @classmethod
    def from_cells(cls, cells: Iterable[tuple[int, int, int]], max_score: int) -> Self:
        """Builds the table from cells (pre, post, n); n of the same cell is added up.

        Raises ValueError for a score outside 0..max_score.
        """
        counts = np.zeros((max_score + 1, max_score + 1), dtype=np.int64)
        for pre, post, n in cells:
            if not (0 <= pre <= max_score and 0 <= post <= max_score):
                raise ValueError(f"scores {pre} and {post} are not both between 0 and {max_score}")
            counts[pre, post] += n
        return cls(counts)

    def __add__(self, other: "JointTable") -> "JointTable":
        if self.max_score != other.max_score:
            raise ValueError(f"tables of {self.max_score} and of {other.max_score} points cannot be added")
        return JointTable(self.counts + other.counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JointTable) and np.array_equal(self.counts, other.counts)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def max_score(self) -> int:
        """The highest possible score k."""
        return int(self.counts.shape[0]) - 1

    @cached_property
    def n(self) -> int:
        """The number of learners with both tests."""
        return int(self.counts.sum())

    @cached_property
    def pre(self) -> Counts:
        """The number of learners by score before, shape (k + 1,), read-only."""
        return read_only(self.counts.sum(axis=1))

    @cached_property
    def post(self) -> Counts:
        """The number of learners by score after, shape (k + 1,), read-only."""
        return read_only(self.counts.sum(axis=0))

    @cached_property
    def sums(self) -> ScoreSums:
        """The sums of scores, of their squares and of their products."""
        scores = np.arange(self.max_score + 1)
        squares = scores**2
        return ScoreSums(
            x=int(scores @ self.pre),
            y=int(scores @ self.post),
            xx=int(squares @ self.pre),
            xy=int(scores @ self.counts @ scores),
            yy=int(squares @ self.post),
        )

    @cached_property
    def sd_pre(self) -> float | None:
        """The sample standard deviation (n - 1) of scores before, points; None for fewer than two learners."""
        return sample_sd(self.n, self.sums.x, self.sums.xx)

    @cached_property
    def sd_post(self) -> float | None:
        """The sample standard deviation (n - 1) of scores after, points; None for fewer than two learners."""
        return sample_sd(self.n, self.sums.y, self.sums.yy)

    @cached_property
    def differences(self) -> Differences:
        """The learners counted by gain; gains that nobody had are left out."""
        k = self.max_score
        scores = np.arange(k + 1)
        by_gain = np.zeros(2 * k + 1, dtype=np.int64)
        np.add.at(by_gain, scores[None, :] - scores[:, None] + k, self.counts)
        present = by_gain > 0
        return Differences(np.arange(-k, k + 1, dtype=np.int64)[present], by_gain[present])


def read_only(counts: npt.NDArray[Any]) -> Counts:
    """Makes an array read-only in place, since several figures share it, and returns it."""
    counts.flags.writeable = False
    return counts


def sample_sd(n: int, total: int, total_squared: int) -> float | None:
    """Returns the sample standard deviation (n - 1) from n, Σx and Σx²; None for fewer than two values."""
    if n < 2:
        return None
    return float(((n * total_squared - total * total) / (n * (n - 1))) ** 0.5)


def _whole(values: Any, what: str) -> Counts:
    array = np.asarray(values)
    if array.size == 0:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        if array.dtype.kind not in "fb":
            other = [one for one in array.ravel().tolist() if not isinstance(one, int | float)]
            if other:
                raise ValueError(f"every {what} must be a whole number, none missing and none text, not {other[0]!r}")
            array = array.astype(np.float64)
        rounded = np.rint(array)
        if not (np.isfinite(rounded).all() and np.array_equal(rounded, array)):
            raise ValueError(f"every {what} must be a whole number, none missing")
        array = rounded
    return array.astype(np.int64)


def pair_codes(pre: npt.NDArray[Any], post: npt.NDArray[Any], max_score: int, groups: int = 1) -> npt.NDArray[Any]:
    """Returns both scores of each learner as one number, pre · (k + 1) + post, in the narrowest unsigned type.

    k is max_score. The type also has room for `groups` times as many codes. Raises ValueError for a score that is not
    whole or not within 0..k.
    """
    before, after = (scores if scores.dtype.kind in "iu" else _whole(scores, "score") for scores in (pre, post))
    for scores in (before, after):
        if scores.size and (scores.min() < 0 or scores.max() > max_score):
            raise ValueError(f"scores run from {scores.min()} to {scores.max()}, not within 0 to {max_score}")
    codes = before.astype(np.min_scalar_type(groups * (max_score + 1) ** 2))
    codes *= codes.dtype.type(max_score + 1)
    codes += after.astype(codes.dtype, copy=False)
    return codes
