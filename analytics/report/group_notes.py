"""What the reader must know of a group's figures: why some are null, and how to read the others."""

from collections.abc import Iterator

from analytics.clusters.design import ASSUMED_ICC, FEW_COHORTS, FIGURES, Design, IccSource
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts, Options
from analytics.counts.joint import JointTable
from analytics.gains.measurement import unknown_noise
from analytics.notes import Note, NoteCode
from analytics.report.results import GroupReport

WORTH_SAYING = 0.15
"""Share at the highest or lowest score from which it is told (McHorney & Tarlov 1995, Qual Life Res 4:293)."""


def no_pairs(flow: Flow) -> Iterator[Note]:
    """Yields the notes of a group in which nobody took both tests."""
    yield Note(NoteCode.NO_PAIRS)
    yield from _unmatched(flow)


def design_notes(n: int, design: Design | None, *, has_mark: bool) -> Iterator[Note]:
    """Yields notes on how the intervals of a group were made.

    n: learners. design: None if the learner is the unit. has_mark: whether the report has a share that passed.
    """
    if design is None:
        yield Note(NoteCode.WILSON_LEARNER_UNIT, {"n": n})
        return
    if not design.is_known:
        yield Note(NoteCode.ONE_COHORT, {"n": n})
        return
    effects = {figure: design.of(figure) for figure in FIGURES}
    improved, own, everyone = effects["improved"], design.own.cohorts, design.pooled.cohorts
    if improved.source is IccSource.OWN:
        yield Note(NoteCode.KORN_GRAUBARD, {"cohorts": own, "design_effect": improved.value})
    elif improved.source is IccSource.POOLED and improved.icc is not None:
        values = {"cohorts": own, "all_cohorts": everyone, "icc": improved.icc, "design_effect": improved.value}
        yield Note(NoteCode.BORROWED_ICC, values)
    assumed = [figure for figure, effect in effects.items() if effect.source is IccSource.ASSUMED]
    if assumed:
        yield Note(NoteCode.ASSUMED_ICC, {"figure": ",".join(assumed), "icc": ASSUMED_ICC, "cohorts": everyone})
    if everyone < FEW_COHORTS:
        yield Note(NoteCode.FEW_COHORTS, {"cohorts": everyone})
    yield Note(NoteCode.DESIGN_EFFECT_OF_IMPROVED, {"figure": "reliable_change"})
    if has_mark:
        yield Note(NoteCode.DESIGN_EFFECT_OF_GAIN, {"figure": "pass"})
    yield Note(NoteCode.TESTS_IGNORE_COHORTS, {"figure": "sign,wilcoxon"})


def null_notes(report: GroupReport, table: JointTable, options: Options) -> Iterator[Note]:
    """Yields notes on why figures of a group with at least one pair are None."""
    n, gain = table.n, report.gain
    if n == 1:
        yield Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "gain", "n": 1, "needed": 2})
    elif gain is not None and gain.sd == 0:
        code = NoteCode.ALL_SAME_GAIN if gain.mean else NoteCode.ALL_UNCHANGED
        yield Note(code, {"n": n, "gain": gain.mean} if gain.mean else {"n": n})
    if n == 2 and report.effect is not None and report.effect.d_z is not None:
        yield Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "hedges_g", "n": n, "needed": 3})
    if n > 1 and report.effect is not None and report.effect.d_av is None:
        yield Note(NoteCode.NO_SPREAD_IN_SCORES, {"n": n})
    unknown = unknown_noise(table)
    if unknown is not None and report.reliable_change is None and "figure" in unknown.values:
        unknown = Note(unknown.code, {**unknown.values, "figure": "noise_floor,reliable_change"})
    if unknown is not None:
        yield unknown
    if report.hake is not None and report.hake.of_averages is None:
        yield Note(NoteCode.PRE_ALL_CEILING, {"n": n})
    if options.pass_mark is not None and report.pass_ is None:
        yield Note(NoteCode.MARK_OUT_OF_RANGE, {"mark": options.pass_mark, "max_score": table.max_score})


def reading_notes(report: GroupReport, counts: GroupCounts) -> Iterator[Note]:
    """Yields notes on what limits the meaning of the figures of a group with at least one pair.

    They name learners without both tests, 15 % or more with full marks (or with none before), learners who are not in
    Hake's average, and a test that is all noise.
    """
    flow, n = counts.flow, counts.joint.n
    yield from _unmatched(flow)
    if report.ceiling is not None:
        for code, count in (
            (NoteCode.PRE_CEILING, report.ceiling.pre),
            (NoteCode.POST_CEILING, report.ceiling.post),
            (NoteCode.PRE_FLOOR, report.ceiling.floor_pre),
        ):
            if count / n >= WORTH_SAYING:
                yield Note(code, {"count": count, "share": count / n})
    if report.hake is not None and 0 < report.hake.undefined < n:
        yield Note(NoteCode.HAKE_UNDEFINED, {"count": report.hake.undefined})
    if report.noise_floor is not None and report.noise_floor.kr21 <= 0:
        yield Note(NoteCode.RELIABILITY_NOT_POSITIVE, {"kr21": report.noise_floor.kr21})


def _unmatched(flow: Flow) -> Iterator[Note]:
    """Who is in no share, with those who took neither test where it is known how many enrolled."""
    neither = flow.everyone - flow.seen
    if flow.pre_only or flow.post_only or neither:
        values = {"pre_only": flow.pre_only, "post_only": flow.post_only, "paired": flow.paired}
        yield Note(NoteCode.UNMATCHED, values if flow.enrolled is None else values | {"neither": neither})
