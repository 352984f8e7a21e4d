"""What is beside the headline tells of no small group either: leavers, low scorers, items, forms, follow-up, dose."""

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics import (
    Flow,
    GainReport,
    GroupCounts,
    ItemCounts,
    ItemScores,
    JointTable,
    Key,
    MoreCounts,
    NoteCode,
    Options,
    gain_report,
    items_twice,
)
from analytics.counts.beside import FollowUpCounts, FormCounts
from analytics.report.withheld_items import item_ranges
from analytics.report.withheld_parts import hidden_in_all
from tests.analytics.study import ITEMS, OPTIONS, K, by_region, chosen, more_of, people

THRESHOLD = 11
SUPPRESS = Options(suppress=THRESHOLD, pass_mark=5)


def group(pairs: list[tuple[int, int]], leavers: list[int]) -> GroupCounts:
    pre, post = np.array(pairs, dtype=int).reshape(-1, 2).T
    return GroupCounts(
        JointTable.from_pairs(pre, post, K),
        Flow(pre_only=len(leavers), post_only=0, paired=pre.size),
        leavers=np.bincount(leavers, minlength=K + 1),
    )


groups = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, K), st.integers(0, K)), max_size=30),
        st.lists(st.integers(0, K), max_size=24),
    ),
    min_size=1,
    max_size=5,
).map(lambda drawn: {f"KZ-{place}": group(*parts) for place, parts in enumerate(drawn)})


def safe(sizes: list[int]) -> bool:
    """What is hidden is nobody, or several groups that together may be shown."""
    held = [size for size in sizes if size]
    return not held or (len(held) > 1 and sum(held) >= THRESHOLD)


@given(groups)
@example({"KZ-0": group([], [0] * THRESHOLD), "KZ-1": group([(0, 0)] * THRESHOLD, [])})
@settings(deadline=None, max_examples=150)
def test_leavers_and_low_scorers_that_are_hidden_cannot_be_taken_from_the_total(given_: dict[Key, GroupCounts]) -> None:
    report = gain_report(given_, options=SUPPRESS)
    counts = list(given_.values())
    left = [int(one.leavers.sum()) for one in counts if one.leavers is not None]
    low = [int(one.joint.pre[:5].sum()) for one in counts]
    high = [one.joint.n - n for one, n in zip(counts, low, strict=True)]
    tells_leavers = [one.attrition is not None and one.attrition.scores is not None for one in report.groups]
    tells_low = [one.regression is not None and one.regression.low is not None for one in report.groups]

    for shown, n in zip(tells_leavers, left, strict=True):
        assert not shown or n == 0 or n >= THRESHOLD
    for shown, n, others in zip(tells_low, low, high, strict=True):
        assert not shown or min(n, others) >= THRESHOLD
    if report.total.attrition is not None and report.total.attrition.scores is not None:
        held = [n for shown, n in zip(tells_leavers, left, strict=True) if n and not shown]
        # Leavers of a group in which nobody stayed have nobody to be compared with: they are many enough to show.
        alone = [n for n, one in zip(left, counts, strict=True) if n >= THRESHOLD and not one.joint.n]
        assert safe(held) or held == alone
    if report.total.regression is not None and report.total.regression.low is not None:
        for sizes in (low, high):
            assert safe([n for shown, n in zip(tells_low, sizes, strict=True) if not shown])


def without_labels(report: GainReport) -> Any:
    return asdict(replace(report, groups=tuple(one for one in report.groups if not one.suppressed)))


@given(groups)
@settings(deadline=None, max_examples=150)
def test_hidden_groups_could_change_places_and_nobody_would_see_it(given_: dict[Key, GroupCounts]) -> None:
    report = gain_report(given_, options=SUPPRESS)
    hidden = [one.key for one in report.groups if one.suppressed and one.key is not None]
    if len(hidden) < 2 or report.total.suppressed:
        return
    swapped = {**given_, hidden[0]: given_[hidden[1]], hidden[1]: given_[hidden[0]]}

    assert without_labels(gain_report(swapped, options=SUPPRESS)) == without_labels(report)


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=3))
def test_what_is_hidden_for_one_part_is_hidden_for_all(parts: list[list[int]]) -> None:
    found = hidden_in_all(parts, THRESHOLD)

    for sizes in parts:
        assert all(place in found.groups for place, size in enumerate(sizes) if 0 < size < THRESHOLD)
        assert found.total or safe([sizes[place] for place in found.groups])


def items_of(right: Any, after: Any) -> dict[str, Any]:
    """The report's items, reliability and all scores of learners with these responses."""
    joint = JointTable.from_pairs(right.sum(axis=1), after.sum(axis=1), len(ITEMS))
    more = MoreCounts(
        items=ItemCounts(
            twice=items_twice(right, after, ITEMS),
            before={"": ItemScores.from_responses(right, ITEMS)},
            after={"": ItemScores.from_responses(after, ITEMS)},
        )
    )
    n = right.shape[0]
    return asdict(gain_report({"": GroupCounts(joint, Flow(0, 0, n))}, options=Options(suppress=THRESHOLD), more=more))


@pytest.mark.parametrize("n", [40, 14], ids=["forty", "fourteen"])
def test_nobody_sees_whether_all_or_all_but_one_got_an_item_right(n: int) -> None:
    """One learner got the first item wrong and another right instead: scores are the same, and so is the report."""
    random = np.random.default_rng(3)
    right, after = (random.integers(0, 2, (n, len(ITEMS))) for _ in range(2))
    right[:, 0] = 1
    (learner, *_) = np.flatnonzero(right[:, 1] == 0)
    all_but_one = right.copy()
    all_but_one[learner, :2] = 0, 1

    assert items_of(right, after) == items_of(all_but_one, after)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_ranges_of_items_hold_the_counts_and_are_never_one_alone(right: list[int]) -> None:
    ranges = item_ranges(right, 20)

    assert {place for place, count in enumerate(right) if count in (0, 1, 19, 20)} <= ranges.keys()
    assert all(found.low <= right[place] <= found.high for place, found in ranges.items())
    assert len(ranges) != 1 or len(right) == 1
    assert all(found.low < found.high for found in ranges.values())


def test_forms_and_follow_up_of_which_a_few_are_missing_are_withheld() -> None:
    some = people()
    more = more_of(some)
    few = np.zeros(some.n, dtype=bool)
    few[:7] = True
    tables = [JointTable.from_pairs(some.scores(0)[rows], some.scores(1)[rows], K) for rows in (few, ~few)]
    came = more.follow_up
    assert came is not None
    all_but_few = FollowUpCounts(*(_follow_up(some, ~few)), left=7)
    report = gain_report(
        by_region(some),
        options=Options(suppress=THRESHOLD),
        more=MoreCounts(forms=FormCounts(tables[0], tables[1]), follow_up=all_but_few),
    )

    assert (report.forms, report.follow_up) == (None, None)
    reasons = {note.values["figure"] for note in report.notes if note.code is NoteCode.SUPPRESSED}
    assert reasons == {"forms", "follow_up"}


def _follow_up(some: Any, rows: Any) -> tuple[GroupCounts, GroupCounts, JointTable]:
    tables = [
        JointTable.from_pairs(some.scores(first)[rows], some.scores(second)[rows], K)
        for first, second in ((0, 2), (1, 2), (0, 1))
    ]
    from_before, from_after = (GroupCounts(table, Flow(0, 0, table.n)) for table in tables[:2])
    return from_before, from_after, tables[2]


def test_options_that_one_learner_chose_and_thirds_of_ten_are_not_given() -> None:
    some = people(cohorts=3, size=11)
    counts = chosen(some, 0, "visa")
    scores = some.scores(0)
    table = np.zeros((len(OPTIONS), K + 1), dtype=np.int64)
    np.add.at(table, (np.array([0] * 20 + [1] * 12 + [2]), np.sort(scores)), 1)
    more = MoreCounts(items=ItemCounts(options_before=(replace(counts, chosen=table),)))
    report = gain_report(
        {"": GroupCounts(JointTable.from_pairs(scores, some.scores(1), K), Flow(0, 0, some.n))},
        options=Options(suppress=THRESHOLD),
        more=more,
    )

    assert report.distractors is not None
    (item,) = report.distractors[0].items
    assert [option.count for option in item.options] == [20, None, None, None]
    assert all(option.lower is None for option in item.options)


def test_where_all_improved_nothing_new_tells_it() -> None:
    """Ranges of shares: 40 of 40, or 39 of 40 with one the same; what is new in the report is the same for both."""
    pairs = [(place % 4 + 1, place % 4 + 2 + place % 3) for place in range(40)]
    report = gain_report({"": group(pairs, [])}, options=Options(suppress=THRESHOLD)).total

    assert report.effect is not None and report.effect.ci is not None and report.power is not None
    assert report.power.smallest_gain.points
    assert report.effect.ci.rank_biserial.value is None
    assert report.effect.ci.p_superiority.value is None
    assert report.next_cohort is None or report.next_cohort.improved is None


def test_a_share_in_a_range_is_in_no_comparison_of_shares() -> None:
    """Nor is that of its partner, the largest of the others, which is a range so that the total tells of neither."""
    ordinary = [(3, 5), (4, 3), (2, 2), (5, 7), (1, 4)] * 6
    given_: dict[Key, GroupCounts] = {
        "a": group(ordinary, []),
        "b": group([*ordinary, (1, 2)], []),
        "partner": group(ordinary * 2, []),
        "all": group([(2, 4), (3, 4)] * 10, []),
    }
    report = gain_report(given_, options=Options(suppress=THRESHOLD))
    between, ranges = report.between, [one for one in report.groups if one.improved and one.improved.count is None]

    assert between is not None and between.shrunken is not None
    assert [one.key for one in ranges] == ["partner", "all"]
    assert [one.key for one in between.shrunken.groups] == ["a", "b"] == [one.key for one in between.ranks]
    assert {note.code: note.values.get("count") for note in between.notes}[NoteCode.EDGES_LEFT_OUT] == 2


def test_the_common_share_is_of_all_groups_and_tells_of_no_range_more_than_its_ends() -> None:
    """Shares that are withheld are the highest: without them the rest would be drawn to a share that is not common."""
    ordinary = [(3, 5), (4, 3), (2, 2), (5, 7), (1, 4)] * 6
    reports = [
        gain_report(
            {
                "a": group(ordinary, []),
                "b": group([*ordinary, (1, 2)], []),
                "partner": group([*ordinary * 2, here], []),
                "all": group([(2, 4)] * 29 + [there], []),
            },
            options=Options(suppress=THRESHOLD),
        )
        for here, there in (((4, 2), (2, 4)), ((2, 4), (4, 2)))
    ]
    all_, most = (report.between for report in reports)

    assert all_ is not None and most is not None and all_.shrunken is not None
    assert [one.improved for one in reports[0].groups] == [one.improved for one in reports[1].groups]
    assert (all_.shrunken, all_.ranks) == (most.shrunken, most.ranks)
    assert all_.shrunken.mean is not None and all_.shrunken.mean > 0.65, "the two that are told have 0.6"
    assert all(rank.low > 1 for rank in all_.ranks), "the first place is that of the group whose share is withheld"
