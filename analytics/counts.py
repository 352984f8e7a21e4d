"""What a report is made from: the counts of each group, and what is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from analytics.classes import CohortClasses
from analytics.cohorts import CohortSums
from analytics.flow import Flow
from analytics.joint import JointTable

Key = str | tuple[str, ...]
"""What a group is called by whoever asks: a region, or the values of several variables in their order."""


@dataclass(frozen=True)
class GroupCounts:
    """What is known of one group: the same learners in joint, in flow (paired) and in cohorts.

    cohorts: sums by cohort, or by class of cohorts of one size (which only add where no cohort is in two groups); None
    where the learner is the unit. Raises ValueError where the three disagree on how many there are.
    """

    joint: JointTable
    flow: Flow
    cohorts: CohortSums | CohortClasses | None = None

    def __post_init__(self) -> None:
        if self.joint.n != self.flow.paired:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the flow {self.flow.paired} paired")
        if self.cohorts is not None and self.cohorts.learners != self.joint.n:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the cohorts {self.cohorts.learners}")

    def __add__(self, other: "GroupCounts") -> "GroupCounts":
        return together((self, other))


def together(groups: Sequence[GroupCounts]) -> GroupCounts:
    """All groups as one; at least one group. ValueError where only some have cohorts, or in another form."""
    joint, flow = groups[0].joint, groups[0].flow
    for group in groups[1:]:
        joint, flow = joint + group.joint, flow + group.flow
    cohorts = [group.cohorts for group in groups]
    sums = [part for part in cohorts if isinstance(part, CohortSums)]
    classes = [part for part in cohorts if isinstance(part, CohortClasses)]
    if len(groups) not in (len(sums), len(classes), cohorts.count(None)):
        raise ValueError("cohorts are given for one group but not for the other, or not in the same form")
    if sums:
        return GroupCounts(joint, flow, CohortSums.together(sums))
    return GroupCounts(joint, flow, reduce(add, classes) if classes else None)


@dataclass(frozen=True)
class Options:
    """confidence: of every interval, 0..1. pass_mark: points, or None for no such figure.

    suppress: fewest paired learners that may be shown (11 in an instance), or None to show all.
    """

    confidence: float = 0.95
    pass_mark: int | None = None
    suppress: int | None = None
