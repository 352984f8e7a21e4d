"""A long list in the order that people expect, searched and cut into pages."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
Other = TypeVar("Other")

PER_PAGE = 50

_LAST = "\uffff"
"""Sorts after every letter."""

_NEIGHBOURS = {
    "а": "ә",
    "г": "ғ",
    "е": "ё",
    "и": "ӣ",
    "к": "қ",
    "н": "ң",
    "о": "ө",
    "у": "ұүӯ",
    "х": "һҳ",
    "ч": "ҷ",
    "ы": "і",
}
"""Letters of Russian, Kazakh, Kyrgyz and Tajik that the alphabet has behind another one, and Unicode elsewhere."""

_IN_PLACE = str.maketrans(
    {it: near + _LAST * rank for near, letters in _NEIGHBOURS.items() for rank, it in enumerate(letters, start=1)}
)


@dataclass(frozen=True)
class Page(Generic[Entry]):
    """One page; `found_count` are those that the search found, `all_count` those there are."""

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
        """True where a search box is worth its place."""
        return self.all_count >= PER_PAGE

    def with_entries(self, entries: Iterable[Other]) -> "Page[Other]":
        """The same page, showing something else for each entry."""
        return Page(tuple(entries), self.number, self.found_count, self.all_count, self.search)


def page_of(
    entries: Iterable[Entry],
    *,
    words: Callable[[Entry], str],
    search: str = "",
    number: int = 1,
    is_ordered: bool = False,
) -> Page[Entry]:
    """The page with this number (the last one where there are fewer) of what the search finds.

    `words` are what an entry is searched by and, unless the entries come in order, sorted by. This is done here and
    not by the database, since SQLite takes only Latin letters for the same in large and small.
    """
    everything = list(entries)
    wanted = fold(search).split()
    found = [entry for entry in everything if all(word in fold(words(entry)) for word in wanted)]
    if not is_ordered:
        found.sort(key=lambda entry: natural(words(entry)))
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(number, 1), last)
    shown = tuple(found[(number - 1) * PER_PAGE : number * PER_PAGE])
    return Page(shown, number, len(found), len(everything), search.strip())


def fold(text: str) -> str:
    """Without the difference between large and small letters, in any script."""
    return unicodedata.normalize("NFKC", text).casefold()


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts "Group 2" before "Group 10" and "Әлем" before "Бота"."""
    parts = re.split(r"(\d+)", fold(text).translate(_IN_PLACE))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
