"""Reports with what may not be shown taken out, by the rules of suppression."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from analytics.counts.groups import Key
from analytics.counts.joint import JointTable
from analytics.notes import Note, NoteCode
from analytics.report.results import GroupReport, ReliableChange
from analytics.shares.intervals import Interval, ShareEstimate
from analytics.shares.passing import PassRate
from analytics.suppression.bounds import Counts, Known, Part, Ranges, bounds_of_groups
from analytics.suppression.groups import CountRange
from analytics.suppression.outcomes import Outcomes, ToldRanges


def suppressed_report(key: Key | None, threshold: int) -> GroupReport:
    """A group of which nothing may be shown. threshold: learners from which a group may be.

    Source: none, a rule of this house.
    """
    return GroupReport(key, suppressed=True, notes=(Note(NoteCode.SUPPRESSED, {"threshold": threshold}),))


def with_bounds(
    reports: Sequence[GroupReport],
    total: GroupReport,
    tables: Sequence[JointTable],
    whole: JointTable,
    *,
    hidden: Collection[int],
    told: Sequence[ToldRanges] = (),
) -> tuple[list[GroupReport], GroupReport]:
    """The reports, and the total, with shares near 0 or 100 % as ranges, and without the figures that would tell them.

    More is given as a range than these shares, or the total less all others would tell them: see `bounds`. tables: of
    the reports; whole: of the total. hidden: places not shown at all. told: of the reports and of the total, where
    they stand beside other reports; () where they stand alone.
    """
    everyone = [
        _shown(report, table, is_shown=table.n > 0 and place not in hidden)
        for place, (report, table) in enumerate(zip((*reports, total), (*tables, whole), strict=True))
    ]
    shares: list[Ranges]
    before: list[Ranges]
    after: list[Ranges]
    if told:
        shares, before, after = ([getattr(one, name) for one in told] for name in ("outcomes", "before", "after"))
    else:
        shares = _ranges([each.outcomes for each in everyone], [each.of.known for each in everyone])
        before, after = (
            _ranges([each.passed(part) for each in everyone], [(part(each.of).known, None) for each in everyone])
            for part in (_before, _after)
        )
    bounded = [
        _noted(
            _with_pass(
                _with_reliable(_with_shares(each.report, shares[place]), shares[place]),
                before[place],
                after[place],
            )
        )
        for place, each in enumerate(everyone)
    ]
    return bounded[:-1], bounded[-1]


@dataclass(frozen=True)
class _Shown:
    """A group or the total: what is counted of it where it is shown."""

    report: GroupReport
    of: Outcomes
    is_shown: bool

    @property
    def outcomes(self) -> Counts | None:
        """Improved, same, worse."""
        return (self.of.improved, self.of.same, self.of.worse) if self.is_shown else None

    def passed(self, part: Callable[[Outcomes], Part]) -> Counts | None:
        """In one of the waves, or not."""
        if not self.is_shown or self.report.pass_ is None:
            return None
        passed = part(self.of)
        return passed.count, passed.of - passed.count


def _before(of: Outcomes) -> Part:
    return of.before


def _after(of: Outcomes) -> Part:
    return of.after


def _shown(report: GroupReport, table: JointTable, *, is_shown: bool) -> _Shown:
    """Without who fell under the pass mark where that would tell that nobody stayed the same."""
    rate = report.pass_
    of = Outcomes.of(table, None if rate is None else rate.mark)
    if rate is not None and of.lost_tells:
        report = replace(report, pass_=_bounded_pass(rate, None, None))
    return _Shown(report, of, is_shown)


def _ranges(counts: Sequence[Counts | None], known: Sequence[Known] = ()) -> list[Ranges]:
    """For each of the groups and for the total, which is the last; None for what gives no such figure."""
    found: list[Ranges] = [()] * len(counts)
    *groups, total = counts
    if total is not None:
        places = [place for place, each in enumerate(groups) if each is not None]
        bounds = bounds_of_groups(
            [each for each in groups if each is not None], total, [known[place] for place in places] if known else ()
        )
        for place, ranges in zip((*places, len(groups)), (*bounds.groups, bounds.total), strict=True):
            found[place] = ranges if any(ranges) else ()
    return found


def _with_shares(report: GroupReport, ranges: Ranges) -> GroupReport:
    """Where all of n learners improved, the signed ranks add up to n(n + 1)/2 and p is 2/2^n: Wilcoxon tells it as
    plainly as the sign test does. Hake's average and the normalised change differ only by those who got worse."""
    if not (ranges and report.tests and report.effect and report.flow):
        return report
    tests, effect, flow = report.tests, report.effect, report.flow
    improved, same, worse = ranges
    figures = {name for name, each in zip(("improved", "same", "worse"), ranges, strict=True) if each is not None}
    if improved is not None:
        flow = replace(flow, improved_at_least=None, improved_at_most=None)
    return replace(
        report,
        improved=_bounded(report.improved, improved),
        same=_bounded(report.same, same),
        worse=_bounded(report.worse, worse),
        flow=flow,
        tests=replace(tests, sign=None, wilcoxon=None),
        effect=replace(effect, rank_biserial=None, p_superiority=None),
        notes=tuple(note for note in report.notes if not _tells_a_share(note, figures)),
    )


def _tells_a_share(note: Note, figures: Collection[str]) -> bool:
    """Whether it speaks of how a share of these is spread over cohorts: it is not where nobody or everybody did."""
    return note.code in (NoteCode.KORN_GRAUBARD, NoteCode.BORROWED_ICC, NoteCode.ASSUMED_ICC) and "improved" in figures


def _with_reliable(report: GroupReport, shares: Ranges) -> GroupReport:
    """Who gained beyond measurement error improved: where improved is a range no more is told than that.

    Else exact: it is no part of the group that is near all or none, and a range of its own depended on which other
    groups stood beside it.
    """
    if report.reliable_change is None or not shares or shares[0] is None:
        return report
    return replace(report, reliable_change=_bounded_reliable(report.reliable_change, CountRange(0, shares[0].high)))


def _with_pass(report: GroupReport, before: Ranges, after: Ranges) -> GroupReport:
    if report.pass_ is None or not (before or after):
        return report
    return replace(
        report,
        pass_=_bounded_pass(report.pass_, before[0] if before else None, after[0] if after else None),
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
