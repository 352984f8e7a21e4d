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
    """A SampleSize says how many learners and cohorts a round needs.

    effective: learners needed if they were independent, not rounded. cohorts: how many of the size asked for, a whole
    number. learners: in all these cohorts. All are None if no number suffices (notes say why).
    """

    effective: float | None
    learners: int | None
    cohorts: int | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class SmallestGain:
    """A SmallestGain is the smallest mean gain that these cohorts could have shown with the power asked for.

    points: of mean gain. d_z: the same in sds of gain. None if it cannot be worked out (notes say why).
    """

    points: float | None
    d_z: float | None
    notes: tuple[Note, ...] = ()


def design_effect(cohort_size: float, icc: float) -> float:
    """Returns how many times as many learners are needed if they are taught in cohorts (design effect).

    1 + (cohort_size - 1) · icc, at least 1. Kish 1965.
    """
    return max(1.0, 1 + (cohort_size - 1) * icc)


def power_of_t(n: float, d_z: float, alpha: float = 0.05) -> float:
    """Returns the chance that a two-sided paired t test of n learners finds a mean gain of d_z sds of gain (power).

    Only a result in the direction of d_z counts.
    """
    df = n - 1
    return float(1 - special.nctdtr(df, abs(d_z) * n**0.5, special.stdtrit(df, 1 - alpha / 2)))


def learners_for_gain(
    d_z: float, *, power: float = 0.8, alpha: float = 0.05, cohort_size: float = 1, icc: float = 0.0
) -> SampleSize:
    """Returns how many learners a paired t test needs to find d_z (mean gain over the sd of gains).

    power: the chance of finding it, two-sided at alpha. effective: by the noncentral t with n - 1 and d_z sqrt(n), at
    least 2 learners. cohorts: likewise, each as one observation of d_z sqrt(cohort_size / design effect), since few
    cohorts leave few degrees of freedom, which the design effect alone ignores. OUT_OF_REACH for a d_z of 0. Raises
    ValueError unless 0 < alpha < power < 1 and cohort_size is 1 or more. As R's power.t.test with strict = FALSE.

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


def smallest_gain(
    sd: float, n: int, *, design_effect: float = 1.0, df: float, power: float = 0.8, alpha: float = 0.05
) -> SmallestGain:
    """Returns the smallest mean gain that these cohorts would have shown with the chance `power`, two-sided at alpha.

    (t(1 - alpha/2) + t(power)) · sd · sqrt(design_effect / n). sd: of gains, points. df: cohorts - 1 (n - 1 if the
    learner is the unit). None for nobody (TOO_FEW_LEARNERS), or if df is under 1 (ONE_COHORT). Raises ValueError unless
    0 < alpha < power < 1. Bloom 1995, Eval Rev 19:547.
    """
    _check(power, alpha)
    if n < 1:
        return SmallestGain(None, None, (Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "gain", "n": n, "needed": 2}),))
    if df < 1:
        return SmallestGain(None, None, (Note(NoteCode.ONE_COHORT, {"n": n}),))
    t = float(special.stdtrit(df, 1 - alpha / 2) + special.stdtrit(df, power))
    points = t * sd * (design_effect / n) ** 0.5
    return SmallestGain(points, points / sd if sd else None)


def _in_cohorts(n: float, cohorts: float, cohort_size: float) -> SampleSize:
    whole = ceil(cohorts - 1e-9)
    return SampleSize(n, ceil(whole * cohort_size - 1e-9), whole)


def _check(power: float, alpha: float, cohort_size: float = 1) -> None:
    if not 0 < alpha < power < 1:
        raise ValueError(f"alpha is over 0, power over it and under 1, such as 0.05 and 0.8; not {alpha}, {power}")
    if not cohort_size >= 1:
        raise ValueError(f"a cohort is of 1 learner or more, not {cohort_size}")


def _out_of_reach() -> SampleSize:
    return SampleSize(None, None, None, (Note(NoteCode.OUT_OF_REACH, {"figure": "sample_size"}),))
