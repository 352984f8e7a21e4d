"""All the counts that a suppressed group could have, given the sums of the published groups: its possible worlds.

A world is a count of improved, same and worse, with the range of its sums of scores. It is possible where, in every sum
that the group stands in, the wholes less the other parts leave room for it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

EPSILON = 1e-6
"""What doubles may be off in a sum of scores."""
COUNTS = 9
"""Counts that a `Piece` has."""
MANY_MORE = 1e9
"""Learners that no group has."""

Span = tuple[float, float]
"""Least and most."""
Name = tuple[tuple[str, ...], tuple[str, ...]]
"""Variables of a table, and their values of a group; the total is ((), ())."""
Array = npt.NDArray[np.float64]
Rows = npt.NDArray[Any]


@dataclass(frozen=True)
class Sum:
    """A Sum says that the groups `wholes` together hold exactly the learners of the groups `parts` together."""

    wholes: tuple[Name, ...]
    parts: tuple[Name, ...]


@dataclass(frozen=True)
class Piece:
    """A Piece is what a reader knows of some learners, as the least and most that each figure can be.

    n: learners with both tests. counts: improved, same, worse, passed before, passed after, gained beyond error, first
    test only, second test only, neither. means: of scores before, of scores after, and of gains. enrolled: learners who
    joined, as many people know; inf if nobody does.
    """

    n: Span
    counts: tuple[Span, ...]
    means: tuple[Span, ...]
    enrolled: float = inf


@dataclass(frozen=True)
class Known:
    """A Known is everything that a reader knows: the pieces, the sums between them, and the suppressed groups.

    pieces: by group, whatever is known of its learners. small: suppressed groups with their true n, which decides their
    bars; each has one piece. top: highest score. mark: points to pass, 0 for none. growth: for groups shown in this
    publication and newly in the one before, whether they are marked as grown by few.
    """

    pieces: Mapping[Name, tuple[Piece, ...]]
    small: Mapping[Name, int]
    sums: Sequence[Sum]
    top: int
    mark: int
    growth: Mapping[Name, bool] = field(default_factory=dict)

    def of(self, name: Name) -> list[Sum]:
        """Returns the sums in which this group is a part."""
        return [one for one in self.sums if name in one.parts]

    def others(self, of: Sum, name: Name) -> list[Piece]:
        """Returns the pieces of all parts of a sum but the group of this name."""
        return [piece for part in of.parts if part != name for piece in self.pieces[part]]

    def wholes(self, of: Sum) -> list[Piece]:
        """Returns the pieces of the wholes of a sum, to which its parts add up."""
        return [piece for whole in of.wholes for piece in self.pieces[whole]]


def added(spans: Iterable[Span]) -> Span:
    """Adds ranges up: returns (sum of the lows, sum of the highs)."""
    both = list(spans)
    return sum(low for low, _ in both), sum(high for _, high in both)


@dataclass(frozen=True)
class Worlds:
    """Worlds hold every possibility left for a group, one row each.

    counts: improved, same, worse. low, high: the range of the sums of scores before, of scores after, and of gains.
    """

    counts: Array
    low: Array
    high: Array

    @property
    def n(self) -> Array:
        """The number of learners in each world."""
        return np.asarray(self.counts.sum(axis=1))

    def where(self, rows: Rows) -> "Worlds":
        """Returns only the worlds of these rows, a mask or positions."""
        return Worlds(self.counts[rows], self.low[rows], self.high[rows])

    def within(self, low: Array, high: Array) -> tuple["Worlds", Rows]:
        """Returns all worlds with their sums narrowed to these ranges, and a mask of those that are still possible.

        low, high: of the sums of scores before, of scores after, and of gains, a row per world; a gain is after less
        before.
        """
        low, high = np.ceil(np.maximum(self.low, low) - EPSILON), np.floor(np.minimum(self.high, high) + EPSILON)
        (pre, post, gain), (pre_, post_, gain_) = low.T, high.T
        gain, gain_ = np.maximum(gain, post - pre_), np.minimum(gain_, post_ - pre)
        pre, pre_ = np.maximum(pre, post - gain_), np.minimum(pre_, post_ - gain)
        post, post_ = np.maximum(post, pre + gain), np.minimum(post_, pre_ + gain_)
        low, high = np.stack([pre, post, gain], axis=1), np.stack([pre_, post_, gain_], axis=1)
        return Worlds(self.counts, low, high), np.asarray((low <= high).all(axis=1))


@cache
def _outcomes(most: int) -> Array:
    return np.array([of for of in product(range(most + 1), repeat=3) if 0 < sum(of) <= most], dtype=float)


def sums_of(counts: Array, top: int) -> tuple[Array, Array]:
    """Returns the lowest and highest sums of scores that learners with these outcomes can have.

    counts: rows of improved, same, worse; who improved gained a point or more, who got worse lost one or more. top:
    highest score. Columns: scores before, scores after, gains.
    """
    n, (improved, _, worse) = counts.sum(axis=1), counts.T
    low = np.stack([0 * n, 0 * n, improved - top * worse], axis=1)
    return low, np.stack([top * n, top * n, top * improved - worse], axis=1)


def worlds_of(known: Known, name: Name) -> Worlds:
    """Lists all worlds of a suppressed group that the published sums leave open.

    name: of a group in `known.small`. Source: Willenborg & de Waal 2001, Elements of Statistical Disclosure Control, on
    bounds of suppressed cells.
    """
    (own,) = known.pieces[name]
    counts = _outcomes(int(own.n[1]))
    worlds = Worlds(counts, *sums_of(counts, known.top))
    low, high = np.array(own.counts[:3]).T
    worlds = worlds.where((worlds.n >= own.n[0]) & ((counts >= low) & (counts <= high)).all(axis=1))
    for of in known.of(name):
        worlds = _with_room_for_sums(known, name, of, _with_room_for_counts(known, name, of, worlds))
    return worlds


def _with_room_for_counts(known: Known, name: Name, of: Sum, worlds: Worlds) -> Worlds:
    wholes, others = known.wholes(of), known.others(of, name)
    ends = [(added(one.counts[at] for one in wholes), added(one.counts[at] for one in others)) for at in range(COUNTS)]
    least, most = np.array([(whole[0] - other[1], whole[1] - other[0]) for whole, other in ends]).T
    n, low, high = worlds.n, worlds.low.copy(), worlds.high.copy()
    possible = np.asarray(((worlds.counts >= least[:3]) & (worlds.counts <= most[:3])).all(axis=1))
    possible &= worlds.counts[:, 0] >= least[5]  # who gained beyond error improved
    for at in (0, 1):
        fewest, passed = np.maximum(0, least[at + 3]), np.minimum(n, most[at + 3])
        possible &= fewest <= passed
        low[:, at] = np.maximum(low[:, at], known.mark * fewest)
        high[:, at] = np.minimum(high[:, at], (known.mark - 1) * (n - passed) + known.top * passed)
    return Worlds(worlds.counts, low, high).where(np.asarray(possible))


def _with_room_for_sums(known: Known, name: Name, of: Sum, worlds: Worlds) -> Worlds:
    """For any size that the wholes may have together."""
    wholes, others = known.wholes(of), known.others(of, name)
    (least, most), (few, many) = added(one.n for one in wholes), added(one.n for one in others)
    (whole_low, whole_high), (low, high) = _totals(wholes), _totals(others)
    n, of_any_size = worlds.n, Worlds(worlds.counts, np.full_like(worlds.low, inf), np.full_like(worlds.high, -inf))
    for size in np.arange(max(least, few + 1), min(most, many + n.max(initial=0)) + 1):
        rest, whole = size - n, np.array([size])
        one, possible = worlds.within(whole_low(whole) - high(rest) - EPSILON, whole_high(whole) - low(rest) + EPSILON)
        possible &= (rest >= few) & (rest <= many)
        of_any_size.low[possible] = np.minimum(of_any_size.low, one.low)[possible]
        of_any_size.high[possible] = np.maximum(of_any_size.high, one.high)[possible]
    return of_any_size.where(np.asarray((of_any_size.low <= of_any_size.high).all(axis=1)))


def _totals(pieces: Sequence[Piece]) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    """Least and most sums of scores of so many learners of these pieces, shape (sizes, 3): those who are over the
    least n of each piece are where means are lowest, or highest."""

    def ends(sign: int) -> Callable[[Array], Array]:
        lines = []
        for at in range(3):
            order = sorted((min(sign * end for end in one.means[at]), *one.n) for one in pieces)
            n = np.cumsum([sum(low for _, low, _ in order), *(high - low for _, low, high in order)])
            first = sum(mean * low for mean, low, _ in order)
            lines.append((n, np.cumsum([first, *(mean * (high - low) for mean, low, high in order)])))
        return lambda sizes: sign * np.stack([np.interp(sizes, *line) for line in lines], axis=1)

    return ends(1), ends(-1)
