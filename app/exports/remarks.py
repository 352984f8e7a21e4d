"""What is to be known beside the figures: every note of the report in a sentence, each once."""

from collections.abc import Iterable

from analytics import GainReport, Note, NoteCode
from app.exports.cover import Cover
from app.wording import Words, note_sentence, notes_by_group

TOO_SURE = NoteCode.FIGURE_IGNORES_COHORTS
SILENT = frozenset({NoteCode.NOT_COUNTED})
"""Codes of figures that nobody asked for: in JSON they explain a null, on paper they explain nothing."""


def remarks(report: GainReport, words: Words) -> list[str]:
    """Of the whole, of the comparison and of what lies beside scores."""
    notes = [*report.total.notes, *(report.between.notes if report.between else ())]
    if len(report.groups) == 1:
        notes += no_comparison(report)
    notes += [note for note in (*report.notes, *_beside(report)) if note.code not in SILENT]
    return list(dict.fromkeys(note_sentence(words, note) for note in _of_one_kind_together(notes)))


def no_comparison(report: GainReport) -> list[Note]:
    """Why there is nothing between groups; where the whole is hidden its own note says it."""
    if report.between is not None or report.total.suppressed:
        return []
    return [Note(NoteCode.ONE_GROUP, {"groups": 1})]


def all_remarks(report: GainReport, cover: Cover, words: Words) -> list[str]:
    """Those, and what is to be known of single groups."""
    of_groups = notes_by_group(words, report.groups, cover.names)
    return [*remarks(report, words), *(f"{who}: {sentence}" for who, sentence in of_groups)]


def _of_one_kind_together(notes: Iterable[Note]) -> list[Note]:
    """One note on all figures that take learners as independent, where each of them has one."""
    notes = list(notes)
    figures = dict.fromkeys(str(note.values["figure"]) for note in notes if note.code is TOO_SURE)
    kept = [note for note in notes if note.code is not TOO_SURE]
    return [*kept, Note(TOO_SURE, {"figure": ",".join(figures)})] if figures else kept


def _beside(report: GainReport) -> list[Note]:
    """Notes of items, forms, follow-up, statements and dose."""
    found: list[Note] = []
    between, total = report.between, report.total
    if between is not None:
        found += between.robust.test.notes if between.robust else ()
    for part in (total.attrition, total.regression, total.power, report.forms, report.follow_up, report.dose):
        found += part.notes if part is not None else ()
    if report.items is not None:
        found += [note for wave in report.items.waves for note in wave.notes]
    found += [note for one in report.dif or () for note in one.found.notes][:1]
    found += [note for one in report.statements or () for note in one.notes if note.code is NoteCode.SAID_OF_ONESELF]
    return found
