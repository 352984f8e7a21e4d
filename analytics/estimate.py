"""One figure with how far it can be trusted, and one test: as single statistics give them back."""

from dataclasses import dataclass

from analytics.notes import Note


@dataclass(frozen=True)
class Estimate:
    """An Estimate is one figure with its interval, and the number of learners it rests on.

    value, low, high: in the unit that the function names; n: learners it rests on.

    method: how the interval was made. What cannot be given is None and notes say why. se: standard error; df: degrees
    of freedom of the interval, where it has any.
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

    statistic: on df (and df2 for an F). p, ln_p: two-sided or upper as the statistic asks. p is 0.0 only where it is
    too small for a double; ln_p tells how small. What cannot be given is None and notes say why. n: learners it rests
    on, None in a rounded table.
    """

    statistic: float | None
    df: float | None
    p: float | None
    ln_p: float | None
    n: int | None
    method: str
    notes: tuple[Note, ...] = ()
    df2: float | None = None
