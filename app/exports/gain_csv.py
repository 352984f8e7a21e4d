"""The report as one tidy CSV: a row per figure, with its group, interval, n and what is to be known of it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analytics import GainReport, Key
from app.exports.cover import Cover, version
from app.exports.figure_rows import FigureRow, figure_rows
from app.exports.remarks import remarks
from app.wording import Words, method_lines, note_sentence, withheld

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def gain_csv(reports: Iterable[tuple[GainReport, Cover]], words: Words) -> bytes:
    """UTF-8 with a byte order mark, comma, decimal point; empty is "not given" and never 0. Same columns for all.

    group: "total" or "group", with its values and name. note: why a figure is not there, once in the first row of its
    group, and how the figures were made in the rows `method.*`.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for row in tidy_rows(reports, words):
        writer.writerow([harmless(cell) for cell in row])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def tidy_rows(reports: Iterable[tuple[GainReport, Cover]], words: Words) -> Iterator[Sequence[Any]]:
    """The head, then a row for each figure, then those of the method; "" where there is nothing."""
    made = list(reports)
    disaggregates = list(dict.fromkeys(name for _, cover in made for name in cover.disaggregates))
    yield ["source", "group", *disaggregates, "name", "figure", "of", "value", "low", "high", "n", "p", "note"]
    for report, cover in made:
        notes = _notes(report, words)
        for row in figure_rows(report, cover):
            note = withheld(words) if _is_withheld(row) else notes.pop(row.group, "")
            yield (cover.source, *_named(row.group, cover, disaggregates), *_cells(row), note)
        for figure, said in _method(report, cover, words):
            yield (cover.source, *_named(None, cover, disaggregates), figure, *[""] * 6, said)


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; all else as it is."""
    if isinstance(value, str) and value.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"):
        return "'" + value
    return value


def _is_withheld(row: FigureRow) -> bool:
    return row.figure.endswith((".share", ".count")) and row.value is None


def _named(key: Key | None, cover: Cover, disaggregates: Sequence[str]) -> tuple[str, ...]:
    """The group's values and its name; of the whole, `group` is "total" and the values are empty."""
    if key is None:
        return ("total", *[""] * len(disaggregates), "")
    parts = dict(zip(cover.disaggregates, cover.parts(key), strict=True))
    return ("group", *(parts.get(name, "") for name in disaggregates), cover.names[key])


def _cells(row: FigureRow) -> tuple[Any, ...]:
    cells = (row.figure, row.of, row.value, row.low, row.high, row.n, row.p)
    return tuple("" if cell is None else cell for cell in cells)


def _notes(report: GainReport, words: Words) -> dict[Key | None, str]:
    """What is to be known of each group; of the whole that stands in the rows `note`."""
    return {group.key: " ".join(note_sentence(words, note) for note in group.notes) for group in report.groups}


def _method(report: GainReport, cover: Cover, words: Words) -> Iterable[tuple[str, str]]:
    method = report.method
    if cover.data:
        yield "method.data", cover.data
    yield from (("method.taken", sentence) for sentence in cover.taken)
    yield from (("note", sentence) for sentence in remarks(report, words))
    yield from (("method.definition", line) for line in (*method_lines(words, method), *cover.rules))
    for name in ("unit", "confidence", "max_score", "pass_mark", "suppress", "cohorts"):
        value = getattr(method, name)
        if value is not None:
            yield f"method.{name}", str(value)
    yield "method.version", version()
    yield "method.made_on", cover.made_on.isoformat()
