"""Reports with what may not be shown taken out, by the rules of suppression."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from analytics.bounds import Counts, Ranges, bounds_of_groups
from analytics.counts import Key
from analytics.joint import JointTable
from analytics.notes import Note, NoteCode
from analytics.passing import PassRate
from analytics.results import GroupReport, ReliableChange
from analytics.shares import Interval, ShareEstimate
from analytics.suppression import CountRange


def suppressed_report(key: Key | None, threshold: int) -> GroupReport:
    """A group of which nothing may be shown."""
    return GroupReport(key, suppressed=True, notes=(Note(NoteCode.SUPPRESSED, {"threshold": threshold}),))


def with_bounds(
    reports: Sequence[GroupReport],
    total: GroupReport,
    tables: Sequence[JointTable],
    whole: JointTable,
    *,
    hidden: Collection[int],
) -> tuple[list[GroupReport], GroupReport]:
    """The reports, and the total, with shares near 0 or 100 % as ranges, and without the figures that would tell them.

    One more group, or where that is not enough the total, gives ranges as well, or the total less all others would be
    the share after all: see `bounds`. tables: of the reports; whole: of the total. hidden: places not shown at all.
    """
    seen = [(report, table, place in hidden) for place, (report, table) in enumerate(zip(reports, tables, strict=True))]
    seen.append((total, whole, False))
    shares, reliable, before, after = (
        _ranges([None if is_hidden or not table.n else counts(report, table) for report, table, is_hidden in seen])
        for counts in (_outcomes, _changed, _passed_before, _passed_after)
    )
    told = [
        _noted(
            _with_pass(
                _with_reliable(_with_shares(report, shares[place]), reliable[place]), before[place], after[place]
            )
        )
        for place, (report, _, _) in enumerate(seen)
    ]
    return told[:-1], told[-1]


def _ranges(counts: Sequence[Counts | None]) -> list[Ranges]:
    """For each of the groups and for the total, which is the last; None for what gives no such figure."""
    *groups, total = counts
    found: list[Ranges] = [()] * len(counts)
    if total is not None:
        bounds = bounds_of_groups([each for each in groups if each is not None], total)
        places = [place for place, each in enumerate(counts) if each is not None]
        for place, ranges in zip(places, (*bounds.groups, bounds.total), strict=True):
            found[place] = ranges if any(ranges) else ()
    return found


def _outcomes(_: GroupReport, table: JointTable) -> Counts:
    gains = table.differences
    return gains.improved, gains.same, gains.worse


def _changed(report: GroupReport, table: JointTable) -> Counts | None:
    change = report.reliable_change
    return None if change is None or change.count is None else (change.count, table.n - change.count)


def _passed_before(report: GroupReport, table: JointTable) -> Counts | None:
    return None if report.pass_ is None else _passed(table.pre.tolist(), report.pass_.mark)


def _passed_after(report: GroupReport, table: JointTable) -> Counts | None:
    return None if report.pass_ is None else _passed(table.post.tolist(), report.pass_.mark)


def _passed(learners: Sequence[int], mark: int) -> Counts:
    return sum(learners[mark:]), sum(learners[:mark])


def _with_shares(report: GroupReport, ranges: Ranges) -> GroupReport:
    """Where all of n learners improved, the signed ranks add up to n(n + 1)/2 and p is 2/2^n: Wilcoxon tells it as
    plainly as the sign test does."""
    if not (ranges and report.tests and report.effect and report.flow):
        return report
    improved, same, worse = ranges
    return replace(
        report,
        improved=_bounded(report.improved, improved),
        same=_bounded(report.same, same),
        worse=_bounded(report.worse, worse),
        tests=replace(report.tests, sign=None, wilcoxon=None),
        effect=replace(report.effect, rank_biserial=None, p_superiority=None),
        flow=replace(report.flow, improved_at_least=None, improved_at_most=None),
    )


def _with_reliable(report: GroupReport, ranges: Ranges) -> GroupReport:
    if not ranges or report.reliable_change is None or ranges[0] is None:
        return report
    return replace(report, reliable_change=_bounded_reliable(report.reliable_change, ranges[0]))


def _with_pass(report: GroupReport, before: Ranges, after: Ranges) -> GroupReport:
    if report.pass_ is None or not (before or after):
        return report
    return replace(
        report, pass_=_bounded_pass(report.pass_, before[0] if before else None, after[0] if after else None)
    )


def _noted(report: GroupReport) -> GroupReport:
    """With a note that names the figures which are ranges."""
    figures = [
        name
        for name, each in (
            ("improved", report.improved),
            ("same", report.same),
            ("worse", report.worse),
            ("reliable_change", report.reliable_change),
        )
        if each is not None and each.interval is Interval.BOUND
    ]
    if report.pass_ is not None and (report.pass_.pre_bounds or report.pass_.post_bounds):
        figures.append("pass")
    if not figures:
        return report
    return replace(report, notes=(*report.notes, Note(NoteCode.SHARE_AS_BOUND, {"figures": ",".join(figures)})))


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
