"""How the course was received: what those with both tests said of it, and how many peers were taught, by region."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from analytics import hidden_groups, tells_of_hidden
from app.services.reporting import SUPPRESS_BELOW, Part, region_names
from app.store import Session, figures, reach, statements
from app.store.figures import Filters
from app.wording import Reacted, Reception, Taught, Words
from assessments import Instrument

SATISFIED = 4
"""From this point of five on somebody found it so."""

Name = TypeVar("Name", bound=Hashable)


def reception_of(
    session: Session, filters: Filters, part: Part, words: Words, *, up_to: int | None = None
) -> Reception:
    """Of one instrument's course. up_to: learners with both tests up to whom a page waits for answers to be counted."""
    filters = figures.of_structure(filters, part.structure)
    flow = part.gains.total.flow
    is_counted = up_to is None or flow is None or (flow.paired or 0) <= up_to
    told = part.words.get(words.language) or next(iter(part.words.values()))
    return Reception(
        reactions(session, filters, part.instrument, threshold=SUPPRESS_BELOW) if is_counted else (),
        taught(session, filters, threshold=SUPPRESS_BELOW),
        {**region_names(session, words), **told.beside},
    )


def reactions(session: Session, filters: Filters, instrument: Instrument, *, threshold: int) -> tuple[Reacted, ...]:
    """Each reaction of the instrument that somebody answered, in its order."""
    points: dict[str, Counter[int]] = defaultdict(Counter)
    for cell in statements.list_reactions(session, filters):
        points[cell.statement_id][cell.value] += cell.learners

    def split(wider: Filters, dimension: str) -> Iterable[tuple[str, str, int]]:
        for cell in statements.list_reactions(session, wider, (dimension,)):
            yield cell.statement_id, cell.key[0], cell.learners

    told = _told(filters, split, threshold)
    asked = [reaction.id for reaction in instrument.reactions if reaction.id in points]
    return tuple(_reacted(name, points[name], is_hidden=name in told, threshold=threshold) for name in asked)


def _reacted(name: str, points: Counter[int], *, is_hidden: bool, threshold: int) -> Reacted:
    n = points.total()
    if is_hidden or n < threshold:
        return Reacted(name, None)
    satisfied = sum(learners for point, learners in points.items() if point >= SATISFIED)
    if not 1 < satisfied < n - 1:
        return Reacted(name, n)
    return Reacted(name, n, satisfied / n, sum(point * learners for point, learners in points.items()) / n)


def taught(session: Session, filters: Filters, *, threshold: int) -> tuple[Taught, ...]:
    """All together, then region by region; nothing where nobody has reported."""
    rows = {row.key[0]: row for row in sorted(reach.list_reach(session, filters, ("region",)))}
    if not rows:
        return ()

    def by_region(wider: Filters, dimension: str) -> Iterable[tuple[str | None, str, int]]:
        for row in reach.list_reach(session, wider, ("region", dimension)):
            yield row.key[0], row.key[1], row.learners
        for row in reach.list_reach(session, wider, (dimension,)):
            yield None, row.key[0], row.learners

    told = _told(filters, by_region, threshold)
    learners = [row.learners for row in rows.values()]
    hidden = hidden_groups(learners, threshold, withheld={place for place, region in enumerate(rows) if region in told})
    is_all_hidden = hidden.total or None in told
    return (
        Taught(None, *((None, None) if is_all_hidden else (sum(learners), sum(row.peers for row in rows.values())))),
        *(
            Taught(region, *((None, None) if is_all_hidden or place in hidden.groups else (row.learners, row.peers)))
            for place, (region, row) in enumerate(rows.items())
        ),
    )


def _told(
    filters: Filters, split: Callable[[Filters, str], Iterable[tuple[Name, str, int]]], threshold: int
) -> set[Name]:
    """Names whose figure beside the one without a filter would tell of a few learners.

    split: (name, value of the disaggregate, learners) of filters without one of them.
    """
    found: set[Name] = set()
    for dimension, wider, is_chosen in figures.widened(filters):
        parts: dict[Name, dict[str, int]] = defaultdict(dict)
        for name, value, learners in split(wider, dimension):
            parts[name][value] = parts[name].get(value, 0) + learners
        found |= {name for name, values in parts.items() if _tells(values, is_chosen, threshold)}
    return found


def _tells(values: Mapping[str, int], is_chosen: Callable[[str], bool], threshold: int) -> bool:
    chosen = {place for place, value in enumerate(values) if is_chosen(value)}
    return tells_of_hidden(list(values.values()), chosen, threshold)
