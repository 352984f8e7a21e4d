"""Every number of a report with the entry of the register that names it, the group it is of, and what it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

from analytics.counts.groups import Key
from analytics.report.entry import Figure
from analytics.report.parts import GainReport
from analytics.report.register import FIGURES

ABOUT = (
    *("reaction", "statement", "item", "option", "wave", "way", "form", "variable", "reference", "focal", "lessons"),
)
"""Fields that say what a part of a report is about, where they are words (or, of lessons, a number)."""
PLACES = {
    "items.changes": "items",
    "items.waves": "item_waves",
    "flow.enrolled": "missing.enrolled",
    "flow.improved_at_least": "missing.improved_at_least",
    "flow.improved_at_most": "missing.improved_at_most",
}
"""Where the JSON has a field in another place than the report."""


HAVE_ENDS = ("share", "value", "mean", "difference", "slope", "rank", "odds_ratio")
"""Fields of which `low` and `high` beside them are the interval."""
OF_PAIRED = ("noise_floor", "hake", "effect", "tests", "ceiling")
"""Parts that rest on the learners with both tests of the group that holds them, and have no n of their own."""
NOT_OF_N = ("mark", "cut", "threshold", "standard_error", "reliability", "left", "first_only", "second_only")
"""Numbers beside an n that do not rest on it: what was chosen, what is the whole test's, and how many others there
are."""


class Unregistered(LookupError):
    """Raised if a report holds a number that no entry of the register names."""


@dataclass(frozen=True)
class Value:
    """A Value is one number of a report with its entry in the register.

    key: of the group; None for all together. about: ids of the item, statement, wave ... that it is of, from the
    outermost in. n: learners it rests on; None if it rests on none or they are unknown. low, high: its interval; None
    if it has none. interval: the method of the interval, "" if it has none. least, most: between which a share of
    rounded counts lies; else None.
    """

    figure: Figure
    key: Key | None
    about: tuple[str, ...]
    value: float
    n: int | None = None
    low: float | None = None
    high: float | None = None
    interval: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class _Place:
    path: tuple[str, ...] = ()
    key: Key | None = None
    about: tuple[str, ...] = ()
    n: int | None = None

    def below(self, name: str) -> "_Place":
        return replace(self, path=(*self.path, name))


def figure_at(path: tuple[str, ...]) -> Figure:
    """Returns the entry of the register for a number at this place of a report.

    path: names of the fields, from the report or group in. Raises Unregistered if there is no entry. Source: the
    register.
    """
    place = _place_of(path)
    if place not in FIGURES:
        own = ".".join(path)
        moved = "" if place == own else f" (in the JSON {place})"
        raise Unregistered(
            f"{own}{moved}: no entry of the register names this figure, so it may not be shown; give it one in "
            "report/register.py, or say in PLACES where the JSON has it"
        )
    return FIGURES[place]


@cache
def _place_of(path: tuple[str, ...]) -> str:
    """Where the JSON has it; a report has a thousand numbers at the same places."""
    place = ".".join(path)
    for old, new in PLACES.items():
        if f"{place}.".startswith(f"{old}."):
            place = new + place[len(old) :]
    return place


def values(report: GainReport) -> Iterator[Value]:
    """Yields every number of a report: group by group, then the total, then the other parts.

    Numbers that are None and suppressed groups are left out. Raises Unregistered for a number that no entry names.
    Source: the report.
    """
    for group in (*report.groups, report.total):
        if not group.suppressed:
            yield from values_of(group)
    keys = () if report.between is None else report.between.groups
    for field in fields(report):
        if field.name not in ("groups", "total"):
            yield from _walk(getattr(report, field.name), _Place((field.name,)), keys)


def values_of(part: Any, path: str = "") -> Iterator[Value]:
    """Yields every number of one part of a report, with its entry in the register.

    path: where the part stands in the report, "" for a group. Raises Unregistered for a number that no entry names.
    Source: the report.
    """
    return _walk(part, _Place(tuple(path.split(".")) if path else ()), ())


def _walk(part: Any, place: _Place, keys: Sequence[Key]) -> Iterator[Value]:
    if is_dataclass(part):
        yield from _of_fields(part, _named(part, place), keys)
    elif isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from _walk(one, _numbered(one, number, len(part), place, keys), keys)


def _named(part: Any, place: _Place) -> _Place:
    names = [(field.name, getattr(part, field.name)) for field in fields(part) if field.name in ABOUT]
    about = [str(value) for name, value in names if value and (isinstance(value, str) or name == "lessons")]
    key = getattr(part, "key", None)
    return replace(place, key=place.key if key is None else key, about=(*place.about, *about))


def _numbered(one: Any, number: int, count: int, place: _Place, keys: Sequence[Key]) -> _Place:
    """What has no name of its own is of the group in its place, or bears its number; of groups less the first, one is
    missing."""
    if isinstance(one, str) or hasattr(one, "key") or any(hasattr(one, name) for name in ABOUT):
        return place
    if place.path[0] == "between" and count in (len(keys), len(keys) - 1):
        return replace(place, key=keys[number - count])
    return replace(place, about=(*place.about, str(number)))


def _of_fields(part: Any, place: _Place, keys: Sequence[Key]) -> Iterator[Value]:
    for field in fields(part):
        value, name = getattr(part, field.name), field.name.rstrip("_")
        below = place.below(name)
        if name in OF_PAIRED:
            below = replace(below, n=_learners(part))
        if name in ("notes", "key") or (name in ABOUT and isinstance(value, str)):
            continue
        if name in ("total", "groups") and not _is_number(value):
            yield from _walk(value, place, keys)
        elif _is_number(value):
            if name != "lessons":
                yield _value(part, below, value)
        elif isinstance(value, tuple) and value and all(map(_is_number, value)):
            for number, one in enumerate(value):
                yield _value(None, _numbered(one, number, len(value), below, keys), one)
        else:
            yield from _walk(value, below, keys)


def _learners(part: Any) -> int | None:
    """With both tests."""
    flow = getattr(part, "flow", None)
    return getattr(part, "n", None) if flow is None else flow.paired


def _value(part: Any, place: _Place, value: float) -> Value:
    figure = figure_at(place.path)
    n = None if place.path[-1] in NOT_OF_N else getattr(part, "n", place.n)
    if place.path[-1] not in HAVE_ENDS:
        least, most = (getattr(part, f"{place.path[-1]}_{end}", None) for end in ("least", "most"))
        return Value(figure, place.key, place.about, value, n, least=least, most=most)
    low, high = getattr(part, "low", None), getattr(part, "high", None)
    made = getattr(part, "interval", None) or getattr(part, "method", None)
    interval = str(made or "") if low is not None else ""
    least, most = getattr(part, "least", None), getattr(part, "most", None)
    return Value(figure, place.key, place.about, value, n, low, high, interval, least, most)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
