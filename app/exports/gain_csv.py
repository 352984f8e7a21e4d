"""The report as one tidy CSV: a row per figure, with its group, unit, interval, n and meaning."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from unicodedata import normalize

from analytics import FIGURES, GainReport, Key, Unit, Value
from analytics.disclosure import TABLES_BESIDE
from analytics.report.entry import Disclosure
from app.exports.columns import all_values
from app.exports.cover import Cover
from app.exports.notes import note_sentences
from app.exports.particulars import published_sentence
from app.wording import Words, figure_label, note_sentence

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
BEGINNINGS, CONTROLS = ("=", "+", "-", "@", "|", "%"), ("\t", "\r", "\n")
ROUNDED_TO = {Unit.COUNT: "to 5", Unit.SHARE: "to 5", Unit.POINTS: "to 1 decimal", Unit.P: "to 2 digits"}
"""By unit: a count in fives, and a share of such counts."""
ENDS = ("low", "high", "least", "most")
"""Parts of a figure that stand in its row."""
OF_FIGURE = (
    "figure",
    "of",
    "unit",
    "value",
    "low",
    "high",
    "interval",
    "n",
    "rounded",
    "least",
    "most",
    "meaning",
    "note",
)


def gain_csv(reports: Iterable[tuple[GainReport, Cover]], words: Words) -> bytes:
    """Returns the report as CSV: UTF-8 with a byte order mark, comma and decimal point.

    A row is a figure of a group or of the total; the columns besides the disaggregates are the same for every report.
    An empty cell means "not known" and never 0. figure: its path in the JSON. low, high: its interval, of the kind that
    `interval` names. rounded: to what, or no. least, most: between which a share of rounded counts lies. note: why
    figures are missing, in the first row of the group. Rows `method.*` say how the figures were made. No cell can be
    run as a formula.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for row in tidy_rows(reports, words):
        writer.writerow([harmless(cell) for cell in row])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def tidy_rows(reports: Iterable[tuple[GainReport, Cover]], words: Words) -> Iterator[Sequence[Any]]:
    """Yields the head, then for each report a row for each figure and rows on the method; an empty cell is ""."""
    made = list(reports)
    disaggregates = list(dict.fromkeys(name for _, cover in made for name in cover.disaggregates))
    meanings = {path: figure_label(words, figure) for path, figure in FIGURES.items()}
    yield ["source", "group", *disaggregates, "name", *OF_FIGURE]
    for report, cover in made:
        notes = {group.key: " ".join(note_sentence(words, note) for note in group.notes) for group in report.groups}
        for group in report.groups:
            if group.suppressed:
                cells = ("suppressed", "", "", 1, *[""] * 7, words.gettext("hidden"), notes.pop(group.key, ""))
                yield (cover.source, *_named(group.key, cover, disaggregates), *cells)
        for value in all_values(report, cover):
            if value.figure.in_csv and value.figure.part not in ENDS:
                cells = _cells(value, cover, meanings[value.figure.path])
                yield (cover.source, *_named(value.key, cover, disaggregates), *cells, notes.pop(value.key, ""))
        for figure, text in _method(report, cover, words):
            yield (cover.source, *_named(None, cover, disaggregates), figure, *[""] * (len(OF_FIGURE) - 2), text)


def harmless(value: Any) -> Any:
    """Returns a text that a spreadsheet would run as a formula with an apostrophe before it; all else as it is."""
    return f"'{value}" if isinstance(value, str) and _is_formula(value) else value


def _is_formula(text: str) -> bool:
    """By its first sign that is seen, of whatever width: a spreadsheet of the East reads ＝ as it does =."""
    seen = next((sign for sign in text if sign.isprintable() and sign != " "), "")
    return text[:1] in CONTROLS or normalize("NFKC", seen) in BEGINNINGS


def _named(key: Key | None, cover: Cover, disaggregates: Sequence[str]) -> tuple[str, ...]:
    """The group's values and its name; of the whole, `group` is "total" and the values are empty."""
    if key is None:
        return ("total", *[""] * len(disaggregates), "")
    parts = dict(zip(cover.disaggregates, cover.parts(key), strict=True))
    return ("group", *(parts.get(name, "") for name in disaggregates), cover.names[key])


def _cells(value: Value, cover: Cover, meaning: str) -> tuple[Any, ...]:
    """of: ids, as in the JSON; meaning: with what is asked in words."""
    names = [called for one in value.about if (called := _called(value, one, cover)) != one]
    numbers = (value.value, value.low, value.high, value.interval, value.n, _rounded_to(value, cover))
    return (
        value.figure.path,
        " / ".join(value.about),
        str(value.figure.unit),
        *("" if number is None else number for number in (*numbers, value.least, value.most)),
        ": ".join((meaning, *names)),
    )


def _rounded_to(value: Value, cover: Cover) -> str:
    """What a figure is rounded to where the gate of a publication has rounded it; else no."""
    part = value.figure.path.partition(".")[0]
    is_of_groups = cover.has_rounded_groups and (value.key is not None or part == "between")
    is_rounded = is_of_groups or (cover.published is not None and part in TABLES_BESIDE)
    to = ROUNDED_TO.get(value.figure.unit, "no") if is_rounded else "no"
    return to if value.figure.disclosure is Disclosure.ROUNDED else "no"


def _called(value: Value, about: str, cover: Cover) -> str:
    if value.figure.path.startswith("statements."):
        return cover.called.statement(about)
    if value.figure.path.startswith("reactions."):
        return cover.reception.question(about)
    return cover.called.item(about)


def _method(report: GainReport, cover: Cover, words: Words) -> Iterable[tuple[str, str]]:
    if cover.data:
        yield "method.data", cover.data
    if cover.published:
        yield "method.publication", published_sentence(cover.published, words)
        yield from (("method.disclosure", sentence) for sentence in cover.published.rules)
    yield from (("method.taken", sentence) for sentence in cover.taken)
    yield from (("note", sentence) for sentence in note_sentences(report, words))
    yield from (("method.definition", line) for line in cover.method(report.method, words))
    yield "method.unit", report.method.unit
    yield "method.version", cover.software
    yield "method.made_on", cover.made_on.isoformat()
