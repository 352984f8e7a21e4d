"""Attitude and confidence: a statement agreed with on a scale of points before and after. Never part of the score."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts, Key, Options
from analytics.counts.joint import JointTable
from analytics.estimate import Significance
from analytics.gains.gain import GainEstimate
from analytics.notes import Note, NoteCode
from analytics.report.groups import DEFAULT, group_reports, no_shares
from analytics.report.results import GroupReport, PairedTests
from analytics.shares.intervals import Interval, ShareEstimate
from analytics.significance.margins import ordinal_homogeneity, stuart_maxwell

OF_SCORES = {
    NoteCode.PRE_CEILING,
    NoteCode.POST_CEILING,
    NoteCode.PRE_FLOOR,
    NoteCode.PRE_ALL_CEILING,
    NoteCode.HAKE_UNDEFINED,
    NoteCode.CHANGE_UNDEFINED,
    NoteCode.RELIABILITY_NOT_POSITIVE,
    NoteCode.PRE_ALL_EQUAL,
    NoteCode.PRE_ALL_AT_ENDS,
    NoteCode.NO_SPREAD_IN_SCORES,
    NoteCode.DESIGN_EFFECT_OF_IMPROVED,
}
"""What notes say of marks, or of figures that statements do not have: who agrees wholly has not learned all."""


@dataclass(frozen=True)
class StatementFigures:
    """Of one group, or of all where key is None. before, after: mean points on the scale. up, same, down: learners who
    agreed more, as much, less.

    n: learners who answered on both waves. change: mean of after less before in points of the scale, with its interval;
    its pre_mean and post_mean count from the lowest point, before and after do not. means, distribution: tests that the
    means, and that all shares, are the same. When suppressed every figure is None.
    """

    key: Key | None
    n: int | None = None
    before: float | None = None
    after: float | None = None
    up: ShareEstimate | None = None
    same: ShareEstimate | None = None
    down: ShareEstimate | None = None
    change: GainEstimate | None = None
    tests: PairedTests | None = None
    means: Significance | None = None
    distribution: Significance | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class StatementReport:
    """total: of all who answered; groups: in the order of the report's."""

    statement: str
    total: StatementFigures
    groups: tuple[StatementFigures, ...]


def statement_report(
    statement: str,
    table: JointTable,
    *,
    lowest: int = 1,
    cohorts: CohortSums | CohortClasses | None = None,
    options: Options = DEFAULT,
) -> StatementFigures:
    """By the engine of the gain. table: places on the scale counted from 0, so a scale of 1..5 is a table of 4 points.

    lowest: the number that place 0 bears. cohorts: of the same places, where the cohort is the unit. Turn round a
    statement to be disagreed with before it is counted.

    Stuart 1955, Biometrika 42:412 (distribution); Agresti 2013, section 11.3 (means); else as in `gain_report`.
    """
    counts = GroupCounts(table, Flow(pre_only=0, post_only=0, paired=table.n), cohorts)
    return statement_by_group(statement, {"": counts}, lowest=lowest, options=options).total


def statement_by_group(
    statement: str,
    groups: Mapping[Key, GroupCounts],
    *,
    lowest: int = 1,
    options: Options = DEFAULT,
    withheld: Collection[Key | None] = (),
    with_shares: bool = True,
) -> StatementReport:
    """The same for each group and for all together; small groups are hidden as those of `gain_report`, and withheld.

    with_shares: else, where options suppress, it is not given how many agreed more, as much or less.

    Source: each figure as in `statement_report`.
    """
    told = None if with_shares else no_shares(groups)
    found = group_reports(groups, replace(options, pass_mark=None), withheld, told)
    return StatementReport(
        statement,
        _figures(found.total, found.counts.joint, lowest),
        tuple(_figures(one, of.joint, lowest) for one, of in zip(found.shown, groups.values(), strict=True)),
    )


def _figures(found: GroupReport, table: JointTable, lowest: int) -> StatementFigures:
    notes = (*(note for note in found.notes if note.code not in OF_SCORES), Note(NoteCode.SAID_OF_ONESELF))
    if found.suppressed or found.gain is None:
        return StatementFigures(found.key, n=None if found.suppressed else 0, notes=notes)
    if found.gain.cohorts is not None:
        notes = (*notes, Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "means,distribution"}))
    return StatementFigures(
        key=found.key,
        n=table.n,
        before=lowest + found.gain.pre_mean,
        after=lowest + found.gain.post_mean,
        up=found.improved,
        same=found.same,
        down=found.worse,
        change=found.gain,
        tests=found.tests,
        means=ordinal_homogeneity(table),
        distribution=None if _tells_no_shares(found) else stuart_maxwell(table),
        notes=notes,
    )


def _tells_no_shares(found: GroupReport) -> bool:
    return any(
        share is not None and share.interval is Interval.BOUND for share in (found.improved, found.same, found.worse)
    )


def turned_round(table: JointTable) -> JointTable:
    """The same answers with the scale upside down, for a statement one should disagree with."""
    return JointTable(np.asarray(table.counts[::-1, ::-1]))
