"""Which counts of which groups to give as ranges, so that no count of nobody or everybody can be worked out.

A group whose outcome is near 0 or near all of its learners gives a range (`outcome_ranges`). Where the total is exact,
the total less all others would be the count after all: of the only such group always, of several when all of them are
at the same end of their ranges. So one more group, the partner, gives its outcomes as ranges too: whatever the true
counts are, the partner makes up the difference, and the total stays exact. Where the only one has a partner that is
itself so near an edge that this would tell, or has none at all, the total is a range as well. Who knows this very rule
tells no more: each decision is made from sizes, ranges and sums that are the same for all counts behind the ranges.
(Tried with all tables of one to three groups of five to twelve learners, and of four.)

Where several groups give ranges and no partner can make up the difference, only their sum is known, and it tells of one
of them only when it is at its end: that nobody in all of these groups did, say. This is left, since it speaks of so
many together, and to hide it would take the total from every report in which nearly all improved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.suppression import CountRange, outcome_ranges

Counts = Sequence[int]
"""learners by outcome: they add up to the group's"""
Ranges = tuple[CountRange | None, ...]
"""by outcome; None: as it is"""


@dataclass(frozen=True)
class Bounds:
    groups: tuple[Ranges, ...]
    total: Ranges


def bounds_of_groups(groups: Sequence[Counts], total: Counts) -> Bounds:
    """groups: those that are shown, each of five learners or more. total: of them and of the hidden ones together."""
    ranges = [outcome_ranges(counts) for counts in groups]
    bounded = [place for place, each in enumerate(ranges) if any(each)]
    whole = outcome_ranges(total)
    if not bounded:
        return Bounds(tuple(ranges), whole)
    # By size alone, which every reader sees: the choice tells nothing of the outcomes.
    free = [place for place in range(len(groups)) if place not in bounded]
    partner = max(free, key=lambda place: (sum(groups[place]), -place), default=None)
    if partner is not None:
        n = sum(groups[partner])
        compensating = [_compensating(groups, ranges, [*bounded, partner], outcome) for outcome in range(len(total))]
        if all(each.low >= 2 and each.high <= n - 2 for each in compensating if each is not None):
            ranges[partner] = tuple(compensating)
            return Bounds(tuple(ranges), whole)
    if len(bounded) > 1:
        return Bounds(tuple(ranges), whole)
    if partner is not None:
        ranges[partner] = tuple(CountRange(2, n - 2) for _ in total)
    told = [*bounded, *([] if partner is None else [partner])]
    return Bounds(tuple(ranges), tuple(_summed(total, groups, ranges, told, outcome) for outcome in range(len(total))))


def _compensating(
    groups: Sequence[Counts], ranges: Sequence[Ranges], places: Sequence[int], outcome: int
) -> CountRange | None:
    """What the last of these places has, over everything that the others may have; None where they are as they are."""
    bounded = places[:-1]
    together = sum(groups[place][outcome] for place in places)
    given = [ranges[place][outcome] or CountRange(*2 * (groups[place][outcome],)) for place in bounded]
    low, high = (together - sum(getattr(each, end) for each in given) for end in ("high", "low"))
    return None if low == high else CountRange(low, high)


def _summed(
    total: Counts, groups: Sequence[Counts], ranges: Sequence[Ranges], places: Sequence[int], outcome: int
) -> CountRange | None:
    """The total as what the ranges leave of it."""
    found = [(each, groups[place][outcome]) for place in places if (each := ranges[place][outcome]) is not None]
    low, high = (total[outcome] + sum(getattr(each, end) - count for each, count in found) for end in ("low", "high"))
    return None if low == high else CountRange(low, high)
