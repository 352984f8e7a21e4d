"""A table of words, the same for a terminal and for a page, and how figures stand in its cells."""

from dataclasses import dataclass

from analytics import ShareEstimate
from app.wording import Words, share_range, withheld

NOT_GIVEN = "—"

Row = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """One table. section: of the findings it belongs to. total: the row of all, None where there is none.

    The first column names the row, the others are figures.
    """

    section: str
    title: str
    head: Row
    rows: tuple[Row, ...]
    total: Row | None = None


def cell_count(words: Words, count: int | None) -> str:
    return NOT_GIVEN if count is None else words.number(count)


def cell_of(words: Words, n: int | None, everyone: int | None) -> str:
    """ "31 of 33": who answered, so that who did not is seen too."""
    if n is None:
        return words.gettext("hidden")
    if everyone is None:
        return words.number(n)
    return words.gettext("%(n)s of %(all)s") % {"n": words.number(n), "all": words.number(everyone)}


def cell_number(words: Words, value: float | None, digits: int = 2) -> str:
    return NOT_GIVEN if value is None else words.number(value, digits)


def cell_span(words: Words, low: float | None, high: float | None, *, times: int = 1, digits: int = 2) -> str:
    if low is None or high is None:
        return NOT_GIVEN
    return words.span_points(times * low, times * high, digits)


def cell_share(words: Words, share: ShareEstimate | None) -> str:
    """ "159  91.9 %  82 – 96": always the three together; or the range in which the share lies."""
    if share is None:
        return NOT_GIVEN
    if share.count is None or share.share is None:
        return withheld(words) if share.low is None or share.high is None else share_range(words, share.low, share.high)
    ends = NOT_GIVEN if share.low is None or share.high is None else words.span(share.low, share.high)
    return f"{words.number(share.count)}  {words.percent(share.share)}  {ends}"
