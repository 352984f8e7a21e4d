"""An item answered twice by the same learners, with what its cohorts did."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.counts.classes import SizeClass, fold
from analytics.counts.columns import labels_of
from analytics.counts.twice import TwiceAsked

ItemRow = tuple[Any, str, int, int, int, int]
"""(cohort, item, both, lost, gained, neither): paired learners by right before and right after."""


@dataclass(frozen=True)
class ItemCohorts:
    """Classes of cohorts of one size, by sums over their learners: change (gained less lost), right before, after."""

    change: tuple[SizeClass, ...]
    before: tuple[SizeClass, ...]
    after: tuple[SizeClass, ...]


@dataclass(frozen=True)
class ItemTwice:
    """answers: learners by right (yes) or not, before and after. cohorts: None where the learner is the unit."""

    answers: TwiceAsked
    cohorts: ItemCohorts | None = None

    def __post_init__(self) -> None:
        found = None if self.cohorts is None else sum(c.size * c.cohorts for c in self.cohorts.change)
        if found is not None and found != self.answers.n:
            raise ValueError(f"the item was answered twice by {self.answers.n} learners, but cohorts hold {found}")


def items_twice(
    before: npt.ArrayLike, after: npt.ArrayLike, names: Sequence[str], *, cohort: npt.ArrayLike | None = None
) -> dict[str, ItemTwice]:
    """From responses of paired learners, 0 and 1, shape (learners, items); cohort: a label per learner. By item.

    ValueError for other shapes or values, or a missing label.

    Source: arithmetic, on whole numbers.
    """
    first, second = np.asarray(before), np.asarray(after)
    if first.shape != second.shape or first.ndim != 2 or first.shape[1] != len(names):
        raise ValueError(f"{len(names)} items, but responses of shapes {first.shape} and {second.shape}")
    if not (((first == 0) | (first == 1)).all() and ((second == 0) | (second == 1)).all()):
        raise ValueError("a response is right (1) or not (0)")
    labels = None if cohort is None else np.unique(labels_of(cohort, "cohort"), return_inverse=True)[1]
    found = {}
    for place, name in enumerate(names):
        code = 2 * first[:, place].astype(np.int64) + second[:, place].astype(np.int64)
        if labels is None:
            neither, gained, lost, both = (int(c) for c in np.bincount(code, minlength=4))
            found[name] = ItemTwice(TwiceAsked(both, lost, gained, neither))
        else:
            cells = np.bincount(labels * 4 + code, minlength=4 * (int(labels.max(initial=-1)) + 1)).reshape(-1, 4)
            found[name] = _of_cohorts(cells[:, 3], cells[:, 2], cells[:, 1], cells[:, 0])
    return found


def items_twice_from_rows(rows: Iterable[ItemRow]) -> dict[str, ItemTwice]:
    """From rows as a query gives them, a cohort and item more than once or not; items in the order of their first row.

    For learners as the unit leave the cohorts away: `ItemTwice(TwiceAsked(both, lost, gained, neither))`.

    Source: arithmetic, on whole numbers.
    """
    by_item: dict[str, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    for cohort, item, *numbers in rows:
        cells = by_item[item][cohort]
        for place, number in enumerate(numbers):
            cells[place] += number
    found = {}
    for item, cohorts in by_item.items():
        both, lost, gained, neither = np.array(list(cohorts.values()), dtype=np.int64).reshape(-1, 4).T
        found[item] = _of_cohorts(both, lost, gained, neither)
    return found


def _of_cohorts(both: Any, lost: Any, gained: Any, neither: Any) -> ItemTwice:
    n = both + lost + gained + neither
    filled = n > 0
    both, lost, gained, n = both[filled], lost[filled], gained[filled], n[filled]
    answers = TwiceAsked(int(both.sum()), int(lost.sum()), int(gained.sum()), int(neither[filled].sum()))
    change, before, after = (tuple(fold(n, total)) for total in (gained - lost, both + lost, both + gained))
    return ItemTwice(answers, ItemCohorts(change, before, after))
