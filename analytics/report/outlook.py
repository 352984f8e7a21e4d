"""What the learners and cohorts at hand could have shown, what a next round needs, where a next cohort would lie."""

from analytics.clusters.design import Clustering, Design
from analytics.clusters.next_cohort import next_mean, next_share
from analytics.counts.classes import CohortClasses
from analytics.counts.groups import GroupCounts, Options
from analytics.gains.gain import GainEstimate
from analytics.notes import Note, NoteCode
from analytics.power import SmallestGain, learners_for_gain, smallest_gain
from analytics.report.results import NextCohort, NextRound, PowerReport

POWER = 0.8
MATTERS = 0.1
"""The mean gain that a next round should find, as a part of the highest score: one item in ten.

A fixed one: what was seen here is no measure of what would be worth having. It is a little more than a second meeting
with the very same test gives by itself, .8 of 20 points in the retest of `analytics.report.retest`; and with the usual
spread of a fifth of the scale it is half a standard deviation, twice the .25 from which the What Works Clearinghouse
(Procedures Handbook 4.1, 2020) calls an effect substantively important."""


def power_report(counts: GroupCounts, gain: GainEstimate, design: Design | None, options: Options) -> PowerReport:
    """Returns the smallest mean gain that would have been found 8 times in 10, and the size of a next round.

    gain: that of the group. design: None if the learner is the unit. The next round is to find a mean gain of MATTERS
    of the highest score. With cohorts, degrees of freedom and design effect of the intervals are used. Both are None,
    with NO_SPREAD, if gains have no spread. Bloom 1995, Eval Rev 19:547.
    """
    n, sd, alpha = gain.n, gain.sd, 1 - options.confidence
    of_gain = None if design is None else design.of("gain")
    df = n - 1.0 if of_gain is None else of_gain.t_df(n)
    effect = 1.0 if of_gain is None else of_gain.value
    if not sd:
        notes = (Note(NoteCode.NO_SPREAD, {"figure": "power", "n": n}),)
        return PowerReport(POWER, SmallestGain(None, None, notes), None, notes)
    smallest = smallest_gain(sd, n, design_effect=effect, df=df, power=POWER, alpha=alpha)
    return PowerReport(POWER, smallest, _next_round(counts, sd, design, alpha), smallest.notes)


def _next_round(counts: GroupCounts, sd: float, design: Design | None, alpha: float) -> NextRound:
    points, size = MATTERS * counts.joint.max_score, cohort_size(counts)
    icc = 0.0 if design is None else max(0.0, design.of("gain").icc or 0.0)
    needed = learners_for_gain(points / sd, power=POWER, alpha=alpha, cohort_size=size, icc=icc)
    return NextRound(points, needed, size, icc)


def next_cohort(
    counts: GroupCounts, gain: GainEstimate | None, design: Design | None, options: Options
) -> NextCohort | None:
    """Predicts the mean gain and the share improved of one more cohort, each with an interval.

    From ten cohorts on, the ICC is their own, including what strata differ by, with cohorts - 1 degrees of freedom: the
    next cohort may come from any stratum. With fewer, it is the ICC of the group's intervals. None if the learner is
    the unit, if there is only one cohort in all, or if every learner gained the same.
    """
    if design is None or not design.is_known or gain is None or gain.se is None or not gain.sd:
        return None
    n, size, confidence = gain.n, cohort_size(counts), options.confidence
    of_gain, of_share = design.of("gain"), design.of("improved")
    iccs, df = (of_gain.icc, of_share.icc), of_gain.t_df(n)
    if counts.cohorts is not None and not design.borrows:
        whole = Clustering.of([counts.cohorts])
        iccs, df = (whole.gain.icc, whole.improved.icc), whole.cohorts - 1
    mean = next_mean(gain.mean, gain.sd, se=gain.se, icc=iccs[0] or 0.0, size=size, df=df, confidence=confidence)
    share = next_share(
        counts.joint.differences.improved / n,
        effective_n=n / of_share.value,
        icc=mean.icc if iccs[1] is None else iccs[1],
        size=size,
        df=df,
        confidence=confidence,
    )
    return NextCohort(size, df, mean, share)


def cohort_size(counts: GroupCounts) -> int:
    """Returns the mean number of learners with both tests per cohort, rounded; 1 if the learner is the unit."""
    if counts.cohorts is None or not counts.joint.n:
        return 1
    classes = counts.cohorts if isinstance(counts.cohorts, CohortClasses) else counts.cohorts.classes
    return max(1, round(counts.joint.n / int(classes.cohorts_of_size.sum())))
