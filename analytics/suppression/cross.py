"""Suppression over every margin of a cross-classification at once: whatever is asked first, the answer is the same."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from analytics.suppression.groups import hidden_groups, is_safe

Cell = tuple[str, ...]
Cells = Mapping[Cell, int]
Places = tuple[int, ...]
"""Which variables of the cross-classification a table has, by their place, in order."""
Line = list[Cell]


def hidden_in_margins(cells: Cells, threshold: int) -> dict[Places, frozenset[Cell]]:
    """What to hide in the table of each set of variables, when the tables of all the others are shown beside it.

    cells: learners by the value of every variable; what is not there holds nobody. Keys of the answer: places of the
    variables, () being everyone; its cells have the values of these alone. Primary: 1..threshold - 1 learners. A part
    of a hidden group is hidden as well, or the parts would add up to it. Of one variable as `hidden_groups` says.
    Complementary: the cells of a table that
    differ in one variable only add up to a cell of a smaller table; the hidden among them must be `is_safe`, else
    the smallest shown is hidden too. A cell that is alone there is that cell of the smaller table, and protects
    nobody; where nothing else is left to hide, the whole table is hidden.

    With the variables always in the same order a group is shown or hidden by what it is, never by the way on which it
    was asked for: as a filter, as a split, or as both. Cox 1980, JASA 75:377, on linked tables.
    """
    variables = len(next(iter(cells), ()))
    found: dict[Places, frozenset[Cell]] = {}
    for size in range(variables + 1):
        for places in combinations(range(variables), size):
            found[places] = _hidden(_margin(cells, places), places, found, threshold)
    return found


def _margin(cells: Cells, places: Places) -> dict[Cell, int]:
    counts: dict[Cell, int] = defaultdict(int)
    for cell, n in cells.items():
        if n:
            counts[tuple(cell[place] for place in places)] += n
    return counts


def _hidden(table: Cells, places: Places, wider: Mapping[Places, frozenset[Cell]], threshold: int) -> frozenset[Cell]:
    hidden = {cell for cell, n in table.items() if n < threshold}
    if len(places) == 1 and not wider[()]:
        cells = sorted(table)
        alone = hidden_groups([table[cell] for cell in cells], threshold)
        return frozenset(cells if alone.total else (cells[place] for place in alone.groups))
    lines: list[Line] = []
    known: set[Cell] = set()
    for place in range(len(places)):
        outside = wider[places[:place] + places[place + 1 :]]
        by_rest: dict[Cell, Line] = defaultdict(list)
        for cell in sorted(table):
            by_rest[cell[:place] + cell[place + 1 :]].append(cell)
        for rest, line in by_rest.items():
            if rest in outside:
                hidden.update(line)
            elif len(line) == 1:
                known.update(line)
            else:
                lines.append(line)
    open_lines = lines
    while open_lines:
        open_lines = [line for line in lines if not _is_safe(line, table, hidden, known, threshold)]
        for line in open_lines:
            if not _close(line, table, hidden, known, threshold):
                return frozenset(table)
    return frozenset(hidden)


def _is_safe(line: Line, table: Cells, hidden: set[Cell], known: set[Cell], threshold: int) -> bool:
    unknown = [table[cell] for cell in line if cell in hidden and cell not in known]
    return not unknown or is_safe(unknown, threshold)


def _close(line: Line, table: Cells, hidden: set[Cell], known: set[Cell], threshold: int) -> bool:
    """Hides more of a line, the smallest first, until it is safe; False where that cannot be reached."""
    while not _is_safe(line, table, hidden, known, threshold):
        shown = [(table[cell], cell) for cell in line if cell not in hidden and cell not in known]
        if not shown:
            return False
        hidden.add(min(shown)[1])
    return True
