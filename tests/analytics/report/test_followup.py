"""What was kept at the follow-up, on those with all three tests."""

from typing import Any

import numpy as np
import pytest

from analytics import Options, follow_up_report
from analytics.counts.joint import JointTable
from analytics.counts.pairs import counts_of_pairs
from analytics.notes import NoteCode
from analytics.numerics.ratio import fieller
from analytics.report.followup import FollowUpReport

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
    found = report(before, after, later)

    part = (later - before).mean() / (after - before).mean()
    assert (found.n, found.left) == (200, 4)
    assert found.part_kept.value == pytest.approx(part)
    assert found.part_kept.low is not None and found.part_kept.high is not None
    assert found.part_kept.low < part < found.part_kept.high
    assert found.kept is not None and found.kept.count == (later >= after).sum()
    assert found.kept.low is not None and found.kept.high is not None and found.kept.share is not None
    assert found.kept.low < found.kept.share < found.kept.high
    assert found.from_before.gain is not None
    assert found.from_before.gain.mean == pytest.approx((later - before).mean())
    assert [note.code for note in found.notes] == [NoteCode.KEYS_SEEN]


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


def test_where_nothing_was_gained_no_part_of_it_was_kept() -> None:
    before, _, later = three_tests(3, 40)
    found = report(before, before, later)

    assert found.part_kept.value is None
    assert [note.code for note in found.part_kept.notes] == [NoteCode.NO_SPREAD]


def test_nobody_came_back() -> None:
    found = report([], [], [])

    assert (found.n, found.kept, found.part_kept.value, found.from_before.gain) == (0, None, None, None)


def test_a_hidden_follow_up_tells_nothing() -> None:
    before, after, later = three_tests(4, 8)
    found = report(before, after, later, Options(suppress=11))

    assert found.from_before.suppressed and found.from_after.suppressed
    assert (found.kept, found.part_kept.value) == (None, None)


def test_tables_of_other_learners_are_refused() -> None:
    before, after, later = three_tests(5, 20)
    with pytest.raises(ValueError, match="same learners"):
        follow_up_report(
            counts_of_pairs(before, later, K)[""],
            counts_of_pairs(after, later, K)[""],
            JointTable.from_pairs(before, before, K),
        )
