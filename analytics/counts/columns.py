"""Long columns, a place per learner, read once and a piece at a time: memory does not grow with the learners."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import PIECE, Counts

WIDTH = 53
"""Bits of a whole number that a double holds exactly."""


def pieces(learners: int) -> Iterator[slice]:
    """Yields slices of at most PIECE learners, in order, so that a long column is read piece by piece."""
    for start in range(0, learners, PIECE):
        yield slice(start, min(start + PIECE, learners))


def labels_of(column: npt.ArrayLike, what: str) -> npt.NDArray[Any]:
    """Returns the labels of a column as an array.

    Raises ValueError if a label is missing (None or NaN), since nobody is to be left out or put with others by a guess.
    what: the word of the error message for what is labelled, "group" or "cohort".
    """
    labels = np.asarray(column)
    missing = 0
    if labels.dtype.kind == "O":
        missing = sum(label is None or label != label for label in labels.ravel())
    elif labels.dtype.kind == "f":
        missing = int(np.isnan(labels).sum())
    if missing:
        raise ValueError(f"{missing} of {labels.size} learners have no {what} (None or NaN): name it or leave them out")
    return labels


def numbered(labels: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any], int]:
    """Numbers the distinct labels of a column; returns (distinct labels, column of numbers, lowest number).

    The position of a learner's label among the distinct ones is column - lowest. Whole numbers close together are their
    own numbering, and then the distinct labels include some that nobody has; other labels are sorted, which takes
    memory.
    """
    if labels.size and labels.dtype.kind in "iu":
        lowest, highest = int(labels.min()), int(labels.max())
        if highest - lowest < max(1 << 16, 4 * labels.size):
            return np.arange(lowest, highest + 1, dtype=labels.dtype), labels, lowest
    distinct, place = np.unique(labels, return_inverse=True)
    return distinct, place, 0


def from_lowest(column: npt.NDArray[Any], lowest: int) -> npt.NDArray[Any]:
    """Returns column - lowest, both as `numbered` returns them: positions from 0, as int64 if lowest is not 0."""
    return column.astype(np.int64) - lowest if lowest else column


def sums_by_label(labels: Counts, codes: Counts, values: Counts, most: int) -> Iterator[tuple[int, Counts]]:
    """Adds up several columns over the learners of each label, exactly; yields (number of the column, sums by label).

    The columns of the learners are values[codes]. labels, codes: whole numbers from 0, one entry per learner of a
    piece. values: at least 0, shape (codes, columns). most: learners of the largest label. Several columns are packed
    into one double, each in the bits that its largest sum can need, so that seven columns cost as much as two.
    """
    word: list[tuple[int, int, int]] = []  # column, first bit, bits
    used = 0
    for column in range(values.shape[1]):
        bits = max(1, (most * int(values[:, column].max())).bit_length())
        if used + bits > WIDTH:
            yield from _unpacked(labels, codes, values, word)
            word, used = [], 0
        word.append((column, used, bits))
        used += bits
    yield from _unpacked(labels, codes, values, word)


def _unpacked(
    labels: Counts, codes: Counts, values: Counts, word: list[tuple[int, int, int]]
) -> Iterator[tuple[int, Counts]]:
    packed = sum(values[:, column] << first for column, first, _ in word)
    sums = np.bincount(labels, weights=np.asarray(packed, dtype=np.float64)[codes]).astype(np.int64)
    for column, first, bits in word:
        yield column, (sums >> first) & ((1 << bits) - 1)
