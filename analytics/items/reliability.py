"""How far scores of one wave tell learners apart: KR-20 (alpha of items scored 0 and 1), its interval, its error."""

from scipy import special

from analytics.counts.item_scores import ItemScores
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import tail

FEWEST_LEARNERS = 30
"""Under this many learners reliability and what items have to do with the rest are not given."""


def kr20(scores: ItemScores) -> float | None:
    """Returns the reliability (KR-20) of a set of items: k/(k-1) · (1 - Σ p(1 - p) / variance of scores).

    Both variances over n; it may be under 0. None for one item, or if all scores are equal. Kuder & Richardson 1937,
    Psychometrika 2:151; Cronbach 1951.
    """
    n, k = scores.n, scores.items
    spread = n * scores.total_squared - scores.total**2
    if k < 2 or spread == 0:
        return None
    right = scores.right_of_item
    return k / (k - 1) * (1 - int((right * (n - right)).sum()) / spread)


def reliability(scores: ItemScores, confidence: float = 0.95) -> Estimate:
    """Returns the reliability (KR-20) of the items of one wave, with Feldt's interval.

    The value is None for fewer than two items (TOO_FEW_ITEMS), under FEWEST_LEARNERS (TOO_FEW_LEARNERS), or if all
    scores are equal (NO_SPREAD). Feldt 1965, Psychometrika 30:357.
    """
    n, k = scores.n, scores.items
    if k < 2:
        return _none(n, Note(NoteCode.TOO_FEW_ITEMS, {"figure": "reliability", "count": k, "needed": 2}))
    if n < FEWEST_LEARNERS:
        few = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "reliability", "n": n, "needed": FEWEST_LEARNERS})
        return _none(n, few)
    alpha = kr20(scores)
    if alpha is None:
        return _none(n, Note(NoteCode.NO_SPREAD, {"figure": "reliability", "n": n}))
    low, high = feldt(alpha, n, k, confidence)
    return Estimate(alpha, low, high, n, "feldt")


def feldt(alpha: float, n: int, items: int, confidence: float = 0.95) -> tuple[float, float]:
    """Returns Feldt's interval of a reliability alpha (KR-20) of n learners and `items` items, two or more of each."""
    out, df1, df2 = tail(confidence), n - 1, (n - 1) * (items - 1)
    least, most = float(special.fdtri(df1, df2, out)), float(special.fdtri(df1, df2, 1 - out))
    return 1 - (1 - alpha) * most, 1 - (1 - alpha) * least


def standard_error_of_measurement(scores: ItemScores) -> float | None:
    """Returns how far a score lies from what the learner would get on average: sd · sqrt(1 - KR-20), points.

    sd over n - 1. A KR-20 under 0 counts as 0. None under FEWEST_LEARNERS, for one item, or if all scores are equal.
    Lord & Novick 1968.
    """
    alpha, n = kr20(scores), scores.n
    if alpha is None or n < FEWEST_LEARNERS:
        return None
    variance = (n * scores.total_squared - scores.total**2) / (n * (n - 1))
    return float((variance * (1 - min(1.0, max(0.0, alpha)))) ** 0.5)


def _none(n: int, note: Note) -> Estimate:
    return Estimate(None, None, None, n, "feldt", (note,))
