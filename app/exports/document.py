"""A report put together for a reader: the pages of a donor first, then the annex of whoever checks them."""

from collections.abc import Iterable
from dataclasses import dataclass

from analytics import GainReport
from app.exports.cover import Cover, made_sentence
from app.exports.grid import Grid
from app.exports.grids import grids
from app.exports.notes import all_note_sentences, reasons
from app.exports.particulars import particulars
from app.exports.reception import reception_grids
from app.wording import Finding, Words, findings, reception_findings, summary_sentences

DONOR = ("improved", "gain", "comparison", "groups", "missing")
"""Sections that stand before the annex; their tables that are for whoever checks stand in it."""


@dataclass(frozen=True)
class Section:
    """Holds one heading of a report, with its tables and sentences.

    danger: what could mislead, or "".
    """

    name: str
    title: str
    sentences: tuple[str, ...]
    danger: str
    tables: tuple[Grid, ...]

    def danger_sentence(self, words: Words) -> str:
        """Returns the sentence on what could mislead; "" if `danger` is empty."""
        return words.gettext("What could mislead: %(danger)s") % {"danger": self.danger} if self.danger else ""


@dataclass(frozen=True)
class Document:
    """Holds a report as a reader sees it, in the order of its parts.

    data: words for invented people; "" for real ones. facts: (name, fact). short: the summary's sentences. reasons: why
    figures of the whole are missing or need care; notes: these and all others. Only the facts are filled if nobody has
    joined.
    """

    title: str
    data: str
    facts: tuple[tuple[str, str], ...]
    short: tuple[str, ...]
    sections: tuple[Section, ...]
    annex: tuple[Section, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    method: tuple[str, ...]


def document(report: GainReport, cover: Cover, words: Words) -> Document:
    """Puts a report together for a reader: facts, summary, sections, annex, notes and method.

    Only title, data and facts are filled if nobody has joined yet.
    """
    _ = words.gettext
    title = _("Knowledge gain: %(source)s") % {"source": cover.source}
    facts = tuple(particulars(report, cover, words))
    if report.method.max_score is None:
        return Document(title, cover.data, facts, (), (), (), (), (), ())
    parts = [*findings(words, report, cover.called), *reception_findings(words, cover.reception)]
    tables = [*grids(report, cover, words), *reception_grids(report, cover, words)]
    first = [finding for finding in parts if finding.name in DONOR]
    rest = [finding for finding in parts if finding.name not in DONOR]
    checks = [Section(one.name, one.title, (), "", _of(one.name, tables, annex=True)) for one in first]
    names = {finding.name for finding in parts}
    return Document(
        title=title,
        data=cover.data,
        facts=facts,
        short=tuple(summary_sentences(words, report, cover.called)),
        sections=(
            *(_section(one, _of(one.name, tables, annex=False)) for one in first),
            *(Section(grid.section, "", (), "", (grid,)) for grid in tables if grid.section not in names),
        ),
        annex=(
            *(section for section in checks if section.tables),
            *sections(rest, tables),
        ),
        reasons=tuple(reasons(report, words)),
        notes=tuple(all_note_sentences(report, cover, words)),
        method=(*cover.method(report.method, words), made_sentence(words, cover.made_on, cover.software)),
    )


def sections(parts: Iterable[Finding], tables: Iterable[Grid]) -> tuple[Section, ...]:
    """Returns a section for each finding, with the tables that belong to it."""
    of = list(tables)
    return tuple(_section(one, _of(one.name, of)) for one in parts)


def _section(finding: Finding, tables: tuple[Grid, ...]) -> Section:
    return Section(finding.name, finding.title, finding.sentences, finding.danger, tables)


def _of(name: str, tables: Iterable[Grid], *, annex: bool | None = None) -> tuple[Grid, ...]:
    """The tables of one section: all, or those that do or do not belong to the annex."""
    return tuple(grid for grid in tables if grid.section == name and annex in (None, grid.is_annex))
