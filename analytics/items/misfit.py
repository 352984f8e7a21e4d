"""Items that are shown to go badly with the others, for the authors of a test."""

from collections.abc import Sequence
from math import atanh

from scipy import special

from analytics.items.wave import ItemFigures
from analytics.significance.multiplicity import holm

POOR = 0.2
"""Correlation with the rest under which an item is poor. Ebel & Frisbie 1991, Essentials of Educational Measurement,
ch. 13."""
FEWEST_LEARNERS = 100
"""Under this many a correlation could be almost any."""


def misfits(items: Sequence[ItemFigures], n: int, alpha: float = 0.05) -> tuple[str, ...]:
    """Lists the items whose correlation with the rest is significantly under POOR, in the order passed in.

    n: learners; with fewer than FEWEST_LEARNERS no item is listed. One-sided by Fisher's z: (atanh POOR - atanh r) ·
    sqrt(n - 3) is a normal deviate if r is POOR; corrected for the number of items by Holm. An item without a
    correlation is not tested. Fisher 1921, Metron 1:3; Holm 1979, Scand J Stat 6:65.
    """
    known = [(item.item, item.item_rest) for item in items if item.item_rest is not None and abs(item.item_rest) < 1]
    if n < FEWEST_LEARNERS:
        return ()
    p = [float(special.ndtr(-(atanh(POOR) - atanh(r)) * (n - 3) ** 0.5)) for _, r in known]
    return tuple(name for (name, _), adjusted in zip(known, holm(p), strict=True) if adjusted < alpha)
