"""How the tests of the learners with both came in: by page, phone, typed in from paper or from a file."""

from dataclasses import dataclass

from analytics.counts.supplements import CameCounts

CORRECTED, CONFIRMED, LOST = "corrected", "confirmed", "lost"
"""Beside the ways: sheets that stand in the place of others, those with a second person's yes after the reveal, and
learners who had both tests until a second person said yes to a sheet that does not count."""


@dataclass(frozen=True)
class CameBy:
    """A CameBy counts the learners one of whose two tests came in one way.

    wave: "pre" or "post"; "" for CORRECTED, CONFIRMED and LOST, which are counted over both. way: page, phone, typed,
    file, paper (where it is not known which of these two), photo or chat; or CORRECTED, CONFIRMED or LOST.
    """

    wave: str
    way: str
    count: int


@dataclass(frozen=True)
class CameReport:
    """A CameReport says how the tests came of the learners with both of whom that is known.

    n: how many these are. ways: those that any test came by, with CORRECTED, CONFIRMED and LOST if there are any; who
    has lost a test is not among the n.
    is_rounded: the counts are rounded, as in a publication.
    """

    n: int
    ways: tuple[CameBy, ...]
    is_rounded: bool = False


def came_report(counts: CameCounts) -> CameReport:
    """Returns how many learners' tests came in each way. Source: arithmetic."""
    ways = [
        CameBy(wave, way, count)
        for wave, of in (("pre", counts.before), ("post", counts.after))
        for way, count in of.items()
        if count
    ]
    beside = ((CORRECTED, counts.corrected), (CONFIRMED, counts.confirmed), (LOST, counts.lost))
    return CameReport(counts.n, (*ways, *(CameBy("", name, count) for name, count in beside if count)))
