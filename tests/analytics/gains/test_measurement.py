"""What a test's own noise does, reckoned by hand where a hand can and by chance where it cannot."""

import numpy as np
import pytest

from analytics.counts.joint import JointTable
from analytics.gains.measurement import error_of_scores, noise_floor, reliable_count

TWELVE = JointTable.from_pairs([0, 2, 2, 4, 4, 4, 6, 6, 6, 8, 8, 10], [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], 10)


def test_a_reliable_change_is_measured_by_the_spread_before() -> None:
    """Before: mean 5, Σ(x - m)² = 92, so s² = 92/11 and over n 92/12; KR-21 = 10/9 · (1 - 5·5 / (10 · 92/12)) = .7488.

    1.96 · sqrt(92/11) · sqrt(2 · (1 - .7488)) = 4.018 points (Jacobson & Truax 1991): six gained more than that.
    """
    error = error_of_scores(TWELVE)
    assert error is not None
    change = reliable_count(TWELVE, error)

    assert error.reliability == pytest.approx(10 / 9 * (1 - 25 / (10 * 92 / 12)))
    assert change.threshold == pytest.approx(1.959964 * (92 / 11 * 2 * (1 - error.reliability)) ** 0.5, rel=1e-6)
    assert change.count == 6


def test_who_learned_nothing_scores_higher_as_often_as_the_noise_floor_says() -> None:
    """Two tests of 200,000 learners whose true shares stay as they are, drawn from the beta distribution it names."""
    floor = noise_floor(TWELVE)
    assert floor is not None and floor.alpha is not None and floor.beta is not None
    random = np.random.default_rng(1)
    ability = random.beta(floor.alpha, floor.beta, 200_000)
    first, second = random.binomial(10, ability), random.binomial(10, ability)

    assert (second > first).mean() == pytest.approx(floor.share, abs=0.004)
    assert (second == first).mean() == pytest.approx(floor.same, abs=0.004)
