"""What was kept at the follow-up, on those with all three tests."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from analytics import Options
from analytics.counts.joint import JointTable
from analytics.counts.pairs import counts_of_pairs
from analytics.notes import NoteCode
from analytics.numerics.roots import fieller
from analytics.report.followup import FollowUpReport, follow_up_report

K = 14


def three_tests(seed: int, n: int) -> tuple[Any, Any, Any]:
    random = np.random.default_rng(seed)
    before = random.binomial(K, 0.4, n)
    after = np.minimum(K, before + random.binomial(6, 0.6, n))
    return before, after, np.maximum(0, after - random.binomial(3, 0.3, n))


def report(before: Any, after: Any, later: Any, options: Options | None = None) -> FollowUpReport:
    return follow_up_report(
        counts_of_pairs(before, later, K)[""],
        counts_of_pairs(after, later, K)[""],
        JointTable.from_pairs(before, after, K),
        left=4,
        options=options or Options(),
    )


def test_what_was_kept_is_the_part_of_the_gain_and_the_share_not_worse() -> None:
    before, after, later = three_tests(1, 200)
    result = report(before, after, later)

    part = (later - before).mean() / (after - before).mean()
    assert (result.n, result.left) == (200, 4)
    assert result.part_kept.value == pytest.approx(part)
    assert result.part_kept.low is not None and result.part_kept.high is not None
    assert result.part_kept.low < part < result.part_kept.high
    assert result.kept is not None and result.kept.count == (later >= after).sum()
    assert result.kept.low is not None and result.kept.high is not None and result.kept.share is not None
    assert result.kept.low < result.kept.share < result.kept.high
    assert result.from_before.gain is not None
    assert result.from_before.gain.mean == pytest.approx((later - before).mean())
    assert [note.code for note in result.notes] == [NoteCode.KEYS_SEEN]


def test_fiellers_bounds_are_where_the_difference_is_just_at_its_error() -> None:
    """At a bound r the mean of first - r·second is exactly t errors from 0."""
    before, after, later = three_tests(2, 60)
    x, y = later - before, after - before
    var = [v.var(ddof=1) / 60 for v in (x, y)]
    bounds = fieller((x.mean(), var[0]), (y.mean(), var[1]), np.cov(x, y)[0, 1] / 60, 2.0)

    assert bounds is not None
    for r in bounds:
        rest = x - r * y
        assert abs(rest.mean()) / (rest.std(ddof=1) / 60**0.5) == pytest.approx(2.0)


@pytest.mark.parametrize("lost", [0, 2])
def test_where_nothing_was_gained_no_part_of_it_was_kept(lost: int) -> None:
    """After a loss of two points, of which one was made up for, "half of the gain was kept"."""
    before, _, later = three_tests(3, 40)
    result = report(before + lost, before, later)

    assert (result.part_kept.value, result.part_kept.low) == (None, None)
    assert [(note.code, note.values["figure"]) for note in result.part_kept.notes] == [
        (NoteCode.GAIN_NOT_SHOWN, "part_kept")
    ]


@pytest.mark.parametrize(("cohorts", "interval"), [(3, "assumed_icc"), (9, "pooled_icc"), (16, "cr2")])
def test_the_part_kept_is_as_sure_as_the_gain_that_it_is_of(cohorts: int, interval: str) -> None:
    """At a bound r the mean of later - before - r (after - before) is t of its errors from 0, with the design effect of
    the mean gain to the follow-up. "72 % was kept (66 - 82 %)" had the errors of six cohorts, the gain an assumed ICC.
    """
    before, after, later = three_tests(6, 160)
    cohort = np.sort(np.random.default_rng(7).integers(0, cohorts, 160))
    later = np.maximum(0, later - cohort % 3)
    result = follow_up_report(
        counts_of_pairs(before, later, K, cohort=cohort)[""],
        counts_of_pairs(after, later, K, cohort=cohort)[""],
        JointTable.from_pairs(before, after, K),
    )

    part, gain = result.part_kept, result.from_before.gain
    assert part.value == pytest.approx((later - before).mean() / (after - before).mean())
    assert part.low is not None and part.high is not None and part.low < part.value < part.high
    assert gain is not None and gain.interval == interval and gain.design_effect is not None
    assert NoteCode.DESIGN_EFFECT_OF_GAIN in {note.code for note in result.notes}
    for bound in (part.low, part.high):
        rest = later - before - bound * (after - before)
        error = (rest.var(ddof=1) / 160 * gain.design_effect) ** 0.5
        assert abs(rest.mean()) / error == pytest.approx(stats.t.ppf(0.975, gain.df))


def test_of_one_cohort_the_part_kept_has_no_interval() -> None:
    before, after, later = three_tests(6, 40)
    one = np.zeros(40)
    part = follow_up_report(
        counts_of_pairs(before, later, K, cohort=one)[""],
        counts_of_pairs(after, later, K, cohort=one)[""],
        JointTable.from_pairs(before, after, K),
    ).part_kept

    assert (part.low, part.high, part.notes[0].code) == (None, None, NoteCode.ONE_COHORT)
    assert part.value == pytest.approx((later - before).mean() / (after - before).mean())


def test_a_part_that_is_alike_for_everyone_has_no_interval() -> None:
    """Everyone kept two points of three: it was sure to be from 67 to 67 %."""
    before = np.array([1, 4, 5, 7, 9] * 6)
    part = report(before, before + 3, before + 2).part_kept

    assert (part.value, part.low, part.high) == (pytest.approx(2 / 3), None, None)
    assert [note.code for note in part.notes] == [NoteCode.NO_SPREAD]


def test_who_left_is_not_said_to_be_nobody() -> None:
    """Of those with all three tests nobody is missing; "0 of 200 left" stood beside the four who did not come."""
    result = report(*three_tests(1, 200))

    for one in (result.from_before, result.from_after):
        assert one.attrition is None
        assert one.flow is not None
        assert (one.flow.improved_at_least, one.flow.improved_at_most) == (None, None)


def test_nobody_came_back() -> None:
    result = report([], [], [])

    assert (result.n, result.kept, result.part_kept.value, result.from_before.gain) == (0, None, None, None)


def test_tables_of_other_learners_are_refused() -> None:
    before, after, later = three_tests(5, 20)
    with pytest.raises(ValueError, match="same learners"):
        follow_up_report(
            counts_of_pairs(before, later, K)[""],
            counts_of_pairs(after, later, K)[""],
            JointTable.from_pairs(before, before, K),
        )
    cohorts = (np.arange(20) // 5, np.arange(20) // 4)
    of_before, of_after = (
        counts_of_pairs(pre, later, K, cohort=cohort)[""] for pre, cohort in zip((before, after), cohorts, strict=True)
    )
    with pytest.raises(ValueError, match="same learners"):
        follow_up_report(of_before, of_after, JointTable.from_pairs(before, after, K))
