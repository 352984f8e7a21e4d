"""Whether published tables, taken together, still protect each suppressed group: interval arithmetic over their sums.

It is checked when a publication is made. What is left of one suppressed group narrows the others, and a publication
narrows the one before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from analytics.disclosure import LEAST
from analytics.disclosure_worlds import (
    COUNTS,
    EPSILON,
    MANY_MORE,
    Array,
    Known,
    Name,
    Piece,
    Sum,
    Worlds,
    added,
    sums_of,
    worlds_of,
)

MANY, FEW = 4, 3
"""Values that size and count of improved of a suppressed group must keep: from MANY learners on, and below."""
TOLD_TO = 1.0
"""Points: a mean gain is told where it lies within this of some number."""
WIDER = (4.5, 5.0)
"""Times the width that a mean must have here, in one publication and in two: sums of scores are weighed one by one, and
together they tell more; the attacker of the tests once found a mean in less than a quarter of the width left here."""
MORE = (2, 3)
"""Sizes, and counts of improved, that must be left here over the bar, in one publication and in two: for the same
reason, and in one since the next one will tell more."""
ENROLLED = (0, 7, 8, 9)
"""Places in a span of n and the counts of a `Piece` that add up to who is enrolled: n, and three ways to be missing."""
PASSES = 3


@dataclass(frozen=True)
class Leeway:
    """A Leeway says how much a reader still cannot tell of a suppressed group.

    sizes, improved: how many values remain possible for the number of learners, and of those improved. width: points
    between the lowest and the highest possible mean gain. is_kept: all three meet the bars of the rule. is_safe: they
    exceed them by the reserve that publications require.
    """

    sizes: int
    improved: int
    width: float
    is_kept: bool
    is_safe: bool

    def covers(self, other: "Leeway") -> bool:
        """Returns whether this leeway leaves at least as much open as the other one, in each of its three measures."""
        is_as_wide = self.width >= other.width - EPSILON
        return self.sizes >= other.sizes and self.improved >= other.improved and is_as_wide


def _grown(first: Worlds, second: Worlds, most: Array, top: int) -> tuple[Worlds, Worlds]:
    """What is left of the worlds of a group in two publications, of which the second holds the first whole; `most`: by
    how many more improved, same and worse."""
    old, new = (at.ravel() for at in np.indices((len(first.counts), len(second.counts))))
    more = second.counts[new] - first.counts[old]
    pairs = ((more >= 0) & (more <= most)).all(axis=1)
    old, new, (low, high) = old[pairs], new[pairs], sums_of(more[pairs], top)
    before, is_before = first.where(old).within(second.low[new] - high, second.high[new] - low)
    later, is_later = second.where(new).within(first.low[old] + low, first.high[old] + high)
    return before.where(is_before & is_later), later.where(is_before & is_later)


def _join(name: Name, known: Sequence[Known], worlds: Sequence[dict[Name, Worlds]]) -> None:
    """Narrow what two publications leave of a group by each other: no part grows by more than its wholes do."""
    before, now = known
    common = {of.wholes for of in before.of(name)} & {of.wholes for of in now.of(name)}
    growth = [_counts(now, wholes)[1] - _counts(before, wholes)[0] for wholes in common]
    most = np.min([np.full(3, inf), *growth], axis=0)
    if name in now.small:
        worlds[0][name], worlds[1][name] = _grown(worlds[0][name], worlds[1][name], most, now.top)
    elif name in now.pieces:
        low, high = _counts(now, (name,))
        counts = worlds[0][name].counts
        worlds[0][name] = worlds[0][name].where(((counts <= high) & (counts >= low - most)).all(axis=1))


def _counts(known: Known, names: Sequence[Name]) -> tuple[Array, Array]:
    low, high = zip(
        *(added(of.counts[at] for name in names for of in known.pieces[name]) for at in range(3)), strict=True
    )
    return np.array(low), np.array(high)


def _narrowed(known: Known, worlds: Mapping[Name, Worlds]) -> Known:
    """With what is left of each suppressed group in the place of what is told."""
    pieces = dict(known.pieces)
    for name, left in worlds.items():
        (own,), n = pieces[name], left.n
        ends = zip(left.counts.min(axis=0), left.counts.max(axis=0), strict=True)
        means = zip((left.low.T / n).min(axis=1), (left.high.T / n).max(axis=1), strict=True)
        pieces[name] = (replace(own, n=(n.min(), n.max()), counts=(*ends, *own.counts[3:]), means=tuple(means)),)
    return replace(known, pieces=pieces)


def _propagated(publications: Sequence[Known]) -> list[Known]:
    """Narrow n and counts of each group by every sum, of what is told and of what was added since the publication
    before: bounds propagation, as any text on constraint programming has it."""
    spans = [{name: _span(of) for name, of in known.pieces.items()} for known in publications]
    added_since = (
        {name: np.array([[0.0] * (COUNTS + 1), [MANY_MORE] * (COUNTS + 1)]) for name in spans[-1]}
        if len(spans) > 1
        else {}
    )
    for _ in range(PASSES):
        for known, of in zip(publications, spans, strict=True):
            _narrow_by_sums(of, known.sums)
            _narrow_by_enrolment(of, known.pieces)
        if added_since:
            _narrow_by_growth(publications, spans, added_since)
    return [_with_spans(known, of) for known, of in zip(publications, spans, strict=True)]


def _span(pieces: Sequence[Piece]) -> Array:
    """Least and most of n and the counts, shape (2, COUNTS + 1)."""
    return np.array([added(of) for of in zip(*((one.n, *one.counts) for one in pieces), strict=True)]).T


def _with_spans(known: Known, spans: Mapping[Name, Array]) -> Known:
    pieces = dict(known.pieces)
    for name, of in spans.items():
        if len(pieces[name]) == 1:
            n, *counts = (tuple(ends) for ends in of.T)
            pieces[name] = (replace(pieces[name][0], n=n, counts=tuple(counts)),)
    return replace(known, pieces=pieces)


def _narrow_by_sums(spans: dict[Name, Array], sums: Sequence[Sum]) -> None:
    for one in sums:
        for side, other in ((one.wholes, one.parts), (one.parts, one.wholes)):
            whole, own = sum(spans[name] for name in other), sum(spans[name] for name in side)
            for name in side:
                rest = own - spans[name]
                spans[name] = spans[name].clip(*(whole - rest[::-1]))
                own = rest + spans[name]
    for of in spans.values():  # n is the sum of its outcomes
        of[:, 0] = of[:, 0].clip(*of[:, 1:4].sum(axis=1))
        for at in (1, 2, 3):
            others = of[:, 1:4].sum(axis=1) - of[:, at]
            of[:, at] = of[:, at].clip(*(of[:, 0] - others[::-1]))


def _narrow_by_enrolment(spans: dict[Name, Array], pieces: Mapping[Name, Sequence[Piece]]) -> None:
    """Who is enrolled took both tests or is missing."""
    for name, (own, *more) in pieces.items():
        if not more and own.enrolled < MANY_MORE:
            of = spans[name]
            for at in ENROLLED:
                others = of[:, ENROLLED].sum(axis=1) - of[:, at]
                of[:, at] = of[:, at].clip(*(own.enrolled - others[::-1]))


def _narrow_by_growth(
    publications: Sequence[Known], spans: Sequence[dict[Name, Array]], more: dict[Name, Array]
) -> None:
    """more: by how much each group grew, with those beyond error left aside, who are reckoned anew."""
    (before, now), (first, second) = publications, spans
    for name, of in more.items():
        old = first.get(name, np.zeros((2, COUNTS + 1)))
        of[:, :6] = of.clip(*(second[name] - old[::-1]))[:, :6]
        # A reader sees the mark that a group has grown by few, and so knows its bounds.
        is_marked = now.growth.get(name)
        if is_marked:
            of[:, 0] = of[:, 0].clip(1, LEAST - 1)
        elif is_marked is False and of[1, 0] < LEAST:  # not marked: by none, or by LEAST and more
            of[:, :6] = 0
        elif is_marked is False and of[0, :6].any():
            of[0, 0] = max(LEAST, of[0, 0])
        second[name][:, :6] = second[name].clip(*(old + of))[:, :6]
        if name in first:
            first[name][:, :6] = old.clip(*(second[name] - of[::-1]))[:, :6]
    known = {one.wholes for one in before.sums}
    _narrow_by_sums(more, [one for one in now.sums if one.wholes in known or not {*one.wholes} & {*before.pieces}])


def _leeway(known: Known, name: Name, left: Worlds, *, of_two: bool) -> Leeway:
    """A size that enrolments alone rule out need not stay possible."""
    (own,) = known.pieces[name]
    wholes = [added(piece.n for piece in known.wholes(of)) for of in known.of(name)]
    enrolled = [sum(piece.enrolled for piece in known.others(of, name)) for of in known.of(name)]
    least = max([own.n[0], *(low - others for (low, _), others in zip(wholes, enrolled, strict=True))])
    bar, there_are = MANY if known.small[name] >= MANY else FEW, own.n[1] - least + 1
    means = np.concatenate([left.low[:, 2], left.high[:, 2]]) / np.tile(left.n, 2)
    sizes, improved, width = len(np.unique(left.n)), len(np.unique(left.counts[:, 0])), float(np.ptp(means))
    values = min(sizes, improved)
    return Leeway(
        sizes,
        improved,
        width,
        is_kept=values >= min(bar, there_are) and width > 2 * TOLD_TO,
        is_safe=values >= min(bar + MORE[of_two], there_are) and width > 2 * TOLD_TO * WIDER[of_two],
    )


def leeway_of(now: Known, before: Known | None = None) -> dict[tuple[int, Name], Leeway]:
    """Returns what a reader of a publication, and of the one before it, still cannot tell of each suppressed group.

    Keys: (0, name); with `before`, (0, name) for groups of that publication and (1, name) for those of now. If the
    tables contradict each other, every leeway is 0 and unsafe. Source: the bars of design.md section 5.
    """
    publications = known = [now] if before is None else [before, now]
    for _ in range(PASSES):
        known = _propagated(known)
        worlds = [{name: worlds_of(of, name) for name in of.small} for of in known]
        for name in {*worlds[0]} if len(known) > 1 else set():
            _join(name, known, worlds)
        if not all(left.n.size for of in worlds for left in of.values()):  # tables that do not go together
            return {
                (at, name): Leeway(0, 0, 0.0, is_kept=False, is_safe=False)
                for at, of in enumerate(publications)
                for name in of.small
            }
        known = [_narrowed(of, left) for of, left in zip(known, worlds, strict=True)]
    of_two = before is not None
    return {
        (at, name): _leeway(of, name, left, of_two=of_two)
        for at, (of, those) in enumerate(zip(publications, worlds, strict=True))
        for name, left in those.items()
    }
