"""The one gate: of a report what may be shown, inside the house or in a publication; what nothing allows is not shown.

Groups under LEAST learners with both tests are suppressed everywhere. Inside, the rest is exact. In a rounded table of
a publication counts are to the nearest BASE, and of its other figures only those stand that the register allows there.
Sources: CTDC (k = 11), OpenSAFELY (threshold and rounding). `publication` makes a publication of this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from scipy import optimize

from analytics.counts.groups import Key
from analytics.report.entry import Disclosure, Figure, Unit
from analytics.report.register import FIGURES
from analytics.report.results import GroupReport
from analytics.report.results_beside import GainReport
from analytics.report.values import ABOUT, PLACES, Unregistered
from analytics.shares.intervals import Interval, beta_bounds, normal_quantile, wilson_bounds

LEAST = 11
"""Learners with both tests from which a group is shown."""
BASE, SLACK = 5, 2
"""What counts of a rounded table are multiples of, and how far from the true count one may be."""
SIZES, ARMS = ("n", "reference", "focal", "leavers", "thirds"), ("course", "waiting")
"""Fields that say how many learners a part of a report rests on, or those it tells apart; and whose n say it."""


@dataclass(frozen=True)
class Disclosed:
    """report: what may be shown. The rest is for the words that stand beside its table.

    suppressed: keys of groups that are too small. is_rounded: counts of the groups are to the nearest BASE. unsaid:
    learners, to the nearest BASE, of whom it is not known in which group they are: 0 is fewer than three, None nobody.
    dropped: of keys of two values the first ones whose groups are left out, since a suppressed one could be worked out;
    is_split_dropped: all groups are. as_of: groups that grew by too few, and the number of the publication in which
    they last stood, whose figures they keep.
    """

    report: GainReport
    suppressed: tuple[Key, ...] = ()
    is_rounded: bool = False
    unsaid: int | None = None
    dropped: tuple[str, ...] = ()
    is_split_dropped: bool = False
    as_of: Mapping[Key, int] = field(default_factory=dict)


def nearest(count: float) -> int:
    """The multiple of BASE that is nearest: of a whole count at most SLACK away, and never half way between two."""
    return BASE * int((count + BASE / 2) // BASE)


def is_small(group: GroupReport) -> bool:
    """Whether a group, or the total, is too small to be shown."""
    return group.suppressed or paired(group) < LEAST


def paired(group: GroupReport) -> int:
    """Learners with both tests."""
    return 0 if group.flow is None else group.flow.paired


def key_of(group: GroupReport) -> Key:
    """Of a group, not of the total."""
    assert group.key is not None, "a group has a key; only the total has none"
    return group.key


def allowed(report: GainReport, *, is_rounded: bool, has_rounded_dose: bool = False) -> GainReport:
    """Of each part of a report what the rule of its table allows. Of a total under LEAST nothing is left.

    Tests between groups stand where all that they compare are shown. Raises Unregistered for a figure that the
    register does not name.

    Source: design.md section 5, Disclosure.
    """
    if is_small(report.total):
        return GainReport(report.method, _suppressed(None), tuple(_suppressed(one.key) for one in report.groups), None)
    gate = _Gate(is_rounded, has_rounded_dose, report.method.confidence)
    shown = {one.key for one in report.groups if not is_small(one)}
    between = report.between if report.between and shown >= {*report.between.groups} else None
    whole: GainReport = gate.part(replace(report, groups=(), between=between), (), False, None)
    return replace(whole, method=replace(report.method, suppress=LEAST), groups=gate.groups_of(report))


def _suppressed(key: Key | None) -> GroupReport:
    return GroupReport(key, suppressed=True)


def _learners(part: Any) -> int | None:
    """With both tests, or whoever else a part rests on, at least; None for a part that does not say."""
    if getattr(part, "flow", None) is not None:
        return paired(part)
    sizes = [getattr(getattr(part, name, None), "n", None) for name in ARMS]
    sizes += [getattr(part, name, None) for name in SIZES]
    each = [one for size in sizes for one in (size if isinstance(size, tuple) else (size,)) if isinstance(one, int)]
    return min(each, default=None)


@dataclass(frozen=True)
class _Size:
    """Learners that a part rests on: n, and the number that is published of them."""

    n: int
    public: int


def _size(part: Any, above: _Size | None) -> _Size | None:
    """Public is the sum of the rounded outcomes where the part has them, so that no share is over 1 and no n is rounded
    twice in two ways; that of the part above where it is of the same learners."""
    n = _learners(part)
    if n is None:
        return above
    for names in (("improved", "same", "worse"), ("up", "same", "down")):
        counts = [getattr(getattr(part, name, None), "count", None) for name in names]
        if all(isinstance(count, int) for count in counts):
            return _Size(n, sum(nearest(count) for count in counts if count is not None))
    return above if above is not None and above.n == n else _Size(n, nearest(n))


@dataclass(frozen=True)
class _Gate:
    """is_rounded, dose: whether groups, and steps of the dose, are rounded."""

    is_rounded: bool
    dose: bool
    confidence: float

    def groups_of(self, report: GainReport) -> tuple[GroupReport, ...]:
        """In their order; those too small are there by their keys alone."""
        return tuple(
            _suppressed(one.key) if is_small(one) else self.part(one, (), self.is_rounded, None)
            for one in report.groups
        )

    def part(self, part: Any, path: tuple[str, ...], is_rounded: bool, above: _Size | None) -> Any:
        """The part with the figures that are allowed; None where it is of too few, or where none is left in it."""
        n, size = _learners(part), _size(part, above)
        if n is not None and n < LEAST and path:
            return None
        shown = {field.name: self._field(part, field.name, path, is_rounded, size) for field in fields(part)}
        if path and _has_figures(part) and not any(_has_figures(one) for one in shown.values()):
            return None
        return replace(part, **shown)

    def _field(self, part: Any, name: str, path: tuple[str, ...], is_rounded: bool, size: _Size | None) -> Any:
        value = getattr(part, name)
        below = path if name in ("total", "groups") and not _is_number(value) else (*path, name.rstrip("_"))
        is_rounded = {"groups": self.is_rounded, "between": self.is_rounded, "dose": self.dose}.get(name, is_rounded)
        if name == "notes":
            return () if is_rounded else value  # their values are figures that the register does not know
        if name in ABOUT and (isinstance(value, str) or name == "lessons"):
            return value
        if isinstance(value, bool):
            return value if not is_rounded or name in ("suppressed", "is_key") else None
        if _is_number(value):
            return self._number(part, _figure(below), value, is_rounded, size)
        if isinstance(value, tuple):
            return self._several(part, value, below, is_rounded, size)
        return self.part(value, below, is_rounded, size) if is_dataclass(value) else value

    def _several(
        self, part: Any, value: tuple[Any, ...], path: tuple[str, ...], is_rounded: bool, size: _Size | None
    ) -> Any:
        if value and all(map(_is_number, value)):
            return tuple(one for one in (self._number(part, _figure(path), each, is_rounded, size) for each in value)
                         if one is not None)  # fmt: skip
        shown = (self.part(one, path, is_rounded, size) if is_dataclass(one) else one for one in value)
        return tuple(one for one in shown if one is not None)

    def _number(self, part: Any, figure: Figure, value: float, is_rounded: bool, size: _Size | None) -> float | None:
        if not is_rounded or figure.disclosure is Disclosure.EXACT:
            return value
        return None if figure.disclosure is Disclosure.NEVER else _rounded(part, figure, value, size, self.confidence)


def _figure(path: tuple[str, ...]) -> Figure:
    place = ".".join(path)
    for old, new in PLACES.items():
        if f"{place}.".startswith(f"{old}."):
            place = new + place[len(old) :]
    if place not in FIGURES:
        raise Unregistered(f"{place}: no entry of the register names this figure, so it may not be shown")
    return FIGURES[place]


def _rounded(part: Any, figure: Figure, value: float, size: _Size | None, confidence: float) -> float | None:
    name = figure.path.rpartition(".")[2]
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


def _count(part: Any, name: str, value: int, size: _Size | None) -> int:
    """All enrolled are the sum of what is told of them, as n is of its outcomes, so that none are over them."""
    if name == "enrolled" and size is not None:
        seen = (part.pre_only, part.post_only, value - part.pre_only - part.post_only - part.paired)
        return size.public + sum(map(nearest, seen))
    if size is None or name not in ("n", "paired", "count"):
        return nearest(value)
    return size.public if name != "count" else min(nearest(value), size.public)


def _ends(part: Any, size: _Size, confidence: float) -> tuple[float | None, float | None]:
    """Of the interval as it would be for the published count, with the design effect to one decimal."""
    if part.count is None or part.low is None or part.high is None:
        return None, None
    count = min(nearest(part.count), size.public)
    if part.interval is Interval.WILSON:
        return wilson_bounds(count, size.public, normal_quantile(confidence))

    def excess(effect: float) -> float:
        low, high = beta_bounds(part.count / effect, part.n / effect, confidence)
        return float((high - low) - (part.high - part.low))

    effect = 1.0 if excess(1.0) >= 0 else float(optimize.brentq(excess, 1.0, 1e4))
    effect = max(1.0, round(effect, 1))
    return beta_bounds(count / effect, size.public / effect, confidence)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has_figures(part: Any) -> bool:
    if isinstance(part, tuple):
        return any(map(_has_figures, part))
    if is_dataclass(part):
        return any(_has_figures(getattr(part, field.name)) for field in fields(part) if field.name != "notes")
    return _is_number(part)
