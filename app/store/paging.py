"""A long list, searched, sorted and cut into pages by the database."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.store.names import fold
from app.store.tables import Row

Stored = TypeVar("Stored", bound=Row)
Entry = TypeVar("Entry")
Other = TypeVar("Other")

PER_PAGE = 50
LONGEST_SEARCH = 200
"""Signs that are looked for: a database refuses a question of a thousand words."""


@dataclass(frozen=True)
class Place:
    """A Place says which page of a list is wanted: the number of the page, from 1, of what a search finds."""

    search: str = ""
    number: int = 1


FIRST = Place()


@dataclass(frozen=True)
class Page(Generic[Entry]):
    """A Page is one page of a list; `found_count` entries match the search, out of `all_count` in the list."""

    entries: tuple[Entry, ...]
    number: int
    """from 1"""
    found_count: int
    all_count: int
    search: str

    @property
    def page_count(self) -> int:
        return max(1, -(-self.found_count // PER_PAGE))

    @property
    def is_long(self) -> bool:
        """True if the list, without a search, fills a page: then it is worth a search box."""
        return self.all_count >= PER_PAGE

    def with_entries(self, entries: Iterable[Other]) -> "Page[Other]":
        """Returns the same page with other entries in place of its own, such as ones made from them."""
        return Page(tuple(entries), self.number, self.found_count, self.all_count, self.search)


def page_of(
    session: Session,
    query: Select[Stored],
    value: Callable[[Stored], Entry],
    *,
    order: Sequence[Any],
    words: Collection[InstrumentedAttribute[str]],
    place: Place = FIRST,
    or_in: Callable[[str], ColumnElement[bool]] | None = None,
    wanted: ColumnElement[bool] | None = None,
) -> Page[Entry]:
    """Returns one page, at most 50 entries, of a query's rows, searched and sorted; `value` makes each entry.

    place: beyond the last page it means the last, below 1 the first; of its search the first 200 signs are looked for.
    order: columns to sort by. words: columns of folded text; each word of the search must occur in one of them.
    or_in: another condition by which a word is met. wanted: a filter beside the search, which `all_count` leaves out.
    """
    search = place.search[:LONGEST_SEARCH]
    looked_for = fold(search.replace("\0", " ")).split()  # which no database keeps in a text
    matching = query.where(*(or_(*_met(word, words, or_in)) for word in looked_for))
    if wanted is not None:
        matching = matching.where(wanted)
    all_count = _count(session, query)
    found_count = _count(session, matching) if looked_for or wanted is not None else all_count
    number = min(max(place.number, 1), max(1, -(-found_count // PER_PAGE)))
    rows = session.scalars(matching.order_by(*order).offset((number - 1) * PER_PAGE).limit(PER_PAGE))
    return Page(tuple(map(value, rows)), number, found_count, all_count, search.strip())


def _met(
    word: str,
    words: Collection[InstrumentedAttribute[str]],
    or_in: Callable[[str], ColumnElement[bool]] | None,
) -> Iterator[ColumnElement[bool]]:
    """The conditions of which a word of a search meets one."""
    yield from (column.contains(word, autoescape=True) for column in words)
    if or_in is not None:
        yield or_in(word)


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalars(select(func.count()).select_from(query.order_by(None).subquery())).one()
