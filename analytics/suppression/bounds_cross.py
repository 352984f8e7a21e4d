"""Ranges over every margin of a cross-classification at once: a group has the same, in whichever report it stands.

Else two reports tell what each withholds: by month, and of one month alone. So a table is given ranges beside the
smaller tables that it adds up to, exactly as `bounds` says for one line; and a group that is the total of one report
and one of the groups of another has in both what it has here.

Ranges are widened until no line of any table leaves one of them a single number, by itself or along with the others;
of random tables two counts in a hundred are told for all that, since nothing is left to widen. It holds for the tables
of one set of variables (by way and by month, and both); whoever crosses several such sets may still find more.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import combinations
from typing import Self

from analytics.counts.joint import JointTable
from analytics.suppression.bounds import Known, Part, Ranges, fitting_partner, told_of_same, with_rest
from analytics.suppression.cross import Cell, Places
from analytics.suppression.groups import CountRange

Given = dict[Cell, CountRange | None]
"""by cell of one table; None: as it is"""


@dataclass(frozen=True)
class Outcomes:
    """Learners with both tests by what is shown of them. full, none: of marks; passed: at the mark or over.

    gained, lost: came up to the mark, fell under it. All add.
    """

    improved: int = 0
    same: int = 0
    worse: int = 0
    full_before: int = 0
    none_before: int = 0
    full_after: int = 0
    none_after: int = 0
    passed_before: int = 0
    passed_after: int = 0
    gained: int = 0
    lost: int = 0

    @classmethod
    def of(cls, table: JointTable, mark: int | None) -> Self:
        """mark: that of the test; None for nobody who passed."""
        gains, pre, post = table.differences, table.pre, table.post
        known = (gains.improved, gains.same, gains.worse, int(pre[-1]), int(pre[0]), int(post[-1]), int(post[0]))
        if mark is None:
            return cls(*known)
        gained, lost = int(table.counts[:mark, mark:].sum()), int(table.counts[mark:, :mark].sum())
        return cls(*known, int(pre[mark:].sum()), int(post[mark:].sum()), gained, lost)

    def __add__(self, other: "Outcomes") -> "Outcomes":
        return Outcomes(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def n(self) -> int:
        """All learners."""
        return self.improved + self.same + self.worse

    @property
    def lost_tells(self) -> bool:
        """Those who fell under the mark are all, or all but one, who did not improve: nobody stayed the same then."""
        return 0 < self.lost >= self.same + self.worse - 1

    @property
    def known(self) -> Known:
        """Full marks cannot be bettered and none not worsened; who came up to the pass mark improved."""
        gained, lost = (0, 0) if self.lost_tells else (self.gained, self.lost)
        return (
            CountRange(gained, self.n - max(self.full_before, self.none_after, lost)),
            None,
            CountRange(
                max(lost, self.full_before - self.full_after, self.none_after - self.none_before),
                self.n - max(self.none_before, self.full_after, gained),
            ),
        )

    @property
    def before(self) -> Part:
        """Who passed; full marks pass, none do not."""
        return Part(self.passed_before, self.n, CountRange(self.full_before, self.n - self.none_before))

    @property
    def after(self) -> Part:
        """The same of the second test."""
        return Part(self.passed_after, self.n, CountRange(self.full_after, self.n - self.none_after))


@dataclass(frozen=True)
class ToldRanges:
    """outcomes: improved, same, worse. before, after: passed or not. () where all are told as they are."""

    outcomes: Ranges = ()
    before: Ranges = ()
    after: Ranges = ()


def ranges_in_margins(
    cells: Mapping[Cell, Outcomes], hidden: Mapping[Places, Collection[Cell]]
) -> dict[Places, dict[Cell, ToldRanges]]:
    """For each shown group of each table of `hidden_in_margins`, which gives `hidden`; keys as there.

    Fischetti & Salazar 2001, Management Sci 47:1008; Cox 1980, JASA 75:377, on linked tables.
    """
    variables = len(next(iter(cells), ()))
    margins: dict[Places, dict[Cell, Outcomes]] = {}
    for size in range(variables + 1):
        for places in combinations(range(variables), size):
            margins[places] = _margin(cells, places)
    improved = _of_all(margins, hidden, lambda of: Part(of.improved, of.n, of.known[0]), {})
    either = {
        places: {
            cell: CountRange(0, margins[places][cell].n - first.low)
            for cell, first in table.items()
            if first is not None
        }
        for places, table in improved.items()
    }
    same = _of_all(margins, hidden, _same, either)
    before = _of_all(margins, hidden, lambda of: of.before, {})
    after = _of_all(margins, hidden, lambda of: of.after, {})
    return {
        places: {
            cell: ToldRanges(
                _three(table[cell], first, same[places][cell]),
                _two(before[places][cell], table[cell].n),
                _two(after[places][cell], table[cell].n),
            )
            for cell, first in improved[places].items()
        }
        for places, table in margins.items()
    }


def _same(of: Outcomes) -> Part:
    counts = (of.improved, of.same, of.worse)
    return Part(of.same, of.same + of.worse, told_of_same(counts, of.known))


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


def _of_all(
    margins: Mapping[Places, Mapping[Cell, Outcomes]],
    hidden: Mapping[Places, Collection[Cell]],
    part: Callable[[Outcomes], Part],
    first: Mapping[Places, Mapping[Cell, CountRange]],
) -> dict[Places, Given]:
    """One of the splits. first: what is a range whatever its count."""
    parts = {places: {cell: part(of) for cell, of in table.items()} for places, table in margins.items()}
    found: dict[Places, Given] = {}
    for places, table in parts.items():
        given = {
            cell: first.get(places, {}).get(cell) or of.edge for cell, of in table.items() if cell not in hidden[places]
        }
        lines: list[_Line] = []
        alone: set[Cell] = set()
        for wider, rest, line in _lines(places, table):
            if rest not in found[wider]:
                continue
            if len(line) > 1:
                lines.append(_Line(line, parts[wider][rest], found[wider][rest]))
            elif line[0] in given:  # the same learners
                given[line[0]] = _hull(given[line[0]], found[wider][rest])
                alone.add(line[0])
        _close(lines, table, given, alone)
        found[places] = given
    return found


def _lines(places: Places, table: Iterable[Cell]) -> Iterator[tuple[Places, Cell, list[Cell]]]:
    """A smaller table, a cell of it, and those of this one that add up to it."""
    for at in range(len(places)):
        lines: dict[Cell, list[Cell]] = defaultdict(list)
        for cell in table:
            lines[cell[:at] + cell[at + 1 :]].append(cell)
        for rest, line in lines.items():
            yield places[:at] + places[at + 1 :], rest, line


@dataclass(frozen=True)
class _Line:
    """cells add up to total, which is given as the range `whole`, or as it is."""

    cells: list[Cell]
    total: Part
    whole: CountRange | None


def _close(lines: Sequence[_Line], table: Mapping[Cell, Part], given: Given, alone: Collection[Cell]) -> None:
    """Gives more of a table as ranges until each line leaves its ranges room, by itself and with all the others.

    alone: cells that another table tells.
    """
    left = list(lines)
    while True:
        open_lines = [line for line in left if _rooms(line, table, given) is not None]
        if not open_lines:
            pinned = _pinned(lines, table, given)
            open_lines = [line for line in left if pinned.intersection(line.cells)][:1]
        if not open_lines:
            return
        for line in open_lines:
            rooms = _rooms(line, table, given) or (1, 1)
            free = [cell for cell in line.cells if cell in given and given[cell] is None and cell not in alone]
            for cell in sorted(free, key=lambda cell: (-table[cell].of, cell)):
                partner = fitting_partner(table[cell], *rooms)
                if partner is not None:
                    given[cell] = partner
                    break
            else:
                left.remove(line)
                _give_up(line, table, given)


def _pinned(lines: Sequence[_Line], table: Mapping[Cell, Part], given: Given) -> set[Cell]:
    """Cells given as a range of which the lines together, one after the other, leave one number."""
    ends = {cell: CountRange(of.count, of.count) for cell, of in table.items()}
    for cell in table:
        if cell not in given:
            ends[cell] = CountRange(0, table[cell].of)
        elif given[cell] is not None:
            ends[cell] = table[cell].left_in(given[cell])
    had_room = {cell for cell in given if ends[cell].low < ends[cell].high}
    is_narrowing = True
    while is_narrowing:
        is_narrowing = False
        for line in lines:
            whole = line.total.left_in(line.whole)
            low, high = (sum(getattr(ends[cell], end) for cell in line.cells) for end in ("low", "high"))
            for cell in line.cells:
                now = ends[cell]
                narrower = CountRange(
                    max(now.low, whole.low - (high - now.high)), min(now.high, whole.high - (low - now.low))
                )
                if narrower != now:
                    low, high = low + narrower.low - now.low, high + narrower.high - now.high
                    ends[cell], is_narrowing = narrower, True
    return {cell for cell in had_room if ends[cell].low == ends[cell].high}


def _give_up(line: _Line, table: Mapping[Cell, Part], given: Given) -> None:
    """Each as what the total alone leaves it."""
    total = line.whole or CountRange(line.total.count, line.total.count)
    for cell in line.cells:
        if cell in given:
            of = table[cell].of
            alone = CountRange(max(0, total.low - (line.total.of - of)), min(of, total.high))
            given[cell] = _hull(given[cell], alone)


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
