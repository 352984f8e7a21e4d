"""Nobody can be recognised: not from a small group, not by taking the shown groups from the total."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics import Flow, GroupCounts, JointTable, Key, NoteCode, Options, gain_report
from analytics.shares.intervals import ShareEstimate
from analytics.suppression.bounds import Bounds, bounds_of_groups
from analytics.suppression.groups import CountRange, hidden_groups

THRESHOLD = 11


@pytest.mark.parametrize(
    ("paired", "groups", "total"),
    [
        pytest.param([30, 40], [], False, id="all large enough"),
        pytest.param([11, 11], [], False, id="just large enough"),
        pytest.param([10, 40, 20], [0, 2], False, id="one small takes the smallest other with it"),
        pytest.param([8, 7, 40], [0, 1], False, id="two small that are eleven together protect each other"),
        pytest.param([1, 1, 40, 30], [0, 1, 3], False, id="two small that are under eleven together do not"),
        pytest.param([0, 40], [], False, id="an empty group tells of nobody"),
        pytest.param([0, 3, 40], [1, 2], False, id="nor does it protect anybody"),
        pytest.param([5], [0], True, id="one small group is its own total"),
        pytest.param([5, 3], [0, 1], True, id="all small, and so is the total"),
        pytest.param([1] * 11, list(range(11)), True, id="eleven groups of one would be known from their total"),
        pytest.param([], [], False, id="no group"),
    ],
)
def test_what_is_hidden(paired: list[int], groups: list[int], total: bool) -> None:
    hidden = hidden_groups(paired, THRESHOLD)

    assert (hidden.groups, hidden.total) == (frozenset(groups), total)


def test_a_large_group_that_is_withheld_takes_another_with_it() -> None:
    """It alone would be the total less what is shown."""
    hidden = hidden_groups([20, 30, 40], THRESHOLD, withheld=[2])

    assert (hidden.groups, hidden.total) == (frozenset({0, 2}), False)


@given(st.lists(st.one_of(st.integers(0, 10), st.integers(0, 40)), min_size=1, max_size=12))
@settings(deadline=None)
def test_the_hidden_are_not_a_small_group_together(paired: list[int]) -> None:
    hidden = hidden_groups(paired, THRESHOLD)
    together = [paired[place] for place in hidden.groups]

    assert all(n == 0 or n >= THRESHOLD for place, n in enumerate(paired) if place not in hidden.groups)
    if together and not hidden.total:
        assert len(together) >= 2
        assert sum(together) >= THRESHOLD


def shared_out(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to share out `total` learners among so many groups, at least one each."""
    for cuts in combinations(range(1, total), parts - 1):
        yield tuple(high - low for low, high in pairwise((0, *cuts, total)))


@given(st.lists(st.one_of(st.integers(1, 10), st.integers(1, 18)), min_size=1, max_size=4))
@example([11, 10, 10])
@example([11, 11, 10])
@example([14, 14, 5, 5])
@settings(max_examples=150, deadline=None)
def test_who_knows_total_shown_groups_and_this_very_rule_cannot_tell_a_small_group(paired: list[int]) -> None:
    """The attacker tries every way to share out what is hidden, and keeps those for which this rule hides the same."""
    hidden = hidden_groups(paired, THRESHOLD)
    places = sorted(hidden.groups)
    if hidden.total or not places:
        return
    candidates: dict[int, set[int]] = {place: set() for place in places}
    for guess in shared_out(sum(paired[place] for place in places), len(places)):
        guessed = dict(zip(places, guess, strict=True))
        world = [guessed.get(place, n) for place, n in enumerate(paired)]
        if hidden_groups(world, THRESHOLD) == hidden:
            for place, n in guessed.items():
                candidates[place].add(n)

    assert all(paired[place] in candidates[place] for place in places)
    assert all(len(candidates[place]) > 1 for place in places if paired[place] < THRESHOLD)


@pytest.mark.parametrize(
    ("counts", "ranges"),
    [
        pytest.param((8, 3, 4), (None, None, None), id="nothing near an edge"),
        pytest.param((12, 0, 0), (CountRange(11, 12), CountRange(0, 1), CountRange(0, 1)), id="all improved"),
        pytest.param((11, 1, 0), (CountRange(11, 12), CountRange(0, 1), CountRange(0, 1)), id="all but one look alike"),
        pytest.param((7, 5, 0), (None, CountRange(4, 5), CountRange(0, 1)), id="improved stays exact"),
        pytest.param((10, 2, 0), (None, CountRange(0, 2), CountRange(0, 2)), id="two are not told apart at all"),
        pytest.param((1, 6, 5), (CountRange(0, 1), CountRange(0, 12), CountRange(0, 12)), id="hardly anybody improved"),
    ],
)
def test_shares_at_the_edge_are_ranges(counts: tuple[int, ...], ranges: tuple[CountRange | None, ...]) -> None:
    assert bounds_of_groups([counts], counts) == Bounds((ranges,), ranges)


World = tuple[tuple[int, ...], ...]
Given = tuple[tuple[CountRange, ...], ...]


@cache
def tables(n: int, outcomes: int) -> list[tuple[int, ...]]:
    """Every way for n learners to have so many outcomes."""
    return [counts for counts in product(range(n + 1), repeat=outcomes) if sum(counts) == n]


def told(world: World, shown: int) -> Given:
    """What a reader sees: of each shown group and of the total each count (from itself to itself), or its range."""
    total = tuple(map(sum, zip(*world, strict=True)))
    bounds = bounds_of_groups(world[:shown], total)
    seen = []
    for ranges, counts in zip((*bounds.groups, bounds.total), (*world[:shown], total), strict=True):
        given_ = tuple(each or CountRange(n, n) for each, n in zip(ranges, counts, strict=True))
        assert all(each.low <= n <= each.high for each, n in zip(given_, counts, strict=True))
        seen.append(given_)
    return tuple(seen)


def agrees(counts: tuple[int, ...], ranges: tuple[CountRange, ...]) -> bool:
    return all(each.low <= n <= each.high for n, each in zip(counts, ranges, strict=True))


def reports(sizes: list[int], hidden: list[int], outcomes: int) -> dict[Given, list[World]]:
    """Every world by what would be told of it."""
    worlds: dict[Given, list[World]] = defaultdict(list)
    for world in product(*(tables(n, outcomes) for n in (*sizes, *hidden))):
        worlds[told(world, len(sizes))].append(world)
    return worlds


@pytest.mark.parametrize(
    ("sizes", "hidden", "outcomes"),
    [
        pytest.param([11], [], 3, id="one group"),
        pytest.param([6, 7], [], 3, id="two groups"),
        pytest.param([11, 12], [], 3, id="two groups of the size that is shown"),
        pytest.param([5, 5, 5], [], 3, id="three groups"),
        pytest.param([5, 5], [4], 3, id="two groups beside hidden learners"),
        pytest.param([11, 13, 11], [], 2, id="three groups, passed or not"),
        pytest.param([5, 5, 6, 12], [], 2, id="four groups, passed or not"),
    ],
)
def test_no_count_of_none_or_all_can_be_worked_out_of_what_is_shown(
    sizes: list[int], hidden: list[int], outcomes: int
) -> None:
    """The attacker solves every report there can be: sizes, counts, ranges, total; of the hidden, the number in all."""
    exposed = []
    for seen in reports(sizes, hidden, outcomes):
        each = [
            [counts for counts in tables(n, outcomes) if agrees(counts, ranges)]
            for n, ranges in zip(sizes, seen, strict=False)
        ]
        solutions = [
            solution
            for solution in product(*each, tables(sum(hidden), outcomes))
            if agrees(tuple(map(sum, zip(*solution, strict=True))), seen[-1])
        ]
        exposed += [
            (seen, place, outcome)
            for place, n in enumerate((*sizes, sum(hidden)))
            for outcome in range(outcomes)
            if n and {solution[place][outcome] for solution in solutions} in ({0}, {n})
        ]
    assert exposed == []


@pytest.mark.parametrize(
    ("sizes", "hidden", "outcomes", "most"),
    [
        pytest.param([11], [], 3, 0, id="one group"),
        pytest.param([11, 12], [], 3, 0.005, id="two groups"),
        pytest.param([6, 6, 7], [], 3, 0.07, id="three small groups"),
        pytest.param([11, 13, 11], [], 2, 0.025, id="three groups, passed or not"),
        pytest.param([5, 5, 6, 12], [], 2, 0.015, id="four groups, passed or not"),
    ],
)
def test_who_knows_this_very_rule_can_hardly_ever_tell_that_all_or_nobody_did(
    sizes: list[int], hidden: list[int], outcomes: int, most: float
) -> None:
    """The attacker knows the rule too, tries every world and keeps those that would be told alike. most: share of the
    worlds in which that tells."""
    worlds = reports(sizes, hidden, outcomes)
    exposed = [
        len(alike)
        for alike in worlds.values()
        if any(
            {world[place][outcome] for world in alike} in ({0}, {n})
            for place, n in enumerate(sizes)
            for outcome in range(outcomes)
        )
    ]
    assert sum(exposed) <= most * sum(map(len, worlds.values()))


def counts_told(share: ShareEstimate | None) -> tuple[int, int]:
    """From where to where the count lies."""
    assert share is not None
    if share.count is not None:
        return share.count, share.count
    return round((share.low or 0) * share.n), round((share.high or 0) * share.n)


def test_the_largest_other_group_makes_up_for_the_only_one_in_which_all_improved() -> None:
    groups: dict[Key, GroupCounts] = {"KZ-61": group(12, 0, 0), "KZ-62": group(20, 5, 5), "KZ-63": group(14, 8, 8)}
    report = gain_report(groups, options=Options(suppress=11))
    bounded, partner, untouched = report.groups

    assert [counts_told(each.improved) for each in (*report.groups, report.total)] == [
        *((11, 12), (20, 21), (14, 14)),
        (46, 46),
    ]
    assert bounded.tests and partner.tests and (bounded.tests.sign, partner.tests.sign) == (None, None)
    assert untouched.tests and untouched.tests.sign


def test_groups_make_up_for_each_other_where_their_sum_leaves_it_open_who_is_the_one() -> None:
    groups: dict[Key, GroupCounts] = {"KZ-61": group(12, 0, 0), "KZ-62": group(13, 1, 0), "KZ-63": group(20, 5, 5)}
    report = gain_report(groups, options=Options(suppress=11))

    assert [counts_told(each.improved) for each in report.groups] == [(11, 12), (13, 14), (20, 20)]


def test_a_smaller_group_makes_up_for_it_where_the_largest_is_near_all_itself() -> None:
    """Else no region would show its share before where few passed the first test."""
    groups: dict[Key, GroupCounts] = {"KZ-61": group(12, 0, 0), "KZ-62": group(28, 1, 1), "KZ-63": group(14, 8, 5)}
    report = gain_report(groups, options=Options(suppress=11))

    assert [counts_told(each.improved) for each in report.groups] == [(11, 12), (28, 28), (14, 15)]


def test_each_group_is_given_as_what_the_total_leaves_where_the_only_other_is_near_all_too() -> None:
    groups: dict[Key, GroupCounts] = {"KZ-61": group(12, 0, 0), "KZ-62": group(28, 1, 1)}
    report = gain_report(groups, options=Options(suppress=11))

    assert [counts_told(each.improved) for each in (*report.groups, report.total)] == [(10, 12), (28, 30), (40, 40)]


def test_who_stayed_the_same_and_who_got_worse_are_not_told_apart_where_their_sum_would_tell() -> None:
    """The demonstration was such: in two of its regions nobody got worse, and the total less the others told it."""
    groups: dict[Key, GroupCounts] = {
        "KZ-31": group(31, 1, 1),
        "KZ-35": group(24, 2, 0),
        "KZ-47": group(24, 1, 3),
        "KZ-75": group(24, 2, 0),
    }
    report = gain_report(groups, options=Options(suppress=11))

    assert [each.improved.count for each in report.groups if each.improved] == [31, 24, 24, 24]
    assert [counts_told(each.worse) for each in report.groups] == [(0, 2), (0, 2), (3, 4), (0, 2)]
    assert report.total.worse and report.total.worse.count == 4


def test_what_other_figures_tell_of_a_count_leaves_it_no_room_to_make_up_for_another() -> None:
    """One fell under the pass mark in the second group, so its one who got worse is known: the first needs another."""
    free = bounds_of_groups([(12, 3, 0), (12, 2, 1), (30, 5, 6)], (54, 10, 7))
    told_ = [(None, None, None), (None, None, CountRange(1, 3)), (None, None, None)]
    known = bounds_of_groups([(12, 3, 0), (12, 2, 1), (30, 5, 6)], (54, 10, 7), told_)

    assert free.groups[2] == (None, None, None)
    assert known.groups[2] == (None, CountRange(5, 6), CountRange(5, 6))


def group(improved: int, same: int, worse: int) -> GroupCounts:
    joint = JointTable.from_cells([(4, 8, improved), (5, 5, same), (7, 3, worse)], 10)
    return GroupCounts(joint, Flow(pre_only=2, post_only=1, paired=joint.n))


def test_a_hidden_group_has_no_figure_at_all() -> None:
    groups = {"KZ-61": group(4, 1, 1), "KZ-62": group(20, 5, 5), "KZ-63": group(40, 5, 5)}
    report = gain_report(groups, options=Options(suppress=11, pass_mark=6))

    small, protecting, shown = report.groups
    for hidden in (small, protecting):
        assert hidden.suppressed
        figures = asdict(hidden)
        assert {figures.pop(name) for name in ("key", "suppressed")} == {hidden.key, True}
        assert [note.code for note in hidden.notes] == [NoteCode.SUPPRESSED]
        figures.pop("notes")
        assert set(figures.values()) == {None}
    assert small.notes == protecting.notes
    assert not shown.suppressed
    assert report.total.improved is not None
    assert report.between is not None
    assert report.between.groups == ("KZ-63",)


def test_everybody_improved_is_not_said_of_a_shown_group() -> None:
    (report,) = gain_report({"KZ-61": group(12, 0, 0)}, options=Options(suppress=11, pass_mark=6)).groups

    assert report.improved is not None and report.tests is not None and report.effect is not None
    assert (report.improved.count, report.improved.share) == (None, None)
    assert (report.improved.low, report.improved.high) == pytest.approx((11 / 12, 1))
    assert report.tests.sign is None
    assert report.tests.wilcoxon is None
    assert report.effect.rank_biserial is None
    assert report.flow is not None
    assert report.flow.improved_at_least is None
    assert report.pass_ is not None
    assert report.pass_.pre is None
    assert report.pass_.post_bounds == pytest.approx((11 / 12, 1))
    assert NoteCode.SHARE_AS_BOUND in {note.code for note in report.notes}


def test_without_suppression_everything_is_shown() -> None:
    (report,) = gain_report({"KZ-61": group(3, 0, 0)}).groups

    assert report.improved is not None
    assert report.improved.share == 1
    assert np.isclose(report.improved.low or 0, 0.4385, atol=1e-4)
