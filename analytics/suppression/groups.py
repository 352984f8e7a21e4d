"""What may not be shown, since a person could be recognised. Pure rules on counts; no figure is computed here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Hidden:
    """groups: places in the list that must not be shown. total: it must not be shown either.

    Which of the hidden groups are small and which only protect them is not told: knowing it would help to guess.
    """

    groups: frozenset[int]
    total: bool


def hidden_groups(paired: Sequence[int], threshold: int, *, withheld: Collection[int] = ()) -> Hidden:
    """Which of several groups to hide when their total is shown beside them.

    paired: learners per group, the groups together being the total. A group of 1..threshold - 1 is small. While what is
    hidden could be undone by taking the shown from the total, the smallest shown group is hidden too (all of that size;
    where none of the hidden is small, the earlier of two). The hidden must be two groups or more, together `threshold`
    learners or more, and not one learner each, nor each just under the threshold. Where even hiding all does not reach
    that, the total is hidden. Empty groups are shown: they hold nobody. withheld: places to hide whatever their size,
    since another report tells what is missing.

    Who knows the rule cannot tell a small group: it does not look at places, so that any of the hidden might be the
    small one. (Tried with all tables of three to five groups.)
    """
    hidden = [place for place, n in enumerate(paired) if 0 < n < threshold or (n and place in withheld)]
    shown = sorted((n, place) for place, n in enumerate(paired) if n and place not in hidden)
    while hidden and shown and not is_safe([paired[place] for place in hidden], threshold):
        small = any(paired[place] < threshold for place in hidden)
        smallest = [group for group in shown if group[0] == shown[0][0]][: None if small else 1]
        hidden += [place for _, place in smallest]
        shown = shown[len(smallest) :]
    unsafe = bool(hidden) and not is_safe([paired[place] for place in hidden], threshold)
    return Hidden(frozenset(hidden), total=unsafe)


def tells_of_hidden(paired: Sequence[int], chosen: Collection[int], threshold: int) -> bool:
    """Whether figures of the chosen groups taken together, beside a report on all of them, give away a hidden group.

    chosen: places. What is hidden in the report falls apart into that among the chosen and that among the others; each
    part must be nothing or safe by itself, since it is what they have together less what is shown.
    """
    hidden = hidden_groups(paired, threshold).groups
    parts = ([paired[place] for place in hidden if (place in chosen) is among] for among in (True, False))
    return any(part and not is_safe(part, threshold) for part in parts)


def is_safe(hidden: Sequence[int], threshold: int) -> bool:
    """Two or more, for one alone is the total less the shown; enough learners to be shown; and not all with one
    learner, nor all just under the threshold, for these the sum would tell."""
    told = all(n == 1 for n in hidden) or all(n == threshold - 1 for n in hidden)
    return len(hidden) > 1 and sum(hidden) >= threshold and not told


@dataclass(frozen=True)
class CountRange:
    """A count is somewhere from low to high, both included."""

    low: int
    high: int


def range_at_the_edge(count: int, of: int) -> CountRange | None:
    """The range to give for a count of none or all of so many, or of one learner beside; None for as it is.

    0 % or 100 % would speak of every learner. 0 and 1 are given alike, as 0..1, and `of` - 1 and `of` as these two, so
    that the range tells nothing. Of one or two learners every count is near both: 0..`of`.
    """
    if of <= 2:
        return CountRange(0, of)
    if count <= 1:
        return CountRange(0, 1)
    return CountRange(of - 1, of) if count >= of - 1 else None
