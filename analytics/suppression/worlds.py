"""All worlds in which a reader of some tables may live, by linear programming.

A world is numbers of learners by cell and outcome, of which the sizes, counts and ranges that are shown are sums.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analytics.suppression.bounds import Known, Ranges
from analytics.suppression.groups import CountRange
from analytics.suppression.outcomes import Outcomes, ToldRanges

Numbers = npt.NDArray[np.float64]
Matrix = sparse.csr_array[np.float64]
Place = tuple[int, int]
"""a group and an outcome of it, both by number"""

IMPROVED_WEIGHS = 10
"""So many learners of other outcomes are sooner given as ranges than one of those who improved, or passed."""

MANY_CELLS = 300
"""Up to so many a world is asked for that is one whole learner away, and not only a part of one."""

NEARLY = 1e-6
"""What the solver may be wrong by."""


@dataclass(frozen=True)
class Group:
    """One that is shown. members: the cells of the table that it is made of, by number."""

    members: Sequence[int]
    of: Outcomes
    told: ToldRanges


@dataclass(frozen=True)
class Figure:
    """name: of the field of ToldRanges. counts: by outcome. known: what other figures tell of them."""

    name: str
    counts: Callable[[Outcomes], tuple[int, ...]]
    known: Callable[[Outcomes], Known]


@dataclass(frozen=True, eq=False)
class Worlds:
    """All that show the same of one figure.

    sides: of the table; outcomes are one more where there are three, and else one is the rest of the other. counts: of
    the true one, by cell and outcome. inside: 1 where a cell is in a group; the first `own` groups are the
    shown cells, one each. low, high: what is shown of each group, by outcome; known_low, known_high: what its other
    figures tell. hidden: 1 at the hidden cell, a row for each, which has at least one learner.
    """

    sides: int
    counts: Numbers
    inside: Numbers
    own: int
    low: Numbers
    high: Numbers
    known_low: Numbers
    known_high: Numbers
    hidden: Numbers

    @classmethod
    def of(
        cls,
        figure: Figure,
        variables: int,
        cells: Sequence[Outcomes],
        shown: Sequence[Group],
        smaller: Sequence[Group],
    ) -> "Worlds":
        """Of one figure of a table. cells: hidden ones too. shown: its groups, of a cell each. smaller: of others."""
        groups = [*shown, *smaller]
        inside = np.zeros((len(groups), len(cells)))
        for row, group in zip(inside, groups, strict=True):
            row[list(group.members)] = 1
        counts = np.array([figure.counts(of) for of in cells], dtype=float)
        exact = inside @ counts
        ends = np.array([exact, exact])
        known = np.array([np.zeros_like(exact), np.broadcast_to(exact.sum(axis=1, keepdims=True), exact.shape)])
        for place, group in enumerate(groups):
            for outcome, given in enumerate(getattr(group.told, figure.name)):
                if given is not None:
                    ends[:, place, outcome] = given.low, given.high
            for outcome, told in enumerate(figure.known(group.of)):
                if told is not None:
                    known[:, place, outcome] = told.low, told.high
        met = counts.sum(axis=1) > 0
        hidden = np.eye(len(cells))[met & (inside[: len(shown)].sum(axis=0) == 0)] if shown else np.eye(0, len(cells))
        sides = variables + (counts.shape[1] > 2)
        return cls(sides, counts, inside, len(shown), ends[0], ends[1], known[0], known[1], hidden)

    @cached_property
    def exact(self) -> Numbers:
        """Of each group by outcome, as it is."""
        return self.inside @ self.counts

    @property
    def edges(self) -> list[Place]:
        """Counts of none or all, of the same cells once, in the smallest table."""
        found: dict[tuple[bytes, int], Place] = {}
        for group, outcome in np.argwhere((self.exact == 0) | (self.exact == self._sizes[:, None])):
            found[self.inside[group].tobytes(), int(outcome)] = int(group), int(outcome)
        return list(found.values())

    def told(self, asked: list[Place]) -> list[Place]:
        """Those that are the same number in every world.

        The mean of as many worlds as are asked for shows the same, and departs from each count that one of them
        departs from: so one linear program finds those that not even a fraction moves. The others are to be moved by
        one whole learner, as many at once as can be: in a table of three sides, outcomes among them, half a learner may
        go where one cannot. That takes long, so not where there are very many cells, and room is seldom so narrow.
        """
        most = 1 / max(1, len(asked))
        never = [place for place, by in zip(asked, self._moved(asked, most), strict=True) if by < most / 2]
        left = [place for place in asked if place not in never]
        while left and self.sides > 2 and len(self.counts) <= MANY_CELLS:
            still = [place for place, by in zip(left, self._moved(left, 1), strict=True) if by < 1 - NEARLY]
            if len(still) == len(left):
                return never + [place for place in left if self._moved([place], 1)[0] < 1 - NEARLY]
            left = still
        return never

    def _moved(self, asked: Sequence[Place], most: float) -> Numbers:
        """By how much, and `most` at most, one world departs from each of these counts, of all of them most."""
        if not asked:
            return np.zeros(0)
        away = np.array([self._away(place) for place in asked])
        learners, many = self.counts.size, len(asked)
        world = _solved(
            np.concatenate((np.zeros(learners), -np.ones(many))),
            sparse.block_array([[self._rows, None], [sparse.csr_array(away), _unit(-1, many)]]),
            np.concatenate((self._least(self.low), away @ self.counts.ravel())),
            np.concatenate((self._most(self.high), np.full(many, np.inf))),
            most=np.concatenate((np.full(learners, np.inf), np.full(many, most))),
        )
        assert world is not None, "the true one is always possible"
        return world[learners:]

    @property
    def by_counts(self) -> "Worlds":
        """All that show the same counts and ranges, whatever other figures tell."""
        return replace(self, known_low=np.zeros_like(self.known_low), known_high=np.full_like(self.known_high, np.inf))

    @property
    def are_fewer(self) -> bool:
        """Whether other figures tell more than counts and ranges do."""
        return bool((self.known_low > self.low).any() or (self.known_high < self.high).any())

    @property
    def of_smaller(self) -> "Worlds":
        """All that show the same in the smaller tables, and the same sizes in this one."""
        low, high = self.low.copy(), self.high.copy()
        low[: self.own], high[: self.own] = 0, np.inf
        return replace(self, low=low, high=high)

    def nearest(self, place: Place) -> Numbers | None:
        """Of those of the smaller tables in which this count is another number, the one that departs least from what
        the table shows; None where there is none. Shape as `counts`."""
        learners, shown = self.counts.size, self.own * self.counts.shape[1]
        wide = self.of_smaller
        own = self._rows[len(self.inside) : len(self.inside) + shown]
        away = self._away(place)
        weights = np.ones((self.own, self.counts.shape[1]))
        weights[:, 0] = IMPROVED_WEIGHS
        costs = (weights + 1 / self._sizes[: self.own, None]).ravel()
        world = _solved(
            np.concatenate((np.zeros(learners), costs, costs)),
            sparse.block_array(
                [
                    [self._rows, None, None],
                    [own, _unit(-1, shown), _unit(1, shown)],
                    [sparse.csr_array(away[None]), None, None],
                ]
            ),
            np.concatenate((self._least(wide.low), self.low[: self.own].ravel(), [away @ self.counts.ravel() + 1])),
            np.concatenate((self._most(wide.high), self.high[: self.own].ravel(), [np.inf])),
            most=np.full(learners + 2 * shown, np.inf),
        )
        return None if world is None else world[:learners].reshape(self.counts.shape)

    def departures(self, world: Numbers) -> set[Place]:
        """Where it departs from what the table shows: of a shown cell, the improved (or passed), else how the others
        are split."""
        counts = self.inside[: self.own] @ world
        departs = (counts < self.low[: self.own] - NEARLY) | (counts > self.high[: self.own] + NEARLY)
        return {(int(cell), 0 if departs[cell, 0] else 1) for cell in np.flatnonzero(departs.any(axis=1))}

    def opened(self, free: Collection[Place]) -> "Worlds":
        """With all these given as the ranges that what is shown besides leaves them."""
        free = [(cell, outcome) for cell, outcome in free if not (outcome and (cell, 0) in free)]
        wide = replace(self, low=self.low.copy(), high=self.high.copy())
        for cell, outcome in free:
            wide.low[cell, outcome:] = 0
            wide.high[cell, outcome:] = self._sizes[cell] - self.exact[cell, :outcome].sum()
        found = replace(wide, low=wide.low.copy(), high=wide.high.copy())
        for cell, outcome in free:
            low, high = wide._reach(cell, outcome)
            if self.low[cell, outcome] < self.high[cell, outcome]:
                low, high = min(low, self.low[cell, outcome]), max(high, self.high[cell, outcome])
            all_of = wide.high[cell, outcome]
            found.low[cell, outcome], found.high[cell, outcome] = low, high
            found.high[cell, outcome + 1 :] = all_of - low
            if outcome + 2 == self.counts.shape[1]:
                found.low[cell, -1] = all_of - high
        return found

    def ranges(self, cell: int) -> Ranges:
        """Of a shown cell."""
        ends = zip(self.low[cell], self.high[cell], strict=True)
        return tuple(None if low == high else CountRange(int(low), int(high)) for low, high in ends)

    @cached_property
    def _sizes(self) -> Numbers:
        sizes: Numbers = self.exact.sum(axis=1)
        return sizes

    @cached_property
    def _rows(self) -> Matrix:
        """Sums over a world that are shown: the size of each group, its outcomes, and the size of each hidden cell."""
        outcomes = self.counts.shape[1]
        everyone = np.ones((1, outcomes))
        return sparse.csr_array(
            sparse.vstack(
                (
                    sparse.kron(self.inside, everyone),
                    sparse.kron(self.inside, np.eye(outcomes)),
                    sparse.kron(self.hidden, everyone),
                )
            )
        )

    def _least(self, low: Numbers) -> Numbers:
        return np.concatenate((self._sizes, np.maximum(low, self.known_low).ravel(), np.ones(len(self.hidden))))

    def _most(self, high: Numbers) -> Numbers:
        known = np.minimum(high, self.known_high).ravel()
        return np.concatenate((self._sizes, known, np.full(len(self.hidden), np.inf)))

    def _away(self, place: Place) -> Numbers:
        """Grows as a count of none or all departs from that."""
        group, outcome = place
        sign = 1 if self.exact[place] == 0 else -1
        away = np.zeros_like(self.counts)
        away[:, outcome] = sign * self.inside[group]
        return away.ravel()

    def _reach(self, cell: int, outcome: int) -> tuple[float, float]:
        """The least and the most of a shown cell's outcome in any world."""
        goal = np.zeros_like(self.counts)
        goal[:, outcome] = self.inside[cell]
        ends = []
        for sign in (1, -1):
            world = _solved(
                sign * goal.ravel(),
                self._rows,
                self._least(self.low),
                self._most(self.high),
                most=np.full(self.counts.size, np.inf),
            )
            assert world is not None, "the true one is always possible"
            ends.append(float(goal.ravel() @ world))
        return np.ceil(ends[0] - NEARLY), np.floor(ends[1] + NEARLY)


def _unit(value: int, size: int) -> Matrix:
    return sparse.csr_array(value * sparse.eye_array(size))


def _solved(goal: Numbers, rows: Matrix, low: Numbers, high: Numbers, *, most: Numbers) -> Numbers | None:
    """Numbers from 0 to `most` at which the goal is least; None where none have their sums from low to high."""
    from scipy import optimize  # a quarter of a second to load, which only tables beside each other need

    for presolve in (True, False):  # with it, twice as fast; but HiGHS 1.12 has called some empty that hold a world
        solved = optimize.milp(
            goal,
            constraints=optimize.LinearConstraint(rows, low, high),
            bounds=optimize.Bounds(np.zeros(len(goal)), most),
            options={"presolve": presolve},
        )
        if solved.x is not None:
            return np.asarray(solved.x)
    return None
