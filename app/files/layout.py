"""Which columns of a table hold the two tests: named by the person who asks, else found by their names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from app.files.table import Table, TableFault, in_short, near

PRE = re.compile(
    r"(?i)^(pre|before)([-_ .]?(test|score))?$|^score[-_ .](pre|before)$"
    r"|^((балл|балла|баллы|тест|ұпай)[-_ .]*)?(до|дейін)([-_ .]*(тест|балл|ұпай))?$|^тест[-_ .]*1$|^1[-_ .]*тест$"
)
POST = re.compile(
    r"(?i)^(post|after)([-_ .]?(test|score))?$|^score[-_ .](post|after)$"
    r"|^((балл|балла|баллы|тест|ұпай)[-_ .]*)?(после|кейін)([-_ .]*(тест|балл|ұпай))?$|^тест[-_ .]*2$|^2[-_ .]*тест$"
)
"""Of scores, in English, Russian and Kazakh; more than one such column is no answer, and then they must be named."""
PRE_ITEM = re.compile(r"(?i)^pre[-_ .](.+)$")
POST_ITEM = re.compile(r"(?i)^post[-_ .](.+)$")
WILD = re.compile(r"[*?\[\]]")
"""What stands for other signs in a pattern."""


@dataclass(frozen=True)
class Layout:
    """Says which columns of a table hold the two tests.

    pre, post: one score column each, or the item columns (0/1) of each test. max_score: points; None if nobody has
    named them for score columns. is_found: the columns were recognised by their names. left_out: columns that look like
    items of one test alone, and so are not read. by_order: items have other names in the second test, and are paired in
    the order of their columns.
    """

    pre: tuple[str, ...]
    post: tuple[str, ...]
    are_items: bool
    max_score: int | None
    is_found: bool
    left_out: tuple[str, ...] = ()
    by_order: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """The names of the items: the part after pre_ in a first column's name, else the whole name."""
        names = [match[1] if (match := PRE_ITEM.match(name)) else name for name in self.pre]
        return tuple(names) if len(set(names)) == len(names) else self.pre

    @property
    def has_same_items(self) -> bool:
        """True if items have the same names in both tests, so that the same questions were asked twice."""
        return self.are_items and not self.by_order


def find_layout(
    table: Table,
    *,
    scores: tuple[str, str] | None = None,
    items: tuple[str, str] | None = None,
    max_score: int | None = None,
) -> Layout:
    """Finds the columns that hold the two tests.

    scores: the names of the two score columns. items: two patterns, such as `pre_*` and `post_*`. With neither, columns
    are recognised by their names, and items of one test alone are left out.

    Under patterns, items are paired by the part that the wildcard stands for (pre_q7, post_q7), in any order of
    columns; if they share no name (parallel forms), by order. max_score: of score columns; for items it must equal
    their number.

    Raises TableFault if a column is missing or named for both tests, a pattern matches nothing, both patterns match a
    column, the tests have different numbers of items, patterns share only some names, max_score is wrong, or no columns
    are recognised.
    """
    if scores:
        for name in scores:
            table.column(name)
        if scores[0] == scores[1]:
            raise TableFault("cannot hold both tests: name two columns", file=table.place, column=scores[0])
        return Layout((scores[0],), (scores[1],), are_items=False, max_score=max_score, is_found=False)
    if items:
        pre, post = (_matching(table, pattern) for pattern in items)
        if set(pre) & set(post):
            both = next(name for name in pre if name in post)
            raise TableFault("this column matches both patterns: narrow one of them", file=table.place, column=both)
        ordered = _in_order(table, pre, post, items)
        layout = _of_items(table, pre, ordered or post, max_score, is_found=False)
        return replace(layout, by_order=ordered is None)
    return _by_name(table, max_score)


def _matching(table: Table, pattern: str) -> list[str]:
    names = [name for name in table.columns if fnmatchcase(name, pattern)]
    if not names:
        suggestion = near(pattern.rstrip("*?"), table.columns, "It has")
        raise TableFault(f"no column matches '{pattern}'. {suggestion}", file=table.place)
    return names


def _in_order(table: Table, pre: Sequence[str], post: Sequence[str], patterns: tuple[str, str]) -> list[str] | None:
    """The second columns in the order of the first, item by item; None where no two share a name."""
    before, after = (
        {_wild(name, pattern): name for name in names} for names, pattern in zip((pre, post), patterns, strict=True)
    )
    shared = before.keys() & after.keys()
    if not shared or not len(before) == len(after) == len(pre) == len(post):
        return None
    alone = [name for of, other in ((before, after), (after, before)) for item, name in of.items() if item not in other]
    if alone:
        what = f"items in both tests: {len(shared)}, in one only: {', '.join(map(in_short, alone[:4]))}"
        raise TableFault(f"{what}; give the same item the same name in both, or leave it out", file=table.place)
    return [after[item] for item in before]


def _wild(name: str, pattern: str) -> str:
    """What stands for the part of the pattern that is not given, in small letters."""
    parts = WILD.split(pattern)
    return name[len(parts[0]) : len(name) - len(parts[-1])].lower()


def _of_items(
    table: Table, pre: Sequence[str], post: Sequence[str], max_score: int | None, *, is_found: bool
) -> Layout:
    if len(pre) != len(post):
        raise TableFault(
            f"the first test has {len(pre)} item columns ({_span(pre)}), the second {len(post)} ({_span(post)}): "
            "both need the same number, or scores cannot be compared",
            file=table.place,
        )
    if max_score is not None and max_score != len(pre):
        raise TableFault(f"items of one point each: {len(pre)}, so --max cannot be {max_score}", file=table.place)
    return Layout(tuple(pre), tuple(post), are_items=True, max_score=len(pre), is_found=is_found)


def _by_name(table: Table, max_score: int | None) -> Layout:
    before, after = _by_item(table.columns, PRE_ITEM), _by_item(table.columns, POST_ITEM)
    shared = [item for item in before if item in after]
    if len(shared) > 1:
        pre, post = [before[item] for item in shared], [after[item] for item in shared]
        alone = [name for items in (before, after) for item, name in items.items() if item not in shared]
        return replace(_of_items(table, pre, post, max_score, is_found=True), left_out=tuple(alone))
    pre_scores = [name for name in table.columns if PRE.match(name)]
    post_scores = [name for name in table.columns if POST.match(name)]
    if len(pre_scores) == len(post_scores) == 1:
        return Layout((pre_scores[0],), (post_scores[0],), are_items=False, max_score=max_score, is_found=True)
    raise TableFault(
        "which columns hold the two tests? Name them: --pre COLUMN --post COLUMN for scores, or "
        f"--items 'pre_*' 'post_*' for items of 0 and 1. {near('pre', table.columns, 'It has')}"
        f"{_elsewhere(table)}",
        file=table.place,
    )


def _elsewhere(table: Table) -> str:
    """The scores may stand on a sheet that was not read."""
    if not table.other_sheets:
        return ""
    names = ", ".join(f"'{in_short(name)}'" for name in table.other_sheets[:12])
    return f" Only the first filled sheet is read; there is also {names}: put the one with the scores first."


def _by_item(names: Iterable[str], pattern: re.Pattern[str]) -> dict[str, str]:
    """Column names by the part after pre_ or post_."""
    return {match[1].lower(): name for name in names if (match := pattern.match(name))}


def _span(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
