"""One figure with how far it can be trusted, and one test: as single statistics give them back."""

from dataclasses import dataclass

from analytics.notes import Note


@dataclass(frozen=True)
class Estimate:
    """An Estimate is one figure with its interval, and the number of learners it rests on.

    value, low, high: in the unit that the function names. n: learners. method: how the interval was made. se: standard
    error; df: degrees of freedom of the interval; None if the method has none. A figure that cannot be worked out is
    None, and notes say why.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    notes: tuple[Note, ...] = ()
    se: float | None = None
    df: float | None = None


@dataclass(frozen=True)
class Significance:
    """A Significance is the result of a test of no difference.

    statistic: on df (and df2 for an F). p, ln_p: two-sided, or upper for F and chi-square; p is 0.0 only if it is too
    small for a double, and then ln_p tells how small. n: learners it rests on; None in a rounded table. method: which
    test. A figure that cannot be worked out is None, and notes say why.
    """

    statistic: float | None
    df: float | None
    p: float | None
    ln_p: float | None
    n: int | None
    method: str
    notes: tuple[Note, ...] = ()
    df2: float | None = None
