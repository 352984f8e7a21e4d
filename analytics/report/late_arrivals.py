"""The share improved with and without learners whose second test arrived when the right answers could be seen."""

from dataclasses import dataclass

from analytics.counts.supplements import LateCounts
from analytics.shares.intervals import ShareEstimate, share_like


@dataclass(frozen=True)
class LateReport:
    """A LateReport says who could have seen the right answers before their second test arrived, and what is without.

    n: such learners, who are in all other figures of the report. improved: of them. without: of all others.
    is_rounded: as in a publication, where the late ones are counted to the nearest BASE.
    """

    n: int
    improved: ShareEstimate
    without: ShareEstimate | None
    is_rounded: bool = False


def late_report(counts: LateCounts, whole: ShareEstimate, *, confidence: float) -> LateReport:
    """Returns the share improved of late learners, and of everybody else.

    whole: the share improved of all; of it are design effect and kind of the intervals. Source: arithmetic.
    """
    improved = share_like(whole, counts.improved, counts.n, confidence=confidence)
    return LateReport(counts.n, improved, without(whole, improved, confidence=confidence))


def without(whole: ShareEstimate, late: ShareEstimate, *, confidence: float) -> ShareEstimate | None:
    """Returns the share improved of all but the late ones.

    Where the late ones were rounded it is what a reader would work out: at least nobody, at most everybody.
    """
    if whole.count is None or late.count is None:
        return None
    n = max(whole.n - late.n, 0)
    count = min(max(whole.count - late.count, 0), n)
    return share_like(whole, count, n, confidence=confidence)
