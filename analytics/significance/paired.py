"""Tests of no change on paired learners: sign, McNemar, paired t. Each with p and ln p, which does not underflow."""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.tails import (
    LN_2,
    ln_binomial_half_at,
    ln_binomial_half_lower,
    ln_t_two_sided,
    p_value,
)


@dataclass(frozen=True)
class SignTest:
    """A SignTest is the result of a sign test or of McNemar's test.

    improved, worse: learners who went up and down. p: two-sided; 0.0 only if it is too small for a double, and then
    ln_p tells how small.
    """

    improved: int
    worse: int
    p: float
    ln_p: float


@dataclass(frozen=True)
class StudentTest:
    """A StudentTest is the result of a two-sided t test: t on df, which need not be whole.

    In a rounded table only p is left.
    """

    t: float | None
    df: float | None
    p: float
    ln_p: float | None


def sign_test(improved: int, worse: int) -> SignTest:
    """Tests exactly whether as many improved as got worse, leaving out the unchanged (sign test).

    It is the same as McNemar's exact conditional test: p is twice the binomial tail at one half of the smaller count,
    at most 1; it is 1 if nobody changed. Dixon & Mood 1946, JASA 41:557; McNemar 1947, Psychometrika 12:153.
    """
    ln_p = min(0.0, LN_2 + ln_binomial_half_lower(min(improved, worse), improved + worse))
    return SignTest(improved, worse, p_value(ln_p), ln_p)


def mcnemar_mid_p(gained: int, lost: int) -> SignTest:
    """Tests whether as many gained as lost, counting half the probability of the observed table (McNemar's mid-p).

    It is less conservative than the exact test, and still safe. p = 2·P(X <= min) - P(X = min), at most 1; 1 if as many
    gained as lost. Fagerland, Lydersen & Laake 2013, BMC Med Res Methodol 13:91.
    """
    fewer, changed = min(gained, lost), gained + lost
    ln_tail = ln_binomial_half_lower(fewer, changed)
    ln_at = ln_binomial_half_at(fewer, changed)
    if changed == 0 or gained == lost:
        return SignTest(gained, lost, 1.0, 0.0)
    ln_p = min(0.0, ln_tail + LN_2 + float(np.log1p(-np.exp(ln_at - ln_tail) / 2)))
    return SignTest(gained, lost, p_value(ln_p), ln_p)


def mcnemar_of_cohorts(gained: int, lost: int, design_effect: float, df: float) -> SignTest:
    """Tests whether as many gained as lost, for learners who are alike within cohorts (McNemar).

    t = (gained - lost) / ((gained + lost) · design_effect)^½ on df (over 0), two-sided: the design effect divides
    McNemar's chi-squared. p is 1 if as many gained as lost. Eliasziw & Donner 1991, Stat Med 10:1981.
    """
    if gained == lost:
        return SignTest(gained, lost, 1.0, 0.0)
    ln_p = ln_t_two_sided((gained - lost) / ((gained + lost) * design_effect) ** 0.5, df)
    return SignTest(gained, lost, p_value(ln_p), ln_p)


def student_test(mean: float, se: float, df: float) -> StudentTest:
    """Tests whether a mean differs from 0, from its standard error: t = mean / se on df, two-sided.

    se and df must be over 0. Student 1908, Biometrika 6:1.
    """
    t = mean / se
    ln_p = ln_t_two_sided(t, df)
    return StudentTest(t, df, p_value(ln_p), ln_p)
