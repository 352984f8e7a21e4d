"""The report for a terminal, 80 columns wide: whole, on two pages, or in short."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from textwrap import TextWrapper, wrap

from analytics import GainReport
from app.exports.cover import Cover
from app.exports.document import Document, Section, document
from app.exports.grid import Grid
from app.wording import WORD_JOINER, Words

WIDTH = 80
GAP = "  "
SHORTEST_NAME, ENOUGH_NAME = 8, 20
"""Signs that the name of a row has at least; and those that are enough for it to keep all columns side by side."""
MOST_LINES = 2
"""Of a name beside its figures."""
SAID_IN_SHORT = ("improved", "gain")
"""Sections whose sentences say what stands in short on the first of two pages."""
TWO_PAGES = 120
"""Lines."""
MOST_ROWS, FEWEST_ROWS = 12, 2
"""Of a table on two pages where all rows would not fit: as many as do."""
FIRST_COLUMNS = 3
"""Of the table of shares: n, improved, by chance."""


def gain_text(report: GainReport, cover: Cover, words: Words) -> str:
    """Returns the whole report for a terminal, in 80 columns.

    The order is: facts, summary, the sections for a donor, annex, notes and method. Only the facts if nobody has
    joined.
    """
    _ = words.gettext
    page = document(report, cover, words)
    blocks = _first(page, words)
    blocks += [block for section in (*page.sections, *page.annex) for block in _blocks(section, words)]
    blocks += [_section(title, sentences) for title, sentences in _last(page, words) if sentences]
    return _joined(blocks)


def gain_on_two_pages(report: GainReport, cover: Cover, words: Words) -> str:
    """Returns the parts for a donor, in 120 lines of 80 columns if possible; the last line says how to get the rest.

    To fit, long tables show only their first rows, but never fewer than two.
    """
    page = document(report, cover, words)
    whole = _two_pages(page, words, rows=None)
    if whole.count("\n") <= TWO_PAGES:
        return whole
    cut = (_two_pages(page, words, rows=rows) for rows in range(MOST_ROWS, FEWEST_ROWS, -1))
    fitting = (text for text in cut if text.count("\n") <= TWO_PAGES)
    return next(fitting, None) or _two_pages(page, words, rows=FEWEST_ROWS)


def _two_pages(page: Document, words: Words, *, rows: int | None) -> str:
    """rows: at most, of each table; None: all."""
    _ = words.gettext
    blocks = _first(page, words)
    for section in page.sections:
        blocks += _blocks(section, words, tables_only=section.name in SAID_IN_SHORT, rows=rows)
    if page.reasons:
        blocks.append(_section(_("Notes on the figures"), page.reasons))
    if page.sections:
        blocks.append("\n".join(_wrapped([_("Tests, items, forms, follow-up, notes and the method: --full.")], "")))
    return _joined(blocks)


def gain_in_short(report: GainReport, cover: Cover, words: Words) -> str:
    """Returns the title, the summary and the first three columns of figures of the first table, as text."""
    page = document(report, cover, words)
    tables = [grid.narrowed(range(1, FIRST_COLUMNS + 1)) for one in page.sections[:1] for grid in one.tables[:1]]
    return _joined([_title(page), *_short(page, words), *(grid_text(grid) for grid in tables)])


def _first(page: Document, words: Words) -> list[str]:
    facts = "\n".join(line for name, fact in page.facts for line in _wrapped([f"{name}: {fact}"], "", hang=2))
    return [_title(page), facts, *_short(page, words)]


def _title(page: Document) -> str:
    return f"{page.title}  [{page.data}]" if page.data else page.title


def _short(page: Document, words: Words) -> list[str]:
    return [_section(words.gettext("In short"), page.short)] if page.short else []


def _last(page: Document, words: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield words.gettext("Notes on the figures"), page.notes
    yield words.gettext("Method"), page.method


def _blocks(section: Section, words: Words, *, tables_only: bool = False, rows: int | None = None) -> list[str]:
    """Heading, tables, what they say, what could mislead. rows: as in _two_pages."""
    false = [section.danger_sentence(words)] if section.danger else []
    below = "\n".join([*_wrapped(section.sentences, "- "), *_wrapped(false, "  ")])
    heading = [section.title.upper()] if section.title else []
    return [
        *heading,
        *(_cut(grid, words, rows) for grid in section.tables),
        *([below] if below and not tables_only else []),
    ]


def _cut(grid: Grid, words: Words, rows: int | None) -> str:
    """The table with its first rows, and how many more there are."""
    more = 0 if rows is None else len(grid.rows) - rows
    if more <= 0:
        return grid_text(grid)
    sentence = words.ngettext("and %(num)s more row: --full", "and %(num)s more rows: --full", more)
    return f"{grid_text(replace(grid, rows=grid.rows[:rows]))}\n{sentence % {'num': words.number(more)}}"


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _section(title: str, sentences: Iterable[str]) -> str:
    return "\n".join([title.upper(), *_wrapped(sentences, "- ")])


def _wrapped(sentences: Iterable[str], bullet: str, *, hang: int | None = None) -> list[str]:
    """No-break spaces hold: textwrap breaks at plain ones only. hang: the indent of further lines."""
    indent = " " * (len(bullet) if hang is None else hang)
    wrapper = TextWrapper(WIDTH, initial_indent=bullet, subsequent_indent=indent, break_on_hyphens=False)
    return [line for sentence in sentences for line in wrapper.wrap(sentence.replace(WORD_JOINER, ""))]


def grid_text(grid: Grid) -> str:
    """Returns a table as text in columns, with its title above, 80 characters wide.

    If there is little room, headings and names take several lines, and then the last columns follow below the first.
    """
    rows = [
        tuple(cell.replace(WORD_JOINER, "") for cell in row)
        for row in (*grid.rows, *([grid.total] if grid.total else []))
    ]
    columns = [[row[place] for row in rows] for place in range(1, len(grid.head))]
    names = [row[0] for row in rows]
    longest = max(len(grid.head[0]), *map(len, names))
    heads = [[head] for head in grid.head[1:]]
    if WIDTH - _room(_widths(heads, columns)) < min(longest, ENOUGH_NAME):
        heads = [_folded(head, cells) for head, cells in zip(grid.head[1:], columns, strict=True)]
    widths = _widths(heads, columns)
    pieces = _pieces(widths, WIDTH - max(SHORTEST_NAME, min(longest, ENOUGH_NAME)))
    name_width = max(SHORTEST_NAME, min(WIDTH - max(_room(widths[piece]) for piece in pieces), longest))
    named = _named(names, name_width)
    (*over_head, head_name), *_ = _named([grid.head[0]], name_width)
    lines = []
    for piece in pieces:
        height = max(map(len, heads[piece]))
        over = zip(*([""] * (height - len(head)) + head for head in heads[piece]), strict=True)
        lead = zip([""] * (height - 1) + [head_name], over, strict=True)
        table = over_head + [line for name, row in lead for line in _row([name], row, name_width, widths[piece])]
        for name, cells in zip(named, zip(*columns[piece], strict=True), strict=True):
            table += _row(name, cells, name_width, widths[piece])
        if grid.total:
            table.insert(-len(named[-1]), "─" * max(map(len, table)))
        lines.append("\n".join(table))
    return "\n".join(_wrapped([grid.title], "")) + "\n" + "\n\n".join(lines)


def _folded(head: str, cells: Sequence[str]) -> list[str]:
    """A heading over lines as wide as its cells, but never broken inside a word: nobody reads that."""
    return wrap(head, max(map(len, [*cells, *head.split()])), break_on_hyphens=False)


def _pieces(widths: Sequence[int], room: int) -> list[slice]:
    """Columns that stand beside each other, at least one a piece: as few pieces as there is room for, and these as
    even as they can be."""
    last = len(widths)
    for cuts in range(last):
        ways = [(0, *way, last) for way in combinations(range(1, last), cuts)]
        widest = {way: max(_room(widths[start:end]) for start, end in pairwise(way)) for way in ways}
        best = min(ways, key=lambda way: widest[way])
        if widest[best] <= room or cuts == last - 1:
            break
    return [slice(start, end) for start, end in pairwise(best)]


def _named(names: Sequence[str], width: int) -> list[list[str]]:
    """The lines of each name, the figures beside the last. Nothing is cut: on two lines where that is enough for all,
    else each long name over its figures."""
    folded = [wrap(name, width, break_on_hyphens=False, break_long_words=False) or [""] for name in names]
    if all(len(lines) <= MOST_LINES and max(map(len, lines)) <= width for lines in folded):
        return folded
    return [[name] if len(name) <= width else [*wrap(name, WIDTH, break_on_hyphens=False), ""] for name in names]


def _widths(heads: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, [*head, *cells])) for head, cells in zip(heads, columns, strict=True)]


def _room(widths: Sequence[int]) -> int:
    """What the columns of figures take."""
    return sum(len(GAP) + width for width in widths)


def _row(name: Sequence[str], cells: Sequence[str], name_width: int, widths: Sequence[int]) -> list[str]:
    """The figures on the last line of the name."""
    figures = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return [*name[:-1], GAP.join([name[-1].ljust(name_width), *figures]).rstrip()]
