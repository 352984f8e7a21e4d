"""Between which ends a share of rounded counts lies: rounding may have taken up to SLACK learners from each count.

The ends follow from published counts alone, so they tell nothing that these do not. They go outward to whole per cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.disclosure_rounding import PERCENT, SLACK
from analytics.report.dose import DoseReport
from analytics.report.late_arrivals import LateReport
from analytics.report.parts import GainReport
from analytics.report.results import GroupReport
from analytics.report.statements import StatementFigures
from analytics.shares.intervals import ShareEstimate
from analytics.shares.passing import PassRate

Ends = tuple[float, float]
"""(least, most), 0..1"""


@dataclass(frozen=True)
class _Learners:
    """How many learners a published n stands for."""

    n: int
    low: int
    high: int


def with_ranges(report: GainReport, *, is_rounded: bool) -> GainReport:
    """Returns a published report with `least` and `most` of each share that is made of rounded counts.

    is_rounded: its groups are; lessons done and late learners are in every publication. Source: arithmetic.
    """
    if is_rounded:
        report = replace(
            report,
            groups=tuple(map(_group, report.groups)),
            statements=report.statements
            and tuple(replace(one, groups=tuple(map(_statement, one.groups))) for one in report.statements),
        )
    return replace(report, dose=report.dose and _dose(report.dose), late=report.late and _late(report.late))


def ends_of_part(count: int, others: Sequence[int]) -> Ends:
    """Returns the least and the most that the share of one count among several may be, all rounded to the nearest BASE.

    others: the other counts, which with this one make up everybody. Source: arithmetic.
    """
    low, high = max(count - SLACK, 0), count + SLACK
    return _floor(low, low + sum(one + SLACK for one in others)), _ceiling(high, high + sum(map(_fewest, others)))


def _ends(count: int, of: _Learners) -> Ends:
    """Of a count among others that are not told. Where it is everybody it may have been cut to that."""
    most = 1.0 if count >= of.n else _ceiling(min(count + SLACK, of.low), of.low)
    return _floor(_fewest(count), of.high), most


def _fewest(count: int) -> int:
    return max(count - SLACK, 0)


def _floor(count: int, n: int) -> float:
    return PERCENT * count // n / PERCENT if n else 0.0


def _ceiling(count: int, n: int) -> float:
    return -(-PERCENT * count // n) / PERCENT if n else 1.0


def _about(n: int) -> _Learners:
    return _Learners(n, _fewest(n), n + SLACK)


def _parts(shares: Sequence[ShareEstimate | None]) -> tuple[int, ...]:
    """Their counts, where all are told."""
    counts = tuple(one.count for one in shares if one is not None and one.count is not None)
    return counts if len(counts) == len(shares) else ()


def _with(share: ShareEstimate | None, ends: Ends) -> ShareEstimate | None:
    return share and replace(share, least=ends[0], most=ends[1])


def _outcomes(shares: Sequence[ShareEstimate | None]) -> tuple[ShareEstimate | None, ...]:
    """Of outcomes that make up everybody."""
    counts = _parts(shares)
    if not counts or not sum(counts):
        return tuple(shares)
    return tuple(
        _with(share, ends_of_part(counts[place], counts[:place] + counts[place + 1 :]))
        for place, share in enumerate(shares)
    )


def _group(group: GroupReport) -> GroupReport:
    counts = _parts((group.improved, group.same, group.worse))
    if not counts or not sum(counts):
        return group
    of = _Learners(sum(counts), sum(map(_fewest, counts)), sum(counts) + SLACK * len(counts))
    improved, same, worse = _outcomes((group.improved, group.same, group.worse))
    change, passed = group.reliable_change, group.pass_
    if change is not None and change.count is not None:
        least, most = _ends(change.count, of)
        change = replace(change, least=least, most=most)
    return replace(
        group, improved=improved, same=same, worse=worse, reliable_change=change, pass_=passed and _passed(passed, of)
    )


def _passed(rate: PassRate, of: _Learners) -> PassRate:
    pre, post = (None if share is None else _ends(round(share * rate.n), of) for share in (rate.pre, rate.post))
    if pre is not None:
        rate = replace(rate, pre_least=pre[0], pre_most=pre[1])
    return rate if post is None else replace(rate, post_least=post[0], post_most=post[1])


def _statement(figures: StatementFigures) -> StatementFigures:
    up, same, down = _outcomes((figures.up, figures.same, figures.down))
    return replace(figures, up=up, same=same, down=down)


def _alone(share: ShareEstimate | None) -> ShareEstimate | None:
    """Of learners of whom no other outcome is told."""
    if share is None or share.count is None or share.share is None:
        return share
    return _with(share, _ends(share.count, _about(share.n)))


def _dose(dose: DoseReport) -> DoseReport:
    return replace(dose, steps=tuple(replace(one, improved=_alone(one.improved)) for one in dose.steps))


def _late(late: LateReport) -> LateReport:
    """Those who were not late are all less the late: rounded by as much as these."""
    if not late.is_rounded:
        return late
    groups = tuple(replace(one, improved=_late_share(one.improved), without=_alone(one.without)) for one in late.groups)
    return replace(late, improved=_late_share(late.improved), without=_alone(late.without), groups=groups)


def _late_share(share: ShareEstimate) -> ShareEstimate:
    return _alone(share) or share
