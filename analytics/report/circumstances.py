"""What facilitators allowed and noted, as counts: longer time for a test, why others left, who is gone."""

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class CircumstancesReport:
    """A CircumstancesReport counts learners by what was allowed and noted of them; no other figure depends on it.

    extended: with both tests, one of which was sat when it had closed for others. taken_out: who should not have
    joined, was taken out of a group and is in no other figure. erased: had both tests, was erased after the group's
    result was made and before it settled, and is in no other figure. parted: had been merged with somebody, and was
    parted again meanwhile. The others have not both tests and left for this reason; leavers of whom nothing was noted
    are in none. A count is None where it is hidden. is_rounded: to the nearest 5, as in a publication.
    """

    extended: int | None
    moved: int | None
    work: int | None
    unwilling: int | None
    unreachable: int | None
    unknown: int | None
    taken_out: int | None = 0
    erased: int | None = 0
    parted: int | None = 0
    is_rounded: bool = False


def without_few(noted: CircumstancesReport, least: int) -> CircumstancesReport | None:
    """Returns the counts of `least` learners and more, the others None; None if there is no such count.

    Of who was taken out nothing is told. Source: the rules of the gate.
    """
    counts = {
        one.name: getattr(noted, one.name) for one in fields(noted) if one.name not in ("is_rounded", "taken_out")
    }
    many: dict[str, Any] = {name: n if n is not None and n >= least else None for name, n in counts.items()}
    return replace(noted, **many, taken_out=None) if any(many.values()) else None
