"""How many learners and cohorts a round needs, and what gain the cohorts at hand could have shown."""

from dataclasses import dataclass
from math import ceil

from scipy import special

from analytics.notes import Note, NoteCode
from analytics.numerics.roots import root
from analytics.shares.intervals import normal_quantile

MOST_LEARNERS = 1e9


@dataclass(frozen=True)
class SampleSize:
    """n: learners needed were they independent, not rounded. learners: with cohorts, whole. cohorts: of the size given.

    None with its reason in notes.
    """

    n: float | None
    learners: int | None
    cohorts: int | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class SmallestGain:
    """What could just have been found with the power asked. points: of mean gain; d_z: the same in sds of gain.

    None with its reason in notes.
    """

    points: float | None
    d_z: float | None
    notes: tuple[Note, ...] = ()


def design_effect(cohort_size: float, icc: float) -> float:
    """1 + (cohort_size - 1) · icc, not under 1: how many times as many learners cohorts ask for. Kish 1965."""
    return max(1.0, 1 + (cohort_size - 1) * icc)


def power_of_t(n: float, d_z: float, alpha: float = 0.05) -> float:
    """Chance that a two-sided paired t test of n learners finds a mean gain of d_z sds of gain, on its own side."""
    df = n - 1
    return float(1 - special.nctdtr(df, abs(d_z) * n**0.5, special.stdtrit(df, 1 - alpha / 2)))


def learners_for_gain(
    d_z: float, *, power: float = 0.8, alpha: float = 0.05, cohort_size: float = 1, icc: float = 0.0
) -> SampleSize:
    """Learners for a paired t test, the cohort as its unit, to find d_z (mean gain over the sd of gains).

    The n at which the noncentral t, n - 1 and d_z sqrt(n), goes beyond the two-sided t of alpha with the chance
    `power`; at least 2. Cohorts are found likewise, as so many observations of d_z sqrt(cohort_size / design effect):
    few of them leave few degrees of freedom, which the design effect alone forgets. OUT_OF_REACH for a d_z of 0. As R's
    power.t.test with strict = FALSE.

    Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, section 2.2; Donner & Klar 2000, Design and
    Analysis of Cluster Randomization Trials, chapter 5.
    """
    _check(power, alpha, cohort_size)
    n = _observations(d_z, power, alpha)
    cohorts = _observations(d_z * (cohort_size / design_effect(cohort_size, icc)) ** 0.5, power, alpha)
    return _out_of_reach() if n is None or cohorts is None else _in_cohorts(n, cohorts, cohort_size)


def _observations(d: float, power: float, alpha: float) -> float | None:
    """How many of them a t test needs to find a mean of d sds; None where no number does."""

    def missing(n: float) -> float:
        return power_of_t(n, d, alpha) - power

    if not d or missing(MOST_LEARNERS) < 0:
        return None
    if missing(2.0) >= 0:
        return 2.0
    high = max(4.0, float((normal_quantile(1 - alpha) + special.ndtri(power)) / d) ** 2)
    while missing(high) < 0:  # no further than that: the noncentral t is lost where n is far beyond what is needed
        high *= 2
    return root(missing, 2.0, high)


def learners_for_share(
    gained: float,
    lost: float,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    cohort_size: float = 1,
    icc: float = 0.0,
) -> SampleSize:
    """Learners for McNemar's test to find shares `gained` and `lost` (0..1), in cohorts with their design effect.

    (z₁ sqrt(gained + lost) + z₂ sqrt(gained + lost - (gained - lost)²))² / (gained - lost)². Cohorts: as
    `cohorts_for`, one group of them. OUT_OF_REACH where both are equal. Connor 1987, Biometrics 43:207; Miettinen 1968.
    """
    _check(power, alpha, cohort_size)
    if min(gained, lost) < 0 or gained + lost > 1:
        raise ValueError(f"shares gained and lost are 0 to 1 together, not {gained} and {lost}")
    difference, changed = gained - lost, gained + lost
    if difference == 0:
        return _out_of_reach()
    z = normal_quantile(1 - alpha) * changed**0.5 + float(special.ndtri(power)) * (changed - difference**2) ** 0.5
    n = z * z / difference**2
    effect = design_effect(cohort_size, icc)
    return _in_cohorts(n, cohorts_for(n * effect, cohort_size, power=power, alpha=alpha), cohort_size)


def cohorts_for(learners: float, cohort_size: float, *, power: float, alpha: float) -> float:
    """Cohorts per group, not rounded, where the normal distribution asks for `learners` of each group.

    Their number over the squared ratio of t₁ + t₂ to z₁ + z₂ (of alpha and power), t on groups · (cohorts - 1): what
    few cohorts cost beside their design effect. Of learners who are no cohorts the normal is right as it is. Donner &
    Klar 2000, Design and Analysis of Cluster Randomization Trials, chapter 5.
    """
    cohorts = learners / cohort_size
    if cohort_size == 1:
        return cohorts
    z = normal_quantile(1 - alpha) + float(special.ndtri(power))

    def missing(count: float) -> float:
        df = count - 1
        return count - cohorts * (float(special.stdtrit(df, 1 - alpha / 2) + special.stdtrit(df, power)) / z) ** 2

    if missing(2.0) >= 0:
        return 2.0
    high = 2 * max(2.0, cohorts)
    while missing(high) < 0:
        high *= 2
    return root(missing, 2.0, high)


def smallest_gain(
    sd: float, n: int, *, design_effect: float = 1.0, df: float, power: float = 0.8, alpha: float = 0.05
) -> SmallestGain:
    """The smallest mean gain that these cohorts would have shown: (t(1 - alpha/2) + t(power)) · sd · sqrt(deff / n).

    sd: of gains, points; df: cohorts - 1 (n - 1 where the learner is the unit). TOO_FEW_LEARNERS for nobody, ONE_COHORT
    where df is under 1. Bloom 1995, Eval Rev 19:547.
    """
    _check(power, alpha)
    if n < 1:
        return SmallestGain(None, None, (Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "gain", "n": n, "needed": 2}),))
    if df < 1:
        return SmallestGain(None, None, (Note(NoteCode.ONE_COHORT, {"n": n}),))
    t = float(special.stdtrit(df, 1 - alpha / 2) + special.stdtrit(df, power))
    points = t * sd * (design_effect / n) ** 0.5
    return SmallestGain(points, points / sd if sd else None)


def smallest_net_share(
    changed: float, n: int, *, design_effect: float = 1.0, df: float, power: float = 0.8, alpha: float = 0.05
) -> float | None:
    """The smallest share improved less share worse that would have been told from 0, if `changed` change; all 0..1.

    (t(1 - alpha/2) + t(power)) · sqrt(changed · deff / n), at most `changed`; None for nobody, one cohort, or where
    even all changing one way would not be found. Bloom 1995; Connor 1987.
    """
    if n < 1 or df < 1:
        return None
    t = float(special.stdtrit(df, 1 - alpha / 2) + special.stdtrit(df, power))
    found = t * (changed * design_effect / n) ** 0.5
    return found if found <= changed else None


def _in_cohorts(n: float, cohorts: float, cohort_size: float) -> SampleSize:
    learners = ceil(cohorts * cohort_size - 1e-9)
    return SampleSize(n, learners, ceil(learners / cohort_size - 1e-9))


def _check(power: float, alpha: float, cohort_size: float = 1) -> None:
    if not 0 < alpha < power < 1:
        raise ValueError(f"alpha is over 0, power over it and under 1, such as 0.05 and 0.8; not {alpha}, {power}")
    if not cohort_size >= 1:
        raise ValueError(f"a cohort is of 1 learner or more, not {cohort_size}")


def _out_of_reach() -> SampleSize:
    return SampleSize(None, None, None, (Note(NoteCode.OUT_OF_REACH, {"figure": "sample_size"}),))
