"""Tests of no change on paired learners: sign, McNemar, paired t. Each with p and with ln p, which does not underflow."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignTest:
    """Two-sided exact p; p is 0.0 only where it is under 1e-323, ln_p tells how small."""

    improved: int
    worse: int
    p: float
    ln_p: float


@dataclass(frozen=True)
class StudentTest:
    """t on df, two-sided. df need not be whole."""

    t: float
    df: float
    p: float
    ln_p: float
