"""A table of words, the same for a terminal and for a page, and how figures stand in its cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analytics import ShareEstimate
from app.wording import Words, figure_text, interval_text, share_text

NOT_GIVEN = "—"

Row = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """Holds one table of words; the first column names the row, the others are figures.

    section: the name of the finding that it belongs to. total: the row of all; None if there is none. is_annex: it is
    for readers who check the figures, and comes after all that a donor reads.
    """

    section: str
    title: str
    head: Row
    rows: tuple[Row, ...]
    total: Row | None = None
    is_annex: bool = False

    def narrowed(self, places: Iterable[int]) -> "Grid":
        """Returns the table with the names and only these columns. places: their indices; that of the names is 0."""
        columns = (0, *places)
        total = None if self.total is None else _at(self.total, columns)
        rows = tuple(_at(row, columns) for row in self.rows)
        return replace(self, head=_at(self.head, columns), rows=rows, total=total)


def without_dashes(grid: Grid, words: Words) -> list[Grid]:
    """Returns a table without its empty rows and columns, as a list of none, one or two tables.

    A second table holds the figures that are known of all together and of no row. Rows of items are always shown.
    """
    _ = words.gettext
    grid = _without_empty_rows(grid, words)
    columns = range(1, len(grid.head))
    legible = [row for row in grid.rows if not _is_suppressed(row)]
    full = [place for place in columns if _has_figures([row[place] for row in legible])]
    of_all = [place for place in columns if place not in full and grid.total and _has_figures([grid.total[place]])]
    if grid.total and _is_suppressed(grid.total):
        of_all = []
    if not legible:
        return [grid.narrowed(of_all)] if of_all else []
    narrowed = [grid.narrowed(full)] if full else []
    if of_all and grid.total:
        title = _("%(table)s: of all together only") % {"table": grid.title}
        rows = tuple((grid.head[place], grid.total[place]) for place in of_all)
        narrowed.append(Grid(grid.section, title, (_("Figure"), _("All")), rows, is_annex=grid.is_annex))
    return narrowed


def _without_empty_rows(grid: Grid, words: Words) -> Grid:
    """Without rows of which there is no figure: subgroups of nobody stand in the table of the flow; an item is named
    all the same. A suppressed row says so and nothing else."""
    suppressed = words.gettext("hidden")

    def is_empty(row: Row) -> bool:
        return grid.section != "items" and NOT_GIVEN in row and set(row[1:]) <= {NOT_GIVEN, words.number(0)}

    def plain(row: Row) -> Row:
        is_suppressed = row[1] == suppressed and set(row[2:]) == {NOT_GIVEN}
        return (*row[:2], *[""] * (len(row) - 2)) if is_suppressed else row

    return replace(grid, rows=tuple(plain(row) for row in grid.rows if not is_empty(row)))


def _has_figures(cells: Sequence[str]) -> bool:
    return any(cell.strip(NOT_GIVEN) for cell in cells)


def _is_suppressed(row: Row) -> bool:
    """It says so in its first column and nothing in the others."""
    return len(row) > 2 and not any(row[2:])


def _at(row: Row, places: Sequence[int]) -> Row:
    """These cells; a suppressed row says so in the first of them."""
    if _is_suppressed(row):
        return (row[0], row[1], *[""] * (len(places) - 2))
    return tuple(row[place] for place in places)


def cell_count(words: Words, count: int | None) -> str:
    """Returns a count as text, or a dash for None."""
    return NOT_GIVEN if count is None else words.number(count)


def cell_of(words: Words, n: int | None, everyone: int | None) -> str:
    """Returns how many of everyone answered, such as "31 of 33"; "hidden" for None.

    everyone: None: only n is written.
    """
    if n is None:
        return words.gettext("hidden")
    if everyone is None:
        return words.number(n)
    return words.gettext("%(n)s of %(all)s") % {"n": words.number(n), "all": words.number(everyone)}


def cell_figure(
    words: Words,
    path: str,
    value: float | None,
    ln_p: float | None = None,
    *,
    is_signed: bool = False,
    is_rounded: bool = False,
) -> str:
    """Returns a figure of the register as text, with its decimals; a dash for None.

    is_rounded: of a table whose counts are rounded.
    """
    if value is None:
        return NOT_GIVEN
    return figure_text(words, path, value, ln_p, is_signed=is_signed, is_rounded=is_rounded)


def cell_span(words: Words, path: str, low: float | None, high: float | None, *, is_rounded: bool = False) -> str:
    """Returns an interval as text, or a dash if an end is missing. path: of the figure of its lower end.

    Shares are written without a percent sign. is_rounded: of a table whose counts are rounded.
    """
    if low is None or high is None:
        return NOT_GIVEN
    return interval_text(words, path, low, high, is_bare=True, is_rounded=is_rounded)


def cell_share(words: Words, of: str, share: ShareEstimate | None) -> str:
    """Returns count, share and interval together, "159; 91.9 % (82 – 96)"; a dash if there is no share.

    of: the share's path in the register. Of rounded counts, "25; 85 to 100 % (59 – 100)".
    """
    if share is None or share.count is None or share.share is None:
        return NOT_GIVEN
    shown = with_ends(share_text(words, of, share), words, f"{of}.low", share.low, share.high)
    return f"{words.number(share.count)}; {shown}"


def with_ends(shown: str, words: Words, path: str, low: float | None, high: float | None) -> str:
    """Returns a figure with its interval, "0.43 (0.34 – 0.52)", or the figure alone if an end is missing."""
    if low is None or high is None:
        return shown
    return f"{shown} ({cell_span(words, path, low, high)})"
