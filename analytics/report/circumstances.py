"""What facilitators allowed and noted of learners, as counts: longer time for a test, and why others left."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CircumstancesReport:
    """A CircumstancesReport counts learners by what was allowed and noted of them; no other figure depends on it.

    extended: with both tests, one of which was sat when it had closed for others. The others have not both tests and
    left for this reason; leavers of whom nothing was noted are in none.
    """

    extended: int
    moved: int
    work: int
    unwilling: int
    unreachable: int
    unknown: int
