"""People of a made-up study, and all that can be counted of them: how a whole report is asked for."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analytics import (
    CohortSums,
    ComparisonCounts,
    DifCounts,
    Flow,
    GroupCounts,
    ItemCounts,
    ItemScores,
    JointTable,
    Key,
    MoreCounts,
    ScaleCounts,
    counts_of_pairs,
    items_twice,
)
from analytics.counts.supplements import (
    CameCounts,
    CircumstanceCounts,
    FollowUpCounts,
    FormCounts,
    LateCounts,
    OptionCounts,
)

ITEMS = ("water", "visa", "contract", "helpline", "passport", "fee", "advert", "debt")
K = len(ITEMS)
OPTIONS = ("right", "tempting", "absurd", "unsure")


@dataclass(frozen=True)
class People:
    """A place per paired learner: region, cohort, sex, lessons done, form order; right[wave]: learners by items."""

    region: Any
    cohort: Any
    girl: Any
    lessons: Any
    second_first: Any
    right: tuple[Any, Any, Any]
    came_back: Any

    @property
    def n(self) -> int:
        return int(self.cohort.size)

    def scores(self, wave: int) -> Any:
        return self.right[wave].sum(axis=1)


def people(seed: int = 1, cohorts: int = 24, size: int = 20, regions: int = 4) -> People:
    random = np.random.default_rng(seed)
    cohort = np.repeat(np.arange(cohorts), size)
    lift = np.repeat(random.normal(0.9, 0.5, cohorts), size)
    lessons = random.integers(5, 9, cohort.size)
    ability = random.normal(0, 1, cohort.size)
    ease = np.linspace(1.2, -1.2, K)

    def answered(shift: Any) -> Any:
        chance = 1 / (1 + np.exp(-(ability + shift)[:, None] - ease))
        return (random.random((cohort.size, K)) < chance).astype(np.int64)

    return People(
        region=cohort % regions,
        cohort=cohort,
        girl=random.random(cohort.size) < 0.5,
        lessons=lessons,
        second_first=random.random(cohort.size) < 0.5,
        right=(answered(np.zeros(cohort.size)), answered(lift), answered(lift * 0.8)),
        came_back=random.random(cohort.size) < 0.8,
    )


def counts_of(some: People, rows: Any, *, before: int = 0, after: int = 1) -> GroupCounts:
    """Of the learners of these rows, two waves beside each other; three of four leavers per group have a score."""
    pre, post = some.scores(before)[rows], some.scores(after)[rows]
    return GroupCounts(
        joint=JointTable.from_pairs(pre, post, K),
        flow=Flow(pre_only=4, post_only=1, paired=pre.size, enrolled=pre.size + 6),
        cohorts=CohortSums.from_pairs(some.cohort[rows], pre, post),
        leavers=np.bincount([2, 3, 3], minlength=K + 1),
    )


def by_region(some: People) -> dict[Key, GroupCounts]:
    return {f"KZ-{place}": counts_of(some, some.region == place) for place in np.unique(some.region)}


def more_of(some: People) -> MoreCounts:
    before, after = some.right[:2]
    back = some.came_back
    joint = JointTable.from_pairs(some.scores(0)[back], some.scores(1)[back], K)
    random = np.random.default_rng(9)
    first = random.integers(0, 5, some.n)
    scale = (first, np.minimum(first + 1, 4))
    return MoreCounts(
        items=ItemCounts(
            twice=items_twice(before, after, ITEMS, cohort=some.cohort),
            before={"": ItemScores.from_responses(before, ITEMS)},
            after={"": ItemScores.from_responses(after, ITEMS)},
            options_before=(chosen(some, 0, "visa"),),
            options_after=(chosen(some, 1, "visa"),),
        ),
        dif=(
            DifCounts(
                "sex",
                {
                    name: ItemScores.from_responses(before[rows], ITEMS)
                    for name, rows in (("girl", some.girl), ("boy", ~some.girl))
                },
            ),
        ),
        forms=FormCounts(
            *(
                JointTable.from_pairs(some.scores(0)[rows], some.scores(1)[rows], K)
                for rows in (~some.second_first, some.second_first)
            )
        ),
        follow_up=FollowUpCounts(
            counts_of(some, back, after=2), counts_of(some, back, before=1, after=2), joint, left=int((~back).sum())
        ),
        statements={
            "say-no": ScaleCounts(
                counts_of_pairs(*scale, max_score=4, group=[f"KZ-{place}" for place in some.region], cohort=some.cohort)
            )
        },
        dose={int(done): counts_of(some, some.lessons == done) for done in np.unique(some.lessons)},
        late=late_of(some),
        same_items=True,
    )


def whole_of(some: People) -> MoreCounts:
    """Whatever can be counted beside a report of scores."""
    ways = {"phone": some.n - 20, "typed": 20}
    return replace(
        more_of(some),
        comparison=compared_of(some),
        came=CameCounts(some.n, before=ways, after=ways, corrected=12, confirmed=11),
        circumstances=CircumstanceCounts(extended=13, moved=2, work=3, taken_out=4),
    )


def late_of(some: People) -> LateCounts:
    """The second half of the cohorts."""
    late = some.cohort > some.cohort.max(initial=0) / 2
    return LateCounts(int(late.sum()), int((late & (some.scores(1) > some.scores(0))).sum()))


def compared_of(some: People) -> ComparisonCounts:
    """Half of the cohorts with the course beside the others, whose second and third tests stand for early and first."""
    course = some.cohort % 2 == 0
    waiting = ~course & some.came_back
    return ComparisonCounts(
        counts_of(some, course), counts_of(some, waiting, before=1, after=2), afterwards=counts_of(some, ~course)
    )


def chosen(some: People, wave: int, item: str) -> OptionCounts:
    """The right option where the item was right, the tempting one for most others."""
    right, random = some.right[wave][:, ITEMS.index(item)], np.random.default_rng(5)
    option = np.where(right == 1, 0, random.choice([1, 1, 1, 2, 3], some.n))
    table = np.zeros((len(OPTIONS), K + 1), dtype=np.int64)
    np.add.at(table, (option, some.scores(wave)), 1)
    return OptionCounts(item, OPTIONS, "right", table)
