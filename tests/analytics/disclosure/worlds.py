"""Whole-number linear constraints, and worlds in which all of them hold, found by HiGHS (scipy).

Every world is kept and has been held against every constraint. So that there are many values is shown by worlds that
have them, and only that there are no more rests on the solver.
"""

import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

TOLERANCE = 1e-5
"""What a sum of a solver's world may be off."""
SECONDS = 20
"""Of processor time for one world: what is not found by then counts as impossible, so that an attacker is never the
weaker for it. HiGHS counts seconds of the clock, which other work on the machine eats.
"""
OUT_OF_TIME = 1
"""What scipy's `milp` answers as its status where a limit ended it."""
Row = Mapping[int, float]
World = npt.NDArray[np.float64]
Columns = npt.NDArray[np.bool_]


class System:
    """Constraints on variables that are never below 0. worlds: those found; the true one is the first."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.rows: list[Row] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.worlds: list[World] = []

    def add(self, row: Row, low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def variable(self) -> int:
        self.size += 1
        return self.size - 1

    def keep(self, world: World) -> bool:
        """False for a world that breaks a constraint."""
        sums = self._matrix @ world
        breaks = max((self._limits[0] - sums).max(), (sums - self._limits[1]).max(), -world.min())
        if breaks <= TOLERANCE:
            self.worlds.append(world)
        return bool(breaks <= TOLERANCE)

    def solve(self, aim: Row, whole: Columns, free: Columns, *at: tuple[Row, float], presolve: bool = True) -> bool:
        """Keep a world in which the aim is least; False where none is possible, or found in time.

        whole: variables that have to be whole numbers. free: those that may be other than in the true world; few are
        solved at once. at: sums that have a value. presolve: let HiGHS make it smaller first: quick, and now and then
        it errs then.
        """
        rest = self._matrix @ np.where(free, 0, self.worlds[0])
        rows, values = [row for row, _ in at], np.array([value for _, value in at])
        low, high = (np.append(limit - rest, values) for limit in self._limits)
        constraints = sparse.vstack([self._matrix, _matrix(rows, self.size)], format="csc")[:, free]
        answer = _answer(
            c=_matrix([aim], self.size).toarray()[0, free],
            constraints=optimize.LinearConstraint(constraints, low, high),
            integrality=whole[free],
            bounds=optimize.Bounds(0, np.inf),
            presolve=presolve,
        )
        if answer.x is None:
            return False
        world = self.worlds[0].copy()
        world[free] = np.where(whole[free], np.rint(answer.x), answer.x)
        return self.keep(world)

    @cached_property
    def _matrix(self) -> Any:
        """Nothing can be added once it is made."""
        return _matrix(self.rows, self.size)

    @cached_property
    def _limits(self) -> tuple[World, World]:
        return np.array(self.low), np.array(self.high)


def _answer(*, presolve: bool, **programme: Any) -> Any:
    """Of HiGHS; it begins anew with twice the time on the clock while it has not had its processor time."""
    seconds = SECONDS
    while True:
        start = time.process_time()
        answer = optimize.milp(**programme, options={"time_limit": seconds, "presolve": presolve})
        was_cut_short = answer.status == OUT_OF_TIME and time.process_time() - start < SECONDS
        if answer.x is not None or not was_cut_short:
            return answer
        seconds *= 2


def _matrix(rows: list[Row], size: int) -> Any:
    places = [place for place, row in enumerate(rows) for _ in row]
    columns, weights = [at for row in rows for at in row], [weight for row in rows for weight in row.values()]
    return sparse.csc_array((weights, (places, columns)), shape=(len(rows), size))


def value(row: Row, world: World) -> float:
    """Of a sum."""
    return float(sum(weight * world[at] for at, weight in row.items()))


def minus(row: Row) -> dict[int, float]:
    """A sum with the sign turned."""
    return {at: -weight for at, weight in row.items()}
