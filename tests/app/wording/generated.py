"""Reports of all sorts, each from its seed: with cohorts or without, few or many, small groups, edges, hidden ones."""

from dataclasses import replace
from typing import Any

import numpy as np

from analytics import (
    LEAST,
    CohortSums,
    Flow,
    GainReport,
    GroupCounts,
    ItemCounts,
    ItemScores,
    JointTable,
    Key,
    MoreCounts,
    Options,
    gain_report,
    inside,
    items_twice,
)
from analytics.counts.supplements import FollowUpCounts

MOST = (5, 10, 14, 20)


def generated(seed: int) -> GainReport:
    """Every twelfth has a group without pairs, every tenth one in which all improved; a third respect no cohorts."""
    random = np.random.default_rng(seed)
    k, cohorts, sloped = int(random.choice(MOST)), seed % 3 > 0, random.normal(0.12, 0.15)
    groups: dict[Key, GroupCounts] = {}
    rights: list[Any] = []
    for place in range(int(random.integers(1, 8))):
        size = 0 if seed % 12 == 0 and place == 0 else int(random.integers(3, 22) * random.integers(1, 12))
        cohort = np.sort(random.integers(0, random.integers(1, 14), size))
        ability = random.beta(2, 2.5, size)
        lift = np.repeat(sloped + random.normal(0, 0.05), size) + random.normal(0, 0.06, 14)[cohort]
        before = (random.random((size, k)) < ability[:, None]).astype(int)
        after = (random.random((size, k)) < np.clip(ability + lift, 0.01, 0.99)[:, None]).astype(int)
        pre, post = before.sum(axis=1), after.sum(axis=1)
        if seed % 10 == 3 and place == 1:
            post = np.minimum(k, pre + 1 + random.integers(0, 2, size))
        rights.append((before, after))
        left, alone = int(random.choice((0, 5, size // 4 + 8))), int(random.integers(0, 4))
        neither = int(random.integers(0, 5))
        groups[f"G{place}"] = GroupCounts(
            JointTable.from_pairs(pre, post, k),
            Flow(left, alone, size, enrolled=left + alone + size + neither if seed % 2 else None),
            CohortSums.from_pairs([100 * place + one for one in cohort.tolist()], pre, post) if cohorts else None,
            leavers=np.bincount(random.integers(0, k + 1, left), minlength=k + 1),
        )
    has_hidden = seed % 4 == 1
    options = Options(compare_from=LEAST if has_hidden else 1, pass_mark=(k + 1) // 2 if seed % 2 else None)
    more = (
        MoreCounts(items=_items(rights), same_items=True)
        if seed % 10 == 5
        else MoreCounts(same_items=QUESTIONS[seed % 3])
    )
    if seed % 4 in (1, 2):
        more = replace(more, follow_up=_follow_up(rights, k, random, seed % 3 > 0))
    report = gain_report(groups, options=options, more=more)
    return inside(report).report if has_hidden else report


def _follow_up(rights: list[Any], k: int, random: np.random.Generator, cohorts: bool) -> FollowUpCounts:
    """Half of all come back and have forgotten a little; each place is then a cohort."""
    before, after = (np.concatenate([pair[wave].sum(axis=1) for pair in rights]) for wave in (0, 1))
    came = random.random(before.size) < 0.5
    place = np.repeat(np.arange(len(rights)), [len(pair[0]) for pair in rights])[came].tolist()
    first, second = before[came], after[came]
    third = np.clip(second + random.integers(-2, 2, second.size), 0, k)

    def pairs(one: Any, other: Any) -> GroupCounts:
        sums = CohortSums.from_pairs(place, one, other) if cohorts else None
        return GroupCounts(JointTable.from_pairs(one, other, k), Flow(0, 0, one.size), sums)

    left = int(before.size - first.size)
    return FollowUpCounts(pairs(first, third), pairs(second, third), JointTable.from_pairs(first, second, k), left=left)


QUESTIONS = (None, False, True)


def _items(rights: list[Any]) -> ItemCounts:
    before, after = (np.concatenate([pair[wave] for pair in rights]) for wave in (0, 1))
    names = [f"item {place}" for place in range(before.shape[1])]
    return ItemCounts(
        twice=items_twice(before, after, names),
        before={"": ItemScores.from_responses(before, names)},
        after={"": ItemScores.from_responses(after, names)},
    )
