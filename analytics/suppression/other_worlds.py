"""A last look at a table beside all smaller ones: is there, for each count of none or all, another world that shows the
same and in which it is another number? Where there is none, more is given as ranges until there is.

**How.** For a count without another world (`worlds`) the one is sought that departs least from what the table shows,
from those who improved least of all; where it departs the table is given as ranges, each what all else that is shown
leaves it, so that a range tells nothing by itself. Fischetti & Salazar 2001, Management Sci 47:1008; 2003, Statistics
and Computing 13:93, on partial suppression.

**Where that is not enough.** What a table lists, with all its counts left out, still tells the size of each group and
which ones nobody is in. Where that beside the smaller tables tells a count, nothing of the table is shown.

Nothing here changes a smaller table, or that would depend on what it is laid beside. So what smaller tables tell by
themselves stays told.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from analytics.suppression.cross import Cell, Places
from analytics.suppression.outcomes import Outcomes, ToldRanges
from analytics.suppression.worlds import Figure, Group, Place, Worlds

_FIGURES = (
    Figure("outcomes", lambda of: (of.improved, of.same, of.worse), lambda of: of.known),
    Figure("before", lambda of: (of.before.count, of.n - of.before.count), lambda of: (of.before.known, None)),
    Figure("after", lambda of: (of.after.count, of.n - of.after.count), lambda of: (of.after.known, None)),
)


def with_other_worlds(
    places: Places,
    margins: Mapping[Places, Mapping[Cell, Outcomes]],
    told: Mapping[Places, Mapping[Cell, ToldRanges]],
) -> dict[Cell, ToldRanges]:
    """What to tell of each shown cell of the table of these variables; nothing where the sizes alone of what it would
    show tell a count beside the smaller tables.

    margins: all tables, hidden cells too. told: of what each shows.
    """
    table, found = margins[places], dict(told[places])
    number = {cell: place for place, cell in enumerate(table)}
    shown = [Group([number[cell]], table[cell], ranges) for cell, ranges in found.items()]
    smaller = _smaller(places, list(table), margins, told)
    for figure in _FIGURES:
        worlds = Worlds.of(figure, len(places), list(table.values()), shown, smaller)
        alone = worlds.by_counts
        left = alone.told(alone.edges)
        by_smaller = alone.of_smaller.told(left)
        if by_smaller and _sizes_tell(worlds, by_smaller, _without(figure, places, margins, told)):
            return {}
        # The report leaves out some of the other figures where they would tell a share: asked with them and without.
        free = _opened(worlds, worlds.told(worlds.edges), set()) if worlds.are_fewer else set()
        free = _opened(alone, left, free)
        given = alone.opened(free)
        for place, _ in free:
            cell = list(found)[place]
            found[cell] = replace(found[cell], **{figure.name: given.ranges(place)})
    return found


def _smaller(
    places: Places,
    cells: Sequence[Cell],
    margins: Mapping[Places, Mapping[Cell, Outcomes]],
    told: Mapping[Places, Mapping[Cell, ToldRanges]],
) -> list[Group]:
    """What the tables of fewer of the variables show."""
    found = []
    for of, shown in told.items():
        if set(of) < set(places):
            members = defaultdict(list)
            for place, cell in enumerate(cells):
                members[tuple(value for at, value in zip(places, cell, strict=True) if at in of)].append(place)
            found += [Group(members[cell], margins[of][cell], ranges) for cell, ranges in shown.items()]
    return found


def _without(
    figure: Figure,
    places: Places,
    margins: Mapping[Places, Mapping[Cell, Outcomes]],
    told: Mapping[Places, Mapping[Cell, ToldRanges]],
) -> Worlds:
    """All that show the same in the smaller tables to who does not see this one, nor which of its cells are empty."""
    table = margins[places]
    cells = list(product(*map(sorted, map(set, zip(*table, strict=True)))))
    smaller = _smaller(places, cells, margins, told)
    return Worlds.of(figure, len(places), [table.get(cell, Outcomes()) for cell in cells], [], smaller).by_counts


def _sizes_tell(worlds: Worlds, told: Sequence[Place], without: Worlds) -> bool:
    """Whether one of these counts, told by smaller tables and these sizes, is not told without the sizes."""
    of_smaller = [(group - worlds.own, outcome) for group, outcome in told if group >= worlds.own]
    return len(of_smaller) < len(told) or len(without.told(of_smaller)) < len(of_smaller)


def _opened(worlds: Worlds, told: list[Place], free: set[Place]) -> set[Place]:
    """Places in shown cells to give as ranges, these and as many more as it takes until none of those is told."""
    now = worlds.opened(free)
    left = now.told(told) if free else told
    by_smaller = now.of_smaller.told(left)
    left = [place for place in left if place not in by_smaller]
    while left:
        nearest = now.nearest(left[0])
        departures = set() if nearest is None else now.departures(nearest)
        if departures <= free:
            left = left[1:]
            continue
        free = free | departures
        now = worlds.opened(free)
        left = now.told(left)
    return free
