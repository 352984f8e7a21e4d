"""Suppression over a table with margins: rows by columns, with totals of rows, of columns and of all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.joint import Counts

Hidden = npt.NDArray[np.bool_]
Place = tuple[int, int]
Line = list[Place]


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
    range are whole). Who also knows this rule may tell more; hide by hand what must not even be guessed.
    Cox 1980, JASA 75:377; Fischetti & Salazar 2001, Management Sci 47:1008.
    """
    whole = _with_totals(np.asarray(paired, dtype=np.int64))
    hidden = (whole > 0) & (whole < threshold)
    small = [(int(r), int(c)) for r, c in np.argwhere(hidden)]
    lines = _lines(*whole.shape)
    while True:
        found = _closing(whole, hidden, lines)
        if found is None:
            ranges = _ranges(whole, hidden, small)
            exposed = [cell for cell, (_, high) in ranges.items() if high is not None and high < threshold]
            if not exposed:
                break
            found = _widening(whole, hidden, [line for line in lines if exposed[0] in line])
        if found is None:
            hidden = whole > 0
            break
        hidden[found] = True
    return HiddenTable(hidden[:-1, :-1], hidden[:-1, -1], hidden[-1, :-1], bool(hidden[-1, -1]))


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
    places = [(int(r), int(c)) for r, c in np.argwhere(hidden)]
    if not asked:
        return {}
    column_of = {place: i for i, place in enumerate(places)}
    equations: list[tuple[list[int], int]] = []
    for line in _lines(*whole.shape):
        signs = np.array([*[1] * (len(line) - 1), -1])
        unknown = [place for place in line if hidden[place]]
        if unknown:
            row = np.zeros(len(places), dtype=np.int64)
            row[[column_of[place] for place in unknown]] = [
                sign for place, sign in zip(line, signs, strict=True) if hidden[place]
            ]
            known = sum(int(sign * whole[place]) for place, sign in zip(line, signs, strict=True) if not hidden[place])
            equations.append((row.tolist(), -known))
    found = {}
    for place in asked:
        goal = np.zeros(len(places))
        goal[column_of[place]] = 1.0
        least, most = (_least(sign * goal, equations) for sign in (1, -1))
        found[place] = (least or 0, None if most is None else -most)
    return found


def _least(goal: npt.NDArray[np.float64], equations: list[tuple[list[int], int]]) -> int | None:
    """Smallest value of goal · numbers, each number at least 1; None where there is none."""
    from scipy import optimize  # a quarter of a second to load, which only this needs

    left, right = zip(*equations, strict=True)
    solved = optimize.linprog(goal, A_eq=np.array(left), b_eq=np.array(right), bounds=(1, None), method="highs")
    return None if solved.fun is None else round(float(solved.fun))


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
