"""Inside the house each group and each part of a report that rests on under eleven learners is hidden, and says so."""

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import (
    LEAST,
    DifCounts,
    Flow,
    GainReport,
    GroupCounts,
    ItemCounts,
    ItemScores,
    JointTable,
    MoreCounts,
    Note,
    NoteCode,
    Options,
    ScaleCounts,
    counts_of_pairs,
    gain_report,
    inside,
    reaction_report,
    reactions_inside,
)
from analytics.counts.supplements import FollowUpCounts, FormCounts
from analytics.report.parts import PARTS_BESIDE
from tests.analytics.study import ITEMS, OPTIONS, K, People, by_region, chosen, compared_of, counts_of, more_of, people

SOME = people()
FEW, ENOUGH = np.arange(SOME.n) < LEAST - 1, np.arange(SOME.n) < LEAST
"""Ten learners, and eleven."""


def shown(more: MoreCounts, of: People = SOME) -> GainReport:
    return inside(gain_report(by_region(of), options=Options(pass_mark=5), more=more)).report


def hidden(notes: tuple[Note, ...]) -> list[str]:
    """The figures that notes call hidden; "" for all of a group."""
    return [str(one.values.get("figure", "")) for one in notes if one.code is NoteCode.SUPPRESSED]


def tables(rows: Any) -> tuple[GroupCounts, GroupCounts, JointTable]:
    """Of a follow-up, of the learners of these rows."""
    joint = JointTable.from_pairs(SOME.scores(0)[rows], SOME.scores(1)[rows], K)
    return counts_of(SOME, rows, after=2), counts_of(SOME, rows, before=1, after=2), joint


def test_what_is_of_enough_learners_is_shown_as_it_is_but_for_the_few_who_left_each_region() -> None:
    whole = gain_report(by_region(SOME), options=Options(pass_mark=5), more=more_of(SOME))
    result = inside(whole).report

    assert [getattr(result, name) for name in PARTS_BESIDE] == [getattr(whole, name) for name in PARTS_BESIDE]
    assert (result.notes, result.total, result.between) == (whole.notes, whole.total, whole.between)
    for group, before in zip(result.groups, whole.groups, strict=True):
        assert group.attrition is not None and before.attrition is not None
        assert before.attrition.scores is not None and before.attrition.scores.leavers == 3
        assert (group.attrition.scores, hidden(group.attrition.notes)) == (None, ["leavers"])
        assert replace(group, attrition=None) == replace(before, attrition=None)


def test_the_threshold_is_a_figure_of_the_method_and_may_be_higher() -> None:
    whole = gain_report(by_region(SOME), options=Options(compare_from=200))
    result = inside(whole, 200).report

    assert (whole.method.suppress, inside(whole).report.method.suppress, result.method.suppress) == (None, LEAST, 200)
    assert all(one.suppressed for one in result.groups)
    assert {note.values["threshold"] for one in result.groups for note in one.notes} == {200}
    assert not result.total.suppressed


@pytest.mark.parametrize(("rows", "is_hidden"), [(FEW, True), (ENOUGH, False)])
def test_ten_learners_in_all_are_hidden_with_everything_beside_them(rows: Any, is_hidden: bool) -> None:
    few = people(cohorts=1, size=int(rows.sum()), regions=1)
    compared = replace(more_of(few), comparison=compared_of(SOME))
    report = gain_report(by_region(few), options=Options(pass_mark=5), more=compared)
    result = inside(report).report

    assert result.total.suppressed == result.groups[0].suppressed == is_hidden
    if is_hidden:
        assert hidden(result.total.notes) == hidden(result.groups[0].notes) == [""]
        assert [getattr(result, name) for name in PARTS_BESIDE] == [None] * len(PARTS_BESIDE)
        assert hidden(result.notes) == list(PARTS_BESIDE)


def test_that_there_was_no_comparison_group_is_told_of_a_hidden_total_too() -> None:
    few = people(cohorts=1, size=5, regions=1)
    total = inside(gain_report(by_region(few))).report

    assert [note.code for note in total.total.notes] == [NoteCode.SUPPRESSED, NoteCode.NO_COMPARISON_GROUP]
    assert [note.code for note in total.notes] == [NoteCode.NOT_COUNTED] * len(PARTS_BESIDE)


def test_of_nobody_it_is_told_that_nobody_took_both_tests() -> None:
    nobody = GroupCounts(JointTable.empty(K), Flow(pre_only=3, post_only=0, paired=0))
    report = inside(gain_report({"nobody": nobody})).report

    assert report.groups[0].flow is not None and not report.groups[0].suppressed
    assert NoteCode.NO_PAIRS in [note.code for note in report.groups[0].notes]
    assert not inside(gain_report({})).report.total.suppressed


def test_low_scorers_are_hidden_where_they_are_ten() -> None:
    def of(low: int) -> GainReport:
        pre = np.array([1] * low + [6, 7] * 20)
        return inside(gain_report(counts_of_pairs(pre, pre + 1, K), options=Options(pass_mark=5))).report

    few, enough = of(LEAST - 1).total.regression, of(LEAST).total.regression
    assert few is not None and enough is not None
    assert (few.low, hidden(few.notes)) == (None, ["low"])
    assert enough.low is not None and enough.low.n == LEAST
    assert hidden(enough.notes) == []


@pytest.mark.parametrize("first", [True, False])
def test_forms_are_hidden_where_ten_had_one_of_them_first(first: bool) -> None:
    def of(rows: Any) -> FormCounts:
        sides = (rows, ~rows) if first else (~rows, rows)
        one, other = (JointTable.from_pairs(SOME.scores(0)[side], SOME.scores(1)[side], K) for side in sides)
        return FormCounts(one, other, margin=0.5)

    few, enough = (shown(MoreCounts(forms=of(rows))) for rows in (FEW, ENOUGH))
    assert few.forms is None
    assert hidden(few.notes) == ["forms"]
    assert enough.forms is not None


def test_a_follow_up_of_ten_is_hidden() -> None:
    few, enough = (shown(MoreCounts(follow_up=FollowUpCounts(*tables(rows), left=5))) for rows in (FEW, ENOUGH))

    assert few.follow_up is None
    assert hidden(few.notes) == ["follow_up"]
    assert enough.follow_up is not None and enough.follow_up.n == LEAST


def test_a_step_of_the_dose_that_ten_took_bears_its_name_alone() -> None:
    result = shown(MoreCounts(dose={3: counts_of(SOME, FEW), 8: counts_of(SOME, ~FEW)})).dose

    assert result is not None
    small, large = result.steps
    assert (small.lessons, small.n, small.improved, small.gain) == (3, None, None, None)
    assert hidden(small.notes) == [""]
    assert (large.n, hidden(large.notes)) == (SOME.n - FEW.sum(), [])


def test_a_statement_is_hidden_of_whom_ten_answered_it_and_goes_where_ten_did_in_all() -> None:
    def statement(rows: Any, label: str) -> dict[Any, GroupCounts]:
        return counts_of_pairs(SOME.scores(0)[rows], SOME.scores(1)[rows], K, group=[label] * int(rows.sum()))

    few, rest = statement(FEW, "KZ-0"), statement(~FEW, "KZ-1")
    result = shown(MoreCounts(statements={"one": ScaleCounts({**few, **rest}), "two": ScaleCounts(few)}))
    assert result.statements is not None
    one, two = result.statements
    assert [(of.key, of.n) for of in one.groups] == [("KZ-0", None), ("KZ-1", SOME.n - FEW.sum())]
    assert (hidden(one.groups[0].notes), hidden(one.groups[1].notes)) == ([""], [])
    assert (one.total.n, two.statement, two.total.n, two.total.change) == (SOME.n, "two", None, None)

    alone = shown(MoreCounts(statements={"two": ScaleCounts(few)}))
    assert (alone.statements, hidden(alone.notes)) == (None, ["statements"])


def items(rows: Any) -> ItemCounts:
    """A form of these learners, and one of the others."""
    forms = {"A": ItemScores.from_responses(SOME.right[0][rows], ITEMS)}
    return ItemCounts(before=forms | {"B": ItemScores.from_responses(SOME.right[0][~rows], ITEMS)})


def test_items_of_a_form_that_ten_had_are_hidden_and_its_reliability() -> None:
    few, enough = (shown(MoreCounts(items=items(rows))) for rows in (FEW, ENOUGH))

    assert few.items is not None and enough.items is not None
    assert [wave.form for wave in few.items.waves] == [one.form for one in few.reliability or ()] == ["B"]
    assert hidden(few.items.notes) == ["items"]
    assert [wave.form for wave in enough.items.waves] == ["A", "B"]
    assert hidden(enough.items.notes) == []


def options_of(thirds: tuple[int, int, int]) -> MoreCounts:
    """Each third with one score, and every option chosen in it."""
    table = np.zeros((len(OPTIONS), K + 1), dtype=np.int64)
    for score, size in zip((1, 4, 7), thirds, strict=True):
        table[:, score] = [size - 3, 1, 1, 1]
    return MoreCounts(items=ItemCounts(options_before=(replace(chosen(SOME, 0, "visa"), chosen=table),)))


def test_what_a_third_of_ten_chose_is_hidden_and_what_all_chose_is_not() -> None:
    few, enough = (shown(options_of(sizes)).distractors for sizes in ((10, 11, 12), (11, 11, 11)))

    assert few is not None and enough is not None
    (small,), (large,) = few[0].items, enough[0].items
    assert [option.count for option in small.options] == [24, 3, 3, 3]
    assert small.thirds == () and large.thirds == (11, 11, 11)
    assert {getattr(one, name) for one in small.options for name in ("lower", "middle", "upper", "above_key")} == {None}
    assert all(one.lower is not None for one in large.options)


def test_options_of_an_item_that_fewer_had_than_are_shown_are_hidden() -> None:
    report = gain_report(by_region(SOME), more=options_of((11, 11, 11)))
    result = inside(report, 34).report.distractors

    assert result is not None
    (item,) = result[0].items
    assert (item.item, item.n, item.options, hidden(item.notes)) == ("visa", 0, (), [""])


def test_items_are_compared_with_no_group_of_ten() -> None:
    def of(*groups: Any) -> GainReport:
        scores = {
            str(place): ItemScores.from_responses(SOME.right[0][rows], ITEMS) for place, rows in enumerate(groups)
        }
        return shown(MoreCounts(dif=(DifCounts("language", scores),)))

    rest = ~FEW & (np.arange(SOME.n) < 300)
    both, alone = of(rest, FEW, ~FEW & ~rest), of(~FEW, FEW)
    assert [one.focal for one in both.dif or ()] == ["2"]
    assert hidden(both.notes) == []
    assert (alone.dif, hidden(alone.notes)) == (None, ["dif"])


@pytest.mark.parametrize("arm", ["course", "waiting"])
def test_a_comparison_of_which_one_side_is_ten_is_hidden_with_what_it_says_of_a_second_sitting(arm: str) -> None:
    sides = compared_of(SOME)
    few = replace(sides, **{arm: counts_of(SOME, FEW)})
    result, whole = shown(MoreCounts(comparison=few)), shown(MoreCounts(comparison=sides))

    assert (result.comparison, hidden(result.notes)) == (None, ["comparison"])
    assert NoteCode.NO_COMPARISON_GROUP not in [note.code for note in result.total.notes]
    assert result.method.retest.source
    assert result.method.retest.improved == gain_report(by_region(SOME)).method.retest.improved
    assert whole.comparison is not None
    assert whole.method.retest.improved == whole.comparison.waiting.improved


def test_a_hidden_total_tells_nothing_of_the_comparison_group_by_what_a_second_sitting_gives() -> None:
    few = people(cohorts=1, size=5, regions=1)
    report = inside(gain_report(by_region(few), more=MoreCounts(comparison=compared_of(SOME)))).report

    assert report.method.retest.source


def test_ten_who_waited_and_then_had_the_course_are_hidden_alone() -> None:
    result = shown(MoreCounts(comparison=replace(compared_of(SOME), afterwards=counts_of(SOME, FEW)))).comparison

    assert result is not None
    assert (result.afterwards, hidden(result.notes)) == (None, ["afterwards"])


def test_tests_between_groups_stand_where_all_that_take_part_are_shown() -> None:
    counts = {**by_region(SOME), "few": counts_of(SOME, FEW)}
    alone, among = (gain_report(counts, options=Options(compare_from=of)) for of in (LEAST, 1))

    assert inside(alone).report.between == alone.between
    assert alone.between is not None and "few" not in alone.between.groups
    assert inside(among).report.between is None


def reaction(sizes: dict[str, int]) -> Any:
    """All of them wholly satisfied."""
    counts = {
        key: counts_of_pairs([0] * n, [5] * n, 5, cohort=[f"{key}{place % 2}" for place in range(n)])[""]
        for key, n in sizes.items()
    }
    return reactions_inside(reaction_report("useful", ScaleCounts(counts)))


def test_what_ten_said_of_the_course_is_hidden_and_that_all_of_eleven_were_satisfied_is_not() -> None:
    result = reaction({"KZ-1": LEAST - 1, "KZ-2": LEAST})

    assert (result.reaction, result.total.n, result.total.satisfied.share) == ("useful", 2 * LEAST - 1, 1.0)
    assert [(one.key, one.n, one.mean) for one in result.groups] == [("KZ-1", None, None), ("KZ-2", LEAST, 5)]
    assert result.groups[0].satisfied is None
    alone = reaction({"KZ-1": LEAST - 1})
    assert (alone.reaction, alone.total.n, alone.groups[0].n) == ("useful", None, None)


def sizes(part: Any) -> list[int]:
    """Every n of a report, wherever it stands."""
    if isinstance(part, dict):
        own = [
            part[name] for name in ("n", "paired", "leavers", "reference", "focal") if isinstance(part.get(name), int)
        ]
        return [*own, *(size for name, one in part.items() if name != "notes" for size in sizes(one))]
    return [size for one in part for size in sizes(one)] if isinstance(part, list | tuple) else []


@pytest.mark.many
@settings(max_examples=25, deadline=None)
@given(st.integers(1, 8), st.integers(1, 12), st.integers(1, 4), st.integers(2, 40))
def test_whatever_is_reported_no_part_of_it_rests_on_fewer_than_are_shown(
    cohorts: int, size: int, regions: int, least: int
) -> None:
    of = people(seed=size, cohorts=cohorts, size=size, regions=regions)
    more = replace(more_of(of), comparison=compared_of(of))
    report = inside(gain_report(by_region(of), options=Options(pass_mark=5), more=more), least).report

    figures = [asdict(replace(report, method=replace(report.method, icc=None)))]
    assert [n for n in sizes(figures) if 0 < n < least] == []
