"""The report for a terminal, 100 columns wide."""

from collections.abc import Iterable, Sequence
from textwrap import TextWrapper, wrap

from analytics import GainReport
from app.exports.cover import Cover, made_sentence
from app.exports.grid import Grid
from app.exports.grids import grids
from app.exports.reception import reception_grids
from app.exports.remarks import all_remarks
from app.wording import WORD_JOINER, Words, findings, method_lines, method_sentence, reception_findings

WIDTH = 100
GAP = "  "
SHORTEST_NAME, ENOUGH_NAME = 8, 20
"""Signs that the name of a row has at least; and those that are enough for it to keep headings on one line."""


def gain_text(report: GainReport, cover: Cover, words: Words) -> str:
    """What it rests on; then section by section tables, what they say, and what would make it false; then the rest.

    Where nobody has joined, what it rests on alone.
    """
    _ = words.gettext
    title = _("Knowledge gain: %(source)s") % {"source": cover.source}
    blocks = [f"{title}  [{cover.data}]" if cover.data else title]
    blocks.append("\n".join(_wrapped([*cover.taken, method_sentence(words, report)], "")))
    if report.method.max_score is None:
        return "\n\n".join(blocks) + "\n"
    tables = [*grids(report, cover, words), *reception_grids(cover.reception, words)]
    sections = [*findings(words, report, cover.called), *reception_findings(words, cover.reception)]
    shown = {section.name for section in sections}
    for section in sections:
        blocks.append(section.title.upper())
        blocks += [grid_text(grid) for grid in tables if grid.section == section.name]
        false = [_("What would make it false: %(danger)s") % {"danger": section.danger}] if section.danger else []
        blocks.append("\n".join([*_wrapped(section.sentences, "- "), *_wrapped(false, "  ")]))
    blocks += [grid_text(grid) for grid in tables if grid.section not in shown]
    blocks.append(_section(_("What to know beside them"), all_remarks(report, cover, words)))
    made = made_sentence(words, cover.made_on)
    blocks.append(_section(_("How they were made"), [*method_lines(words, report.method), made]))
    return "\n\n".join(blocks) + "\n"


def _section(title: str, sentences: Iterable[str]) -> str:
    return "\n".join([title.upper(), *_wrapped(sentences, "- ")])


def _wrapped(sentences: Iterable[str], bullet: str) -> list[str]:
    """No-break spaces hold: textwrap breaks at plain ones only."""
    wrapper = TextWrapper(WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet), break_on_hyphens=False)
    return [line for sentence in sentences for line in wrapper.wrap(sentence.replace(WORD_JOINER, ""))]


def grid_text(grid: Grid) -> str:
    """Columns as wide as what stands in them, or as their headings while there is room for these on one line; then the
    name of the group gives way."""
    rows = [
        tuple(cell.replace(WORD_JOINER, "") for cell in row)
        for row in (*grid.rows, *([grid.total] if grid.total else []))
    ]
    columns = [_aligned([row[place] for row in rows]) for place in range(1, len(grid.head))]
    longest = max(len(grid.head[0]), *(len(row[0]) for row in rows))
    heads = [[head] for head in grid.head[1:]]
    widths = _widths(heads, columns)
    if WIDTH - _room(widths) < min(longest, ENOUGH_NAME):
        heads = [wrap(head, max(map(len, cells))) for head, cells in zip(grid.head[1:], columns, strict=True)]
        widths = _widths(heads, columns)
    name_width = max(SHORTEST_NAME, min(WIDTH - _room(widths), longest))
    height = max(map(len, heads))
    heads = [[""] * (height - len(head)) + head for head in heads]
    names = [""] * (height - 1) + [grid.head[0]]
    lines = [_line(names[row], [head[row] for head in heads], name_width, widths) for row in range(height)]
    for place, row in enumerate(rows):
        if grid.total and place == len(rows) - 1:
            lines.append("─" * len(lines[0]))
        lines.append(_line(row[0], [cells[place] for cells in columns], name_width, widths))
    return "\n".join([grid.title, *lines])


def _widths(heads: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, [*head, *cells])) for head, cells in zip(heads, columns, strict=True)]


def _room(widths: Sequence[int]) -> int:
    """What the columns of figures take."""
    return sum(len(GAP) + width for width in widths)


def _line(name: str, cells: Sequence[str], name_width: int, widths: Sequence[int]) -> str:
    if len(name) > name_width:
        name = name[: name_width - 1] + "…"
    return GAP.join([name.ljust(name_width), *(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))])


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
