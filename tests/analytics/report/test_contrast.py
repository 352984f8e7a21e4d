"""People with the course beside people without it, in the report: every figure, and a reason for every null."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from analytics import (
    CohortSums,
    ComparisonCounts,
    Flow,
    GroupCounts,
    JointTable,
    MoreCounts,
    NoteCode,
    gain_report,
)
from analytics.report.contrast import contrast_report

Pairs = Sequence[tuple[int, int]]
UP: Pairs = [(3, 7), (4, 8), (5, 7), (2, 6), (6, 9), (4, 6), (5, 5), (3, 8), (4, 7), (6, 8), (2, 5), (5, 9)] * 2
NOISE: Pairs = [(3, 4), (4, 3), (5, 6), (6, 5), (2, 2), (7, 7), (3, 2), (5, 4), (4, 5), (6, 7), (8, 7), (5, 6)] * 2


def group(pairs: Pairs, cohorts: int = 0, first_label: int = 0) -> GroupCounts:
    """Learners in so many cohorts, in turn; none where cohorts is 0."""
    pre, post = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    labels = [first_label + learner % cohorts for learner in range(len(pairs))] if cohorts else []
    return GroupCounts(
        JointTable.from_pairs(pre, post, 10),
        Flow(pre_only=3, post_only=0, paired=len(pairs)),
        CohortSums.from_pairs(labels, pre, post) if cohorts else None,
    )


def codes(notes: Any) -> list[NoteCode]:
    return [note.code for note in notes]


def test_both_groups_stand_there_with_their_figures_and_the_difference() -> None:
    result = contrast_report(ComparisonCounts(group(UP, 4), group(NOISE, 4, 10), is_randomised=True))

    course, waiting = result.course, result.waiting
    assert (course.n, course.cohorts, course.first_only, waiting.n, waiting.cohorts) == (24, 4, 3, 24, 4)
    assert course.improved is not None and waiting.improved is not None
    assert (course.improved.count, waiting.improved.count) == (22, 10)
    assert result.gain.value == pytest.approx(36 / 12 - 0 / 12)
    assert result.improved.value == pytest.approx(22 / 24 - 10 / 24)
    assert result.before.value == pytest.approx(49 / 12 - 58 / 12)
    assert course.gain is not None and course.gain.value == pytest.approx(3)
    ones, scores = np.repeat([1.0, 0.0], 24), np.array([*UP, *NOISE], dtype=float)
    rows = np.column_stack((ones, 1 - ones, scores[:, 0]))
    with_course, without, _ = np.linalg.lstsq(rows, scores[:, 1], rcond=None)[0]
    assert result.adjusted.value == pytest.approx(with_course - without)
    for contrast in (result.gain, result.before, result.adjusted):
        assert None not in (contrast.low, contrast.high, contrast.t, contrast.df, contrast.p, contrast.ln_p)
    assert result.gain.low is not None and result.gain.low > 0
    assert codes(result.notes) == [NoteCode.RANDOMISED, NoteCode.CONTRAST_BY_COHORT]


def test_those_with_the_course_have_the_figures_of_the_total() -> None:
    counts = group(UP, 4)
    report = gain_report({"": counts}, more=MoreCounts(comparison=ComparisonCounts(counts, group(NOISE, 4, 10))))

    result, total = report.comparison, report.total
    assert result is not None and total.gain is not None and result.course.gain is not None
    assert result.course.improved == total.improved
    assert (result.course.gain.low, result.course.gain.high) == (total.gain.low, total.gain.high)
    assert NoteCode.NO_COMPARISON_GROUP not in codes(total.notes)


def test_what_a_second_test_gives_by_itself_is_measured_in_the_comparison_group() -> None:
    counts, waiting = group(UP, 4), group(NOISE, 4, 10)
    alone = gain_report({"": counts}).method.retest
    report = gain_report({"": counts}, more=MoreCounts(comparison=ComparisonCounts(counts, waiting)))

    assert report.comparison is not None
    assert (report.method.retest.improved, report.method.retest.source) == (report.comparison.waiting.improved, "")
    assert report.method.retest.improved != alone.improved
    assert alone.source


def test_without_a_comparison_the_report_says_that_there_is_none() -> None:
    report = gain_report({"": group(UP, 4)})

    assert report.comparison is None
    assert NoteCode.NO_COMPARISON_GROUP in codes(report.total.notes)


def test_without_cohorts_learners_are_the_unit() -> None:
    result = contrast_report(ComparisonCounts(group(UP), group(NOISE), is_randomised=False))

    assert (result.gain.method, result.adjusted.method, result.course.cohorts) == ("welch", "ancova", None)
    assert codes(result.notes) == [NoteCode.NOT_RANDOMISED, NoteCode.CONTRAST_BY_LEARNER]


@pytest.mark.parametrize("cohorts", [0, 4])
@pytest.mark.parametrize("empty", ["course", "waiting"])
def test_a_group_of_nobody_leaves_every_difference_open_and_says_which(empty: str, cohorts: int) -> None:
    groups = {"course": group(UP, cohorts), "waiting": group(NOISE, cohorts)}
    nobody = CohortSums.from_pairs([], [], []) if cohorts else None
    groups[empty] = GroupCounts(JointTable.empty(10), Flow(pre_only=2, post_only=0, paired=0), nobody)
    result = contrast_report(ComparisonCounts(**groups))

    assert codes(result.notes)[0] is NoteCode.ARM_EMPTY
    assert result.notes[0].values == {"arm": empty}
    assert getattr(result, empty).n == 0
    for difference in (result.gain, result.before, result.adjusted):
        assert (difference.value, difference.p) == (None, None)
        assert difference.notes
    assert result.improved.value is None


def test_one_cohort_on_a_side_has_no_difference_and_says_why() -> None:
    result = contrast_report(ComparisonCounts(group(UP, 4), group(NOISE, 1, 10)))

    for difference in (result.gain, result.before, result.adjusted, result.improved):
        assert difference.value is None
        assert codes(difference.notes) == [NoteCode.TOO_FEW_COHORTS]
    assert result.waiting.improved is not None and result.waiting.improved.count == 10


@pytest.mark.parametrize("cohorts", [0, 3])
def test_where_all_gained_alike_there_is_a_value_and_no_interval(cohorts: int) -> None:
    up, same = [(3, 5), (4, 6), (5, 7)] * 4, [(3, 3), (4, 4), (5, 5)] * 4
    result = contrast_report(ComparisonCounts(group(up, cohorts), group(same, cohorts, 10)))

    assert (result.gain.value, result.gain.low, result.gain.p) == (2, None, None)
    assert codes(result.gain.notes) == [NoteCode.NO_SPREAD]
    assert result.improved.value == 1
    assert result.improved.low is not None and result.improved.low > 0.2


def test_folded_cohorts_have_all_but_the_adjusted_difference() -> None:
    course, waiting = group(UP, 4), group(NOISE, 4, 10)
    assert isinstance(course.cohorts, CohortSums) and isinstance(waiting.cohorts, CohortSums)
    folded = contrast_report(
        ComparisonCounts(
            GroupCounts(course.joint, course.flow, course.cohorts.classes),
            GroupCounts(waiting.joint, waiting.flow, waiting.cohorts.classes),
        )
    )
    whole = contrast_report(ComparisonCounts(course, waiting))

    assert (folded.gain, folded.improved, folded.before) == (whole.gain, whole.improved, whole.before)
    assert (folded.adjusted.value, codes(folded.adjusted.notes)) == (None, [NoteCode.COHORTS_FOLDED])


def test_a_cohort_in_both_groups_is_told() -> None:
    result = contrast_report(ComparisonCounts(group(UP, 4), group(NOISE, 4)))

    note = next(note for note in result.notes if note.code is NoteCode.COHORTS_IN_BOTH)
    assert note.values == {"count": 4}


def test_those_who_waited_have_their_own_gain_apart() -> None:
    counts = ComparisonCounts(group(UP, 4), group(NOISE, 4, 10), afterwards=group(UP, 4, 10))
    result = contrast_report(counts)

    assert result.afterwards is not None and result.afterwards.gain is not None
    assert result.afterwards.gain.value == 3
    assert result.gain == contrast_report(ComparisonCounts(group(UP, 4), group(NOISE, 4, 10))).gain


def test_tests_of_different_lengths_and_cohorts_on_one_side_are_refused() -> None:
    shorter = GroupCounts(JointTable.empty(5), Flow(pre_only=0, post_only=0, paired=0))
    with pytest.raises(ValueError, match="10 and of 5 points"):
        ComparisonCounts(group(UP), shorter)
    with pytest.raises(ValueError, match="cohorts are given for one"):
        ComparisonCounts(group(UP, 4), group(NOISE))
