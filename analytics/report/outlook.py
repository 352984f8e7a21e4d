"""What the learners and cohorts at hand could have shown, and what a next round needs."""

from analytics.clusters.design import Design
from analytics.counts.classes import CohortClasses
from analytics.counts.groups import GroupCounts, Options
from analytics.gains.gain import GainEstimate
from analytics.notes import Note, NoteCode
from analytics.power import SmallestGain, learners_for_gain, learners_for_share, smallest_gain, smallest_net_share
from analytics.report.results import NextRound, PowerReport

POWER = 0.8
NET = 0.1
"""The share improved less worse that a next round should find: one learner in ten."""


def power_report(counts: GroupCounts, gain: GainEstimate, design: Design | None, options: Options) -> PowerReport:
    """Smallest mean gain and net share that would have been found 8 times in 10, and the size of a next round.

    With cohorts by the design effect and degrees of freedom of the intervals. The next round is to find a mean gain of
    one point (a twentieth of the highest score where that is more), or a net share of NET with as many who change as
    now. Bloom 1995, Eval Rev 19:547; Connor 1987. Where gains have no spread: None, NO_SPREAD.
    """
    n, sd, alpha = gain.n, gain.sd, 1 - options.confidence
    of_gain = None if design is None else design.of("gain")
    df: float = n - 1 if of_gain is None or of_gain.df is None else of_gain.df
    effect = 1.0 if of_gain is None else of_gain.value
    if not sd:
        notes = (Note(NoteCode.NO_SPREAD, {"figure": "power", "n": n}),)
        return PowerReport(POWER, SmallestGain(None, None, notes), None, None, notes)
    smallest = smallest_gain(sd, n, design_effect=effect, df=df, power=POWER, alpha=alpha)
    gains = counts.joint.differences
    changed = (gains.improved + gains.worse) / n
    net = smallest_net_share(
        changed,
        n,
        design_effect=1.0 if design is None else design.of("improved").value,
        df=df,
        power=POWER,
        alpha=alpha,
    )
    return PowerReport(POWER, smallest, net, _next_round(counts, changed, sd, design, alpha), smallest.notes)


def _next_round(counts: GroupCounts, changed: float, sd: float, design: Design | None, alpha: float) -> NextRound:
    points = max(1.0, counts.joint.max_score / 20)
    size = 1.0 if counts.cohorts is None else _met_size(counts)
    icc = 0.0 if design is None else max(0.0, design.of("gain").icc or 0.0)
    gained, lost = (max(changed, NET) + NET) / 2, (max(changed, NET) - NET) / 2
    return NextRound(
        points=points,
        gain=learners_for_gain(points / sd, power=POWER, alpha=alpha, cohort_size=size, icc=icc),
        net=NET,
        net_share=learners_for_share(gained, lost, power=POWER, alpha=alpha, cohort_size=size, icc=icc),
        cohort_size=size,
        icc=icc,
    )


def _met_size(counts: GroupCounts) -> float:
    """Size of the cohort of a learner met by chance, Σn² / Σn."""
    if counts.cohorts is None or not counts.joint.n:
        return 1.0
    classes = counts.cohorts if isinstance(counts.cohorts, CohortClasses) else counts.cohorts.classes
    return int(classes.size**2 @ classes.cohorts_of_size) / counts.joint.n
