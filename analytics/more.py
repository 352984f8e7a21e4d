"""Figures beside those of the scores: items, forms, follow-up, statements, dose; each given, not counted, or hidden."""

from dataclasses import dataclass, replace

from analytics.counts import Options
from analytics.dose import DoseReport, dose_report
from analytics.followup import FollowUpReport, follow_up_report
from analytics.forms_compared import forms_comparison
from analytics.groups import GroupReports
from analytics.more_counts import MoreCounts
from analytics.more_items import dif_comparisons, distractors_report, items_report
from analytics.notes import Note, NoteCode
from analytics.results_whole import (
    DifComparison,
    FormsComparison,
    ItemsReport,
    WaveDistractors,
    WaveReliability,
)
from analytics.statements import StatementReport, statement_report


@dataclass(frozen=True)
class MoreFigures:
    """The fields of GainReport that `MoreCounts` fills."""

    items: ItemsReport | None = None
    reliability: tuple[WaveReliability, ...] | None = None
    distractors: tuple[WaveDistractors, ...] | None = None
    dif: tuple[DifComparison, ...] | None = None
    forms: FormsComparison | None = None
    follow_up: FollowUpReport | None = None
    statements: tuple[StatementReport, ...] | None = None
    dose: DoseReport | None = None
    notes: tuple[Note, ...] = ()


def more_figures(more: MoreCounts, groups: GroupReports, options: Options) -> MoreFigures:
    """Every figure of what was counted, and a note for each that is not given. ValueError as MoreCounts says."""
    counted = {
        "items": more.items is not None,
        "reliability": more.items is not None and bool(more.items.before or more.items.after),
        "distractors": more.items is not None and bool(more.items.options_before or more.items.options_after),
        "dif": bool(more.dif),
        "forms": more.forms is not None,
        "follow_up": more.follow_up is not None,
        "statements": bool(more.statements),
        "dose": more.dose is not None,
    }
    withheld = more.withheld if options.suppress is not None else frozenset()
    hidden = {figure for figure in counted if groups.total.suppressed or figure in withheld}
    given = {figure for figure in counted if counted[figure] and figure not in hidden}
    notes = [
        Note(NoteCode.SUPPRESSED, {"figure": figure, "threshold": options.suppress or 0})
        if counted[figure]
        else Note(NoteCode.NOT_COUNTED, {"figure": figure})
        for figure in counted
        if figure not in given
    ]
    found = MoreFigures(notes=tuple(notes))
    if more.items is not None and given & {"items", "reliability", "distractors"}:
        items, reliability = items_report(more.items, options)
        found = replace(
            found,
            items=items if "items" in given else None,
            reliability=reliability if "reliability" in given else None,
            distractors=distractors_report(more.items) if "distractors" in given else None,
        )
    if "dif" in given:
        found = replace(found, dif=tuple(one for counts in more.dif for one in dif_comparisons(counts, options)))
    if more.forms is not None and "forms" in given:
        found = replace(found, forms=forms_comparison(more.forms, groups.design, options))
    if more.follow_up is not None and "follow_up" in given:
        counts = more.follow_up
        follow_up = follow_up_report(
            counts.from_before, counts.from_after, counts.before_after, left=counts.left, options=options
        )
        found = replace(found, follow_up=follow_up)
    if "statements" in given:
        statements = tuple(
            statement_report(name, one.table, lowest=one.lowest, cohorts=one.cohorts, options=options)
            for name, one in more.statements.items()
        )
        found = replace(found, statements=statements)
    if more.dose is not None and "dose" in given:
        found = replace(found, dose=dose_report(more.dose, options=options))
    return found
