"""Which counts of which groups to give as ranges, so that no count of nobody or everybody can be worked out.

**What is held.** After all that is shown of a table - counts, ranges, sizes, the total - a count of none or of all of a
group may still be at least one other number. The literature calls the numbers left the feasibility interval and asks
for a sliding protection level; here it is 1, so two numbers are left, for the claim to be kept open is "none" or "all",
and one learner more or less undoes it. Fischetti & Salazar 2001, Management Sci 47:1008; Hundepool et al. 2012,
Statistical Disclosure Control, ch. 4. The learner who is the one knows more than others, as in every table.

**How.** Outcomes are split in two, twice: who improved and who did not; and of those who did not, who stayed the same
and who got worse. So the share improved stays exact wherever it can, and it is the rest that is not told apart. Of each
split (`_ranges`, one rule for both, and for passed or not):

1. A count within one of none or all is given as the range of these two; both alike, so that the range tells nothing.
2. The total stays exact, or another table of the same learners would tell it. So the groups with ranges have a known
   sum together, and each moves only as far as the others can make up for it. They can where the sum is neither the
   least nor the most that the ranges allow: then one moves up where another moves down. Groups that are not shown at
   all make up for anything, unless they are near none or all themselves.
3. Else one of the other groups, the partner, is given as the range which the sum leaves it over everything that the
   groups with ranges may have: the largest of which that does not come within one of none or all.
4. Where there is none, each group is given as what the total alone leaves it.

Each choice is made by sizes, ranges and sums that the reader sees, so that it hardly tells either: who knows this very
rule and tries every table of groups as small as are shown finds some two in a hundred in which it does.

What it does not hold by itself: each report protects itself. Two reports laid beside each other, such as all of a
region and its girls, are held together by `ranges_in_margins`. And where a group's gains are nearly alike, or its test
has few items, its mean and its spread with all their digits may tell what the counts do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.suppression.groups import CountRange, range_at_the_edge

Counts = Sequence[int]
"""learners by outcome (improved, same, worse; or yes, no): they add up to the group's"""
Ranges = tuple[CountRange | None, ...]
"""by outcome; None: as it is"""
Known = Sequence[CountRange | None]
"""by outcome: what other figures of the group tell of its count; None: nothing"""


@dataclass(frozen=True)
class Bounds:
    """Ranges of each group, in the order given, and of the total."""

    groups: tuple[Ranges, ...]
    total: Ranges


@dataclass(frozen=True)
class Part:
    """So many learners of so many. known: what other figures of the group tell of the count; None: nothing."""

    count: int
    of: int
    known: CountRange | None = None

    @property
    def edge(self) -> CountRange | None:
        """The range that it is given as when it is near none or all."""
        return range_at_the_edge(self.count, self.of)

    @property
    def room(self) -> tuple[int, int]:
        """How much lower and how much higher it might be in that range; (0, 0) where it is given as it is."""
        return self.room_in(self.edge)

    def room_in(self, given: CountRange | None) -> tuple[int, int]:
        """The same in any range that it is given as."""
        left = self.left_in(given)
        return self.count - left.low, left.high - self.count

    def left_in(self, given: CountRange | None) -> CountRange:
        """What it might be, given as this range or (None) as it is."""
        if given is None:
            return CountRange(self.count, self.count)
        known = self.known or given
        return CountRange(max(known.low, given.low), min(known.high, given.high))


def bounds_of_groups(groups: Sequence[Counts], total: Counts, known: Sequence[Known] = ()) -> Bounds:
    """groups: those that are shown. total: of them and of the hidden ones together. known: of each group, or nothing.

    An outcome that is exact is None. Where improved is a range, the two others are not told apart at all: 0 to as many
    as did not improve at most.
    """
    everyone = (*groups, total)
    of = [*(known or [(None,) * len(total)] * len(groups)), (None,) * len(total)]
    firsts = _ranges(
        [Part(counts[0], sum(counts), told[0]) for counts, told in zip(groups, of, strict=False)],
        Part(total[0], sum(total)),
    )
    if len(total) == 2:
        pairs = [with_rest(first, sum(counts)) for first, counts in zip(firsts, everyone, strict=True)]
        return Bounds(tuple(pairs[:-1]), pairs[-1])
    rests = [
        None if first is not None else Part(counts[1], counts[1] + counts[2], told_of_same(counts, told))
        for first, counts, told in zip(firsts, everyone, of, strict=True)
    ]
    seconds = iter(_ranges([rest for rest in rests[:-1] if rest is not None], rests[-1]))
    found: list[Ranges] = []
    for first, rest, counts in zip(firsts, rests, everyone, strict=True):
        if first is not None or rest is None:
            either = None if first is None else CountRange(0, sum(counts) - first.low)
            found.append((first, either, either))
        else:
            found.append((None, *with_rest(next(seconds), rest.of)))
    return Bounds(tuple(found[:-1]), found[-1])


def _ranges(parts: Sequence[Part], total: Part | None) -> list[CountRange | None]:
    """Of each part and, last, of their total; of the parts alone where the total is not told (None)."""
    ranges = [part.edge for part in parts]
    if total is None:
        return ranges
    if total.edge is not None:  # so it is not told, and every part is near the same edge
        return [*ranges, total.edge]
    rest = Part(total.count - sum(part.count for part in parts), total.of - sum(part.of for part in parts))
    rooms = [part.room for part in (*parts, rest) if any(part.room)]
    below, above = (sum(room) for room in zip(*rooms, strict=True)) if rooms else (0, 0)
    rest_makes_up = rest.of > 0 and rest.edge is None
    if not rooms or rest_makes_up or (len(rooms) > 1 and below and above):
        return [*ranges, None]
    free = [place for place, each in enumerate(ranges) if each is None]
    for place in sorted(free, key=lambda place: -parts[place].of):
        left = fitting_partner(parts[place], below, above)
        if left is not None:
            ranges[place] = left
            return [*ranges, None]
    others = [total.of - part.of for part in parts]
    return [
        *(
            CountRange(max(0, total.count - other), min(part.of, total.count))
            for part, other in zip(parts, others, strict=True)
        ),
        None,
    ]


def fitting_partner(partner: Part, below: int, above: int) -> CountRange | None:
    """The count of the partner over all that the others may have; None where that comes near none or all of it, or
    where other figures tell more of it."""
    known = partner.known or CountRange(0, partner.of)
    low, high = partner.count - above, partner.count + below
    fits = max(2, known.low) <= low and high <= min(partner.of - 2, known.high)
    return CountRange(low, high) if fits else None


def told_of_same(counts: Counts, known: Known) -> CountRange | None:
    """Of those who did not improve, how many stayed the same, by what is known of these and of those who got worse."""
    _, same, worse = known
    rest = counts[1] + counts[2]
    same, worse = same or CountRange(0, rest), worse or CountRange(0, rest)
    return CountRange(max(same.low, rest - worse.high), min(same.high, rest - worse.low))


def with_rest(first: CountRange | None, of: int) -> Ranges:
    """A range, and that of all others of so many."""
    return first, None if first is None else CountRange(of - first.high, of - first.low)
