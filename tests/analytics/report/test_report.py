"""The whole report: the design's own example, whose design effect counts, names of the contract, degenerate groups."""

import json
import math
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics import CohortSums, Flow, GroupCounts, JointTable, NoteCode, Options, gain_report, inside
from analytics.report.results import GroupReport
from analytics.shares.intervals import korn_graubard
from tests.analytics.rows import numbers

K = 14
CONTRACT = {
    "flow": {"pre_only", "post_only", "paired"},
    "improved": {"count", "share", "low", "high", "interval"},
    "same": {"count", "share", "low", "high", "interval"},
    "worse": {"count", "share", "low", "high", "interval"},
    "noise_floor": {"share"},
    "reliable_change": {"count", "share", "low", "high", "interval"},
    "pass_": {"mark", "pre", "post", "difference", "low", "high", "p"},
    "gain": {"mean", "sd", "low", "high", "percent", "cohorts", "icc", "design_effect", "effective_n"},
    "hake": {"of_averages", "average", "undefined"},
    "effect": {"d_z", "d_av", "hedges_g", "rank_biserial", "p_superiority", "hodges_lehmann"},
    "tests": {"sign", "wilcoxon", "t"},
    "ceiling": {"pre", "post"},
}


def people(seed: int, cohorts: int, size: int) -> tuple[Any, Any, Any]:
    """Labels, scores before, scores after; cohorts differ."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(cohorts), size)
    ability = random.beta(4, 5, labels.size)
    lift = np.repeat(random.normal(0.12, 0.08, cohorts), size)
    return labels, random.binomial(K, ability), random.binomial(K, np.clip(ability + lift, 0, 1))


def counts(labels: Any, pre: Any, post: Any, *, clustered: bool = True) -> GroupCounts:
    return GroupCounts(
        joint=JointTable.from_pairs(pre, post, K),
        flow=Flow(pre_only=3, post_only=1, paired=len(pre), enrolled=len(pre) + 6),
        cohorts=CohortSums.from_pairs(labels, pre, post) if clustered else None,
    )


def codes(report: GroupReport) -> set[NoteCode]:
    return {note.code for note in report.notes}


def test_159_of_173_as_the_source_report_had_it() -> None:
    """R prop.test(159, 173, correct=FALSE): 0.8687587 to 0.9511848; binom.test(159, 173): p 2.62974080366744e-32."""
    joint = JointTable.from_cells([(5, 9, 159), (9, 5, 14)], K)
    report = gain_report({"KZ": GroupCounts(joint, Flow(pre_only=0, post_only=0, paired=173))})

    improved, tests = report.total.improved, report.total.tests
    assert improved is not None and tests is not None and tests.sign is not None
    assert (improved.count, improved.n, improved.interval) == (159, 173, "wilson")
    assert (improved.share, improved.low, improved.high) == pytest.approx((0.919075, 0.8687587, 0.9511848), abs=1e-6)
    assert tests.sign.p == pytest.approx(2.62974080366744e-32, rel=1e-8)
    assert report.total.key is None
    assert NoteCode.NO_COMPARISON_GROUP in codes(report.total)
    assert report.between is None


def test_cohorts_widen_the_interval_and_the_group_of_few_borrows() -> None:
    labels, pre, post = people(3, 18, 20)
    groups = {
        f"KZ-{part}": counts(labels[rows], pre[rows], post[rows])
        for part, rows in enumerate(np.split(np.arange(labels.size), [60, 120, 360]))
        if rows.size
    }
    report = gain_report(groups, options=Options(pass_mark=9))

    few, _, enough = report.groups
    assert NoteCode.BORROWED_ICC in codes(few)
    assert NoteCode.KORN_GRAUBARD in codes(enough) & codes(report.total)
    assert NoteCode.BORROWED_ICC not in codes(enough) | codes(report.total)
    assert few.gain is not None and report.total.gain is not None
    assert (few.gain.interval, few.gain.cohorts, few.gain.df) == ("pooled_icc", 3, 17)
    assert few.gain.icc == report.total.gain.icc
    assert few.gain.design_effect == pytest.approx(max(1, 1 + 19 * few.gain.icc))
    assert report.total.gain.interval == "cr2"
    (borrowed,) = (note.values for note in few.notes if note.code is NoteCode.BORROWED_ICC)
    assert borrowed["design_effect"] == pytest.approx(max(1, 1 + 19 * float(borrowed["icc"])))
    assert few.improved is not None and few.improved.count is not None
    assert few.improved == korn_graubard(
        few.improved.count, few.improved.n, design_effect=float(borrowed["design_effect"]), df=17
    )
    alone = gain_report({"KZ-0": counts(labels[:60], pre[:60], post[:60], clustered=False)})
    assert alone.total.improved is not None
    assert width(few.improved) > width(alone.total.improved)
    assert report.method.unit == "cohort"
    assert report.method.cohorts == 18


def width(share: Any) -> float:
    return float(share.high - share.low)


def test_one_cohort_in_all_has_a_share_but_no_interval() -> None:
    labels, pre, post = people(4, 1, 30)
    (report,) = gain_report({"KZ-61": counts(labels, pre, post)}).groups

    assert report.improved is not None and report.gain is not None and report.tests is not None
    assert report.improved.share is not None
    assert (report.improved.low, report.improved.high, report.improved.interval) == (None, None, None)
    assert (report.gain.low, report.gain.se, report.tests.t) == (None, None, None)
    assert NoteCode.ONE_COHORT in codes(report)


def test_a_region_with_one_cohort_borrows_from_the_others() -> None:
    labels, pre, post = people(5, 12, 15)
    groups = {"one": counts(labels[:15], pre[:15], post[:15]), "rest": counts(labels[15:], pre[15:], post[15:])}
    one, _ = gain_report(groups).groups

    assert one.improved is not None and one.gain is not None
    assert one.improved.interval == "korn_graubard"
    assert one.gain.low is not None and one.gain.high is not None
    assert one.gain.low < one.gain.mean < one.gain.high


def test_between_regions_says_which_test_respects_cohorts() -> None:
    labels, pre, post = people(6, 12, 20)
    groups = {
        name: counts(labels[rows], pre[rows], post[rows])
        for name, rows in zip("abc", np.split(np.arange(240), 3), strict=True)
    }
    between = gain_report(groups).between

    assert between is not None and between.ancova is not None
    assert between.ancova.method == "ancova_cohort_means"
    assert (between.ancova.df1, between.ancova.df2) == (2, 8)
    assert NoteCode.BETWEEN_IGNORES_COHORTS in {note.code for note in between.notes}
    assert [adjusted.key for adjusted in between.adjusted] == ["a", "b", "c"]
    assert all(a.p <= a.benjamini_hochberg <= a.holm for a in between.adjusted)


def test_the_names_are_those_of_the_contract_and_json_takes_them() -> None:
    labels, pre, post = people(7, 12, 20)
    report = gain_report({("KZ-61", "girl"): counts(labels, pre, post)}, options=Options(pass_mark=9))
    result = json.loads(json.dumps(asdict(report), allow_nan=False))

    assert result.keys() >= {"method", "total", "groups", "between", "items"}
    for name, keys in CONTRACT.items():
        assert keys <= result["total"][name].keys()
    assert result["groups"][0]["key"] == ["KZ-61", "girl"]
    assert result["total"]["tests"]["wilcoxon"].keys() >= {"statistic", "z", "p", "ln_p", "method"}


DEGENERATE = {
    "nobody": ([], NoteCode.NO_PAIRS),
    "one learner": ([(3, 5)], NoteCode.TOO_FEW_LEARNERS),
    "two alike": ([(3, 5)] * 2, NoteCode.ALL_SAME_GAIN),
    "nobody changed": ([(3, 3), (5, 5), (9, 9)], NoteCode.ALL_UNCHANGED),
    "all at the ceiling twice": ([(K, K)] * 12, NoteCode.PRE_ALL_CEILING),
    "all at the floor twice": ([(0, 0)] * 12, NoteCode.PRE_FLOOR),
    "all equal before": ([(4, 5), (4, 7), (4, 2)], NoteCode.PRE_ALL_EQUAL),
    "all from nothing to everything": ([(0, K)] * 5, NoteCode.NO_SPREAD_IN_SCORES),
    "half at each end": ([(0, 0)] * 6 + [(K, K)] * 6, NoteCode.ALL_UNCHANGED),
    "nine learners": ([(place, place + 1) for place in range(9)], NoteCode.TOO_FEW_LEARNERS),
    "nothing or full marks before": ([(0, K), (K, 0)] * 10, NoteCode.PRE_ALL_AT_ENDS),
    "scores with no reliability": ([(6, 8), (7, 9), (6, 7), (7, 7)] * 3, NoteCode.RELIABILITY_NOT_POSITIVE),
}


@pytest.mark.parametrize("clustered", [False, True], ids=["learners", "cohorts"])
@pytest.mark.parametrize(("rows", "code"), DEGENERATE.values(), ids=DEGENERATE)
def test_a_degenerate_group_has_nulls_and_a_reason(
    rows: list[tuple[int, int]], code: NoteCode, clustered: bool
) -> None:
    pre, post = np.array([r[0] for r in rows], dtype=int), np.array([r[1] for r in rows], dtype=int)
    report = gain_report({"a": counts(np.arange(len(rows)) % 3, pre, post, clustered=clustered)})

    assert code in codes(report.total)
    assert code in codes(report.groups[0])
    assert all(math.isfinite(number) for number in numbers(asdict(report)))


@pytest.mark.many
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from([0, 1, 7, K]), st.sampled_from([0, 1, 7, K])), max_size=14
        ),
        min_size=0,
        max_size=4,
    ),
    st.booleans(),
    st.sampled_from([None, 11]),
    st.sampled_from([None, 1, 9, 99]),
)
@example([[(0, 1, 0), (1, K, 0)], [(0, K, 0), (1, K, 7)]], True, None, None)  # two learners decide the slope alone
@settings(deadline=None, max_examples=200)
def test_nothing_raises_or_is_not_a_number(
    groups: list[list[tuple[int, int, int]]], clustered: bool, suppress: int | None, mark: int | None
) -> None:
    given_groups = {}
    for place, rows in enumerate(groups):
        labels, pre, post = np.array(rows, dtype=int).reshape(-1, 3).T
        given_groups[f"group {place}"] = counts(labels, pre, post, clustered=clustered)
    report = gain_report(given_groups, options=Options(pass_mark=mark, compare_from=suppress or 1))
    report = report if suppress is None else inside(report, suppress).report

    assert all(math.isfinite(number) for number in numbers(asdict(report)))
    for group in (report.total, *report.groups):
        for share in (group.improved, group.same, group.worse, group.reliable_change):
            if share is not None and share.low is not None and share.high is not None:
                assert 0 <= share.low <= (share.low if share.share is None else share.share) <= share.high <= 1


def test_a_pass_mark_out_of_range_is_said() -> None:
    labels, pre, post = people(8, 3, 10)
    report = gain_report({"a": counts(labels, pre, post)}, options=Options(pass_mark=K + 1))

    assert report.total.pass_ is None
    assert NoteCode.MARK_OUT_OF_RANGE in codes(report.total)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: JointTable.from_pairs([1, 2], [3], K), "2 scores before but 1 after", id="unpaired"),
        pytest.param(lambda: JointTable.from_pairs([1.5], [3], K), "whole number", id="half a point"),
        pytest.param(lambda: JointTable.from_pairs([np.nan], [3], K), "whole number", id="not taken"),
        pytest.param(lambda: JointTable.from_pairs([-1], [3], K), "not within 0 to 14", id="under nothing"),
        pytest.param(lambda: JointTable.from_cells([(1, 15, 2)], K), "between 0 and 14", id="over the maximum"),
        pytest.param(lambda: JointTable.empty(K) + JointTable.empty(20), "cannot be added", id="two instruments"),
        pytest.param(lambda: Flow(pre_only=5, post_only=0, paired=5, enrolled=9), "9 enrolled", id="too few enrolled"),
        pytest.param(lambda: GroupCounts(JointTable.empty(K), Flow(0, 0, 1)), "0 learners", id="flow disagrees"),
    ],
)
def test_counts_that_cannot_be_are_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_a_test_of_two_hundred_points_is_reported_like_any_other() -> None:
    random = np.random.default_rng(9)
    labels = np.repeat(np.arange(12), 25)
    pre, post = random.integers(0, 150, 300), random.integers(20, 201, 300)
    joint = JointTable.from_pairs(pre, post, 200)
    report = gain_report(
        {"": GroupCounts(joint, Flow(0, 0, 300), CohortSums.from_pairs(labels, pre, post))},
        options=Options(pass_mark=100),
    )

    assert report.total.gain is not None and report.total.effect is not None
    assert report.total.gain.mean == pytest.approx((post - pre).mean())
    walsh = ((post - pre)[:, None] + (post - pre)[None, :])[np.triu_indices(300)] / 2
    assert report.total.effect.hodges_lehmann == np.median(walsh)
    assert all(math.isfinite(number) for number in numbers(asdict(report)))


@pytest.mark.parametrize("rows", [[(0, K), (K, 0)], [(0, K), (K, 0)] * 10, [(place, place + 1) for place in range(9)]])
def test_a_test_is_not_called_free_of_noise_where_that_cannot_be_seen(rows: list[tuple[int, int]]) -> None:
    """Scores at both ends only give KR-21 of 1, from which no learner would go up by luck; and nine scores give any."""
    pre, post = np.array(rows).T
    total = gain_report({"a": counts(np.zeros(len(rows), dtype=int), pre, post, clustered=False)}).total

    assert total.noise_floor is None
    assert total.reliable_change is None
    assert total.regression and total.regression.low and total.regression.low.expected is None


def test_ten_learners_are_enough_to_speak_of_noise() -> None:
    pre = np.arange(10)
    total = gain_report({"a": counts(np.zeros(10, dtype=int), pre, pre + 1, clustered=False)}).total

    assert total.noise_floor is not None
    assert total.reliable_change is not None
