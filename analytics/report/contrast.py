"""People with the course compared with people without it: the difference in gains, in shares improved, and before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isclose

import numpy as np

from analytics.clusters.robust_between import ancova_cohort_robust
from analytics.clusters.two_groups import (
    adjusted_within_strata,
    cohort_difference,
    cohort_share_difference,
    difference_within_strata,
)
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.comparison import ComparisonCounts
from analytics.counts.groups import GroupCounts, Options
from analytics.estimate import Estimate
from analytics.gains.two_groups import ancova_difference, learner_difference
from analytics.notes import Note, NoteCode
from analytics.report.groups import DEFAULT, group_reports
from analytics.shares.intervals import ShareEstimate, wilson
from analytics.shares.paired import difference_of_shares
from analytics.significance.paired import student_test


@dataclass(frozen=True)
class ArmReport:
    """An ArmReport holds the figures of one of the two groups of a comparison.

    n: learners with both scores. first_only, second_only: learners with only that test. cohorts: None if the learner is
    the unit. before, after: mean scores, points. gain: the mean gain, points. improved, same, worse: shares. The
    figures are None if nobody has both scores.
    """

    n: int
    first_only: int
    second_only: int
    cohorts: int | None = None
    before: float | None = None
    after: float | None = None
    gain: Estimate | None = None
    improved: ShareEstimate | None = None
    same: ShareEstimate | None = None
    worse: ShareEstimate | None = None


@dataclass(frozen=True)
class Contrast:
    """A Contrast is a mean of the group with the course less that of the other group, in points, with its test.

    t, df, p, ln_p: two-sided test of no difference. n: learners of both groups. method: cr2 (by cohort), welch or
    ancova (by learner). A figure that cannot be worked out is None, and notes say why.
    """

    value: float | None
    low: float | None
    high: float | None
    se: float | None
    df: float | None
    t: float | None
    p: float | None
    ln_p: float | None
    n: int
    method: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ContrastReport:
    """A ContrastReport compares people with the course and people without it (comparison group).

    Each difference is the group with the course less the other. gain: of mean gains. improved: of shares improved,
    -1..1. before: of mean scores before, which shows whether the groups were alike. adjusted: of mean scores after at
    one score before (ANCOVA), a check of `gain`. is_randomised, same_items: as in ComparisonCounts. afterwards: those
    who waited, once they had the course; None if there are none.
    """

    course: ArmReport
    waiting: ArmReport
    gain: Contrast
    improved: Estimate
    before: Contrast
    adjusted: Contrast
    is_randomised: bool | None
    same_items: bool
    afterwards: ArmReport | None
    notes: tuple[Note, ...]

    @property
    def is_gain_within_strata(self) -> bool:
        """True if the difference in gains was taken within strata, and so is not the difference of the two means."""
        one, other = self.course.gain, self.waiting.gain
        return one is not None and other is not None and _is_another(self.gain.value, one.value, other.value)

    @property
    def is_before_within_strata(self) -> bool:
        """True if the difference in scores before was taken within strata, and so is not that of the two means."""
        return _is_another(self.before.value, self.course.before, self.waiting.before)


def _is_another(difference: float | None, course: float | None, waiting: float | None) -> bool:
    """Whether this is no difference of the two means."""
    if difference is None or course is None or waiting is None:
        return False
    return not isclose(difference, course - waiting, abs_tol=1e-9)


def contrast_report(
    counts: ComparisonCounts,
    options: Options = DEFAULT,
    everyone: Sequence[CohortSums | CohortClasses] | None = None,
) -> ContrastReport:
    """Works out every figure of the comparison of people with the course and people without it.

    With cohorts, means have CR2 errors with Satterthwaite's degrees of freedom and shares Korn-Graubard intervals; else
    the learner is the unit (Welch, Wilson). everyone: the cohorts whose ICC the two groups borrow, as in `gain_report`;
    None: those of the two groups. A figure that is None has its reason in notes. Source: each figure where it is made;
    its function there names it.
    """
    if everyone is None:
        everyone = (*counts.course.cohorts_by_stratum, *counts.waiting.cohorts_by_stratum)
    course, waiting = (_arm(part, options, everyone) for part in (counts.course, counts.waiting))
    return ContrastReport(
        course=course,
        waiting=waiting,
        gain=_contrast(_difference(counts, "gain", options.confidence)),
        improved=_improved(counts, options.confidence),
        before=_contrast(_difference(counts, "pre", options.confidence)),
        adjusted=_contrast(_adjusted(counts, options.confidence)),
        is_randomised=counts.is_randomised,
        same_items=counts.same_items,
        afterwards=None if counts.afterwards is None else _arm(counts.afterwards, options, everyone),
        notes=tuple(_notes(counts)),
    )


def _arm(counts: GroupCounts, options: Options, everyone: Sequence[CohortSums | CohortClasses]) -> ArmReport:
    """The same figures as in a report of this group alone."""
    group = group_reports({"": counts}, replace(options, pass_mark=None), everyone=everyone).total
    gain, n, alone = group.gain, counts.joint.n, (counts.flow.pre_only, counts.flow.post_only)
    if gain is None:
        return ArmReport(n, *alone, cohorts=counts.cohorts.cohorts if counts.cohorts else None)
    return ArmReport(
        n,
        *alone,
        cohorts=gain.cohorts,
        before=gain.pre_mean,
        after=gain.post_mean,
        gain=Estimate(gain.mean, gain.low, gain.high, n, str(gain.interval or "none"), se=gain.se, df=gain.df),
        improved=group.improved,
        same=group.same,
        worse=group.worse,
    )


def _difference(counts: ComparisonCounts, figure: str, confidence: float) -> Estimate:
    course, waiting = counts.course, counts.waiting
    if course.cohorts is not None and waiting.cohorts is not None:
        within = difference_within_strata(waiting.strata, course.strata, figure, confidence)
        return within or cohort_difference(waiting.cohorts, course.cohorts, figure, confidence)
    return learner_difference(waiting.joint, course.joint, figure, confidence)


def _adjusted(counts: ComparisonCounts, confidence: float) -> Estimate:
    course, waiting = counts.course, counts.waiting
    if course.cohorts is None or waiting.cohorts is None:
        return ancova_difference(waiting.joint, course.joint, confidence)
    n = course.joint.n + waiting.joint.n
    if not (isinstance(course.cohorts, CohortSums) and isinstance(waiting.cohorts, CohortSums)):
        return Estimate(None, None, None, n, "cr2", (Note(NoteCode.COHORTS_FOLDED, {"figure": "adjusted"}),))
    within = adjusted_within_strata(waiting.strata, course.strata, confidence)
    if within is not None:
        return within
    fit = ancova_cohort_robust([waiting.cohorts, course.cohorts], confidence)
    difference = fit.differences[0] if fit.differences else Estimate(None, None, None, n, "cr2", fit.test.notes)
    return replace(difference, notes=tuple(_of_adjusted(note) for note in difference.notes))


def _of_adjusted(note: Note) -> Note:
    return replace(note, values={**note.values, "figure": "adjusted"})


def _contrast(of: Estimate) -> Contrast:
    test = None if of.value is None or not of.se or of.df is None else student_test(of.value, of.se, of.df)
    t, p, ln_p = (None, None, None) if test is None else (test.t, test.p, test.ln_p)
    return Contrast(of.value, of.low, of.high, of.se, of.df, t, p, ln_p, of.n, of.method, of.notes)


def _improved(counts: ComparisonCounts, confidence: float) -> Estimate:
    course, waiting = counts.course, counts.waiting
    n, method = course.joint.n + waiting.joint.n, "square_and_add"
    if not course.joint.n or not waiting.joint.n:
        return Estimate(None, None, None, n, method)
    if course.cohorts is not None and waiting.cohorts is not None:
        strata = (*waiting.cohorts_by_stratum, *course.cohorts_by_stratum)
        return cohort_share_difference(waiting.cohorts, course.cohorts, confidence, strata)
    shares = [wilson(of.joint.differences.improved, of.joint.n, confidence) for of in (course, waiting)]
    return difference_of_shares(shares[0], shares[1])


def _notes(counts: ComparisonCounts) -> Iterator[Note]:
    course, waiting = counts.course, counts.waiting
    for arm, of in (("course", course), ("waiting", waiting)):
        if not of.joint.n:
            yield Note(NoteCode.ARM_EMPTY, {"arm": arm})
    if counts.is_randomised is None:
        yield Note(NoteCode.RANDOMISATION_UNKNOWN)
    else:
        yield Note(NoteCode.RANDOMISED if counts.is_randomised else NoteCode.NOT_RANDOMISED)
    if course.cohorts is None or waiting.cohorts is None:
        yield Note(NoteCode.CONTRAST_BY_LEARNER, {"n": course.joint.n + waiting.joint.n})
        return
    yield Note(NoteCode.CONTRAST_BY_COHORT, {"cohorts": course.cohorts.cohorts + waiting.cohorts.cohorts})
    if isinstance(course.cohorts, CohortSums) and isinstance(waiting.cohorts, CohortSums):
        both = np.intersect1d(course.cohorts.labels, waiting.cohorts.labels).size
        if both:
            yield Note(NoteCode.COHORTS_IN_BOTH, {"count": both})
