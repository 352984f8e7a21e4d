"""Gains of four learners, reckoned by hand."""

import pytest

from analytics.counts.joint import JointTable
from analytics.gains.effect import effect_sizes
from analytics.gains.gain import ceiling, gain_of_learners, normalised_gain

FOUR = JointTable.from_pairs([0, 0, 6, 10], [5, 4, 6, 8], 10)
"""Gains of 5, 4, 0 and -2 out of 10 points."""


def test_a_mean_gain_is_of_the_means_before_and_after_and_in_percent_of_the_highest_score() -> None:
    gain = gain_of_learners(FOUR)

    assert gain is not None
    assert (gain.pre_mean, gain.post_mean, gain.mean) == (4.0, 5.75, 1.75)
    assert gain.percent == pytest.approx(17.5)


def test_the_normalised_gain_leaves_out_who_had_full_marks_before() -> None:
    """5 of 10, 4 of 10 and 0 of 4; who went from 10 to 8 could not gain."""
    gain = normalised_gain(FOUR)

    assert gain is not None
    assert gain.undefined == 1
    assert gain.average == pytest.approx((5 / 10 + 4 / 10 + 0) / 3)
    assert gain.of_averages == pytest.approx(7 / 24)


def test_full_marks_are_told_from_none() -> None:
    at_ends = ceiling(JointTable.from_pairs([0, 0, 0, 10, 10, 3], [0, 10, 10, 10, 10, 4], 10))

    assert (at_ends.pre, at_ends.post, at_ends.floor_pre, at_ends.floor_post) == (2, 4, 3, 1)


def test_each_effect_size_is_its_own() -> None:
    """Mean gain 1.75, Σ(x - m)² = 32.75; the ten means of two gains have -2, -1, 0, 1, 1.5 | 2, 2.5, 4, 4.5, 5."""
    effect = effect_sizes(FOUR)

    assert effect is not None
    assert effect.hodges_lehmann == 1.75
    assert effect.d_z == pytest.approx(1.75 / (32.75 / 3) ** 0.5)
    assert effect.p_superiority == pytest.approx((2 + 1 / 2) / 4)
    assert effect.rank_biserial == pytest.approx((3 + 2 - 1) / (3 + 2 + 1))
