"""What each item of one wave tells: how hard it is, and whether it goes with the other items."""

from dataclasses import dataclass

import numpy as np

from analytics.counts.item_scores import ItemScores
from analytics.estimate import Estimate
from analytics.items.reliability import FEWEST_LEARNERS, reliability
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import ShareEstimate, wilson

UPPER_AND_LOWER = 0.27
"""Part of learners at each end that the discrimination compares (Kelley 1939, J Educ Psychol 30:17)."""


@dataclass(frozen=True)
class ItemFigures:
    """ItemFigures describe one item in one wave: how hard it is, and whether it goes with the others.

    difficulty: share right, 0..1, with Wilson's interval. item_rest: correlation of the item with the number of the
    other items right. discrimination: share right of the upper 27 % less that of the lower, -1..1. Both are None if the
    wave has too few learners; item_rest also if nothing varies.
    """

    item: str
    difficulty: ShareEstimate
    item_rest: float | None
    discrimination: float | None


@dataclass(frozen=True)
class WaveItems:
    """WaveItems hold the figures of all items of one wave, and their reliability (KR-20 with Feldt's interval).

    n: learners.
    """

    n: int
    items: tuple[ItemFigures, ...]
    reliability: Estimate
    notes: tuple[Note, ...]


def wave_items(scores: ItemScores, confidence: float = 0.95) -> WaveItems:
    """Describes every item of one wave, and the reliability of all of them together.

    difficulty: share right, 0..1, with Wilson's interval, from the first learner on. From FEWEST_LEARNERS on also
    item_rest (correlation of the item with the number of the others right), discrimination (share right of the upper 27
    % less that of the lower) and reliability (KR-20 with Feldt's interval); below, they are None with a note
    (TOO_FEW_LEARNERS). An item that everyone or nobody got right has no item_rest; if all scores are equal, reliability
    is None (NO_SPREAD). Learners independent. Crocker & Algina 1986, sections 5 and 14; Kelley 1939, J Educ Psychol
    30:17; Feldt 1965, Psychometrika 30:357.
    """
    n = scores.n
    enough = n >= FEWEST_LEARNERS
    rest = item_rest(scores) if enough else [None] * scores.items
    apart = discrimination(scores) if enough else [None] * scores.items
    alpha = reliability(scores, confidence)
    values = {"n": n, "needed": FEWEST_LEARNERS}
    few = [Note(NoteCode.TOO_FEW_LEARNERS, {"figure": f, **values}) for f in ("item_rest", "discrimination")]
    return WaveItems(
        n=n,
        items=tuple(
            ItemFigures(name, wilson(int(right), n, confidence), r, d)
            for name, right, r, d in zip(scores.names, scores.right_of_item, rest, apart, strict=True)
        ),
        reliability=alpha,
        notes=(*(() if enough else few), *alpha.notes),
    )


def item_rest(scores: ItemScores) -> list[float | None]:
    """Returns the correlation of each item with the score less that item (item-rest correlation).

    None for an item if it, or the rest of the score, does not vary. Crocker & Algina 1986, Introduction to Classical
    and Modern Test Theory, section 14.
    """
    n, at = scores.n, np.arange(scores.items + 1)
    correlations: list[float | None] = []
    for right in scores.right:
        x, with_item = int(right.sum()), int(at @ right)  # with_item: Σ of the scores of those who got it right
        rest, squares = scores.total - x, scores.total_squared - 2 * with_item + x
        spread = x * (n - x) * (n * squares - rest * rest)
        together = n * (with_item - x) - x * rest
        correlations.append(together / spread**0.5 if spread > 0 else None)
    return correlations


def discrimination(scores: ItemScores) -> list[float | None]:
    """Returns, for each item, the share right among the best 27 % less that among the worst, -1..1.

    Best and worst by score; ties at the border are shared out evenly. None for each item if there is nobody. Kelley
    1939, J Educ Psychol 30:17.
    """
    n = scores.n
    if not n:
        return [None] * scores.items
    part = UPPER_AND_LOWER * n
    learners = scores.learners.astype(np.float64)
    below = np.cumsum(learners) - learners
    above = n - below - learners
    share = np.where(learners > 0, scores.right / np.where(learners > 0, learners, 1.0), 0.0)
    low = np.clip(part - below, 0.0, learners)
    high = np.clip(part - above, 0.0, learners)
    return [float(d) for d in share @ (high - low) / part]
