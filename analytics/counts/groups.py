"""What a report is made from: the counts of each group, and what is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import Flow
from analytics.counts.joint import Counts, JointTable

Key = str | tuple[str, ...]
"""What a group is called by whoever asks: a region, or the values of several variables in their order."""


@dataclass(frozen=True)
class GroupCounts:
    """What is known of one group: the same learners in joint, in flow (paired) and in cohorts.

    cohorts: sums by cohort, or by class of cohorts of one size (which only add where no cohort is in two groups); None
    where the learner is the unit. leavers[score]: learners by score before who have no second test, shape (k + 1,), not
    more than flow.pre_only (who may still come is no leaver); None where unknown. Raises ValueError where these
    disagree on how many there are.
    """

    joint: JointTable
    flow: Flow
    cohorts: CohortSums | CohortClasses | None = None
    leavers: Counts | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.joint.n != self.flow.paired:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the flow {self.flow.paired} paired")
        if self.cohorts is not None and self.cohorts.learners != self.joint.n:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the cohorts {self.cohorts.learners}")
        if self.leavers is not None:
            if self.leavers.shape != self.joint.pre.shape:
                raise ValueError(f"leavers by score have shape {self.leavers.shape}, not {self.joint.pre.shape}")
            if self.leavers.min() < 0 or int(self.leavers.sum()) > self.flow.pre_only:
                raise ValueError(
                    f"{int(self.leavers.sum())} leavers, but {self.flow.pre_only} took the first test only"
                )

    def __add__(self, other: "GroupCounts") -> "GroupCounts":
        return together((self, other))


def together(groups: Sequence[GroupCounts]) -> GroupCounts:
    """All groups as one; at least one group. ValueError where only some have cohorts, or in another form.

    Leavers by score are known of all where they are known of each group.

    Source: arithmetic, on whole numbers.
    """
    joint, flow = groups[0].joint, groups[0].flow
    for group in groups[1:]:
        joint, flow = joint + group.joint, flow + group.flow
    known = [group.leavers for group in groups if group.leavers is not None]
    leavers = sum(known[1:], known[0]) if len(known) == len(groups) else None
    cohorts = [group.cohorts for group in groups]
    sums = [part for part in cohorts if isinstance(part, CohortSums)]
    classes = [part for part in cohorts if isinstance(part, CohortClasses)]
    if len(groups) not in (len(sums), len(classes), cohorts.count(None)):
        raise ValueError("cohorts are given for one group but not for the other, or not in the same form")
    if sums:
        return GroupCounts(joint, flow, CohortSums.together(sums), leavers)
    return GroupCounts(joint, flow, CohortClasses.together(classes) if classes else None, leavers)


@dataclass(frozen=True)
class Options:
    """confidence: of every interval, 0.5 to under 1, else ValueError. pass_mark: points, or None for no such figure.

    suppress: fewest paired learners that may be shown (11 in an instance), or None to show all.
    """

    confidence: float = 0.95
    pass_mark: int | None = None
    suppress: int | None = None

    def __post_init__(self) -> None:
        if not 0.5 <= self.confidence < 1:
            raise ValueError(f"confidence is a share from 0.5 to under 1, such as 0.95, not {self.confidence}")
