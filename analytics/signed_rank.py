"""Wilcoxon's signed-rank test from counts of gains: ties and zeros treated right, at any number of learners."""

from dataclasses import dataclass
from enum import StrEnum


class Zeros(StrEnum):
    """What becomes of learners who did not change."""

    PRATT = "pratt"
    """ranked with the others, then set aside: they keep the ranks of the others up"""
    WILCOX = "wilcox"
    """left out before ranking"""


class RankMethod(StrEnum):
    """How p was found."""

    EXACT = "exact"
    SADDLEPOINT = "saddlepoint"


@dataclass(frozen=True)
class SignedRankTest:
    """statistic: sum of the ranks of those who improved; z: tie-corrected, no continuity correction; p two-sided."""

    statistic: float
    z: float | None
    p: float
    ln_p: float
    method: RankMethod
