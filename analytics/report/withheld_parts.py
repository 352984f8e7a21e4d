"""Parts of groups that are too few to show: those who left, those who scored low before; in no group and no total."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from analytics.counts.groups import GroupCounts
from analytics.estimate import Estimate
from analytics.gains.effect import EffectSizes
from analytics.notes import Note, NoteCode
from analytics.report.results import GroupReport
from analytics.shares.intervals import Interval
from analytics.suppression.groups import Hidden, hidden_groups


def hidden_in_all(parts: Sequence[Sequence[int]], threshold: int, *, withheld: Collection[int] = ()) -> Hidden:
    """Which groups to hide when a figure of each tells of several parts of its learners, beside the same of the total.

    parts: for each part its learners by group. As `hidden_groups` for every part at once: what is hidden for one part
    is hidden for all.
    """
    hidden = frozenset(withheld)
    while True:
        found = [hidden_groups(sizes, threshold, withheld=hidden) for sizes in parts]
        grown = hidden.union(*(one.groups for one in found))
        if grown == hidden:
            return Hidden(hidden, total=any(one.total for one in found))
        hidden = grown


def without_small_parts(
    counts: Sequence[GroupCounts],
    reports: Sequence[GroupReport],
    total: GroupReport,
    threshold: int,
    *,
    hidden: Collection[int],
) -> tuple[list[GroupReport], GroupReport]:
    """The reports, and the total, without scores of leavers and without the low scorers where these, or those beside
    them, are under the threshold or protect others. hidden: places of the groups that are hidden altogether."""
    left = [0 if group.leavers is None else int(group.leavers.sum()) for group in counts]
    leavers = hidden_in_all([left], threshold, withheld=hidden)
    low = [_low(report) for report in reports]
    high = [group.joint.n - n for group, n in zip(counts, low, strict=True)]
    few = {place for place, sizes in enumerate(zip(low, high, strict=True)) if min(sizes) < threshold}
    of_low = hidden_in_all([low, high], threshold, withheld={*hidden, *few})
    shown = list(reports)
    for place, report in enumerate(shown):
        if place in leavers.groups:
            report = _without_leavers(report, threshold)
        shown[place] = _without_low(report, threshold) if place in of_low.groups else report
    if leavers.total or 0 < sum(left) < threshold:
        total = _without_leavers(total, threshold)
    everyone = sum(group.joint.n for group in counts)
    if of_low.total or min(_low(total), everyone - _low(total)) < threshold:
        total = _without_low(total, threshold)
    return shown, total


def _low(report: GroupReport) -> int:
    return report.regression.low.n if report.regression and report.regression.low else 0


def _without_leavers(report: GroupReport, threshold: int) -> GroupReport:
    if report.attrition is None:
        return report
    note = Note(NoteCode.SUPPRESSED, {"figure": "leavers", "threshold": threshold})
    notes = (*report.attrition.notes, note)
    return replace(report, attrition=replace(report.attrition, scores=None, notes=notes))


def _without_low(report: GroupReport, threshold: int) -> GroupReport:
    if report.regression is None:
        return report
    note = Note(NoteCode.SUPPRESSED, {"figure": "low", "threshold": threshold})
    return replace(report, regression=replace(report.regression, low=None, notes=(*report.regression.notes, note)))


def without_what_tells_shares(report: GroupReport) -> GroupReport:
    """Where any of improved, same and worse is given as a range: without the figures that would tell it after all."""
    shares = (report.improved, report.same, report.worse)
    if not any(share is not None and share.interval is Interval.BOUND for share in shares):
        return report
    if report.effect is not None:
        report = replace(report, effect=_without_signs(report.effect))
    if report.next_cohort is not None:
        report = replace(report, next_cohort=replace(report.next_cohort, improved=None))
    return report


def _without_signs(effect: EffectSizes) -> EffectSizes:
    if effect.ci is None:
        return effect

    def withheld(one: Estimate) -> Estimate:
        return Estimate(None, None, None, one.n, one.method)

    ci = replace(
        effect.ci,
        rank_biserial=withheld(effect.ci.rank_biserial),
        p_superiority=withheld(effect.ci.p_superiority),
    )
    return replace(effect, ci=ci)
