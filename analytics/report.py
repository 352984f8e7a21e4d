"""The middle of everything: counts of each group in, one report of frozen figures and notes out."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from analytics.comparison import between_report
from analytics.counts import GroupCounts, Key, Options, together
from analytics.design import Clustering
from analytics.figures import group_report
from analytics.flow import Flow
from analytics.joint import JointTable
from analytics.notes import Note, NoteCode
from analytics.results import GainReport, GroupReport, Method
from analytics.suppression import hidden_groups
from analytics.withheld import suppressed_report

DEFAULT = Options()
NOBODY = GroupCounts(JointTable.empty(1), Flow(pre_only=0, post_only=0, paired=0))


def gain_report(
    groups: Mapping[Key, GroupCounts], *, options: Options = DEFAULT, withheld: Collection[Key | None] = ()
) -> GainReport:
    """Every figure for each group and for all of them together.

    groups: in the order to be shown; each learner in one of them, so that the total is their sum (learners of unknown
    region are a group too; with no question of groups, give one). All of one highest score, and all with cohorts or
    none; else ValueError. The cost does not grow with the number of learners.

    With cohorts, shares have Korn-Graubard intervals and the mean gain CR2; a group of fewer than ten cohorts borrows
    the design effect of all. Nothing raises or is NaN for want of learners: the figure is None and a note says why.

    withheld, where options suppress: keys to hide whatever their size, since other reports tell what these leave out;
    None among them hides everything.
    """
    total = together(list(groups.values())) if groups else NOBODY
    everyone = Clustering.of(total.cohorts) if total.cohorts is not None and total.cohorts.cohorts else None
    reports = {key: group_report(key, counts, everyone, options) for key, counts in groups.items()}
    whole = group_report(None, total, everyone, options)
    if options.suppress is not None:
        paired = [counts.joint.n for counts in groups.values()]
        places = {place for place, key in enumerate(groups) if key in withheld}
        hidden = hidden_groups(paired, options.suppress, withheld=places)
        for place, key in enumerate(groups):
            if place in hidden.groups or None in withheld:
                reports[key] = suppressed_report(key, options.suppress)
        if hidden.total or None in withheld:
            whole = suppressed_report(None, options.suppress)
    shown = tuple(reports.values())
    return GainReport(
        method=Method(
            unit="learner" if total.cohorts is None else "cohort",
            confidence=options.confidence,
            max_score=total.joint.max_score if groups else None,
            pass_mark=options.pass_mark,
            suppress=options.suppress,
            cohorts=None if total.cohorts is None else total.cohorts.cohorts,
        ),
        total=_with_warning(whole),
        groups=shown,
        between=between_report(groups, shown) if len(groups) > 1 and not whole.suppressed else None,
    )


def _with_warning(total: GroupReport) -> GroupReport:
    return replace(total, notes=(*total.notes, Note(NoteCode.NO_COMPARISON_GROUP)))
