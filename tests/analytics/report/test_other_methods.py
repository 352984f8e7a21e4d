"""Figures by other methods stand in every report, each as by its own function, bounded, withheld where they tell."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

import analytics as a
from analytics import CohortSums, GroupCounts, NoteCode, Options, counts_of_pairs, gain_report
from analytics.report.other_methods import OtherMethods
from analytics.significance.margins import stuart_maxwell
from tests.analytics.study import K, counts_of, people

SOME = people(cohorts=24)
COUNTS = counts_of(SOME, np.ones(SOME.n, dtype=bool))
ASKED = Options(pass_mark=5, draws=199)
TESTS = ("wilcoxon", "sign_flip", "stuart_maxwell", "bhapkar", "pass_exact", "pass_asymptotic")


def of(counts: GroupCounts, options: Options = ASKED) -> OtherMethods:
    found = gain_report({"": counts}, options=options).total.other_methods
    assert found is not None
    return found


def codes(found: Any) -> set[NoteCode]:
    return {note.code for note in found.notes}


def test_each_is_what_its_own_function_gives() -> None:
    table, cohorts, found = COUNTS.joint, COUNTS.cohorts, of(replace(COUNTS, cohorts=None))
    assert isinstance(cohorts, CohortSums)
    asked = a.TwiceAsked.at_mark(table, 5)
    by_cohort = of(COUNTS)

    assert found.improved == a.share(table.differences.improved, table.n, method=a.Interval.CLOPPER_PEARSON)
    assert found.wilcoxon == a.wilcoxon(table, a.Zeros.WILCOX)
    assert found.sign_flip == a.sign_flip(table)
    assert (found.stuart_maxwell, found.bhapkar) == (a.stuart_maxwell(table), a.bhapkar(table))
    assert found.pass_exact == a.mcnemar(asked, a.McNemar.EXACT)
    assert found.pass_asymptotic == a.mcnemar(asked, a.McNemar.ASYMPTOTIC)
    assert found.pass_tango == a.paired_difference(asked, method=a.PairedInterval.TANGO)
    assert found.pass_bonett_price == a.paired_difference(asked, method=a.PairedInterval.BONETT_PRICE)
    assert (found.hake_of_averages, found.hake_average) == (a.hake_of_averages(table), a.hake_average(table))
    assert (found.normalised_change, found.d_z) == (a.normalised_change(table), a.cohens_d_z(table))
    assert found.d_rm == a.repeated_measures_change(table)
    for kind, robust in ((a.Robust.CR0, by_cohort.cr0), (a.Robust.CR1, by_cohort.cr1)):
        alone = a.mean_gain_of_cohorts(cohorts, kind=kind)
        assert (robust.low, robust.high, robust.se) == pytest.approx((alone.low, alone.high, alone.se), rel=1e-12)
    assert by_cohort.icc_reml == a.icc_of_cohorts(cohorts, method=a.Likeness.REML)
    assert by_cohort.bootstrap == a.cluster_bootstrap(cohorts.n, cohorts.sum_gain, draws=199)


def test_without_cohorts_what_is_made_by_cohort_is_null_with_a_reason() -> None:
    found = of(replace(COUNTS, cohorts=None))

    for figure in (found.cr0, found.cr1, found.bootstrap, found.icc_reml):
        assert figure.value is None
        assert codes(figure) == {NoteCode.NOT_COUNTED}


def test_the_bootstrap_is_bounded() -> None:
    """Not without draws, not of cohorts by size only, not under ten cohorts."""
    cohorts = COUNTS.cohorts
    assert isinstance(cohorts, CohortSums)
    few = counts_of(SOME, SOME.cohort < 9)
    folded = replace(COUNTS, cohorts=cohorts.classes)

    assert codes(of(COUNTS, Options()).bootstrap) == {NoteCode.NOT_COUNTED}
    assert codes(of(folded).bootstrap) == {NoteCode.COHORTS_FOLDED}
    assert codes(of(few).bootstrap) == {NoteCode.TOO_FEW_COHORTS}
    assert of(counts_of(SOME, SOME.cohort < 10)).bootstrap.low is not None
    for name in (field.name for field in fields(OtherMethods) if field.name != "bootstrap"):
        assert getattr(of(folded), name) == getattr(of(COUNTS), name), name


def test_over_five_thousand_cohorts_are_not_resampled() -> None:
    n = 10_002
    (counts,) = counts_of_pairs(np.arange(n) % 5, np.arange(n) % 7, 10, cohort=np.arange(n) // 2).values()

    assert codes(of(counts).bootstrap) == {NoteCode.COHORTS_FOLDED}
    assert of(counts).icc_reml.value is not None


def test_all_scores_are_compared_only_where_enough_changed() -> None:
    """Five changed learners for each score; and not with hundreds of scores."""
    pre = np.zeros(5 * (K + 1), dtype=int)
    (enough,), (few,) = (counts_of_pairs(pre[:n], pre[:n] + 1, K).values() for n in (pre.size, pre.size - 1))
    (long,) = counts_of_pairs(np.arange(1000) % 90, np.arange(1000) % 101, 101).values()

    assert of(enough).stuart_maxwell == a.stuart_maxwell(enough.joint)
    assert codes(of(few).stuart_maxwell) == codes(of(few).bhapkar) == {NoteCode.TOO_FEW_LEARNERS}
    assert codes(of(long, Options()).bhapkar) == {NoteCode.NOT_COUNTED}


def test_one_cohort_in_all_has_effects_without_intervals() -> None:
    (one,) = counts_of_pairs([1, 2, 3, 4, 5], [3, 3, 6, 4, 8], 10, cohort=[1] * 5).values()
    found = of(one)

    for figure in (found.d_rm, found.d_z):
        assert figure.value is not None and figure.low is None and figure.se is None
        assert codes(figure) == {NoteCode.ONE_COHORT}
    assert codes(found.cr0) == codes(found.icc_reml) == {NoteCode.ONE_COHORT}


def test_what_would_tell_a_share_that_is_withheld_is_withheld() -> None:
    pre = np.arange(40) % 5
    (counts,) = counts_of_pairs(pre, pre + 2, 10, cohort=np.arange(40) // 4).values()
    shown, hidden = (of(counts, replace(ASKED, suppress=suppress)) for suppress in (None, 11))

    assert all(getattr(shown, name) is not None for name in ("improved", *TESTS))
    assert hidden.improved is None
    assert hidden.normalised_change is None
    assert [name for name in TESTS[:4] if getattr(hidden, name) is not None] == []


def test_passes_that_are_withheld_are_withheld_by_every_method() -> None:
    pre = np.arange(40) % 5
    (counts,) = counts_of_pairs(pre, np.clip(pre + np.arange(40) % 3 - 1, 0, 10), 10).values()
    shown, hidden = (of(counts, Options(pass_mark=9, suppress=suppress)) for suppress in (None, 11))
    passes = [field.name for field in fields(OtherMethods) if field.name.startswith("pass_")]

    assert all(getattr(shown, name) is not None for name in passes)
    assert [name for name in passes if getattr(hidden, name) is not None] == []
    assert hidden.sign_flip is not None


def test_categories_that_no_learner_joins_are_compared_each_for_itself() -> None:
    """Moves 0-1-2 and 5-6: two parts, df 2 + 1. As by the general inverse of the covariance."""
    pre, post = [0, 0, 1, 2, 1, 1, 5, 5, 6, 3], [1, 1, 2, 1, 0, 2, 6, 6, 5, 3]
    table = a.JointTable.from_pairs(pre, post, 8)
    moves = table.counts - np.diag(np.diag(table.counts))
    d = moves.sum(axis=0) - moves.sum(axis=1)
    v = np.diag(moves.sum(axis=0) + moves.sum(axis=1)) - moves - moves.T

    found = stuart_maxwell(table)

    assert found.df == np.linalg.matrix_rank(v) == 3
    assert found.statistic == pytest.approx(d @ np.linalg.pinv(v) @ d, rel=1e-12)


def test_each_group_stands_beside_the_others_by_newcombes_method() -> None:
    pre = np.tile([2, 3, 4], 20)
    counts = counts_of_pairs(pre, pre + (np.arange(60) % 4 > 0) * (np.arange(60) % 2), 9, group=np.arange(60) // 20)
    between = gain_report(counts).between
    improved = [group.joint.differences.improved for group in counts.values()]

    assert between is not None
    assert [one.difference for one in between.share_differences] == [
        a.share_difference((count, 20), (sum(improved) - count, 40)) for count in improved
    ]
