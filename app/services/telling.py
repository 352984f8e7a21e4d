"""What a report must not show, since beside the other reports that can be asked for it would tell of a few learners.

The same for everything that is counted: learners with both tests, those who answered a statement, those who reported.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product

from analytics import Key, Outcomes, ToldRanges, hidden_in_margins, ranges_in_margins, tells_of_hidden
from app.services.group_counts import as_key
from app.store import figures
from app.store.figures import Filters

Count = Callable[[Filters, Sequence[str]], Mapping[tuple[str, ...], int]]
"""Learners by the values of these disaggregates."""

CountOutcomes = Callable[[Filters, Sequence[str]], Mapping[tuple[str, ...], tuple[int, ...]]]
"""The same by what is shown of them: the fields of `Outcomes`."""


def withheld(filters: Filters, by: Sequence[str], keys: Iterable[Key], threshold: int, count: Count) -> set[Key | None]:
    """Keys (None: the whole) to hide whatever their size. keys: of the report split by `by`."""
    return _told_by_filters(filters, by, keys, threshold, count) | _told_elsewhere(filters, by, threshold, count)


def _told_by_filters(
    filters: Filters, by: Sequence[str], keys: Iterable[Key], threshold: int, count: Count
) -> set[Key | None]:
    """Keys (None: the whole) that beside the report without one of these filters would tell of a small group.

    Of 35 learners of a region 30 are girls: the five others are the region less its girls. So a filter shows, in all
    and within each group, what the report split by it would show, and no more.
    """
    found: set[Key | None] = set()
    keys = tuple(keys)
    for dimension, wider, is_chosen in figures.widened(filters):
        split: dict[Key | None, list[tuple[int, bool]]] = defaultdict(list)
        learners = count(wider, (dimension, *by))
        whole: Counter[str] = Counter()
        for (value, *rest), n in learners.items():
            whole[value] += n
            split[as_key(rest)].append((n, is_chosen(value)))
        split[None] = [(n, is_chosen(value)) for value, n in whole.items()]
        for key in (None, *keys):
            sizes = [n for n, _ in split[key]]
            chosen = {place for place, (_, is_one) in enumerate(split[key]) if is_one}
            if tells_of_hidden(sizes, chosen, threshold):
                found.add(key)
    return found


def _told_elsewhere(filters: Filters, by: Sequence[str], threshold: int, count: Count) -> set[Key | None]:
    """Keys (None: the whole) that would tell of a small group beside every narrower and wider report that can be asked.

    A filter and a split of the same name show the same people, so both are variables of one cross-classification.
    """
    chosen = _chosen(filters)
    variables = _variables(chosen, by)
    if len(variables) < 2:  # the report hides in one table by itself
        return set()
    cells: Counter[tuple[str, ...]] = Counter()
    learners = count(figures.without_filters(filters), variables)
    for values, of in _let_through_as_one(variables, learners, chosen, by).items():
        cells[of] += learners[values]
    hidden = hidden_in_margins(cells, threshold)
    found: set[Key | None] = set()
    for names, is_total in ((tuple(name for name in variables if name in chosen), True), (variables, False)):
        places = tuple(place for place, name in enumerate(variables) if name in names)
        for cell in hidden.get(places, frozenset()):
            values_of = dict(zip(names, cell, strict=True))
            if all(chosen[name](values_of[name]) for name in chosen):
                found.add(None if is_total else as_key([values_of[name] for name in by]))
    return found


def ranges(
    filters: Filters, by: Sequence[str], threshold: int, count: CountOutcomes
) -> tuple[set[Key | None], dict[Key | None, ToldRanges] | None]:
    """Which groups (None: the whole) to hide, and what to give of the others as a range, the same in whichever report
    they stand. Of a table that is hidden whole all that might be are hidden, met or not.

    No ranges (None) where the whole is no group of any other report, as some of the months by month, or holds nobody:
    then it stands alone.
    """
    chosen = _chosen(filters)
    variables = _variables(chosen, by)
    cells: dict[tuple[str, ...], Outcomes] = defaultdict(Outcomes)
    learners = count(figures.without_filters(filters), variables)
    for parts, of in _let_through_as_one(variables, learners, chosen, by).items():
        cells[of] += Outcomes(*learners[parts])
    if not cells:
        return set(), None
    given = ranges_in_margins(cells, hidden_in_margins({cell: of.n for cell, of in cells.items()}, threshold))

    def told(names: Sequence[str]) -> dict[tuple[str, ...], ToldRanges | None]:
        """Of those that the filters let through, by these of the variables; None where it is hidden."""
        places = tuple(place for place, name in enumerate(variables) if name in names)
        met = {tuple(cell[place] for place in places) for cell in cells}
        if len(places) > 1 and not given[places]:  # then it is not told either who is nobody
            met = set(product(*map(set, zip(*met, strict=True))))
        return {
            cell: given[places].get(cell)
            for cell in met
            if all(chosen[name](value) for name, value in zip(names, cell, strict=True) if name in chosen)
        }

    found: dict[Key | None, ToldRanges | None] = {}
    for cell, ranges_of in told(variables).items():
        values = dict(zip(variables, cell, strict=True))
        found[as_key([values[name] for name in by])] = ranges_of
    wholes = list(told([name for name in variables if name in chosen]).values())
    if len(wholes) == 1:
        found[None] = wholes[0]
    hidden = {key for key, of in found.items() if of is None}
    return hidden, {key: of for key, of in found.items() if of is not None} if len(wholes) == 1 else None


def _chosen(filters: Filters) -> dict[str, Callable[[str], bool]]:
    return {dimension: is_chosen for dimension, _, is_chosen in figures.widened(filters)}


def _variables(chosen: Collection[str], by: Sequence[str]) -> tuple[str, ...]:
    """Of the cross-classification, always in the same order."""
    return tuple(name for name in figures.DISAGGREGATES if name in chosen or name in by)


def _let_through_as_one(
    variables: Sequence[str],
    cells: Iterable[tuple[str, ...]],
    chosen: Mapping[str, Callable[[str], bool]],
    by: Sequence[str],
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The cell that each belongs to: those that a filter lets through are one, called as the first of them.

    So a filter of one value changes no name: what is given up to protect others goes by the order of names where it is
    all the same otherwise, and must be the same with a filter as with a split.
    """
    cells = list(cells)
    first = {
        name: min((cell[place] for cell in cells if chosen[name](cell[place])), default="")
        for place, name in enumerate(variables)
        if name in chosen and name not in by
    }
    return {
        cell: tuple(
            first[name] if name in first and chosen[name](value) else value
            for name, value in zip(variables, cell, strict=True)
        )
        for cell in cells
    }
