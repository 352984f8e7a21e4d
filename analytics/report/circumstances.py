"""What facilitators allowed and noted, as counts: longer time for a test, why others left, who is gone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CircumstancesReport:
    """A CircumstancesReport counts learners by what was allowed and noted of them; no other figure depends on it.

    extended: with both tests, one of which was sat when it had closed for others. taken_out: who should not have
    joined, was taken out of a group and is in no other figure. erased: had both tests, was erased after the group's
    result was made and before it settled, and is in no other figure. The others have not both tests and left for this
    reason; leavers of whom nothing was noted are in none.
    """

    extended: int
    moved: int
    work: int
    unwilling: int
    unreachable: int
    unknown: int
    taken_out: int = 0
    erased: int = 0
