"""Cohorts as the unit: standard errors, degrees of freedom, likeness within cohorts and what it costs.

All from three numbers per cohort (n, Σx, Σx²), closed forms, O(cohorts).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.joint import Counts


class Robust(StrEnum):
    """Kinds of cluster-robust variance of a mean, by how each cohort's residual sum is weighted."""

    CR0 = "cr0"
    """as it is: too small with few cohorts (Liang & Zeger 1986)"""
    CR1 = "cr1"
    """times G / (G - 1)"""
    CR2 = "cr2"
    """over 1 - n_g / n: unbiased when cohorts do not matter (Bell & McCaffrey 2002)"""
    CR3 = "cr3"
    """over (1 - n_g / n)²: leaves each cohort out in turn"""


@dataclass(frozen=True)
class ClusteredMean:
    """A mean with cohorts as the unit. se and df are those of CR2 with Satterthwaite; None under two cohorts."""

    mean: float
    cohorts: int
    se: float | None
    df: float | None
    icc: float | None
    design_effect: float | None


def robust_se(n: Counts, total: Counts, kind: Robust = Robust.CR2) -> float | None:
    """Cluster-robust standard error of Σx / Σn.

    n, total: learners and Σx per cohort, shape (cohorts,). With e_g = Σx_g - n_g·mean the variance is Σ w_g e_g² / n²,
    w_g by `kind`. None under two cohorts, where it is undefined.
    """
    if n.size < 2:
        return None
    everyone = int(n.sum())
    residual = (total * everyone - n * int(total.sum())) / everyone  # whole until the division: alike is exactly 0
    left = 1 - n / everyone
    weight = {
        Robust.CR0: np.ones(n.size),
        Robust.CR1: np.full(n.size, n.size / (n.size - 1)),
        Robust.CR2: 1 / left,
        Robust.CR3: 1 / left**2,
    }[kind]
    return float((weight @ residual**2) ** 0.5 / everyone)


def satterthwaite_df(n: Counts) -> float | None:
    """Degrees of freedom of the CR2 variance of a mean when learners are independent.

    With f = n_g / n: 1 / (Σf² + (Σ f²/(1-f))² - Σ (f²/(1-f))²); cohorts - 1 when all are of one size.
    Pustejovsky & Tipton 2018, JBES 36:672, worked out for an intercept. None under two cohorts.
    """
    if n.size < 2:
        return None
    f = n / n.sum()
    g = f**2 / (1 - f)
    return float(1 / ((f**2).sum() + g.sum() ** 2 - (g**2).sum()))


def anova_icc(n: Counts, total: Counts, total_squared: Counts) -> float | None:
    """Share of the variance that lies between cohorts, (MSB - MSW) / (MSB + (n0 - 1) MSW); may be under 0.

    n0 = (n - Σn_g²/n) / (G - 1). None under two cohorts, when every cohort is of one learner, or when nothing varies.
    Donner & Koval 1980, Biometrics 36:19.
    """
    cohorts, everyone = n.size, int(n.sum())
    if cohorts < 2 or everyone == cohorts:
        return None
    between = float((total**2 / n).sum() - total.sum() ** 2 / everyone) / (cohorts - 1)
    within = float(total_squared.sum() - (total**2 / n).sum()) / (everyone - cohorts)
    n0 = (everyone - float((n**2).sum()) / everyone) / (cohorts - 1)
    spread = between + (n0 - 1) * within
    return (between - within) / spread if spread > 0 else None


def kish_design_effect(n: Counts, icc: float) -> float:
    """1 + (m - 1)·icc with m = Σn_g² / Σn_g, the size of the cohort of a learner met by chance. Kish 1965."""
    return float(1 + ((n**2).sum() / n.sum() - 1) * icc)


def clustered_mean(n: Counts, total: Counts, total_squared: Counts) -> ClusteredMean:
    """Σx / Σn with what cohorts do to it; at least one cohort with a learner.

    design_effect: the CR2 variance over s²/n, what it would be were learners independent; None where either is 0.
    """
    everyone = int(n.sum())
    mean = float(total.sum() / everyone)
    se, df = robust_se(n, total), satterthwaite_df(n)
    design_effect = None
    if se is not None and everyone > 1:
        sum_, squares = int(total.sum()), int(total_squared.sum())
        naive = (everyone * squares - sum_**2) / (everyone * everyone * (everyone - 1))
        if naive > 0 and se > 0:
            design_effect = se**2 / naive
    return ClusteredMean(mean, int(n.size), se, df, anova_icc(n, total, total_squared), design_effect)
