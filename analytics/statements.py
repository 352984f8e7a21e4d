"""Attitude and confidence: a statement agreed with on a scale of points before and after. Never part of the score."""

from dataclasses import dataclass, replace

import numpy as np

from analytics.classes import CohortClasses
from analytics.cohorts import CohortSums
from analytics.counts import GroupCounts, Options
from analytics.estimate import Significance
from analytics.flow import Flow
from analytics.gain import GainEstimate
from analytics.groups import DEFAULT, group_reports
from analytics.joint import JointTable
from analytics.margins import ordinal_homogeneity, stuart_maxwell
from analytics.notes import Note, NoteCode
from analytics.results import PairedTests
from analytics.shares import ShareEstimate


@dataclass(frozen=True)
class StatementReport:
    """before, after: mean points on the scale. up, same, down: learners who agreed more, as much, less.

    change: mean of after less before in points of the scale, with its interval; its pre_mean and post_mean count from
    the lowest point, before and after do not. means, distribution: tests that the means, and that all shares, are the
    same. When suppressed every figure is None.
    """

    statement: str
    n: int | None
    before: float | None
    after: float | None
    up: ShareEstimate | None
    same: ShareEstimate | None
    down: ShareEstimate | None
    change: GainEstimate | None
    tests: PairedTests | None
    means: Significance | None
    distribution: Significance | None
    notes: tuple[Note, ...]


def statement_report(
    statement: str,
    table: JointTable,
    *,
    lowest: int = 1,
    cohorts: CohortSums | CohortClasses | None = None,
    options: Options = DEFAULT,
) -> StatementReport:
    """By the engine of the gain. table: places on the scale counted from 0, so a scale of 1..5 is a table of 4 points.

    lowest: the number that place 0 bears. cohorts: of the same places, where the cohort is the unit. Turn round a
    statement to be disagreed with before it is counted.
    """
    counts = GroupCounts(table, Flow(pre_only=0, post_only=0, paired=table.n), cohorts)
    found = group_reports({"": counts}, replace(options, pass_mark=None)).total
    notes = (*found.notes, Note(NoteCode.SAID_OF_ONESELF))
    if found.suppressed or found.gain is None:
        nobody = None if found.suppressed else 0
        return StatementReport(statement, nobody, None, None, None, None, None, None, None, None, None, notes)
    if cohorts is not None:
        notes = (*notes, Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "means,distribution"}))
    return StatementReport(
        statement=statement,
        n=table.n,
        before=lowest + found.gain.pre_mean,
        after=lowest + found.gain.post_mean,
        up=found.improved,
        same=found.same,
        down=found.worse,
        change=found.gain,
        tests=found.tests,
        means=ordinal_homogeneity(table),
        distribution=stuart_maxwell(table),
        notes=notes,
    )


def turned_round(table: JointTable) -> JointTable:
    """The same answers with the scale upside down, for a statement one should disagree with."""
    return JointTable(np.asarray(table.counts[::-1, ::-1]))
