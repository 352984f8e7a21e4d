"""Figures of a table whose counts are rounded: what follows from a count is worked out from the rounded count."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from analytics.counts.tally import REASONS
from analytics.report.entry import Figure, Unit
from analytics.shares.intervals import Interval, beta_bounds, implied_design_effect, normal_quantile, wilson_bounds

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
