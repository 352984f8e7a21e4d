"""How many learners and cohorts; which equating may be used."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.counts.joint import JointTable
from analytics.items.equating import (
    EquatingMethod,
    equated_outcomes,
    equating,
    equipercentile_equating,
    linear_equating,
    mean_equating,
)
from analytics.notes import NoteCode
from analytics.power import (
    learners_for_gain,
    power_of_t,
    smallest_gain,
)


def test_the_learners_asked_for_have_the_power_asked_for() -> None:
    result = learners_for_gain(0.25, power=0.9)

    assert result.effective is not None
    assert power_of_t(result.effective, 0.25) == pytest.approx(0.9)
    ncp, edge = 0.25 * result.effective**0.5, stats.t.ppf(0.975, result.effective - 1)
    assert stats.nct.sf(edge, result.effective - 1, ncp) == pytest.approx(0.9)


@given(st.floats(-4, 3).map(lambda power: 10.0**power), st.floats(0.5, 0.99), st.floats(0.01, 0.2))
@settings(deadline=None, max_examples=60)
def test_whatever_the_effect_no_fewer_learners_would_do(d_z: float, power: float, alpha: float) -> None:
    result = learners_for_gain(d_z, power=power, alpha=alpha)

    assert (result.effective is None) == (result.learners is None)
    if result.effective is not None and 2 < result.effective < 1000 / d_z**2 and d_z < 10:
        assert power_of_t(result.effective, d_z, alpha) == pytest.approx(power, abs=1e-6)
        assert power_of_t(0.99 * result.effective, d_z, alpha) < power


def test_an_effect_of_many_sds_needs_three_learners_as_in_r() -> None:
    """uniroot on pt(qt(.025, n - 1, lower = FALSE), n - 1, sqrt(n) * 5.5, lower = FALSE) - .95, R 4.5.0."""
    result = learners_for_gain(5.5, power=0.95)

    assert result.effective == pytest.approx(2.739597266, rel=1e-8)
    assert result.learners == 3


@pytest.mark.parametrize(("d_z", "size", "icc"), [(0.5, 20, 0.1), (0.45, 18, 0.21), (0.3, 20, 0.05), (0.2, 30, 0.1)])
def test_the_means_of_the_cohorts_asked_for_have_the_power_asked_for(d_z: float, size: int, icc: float) -> None:
    """Power by scipy's noncentral t on cohorts - 1. The design effect alone asks for 5 cohorts in the first case, whose
    power is .60: 4,000 draws of normal cohorts and t on their means found .5975, and .8245 with the 7 of here."""
    result = learners_for_gain(d_z, cohort_size=size, icc=icc)
    assert result.cohorts is not None and result.learners is not None
    of_means = d_z * (size / (1 + (size - 1) * icc)) ** 0.5

    def power(cohorts: float) -> float:
        return float(stats.nct.sf(stats.t.ppf(0.975, cohorts - 1), cohorts - 1, of_means * cohorts**0.5))

    assert power(result.cohorts) >= 0.8 > power(result.cohorts - 1)
    assert result.learners == result.cohorts * size
    assert result.effective == learners_for_gain(d_z).effective


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: learners_for_gain(0.3, power=80), "power over it and under 1"),
        (lambda: learners_for_gain(0.3, power=1), "power over it and under 1"),
        (lambda: learners_for_gain(0.3, alpha=0), "alpha is over 0"),
        (lambda: smallest_gain(2.0, 100, df=9, power=1.2), "power over it and under 1"),
        (lambda: learners_for_gain(0.3, cohort_size=0), "a cohort is of 1 learner or more, not 0"),
    ],
)
def test_what_cannot_be_asked_is_refused(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ask()


def test_no_effect_is_never_found() -> None:
    result = learners_for_gain(0.0)

    assert (result.effective, result.learners, result.cohorts) == (None, None, None)
    assert [note.code for note in result.notes] == [NoteCode.OUT_OF_REACH]


def test_the_smallest_gain_shrinks_with_learners_and_grows_with_the_likeness_of_cohorts() -> None:
    result = smallest_gain(2.0, 100, df=99)
    wider = smallest_gain(2.0, 100, design_effect=4.0, df=4)

    assert result.points == pytest.approx(2 * (stats.t.ppf(0.975, 99) + stats.t.ppf(0.8, 99)) / 10)
    assert result.points is not None and wider.points is not None and wider.points > 2 * result.points
    assert smallest_gain(2.0, 0, df=5).points is None
    assert smallest_gain(2.0, 9, df=0).notes[0].code is NoteCode.ONE_COHORT


def scores(seed: int, n: int, share: float) -> np.ndarray:
    return np.bincount(np.random.default_rng(seed).binomial(14, share, n), minlength=15)


@pytest.mark.parametrize(
    ("n", "method"),
    [
        (29, None),
        (30, EquatingMethod.MEAN),
        (99, EquatingMethod.MEAN),
        (100, EquatingMethod.LINEAR),
        (1499, EquatingMethod.LINEAR),
        (1500, EquatingMethod.EQUIPERCENTILE),
    ],
)
def test_the_finest_equating_that_the_smaller_group_bears(n: int, method: EquatingMethod | None) -> None:
    result = equating(scores(1, n, 0.5), scores(2, 4000, 0.6))

    assert result.method == method
    assert (result.scores is None) == (method is None)
    assert {note.code for note in result.notes} == ({NoteCode.TOO_FEW_LEARNERS} if method is None else set())
    if result.scores is not None:
        assert list(result.scores) == sorted(result.scores)


def test_linear_equating_carries_mean_and_spread_and_mean_equating_the_mean() -> None:
    new, old = scores(3, 500, 0.5), scores(4, 500, 0.65)
    at = np.arange(15)
    for carried in (linear_equating(new, old), mean_equating(new, old)):
        assert carried @ new / new.sum() == pytest.approx(at @ old / old.sum())
    linear = np.repeat(linear_equating(new, old), new)
    assert linear.std() == pytest.approx(np.repeat(at, old).std())


def test_an_easier_form_is_not_a_gain() -> None:
    """Form B is worth two points more: half the learners gain two, and after equating nobody gained."""
    form_a = np.zeros(15, dtype=np.int64)
    form_a[4:9] = 20
    table = JointTable.from_cells([(s, s + 2, 20) for s in range(4, 9)], 14)
    result = equated_outcomes(table, equating(table.post, form_a))

    assert table.differences.improved == 100
    assert result is not None and (result.improved, result.same, result.worse) == (0, 100, 0)
    assert equated_outcomes(table, equating(form_a // 20, form_a)) is None


def test_a_rank_in_a_gap_of_scores_that_nobody_has_is_the_middle_of_the_gap() -> None:
    carried = equipercentile_equating(np.array([2, 4, 2]), np.array([4, 0, 4]))

    assert list(carried) == [-0.5 + 0.25, 1.0, 1.5 + 0.75]
    assert list(equipercentile_equating(np.array([0, 3, 0]), np.array([1, 1, 1]))) == [-0.5, 1.0, 2.5]


@pytest.mark.parametrize("shift", [9, -9])
def test_no_score_is_carried_beyond_half_a_point_past_the_ends(shift: int) -> None:
    """The mean alone (30 learners a form) would carry scores far out of 0..k: they stop at -1/2 and k + 1/2."""
    k = 10
    low, high = np.bincount([0] * 40, minlength=k + 1), np.bincount([9] * 40, minlength=k + 1)
    new, old = (low, high) if shift > 0 else (high, low)

    result = equating(new, old)

    assert result.method is EquatingMethod.MEAN
    assert result.scores is not None
    assert [float(score) for score in result.scores] == [
        min(k + 0.5, max(-0.5, score + shift)) for score in range(k + 1)
    ]
