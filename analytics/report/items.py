"""Items of all learners with both tests: changes, each wave by form, reliability, wrong options, DIF."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analytics.counts.beside import DifCounts, ItemCounts, OptionCounts
from analytics.counts.groups import Options
from analytics.counts.item_scores import ItemScores
from analytics.estimate import Estimate
from analytics.items.changes import item_changes
from analytics.items.dif import dif_report
from analytics.items.distractors import Distractors, distractors
from analytics.items.wave import wave_items
from analytics.notes import Note, NoteCode
from analytics.report.results_beside import (
    DifComparison,
    ItemsReport,
    WaveDistractors,
    WaveOfItems,
    WaveReliability,
)
from analytics.report.withheld_items import withheld_changes, withheld_items, withheld_options
from analytics.suppression.groups import hidden_groups

PRE, POST = "pre", "post"


def items_report(
    counts: ItemCounts, options: Options, *, clustered: bool
) -> tuple[ItemsReport, tuple[WaveReliability, ...]]:
    """Changes of items and all items of each wave by form; and the reliability of each.

    clustered: cohorts are the unit of the report, which figures of one wave do not respect: each says so. Where options
    suppress, forms that are too few are left out, and what all or none got right is given as a range.
    """
    hard, alike = (
        (Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": figure}),) if clustered else ()
        for figure in ("difficulty", "reliability")
    )
    waves, reliabilities, notes = [], [], list[Note]()
    for wave, forms in ((PRE, counts.before), (POST, counts.after)):
        shown = _shown(forms, options.suppress)
        if len(shown) < len(forms):
            notes.append(Note(NoteCode.SUPPRESSED, {"figure": "items", "threshold": options.suppress or 0}))
        for form, scores in shown.items():
            found = wave_items(scores, options.confidence)
            items, alpha, error = found.items, found.reliability, found.standard_error
            if options.suppress is not None:
                items, is_bounded = withheld_items(items, found.n)
                if is_bounded:
                    hidden = Note(NoteCode.SUPPRESSED, {"figure": "reliability", "threshold": options.suppress})
                    alpha, error = Estimate(None, None, None, found.n, alpha.method, (hidden,)), None
            if alpha.low is not None:
                alpha = replace(alpha, notes=(*alpha.notes, *alike))
            waves.append(WaveOfItems(wave, form, found.n, items, (*found.notes, *hard)))
            reliabilities.append(WaveReliability(wave, form, found.n, alpha, error))
    changes = item_changes(counts.twice, options.confidence)
    if options.suppress is not None:
        changes = withheld_changes(changes)
    return ItemsReport(changes, tuple(waves), tuple(notes)), tuple(reliabilities)


def distractors_report(counts: ItemCounts, options: Options) -> tuple[WaveDistractors, ...]:
    """What was chosen, of the waves whose choices are known."""
    waves = ((PRE, counts.options_before), (POST, counts.options_after))
    return tuple(
        WaveDistractors(wave, tuple(_chosen(one, options.suppress) for one in items)) for wave, items in waves if items
    )


def _chosen(counts: OptionCounts, suppress: int | None) -> Distractors:
    found = distractors(counts.item, counts.options, key=counts.key, chosen=counts.chosen)
    if suppress is None:
        return found
    if 0 < found.n < suppress:
        return Distractors(counts.item, 0, (), (Note(NoteCode.SUPPRESSED, {"threshold": suppress}),))
    return withheld_options(found, suppress)


def _shown(groups: Mapping[str, ItemScores], suppress: int | None) -> dict[str, ItemScores]:
    """Without the groups that are too few, and those that protect them; none where that is not enough."""
    if suppress is None:
        return dict(groups)
    hidden = hidden_groups([scores.n for scores in groups.values()], suppress)
    if hidden.total:
        return {}
    return {name: scores for place, (name, scores) in enumerate(groups.items()) if place not in hidden.groups}


def dif_comparisons(counts: DifCounts, options: Options, *, clustered: bool) -> Iterator[DifComparison]:
    """Each other group beside the largest, the first of equally large ones; hidden groups take no part.

    clustered: cohorts are the unit of the report, which Mantel-Haenszel does not respect: said.
    """
    groups = _shown(counts.groups, options.suppress)
    reference = max(groups, key=lambda name: groups[name].n, default="")
    ignores = (Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "dif"}),) if clustered else ()
    for focal, scores in groups.items():
        if focal != reference:
            found = dif_report(groups[reference], scores, options.confidence)
            found = replace(found, notes=(*found.notes, *(ignores if found.items else ())))
            yield DifComparison(counts.variable, counts.form, reference, focal, found)
