"""Items of all learners with both tests: changes, each wave by form, reliability, wrong options, DIF."""

from collections.abc import Iterator
from dataclasses import replace

from analytics.counts.groups import Options
from analytics.counts.supplements import DifCounts, ItemCounts
from analytics.gains.measurement import ReliabilityMethod, ScoreError
from analytics.items.changes import item_changes
from analytics.items.dif import dif_report
from analytics.items.distractors import distractors, with_corrected
from analytics.items.misfit import misfits
from analytics.items.reliability import standard_error_of_measurement
from analytics.items.wave import wave_items
from analytics.notes import Note, NoteCode
from analytics.report.parts import (
    DifComparison,
    ItemsReport,
    WaveDistractors,
    WaveOfItems,
    WaveReliability,
)

PRE, POST = "pre", "post"


def items_report(
    counts: ItemCounts, options: Options, *, clustered: bool, same_items: bool | None
) -> tuple[ItemsReport, tuple[WaveReliability, ...]]:
    """Works out the changes of items, all items of each wave by form, and the reliability of each wave.

    clustered: cohorts are the unit of the report; figures of one wave ignore them, and a note says so. same_items:
    unless it is True, gained and lost are None with a note, since a learner may have met another item the second time.
    """
    hard, alike = (
        (Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": figure}),) if clustered else ()
        for figure in ("difficulty", "reliability")
    )
    waves, reliabilities = [], []
    for wave, forms in ((PRE, counts.before), (POST, counts.after)):
        for form, scores in forms.items():
            of_wave = wave_items(scores, options.confidence)
            alpha = of_wave.reliability
            if alpha.low is not None:
                alpha = replace(alpha, notes=(*alpha.notes, *alike))
            poor = misfits(of_wave.items, of_wave.n, 1 - options.confidence)
            waves.append(WaveOfItems(wave, form, of_wave.n, of_wave.items, poor, (*of_wave.notes, *hard)))
            reliabilities.append(WaveReliability(wave, form, of_wave.n, alpha))
    changes = item_changes(counts.twice, options.confidence)
    notes = [note for change in changes for note in change.notes if note.code is NoteCode.ASSUMED_ICC][:1]
    if changes and not same_items:
        changes = tuple(replace(change, gained=None, lost=None) for change in changes)
        notes.append(Note(NoteCode.OTHER_ITEMS, {"figure": "learned,lost"}))
    return ItemsReport(changes, tuple(waves), tuple(notes)), tuple(reliabilities)


def error_of_items(counts: ItemCounts | None) -> ScoreError | None:
    """Returns the standard error of measurement of one score, by KR-20 of the items before, over all forms.

    Each form's squared error is weighted by its learners. reliability: 1 - error² / s², at least 0; s² is the variance
    of scores before within forms. None without items, or if a form with learners has no such error: callers then use
    that of the scores. Lord & Novick 1968, section 2.7.
    """
    forms = list(counts.before.values()) if counts is not None else []
    errors = [standard_error_of_measurement(form) for form in forms if form.n]
    if not errors or None in errors:
        return None
    filled = [form for form in forms if form.n]
    square = sum(form.n * (error or 0.0) ** 2 for form, error in zip(filled, errors, strict=True))
    square /= sum(form.n for form in filled)
    within = sum(form.total_squared - form.total**2 / form.n for form in filled) / sum(form.n - 1 for form in filled)
    return ScoreError(square**0.5, max(0.0, 1 - square / within), ReliabilityMethod.KR20)


def distractors_report(counts: ItemCounts, options: Options) -> tuple[WaveDistractors, ...]:
    """Works out which options were chosen of each item, for the waves whose choices are known.

    p values are corrected over the items of a wave.
    """
    waves = ((PRE, counts.options_before), (POST, counts.options_after))
    alpha = 1 - options.confidence
    return tuple(
        WaveDistractors(
            wave,
            with_corrected(
                [
                    distractors(one.item, one.options, key=one.key, chosen=one.chosen, learners=one.learners)
                    for one in items
                ],
                alpha,
            ),
        )
        for wave, items in waves
        if items
    )


def dif_comparisons(counts: DifCounts, options: Options, *, clustered: bool) -> Iterator[DifComparison]:
    """Compares each group with the largest one, the first of equally large ones, on every item (DIF).

    clustered: cohorts are the unit of the report; a note says that Mantel-Haenszel ignores them.
    """
    groups = counts.groups
    reference = max(groups, key=lambda name: groups[name].n, default="")
    ignores = (Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "dif"}),) if clustered else ()
    for focal, scores in groups.items():
        if focal != reference:
            report = dif_report(groups[reference], scores, options.confidence)
            report = replace(report, notes=(*report.notes, *(ignores if report.items else ())))
            yield DifComparison(counts.variable, counts.form, reference, focal, report)
