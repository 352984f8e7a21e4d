"""One figure with how far it can be trusted, and one test: what the single statistics give back.

>>> from analytics import JointTable, PairedInterval, TwiceAsked, hake_of_averages, paired_difference, wilcoxon
>>> table = JointTable.from_pairs([4, 6, 5, 8, 3, 7, 6, 5, 9, 4, 6, 7], [7, 8, 5, 9, 6, 6, 9, 8, 9, 7, 8, 9], 10)
>>> print(f"p {wilcoxon(table).p:.4f}, {wilcoxon(table).method}")
p 0.0059, exact
>>> passed = paired_difference(TwiceAsked.at_mark(table, 7), method=PairedInterval.TANGO)
>>> print(f"{passed.value:.2f} more passed, from {passed.low:.2f} to {passed.high:.2f}")
0.42 more passed, from -0.02 to 0.71
>>> hake_of_averages(JointTable.empty(10)).notes[0].code
<NoteCode.NO_PAIRS: 'no_pairs'>
"""

from dataclasses import dataclass

from analytics.notes import Note


@dataclass(frozen=True)
class Estimate:
    """value with its interval, in the unit that the function names; n: learners it rests on.

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
    """A test of "no difference": statistic on df (and df2 for an F), p two-sided or upper as the statistic asks, ln p.

    p is 0.0 only where it is too small for a double; ln_p tells how small. What cannot be given is None and notes say
    why. n: learners it rests on.
    """

    statistic: float | None
    df: float | None
    p: float | None
    ln_p: float | None
    n: int
    method: str
    notes: tuple[Note, ...] = ()
    df2: float | None = None
