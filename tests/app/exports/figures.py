"""Figures of the JSON by their place, and figures as they stand on paper: how near the one is to the other."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def at(values: Any, place: str) -> Any:
    """`improved.share` of a group; None where it, or what holds it, is null."""
    for name in place.split("."):
        values = None if values is None else values[name]
    return values


def numbers(cell: str) -> list[str]:
    """As they are written, without what glues them to their signs."""
    return NUMBER.findall(cell.replace("\u00a0", " ").replace("\u2060", ""))


def is_shown_as(value: float, shown: str, *, is_end: bool = False) -> bool:
    """Whether a figure was rounded to this: to the nearest, or, as an end of a range, to either side.

    A power of ten has two digits.
    """
    text = shown.replace(",", "").replace("−", "-")
    mantissa, _times, power = text.partition("×10")
    exponent = Decimal(mantissa).as_tuple().exponent
    assert isinstance(exponent, int)
    scale = Decimal(10) ** int(power.translate(RAISED) or 0)
    unit = Decimal(10) ** exponent * scale
    off = abs(Decimal(repr(value)) - Decimal(mantissa) * scale)
    return off <= unit * (1 if is_end else Decimal("0.5")) + Decimal("1e-9") * scale


def key_of(group: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The values that a group is of; None for all together."""
    return None if group["key"] is None else tuple(group["key"].values())
