"""Items of all learners with both tests: changes, each wave by form, reliability, wrong options, DIF."""

from collections.abc import Iterator

from analytics.counts import Options
from analytics.dif import dif_report
from analytics.distractors import Distractors, distractors
from analytics.item_changes import item_changes
from analytics.items import wave_items
from analytics.more_counts import DifCounts, ItemCounts, OptionCounts
from analytics.results_whole import (
    DifComparison,
    ItemsReport,
    WaveDistractors,
    WaveOfItems,
    WaveReliability,
)

PRE, POST = "pre", "post"


def items_report(counts: ItemCounts, options: Options) -> tuple[ItemsReport, tuple[WaveReliability, ...]]:
    """Changes of items and all items of each wave by form; and the reliability of each."""
    waves, reliabilities = [], []
    for wave, forms in ((PRE, counts.before), (POST, counts.after)):
        for form, scores in forms.items():
            found = wave_items(scores, options.confidence)
            waves.append(WaveOfItems(wave, form, found.n, found.items, found.notes))
            reliabilities.append(WaveReliability(wave, form, found.n, found.reliability, found.standard_error))
    changes = item_changes(counts.twice, options.confidence)
    return ItemsReport(changes, tuple(waves), ()), tuple(reliabilities)


def distractors_report(counts: ItemCounts) -> tuple[WaveDistractors, ...]:
    """What was chosen, of the waves whose choices are known."""
    waves = ((PRE, counts.options_before), (POST, counts.options_after))
    return tuple(WaveDistractors(wave, tuple(map(_chosen, items))) for wave, items in waves if items)


def _chosen(counts: OptionCounts) -> Distractors:
    return distractors(counts.item, counts.options, key=counts.key, chosen=counts.chosen)


def dif_comparisons(counts: DifCounts, options: Options) -> Iterator[DifComparison]:
    """Each other group beside the largest, the first of equally large ones."""
    reference = max(counts.groups, key=lambda name: counts.groups[name].n, default="")
    for focal, scores in counts.groups.items():
        if focal != reference:
            found = dif_report(counts.groups[reference], scores, options.confidence)
            yield DifComparison(counts.variable, counts.form, reference, focal, found)
