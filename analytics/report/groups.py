"""Figures of each group and of all of them together, with what must be hidden taken out."""

from collections.abc import Collection, Mapping, Sequence
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
from analytics.report.withheld import suppressed_report, with_bounds
from analytics.report.withheld_parts import without_small_parts, without_what_tells_shares
from analytics.suppression.groups import CountRange, hidden_groups
from analytics.suppression.outcomes import ToldRanges

DEFAULT = Options()
NOBODY = GroupCounts(JointTable.empty(1), Flow(pre_only=0, post_only=0, paired=0))


@dataclass(frozen=True)
class GroupReports:
    """counts: of all groups together; pooled: the ICC that they borrow; design: of their cohorts. total: their figures.

    shown, designs: of each group, in the order given. Where the learner is the unit, or a group holds nobody, its
    design is None.
    """

    counts: GroupCounts
    pooled: PooledIcc
    design: Design | None
    total: GroupReport
    shown: tuple[GroupReport, ...]
    designs: tuple[Design | None, ...]


def no_shares(groups: Mapping[Key, GroupCounts]) -> dict[Key | None, ToldRanges]:
    """What is told where no share may be: of each group, and of all, anyone may have improved, or passed."""
    sizes: dict[Key | None, int] = {key: of.joint.n for key, of in groups.items()}
    sizes[None] = sum(sizes.values())
    anyone = {key: CountRange(0, n) for key, n in sizes.items()}
    return {key: ToldRanges((of, of, of), (of, of), (of, of)) for key, of in anyone.items()}


def design_of(counts: GroupCounts, pooled: PooledIcc) -> Design | None:
    """How the intervals of a group are made; None where the learner is the unit or the group holds nobody."""
    strata = counts.cohorts_by_stratum
    return Design(Clustering.of(strata), pooled) if strata else None


def group_reports(
    groups: Mapping[Key, GroupCounts],
    options: Options = DEFAULT,
    withheld: Collection[Key | None] = (),
    told: Mapping[Key | None, ToldRanges] | None = None,
    everyone: Sequence[CohortSums | CohortClasses] | None = None,
    error: ScoreError | None = None,
) -> GroupReports:
    """As `gain_report`, which puts the rest beside it. error: of one score; None: by the scores before of them all."""
    counts = together(list(groups.values())) if groups else NOBODY
    pooled = PooledIcc.of(counts.cohorts_by_stratum if everyone is None else everyone)
    design, *designs = (design_of(group, pooled) for group in (counts, *groups.values()))
    each, error = list(groups.values()), error or error_of_scores(counts.joint)
    reports = [
        group_report(key, group, of, options, error) for (key, group), of in zip(groups.items(), designs, strict=True)
    ]
    total = group_report(None, counts, design, options, error)
    if options.suppress is not None:
        places = {place for place, key in enumerate(groups) if key in withheld}
        joints = [group.joint for group in each]
        hidden = hidden_groups([joint.n for joint in joints], options.suppress, withheld=places)
        ranges = [] if told is None else [told.get(key, ToldRanges()) for key in (*groups, None)]
        reports, total = with_bounds(reports, total, joints, counts.joint, hidden=hidden.groups, told=ranges)
        reports, total = [without_what_tells_shares(report) for report in reports], without_what_tells_shares(total)
        reports, total = without_small_parts(each, reports, total, options.suppress, hidden=hidden.groups)
        for place, key in enumerate(groups):
            if place in hidden.groups or None in withheld:
                reports[place] = suppressed_report(key, options.suppress)
        if hidden.total or None in withheld:
            total = suppressed_report(None, options.suppress)
    total = replace(total, notes=(*total.notes, Note(NoteCode.NO_COMPARISON_GROUP)))
    return GroupReports(counts, pooled, design, total, tuple(reports), tuple(designs))
