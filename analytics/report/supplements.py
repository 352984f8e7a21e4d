"""Figures besides those of the scores: items, forms, statements, comparison ...; each computed or noted as missing."""

from dataclasses import replace

from analytics.counts.groups import Options
from analytics.counts.supplements import Cohorts, FollowUpCounts, MoreCounts
from analytics.notes import Note, NoteCode
from analytics.report.came import came_report
from analytics.report.circumstances import CircumstancesReport
from analytics.report.contrast import ContrastReport, contrast_report
from analytics.report.dose import dose_report
from analytics.report.followup import FollowUpReport, follow_up_report
from analytics.report.forms import forms_comparison
from analytics.report.groups import GroupReports
from analytics.report.items import dif_comparisons, distractors_report, items_report
from analytics.report.late_arrivals import LateReport, late_group, late_report
from analytics.report.parts import PARTS_BESIDE, GainReport
from analytics.report.results import GroupReport
from analytics.report.statements import StatementReport, statement_by_group
from analytics.shares.intervals import ShareEstimate


def parts_beside(
    report: GainReport, more: MoreCounts, groups: GroupReports, options: Options, everyone: Cohorts | None = None
) -> GainReport:
    """Adds to a report every part that was counted, and a note for each that was not.

    more: what was counted. groups: the reports of the same groups. everyone: the cohorts by stratum from whom groups of
    few cohorts borrow their ICC; None: each part's own. With a comparison group `method.retest` becomes what was
    measured there. Raises ValueError if items, forms or dose do not hold the learners of the total, or if more were
    late than it holds.
    """
    _check(more, groups.counts.joint.n)
    clustered = groups.design is not None
    extended = replace(report, total=_without_note(report.total, more))
    if more.items is not None:
        items, reliability = items_report(more.items, options, clustered=clustered, same_items=more.same_items)
        chosen = distractors_report(more.items, options)
        extended = replace(extended, items=items, reliability=reliability or None, distractors=chosen or None)
    if more.dif:
        dif = [one for counts in more.dif for one in dif_comparisons(counts, options, clustered=clustered)]
        extended = replace(extended, dif=tuple(dif))
    if more.forms is not None:
        extended = replace(extended, forms=forms_comparison(more.forms, groups, options))
    if more.follow_up is not None:
        extended = replace(extended, follow_up=_follow_up(more.follow_up, options))
    if more.statements:
        extended = replace(extended, statements=_statements(more, options))
    if more.dose is not None:
        extended = replace(extended, dose=dose_report(more.dose, options=options, everyone=everyone))
    improved = report.total.improved
    if more.late is not None and more.late.n and improved is not None:
        extended = replace(extended, late=_late(report, more, improved, options))
    if more.came is not None:
        extended = replace(extended, came=came_report(more.came))
    if more.circumstances is not None and any(vars(more.circumstances).values()):
        extended = replace(extended, circumstances=CircumstancesReport(**vars(more.circumstances)))
    if more.comparison is not None:
        extended = _compared(extended, contrast_report(more.comparison, options, everyone))
    absent = [figure for figure in PARTS_BESIDE if getattr(extended, figure) is None]
    return replace(extended, notes=tuple(Note(NoteCode.NOT_COUNTED, {"figure": figure}) for figure in absent))


def _compared(report: GainReport, comparison: ContrastReport) -> GainReport:
    """With the comparison; what a second meeting with the test gives is then measured here."""
    improved, retest = comparison.waiting.improved, report.method.retest
    if improved is not None and improved.low is not None:
        retest = replace(retest, improved=improved, source="")
    return replace(report, comparison=comparison, method=replace(report.method, retest=retest))


def _without_note(total: GroupReport, more: MoreCounts) -> GroupReport:
    """Without the note that there is no comparison group, where there is one."""
    if more.comparison is None:
        return total
    return replace(total, notes=tuple(note for note in total.notes if note.code is not NoteCode.NO_COMPARISON_GROUP))


def _late(report: GainReport, more: MoreCounts, improved: ShareEstimate, options: Options) -> LateReport | None:
    if more.late is None:
        return None
    groups = [
        late_group(group.key, late, group.improved, confidence=options.confidence)
        for group in report.groups
        if group.key is not None and group.improved is not None
        if (late := more.late_groups.get(group.key)) is not None and late.n
    ]
    return replace(late_report(more.late, improved, confidence=options.confidence), groups=tuple(groups))


def _follow_up(counts: FollowUpCounts, options: Options) -> FollowUpReport:
    tables = counts.from_before, counts.from_after, counts.before_after
    return follow_up_report(*tables, left=counts.left, options=options, everyone=counts.everyone)


def _statements(more: MoreCounts, options: Options) -> tuple[StatementReport, ...]:
    return tuple(statement_by_group(name, one, options=options) for name, one in more.statements.items())


def _check(more: MoreCounts, everyone: int) -> None:
    """Items, forms and dose hold the learners of the total, and no more are late."""
    parts: dict[str, int] = {}
    if more.items is not None:
        for wave, forms in (("before", more.items.before), ("after", more.items.after)):
            if forms:
                parts[f"items {wave}"] = sum(scores.n for scores in forms.values())
    if more.forms is not None:
        parts["forms"] = more.forms.first_then_second.n + more.forms.second_then_first.n
    if more.dose is not None:
        parts["dose"] = sum(counts.joint.n for counts in more.dose.values())
    if more.late is not None and more.late.n > everyone:
        parts["late"] = more.late.n
    for name, n in parts.items():
        if n != everyone:
            raise ValueError(f"{name} hold {n} learners, but the groups {everyone} with both tests")
