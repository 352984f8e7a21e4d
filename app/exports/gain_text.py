"""The report for a terminal, 80 columns wide."""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from textwrap import TextWrapper, wrap

from analytics import GainReport
from app.exports.cover import Cover, made_sentence
from app.exports.grid import Grid
from app.exports.grids import grids
from app.exports.reception import reception_grids
from app.exports.remarks import all_remarks
from app.wording import (
    WORD_JOINER,
    Words,
    findings,
    method_lines,
    method_sentence,
    reception_findings,
    summary_sentences,
)

WIDTH = 80
GAP = "  "
SHORTEST_NAME, ENOUGH_NAME = 8, 20
"""Signs that the name of a row has at least; and those that are enough for it to keep all columns side by side."""


def gain_text(report: GainReport, cover: Cover, words: Words) -> str:
    """In short; what it rests on; section by section tables, what they say, what would make it false; then the rest.

    Where nobody has joined, what it rests on alone.
    """
    _ = words.gettext
    title = _("Knowledge gain: %(source)s") % {"source": cover.source}
    blocks = [f"{title}  [{cover.data}]" if cover.data else title]
    if report.method.max_score is not None:
        blocks.append(_section(_("In short"), summary_sentences(words, report, cover.called)))
    blocks.append("\n".join(_wrapped([*cover.taken, method_sentence(words, report)], "")))
    if report.method.max_score is None:
        return "\n\n".join(blocks) + "\n"
    tables = [*grids(report, cover, words), *reception_grids(report, cover, words)]
    sections = [*findings(words, report, cover.called), *reception_findings(words, cover.reception)]
    shown = {section.name for section in sections}
    for section in sections:
        blocks.append(section.title.upper())
        blocks += [grid_text(grid) for grid in tables if grid.section == section.name]
        false = [_("What could mislead: %(danger)s") % {"danger": section.danger}] if section.danger else []
        blocks.append("\n".join([*_wrapped(section.sentences, "- "), *_wrapped(false, "  ")]))
    blocks += [grid_text(grid) for grid in tables if grid.section not in shown]
    blocks.append(_section(_("Notes on the figures"), all_remarks(report, cover, words)))
    made = made_sentence(words, cover.made_on)
    blocks.append(_section(_("Method"), [*method_lines(words, report.method), *cover.rules, made]))
    return "\n\n".join(blocks) + "\n"


def _section(title: str, sentences: Iterable[str]) -> str:
    return "\n".join([title.upper(), *_wrapped(sentences, "- ")])


def _wrapped(sentences: Iterable[str], bullet: str) -> list[str]:
    """No-break spaces hold: textwrap breaks at plain ones only."""
    wrapper = TextWrapper(WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet), break_on_hyphens=False)
    return [line for sentence in sentences for line in wrapper.wrap(sentence.replace(WORD_JOINER, ""))]


def grid_text(grid: Grid) -> str:
    """Columns as wide as what stands in them, or as their headings while there is room for these on one line; then
    the name of the group gives way; where that would leave it too short, the last columns stand below the first."""
    rows = [
        tuple(cell.replace(WORD_JOINER, "") for cell in row)
        for row in (*grid.rows, *([grid.total] if grid.total else []))
    ]
    columns = [_aligned([row[place] for row in rows]) for place in range(1, len(grid.head))]
    names = [row[0] for row in rows]
    longest = max(len(grid.head[0]), *map(len, names))
    heads = [[head] for head in grid.head[1:]]
    if WIDTH - _room(_widths(heads, columns)) < min(longest, ENOUGH_NAME):
        heads = [_folded(head, cells) for head, cells in zip(grid.head[1:], columns, strict=True)]
    widths = _widths(heads, columns)
    pieces = _pieces(widths, WIDTH - max(SHORTEST_NAME, min(longest, ENOUGH_NAME)))
    name_width = max(SHORTEST_NAME, min(WIDTH - max(_room(widths[piece]) for piece in pieces), longest))
    named = _named(names, name_width)
    lines = []
    for piece in pieces:
        height = max(map(len, heads[piece]))
        over = zip(*([""] * (height - len(head)) + head for head in heads[piece]), strict=True)
        lead = zip([""] * (height - 1) + [grid.head[0]], over, strict=True)
        table = [line for name, row in lead for line in _row([name], row, name_width, widths[piece])]
        for name, cells in zip(named, zip(*columns[piece], strict=True), strict=True):
            table += _row(name, cells, name_width, widths[piece])
        if grid.total:
            table.insert(-len(named[-1]), "─" * max(map(len, table)))
        lines.append("\n".join(table))
    return f"{grid.title}\n" + "\n\n".join(lines)


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
    """Long names cut in the middle, since many begin or end alike; in full, on several lines, where two would still
    look the same."""
    cut = [_cut(name, width) for name in names]
    if len(set(cut)) < len(set(names)):
        return [wrap(name, width) or [""] for name in names]
    return [[name] for name in cut]


def _cut(name: str, width: int) -> str:
    if len(name) <= width:
        return name
    end = (width - 1) // 2
    return f"{name[: width - 1 - end]}…{name[-end:]}"


def _widths(heads: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, [*head, *cells])) for head, cells in zip(heads, columns, strict=True)]


def _room(widths: Sequence[int]) -> int:
    """What the columns of figures take."""
    return sum(len(GAP) + width for width in widths)


def _row(name: Sequence[str], cells: Sequence[str], name_width: int, widths: Sequence[int]) -> list[str]:
    """The figures on the last line of the name."""
    figures = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return [*name[:-1], GAP.join([name[-1].ljust(name_width), *figures]).rstrip()]


def _aligned(cells: Sequence[str]) -> list[str]:
    """Cells of several figures with each figure under its like; a cell of one figure stays as it is."""
    split = [cell.split(GAP) for cell in cells]
    most = max(map(len, split))
    full = [parts for parts in split if len(parts) == most]
    widths = [max(len(parts[place]) for parts in full) for place in range(most)]
    return [
        GAP.join(part.rjust(width) for part, width in zip(parts, widths, strict=True)) if len(parts) == most else cell
        for cell, parts in zip(cells, split, strict=True)
    ]
