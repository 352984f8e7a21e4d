"""Figures of a table whose counts are rounded: what follows from a count is worked out from the rounded count.

Rounding may have taken up to SLACK learners from each count, so a share lies between two ends. They follow from
published counts alone, so they tell nothing that these do not, and go outward to whole per cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from analytics.counts.tally import REASONS
from analytics.report.dose import DoseReport
from analytics.report.entry import Figure, Unit
from analytics.report.late_arrivals import LateReport
from analytics.report.parts import GainReport
from analytics.report.results import GroupReport
from analytics.report.statements import StatementFigures
from analytics.shares.intervals import (
    Interval,
    ShareEstimate,
    beta_bounds,
    implied_design_effect,
    normal_quantile,
    wilson_bounds,
)
from analytics.shares.passing import PassRate

BASE, SLACK = 5, 2
"""What counts of a rounded table are multiples of, and how far from the true count one may be."""

PERCENT = 100
LEARNERS = ("n", "count", "paired", "pre_only", "post_only", "enrolled", "extended", "erased", "parted", *REASONS)
"""Names of counts of learners: no other count is rounded."""
SHARES = {"share": ("count", "n"), "low": ("count", "n"), "high": ("count", "n"), "pre": ("n",), "post": ("n",)}
"""Names of shares of the learners that a part rests on, each with the fields that stand beside it."""


class Unroundable(ValueError):
    """Raised if the register lets a rounded table show what is neither a count of learners nor a share of them."""


def nearest(count: float) -> int:
    """Returns the multiple of BASE nearest to a count; a whole count is at most SLACK away from it."""
    return BASE * int((count + BASE / 2) // BASE)


@dataclass(frozen=True)
class Size:
    """A Size is the number of learners that a part of a report rests on: n exact, public as it is published."""

    n: int
    public: int


def size_of(part: Any, n: int | None, above: Size | None) -> Size | None:
    """Returns the Size of a part of a report; that of the part above it if n is None.

    n: learners of the part, exact; None if it does not say how many. public is the sum of the part's rounded outcomes
    if it has them (improved, same, worse), so that no share is over 1; else that of the part above if n is the same;
    else n rounded.
    """
    if n is None:
        return above
    for names in (("improved", "same", "worse"), ("up", "same", "down")):
        counts = [getattr(getattr(part, name, None), "count", None) for name in names]
        if all(isinstance(count, int) for count in counts):
            return Size(n, sum(nearest(count) for count in counts if count is not None))
    return above if above is not None and above.n == n else Size(n, nearest(n))


def rounded(part: Any, figure: Figure, value: float, size: Size | None, confidence: float) -> float | None:
    """Returns a figure as a rounded table shows it; None if it cannot be shown rounded.

    value: exact. size: of the part. Counts of learners become multiples of BASE; shares follow from the rounded
    counts, and their intervals from all counts that these may stand for; points keep one decimal, p two significant
    digits. None for a share without a size or of nobody, an interval that the part lacks, or another unit. Raises
    Unroundable for a count or share not of learners.
    """
    name = figure.path.rpartition(".")[2]
    if not _is_of_learners(part, name, figure.unit):
        raise Unroundable(f"{figure.path}: counts no learners and is no share of them, so it may not be ROUNDED")
    if figure.unit is Unit.POINTS:
        return round(value, 1)
    if figure.unit is Unit.P:
        return float(f"{value:.2g}")
    if figure.unit is Unit.COUNT:
        return _count(part, name, round(value), size)
    if figure.unit is not Unit.SHARE or size is None or not size.public:
        return None
    if name in ("low", "high"):
        return _ends(part, size, confidence)[name == "high"]
    return min(nearest(value * size.n), size.public) / size.public


def _is_of_learners(part: Any, name: str, unit: Unit) -> bool:
    """Whether a count is one of learners, or a share one of the part's own; means and p are rounded as they are."""
    if unit is Unit.COUNT:
        return name in LEARNERS
    return unit is not Unit.SHARE or (name in SHARES and all(hasattr(part, field) for field in SHARES[name]))


def _count(part: Any, name: str, value: int, size: Size | None) -> int:
    """All enrolled are the sum of what is told of them, as n is of its outcomes, so that none are over them."""
    if name == "enrolled" and size is not None:
        seen = (part.pre_only, part.post_only, value - part.pre_only - part.post_only - part.paired)
        return size.public + sum(map(nearest, seen))
    if size is None or name not in ("n", "paired", "count"):
        return nearest(value)
    return size.public if name != "count" else min(nearest(value), size.public)


def _ends(part: Any, size: Size, confidence: float) -> tuple[float | None, float | None]:
    """Low of the least count that the published one may stand for, high of the most, outward to whole per cent; with
    the design effect to one decimal. Made of what is published alone: ends of the exact count would tell it."""
    if part.count is None or part.low is None or part.high is None:
        return None, None
    n, count = size.public, min(nearest(part.count), size.public)
    effect = max(1.0, round(implied_design_effect(part, confidence), 1))

    def bounds(count: int) -> tuple[float, float]:
        if part.interval is Interval.WILSON:
            return wilson_bounds(count, n, normal_quantile(confidence))
        return beta_bounds(count / effect, n / effect, confidence)

    low, high = bounds(max(count - SLACK, 0))[0], bounds(min(count + SLACK, n))[1]
    return floor(PERCENT * low) / PERCENT, ceil(PERCENT * high) / PERCENT


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


def _ends_among(count: int, of: _Learners) -> Ends:
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
        least, most = _ends_among(change.count, of)
        change = replace(change, least=least, most=most)
    return replace(
        group, improved=improved, same=same, worse=worse, reliable_change=change, pass_=passed and _passed(passed, of)
    )


def _passed(rate: PassRate, of: _Learners) -> PassRate:
    pre, post = (None if share is None else _ends_among(round(share * rate.n), of) for share in (rate.pre, rate.post))
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
    return _with(share, _ends_among(share.count, _about(share.n)))


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
