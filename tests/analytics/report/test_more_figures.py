"""What stands beside the headline, against the same worked out from rows or from the formula."""

import numpy as np
import pytest
from scipy import stats

from analytics import CohortSums, GainReport, GroupCounts, NoteCode, Options, gain_report, items_twice
from analytics.clusters.robust_between import ancova_cohort_robust
from analytics.counts.joint import JointTable
from analytics.gains.effect_intervals import effect_intervals
from analytics.items.changes import item_changes
from analytics.shares.shrinkage import shrunken_shares
from tests.analytics.rows import cr2
from tests.analytics.study import ITEMS, K, by_region, counts_of, more_of, people

SOME = people()
PASS_MARK = 6


@pytest.fixture(scope="module")
def report() -> GainReport:
    return gain_report(by_region(SOME), options=Options(pass_mark=PASS_MARK), more=more_of(SOME))


def test_gained_and_lost_by_item_respect_cohorts(report: GainReport) -> None:
    assert report.items is not None
    for place, reported in enumerate(report.items.changes):
        change = SOME.right[1][:, place] - SOME.right[0][:, place]
        robust, df = cr2(change, SOME.cohort)
        se = max(robust, (change.var(ddof=1) / change.size) ** 0.5)  # never surer than independent learners
        assert (reported.item, reported.gained, reported.lost) == (ITEMS[place], (change > 0).sum(), (change < 0).sum())
        assert reported.test == "cr2"
        assert reported.difference.value == pytest.approx(change.mean())
        assert reported.difference.se == pytest.approx(se, rel=1e-12)
        assert reported.p == pytest.approx(2 * stats.t.sf(abs(change.mean()) / se, df), rel=1e-10)
    raw = [one.p for one in report.items.changes]
    adjusted = [one.adjusted for one in report.items.changes]
    assert adjusted == pytest.approx(stats.false_discovery_control(raw), rel=1e-12)


def test_the_share_right_has_the_items_own_design_effect(report: GainReport) -> None:
    assert report.items is not None
    before = SOME.right[0][:, 0]
    se, _ = cr2(before, SOME.cohort)
    effect = se**2 / (before.var(ddof=1) / before.size)
    n, df = before.size, np.unique(SOME.cohort).size - 1
    effective = min(n, n / effect * (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, df)) ** 2)
    x = before.mean() * effective

    assert report.items.changes[0].before.low == pytest.approx(stats.beta.ppf(0.025, x, effective - x + 1), rel=1e-9)


def test_what_regions_know_already_makes_no_share_of_an_item_less_sure() -> None:
    """Five cohorts of twelve in each of three regions, 2, 6 and 10 of twelve right before; everywhere two learn it."""
    right = np.repeat([2, 6, 10], 5)
    before = np.concatenate([np.arange(12) < (count + place % 2) for place, count in enumerate(right)]).astype(int)
    after = np.concatenate([np.arange(12) < min(12, count + 2 + place % 3) for place, count in enumerate(right)])
    cohort, region = np.repeat(np.arange(15), 12), np.repeat(np.array(["a", "b", "c"]), 60)
    columns = before[:, None], after.astype(int)[:, None], ("visa",)
    (within,) = item_changes(items_twice(*columns, cohort=cohort, stratum=region))
    (apart,) = item_changes(items_twice(*columns, cohort=cohort))
    change = after - before
    errors = [cr2(change[region == one], cohort[region == one]) for one in "abc"]

    assert within.difference.se is not None and within.before.low is not None and apart.before.low is not None
    robust = sum((60 / 180 * se) ** 2 for se, _df in errors) ** 0.5
    assert within.difference.se == pytest.approx(max(robust, (change.var(ddof=1) / 180) ** 0.5), rel=1e-12)
    assert within.difference.df == pytest.approx(1 / sum((60 / 180) ** 2 / df for _se, df in errors), rel=1e-12)
    assert within.before.low > apart.before.low + 0.05, "as if differences between regions were likeness"
    effective = before.mean() * 180
    assert within.before.low >= stats.beta.ppf(0.025, effective, 180 - effective + 1)


def test_items_of_few_cohorts_borrow_the_icc_of_these_and_of_three_assume_one() -> None:
    """One rule with the other figures: under ten cohorts s²/n times 1 + (size - 1)·ICC, t on cohorts less regions."""
    before = np.concatenate([np.arange(10) < count for count in (2, 3, 4, 6, 7, 8)]).astype(int)
    after = np.concatenate([np.arange(10) < count for count in (6, 4, 8, 7, 9, 10)]).astype(int)
    cohort, region = np.repeat(np.arange(6), 10), np.repeat([0, 0, 0, 1, 1, 1], 10)
    of, to = before[:, None], after[:, None]
    (six,) = item_changes(items_twice(of, to, ("visa",), cohort=cohort, stratum=region))
    (three,) = item_changes(items_twice(of[:30], to[:30], ("visa",), cohort=cohort[:30]))
    change = after - before
    means = change.reshape(6, 10).mean(axis=1)
    between = 10 * sum(((means[at] - means[at].mean()) ** 2).sum() for at in (slice(3), slice(3, 6))) / 4
    mean_square = ((change.reshape(6, 10) - means[:, None]) ** 2).sum() / 54
    icc = (between - mean_square) / (between + 9 * mean_square)

    assert six.test == "pooled_icc" and six.difference.df == 4
    assert six.difference.se == pytest.approx((change.var(ddof=1) / 60 * max(1, 1 + 9 * icc)) ** 0.5, rel=1e-12)
    assert three.test == "assumed_icc" and three.difference.df == 29
    assert three.difference.se == pytest.approx((change[:30].var(ddof=1) / 30 * (1 + 9 * 0.15)) ** 0.5, rel=1e-12)
    assert three.p == pytest.approx(2 * stats.t.sf(change[:30].mean() / three.difference.se, 29), rel=1e-10)


def test_items_of_one_cohort_have_no_p_and_say_why() -> None:
    one = people(cohorts=1, size=30, regions=1)
    items = gain_report({"": counts_of(one, np.ones(30, dtype=bool))}, more=more_of(one)).items

    assert items is not None
    assert {change.p for change in items.changes} == {None}
    assert {change.before.low for change in items.changes} == {None}
    assert all(change.notes[0].code is NoteCode.ONE_COHORT for change in items.changes)


def test_who_passes_is_compared_with_the_design_effect_of_the_gain(report: GainReport) -> None:
    """Tango's score equation at both ends, in closed form by hand, with t in the place of z and the design effect; p is
    Eliasziw & Donner's, and the interval holds 0 where p is over .05 and nowhere else."""
    for group in (report.total, *report.groups):
        rate, gain = group.pass_, group.gain
        assert rate is not None and gain is not None and gain.design_effect is not None and gain.df is not None
        assert rate.gained is not None and rate.lost is not None and rate.p is not None
        assert rate.low is not None and rate.high is not None and rate.interval == "tango"
        n, b, c = rate.n, rate.gained, rate.lost
        t = stats.t.ppf(0.975, gain.df) * gain.design_effect**0.5
        for delta, side in ((rate.low, 1), (rate.high, -1)):
            root = ((2 * n - b + c) * delta - b - c) ** 2 + 8 * n * c * delta * (1 - delta)
            q = (root**0.5 - (2 * n - b + c) * delta + b + c) / (4 * n)
            assert b - c - n * delta == pytest.approx(side * t * (n * (2 * q + delta * (1 - delta))) ** 0.5, rel=1e-6)
        alone = (b - c) / (b + c) ** 0.5
        assert rate.p == pytest.approx(2 * stats.t.sf(abs(alone) / gain.design_effect**0.5, gain.df), rel=1e-9)
        assert (rate.low <= 0 <= rate.high) == (rate.p >= 0.05)
        notes = {note.code: note.values.get("figure") for note in group.notes}
        assert (notes[NoteCode.DESIGN_EFFECT_OF_GAIN], notes[NoteCode.TESTS_IGNORE_COHORTS]) == (
            "pass",
            "sign,wilcoxon",
        )


def test_of_one_cohort_nobody_knows_how_sure_it_is_who_passes() -> None:
    one = people(cohorts=1, size=30, regions=1)
    rate = gain_report({"": counts_of(one, np.ones(30, dtype=bool))}, options=Options(pass_mark=PASS_MARK)).total.pass_

    assert rate is not None and rate.difference is not None
    assert (rate.low, rate.high, rate.p, rate.ln_p, rate.interval) == (None, None, None, None, None)


def test_figures_of_one_wave_say_that_they_ignore_cohorts(report: GainReport) -> None:
    assert report.items is not None and report.dif is not None and report.forms is not None and report.reliability
    figures = {str(note.values["figure"]) for wave in report.items.waves for note in wave.notes}
    figures |= {str(note.values["figure"]) for wave in report.reliability for note in wave.alpha.notes}
    figures |= {str(note.values["figure"]) for one in report.dif for note in one.found.notes}
    figures |= {str(note.values["figure"]) for note in report.forms.notes}

    assert figures == {"difficulty", "reliability", "dif", "forms"}


def test_intervals_of_effects_grow_by_the_root_of_the_design_effect(report: GainReport) -> None:
    gain, effect = report.total.gain, report.total.effect
    assert gain is not None and effect is not None and effect.ci is not None and gain.design_effect is not None
    pre, post = SOME.scores(0), SOME.scores(1)
    alone = effect_intervals(JointTable.from_pairs(pre, post, K))
    t = stats.t.ppf(0.975, 23) / stats.norm.ppf(0.975)

    assert effect.ci.widened == pytest.approx(t * max(1.0, gain.design_effect) ** 0.5)
    for name in ("hedges_g", "d_av"):
        result, of_learners = getattr(effect.ci, name), getattr(alone, name)
        assert result.value == of_learners.value
        width = (of_learners.high - of_learners.low) * effect.ci.widened
        assert result.high - result.low == pytest.approx(width)
    for name in ("rank_biserial", "p_superiority", "hodges_lehmann"):
        result, of_learners = getattr(effect.ci, name), getattr(alone, name)
        assert result.low < of_learners.low < result.value < of_learners.high < result.high or name == "hodges_lehmann"
        assert result.low <= of_learners.low <= result.value <= of_learners.high <= result.high


def test_power_is_of_the_cohorts_at_hand(report: GainReport) -> None:
    gain, power = report.total.gain, report.total.power
    assert gain is not None and power is not None and power.next_round is not None
    assert gain.sd is not None and gain.design_effect is not None
    needed = stats.t.ppf(0.975, 23) + stats.t.ppf(0.8, 23)
    se = gain.sd * (max(1.0, gain.design_effect) / SOME.n) ** 0.5

    assert power.smallest_gain.points == pytest.approx(needed * se)
    result = power.next_round
    assert (result.cohort_size, result.points) == (20, pytest.approx(K / 10))
    assert result.icc == max(0.0, gain.icc or 0.0)
    assert result.gain.cohorts is not None and result.gain.learners is not None
    of_means = result.points / gain.sd * (20 / (1 + 19 * result.icc)) ** 0.5
    enough, fewer = (
        stats.nct.sf(stats.t.ppf(0.975, cohorts - 1), cohorts - 1, of_means * cohorts**0.5)
        for cohorts in (result.gain.cohorts, result.gain.cohorts - 1)
    )
    assert enough >= 0.8 > fewer
    assert result.gain.learners == result.gain.cohorts * result.cohort_size


def test_leavers_are_those_with_the_first_test_only(report: GainReport) -> None:
    result = report.total.attrition
    assert result is not None and result.scores is not None
    four = len(by_region(SOME))

    assert (result.lost.count, result.lost.n) == (4 * four, 4 * four + SOME.n)
    assert (result.scores.stayers, result.scores.leavers) == (SOME.n, 3 * four)
    welch = stats.ttest_ind(SOME.scores(0), np.tile([2, 3, 3], four), equal_var=False)
    assert result.scores.t.statistic == pytest.approx(welch.statistic)
    assert report.between is not None and report.between.attrition is not None
    assert [one.n for one in report.between.attrition.lost] == [SOME.n // four + 4] * four


def test_the_low_are_those_under_the_pass_mark_or_the_lower_half(report: GainReport) -> None:
    pre, post = SOME.scores(0), SOME.scores(1)
    low = report.total.regression and report.total.regression.low
    assert low is not None
    assert (low.cut, low.n) == (PASS_MARK - 1, (pre < PASS_MARK).sum())
    assert low.gain == pytest.approx((post - pre)[pre < PASS_MARK].mean())

    half = gain_report({"": counts_of(SOME, np.ones(SOME.n, dtype=bool))}).total.regression
    assert half is not None and half.low is not None
    assert half.low.cut == int(np.quantile(pre, 0.5, method="inverted_cdf"))


def test_the_equated_share_is_that_of_rows_carried_to_the_form_before(report: GainReport) -> None:
    forms = report.forms
    assert forms is not None and forms.equated is not None and forms.raw is not None
    assert forms.second_to_first is not None and forms.first_to_second is not None
    pre, post, improved = SOME.scores(0), SOME.scores(1), 0
    for rows, carried in (
        (~SOME.second_first, forms.second_to_first.scores),
        (SOME.second_first, forms.first_to_second.scores),
    ):
        assert carried is not None
        improved += int((np.floor(np.array(carried)[post[rows]] + 0.5) > pre[rows]).sum())

    assert forms.equated.count == improved
    assert forms.raw == report.total.improved
    assert forms.equated.interval == "korn_graubard"


def test_groups_are_compared_with_errors_by_cohort_and_small_ones_are_drawn_in(report: GainReport) -> None:
    between, groups = report.between, by_region(SOME)
    assert between is not None and between.shrunken is not None
    cohorts = [counts.cohorts for counts in groups.values()]
    assert between.robust == ancova_cohort_robust([sums for sums in cohorts if isinstance(sums, CohortSums)])
    assert [one.key for one in between.shrunken.groups] == list(groups) == [one.key for one in between.ranks]
    assert all(one.low <= one.rank <= one.high for one in between.ranks)


def test_mean_gains_of_groups_are_compared_by_welch_where_the_learner_is_the_unit(report: GainReport) -> None:
    groups = {key: GroupCounts(counts.joint, counts.flow) for key, counts in by_region(SOME).items()}
    between = gain_report(groups).between
    gains = [(SOME.scores(1) - SOME.scores(0))[SOME.region == place] for place in range(4)]

    assert between is not None and between.welch is not None and report.between is not None
    assert between.welch.p == pytest.approx(stats.f_oneway(*gains, equal_var=False).pvalue, rel=1e-9)
    assert report.between.welch is None


def test_learners_taught_together_count_as_fewer_where_shares_are_drawn_in() -> None:
    yes, n = [90, 60, 45], [100, 80, 90]
    alone, together = shrunken_shares(yes, n), shrunken_shares(yes, n, design_effects=[4.0, 4.0, 4.0])
    assert alone.mean is not None and together.mean is not None

    for one, other in zip(alone.groups, together.groups, strict=True):
        assert one.raw == other.raw
        assert other.high - other.low > one.high - one.low
    assert abs(together.groups[0].share - together.mean) < abs(alone.groups[0].share - alone.mean)


def test_dif_compares_each_group_with_the_largest(report: GainReport) -> None:
    assert report.dif is not None
    girls = int(SOME.girl.sum())
    larger, smaller = ("girl", "boy") if girls * 2 >= SOME.n else ("boy", "girl")

    assert [(one.variable, one.reference, one.focal) for one in report.dif] == [("sex", larger, smaller)]


def test_leavers_of_another_test_or_too_many_are_refused() -> None:
    counts = counts_of(SOME, SOME.region == 0)
    with pytest.raises(ValueError, match="shape"):
        GroupCounts(counts.joint, counts.flow, counts.cohorts, leavers=np.zeros(K, dtype=np.int64))
    with pytest.raises(ValueError, match="5 leavers, but 4"):
        GroupCounts(counts.joint, counts.flow, counts.cohorts, leavers=np.bincount([1] * 5, minlength=K + 1))
