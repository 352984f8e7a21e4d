"""What an author should look at in the items of one form of a test: each with its difficulty, its options, remarks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.counts.item_scores import ItemScores
from analytics.counts.supplements import OptionCounts
from analytics.estimate import Estimate
from analytics.items.distractors import FEWEST_LEARNERS, Distractors, distractors
from analytics.items.misfit import POOR
from analytics.items.wave import ItemFigures, wave_items
from analytics.numerics.correlation import fisher_bounds
from analytics.shares.intervals import ShareEstimate, normal_quantile, wilson

EASY = 0.85
"""Share right before the course from which an item leaves little to be learned. University of Washington, Office of
Educational Assessment, Understanding Item Analyses: easy from 85 % on."""
HARD = 0.2
"""Share right under which guessing among three or four options would do as well. Bob Jones University, Test Item
Analysis: 20 to 80 % is best."""


class RemarkCode(StrEnum):
    """Names what an author should look at, the most urgent first."""

    WRONG_ABOVE_KEY = "wrong_above_key"
    """more of the best third chose a wrong option than the key. Haladyna 2004, Developing and Validating Test Items"""
    NEGATIVE = "negative"
    """whoever is good at the others gets this one wrong: item-rest correlation under 0. Crocker & Algina 1986, 14"""
    LOW = "low"
    """item-rest correlation under POOR"""
    EASY = "easy"
    HARD = "hard"
    RARE = "rare"
    """a wrong option that fewer than RARELY_CHOSEN chose"""
    FINE = "fine"


@dataclass(frozen=True)
class Remark:
    """A Remark is one thing to look at; option: the wrong option that it is about, "" if it is about the whole item."""

    code: RemarkCode
    option: str = ""


@dataclass(frozen=True)
class ItemReview:
    """An ItemReview holds the figures of one item before the course, its options, and remarks, the most urgent first.

    difficulty: share right, 0..1, with Wilson's interval. item_rest: correlation with the number of the others right,
    with Fisher's interval; its value is None if either does not vary. shares: of learners who chose each of the
    options, with Wilson's interval. upper_shares: the same of the best third. remarks: at least one, FINE if there is
    nothing to look at.
    """

    item: str
    difficulty: ShareEstimate
    item_rest: Estimate
    options: Distractors
    shares: tuple[ShareEstimate, ...]
    upper_shares: tuple[ShareEstimate, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class FormReview:
    """A FormReview holds the items of one form, what is most urgent first; none under FEWEST_LEARNERS learners.

    n: learners who took this form first and both tests.
    """

    form: str
    n: int
    items: tuple[ItemReview, ...]

    @property
    def missing(self) -> int:
        """How many learners more it takes until the items are shown; 0 if they are."""
        return max(0, FEWEST_LEARNERS - self.n)


def review(
    form: str,
    scores: ItemScores,
    options: Sequence[OptionCounts],
    *,
    others: Collection[str] = (),
    confidence: float = 0.95,
) -> FormReview:
    """Reviews the items of one form by one wave's answers; there are no items under FEWEST_LEARNERS.

    options: of the same items in the same order. others: choices that are no option of the author's, such as "not sure"
    and blank; they are counted and get no remark. Learners independent. Sources: wave_items, distractors, RemarkCode.
    """
    if scores.n < FEWEST_LEARNERS:
        return FormReview(form, scores.n, ())
    figures = wave_items(scores, confidence).items
    reviews = [_item_review(*both, others, confidence) for both in zip(figures, options, strict=True)]
    return FormReview(form, scores.n, tuple(sorted(reviews, key=_urgency)))


def _item_review(item: ItemFigures, counts: OptionCounts, others: Collection[str], confidence: float) -> ItemReview:
    chosen = distractors(counts.item, counts.options, key=counts.key, chosen=counts.chosen, learners=counts.learners)
    remarks = tuple(_remarks(item, chosen, others)) or (Remark(RemarkCode.FINE),)
    r = item.item_rest
    bounds = None if r is None else fisher_bounds(r, chosen.n, normal_quantile(confidence))
    low, high = bounds or (None, None)
    rest = Estimate(r, low, high, chosen.n, "fisher_z")
    best = chosen.thirds[2]
    return ItemReview(
        item.item,
        item.difficulty,
        rest,
        chosen,
        tuple(wilson(one.count or 0, chosen.n, confidence) for one in chosen.options),
        tuple(wilson(round((one.upper or 0) * best), best, confidence) for one in chosen.options),
        remarks,
    )


def _remarks(item: ItemFigures, chosen: Distractors, others: Collection[str]) -> list[Remark]:
    wrong = [one for one in chosen.options if not one.is_key and one.option not in others]
    key = next((one.upper or 0 for one in chosen.options if one.is_key), 0)
    above = () if chosen.has_lines else [one.option for one in wrong if (one.upper or 0) > key]
    share, rest = item.difficulty.share or 0, item.item_rest
    about_all = {
        RemarkCode.NEGATIVE: rest is not None and rest < 0,
        RemarkCode.LOW: rest is not None and 0 <= rest < POOR,
        RemarkCode.EASY: share >= EASY,
        RemarkCode.HARD: share < HARD,
    }
    return [
        *(Remark(RemarkCode.WRONG_ABOVE_KEY, option) for option in above),
        *(Remark(code) for code, is_so in about_all.items() if is_so),
        *(Remark(RemarkCode.RARE, one.option) for one in wrong if one.is_rare),
    ]


def _urgency(item: ItemReview) -> tuple[int, float]:
    """By the first remark; of equal ones the weaker correlation first."""
    rest = item.item_rest.value
    return [*RemarkCode].index(item.remarks[0].code), -1.0 if rest is None else rest
