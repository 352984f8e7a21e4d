"""Figures of a group as indicators that other systems know by a code: those of the register that have one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from analytics import GainReport, GroupReport, Unit, Value, values_of
from app.exports.columns import beside_chance
from app.exports.cover import Cover
from app.exports.data_key import upper
from app.wording import plain_text


@dataclass(frozen=True)
class Indicator:
    """Holds a figure with the code by which other systems know it.

    value: as text: a count is whole, a percent has one decimal, a mean two.
    """

    code: str
    value: str
    measure: Literal["count", "percent", "mean"]


def indicators(report: GainReport, cover: Cover, group: GroupReport) -> tuple[Indicator, ...]:
    """Lists the figures of a group that have a code; figures that are not known are left out and never 0.

    The tuple is empty for a suppressed group.
    """
    if group.suppressed or group.flow is None:
        return ()
    return tuple(
        Indicator(
            value.figure.code.format(*map(upper, value.about)),
            plain_text(value.figure, value.value),
            _measure(value.figure.unit),
        )
        for value in _of_group(report, cover, group)
        if value.figure.code and value.value is not None and not _is_of_nobody(value)
    )


def _of_group(report: GainReport, cover: Cover, group: GroupReport) -> Iterator[Value]:
    """Scores, the retest beside them, and what was said and passed on."""
    beside = chain(
        values_of(cover.reception.taught, "taught"),
        values_of(report.statements or (), "statements"),
        values_of(cover.reception.reactions, "reactions"),
    )
    yield from values_of(group)
    yield from beside_chance(report, group)
    yield from (value for value in beside if value.key == group.key)


def _is_of_nobody(value: Value) -> bool:
    return value.figure.path in ("statements.n", "reactions.n") and not value.value


def _measure(unit: Unit) -> Literal["count", "percent", "mean"]:
    if unit is Unit.COUNT:
        return "count"
    return "percent" if unit is Unit.SHARE else "mean"
