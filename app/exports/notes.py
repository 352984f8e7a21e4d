"""What is to be known of the figures: every note of the report in a sentence, each once."""

from collections.abc import Iterator

from analytics import GainReport, Note, NoteCode
from analytics.clusters.design import ASSUMED_ICC
from app.exports.cover import Cover
from app.wording import Words, note_sentence, notes_by_group, of_one_kind_together, subtraction

SILENT = frozenset({NoteCode.NOT_COUNTED, NoteCode.OTHER_ITEMS})
"""Codes of figures that nobody asked for, or of which a sentence speaks: in JSON they explain a null, on paper nothing
more."""

METHOD_ALONE = frozenset(
    {
        *(NoteCode.KORN_GRAUBARD, NoteCode.DESIGN_EFFECT_OF_IMPROVED, NoteCode.DESIGN_EFFECT_OF_GAIN),
        *(NoteCode.TESTS_IGNORE_COHORTS, NoteCode.UNMATCHED, NoteCode.NO_COMPARISON_GROUP),
    }
)
"""Codes of the whole that say how a figure was made, or what stands in short; all others say why one is missing."""


def reasons(report: GainReport, words: Words) -> list[str]:
    """Lists sentences on why figures of the whole are missing or need care, for a report on two pages.

    Notes on the method alone are left out.
    """
    notes = [*report.total.notes, *(no_comparison(report) if len(report.groups) == 1 else ()), *report.notes]
    shown = [note for note in notes if note.code not in METHOD_ALONE | SILENT]
    return list(dict.fromkeys(note_sentence(words, note) for note in of_one_kind_together(shown)))


def note_sentences(report: GainReport, words: Words) -> list[str]:
    """Lists the sentences of all notes but those on single groups, each once."""
    notes = [*report.total.notes, *(report.between.notes if report.between else ())]
    if len(report.groups) == 1:
        notes += no_comparison(report)
    notes += [*report.notes, *_beside(report)]
    shown = [note for note in notes if note.code not in SILENT]
    return list(dict.fromkeys(note_sentence(words, note) for note in of_one_kind_together(shown)))


def no_comparison(report: GainReport) -> list[Note]:
    """Lists the note that there is but one group to compare; empty if groups were compared or all is suppressed."""
    if report.between is not None or report.total.suppressed:
        return []
    flow = report.total.flow
    return [Note(NoteCode.ONE_GROUP, {"groups": 1 if flow is not None and flow.paired else 0})]


def all_note_sentences(report: GainReport, cover: Cover, words: Words) -> list[str]:
    """Lists the sentences of all notes of a report: those on the whole, then those on single groups, with names."""
    of_groups = notes_by_group(words, report.groups, cover.names)
    hidden = ", ".join(cover.names[group.key] for group in report.groups if group.suppressed and group.key is not None)
    by_subtraction = [f"{hidden}: {sentence}." for sentence in subtraction(words, report)]
    return [*note_sentences(report, words), *(f"{who}: {sentence}" for who, sentence in of_groups), *by_subtraction]


def _beside(report: GainReport) -> list[Note]:
    """Notes of the comparison group, items, forms, follow-up, statements and dose."""
    notes: list[Note] = []
    between, total, comparison = report.between, report.total, report.comparison
    if comparison is not None:
        parts = (comparison, comparison.gain, comparison.improved, comparison.before, comparison.adjusted)
        notes += [note for part in parts for note in part.notes]
    if between is not None:
        notes += between.robust.test.notes if between.robust else ()
        shrunken = between.shrunken.notes if between.shrunken else ()
        notes += [note for note in shrunken if note.code is NoteCode.GROUPS_AS_CHANCE]
    for part in (total.attrition, total.regression, total.power, report.forms, report.follow_up, report.dose):
        notes += part.notes if part is not None else ()
    if report.items is not None:
        notes += [*report.items.notes, *(note for wave in report.items.waves for note in wave.notes)]
    notes += [note for one in report.reliability or () for note in one.alpha.notes]
    notes += [note for one in report.dif or () for note in one.found.notes][:1]
    notes += [
        note for one in report.statements or () for note in one.total.notes if note.code is NoteCode.SAID_OF_ONESELF
    ]
    return [*notes, *_assumed(report)]


def _assumed(report: GainReport) -> Iterator[Note]:
    """What of the follow-up rests on an ICC that is assumed, which the method of the whole does not say."""
    if report.follow_up is not None:
        notes = (*report.follow_up.from_before.notes, *report.follow_up.from_after.notes)
        if any(note.code is NoteCode.ASSUMED_ICC for note in notes):
            cohorts = report.follow_up.from_before.gain.cohorts if report.follow_up.from_before.gain else None
            yield Note(NoteCode.ASSUMED_ICC, {"figure": "follow_up", "icc": ASSUMED_ICC, "cohorts": cohorts or 0})
