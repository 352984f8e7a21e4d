"""Input that is too little, too much alike, or wrong: a reason instead of a figure, or a refusal that says what it is.

What a person reads for each reason is tested where sentences are made; a refusal here is for who calls the engine.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from analytics import (
    CohortSums,
    GainReport,
    GroupCounts,
    JointTable,
    MoreCounts,
    NoteCode,
    Options,
    counts_of_pairs,
    gain_report,
    inside,
    items_twice,
)
from analytics.counts.twice import TwiceAsked
from analytics.gains.effect_intervals import hodges_lehmann_interval
from analytics.gains.gain import gain_of_learners
from analytics.gains.measurement import error_of_scores, reliable_count
from analytics.leavers import differential_attrition
from analytics.shares.intervals import korn_graubard, wilson
from analytics.shares.paired import paired_difference, share_difference
from analytics.shares.shrinkage import shrunken_shares
from analytics.significance.contingency import chi_square, fisher_freeman_halton
from tests.analytics.rows import numbers
from tests.analytics.study import counts_of, more_of, people

K = 14


def report_of(pairs: list[tuple[int, int]], *, cohort: list[int] | None = None, max_score: int = K) -> GainReport:
    pre, post = np.array(pairs, dtype=int).reshape(-1, 2).T
    counts = counts_of_pairs(pre, post, max_score, cohort=cohort)
    return gain_report(counts, options=Options(pass_mark=max_score // 2 or 1))


def reasons(report: GainReport) -> set[NoteCode]:
    return {note.code for note in report.total.notes}


ORDINARY = [(3, 6), (5, 5), (8, 11), (2, 9), (7, 6), (4, 8), (9, 9), (6, 12), (1, 4), (5, 10)]
TOO_LITTLE = {
    "nobody": ([], None, NoteCode.NO_PAIRS),
    "one learner": ([(3, 5)], None, NoteCode.TOO_FEW_LEARNERS),
    "all equal, before and after": ([(5, 7)] * 20, None, NoteCode.ALL_SAME_GAIN),
    "nobody changed": ([(place, place) for place in range(K + 1)], None, NoteCode.ALL_UNCHANGED),
    "all at the ceiling before": ([(K, K - place % 3) for place in range(20)], None, NoteCode.PRE_ALL_CEILING),
    "all at the ceiling after": ([(place % 9, K) for place in range(20)], None, NoteCode.POST_CEILING),
    "all with nothing before": ([(0, place % 9) for place in range(20)], None, NoteCode.PRE_ALL_EQUAL),
    "one cohort": (ORDINARY, [7] * 10, NoteCode.ONE_COHORT),
    "two cohorts": (ORDINARY, [1, 2] * 5, NoteCode.FEW_COHORTS),
    "cohorts too few for an ICC": (ORDINARY * 2, [1] * 10 + [2] * 10, NoteCode.ASSUMED_ICC),
}


@pytest.mark.parametrize(("pairs", "cohort", "reason"), TOO_LITTLE.values(), ids=TOO_LITTLE)
def test_what_cannot_be_known_is_none_with_a_reason(
    pairs: list[tuple[int, int]], cohort: list[int] | None, reason: NoteCode
) -> None:
    report = report_of(pairs, cohort=cohort)

    assert reason in reasons(report)
    assert all(math.isfinite(number) for number in numbers(asdict(report)))


def test_an_item_of_one_point_has_no_noise_floor() -> None:
    report = report_of([(0, 1), (0, 0), (1, 1), (0, 1)], max_score=1)

    assert report.total.noise_floor is None
    assert NoteCode.ONE_ITEM in reasons(report)


def test_cohorts_of_one_are_learners() -> None:
    """The interval of the mean is Student's then, and the design effect is 1."""
    of_cohorts, of_learners = report_of(ORDINARY, cohort=list(range(10))).total, report_of(ORDINARY).total
    assert of_cohorts.gain is not None and of_learners.gain is not None

    assert of_cohorts.gain.design_effect == pytest.approx(1)
    assert of_cohorts.gain.icc is None
    assert (of_cohorts.gain.low, of_cohorts.gain.high) == pytest.approx((of_learners.gain.low, of_learners.gain.high))


def test_one_region_is_compared_with_nothing() -> None:
    pre, post = np.array(ORDINARY).T
    counts = counts_of_pairs(pre, post, K)
    of_nobody = counts_of_pairs([], [], K)
    alone = gain_report({"KZ-61": counts[""]})
    beside_nobody = gain_report({"KZ-61": counts[""], "KZ-62": of_nobody[""]}).between

    assert alone.between is None
    assert beside_nobody is not None
    assert (beside_nobody.improved, beside_nobody.gain, beside_nobody.ancova) == (None, None, None)
    assert NoteCode.ONE_GROUP in {note.code for note in beside_nobody.notes}


def test_no_group_at_all_is_a_report_of_nobody() -> None:
    report = gain_report({})

    assert (report.groups, report.between, report.total.improved) == ((), None, None)
    assert NoteCode.NO_PAIRS in reasons(report)


REFUSED = {
    "a score under nothing": ([3, -1], [5, 5], "not within 0 to 14"),
    "a score over the highest": ([3, 4], [5, 15], "not within 0 to 14"),
    "half a point": ([3, 4.5], [5, 5], "whole number"),
    "a missing score": ([3, math.nan], [5, 5], "whole number"),
    "an endless score": ([3, math.inf], [5, 5], "whole number"),
    "a score in words": (["three", "four"], [5, 5], "whole number, none missing and none text, not 'three'"),
    "no score among objects, as a table with gaps gives": ([3, None], [5, 5], "whole number, none missing.*not None"),
    "one after too few": ([3, 4], [5], "equally many"),
}


@pytest.mark.parametrize(("pre", "post", "message"), REFUSED.values(), ids=REFUSED)
def test_scores_that_cannot_be_are_refused(pre: list[Any], post: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        counts_of_pairs(pre, post, K)


def test_other_highest_scores_before_and_after_are_refused() -> None:
    with pytest.raises(ValueError, match="square"):
        JointTable(np.ones((11, 21)))
    with pytest.raises(ValueError, match="10 and of 20 points cannot be added"):
        gain_report({"a": counts_of_pairs([1], [2], 10)[""], "b": counts_of_pairs([1], [2], 20)[""]})


def test_learners_who_come_twice_are_refused_where_learners_are_named() -> None:
    with pytest.raises(ValueError, match="2 learners come more than once, '17' among them"):
        counts_of_pairs([1, 2, 3, 4, 5], [2, 3, 4, 5, 6], K, learner=[17, 18, 17, 19, 19])
    assert counts_of_pairs([1, 2], [2, 3], K, learner=["a", "b"])[""].joint.n == 2


NAN = math.nan


@pytest.mark.parametrize("labels", [["a", None, "b"], np.array(["a", NAN, "b"], dtype=object), [1.0, NAN, 2.0]])
def test_nobody_is_put_into_a_group_or_cohort_unasked(labels: Any) -> None:
    """NaN is what pandas has in an empty cell: it was a cohort each in one way of counting and one cohort in another,
    and None stopped with "'<' not supported between instances"."""
    message = "1 of 3 learners have no {} .None or NaN.: name it or leave them out"
    for label in ("group", "cohort"):
        with pytest.raises(ValueError, match=message.format(label)):
            counts_of_pairs([1, 2, 3], [2, 3, 4], K, **{label: labels})
    with pytest.raises(ValueError, match=message.format("cohort")):
        CohortSums.from_pairs(labels, [1, 2, 3], [2, 3, 4])
    with pytest.raises(ValueError, match=message.format("cohort")):
        items_twice([[0, 1]] * 3, [[1, 1]] * 3, ["a", "b"], cohort=labels)


def test_whole_numbers_among_objects_are_scores() -> None:
    scores = np.array([3, 4], dtype=object)

    assert counts_of_pairs(scores, scores, K)[""].joint.n == 2


SHARES = TwiceAsked(5, 3, 9, 2)
BEFORE, AFTER = np.array(ORDINARY).T
SOME = JointTable.from_pairs(BEFORE, AFTER, K)


@pytest.mark.parametrize("confidence", [95, 1.0, 0.0, -0.5, NAN])
@pytest.mark.parametrize(
    "figure",
    [
        partial(wilson, 5, 10),
        partial(korn_graubard, 5, 10, design_effect=2.0, df=4.0),
        partial(gain_of_learners, SOME),
        partial(reliable_count, SOME, error_of_scores(SOME)),
        partial(hodges_lehmann_interval, SOME.differences),
        partial(paired_difference, SHARES),
        partial(shrunken_shares, [1, 9], [10, 10]),
    ],
)
def test_a_confidence_that_is_no_share_is_refused(figure: Callable[..., object], confidence: float) -> None:
    """95 for 0.95 gave NaN for bounds, and 0 to 1 the wrong way round under 0."""
    with pytest.raises(ValueError, match="confidence is a share between 0 and 1"):
        figure(confidence=confidence)
    with pytest.raises(ValueError, match="confidence is a share from"):
        Options(confidence=confidence)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: chi_square([5, 1], [3, 9]),
        lambda: fisher_freeman_halton([5, 1], [3, 9]),
        lambda: chi_square([-1, 1], [3, 9]),
        lambda: chi_square([1, 2], [3, 9, 4]),
        lambda: differential_attrition([5], [3]),
        lambda: shrunken_shares([5, 1], [3, 9]),
        lambda: share_difference((5, 3), (1, 2)),
        lambda: TwiceAsked(1, -2, 3, 4),
    ],
)
def test_more_than_all_or_less_than_nobody_is_refused(ask: Callable[[], object]) -> None:
    """Five of three gave p = 0, complex bounds or "math domain error"."""
    with pytest.raises(ValueError, match="cannot be"):
        ask()


def test_who_is_in_two_regions_counts_in_the_cohort_of_each() -> None:
    """A mixed cohort split by sex: the parts are put together again in the total."""
    counts = counts_of_pairs([1, 2, 3, 4], [2, 4, 5, 5], K, group=[0, 1, 0, 1], cohort=[1, 1, 2, 2])
    total = gain_report(counts).total

    assert total.gain is not None and total.gain.cohorts == 2


@pytest.mark.many
@pytest.mark.parametrize("max_score", [51, 100, 500])
def test_many_points_are_reported_like_few(max_score: int) -> None:
    random = np.random.default_rng(max_score)
    pre = random.integers(0, max_score // 2, 2000)
    post = np.minimum(pre + random.integers(-3, max_score // 3, 2000), max_score).clip(0)
    report = gain_report(
        counts_of_pairs(pre, post, max_score, group=pre % 4, cohort=np.arange(2000) // 20 * 4 + pre % 4)
    )

    assert report.total.gain is not None and report.total.effect is not None
    assert report.total.gain.mean == pytest.approx((post - pre).mean())
    walsh = ((post - pre)[:, None] + (post - pre)[None, :])[np.triu_indices(2000)] / 2
    assert report.total.effect.hodges_lehmann == np.median(walsh)
    assert all(math.isfinite(number) for number in numbers(asdict(report)))


@pytest.mark.parametrize("figure", ["items", "forms", "dose"])
def test_counts_beside_the_scores_of_other_learners_are_refused(figure: str) -> None:
    some, others = people(cohorts=6), people(cohorts=5)
    groups = {"": counts_of(some, np.ones(some.n, dtype=bool))}
    more = MoreCounts(**{figure: getattr(more_of(others), figure)})

    with pytest.raises(ValueError, match="hold 100 learners, but the groups 120"):
        gain_report(groups, more=more)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_everything_is_asked_of_next_to_nobody(size: int) -> None:
    some = people(cohorts=max(size, 1), size=1)
    rows = np.arange(some.n) < size
    values = {name: value[rows] for name, value in vars(some).items() if name != "right"}
    few = replace(some, **values, right=tuple(wave[rows] for wave in some.right))
    whole = gain_report({"": counts_of(few, np.ones(size, dtype=bool))}, more=more_of(few))
    for report in (whole, inside(whole).report):
        assert all(math.isfinite(number) for number in numbers(asdict(report)))
        assert report.items is None or all(change.p is None or change.p <= 1 for change in report.items.changes)


def test_all_right_and_all_wrong_on_every_item_is_a_report_too() -> None:
    some = people(cohorts=12)
    right = tuple(np.full_like(wave, place > 0) for place, wave in enumerate(some.right))
    alike = type(some)(
        some.region,
        some.cohort,
        some.girl,
        some.lessons,
        some.second_first,
        right,
        some.came_back,
    )
    report = gain_report({"": counts_of(alike, np.ones(some.n, dtype=bool))}, more=more_of(alike))

    assert report.items is not None and report.reliability is not None
    assert all(change.p is None for change in report.items.changes)
    assert all(one.alpha.value is None and one.alpha.notes for one in report.reliability)
    assert all(math.isfinite(number) for number in numbers(asdict(report)))


def test_groups_are_of_one_kind() -> None:
    with_cohorts = counts_of_pairs([1, 2], [2, 3], K, cohort=[1, 2])[""]
    without = GroupCounts(with_cohorts.joint, with_cohorts.flow)

    with pytest.raises(ValueError, match="cohorts are given for one group"):
        gain_report({"a": with_cohorts, "b": without})
