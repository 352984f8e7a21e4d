"""The share improved with and without learners whose second test arrived when the right answers could be seen."""

from dataclasses import dataclass

from analytics.counts.groups import Key
from analytics.counts.supplements import LateCounts
from analytics.shares.intervals import ShareEstimate, share_like


@dataclass(frozen=True)
class LateGroup:
    """A LateGroup gives the same of one group, such as a region."""

    key: Key
    n: int
    improved: ShareEstimate
    without: ShareEstimate | None


@dataclass(frozen=True)
class LateReport:
    """A LateReport gives the share improved of late learners, and of all the others.

    A test of late learners came when the right answers could be seen: the second from a phone, or a sheet of paper with
    a second person's yes. All other figures of the report include them. n: late learners. improved: of them. without:
    of all others; None if counts are hidden. is_rounded: n and improved are rounded, as in a publication. groups: those
    with late learners; none where of one of them neither may be told.
    """

    n: int
    improved: ShareEstimate
    without: ShareEstimate | None
    is_rounded: bool = False
    groups: tuple[LateGroup, ...] = ()

    def without_of(self, key: Key | None) -> ShareEstimate | None:
        """Returns the share improved of all others of a group; None for a group without late learners.

        key: of the group; None: of all together.
        """
        return self.without if key is None else next((one.without for one in self.groups if one.key == key), None)


def late_report(counts: LateCounts, whole: ShareEstimate, *, confidence: float) -> LateReport:
    """Returns the share improved of late learners, and of everybody else.

    whole: the share improved of all learners; the intervals are made as its own. Source: arithmetic.
    """
    improved = share_like(whole, counts.improved, counts.n, confidence=confidence)
    return LateReport(counts.n, improved, without(whole, improved, confidence=confidence))


def late_group(key: Key, counts: LateCounts, whole: ShareEstimate, *, confidence: float) -> LateGroup:
    """Returns the same of one group. key, whole: of the group."""
    of = late_report(counts, whole, confidence=confidence)
    return LateGroup(key, of.n, of.improved, of.without)


def without(whole: ShareEstimate, late: ShareEstimate, *, confidence: float) -> ShareEstimate | None:
    """Returns the share improved of all learners but the late ones; None if a count is hidden.

    whole: of all learners. late: of late ones; rounded counts give what a reader would work out, from nobody to
    everybody.
    """
    if whole.count is None or late.count is None:
        return None
    n = max(whole.n - late.n, 0)
    count = min(max(whole.count - late.count, 0), n)
    return share_like(whole, count, n, confidence=confidence)
