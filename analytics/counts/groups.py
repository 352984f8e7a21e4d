"""What a report is made from: the counts of each group, and what is asked of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import Flow
from analytics.counts.joint import Counts, JointTable

Key = str | tuple[str, ...]
"""What a group is called by whoever asks: a region, or the values of several variables in their order."""


@dataclass(frozen=True)
class GroupCounts:
    """GroupCounts hold all that is counted of one group: joint table, flow and cohorts of the same learners.

    cohorts: sums by cohort, or by class of cohorts of one size (which add only if no cohort is in two groups); None if
    the learner is the unit. leavers[score]: learners by score before who can no longer take the second test, shape (k +
    1,), at most flow.pre_only in all; None if unknown. strata: the same cohorts by stratum, such as their region; empty
    if all are of one. Raises ValueError if these disagree on the number of learners.
    """

    joint: JointTable
    flow: Flow
    cohorts: CohortSums | CohortClasses | None = None
    leavers: Counts | None = field(default=None, compare=False)
    strata: Mapping[str, CohortSums | CohortClasses] = field(default_factory=dict, compare=False)

    @classmethod
    def stratified(
        cls,
        joint: JointTable,
        flow: Flow,
        strata: Mapping[str, CohortSums | CohortClasses],
        leavers: Counts | None = None,
    ) -> "GroupCounts":
        """Builds the counts of a group from its cohorts by stratum; at least one stratum, which may be of nobody.

        Raises ValueError if the strata hold cohorts in different forms, or as GroupCounts does.
        """
        return cls(joint, flow, _added(list(strata.values())), leavers, strata)

    def __post_init__(self) -> None:
        if self.joint.n != self.flow.paired:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the flow {self.flow.paired} paired")
        if self.cohorts is not None and self.cohorts.learners != self.joint.n:
            raise ValueError(f"the joint table holds {self.joint.n} learners but the cohorts {self.cohorts.learners}")
        if self.strata and sum(sums.learners for sums in self.strata.values()) != self.joint.n:
            raise ValueError(f"the joint table holds {self.joint.n} learners, and the strata do not")
        if self.leavers is not None:
            if self.leavers.shape != self.joint.pre.shape:
                raise ValueError(f"leavers by score have shape {self.leavers.shape}, not {self.joint.pre.shape}")
            if self.leavers.min() < 0 or int(self.leavers.sum()) > self.flow.pre_only:
                raise ValueError(
                    f"{int(self.leavers.sum())} leavers, but {self.flow.pre_only} took the first test only"
                )

    @property
    def cohorts_by_stratum(self) -> tuple[CohortSums | CohortClasses, ...]:
        """The cohorts of each stratum that has any; all as one stratum if none were named.

        Empty if the learner is the unit.
        """
        sums = self.strata.values() if self.strata or self.cohorts is None else (self.cohorts,)
        return tuple(one for one in sums if one.cohorts)

    def __add__(self, other: "GroupCounts") -> "GroupCounts":
        return together((self, other))


def together(groups: Sequence[GroupCounts]) -> GroupCounts:
    """Adds several groups up to one; at least one group.

    Leavers by score become None unless all groups have them. Raises ValueError if only some groups have cohorts, if
    these are in different forms, or if the highest scores differ. Source: arithmetic, on whole numbers.
    """
    joint, flow = groups[0].joint, groups[0].flow
    for group in groups[1:]:
        joint, flow = joint + group.joint, flow + group.flow
    known = [group.leavers for group in groups if group.leavers is not None]
    leavers = sum(known[1:], known[0]) if len(known) == len(groups) else None
    return GroupCounts(joint, flow, _added([group.cohorts for group in groups]), leavers, _strata(groups))


def sums_by_stratum(
    rows: Iterable[tuple[Any, int, int, int, int, int, int, int, int]], strata: Mapping[Any, str]
) -> dict[str, CohortSums]:
    """Adds rows up to sums by cohort, for each stratum by name, in order.

    rows: as for `CohortSums.from_rows`. strata: of each cohort by its label. For no rows, the stratum "" of no cohorts.
    Source: arithmetic, on whole numbers.
    """
    parts: dict[str, list[Any]] = {}
    for row in rows:
        parts.setdefault(strata[row[0]], []).append(row)
    return {name: CohortSums.from_rows(parts[name]) for name in sorted(parts)} or {"": CohortSums.from_rows([])}


def _added(
    cohorts: Sequence[CohortSums | CohortClasses | None],
) -> CohortSums | CohortClasses | None:
    sums = [part for part in cohorts if isinstance(part, CohortSums)]
    classes = [part for part in cohorts if isinstance(part, CohortClasses)]
    if len(cohorts) not in (len(sums), len(classes), cohorts.count(None)):
        raise ValueError("cohorts are given for one group but not for the other, or not in the same form")
    if sums:
        return CohortSums.together(sums)
    return CohortClasses.together(classes) if classes else None


def _strata(groups: Sequence[GroupCounts]) -> dict[str, CohortSums | CohortClasses]:
    """Those of one name as one; of groups without strata the cohorts are of the nameless stratum."""
    if not any(group.strata for group in groups):
        return {}
    parts: dict[str, list[CohortSums | CohortClasses]] = {}
    for group in groups:
        whole = {} if group.cohorts is None else {"": group.cohorts}
        for name, sums in (group.strata or whole).items():
            if sums.cohorts:
                parts.setdefault(name, []).append(sums)
    merged = {name: _added(sums) for name, sums in sorted(parts.items())}
    return {name: sums for name, sums in merged.items() if sums is not None}


@dataclass(frozen=True)
class Options:
    """Options say how a report is made: confidence, pass mark and limits.

    confidence: of every interval, 0.5 to under 1, else raises ValueError. pass_mark: points; None for no figures on
    passing. compare_from: fewest learners with both tests from which a group takes part in tests between groups; if
    small groups are hidden, the number from which they are shown.
    """

    confidence: float = 0.95
    pass_mark: int | None = None
    compare_from: int = 1

    def __post_init__(self) -> None:
        if not 0.5 <= self.confidence < 1:
            raise ValueError(f"confidence is a share from 0.5 to under 1, such as 0.95, not {self.confidence}")
