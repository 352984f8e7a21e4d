"""What a report is made from: the counts of each group, and what is asked of it."""

from dataclasses import dataclass

from analytics.cohorts import CohortSums
from analytics.flow import Flow
from analytics.joint import JointTable

Key = str | tuple[str, ...]
"""What a group is called by whoever asks: a region, or the values of several variables in their order."""


@dataclass(frozen=True)
class GroupCounts:
    """What is known of one group: the same learners in joint, in flow (paired) and in cohorts.

    cohorts: None where the learner is the unit. Raises ValueError where the three disagree on how many there are.
    """

    joint: JointTable
    flow: Flow
    cohorts: CohortSums | None = None

    def __post_init__(self) -> None:
        if self.joint.n != self.flow.paired:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the flow {self.flow.paired} paired")
        if self.cohorts is not None and self.cohorts.learners != self.joint.n:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the cohorts {self.cohorts.learners}")

    def __add__(self, other: "GroupCounts") -> "GroupCounts":
        if (self.cohorts is None) != (other.cohorts is None):
            raise ValueError("cohorts are given for one group but not for the other")
        both = self.cohorts + other.cohorts if self.cohorts is not None and other.cohorts is not None else None
        return GroupCounts(self.joint + other.joint, self.flow + other.flow, both)


@dataclass(frozen=True)
class Options:
    """confidence: of every interval, 0..1. pass_mark: points, or None for no such figure.

    suppress: fewest paired learners that may be shown (11 in an instance), or None to show all.
    """

    confidence: float = 0.95
    pass_mark: int | None = None
    suppress: int | None = None
