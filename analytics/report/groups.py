"""Figures of each group and of all of them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.clusters.design import Clustering, Design, PooledIcc
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts, Key, Options, together
from analytics.counts.joint import JointTable
from analytics.gains.measurement import ScoreError, error_of_scores
from analytics.notes import Note, NoteCode
from analytics.report.figures import group_report
from analytics.report.results import GroupReport

DEFAULT = Options()
NOBODY = GroupCounts(JointTable.empty(1), Flow(pre_only=0, post_only=0, paired=0))


@dataclass(frozen=True)
class GroupReports:
    """GroupReports hold the reports of all groups, and what their intervals rest on.

    counts, design, total: counts, design and figures of all groups together. pooled: the ICC that groups of few cohorts
    borrow. each, designs: of each group, in the order passed in. A design is None if the learner is the unit or the
    group is empty.
    """

    counts: GroupCounts
    pooled: PooledIcc
    design: Design | None
    total: GroupReport
    each: tuple[GroupReport, ...]
    designs: tuple[Design | None, ...]


def design_of(counts: GroupCounts, pooled: PooledIcc) -> Design | None:
    """Decides how the intervals of a group are made; None if the learner is the unit or the group is empty."""
    strata = counts.cohorts_by_stratum
    return Design(Clustering.of(strata), pooled) if strata else None


def group_reports(
    groups: Mapping[Key, GroupCounts],
    options: Options = DEFAULT,
    everyone: Sequence[CohortSums | CohortClasses] | None = None,
    error: ScoreError | None = None,
    whole: GroupCounts | None = None,
) -> GroupReports:
    """Works out the report of each group and of all together.

    everyone: the cohorts by stratum from whom small groups, and the total if it is small, borrow their ICC; None: those
    of all together. whole: all learners together, if groups that share cohorts cannot be added; None: the sum of the
    groups. error: of one score; None: by the scores before of all together. Without groups the total is of nobody.
    Raises ValueError for groups that cannot be added. Source: each figure as in `gain_report`.
    """
    counts = whole or (together(list(groups.values())) if groups else NOBODY)
    pooled = PooledIcc.of(counts.cohorts_by_stratum if everyone is None else everyone)
    design, *designs = (design_of(group, pooled) for group in (counts, *groups.values()))
    error = error or error_of_scores(counts.joint)
    each = tuple(
        group_report(key, group, of, options, error) for (key, group), of in zip(groups.items(), designs, strict=True)
    )
    total = group_report(None, counts, design, options, error)
    total = replace(total, notes=(*total.notes, Note(NoteCode.NO_COMPARISON_GROUP)))
    return GroupReports(counts, pooled, design, total, each, tuple(designs))
