"""Ranges over every margin of a cross-classification at once: a group has the same, in whichever report it stands.

Else two reports tell what each withholds: by month, and of one month alone. So a table is given ranges beside the
smaller tables that it adds up to, exactly as `bounds` says for one line; and a group that is the total of one report
and one of the groups of another has in both what it has here.

Ranges are widened until no line of any table leaves one of them a single number, and then until all tables together
leave none; where the sizes alone of a table's groups would tell one, the table is not shown (`other_worlds`). It holds
for the tables of two variables (by way, by month and by both). Of three, those of each two are given their ranges
without the third, so that they are the same in every report. Two of these beside each other were never seen to tell;
whoever lays all three beside each other may still find more (14 of 401 counts of none or all in the demonstration).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from analytics.suppression.bounds import Part, Ranges, fitting_partner, told_of_same, with_rest
from analytics.suppression.cross import Cell, Places
from analytics.suppression.groups import CountRange
from analytics.suppression.other_worlds import with_other_worlds
from analytics.suppression.outcomes import Outcomes, ToldRanges

Given = dict[Cell, CountRange | None]
"""by cell of one table; None: as it is"""


@dataclass(frozen=True)
class _Split:
    """part: those of one side. told: the range that they are given as."""

    part: Callable[[Outcomes], Part]
    told: Callable[[ToldRanges], CountRange | None]


_IMPROVED = _Split(
    lambda of: Part(of.improved, of.n, of.known[0]), lambda told: told.outcomes[0] if told.outcomes else None
)
_SAME = _Split(
    lambda of: Part(of.same, of.same + of.worse, told_of_same((of.improved, of.same, of.worse), of.known)),
    lambda told: told.outcomes[1] if told.outcomes else None,
)
_BEFORE = _Split(lambda of: of.before, lambda told: told.before[0] if told.before else None)
_AFTER = _Split(lambda of: of.after, lambda told: told.after[0] if told.after else None)


def ranges_in_margins(
    cells: Mapping[Cell, Outcomes], hidden: Mapping[Places, Collection[Cell]]
) -> dict[Places, dict[Cell, ToldRanges]]:
    """For each group that is shown of each table of `hidden_in_margins`, which gives `hidden`; keys as there. Who is in
    neither is hidden too.

    Fischetti & Salazar 2001, Management Sci 47:1008; Cox 1980, JASA 75:377, on linked tables.
    """
    variables = len(next(iter(cells), ()))
    margins: dict[Places, dict[Cell, Outcomes]] = {}
    found: dict[Places, dict[Cell, ToldRanges]] = {}
    for size in range(variables + 1):
        for places in combinations(range(variables), size):
            margins[places] = _margin(cells, places)
            shown = [
                cell
                for cell in margins[places]
                if cell not in hidden[places] and all(rest in found[of] for of, rest in _wider(places, cell))
            ]
            found[places] = _by_lines(places, margins, shown, found)
            if size:
                found[places] = with_other_worlds(places, margins, found)
    return found


def _by_lines(
    places: Places,
    margins: Mapping[Places, Mapping[Cell, Outcomes]],
    shown: Sequence[Cell],
    found: Mapping[Places, Mapping[Cell, ToldRanges]],
) -> dict[Cell, ToldRanges]:
    """Of one table, beside those of one variable less."""
    table = margins[places]
    improved = _of_split(_IMPROVED, places, margins, dict.fromkeys(shown), found)
    either = {
        cell: None if first is None else CountRange(0, table[cell].n - first.low) for cell, first in improved.items()
    }
    same = _of_split(_SAME, places, margins, either, found)
    before, after = (_of_split(split, places, margins, dict.fromkeys(shown), found) for split in (_BEFORE, _AFTER))
    return {
        cell: ToldRanges(
            _three(table[cell], improved[cell], same[cell]),
            _two(before[cell], table[cell].n),
            _two(after[cell], table[cell].n),
        )
        for cell in shown
    }


def _three(of: Outcomes, improved: CountRange | None, same: CountRange | None) -> Ranges:
    if improved is not None:
        return improved, same, same
    return () if same is None else (None, *with_rest(same, of.same + of.worse))


def _two(passed: CountRange | None, n: int) -> Ranges:
    return () if passed is None else with_rest(passed, n)


def _margin(cells: Mapping[Cell, Outcomes], places: Places) -> dict[Cell, Outcomes]:
    found: dict[Cell, Outcomes] = defaultdict(Outcomes)
    for cell, of in sorted(cells.items()):
        if of.n:
            part = tuple(cell[place] for place in places)
            found[part] = found[part] + of
    return dict(found)


def _of_split(
    split: _Split,
    places: Places,
    margins: Mapping[Places, Mapping[Cell, Outcomes]],
    first: Mapping[Cell, CountRange | None],
    found: Mapping[Places, Mapping[Cell, ToldRanges]],
) -> Given:
    """first: of each shown cell, what is a range whatever its count."""
    table = {cell: split.part(of) for cell, of in margins[places].items()}
    given = {cell: wide or table[cell].edge for cell, wide in first.items()}
    lines: list[_Line] = []
    alone: set[Cell] = set()
    for wider, rest, line in _lines(places, table):
        if rest not in found[wider]:
            continue
        whole = split.told(found[wider][rest])
        if len(line) > 1:
            lines.append(_Line(line, split.part(margins[wider][rest]), whole))
        elif line[0] in given:  # the same learners
            given[line[0]] = _hull(given[line[0]], whole)
            alone.add(line[0])
    _close(lines, table, given, alone)
    return given


def _lines(places: Places, table: Iterable[Cell]) -> Iterator[tuple[Places, Cell, list[Cell]]]:
    """A smaller table, a cell of it, and those of this one that add up to it."""
    lines: dict[tuple[Places, Cell], list[Cell]] = defaultdict(list)
    for cell in table:
        for wider in _wider(places, cell):
            lines[wider].append(cell)
    for (of, rest), line in lines.items():
        yield of, rest, line


def _wider(places: Places, cell: Cell) -> Iterator[tuple[Places, Cell]]:
    """The groups that a cell is in by one variable less."""
    for at in range(len(places)):
        yield places[:at] + places[at + 1 :], cell[:at] + cell[at + 1 :]


@dataclass(frozen=True)
class _Line:
    """cells add up to total, which is given as the range `whole`, or as it is."""

    cells: list[Cell]
    total: Part
    whole: CountRange | None


def _close(lines: Sequence[_Line], table: Mapping[Cell, Part], given: Given, alone: Collection[Cell]) -> None:
    """Gives more of a table as ranges until each line by itself leaves its ranges room.

    alone: cells that another table tells.
    """
    left = list(lines)
    while open_lines := [line for line in left if _rooms(line, table, given) is not None]:
        for line in open_lines:
            rooms = _rooms(line, table, given)
            if rooms is None:  # another line has given it room
                continue
            free = [cell for cell in line.cells if cell in given and given[cell] is None and cell not in alone]
            for cell in sorted(free, key=lambda cell: (-table[cell].of, cell)):
                partner = fitting_partner(table[cell], *rooms)
                if partner is not None:
                    given[cell] = partner
                    break
            else:
                left.remove(line)
                _give_up(line, table, given, alone)


def _give_up(line: _Line, table: Mapping[Cell, Part], given: Given, alone: Collection[Cell]) -> None:
    """Each as what the total alone leaves it."""
    total = line.whole or CountRange(line.total.count, line.total.count)
    for cell in line.cells:
        if cell in given and cell not in alone:
            of = table[cell].of
            by_total = CountRange(max(0, total.low - (line.total.of - of)), min(of, total.high))
            given[cell] = _hull(given[cell], by_total)


def _rooms(line: _Line, table: Mapping[Cell, Part], given: Given) -> tuple[int, int] | None:
    """How much lower and higher the ranges of a line might lie together; None where that leaves them room."""
    down, up = line.total.room_in(line.whole)
    ranged = [table[cell].room_in(given[cell]) for cell in line.cells if given.get(cell) is not None]
    shown = [table[cell] for cell in line.cells if cell in given]
    rest = Part(line.total.count - sum(part.count for part in shown), line.total.of - sum(part.of for part in shown))
    if rest.of > 0 and rest.edge is None:  # the hidden make up for anything
        return None
    rooms = [room for room in (*ranged, rest.room, (up, down)) if any(room)]
    if not any(map(any, (*ranged, (up, down)))):
        return None
    below, above = (sum(room) for room in zip(*rooms, strict=True))
    return None if len(rooms) > 1 and below and above else (below, above)


def _hull(one: CountRange | None, other: CountRange | None) -> CountRange | None:
    if one is None or other is None:
        return one or other
    return CountRange(min(one.low, other.low), max(one.high, other.high))
