"""An item answered twice by the same learners, with what its cohorts did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.counts.classes import SizeClass, fold
from analytics.counts.columns import labels_of
from analytics.counts.twice import TwiceAsked


@dataclass(frozen=True)
class ItemCohorts:
    """ItemCohorts hold the sums of one item by cohort: changes, and right answers before and after.

    Each is one entry per stratum (a region, say) with its cohorts by size. change: learners who gained the item less
    those who lost it; before, after: learners who had it right.
    """

    change: tuple[tuple[SizeClass, ...], ...]
    before: tuple[tuple[SizeClass, ...], ...]
    after: tuple[tuple[SizeClass, ...], ...]


@dataclass(frozen=True)
class ItemTwice:
    """An ItemTwice is one item answered twice by the same learners, with its cohorts if they are known.

    answers: learners by right (yes) or not, before and after. cohorts: None if the learner is the unit. Raises
    ValueError if the two hold different numbers of learners.
    """

    answers: TwiceAsked
    cohorts: ItemCohorts | None = None

    def __post_init__(self) -> None:
        learners = None if self.cohorts is None else sum(c.size * c.cohorts for of in self.cohorts.change for c in of)
        if learners is not None and learners != self.answers.n:
            raise ValueError(f"the item was answered twice by {self.answers.n} learners, but cohorts hold {learners}")


def items_twice(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    names: Sequence[str],
    *,
    cohort: npt.ArrayLike | None = None,
    stratum: npt.ArrayLike | None = None,
) -> dict[str, ItemTwice]:
    """Counts each item before and after, by name, from the responses of learners with both tests.

    before, after: 0 and 1, shape (learners, items), the same learners in one order. cohort: a label per learner; None
    if the learner is the unit. stratum: a label per learner, the same for all of a cohort; None for a single stratum.
    Raises ValueError for other shapes or values, or a missing label. Source: arithmetic, on whole numbers.
    """
    first, second = np.asarray(before), np.asarray(after)
    if first.shape != second.shape or first.ndim != 2 or first.shape[1] != len(names):
        raise ValueError(f"{len(names)} items, but responses of shapes {first.shape} and {second.shape}")
    if not (((first == 0) | (first == 1)).all() and ((second == 0) | (second == 1)).all()):
        raise ValueError("a response is right (1) or not (0)")
    labels = strata = None
    if cohort is not None:
        _names, first_of, labels = np.unique(labels_of(cohort, "cohort"), return_index=True, return_inverse=True)
        strata = np.zeros(first_of.size) if stratum is None else labels_of(stratum, "stratum")[first_of]
    by_name = {}
    for place, name in enumerate(names):
        code = 2 * first[:, place].astype(np.int64) + second[:, place].astype(np.int64)
        if labels is None or strata is None:
            neither, gained, lost, both = (int(c) for c in np.bincount(code, minlength=4))
            by_name[name] = ItemTwice(TwiceAsked(both, lost, gained, neither))
        else:
            cells = np.bincount(labels * 4 + code, minlength=4 * (int(labels.max(initial=-1)) + 1)).reshape(-1, 4)
            by_name[name] = _of_cohorts(cells[:, 3], cells[:, 2], cells[:, 1], cells[:, 0], strata)
    return by_name


def _of_cohorts(both: Any, lost: Any, gained: Any, neither: Any, strata: Any) -> ItemTwice:
    """A place per cohort."""
    n = both + lost + gained + neither
    filled = n > 0
    both, lost, gained, n, strata = both[filled], lost[filled], gained[filled], n[filled], strata[filled]
    answers = TwiceAsked(int(both.sum()), int(lost.sum()), int(gained.sum()), int(neither[filled].sum()))
    places = [strata == stratum for stratum in np.unique(strata)]
    sums = (gained - lost, both + lost, both + gained)
    return ItemTwice(answers, ItemCohorts(*(tuple(tuple(fold(n[at], of[at])) for at in places) for of in sums)))
