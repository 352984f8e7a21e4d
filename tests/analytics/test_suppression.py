"""Nobody can be recognised: not from a small group, not by taking the shown groups from the total."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics import Flow, GroupCounts, JointTable, NoteCode, Options, gain_report
from analytics.bounds import bounds_of_groups
from analytics.shares import Interval
from analytics.suppression import CountRange, hidden_groups, outcome_ranges

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
        pytest.param((7, 5, 0), (None, CountRange(4, 5), CountRange(0, 1)), id="another is blurred too"),
        pytest.param(
            (10, 2, 0), (CountRange(9, 10), CountRange(2, 3), CountRange(0, 1)), id="all, where two would tell"
        ),
    ],
)
def test_shares_at_the_edge_are_ranges(counts: tuple[int, ...], ranges: tuple[CountRange | None, ...]) -> None:
    assert outcome_ranges(counts) == ranges


def tables(n: int, outcomes: int) -> list[tuple[int, ...]]:
    """Every way for n learners to have so many outcomes."""
    return [counts for counts in product(range(n + 1), repeat=outcomes) if sum(counts) == n]


Given = tuple[object, ...]


def told(groups: tuple[tuple[int, ...], ...], hidden: tuple[tuple[int, ...], ...]) -> Given:
    """What a reader sees: of each group and of the total each count, or its range."""
    total = tuple(map(sum, zip(*groups, *hidden, strict=True)))
    bounds = bounds_of_groups(groups, total)
    seen = []
    for ranges, counts in zip((*bounds.groups, bounds.total), (*groups, total), strict=True):
        assert all(each is None or each.low <= n <= each.high for each, n in zip(ranges, counts, strict=True))
        seen.append(tuple(each or n for each, n in zip(ranges, counts, strict=True)))
    return tuple(seen)


def near_an_edge(groups: tuple[tuple[int, ...], ...]) -> int:
    return sum(any(outcome_ranges(counts)) for counts in groups)


def with_ranges(seen: Given) -> list[int]:
    """Places of the groups that are told as ranges."""
    return [place for place, each in enumerate(seen[:-1]) if any(isinstance(one, CountRange) for one in each)]


@pytest.mark.parametrize(
    ("sizes", "hidden", "outcomes"),
    [
        pytest.param([11], [], 3, id="one group"),
        pytest.param([6, 7], [], 3, id="two groups"),
        pytest.param([11, 12], [], 3, id="two groups of the size that is shown"),
        pytest.param([6, 6, 7], [], 3, id="three groups"),
        pytest.param([5, 6], [5], 3, id="two groups beside hidden learners"),
        pytest.param([11, 13, 11], [], 2, id="three groups, passed or not"),
        pytest.param([5, 5, 6, 12], [], 2, id="four groups, of which several are near an edge"),
    ],
)
def test_who_knows_this_very_rule_cannot_tell_that_all_or_nobody_did(
    sizes: list[int], hidden: list[int], outcomes: int
) -> None:
    """The attacker knows the total and the rule, tries every world and keeps those that would be told alike.

    Where one group gives ranges, or another could make up the difference; else several have a sum together, which may
    say that nobody in all of them did.
    """
    worlds: dict[Given, list[tuple[tuple[int, ...], ...]]] = defaultdict(list)
    for world in product(*(tables(n, outcomes) for n in (*sizes, *hidden))):
        worlds[told(world[: len(sizes)], world[len(sizes) :])].append(world)

    exposed = [
        (seen, place)
        for seen, alike in worlds.items()
        if (near := near_an_edge(alike[0][: len(sizes)])) == 1 or len(with_ranges(seen)) > near
        for place, n in enumerate(sizes)
        for outcome in range(outcomes)
        if {world[place][outcome] for world in alike} in ({0}, {n})
    ]
    assert exposed == []


def test_the_total_stays_exact_where_another_group_can_make_up_the_difference() -> None:
    groups = {"KZ-61": group(12, 0, 0), "KZ-62": group(20, 5, 5), "KZ-63": group(14, 8, 8)}
    report = gain_report(groups, options=Options(suppress=11))
    bounded, partner, untouched = report.groups

    assert report.total.improved and report.total.improved.count == 46
    assert bounded.improved and (bounded.improved.count, bounded.improved.interval) == (None, Interval.BOUND)
    assert partner.improved and (partner.improved.count, partner.tests and partner.tests.sign) == (None, None)
    assert untouched.improved and untouched.improved.count == 14


def test_several_groups_of_which_all_improved_are_not_told_by_their_sum() -> None:
    groups = {"KZ-61": group(12, 0, 0), "KZ-62": group(14, 0, 0), "KZ-63": group(20, 5, 5)}
    report = gain_report(groups, options=Options(suppress=11))
    shares = [each.improved for each in (*report.groups, report.total)]

    assert [share and share.count for share in shares] == [None, None, None, 46]
    assert [
        share and (round((share.low or 0) * share.n), round((share.high or 0) * share.n)) for share in shares[:3]
    ] == [
        (11, 12),
        (13, 14),
        (20, 22),
    ]


def test_the_total_is_a_range_where_the_other_group_is_too_near_an_edge_to_make_up_the_difference() -> None:
    groups = {"KZ-61": group(12, 0, 0), "KZ-62": group(26, 2, 2)}
    report = gain_report(groups, options=Options(suppress=11))

    assert report.total.improved and report.total.improved.interval is Interval.BOUND
    assert report.total.tests and report.total.tests.sign is None


@given(st.lists(st.integers(0, 30), min_size=2, max_size=4))
@settings(deadline=None)
def test_a_range_holds_the_truth_and_cannot_be_undone_by_subtraction(counts: list[int]) -> None:
    ranges = outcome_ranges(counts)

    assert all(r.low <= count <= r.high for r, count in zip(ranges, counts, strict=True) if r is not None)
    assert sum(r is not None for r in ranges) != 1


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
