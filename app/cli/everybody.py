"""All rows of somebody's files, whatever --where chooses: a group's figures are the same alone and among others."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import CohortClasses, CohortSums, JointTable
from analytics.gains.measurement import ScoreError, error_of_scores
from analytics.report.items import error_of_items
from app.cli.comparison import Named
from app.files import Layout, Study, Table, TableFault, group_counts, in_comparison, more_counts, part_of, study


@dataclass(frozen=True)
class Everybody:
    """Holds the counts of all rows of the files, whatever rows the report is of.

    `waiting` is the comparison group; None if none was named.
    """

    course: Study
    waiting: Study | None

    @property
    def cohorts(self) -> tuple[CohortSums | CohortClasses, ...]:
        """The cohorts by stratum, those of the comparison group apart; a report of some rows has its ICC from them."""
        parts = [self.course] if self.waiting is None else [self.course, self.waiting]
        return tuple(sums for part in parts for sums in group_counts(part)[""].cohorts_by_stratum)

    def error(self) -> ScoreError | None:
        """Returns the measurement error of one score: from the items if there are any, else from the pre-test's scores.

        Returns None if neither allows an estimate.
        """
        both, course = self.course.paired, self.course
        pairs = JointTable.from_pairs(course.pre[both], course.post[both], course.max_score)
        return error_of_items(more_counts(course, ()).items) or error_of_scores(pairs)


def everybody(
    tables: Sequence[tuple[Table, Layout]],
    named: Named | None,
    *,
    cluster: str | None,
    learner: str | None,
    strata: str | None,
) -> Everybody | None:
    """Counts all rows of the files, with the comparison group apart.

    named: (column, value) of the comparison group, or None. Returns None if the rows cannot be counted: those that were
    not chosen need not be rows of learners.
    """
    try:
        all_rows = study(tables, cluster=cluster, learner=learner, strata=strata)
    except TableFault:
        return None
    if named is None:
        return Everybody(all_rows, None)
    waiting = in_comparison([table for table, _ in tables], *named)
    return Everybody(part_of(all_rows, ~waiting), part_of(all_rows, waiting))
