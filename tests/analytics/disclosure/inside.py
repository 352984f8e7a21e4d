"""A report as people inside may see it: small groups are suppressed, all else is exact."""

from analytics import GainReport
from analytics.disclosure import Disclosed, allowed, is_small, key_of


def inside(report: GainReport) -> Disclosed:
    """For people signed in with the right to these learners."""
    suppressed = tuple(key_of(one) for one in report.groups if is_small(one))
    return Disclosed(allowed(report, is_rounded=False), suppressed)
