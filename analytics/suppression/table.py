"""Suppression over a table with margins: rows by columns, with totals of rows, of columns and of all."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Counts

Hidden = npt.NDArray[np.bool_]
Place = tuple[int, int]
Line = list[Place]
Equations = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]

WORLDS = 24
"""Tables looked at on the way to the end of a range."""


@dataclass(frozen=True, eq=False)
class HiddenTable:
    """True where a number must not be shown. cells (rows, columns); rows, columns: their totals; total: of all."""

    cells: Hidden
    rows: Hidden
    columns: Hidden
    total: bool


def hidden_table(paired: Counts, threshold: int) -> HiddenTable:
    """Which cells and totals to hide so that no number of 1..threshold - 1 learners can be worked out.

    paired: learners by row and column, whole, shape (rows, columns). Primary: every such number, also among the totals.
    Complementary: a hidden number is never alone in its row or column, and as long as what is shown tells that
    a small number is under the threshold, more is hidden in its line. What an
    attacker can work out is the range of a hidden number over all tables that agree with what is shown, numbers of 0
    being shown; found exactly, by linear programming (a table with margins is a network, so the ends of each
    range are whole).

    Who knows this very rule asks more: which of those tables would have had the same numbers hidden? Each small number
    must reach the threshold in one of them; where none is found on the way to the ends of the ranges, all is hidden.
    Cox 1980, JASA 75:377; Fischetti & Salazar 2001, Management Sci 47:1008.
    """
    whole = _with_totals(np.asarray(paired, dtype=np.int64))
    hidden = _protected(whole, threshold)
    if hidden is None or not _stays_unknown(whole, hidden, threshold):
        hidden = whole > 0
    return HiddenTable(hidden[:-1, :-1], hidden[:-1, -1], hidden[-1, :-1], bool(hidden[-1, -1]))


def _protected(whole: Counts, threshold: int, within: Hidden | None = None) -> Hidden | None:
    """What to hide from who does not know the rule. within: None as soon as it is not just this."""
    hidden = (whole > 0) & (whole < threshold)
    small = [(int(r), int(c)) for r, c in np.argwhere(hidden)]
    lines = _lines(*whole.shape)
    while within is None or not (hidden & ~within).any():
        found = _closing(whole, hidden, lines)
        if found is None:
            ranges = _ranges(whole, hidden, small)
            exposed = [cell for cell, (_, high) in ranges.items() if high is not None and high < threshold]
            if not exposed:
                return hidden if within is None or np.array_equal(hidden, within) else None
            found = _widening(whole, hidden, [line for line in lines if exposed[0] in line])
        if found is None:
            return whole > 0 if within is None or np.array_equal(whole > 0, within) else None
        hidden[found] = True
    return None


def _stays_unknown(whole: Counts, hidden: Hidden, threshold: int) -> bool:
    """Whether each small number reaches the threshold in a table that shows the same and hides the same, and of which
    the same is true: those of which it is not would have had all hidden, so they are struck off."""
    if hidden[-1, -1] or not hidden.any():
        return True
    worlds = [whole]
    for other in _worlds(whole, hidden, threshold):
        worlds.append(other)
        left = worlds
        while left:
            most = np.max(left, axis=0)
            kept = [world for world in left if not (hidden & (world < threshold) & (most < threshold)).any()]
            if len(kept) == len(left):
                break
            left = kept
        if any(world is whole for world in left):
            return True
    return False


def _worlds(whole: Counts, hidden: Hidden, threshold: int) -> Iterator[Counts]:
    """Up to WORLDS other tables that show the same and hide the same, met on the way from this one, and then from them,
    to where a hidden number is largest."""
    places = [(int(r), int(c)) for r, c in np.argwhere(hidden)]
    equations = _equations(whole, hidden, places)
    most = int(whole.max()) + 2 * threshold
    found = [_solved(-1.0 * (np.arange(len(places)) == at), equations, most) for at in range(len(places))]
    worlds, met = [whole], {whole.tobytes()}
    for world in worlds:  # grows while it is walked through
        for end in found:
            for other in () if end is None else _between(world, places, end):
                if len(worlds) > WORLDS or len(met) > 4 * WORLDS:
                    return
                if other.tobytes() not in met:
                    met.add(other.tobytes())
                    if _protected(other, threshold, within=hidden) is not None:
                        worlds.append(other)
                        yield other


def _between(world: Counts, places: list[Place], end: Counts) -> Iterator[Counts]:
    """Whole tables from this one to that with these hidden numbers, the far end first, some WORLDS at most."""
    steps = end - np.array([world[place] for place in places])
    parts = int(np.gcd.reduce(steps))
    for part in range(parts, 0, -max(1, parts // WORLDS)):
        other = world.copy()
        for place, step in zip(places, steps, strict=True):
            other[place] += int(step) // parts * part
        yield other


def attackers_ranges(paired: Counts, hidden: HiddenTable) -> dict[Place, tuple[int, int | None]]:
    """Smallest and largest value of each hidden number in any table that agrees with what is shown.

    By place; row or column -1 is a total. None: no upper end. A hidden number is at least 1: zeros are shown.
    """
    whole = _with_totals(np.asarray(paired, dtype=np.int64))
    mask = np.zeros(whole.shape, dtype=bool)
    mask[:-1, :-1], mask[:-1, -1], mask[-1, :-1], mask[-1, -1] = hidden.cells, hidden.rows, hidden.columns, hidden.total
    rows, columns = whole.shape
    return {
        (r if r < rows - 1 else -1, c if c < columns - 1 else -1): bounds
        for (r, c), bounds in _ranges(whole, mask, [(int(r), int(c)) for r, c in np.argwhere(mask)]).items()
    }


def _with_totals(counts: Counts) -> Counts:
    rows = np.column_stack((counts, counts.sum(axis=1)))
    return np.vstack((rows, rows.sum(axis=0)))


def _ranges(whole: Counts, hidden: Hidden, asked: list[Place]) -> dict[Place, tuple[int, int | None]]:
    """Of the hidden numbers asked for; None for no upper end."""
    if not asked:
        return {}
    places = [(int(r), int(c)) for r, c in np.argwhere(hidden)]
    equations = _equations(whole, hidden, places)
    found = {}
    for place in asked:
        goal = np.array([1.0 if other == place else 0.0 for other in places])
        at = places.index(place)
        least, most = (_solved(sign * goal, equations) for sign in (1, -1))
        found[place] = (0 if least is None else int(least[at]), None if most is None else int(most[at]))
    return found


def _equations(whole: Counts, hidden: Hidden, places: list[Place]) -> Equations:
    """What the shown numbers say of the hidden ones: coefficients and right sides, a row per line of the table."""
    column_of = {place: i for i, place in enumerate(places)}
    left, right = [], []
    for line in _lines(*whole.shape):
        if not any(hidden[place] for place in line):
            continue
        row, known = np.zeros(len(places)), 0
        for place in line:
            sign = -1 if place == line[-1] else 1
            if hidden[place]:
                row[column_of[place]] = sign
            else:
                known += sign * int(whole[place])
        left.append(row)
        right.append(-known)
    return np.array(left), np.array(right, dtype=np.float64)


def _solved(goal: npt.NDArray[np.float64], equations: Equations, most: int | None = None) -> Counts | None:
    """The hidden numbers, each from 1 to `most`, at which the goal is smallest; None where it has no end."""
    from scipy import optimize  # a quarter of a second to load, which only this needs

    left, right = equations
    solved = optimize.linprog(goal, A_eq=left, b_eq=right, bounds=(1, most), method="highs")
    return None if solved.x is None else np.rint(solved.x).astype(np.int64)


def _closing(whole: Counts, hidden: Hidden, lines: list[Line]) -> Place | None:
    """What to hide next so that no number is alone hidden in its line: where two such lines cross, else the smallest
    number of one, totals last. None where no line is so."""
    open_lines = [line for line in lines if sum(hidden[place] for place in line) == 1]
    candidates = [place for line in open_lines for place in line if whole[place] > 0 and not hidden[place]]
    if not candidates:
        return None
    return min(candidates, key=lambda place: (-candidates.count(place), *_cost(whole, place)))


def _widening(whole: Counts, hidden: Hidden, lines: list[Line]) -> Place | None:
    """The smallest number still shown in the line with the fewest hidden, totals last. None where none is shown."""
    candidates = [
        (sum(hidden[other] for other in line), *_cost(whole, place), place)
        for line in lines
        for place in line
        if whole[place] > 0 and not hidden[place]
    ]
    return min(candidates)[-1] if candidates else None


def _cost(whole: Counts, place: Place) -> tuple[bool, int, Place]:
    """What hiding it takes from the reader: a total more than a number, a large one more than a small one."""
    return place[0] == whole.shape[0] - 1 or place[1] == whole.shape[1] - 1, int(whole[place]), place


def _lines(rows: int, columns: int) -> list[Line]:
    """Places that add to the last of them: each row with its total, each column with its total."""
    return [[(r, c) for c in range(columns)] for r in range(rows)] + [
        [(r, c) for r in range(rows)] for c in range(columns)
    ]
