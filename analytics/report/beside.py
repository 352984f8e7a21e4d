"""Figures beside those of the scores: items, forms, statements, comparison ...; each given, not counted, or hidden."""

from collections.abc import Iterator
from dataclasses import replace

from analytics.counts.beside import Cohorts, FollowUpCounts, MoreCounts
from analytics.counts.groups import Options
from analytics.notes import Note, NoteCode
from analytics.report.contrast import ContrastReport, contrast_report
from analytics.report.dose import dose_report
from analytics.report.followup import FollowUpReport, follow_up_report
from analytics.report.forms import forms_comparison
from analytics.report.groups import GroupReports
from analytics.report.items import dif_comparisons, distractors_report, items_report
from analytics.report.results import GroupReport
from analytics.report.results_beside import GainReport
from analytics.report.statements import StatementReport, statement_by_group
from analytics.suppression.groups import hidden_groups


def parts_beside(
    report: GainReport, more: MoreCounts, groups: GroupReports, options: Options, everyone: Cohorts | None = None
) -> GainReport:
    """The report with every part that was counted, and a note for each that is not given. ValueError as MoreCounts
    says."""
    learners = groups.counts.joint.n
    _check(more, learners)
    counted = {
        "items": more.items is not None,
        "reliability": more.items is not None and bool(more.items.before or more.items.after),
        "distractors": more.items is not None and bool(more.items.options_before or more.items.options_after),
        "dif": bool(more.dif),
        "forms": more.forms is not None,
        "follow_up": more.follow_up is not None,
        "statements": bool(more.statements),
        "dose": more.dose is not None,
        "comparison": more.comparison is not None,
    }
    withheld = more.withheld if options.suppress is not None else frozenset()
    if options.suppress is not None:
        withheld = withheld.union(_too_telling(more, learners, options.suppress))
    hidden = {figure for figure in counted if groups.total.suppressed or figure in withheld}
    statements = _statements(more, groups, options) if counted["statements"] else ()
    if all(one.total.n is None for one in statements):
        hidden.add("statements")
    given = {figure for figure in counted if counted[figure] and figure not in hidden}
    notes = [
        Note(NoteCode.SUPPRESSED, {"figure": figure, "threshold": options.suppress or 0})
        if counted[figure]
        else Note(NoteCode.NOT_COUNTED, {"figure": figure})
        for figure in counted
        if figure not in given
    ]
    found = replace(report, total=_without_note(report.total, more), notes=tuple(notes))
    clustered = groups.design is not None
    if more.items is not None and given & {"items", "reliability", "distractors"}:
        items, reliability = items_report(more.items, options, clustered=clustered, same_items=more.same_items)
        found = replace(
            found,
            items=items if "items" in given else None,
            reliability=reliability if "reliability" in given else None,
            distractors=distractors_report(more.items, options) if "distractors" in given else None,
        )
    if "dif" in given:
        dif = [one for counts in more.dif for one in dif_comparisons(counts, options, clustered=clustered)]
        found = replace(found, dif=tuple(dif))
    if more.forms is not None and "forms" in given:
        found = replace(found, forms=forms_comparison(more.forms, groups, options))
    if more.follow_up is not None and "follow_up" in given:
        found = replace(
            found, follow_up=_follow_up(more.follow_up, options, with_shares="follow_up" not in more.without_shares)
        )
    if "statements" in given:
        found = replace(found, statements=statements)
    if more.dose is not None and "dose" in given:
        found = replace(
            found,
            dose=dose_report(
                more.dose, options=options, with_shares="dose" not in more.without_shares, everyone=everyone
            ),
        )
    if more.comparison is not None and "comparison" in given:
        found = _compared(found, contrast_report(more.comparison, options, everyone))
    return found


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


def _too_telling(more: MoreCounts, everyone: int, threshold: int) -> Iterator[str]:
    """Parts that split the learners of the total, or that compare them, so that one side is too few."""
    if more.forms is not None:
        sizes = [more.forms.first_then_second.n, more.forms.second_then_first.n]
        if hidden_groups(sizes, threshold).groups:
            yield "forms"
    if more.follow_up is not None:
        came = more.follow_up.before_after.n
        if hidden_groups([came, max(0, everyone - came)], threshold).groups:
            yield "follow_up"
    if more.comparison is not None and any(0 < n < threshold for n in more.comparison.sizes):
        yield "comparison"


def _follow_up(counts: FollowUpCounts, options: Options, *, with_shares: bool) -> FollowUpReport:
    tables = counts.from_before, counts.from_after, counts.before_after
    return follow_up_report(
        *tables, left=counts.left, options=options, with_shares=with_shares, everyone=counts.everyone
    )


def _statements(more: MoreCounts, groups: GroupReports, options: Options) -> tuple[StatementReport, ...]:
    """Nothing of a group whose scores are hidden."""
    of_scores = {group.key for group in groups.shown if group.suppressed}
    return tuple(
        statement_by_group(
            name,
            one.groups,
            lowest=one.lowest,
            options=options,
            withheld=one.withheld | of_scores,
            with_shares="statements" not in more.without_shares,
            everyone=one.everyone,
        )
        for name, one in more.statements.items()
    )


def _check(more: MoreCounts, everyone: int) -> None:
    """Items, forms and dose hold the learners of the total."""
    parts: dict[str, int] = {}
    if more.items is not None:
        for wave, forms in (("before", more.items.before), ("after", more.items.after)):
            if forms:
                parts[f"items {wave}"] = sum(scores.n for scores in forms.values())
    if more.forms is not None:
        parts["forms"] = more.forms.first_then_second.n + more.forms.second_then_first.n
    if more.dose is not None:
        parts["dose"] = sum(counts.joint.n for counts in more.dose.values())
    for name, n in parts.items():
        if n != everyone:
            raise ValueError(f"{name} hold {n} learners, but the groups {everyone} with both tests")
