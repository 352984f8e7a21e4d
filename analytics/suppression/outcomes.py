"""What is counted of a group, and what may be told of it: the middle of the rules for tables beside each other."""

from dataclasses import astuple, dataclass
from typing import Self

from analytics.counts.joint import JointTable
from analytics.suppression.bounds import Known, Part, Ranges
from analytics.suppression.groups import CountRange


@dataclass(frozen=True)
class Outcomes:
    """Learners with both tests by what is shown of them. full, none: of marks; passed: at the mark or over.

    gained, lost: came up to the mark, fell under it. All add.
    """

    improved: int = 0
    same: int = 0
    worse: int = 0
    full_before: int = 0
    none_before: int = 0
    full_after: int = 0
    none_after: int = 0
    passed_before: int = 0
    passed_after: int = 0
    gained: int = 0
    lost: int = 0

    @classmethod
    def of(cls, table: JointTable, mark: int | None) -> Self:
        """mark: that of the test; None for nobody who passed."""
        gains, pre, post = table.differences, table.pre, table.post
        known = (gains.improved, gains.same, gains.worse, int(pre[-1]), int(pre[0]), int(post[-1]), int(post[0]))
        if mark is None:
            return cls(*known)
        gained, lost = int(table.counts[:mark, mark:].sum()), int(table.counts[mark:, :mark].sum())
        return cls(*known, int(pre[mark:].sum()), int(post[mark:].sum()), gained, lost)

    def __add__(self, other: "Outcomes") -> "Outcomes":
        return Outcomes(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def n(self) -> int:
        """All learners."""
        return self.improved + self.same + self.worse

    @property
    def lost_tells(self) -> bool:
        """Those who fell under the mark are all, or all but one, who did not improve: nobody stayed the same then."""
        return 0 < self.lost >= self.same + self.worse - 1

    @property
    def known(self) -> Known:
        """Full marks cannot be bettered and none not worsened; who came up to the pass mark improved."""
        gained, lost = (0, 0) if self.lost_tells else (self.gained, self.lost)
        return (
            CountRange(gained, self.n - max(self.full_before, self.none_after, lost)),
            None,
            CountRange(
                max(lost, self.full_before - self.full_after, self.none_after - self.none_before),
                self.n - max(self.none_before, self.full_after, gained),
            ),
        )

    @property
    def before(self) -> Part:
        """Who passed; full marks pass, none do not."""
        return Part(self.passed_before, self.n, CountRange(self.full_before, self.n - self.none_before))

    @property
    def after(self) -> Part:
        """The same of the second test."""
        return Part(self.passed_after, self.n, CountRange(self.full_after, self.n - self.none_after))


@dataclass(frozen=True)
class ToldRanges:
    """outcomes: improved, same, worse. before, after: passed or not. () where all are told as they are."""

    outcomes: Ranges = ()
    before: Ranges = ()
    after: Ranges = ()
