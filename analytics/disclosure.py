"""The one gate: it decides what of a report may be shown, inside the house or in a publication; all else is not shown.

Groups under LEAST learners with both tests are suppressed everywhere, and so is each part of a report that rests on so
few: who left, who scored low before, an arm of a comparison. Inside, the rest is exact. In a rounded table of a
publication counts are to the nearest BASE, and of its other figures only those stand that the register allows there.
Sources: CTDC (k = 11), OpenSAFELY (threshold and rounding). `publication` makes a publication of this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from analytics.counts.groups import Key
from analytics.disclosure_late import few_late, groups_of_late
from analytics.disclosure_rounding import Size, rounded, size_of
from analytics.items.distractors import Distractors
from analytics.notes import Note, NoteCode, suppression
from analytics.report.dose import DoseStep
from analytics.report.entry import Disclosure
from analytics.report.parts import PARTS_BESIDE, GainReport
from analytics.report.reactions import ReactionFigures, ReactionReport
from analytics.report.results import GroupReport, key_of
from analytics.report.retest import published_retest
from analytics.report.statements import StatementFigures, StatementReport
from analytics.report.values import ABOUT, figure_at

LEAST = 11
"""Learners with both tests from which a group is shown."""
ARMS = ("course", "waiting", "second_to_first", "without")
"""Fields of those compared (the n of an equating is that of the smaller form): where one is small nothing is told."""
SIZES = ("n", "reference", "focal", "leavers")
"""Fields that say how many learners a part of a report rests on, or the parts that it tells apart."""
TABLES_BESIDE = ("dose", "late", "came", "circumstances")
"""Parts that divide everybody, as a table does: rounded in every publication."""
NAMES = {"scores": "leavers", "waves": "items", "changes": "items"}
"""What notes call a field, where it is not its own name."""


@dataclass(frozen=True)
class Disclosed:
    """A Disclosed is what may be shown of a report, with what was suppressed and why.

    suppressed: keys of groups that are too small. is_rounded: counts of the groups are to the nearest BASE. unsaid:
    learners who did not say in which group they are, to the nearest BASE; 0 is one or two, None nobody. dropped: of a
    table by two variables, the values of the first whose groups are left out, since a suppressed one could be worked
    out. is_split_dropped: all groups are left out for that. as_of: groups that grew by too few, with the number of the
    publication whose figures they repeat.
    """

    report: GainReport
    suppressed: tuple[Key, ...] = ()
    is_rounded: bool = False
    unsaid: int | None = None
    dropped: tuple[str, ...] = ()
    is_split_dropped: bool = False
    as_of: Mapping[Key, int] = field(default_factory=dict)


def is_small(group: GroupReport) -> bool:
    """Returns whether a group, or the total, is suppressed or has fewer than LEAST learners with both tests."""
    return group.suppressed or paired(group) < LEAST


def paired(group: GroupReport) -> int:
    """Returns the number of learners with both tests in a group; 0 if the group is suppressed."""
    return 0 if group.flow is None else group.flow.paired


def inside(report: GainReport, least: int = LEAST) -> Disclosed:
    """Returns the report for people signed in with the right to these learners: exact, without groups under `least`.

    Hidden figures are None, with a note on the group or statement, or on the part of the report that holds them. A
    group of nobody is not hidden. Raises Unregistered for a figure that the register does not name. Source: design.md
    section 5, Disclosure.
    """
    shown = allowed(report, is_rounded=False, least=least)
    return Disclosed(shown, tuple(key_of(one) for one in shown.groups if one.suppressed))


def reactions_inside(report: ReactionReport, least: int = LEAST) -> ReactionReport:
    """Returns the answers to a question on the course, hiding groups, and the total, of fewer than `least` answers.

    Source: design.md section 5, Disclosure.
    """
    shown: ReactionReport = _Gate(least=least).part(report, ("reactions",), False, None)
    return shown


def allowed(report: GainReport, *, is_rounded: bool, is_published: bool = False, least: int = LEAST) -> GainReport:
    """Returns a report with only the figures that may be shown; all others are None, with notes.

    is_rounded: groups are as in a rounded table. is_published: so are lessons done and late learners. If the total is
    under `least` (and over 0), nothing is left. Tests between groups remain only if all groups compared are shown.
    Raises Unregistered as `inside` does. Source: design.md section 5, Disclosure.
    """
    gate, report = _Gate(is_rounded, is_published, report.method.confidence, least), groups_of_late(report, least)
    groups = gate.groups_of(report)
    if gate.is_suppressed(report.total, is_rounded=False):
        hidden = tuple(_hidden(one, least) for one in report.groups)
        shown = GainReport(report.method, _hidden(report.total, least), hidden, None)
    else:
        keys = {one.key for one in groups if not one.suppressed}
        between = report.between if report.between and keys >= {*report.between.groups} else None
        shown = gate.part(replace(report, groups=(), between=between), (), False, None)
        shown = replace(shown, groups=groups)
    return _noted(report, shown, least)


def _noted(report: GainReport, shown: GainReport, least: int) -> GainReport:
    """With a note on each part that is hidden; what was measured in a comparison that is hidden goes too."""
    method = replace(report.method, suppress=least)
    if shown.comparison is None:
        method = replace(method, retest=published_retest(method.retest.same_items, method.confidence))
    gone: dict[str, Any] = {
        name: None for name in (*PARTS_BESIDE, "late", "came") if _is_gone(getattr(report, name), getattr(shown, name))
    }
    few = few_late(report, least) if "late" in gone else None
    notes = (*report.notes, *(few if few and name == "late" else suppression(least, name) for name in gone))
    return replace(shown, method=method, notes=notes, **gone)


def _is_gone(part: Any, shown: Any) -> bool:
    return part is not None and (shown is None or (_has_figures(part) and not _has_figures(shown)))


def _hidden(part: Any, least: int) -> Any:
    """What stands in the place of a part of too few: who it was of, and why nothing is told; else None."""
    note = suppression(least)
    match part:
        case GroupReport():
            of_all = tuple(one for one in part.notes if one.code is NoteCode.NO_COMPARISON_GROUP)
            return GroupReport(part.key, suppressed=True, notes=(note, *of_all))
        case StatementFigures():
            return StatementFigures(part.key, notes=(note, Note(NoteCode.SAID_OF_ONESELF)))
        case ReactionFigures():
            return ReactionFigures(part.key)
        case DoseStep():
            return DoseStep(part.lessons, None, None, None, (note,))
        case Distractors():
            return Distractors(part.item, 0, (), (note,))
    return None


def _with_large_thirds(part: Distractors, least: int) -> Distractors:
    """Without what each third of the learners chose, where one of these is too small."""
    if not any(0 < size < least for size in part.thirds):
        return part
    options = (replace(one, lower=None, middle=None, upper=None, above_key=None) for one in part.options)
    return replace(part, thirds=(), options=tuple(options))


def _learners(part: Any) -> list[int]:
    """With both tests, or whoever else a part rests on or compares; none for a part that does not say."""
    if getattr(part, "flow", None) is not None:
        return [paired(part)]
    arms = [getattr(arm, "n", None) for arm in (getattr(part, name, None) for name in ARMS)]
    sizes = [*arms, *(getattr(part, name, None) for name in SIZES)]
    return [size for size in sizes if isinstance(size, int)]


@dataclass(frozen=True)
class _Gate:
    """is_rounded, is_published: whether groups, and TABLES_BESIDE, are rounded."""

    is_rounded: bool = False
    is_published: bool = False
    confidence: float = 0.95
    least: int = LEAST

    def groups_of(self, report: GainReport) -> tuple[GroupReport, ...]:
        """In their order; those too small are there by their keys alone."""
        return tuple(
            _hidden(one, self.least)
            if self.is_suppressed(one, is_rounded=self.is_rounded)
            else self.part(one, (), self.is_rounded, None)
            for one in report.groups
        )

    def is_suppressed(self, part: Any, *, is_rounded: bool) -> bool:
        """Whether a group, or a part of a report, is of too few. Of nobody an exact table may tell."""
        fewest = 0 if is_rounded else 1
        return getattr(part, "suppressed", False) or any(fewest <= n < self.least for n in _learners(part))

    def part(self, part: Any, path: tuple[str, ...], is_rounded: bool, above: Size | None) -> Any:
        """The part with the figures that are allowed; None where it is of too few, or where none is left in it."""
        if path and self.is_suppressed(part, is_rounded=is_rounded):
            return _hidden(part, self.least)
        size = size_of(part, min(_learners(part), default=None), above)
        part = _with_large_thirds(part, self.least) if isinstance(part, Distractors) else part
        shown = {field.name: self._field(part, field.name, path, is_rounded, size) for field in fields(part)}
        if path and _has_figures(part) and not any(_has_figures(one) for one in shown.values()):
            return replace(part, **shown) if isinstance(part, StatementReport | ReactionReport) else None
        if path and not is_rounded and "notes" in shown:
            names = dict.fromkeys(NAMES.get(name, name) for name in shown if _is_less(getattr(part, name), shown[name]))
            shown["notes"] = (*shown["notes"], *(suppression(self.least, name) for name in names))
        return replace(part, **shown)

    def _field(self, part: Any, name: str, path: tuple[str, ...], is_rounded: bool, size: Size | None) -> Any:
        value = getattr(part, name)
        if value is None:
            return None
        below = path if name in ("total", "groups") and not _is_number(value) else (*path, name.rstrip("_"))
        is_rounded = self.is_rounded if name in ("groups", "between") and path != ("late",) else is_rounded
        is_rounded = self.is_published if name in TABLES_BESIDE else is_rounded
        if name == "notes":
            return () if is_rounded else value  # their values are figures that the register does not know
        if name in ABOUT and (isinstance(value, str) or name == "lessons"):
            return value
        if isinstance(value, bool):
            return value if not is_rounded or name in ("suppressed", "is_key") else None
        each = value if isinstance(value, tuple) else (value,)
        shown = [
            self._number(part, below, one, is_rounded, size)
            if _is_number(one)
            else self.part(one, below, is_rounded, size)
            if is_dataclass(one)
            else one
            for one in each
        ]
        return tuple(one for one in shown if one is not None) if isinstance(value, tuple) else shown[0]

    def _number(
        self, part: Any, path: tuple[str, ...], value: float, is_rounded: bool, size: Size | None
    ) -> float | None:
        figure = figure_at(path)
        if not is_rounded or figure.disclosure is Disclosure.EXACT:
            return value
        return None if figure.disclosure is Disclosure.NEVER else rounded(part, figure, value, size, self.confidence)


def _is_less(part: Any, shown: Any) -> bool:
    """Whether something of a part, or of several, is hidden."""
    return len(shown) < len(part) if isinstance(part, tuple) else part is not None and shown is None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has_figures(part: Any) -> bool:
    if isinstance(part, tuple):
        return any(map(_has_figures, part))
    if is_dataclass(part):
        return any(_has_figures(getattr(part, field.name)) for field in fields(part) if field.name != "notes")
    return _is_number(part)
