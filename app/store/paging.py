"""A long list, searched, sorted and cut into pages by the database."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.store.names import fold
from app.store.tables import Row

Stored = TypeVar("Stored", bound=Row)
Entry = TypeVar("Entry")
Other = TypeVar("Other")

PER_PAGE = 50


@dataclass(frozen=True)
class Place:
    """A Place is where in a list somebody is: what they search for, and the number of the page, from 1."""

    search: str = ""
    number: int = 1


FIRST = Place()


@dataclass(frozen=True)
class Page(Generic[Entry]):
    """A Page is one page of a list; `found_count` are those that the search finds, `all_count` those there are."""

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
        """True where a search box is worth its place: the list fills a page."""
        return self.all_count >= PER_PAGE

    def with_entries(self, entries: Iterable[Other]) -> "Page[Other]":
        """Returns the same page, with something else for each entry."""
        return Page(tuple(entries), self.number, self.found_count, self.all_count, self.search)


def page_of(
    session: Session,
    query: Select[Stored],
    value: Callable[[Stored], Entry],
    *,
    order: Sequence[Any],
    words: Collection[InstrumentedAttribute[str]],
    place: Place = FIRST,
) -> Page[Entry]:
    """Returns the page at this place of a list, with the value of each row that a query finds.

    The last one where there are fewer pages, the first for a number below 1. order: the columns that the rows are
    sorted by. words: folded columns, in one of which each word of the search has to stand.
    """
    wanted = fold(place.search.replace("\0", " ")).split()  # which no database keeps in a text
    matching = query.where(*(or_(*(column.contains(word, autoescape=True) for column in words)) for word in wanted))
    all_count = _count(session, query)
    found_count = _count(session, matching) if wanted else all_count
    number = min(max(place.number, 1), max(1, -(-found_count // PER_PAGE)))
    rows = session.scalars(matching.order_by(*order).offset((number - 1) * PER_PAGE).limit(PER_PAGE))
    return Page(tuple(map(value, rows)), number, found_count, all_count, place.search.strip())


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalars(select(func.count()).select_from(query.order_by(None).subquery())).one()
