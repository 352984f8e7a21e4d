"""Figures of each group and of all of them together, with what must be hidden taken out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from analytics.counts import GroupCounts, Key, Options, together
from analytics.design import Clustering
from analytics.figures import group_report
from analytics.flow import Flow
from analytics.joint import JointTable
from analytics.notes import Note, NoteCode
from analytics.results import GroupReport
from analytics.suppression import hidden_groups
from analytics.withheld import suppressed_report

DEFAULT = Options()
NOBODY = GroupCounts(JointTable.empty(1), Flow(pre_only=0, post_only=0, paired=0))


@dataclass(frozen=True)
class GroupReports:
    """counts: of all groups together. total: their figures; shown: of each group, in the order given."""

    counts: GroupCounts
    total: GroupReport
    shown: tuple[GroupReport, ...]


def group_reports(
    groups: Mapping[Key, GroupCounts], options: Options = DEFAULT, withheld: Collection[Key | None] = ()
) -> GroupReports:
    """As `gain_report`, which puts the rest beside it."""
    counts = together(list(groups.values())) if groups else NOBODY
    everyone = Clustering.of(counts.cohorts) if counts.cohorts is not None and counts.cohorts.cohorts else None
    reports = {key: group_report(key, group, everyone, options) for key, group in groups.items()}
    total = group_report(None, counts, everyone, options)
    if options.suppress is not None:
        paired = [group.joint.n for group in groups.values()]
        places = {place for place, key in enumerate(groups) if key in withheld}
        hidden = hidden_groups(paired, options.suppress, withheld=places)
        for place, key in enumerate(groups):
            if place in hidden.groups or None in withheld:
                reports[key] = suppressed_report(key, options.suppress)
        if hidden.total or None in withheld:
            total = suppressed_report(None, options.suppress)
    total = replace(total, notes=(*total.notes, Note(NoteCode.NO_COMPARISON_GROUP)))
    return GroupReports(counts, total, tuple(reports.values()))
