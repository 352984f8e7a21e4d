"""What a report must not show, since beside the other reports that can be asked for it would tell of a few learners.

The same for everything that is counted: learners with both tests, those who answered a statement, those who reported.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from analytics import Key, hidden_in_margins, tells_of_hidden
from app.services.group_counts import as_key
from app.store import figures
from app.store.figures import Filters

Count = Callable[[Filters, Sequence[str]], Mapping[tuple[str, ...], int]]
"""Learners by the values of these disaggregates."""

INSIDE = "\0"
"""The one value of those that a filter lets through."""


def by_name(
    count_all: Callable[[Filters, Sequence[str]], Mapping[str, Mapping[tuple[str, ...], int]]],
) -> Callable[[str], Count]:
    """The count of each name, where one query counts all names; each query is asked once."""

    @cache
    def asked(filters: Filters, by: tuple[str, ...]) -> Mapping[str, Mapping[tuple[str, ...], int]]:
        return count_all(filters, by)

    def count_of(name: str) -> Count:
        return lambda filters, by: asked(filters, tuple(by)).get(name, {})

    return count_of


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
    chosen = {dimension: is_chosen for dimension, _, is_chosen in figures.widened(filters)}
    variables = tuple(name for name in figures.DISAGGREGATES if name in chosen or name in by)
    if len(variables) < 2:  # the report hides in one table by itself
        return set()
    cells: Counter[tuple[str, ...]] = Counter()
    for values, n in count(figures.without_filters(filters), variables).items():
        cells[tuple(_side(name, value, chosen, by) for name, value in zip(variables, values, strict=True))] += n
    hidden = hidden_in_margins(cells, threshold)
    found: set[Key | None] = set()
    for names, is_total in ((tuple(name for name in variables if name in chosen), True), (variables, False)):
        places = tuple(place for place, name in enumerate(variables) if name in names)
        for cell in hidden.get(places, frozenset()):
            values_of = dict(zip(names, cell, strict=True))
            if all(_is_inside(name, values_of[name], chosen) for name in chosen):
                found.add(None if is_total else as_key([values_of[name] for name in by]))
    return found


def _side(name: str, value: str, chosen: Mapping[str, Callable[[str], bool]], by: Sequence[str]) -> str:
    """A value; of a filter that lets several through, one name for those inside."""
    return INSIDE if name in chosen and name not in by and chosen[name](value) else value


def _is_inside(name: str, value: str, chosen: Mapping[str, Callable[[str], bool]]) -> bool:
    return value == INSIDE or chosen[name](value)
