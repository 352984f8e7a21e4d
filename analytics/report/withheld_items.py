"""Items with what may not be shown taken out: an item that all or none got right would speak of every learner."""

from collections.abc import Sequence
from dataclasses import replace

from analytics.estimate import Estimate
from analytics.items.changes import ItemChange, ItemTest, with_adjusted
from analytics.items.distractors import Distractors, OptionFigures
from analytics.items.wave import ItemFigures
from analytics.notes import Note, NoteCode
from analytics.report.share_figure import in_range
from analytics.suppression.groups import CountRange, range_at_the_edge


def item_ranges(right: Sequence[int], n: int) -> dict[int, CountRange]:
    """Which items of one wave to give as a range, by place: at the edge n - 1..n or 0..1, and one more.

    The mean score tells the sum of all items; so the first item that is well away from both ends is given as the range
    that this sum leaves it. It is taken by its place, since the choice would tell too if it looked at the counts. Where
    all items are at the edge there is no such one.
    """
    edges = {place: CountRange(0, 1) for place, count in enumerate(right) if count <= 1}
    edges |= {place: CountRange(n - 1, n) for place, count in enumerate(right) if count >= n - 1}
    others = [place for place in range(len(right)) if place not in edges]
    if not n:
        return {}
    if not edges or not others:
        return edges
    away = 2 + 2 * len(edges)
    guard = next((place for place in others if away <= right[place] <= n - away), others[0])
    left = right[guard] + sum(right[place] for place in edges)
    least, most = (sum(getattr(edge, end) for edge in edges.values()) for end in ("low", "high"))
    return edges | {guard: CountRange(left - most, left - least)}


def withheld_items(items: Sequence[ItemFigures], n: int) -> tuple[tuple[ItemFigures, ...], bool]:
    """Items of one wave, and whether any is given as a range: the reliability would tell it then."""
    ranges = item_ranges([item.difficulty.count or 0 for item in items], n)
    kept = tuple(
        ItemFigures(item.item, in_range(item.difficulty, ranges[place]), None, None) if place in ranges else item
        for place, item in enumerate(items)
    )
    return kept, bool(ranges)


def withheld_changes(changes: Sequence[ItemChange]) -> tuple[ItemChange, ...]:
    """Changes without what tells a share at the edge: gained, lost and p; the difference where a share is a range.

    A note says so, in the place of those that would tell that nobody changed, or everybody. The kind of test would too,
    where it is not that of all items.
    """
    n = max((change.n for change in changes), default=0)
    before = item_ranges([change.before.count or 0 for change in changes], n)
    after = item_ranges([change.after.count or 0 for change in changes], n)
    tests = {change.test for change in changes}
    test = tests.pop() if len(tests) == 1 else ItemTest.CR2
    return with_adjusted([_change(change, before.get(i), after.get(i), test) for i, change in enumerate(changes)])


def _change(change: ItemChange, before: CountRange | None, after: CountRange | None, test: ItemTest) -> ItemChange:
    """test: what is told of the kind of test where its outcome is not."""
    gained, lost = change.gained or 0, change.lost or 0
    at_the_edge = any(range_at_the_edge(count, change.n) for count in (gained, lost, change.n - gained - lost))
    if not (before or after or at_the_edge):
        return replace(change, adjusted=None)
    value = None if before or after else change.difference.value
    assumed = [note for note in change.notes if note.code is NoteCode.ASSUMED_ICC and test is ItemTest.ASSUMED_ICC]
    return replace(
        change,
        gained=None,
        lost=None,
        before=in_range(change.before, before),
        after=in_range(change.after, after),
        difference=Estimate(value, None, None, change.n, test),
        test=test,
        p=None,
        ln_p=None,
        adjusted=None,
        notes=(*assumed, Note(NoteCode.SHARE_AS_BOUND, {"figures": "items"})),
    )


def withheld_options(found: Distractors, threshold: int) -> Distractors:
    """Without options that all or none chose, and one more; without thirds where a third is under the threshold."""
    counts = [option.count or 0 for option in found.options]
    hidden = {place for place, count in enumerate(counts) if count <= 1 or count >= found.n - 1}
    others = [place for place in range(len(counts)) if place not in hidden]
    if hidden and others:
        hidden.add(min(others, key=lambda place: (found.options[place].is_key, counts[place])))
    small = any(0 < size < threshold for size in found.thirds)
    return replace(
        found,
        options=tuple(
            _option(option, is_hidden=place in hidden, without_thirds=small)
            for place, option in enumerate(found.options)
        ),
        thirds=() if small else found.thirds,
    )


def _option(option: OptionFigures, *, is_hidden: bool, without_thirds: bool) -> OptionFigures:
    if is_hidden:
        option = replace(option, count=None, share=None)
    if is_hidden or without_thirds:
        option = replace(option, lower=None, middle=None, upper=None, above_key=None)
    return option
