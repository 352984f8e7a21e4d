"""The mean gain, the normalised gain, and those who could not gain (ceiling) or lose (floor)."""

from dataclasses import dataclass
from enum import StrEnum


class GainInterval(StrEnum):
    """How the interval of the mean gain was made."""

    T = "t"
    """Student's t, learners independent"""
    CR2 = "cr2"
    """cluster-robust CR2 with Satterthwaite's degrees of freedom"""
    BORROWED = "borrowed_design_effect"
    """s²/n times the design effect of all cohorts, t on all cohorts - 1"""


@dataclass(frozen=True)
class GainEstimate:
    """Mean gain of n learners. mean, sd, se, low, high in points; percent in points per hundred of the highest score.

    cohorts, icc, design_effect, effective_n: None where cohorts were not given. df: of the interval.
    """

    n: int
    mean: float
    sd: float | None
    se: float | None
    df: float | None
    low: float | None
    high: float | None
    percent: float
    interval: GainInterval | None
    cohorts: int | None
    icc: float | None
    design_effect: float | None
    effective_n: float | None


@dataclass(frozen=True)
class NormalisedGain:
    """Hake's gain, shares of what was left to learn; undefined: learners with full marks before.

    normalised_change: Marx & Cummings' c, which also treats losses fairly; change_left_out: learners at one end twice.
    """

    of_averages: float | None
    average: float | None
    undefined: int
    normalised_change: float | None
    change_left_out: int


@dataclass(frozen=True)
class Ceiling:
    """Learners with full marks (pre, post) and with none (floor_pre, floor_post)."""

    pre: int
    post: int
    floor_pre: int
    floor_post: int
