"""Attitude and confidence: how far learners agree with a statement before and after; never part of the score."""

from dataclasses import dataclass, replace

from analytics.counts.groups import Key, Options
from analytics.counts.joint import JointTable
from analytics.counts.supplements import ScaleCounts
from analytics.gains.gain import GainEstimate
from analytics.notes import Note, NoteCode
from analytics.report.groups import DEFAULT, group_reports
from analytics.report.results import GroupReport, PairedTests
from analytics.shares.intervals import ShareEstimate

OF_SCORES = {
    NoteCode.PRE_CEILING,
    NoteCode.POST_CEILING,
    NoteCode.PRE_FLOOR,
    NoteCode.PRE_ALL_CEILING,
    NoteCode.HAKE_UNDEFINED,
    NoteCode.RELIABILITY_NOT_POSITIVE,
    NoteCode.PRE_ALL_EQUAL,
    NoteCode.PRE_ALL_AT_ENDS,
    NoteCode.NO_SPREAD_IN_SCORES,
    NoteCode.DESIGN_EFFECT_OF_IMPROVED,
}
"""What notes say of marks, or of figures that statements do not have: who agrees wholly has not learned all."""


@dataclass(frozen=True)
class StatementFigures:
    """StatementFigures say how far one group agreed with a statement, before and after.

    n: learners who answered both times. before, after: mean points on the scale. up, same, down: shares who agreed
    more, as much, less. change: mean of after less before, points of the scale; its pre_mean and post_mean count from
    0, the lowest point. tests: of no change. If hidden, all of these are None; if nobody answered twice, all but n.
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
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class StatementReport:
    """A StatementReport holds the answers to one statement.

    statement: its id. total: of all who answered. groups: in the order of the report's.
    """

    statement: str
    total: StatementFigures
    groups: tuple[StatementFigures, ...]


def statement_by_group(statement: str, counts: ScaleCounts, *, options: Options = DEFAULT) -> StatementReport:
    """Works out the answers to one statement, for each group and for all together.

    Source: each figure as in `gain_report`.
    """
    reports = group_reports(counts.groups, replace(options, pass_mark=None), counts.everyone, whole=counts.whole)
    each = zip(reports.each, counts.groups.values(), strict=True)
    return StatementReport(
        statement,
        _figures(reports.total, reports.counts.joint, counts.lowest),
        tuple(_figures(one, of.joint, counts.lowest) for one, of in each),
    )


def _figures(group: GroupReport, table: JointTable, lowest: int) -> StatementFigures:
    notes = (*(note for note in group.notes if note.code not in OF_SCORES), Note(NoteCode.SAID_OF_ONESELF))
    if group.gain is None:
        return StatementFigures(group.key, n=0, notes=notes)
    return StatementFigures(
        key=group.key,
        n=table.n,
        before=lowest + group.gain.pre_mean,
        after=lowest + group.gain.post_mean,
        up=group.improved,
        same=group.same,
        down=group.worse,
        change=group.gain,
        tests=group.tests,
        notes=notes,
    )
