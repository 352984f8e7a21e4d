"""A yes or no that the same learners gave twice: the fourfold table."""

from dataclasses import dataclass
from typing import Self

from analytics.counts.joint import JointTable


@dataclass(frozen=True)
class TwiceAsked:
    """TwiceAsked counts learners by two answers: both times yes, only first (lost), only second (gained), neither.

    Raises ValueError for a count under 0.
    """

    both: int
    lost: int
    gained: int
    neither: int

    def __post_init__(self) -> None:
        if min(self.both, self.lost, self.gained, self.neither) < 0:
            raise ValueError(f"counts of learners cannot be under 0: {self}")

    @property
    def n(self) -> int:
        """The number of learners."""
        return self.both + self.lost + self.gained + self.neither

    @classmethod
    def at_mark(cls, table: JointTable, mark: int) -> Self:
        """Counts the learners who scored `mark` points or more both times, only before, only after, or neither time.

        Raises ValueError if mark is not in 1..max_score.
        """
        if not 1 <= mark <= table.max_score:
            raise ValueError(f"the pass mark {mark} is not between 1 and {table.max_score}")
        cells = table.counts
        return cls(
            both=int(cells[mark:, mark:].sum()),
            lost=int(cells[mark:, :mark].sum()),
            gained=int(cells[:mark, mark:].sum()),
            neither=int(cells[:mark, :mark].sum()),
        )
