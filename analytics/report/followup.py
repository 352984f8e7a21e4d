"""What remained months later: the follow-up against the tests before and after, for those who took all three."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isclose

import numpy as np

from analytics.clusters.design import Design
from analytics.counts.cohorts import CohortSums
from analytics.counts.groups import GroupCounts, Options
from analytics.counts.joint import JointTable
from analytics.counts.supplements import Cohorts
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.numerics.roots import fieller
from analytics.report.groups import DEFAULT, group_reports
from analytics.report.results import GroupReport
from analytics.shares.intervals import ShareEstimate, t_quantile

ALIKE = 1e-6
"""Bounds nearer than this are one number: what is left of 0 where everyone kept the same part."""


@dataclass(frozen=True)
class FollowUpReport:
    """A FollowUpReport says how much of the gain remained at the follow-up.

    n: learners with all three tests. left: learners with the first two who missed the third; no flow or attrition has
    them. from_before, from_after: gain from that test to the follow-up; `worse` of from_after are those who forgot.
    kept: share whose follow-up is not under their test after. part_kept: mean gain to the follow-up over mean gain to
    the test after, with Fieller's interval, by the design effect of the former if cohorts are the unit; None if the
    latter cannot be told from 0 or is a loss.
    """

    n: int
    left: int
    from_before: GroupReport
    from_after: GroupReport
    kept: ShareEstimate | None
    part_kept: Estimate
    notes: tuple[Note, ...]


def follow_up_report(
    from_before: GroupCounts,
    from_after: GroupCounts,
    before_after: JointTable,
    *,
    left: int = 0,
    options: Options = DEFAULT,
    everyone: tuple[Cohorts, Cohorts] | None = None,
) -> FollowUpReport:
    """Compares the follow-up with the two earlier tests, for the learners who took all three.

    from_before: before by follow-up. from_after: after by follow-up. before_after: before by after. left: learners with
    the first two tests who missed the follow-up. everyone: as in FollowUpCounts. Raises ValueError if the three tables
    do not hold the same learners. Fieller 1954, JRSS B 16:175, for the part kept; all else as in `gain_report`.
    """
    if not (
        np.array_equal(from_before.joint.post, from_after.joint.post)
        and np.array_equal(from_before.joint.pre, before_after.pre)
        and np.array_equal(from_after.joint.pre, before_after.post)
        and _same_cohorts(from_before, from_after)
    ):
        raise ValueError("the three tables must hold the same learners, those with all three tests")
    both = [
        group_reports({"": counts}, options, lender)
        for counts, lender in zip((from_before, from_after), everyone or (None, None), strict=True)
    ]
    before, after = (_of_three(one.total) for one in both)
    design = both[0].design
    return FollowUpReport(
        n=from_before.joint.n,
        left=left,
        from_before=before,
        from_after=after,
        kept=None if after.worse is None else _not_worse(after.worse),
        part_kept=_part_kept(from_before, from_after, before_after, design, options.confidence),
        notes=(Note(NoteCode.KEYS_SEEN), *_borrowed(design)),
    )


def _borrowed(design: Design | None) -> tuple[Note, ...]:
    return () if design is None else (Note(NoteCode.DESIGN_EFFECT_OF_GAIN, {"figure": "part_kept"}),)


def _same_cohorts(one: GroupCounts, other: GroupCounts) -> bool:
    first, second = one.cohorts, other.cohorts
    if not (isinstance(first, CohortSums) and isinstance(second, CohortSums)):
        return True
    return np.array_equal(first.labels, second.labels) and np.array_equal(first.n, second.n)


def _of_three(report: GroupReport) -> GroupReport:
    """Without what would tell that nobody is missing: of those with all three tests nobody is."""
    flow = report.flow and replace(report.flow, improved_at_least=None, improved_at_most=None)
    return replace(report, flow=flow, attrition=None)


def _not_worse(worse: ShareEstimate) -> ShareEstimate:
    """The other side of the share worse, with its interval."""
    return replace(
        worse,
        count=None if worse.count is None else worse.n - worse.count,
        share=None if worse.share is None else 1 - worse.share,
        low=None if worse.high is None else 1 - worse.high,
        high=None if worse.low is None else 1 - worse.low,
    )


def _part_kept(
    from_before: GroupCounts,
    from_after: GroupCounts,
    before_after: JointTable,
    design: Design | None,
    confidence: float,
) -> Estimate:
    """Returns the mean gain to the follow-up over the mean gain to the test after, with Fieller's interval.

    Their covariance is (V1 + V2 - V3) / 2: the gain from the test after to the follow-up, of variance V3, is the one
    less the other.
    """
    n, first, second = before_after.n, from_before.joint.differences.mean, before_after.differences.mean
    if n < 2 or first is None or second is None:
        return _not_given(from_before, Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "part_kept", "n": n, "needed": 2}))
    errors = _errors((from_before.joint, before_after, from_after.joint), design)
    if errors is None:
        if second <= 0:
            return _not_given(from_before, Note(NoteCode.GAIN_NOT_SHOWN, {"figure": "part_kept"}))
        no_part = _not_given(from_before, Note(NoteCode.ONE_COHORT, {"n": n}))
        return replace(no_part, value=first / second)
    (one, other, since), df = errors
    covariance = (one + other - since) / 2
    bounds = fieller((first, one), (second, other), covariance, t_quantile(confidence, df))
    if bounds is None or second <= 0:
        return _not_given(from_before, Note(NoteCode.GAIN_NOT_SHOWN, {"figure": "part_kept"}))
    if isclose(*bounds, rel_tol=ALIKE, abs_tol=ALIKE):
        no_part = _not_given(from_before, Note(NoteCode.NO_SPREAD, {"figure": "part_kept", "n": n}))
        return replace(no_part, value=first / second)
    return Estimate(first / second, *bounds, n, "fieller")


def _not_given(counts: GroupCounts, *notes: Note) -> Estimate:
    return Estimate(None, None, None, counts.joint.n, "fieller", notes)


def _errors(tables: Sequence[JointTable], design: Design | None) -> tuple[list[float], float] | None:
    """Variances of the mean gains of these tables, of the same learners, and degrees of freedom.

    With cohorts all by one design effect, that of the mean gain to the follow-up: a part is as sure as what it is of.
    None: there is one cohort.
    """
    variances = [(table.differences.sd or 0.0) ** 2 / table.n for table in tables]
    if design is None:
        return variances, tables[0].n - 1.0
    if not design.is_known:
        return None
    effect = design.of("gain")
    return [one * effect.value for one in variances], effect.t_df(tables[0].n)
