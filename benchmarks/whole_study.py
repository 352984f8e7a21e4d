"""Made-up counts of all that stands beside the scores, for learners whose scores are given."""

from collections.abc import Callable
from typing import Any

import numpy as np

from analytics import (
    DifCounts,
    GroupCounts,
    ItemCounts,
    ItemScores,
    JointTable,
    MoreCounts,
    ScaleCounts,
    counts_of_pairs,
    items_twice,
)
from analytics.counts.classes import SizeClass
from analytics.counts.items_twice import ItemCohorts, ItemTwice
from analytics.counts.supplements import FollowUpCounts, FormCounts, OptionCounts
from analytics.counts.twice import TwiceAsked

K = 20
NAMES = tuple(f"item-{place}" for place in range(K))
Scale = Callable[[GroupCounts], GroupCounts]


def more_counts(columns: dict[str, Any], times: int, scaled: Scale) -> MoreCounts:
    """Makes up all counts besides the scores for these learners, each count `times` times."""
    random = np.random.default_rng(1)
    pre, post, cohort = columns["pre"].astype(np.int64), columns["post"].astype(np.int64), columns["cohort"]
    before, after = (_right(scores, random) for scores in (pre, post))
    half, lessons = random.random(pre.size) < 0.5, random.integers(0, 9, pre.size)
    later = np.clip(post - random.integers(0, 3, pre.size), 0, K)

    def counts(first: Any, second: Any, rows: Any = slice(None), k: int = K) -> GroupCounts:
        return scaled(counts_of_pairs(first[rows], second[rows], k, cohort=cohort[rows])[""])

    def scores(right: Any) -> ItemScores:
        item_scores = ItemScores.from_responses(right, NAMES)
        return ItemScores(NAMES, item_scores.right * times, item_scores.learners * times)

    statement = counts(pre % 5, np.minimum(pre % 5 + post % 2, 4), k=4)
    twice = {name: _scaled(item, times) for name, item in items_twice(before, after, NAMES, cohort=cohort).items()}
    return MoreCounts(
        items=ItemCounts(
            twice,
            {"": scores(before)},
            {"": scores(after)},
            tuple(_options(name, before[:, place], pre, times) for place, name in enumerate(NAMES)),
        ),
        dif=(DifCounts("sex", {"girl": scores(before[half]), "boy": scores(before[~half])}),),
        forms=FormCounts(counts(pre, post, half).joint, counts(pre, post, ~half).joint),
        follow_up=FollowUpCounts(counts(pre, later), counts(post, later), JointTable(counts(pre, post).joint.counts)),
        statements={f"statement-{place}": ScaleCounts({"": statement}) for place in range(6)},
        dose={int(done): counts(pre, post, lessons == done) for done in np.unique(lessons)},
    )


def _right(scores: Any, random: Any) -> Any:
    """As many items right as the score says, which ones by chance."""
    order = np.argsort(random.random((scores.size, K)), axis=1)
    return (order < scores[:, None]).astype(np.int8)


def _scaled(item: ItemTwice, times: int) -> ItemTwice:
    answers = item.answers
    assert item.cohorts is not None

    def classes(strata: tuple[tuple[SizeClass, ...], ...]) -> tuple[tuple[SizeClass, ...], ...]:
        return tuple(
            tuple(SizeClass(c.size, c.cohorts * times, c.total * times, c.square * times) for c in of) for of in strata
        )

    cohorts = ItemCohorts(classes(item.cohorts.change), classes(item.cohorts.before), classes(item.cohorts.after))
    numbers = (answers.both, answers.lost, answers.gained, answers.neither)
    return ItemTwice(TwiceAsked(*(number * times for number in numbers)), cohorts)


def _options(name: str, right: Any, scores: Any, times: int) -> OptionCounts:
    chosen = np.zeros((3, K + 1), dtype=np.int64)
    np.add.at(chosen, (np.where(right == 1, 0, 1 + scores % 2), scores), times)
    return OptionCounts(name, ("right", "wrong", "not sure"), "right", chosen)
