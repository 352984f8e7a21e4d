"""Puts a report together: counts of each group in, one report of frozen figures and notes out."""

from collections.abc import Mapping, Sequence

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.groups import GroupCounts, Key, Options, together
from analytics.counts.supplements import MoreCounts
from analytics.gains.measurement import ScoreError
from analytics.report.comparison import between_report
from analytics.report.groups import DEFAULT, group_reports
from analytics.report.items import error_of_items
from analytics.report.parts import GainReport
from analytics.report.results import Method
from analytics.report.retest import published_retest
from analytics.report.supplements import parts_beside

NOTHING_MORE = MoreCounts()


def gain_report(
    groups: Mapping[Key, GroupCounts],
    *,
    options: Options = DEFAULT,
    everyone: Sequence[CohortSums | CohortClasses] | None = None,
    more: MoreCounts = NOTHING_MORE,
    error: ScoreError | None = None,
    whole: GroupCounts | None = None,
) -> GainReport:
    """Works out every figure for each group and for all of them together; nothing is hidden.

    groups: in the order to be shown, each learner in one of them, so that the total is their sum (learners of unknown
    region are a group too; for no split, pass one group). more: what was counted beside the scores, of all learners
    together. error: of one score, if known from a wider report, so that a group's figures are the same in both; None:
    by the items before of these learners if there are any, else by their scores. whole: all learners together, if
    groups that share cohorts cannot be added; None: the sum of the groups. Raises ValueError unless all groups have one
    highest score and all have cohorts or none, if items, forms or dose of `more` do not hold the learners of the total,
    or if more were late than it holds.

    With cohorts, shares have Korn-Graubard intervals and the mean gain CR2, within strata. A group of fewer than ten
    cohorts takes the design effect of its cohort sizes and the ICC of `everyone`: the cohorts by stratum of the whole
    instance or file, however this report is split or filtered; None: these groups, and a comparison group, are
    everybody.

    For want of learners a figure is None and a note says why; nothing is raised. The cost does not grow with the number
    of learners. `inside` of `analytics.disclosure` hides figures that rest on few learners. Source: each figure where
    it is made; its function names it.
    """
    if everyone is None and groups and more.comparison is not None:
        counts = whole or together(list(groups.values()))
        everyone = (*counts.cohorts_by_stratum, *more.comparison.waiting.cohorts_by_stratum)
    reports = group_reports(groups, options, everyone, error or error_of_items(more.items), whole)
    cohorts = reports.counts.cohorts
    report = GainReport(
        method=Method(
            unit="learner" if cohorts is None else "cohort",
            confidence=options.confidence,
            max_score=reports.counts.joint.max_score if groups else None,
            pass_mark=options.pass_mark,
            suppress=None,
            cohorts=None if cohorts is None else cohorts.cohorts,
            retest=published_retest(more.same_items, options.confidence),
            icc=None if cohorts is None else reports.pooled,
        ),
        total=reports.total,
        groups=reports.each,
        between=between_report(groups, reports, options) if len(groups) > 1 else None,
    )
    return parts_beside(report, more, reports, options, everyone)
