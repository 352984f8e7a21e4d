"""Reports with what may not be shown taken out, by the rules of suppression."""

from dataclasses import replace

from analytics.counts import Key
from analytics.joint import JointTable
from analytics.notes import Note, NoteCode
from analytics.passing import PassRate
from analytics.results import GroupReport, ReliableChange
from analytics.shares import Interval, ShareEstimate
from analytics.suppression import CountRange, outcome_ranges


def suppressed_report(key: Key | None, threshold: int) -> GroupReport:
    """A group of which nothing may be shown."""
    return GroupReport(key, suppressed=True, notes=(Note(NoteCode.SUPPRESSED, {"threshold": threshold}),))


def with_bounds(report: GroupReport, table: JointTable) -> GroupReport:
    """The report with shares at 0 or 100 % as ranges, and without the figures that would tell them after all.

    Where all of n learners improved, the signed ranks add up to n(n + 1)/2 and p is 2/2^n: Wilcoxon tells it as plainly
    as the sign test does.
    """
    gains, n = table.differences, table.n
    outcomes = outcome_ranges((gains.improved, gains.same, gains.worse))
    figures = [name for name, bounds in zip(("improved", "same", "worse"), outcomes, strict=True) if bounds]
    if figures and report.tests and report.effect and report.flow:
        report = replace(
            report,
            improved=_bounded(report.improved, outcomes[0]),
            same=_bounded(report.same, outcomes[1]),
            worse=_bounded(report.worse, outcomes[2]),
            tests=replace(report.tests, sign=None, wilcoxon=None),
            effect=replace(report.effect, rank_biserial=None, p_superiority=None),
            flow=replace(report.flow, improved_at_least=None, improved_at_most=None),
        )
    if report.reliable_change is not None and report.reliable_change.count is not None:
        changed = report.reliable_change.count
        bounds, _ = outcome_ranges((changed, n - changed))
        if bounds is not None:
            figures.append("reliable_change")
            report = replace(report, reliable_change=_bounded_reliable(report.reliable_change, bounds))
    if report.pass_ is not None:
        mark = report.pass_.mark
        before, _ = outcome_ranges((int(table.pre[mark:].sum()), int(table.pre[:mark].sum())))
        after, _ = outcome_ranges((int(table.post[mark:].sum()), int(table.post[:mark].sum())))
        if before is not None or after is not None:
            figures.append("pass")
            report = replace(report, pass_=_bounded_pass(report.pass_, before, after))
    if figures:
        report = replace(report, notes=(*report.notes, Note(NoteCode.SHARE_AS_BOUND, {"figures": ",".join(figures)})))
    return report


def _bounded(share: ShareEstimate | None, bounds: CountRange | None) -> ShareEstimate | None:
    if share is None or bounds is None:
        return share
    return ShareEstimate(None, share.n, None, bounds.low / share.n, bounds.high / share.n, Interval.BOUND)


def _bounded_reliable(change: ReliableChange, bounds: CountRange) -> ReliableChange:
    low, high = bounds.low / change.n, bounds.high / change.n
    return replace(change, count=None, share=None, low=low, high=high, interval=Interval.BOUND)


def _bounded_pass(rate: PassRate, before: CountRange | None, after: CountRange | None) -> PassRate:
    """Without anything from which the share at the edge could be worked out."""
    hidden = PassRate(rate.mark, rate.n, None, None, None, None, None, None, None, None, None)
    if before is None:
        hidden = replace(hidden, pre=rate.pre)
    else:
        hidden = replace(hidden, pre_bounds=(before.low / rate.n, before.high / rate.n))
    if after is None:
        return replace(hidden, post=rate.post)
    return replace(hidden, post_bounds=(after.low / rate.n, after.high / rate.n))
