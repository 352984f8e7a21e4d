"""What a group of few cohorts borrows, and what a group of regions is: beside row-wise formulas and a regression."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.clusters.design import ASSUMED_ICC, Clustering, Design, IccSource, PooledIcc
from analytics.clusters.means import mean_of_strata
from analytics.clusters.robust_regression import CohortMoments, robust_fit
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts, Key, together
from analytics.counts.joint import JointTable
from analytics.gains.measurement import error_of_scores
from analytics.report.assembly import gain_report

K = 9
cohorts_of_a_region = st.lists(
    st.lists(st.tuples(st.integers(0, K), st.integers(0, K)), min_size=1, max_size=6), min_size=1, max_size=4
)
regions = st.lists(cohorts_of_a_region, min_size=1, max_size=4)
Region = list[list[tuple[int, int]]]


def sums_of(region: Region, first: int = 0) -> CohortSums:
    labels = np.repeat(np.arange(first, first + len(region)), [len(cohort) for cohort in region])
    pre, post = np.array([pair for cohort in region for pair in cohort], dtype=np.int64).T
    return CohortSums.from_pairs(labels, pre, post)


def apart(places: list[Region]) -> list[CohortSums]:
    """Cohorts of different regions have different names."""
    return [sums_of(region, 100 * place) for place, region in enumerate(places)]


@pytest.mark.many
@given(regions)
@settings(deadline=None, max_examples=80)
def test_the_pooled_icc_is_the_analysis_of_variance_of_cohorts_within_regions(places: list[Region]) -> None:
    """Row by row, as Donner & Koval 1980 write it, sums of squares and degrees of freedom of the regions added."""
    result = PooledIcc.of(apart(places))
    gains = [[np.array([post - pre for pre, post in cohort]) for cohort in region] for region in places]
    df = sum(len(region) - 1 for region in gains)
    assert (result.cohorts, result.df) == (sum(map(len, gains)), df)
    n = sum(cohort.size for region in gains for cohort in region)
    if df < 3 or n == result.cohorts:
        assert result.gain is None
        return
    between = within = squares = 0.0
    for region in gains:
        everybody = np.concatenate(region)
        between += sum(cohort.size * (cohort.mean() - everybody.mean()) ** 2 for cohort in region)
        within += sum(((cohort - cohort.mean()) ** 2).sum() for cohort in region)
        squares += sum(cohort.size**2 for cohort in region) / everybody.size
    msb, msw, n0 = between / df, within / (n - result.cohorts), (n - squares) / df
    spread = msb + (n0 - 1) * msw
    if spread < 1e-9:
        assert result.gain is None or abs(spread) > 0
    else:
        assert result.gain == pytest.approx((msb - msw) / spread, rel=1e-7, abs=1e-7)


@pytest.mark.many
@given(st.lists(cohorts_of_a_region.filter(lambda region: len(region) > 1), min_size=1, max_size=4))
@settings(deadline=None, max_examples=80)
def test_a_total_of_regions_is_the_regression_on_regions(places: list[Region]) -> None:
    """CR2 and Satterthwaite of Σ n_h / n · mean_h, by the code that is tested against the matrices of clubSandwich."""
    sums = apart(places)
    n = np.concatenate([one.n for one in sums])
    group = np.repeat(np.arange(len(sums)), [one.cohorts for one in sums])
    gain = np.concatenate([one.sum_gain for one in sums])
    fit = robust_fit(CohortMoments(group, n, gain), len(sums))
    assume(fit is not None)
    shares = np.array([one.n.sum() for one in sums]) / n.sum()
    result = mean_of_strata(
        [one.classes.of("gain") for one in sums], sum(int(one.sum_gain_squared.sum()) for one in sums)
    )

    assert fit is not None and result.se is not None
    assert result.mean == pytest.approx(float(shares @ fit.coefficients), abs=1e-9)
    assert result.se == pytest.approx(fit.se(shares), rel=1e-7, abs=1e-7)
    assert result.df == pytest.approx(fit.df(shares), rel=1e-7)
    assert result.strata == len(sums)


def test_a_region_of_one_cohort_is_put_to_the_region_of_fewest() -> None:
    """Alone it says nothing of how cohorts differ, and the variance would leave it out."""
    one, two, three = ([[(1, 3 + place), (2, 5)] for place in range(cohorts)] for cohorts in (1, 2, 3))
    sums = apart([one, two, three])
    merged = [CohortSums.together(sums[:2]), sums[2]]

    def mean(strata: list[CohortSums]) -> object:
        squared = sum(int(each.sum_gain_squared.sum()) for each in strata)
        return mean_of_strata([each.classes.of("gain") for each in strata], squared)

    lonely, put_together = mean(sums), mean(merged)
    assert (lonely.se, lonely.df, lonely.strata) == (put_together.se, put_together.df, 2)  # type: ignore[attr-defined]


def with_failures(*failures: int, size: int = 20) -> Region:
    """Cohorts in which all but so many improved."""
    return [[(4, 6)] * (size - some) + [(4, 4)] * some for some in failures]


@pytest.mark.parametrize(
    ("failures", "df"),
    [
        ((6, *[0] * 19), 5),  # one cohort tells: the fewest
        ((4, 4, 1, *[0] * 17), 5),  # (4 + 4 + 1)² / 33 = 2.5 cohorts
        ((5, 5, 5, 5, *[0] * 16), 8),
        ((9, 9, 4, 3, 1, *[0] * 15), 2 * 26**2 / 188),
        ((1, *[0] * 19), 19),  # one learner: cohorts do not differ
        ((9, 1, 1, 9, 1) * 4, 19),  # many: as many as there are
        ((6, *[0] * 13), 13),  # fourteen cohorts: few degrees of freedom as it is
    ],
)
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_where_few_cohorts_hold_the_rarer_outcome_few_tell_how_cohorts_differ(
    failures: tuple[int, ...], df: float, is_mirrored: bool
) -> None:
    """Twice (Σr)² / Σr², never under 5, never over cohorts - 1: of those who did not improve as of those who did."""
    region = with_failures(*((20 - some for some in failures) if is_mirrored else failures))
    sums = apart([region])
    effect = Design(Clustering.of(sums), PooledIcc.of(sums)).of("improved")
    assert effect.source is IccSource.OWN
    assert effect.df == pytest.approx(df)


def test_a_share_that_borrows_no_likeness_is_not_widened_for_what_is_not_known_of_it() -> None:
    """Two regions of four cohorts that are as alike as can be: the ICC is under 0."""
    alike, unlike = ([with_failures(*of) for of in pair] for pair in (((4, 4, 4, 4),) * 2, ((0, 0, 9, 9),) * 2))
    for regions_of, is_widened in ((alike, False), (unlike, True)):
        sums = apart(regions_of)
        design = Design(Clustering.of(sums[:1]), PooledIcc.of(sums))
        assert design.of("improved").df == (6 if is_widened else None)
        assert design.of("gain").df == 6


def many(share: float, cohorts: int = 3, size: int = 20) -> Region:
    """Cohorts in which this share improves, as nearly as there are learners."""
    up = round(share * size)
    return [[(4, 6)] * up + [(4, 4)] * (size - up) for _ in range(cohorts)]


def test_true_differences_between_regions_are_no_likeness_of_cohorts() -> None:
    """60 of 60 had the interval 60 - 100 %, since five other regions did worse; alone it has 94 - 100 %, Clopper &
    Pearson's of 60 learners, since within regions no two cohorts differ."""
    places = {f"KZ-{place}": many(share) for place, share in enumerate((0.35, 0.5, 0.6, 0.75, 0.9, 1.0))}
    sums = dict(zip(places, apart(list(places.values())), strict=True))
    groups: dict[Key, GroupCounts] = {}
    for key, region in places.items():
        pre, post = np.array([pair for cohort in region for pair in cohort]).T
        joint = JointTable.from_pairs(pre, post, K)
        groups[key] = GroupCounts.stratified(joint, Flow(0, 0, joint.n), {key: sums[key]})
    report = gain_report(groups)

    best = report.groups[-1].improved
    assert best is not None and (best.count, best.n) == (60, 60)
    assert best.low == pytest.approx(0.025 ** (1 / 60), abs=1e-6)
    assert report.total.gain is not None and report.total.gain.icc is not None and report.total.gain.icc < 0.01


@pytest.mark.many
@given(regions, st.integers(0, 3))
@settings(deadline=None, max_examples=40)
def test_a_group_has_its_figures_alone_and_among_others(places: list[Region], place: int) -> None:
    sums = apart(places)
    groups: dict[Key, GroupCounts] = {}
    for key, region in enumerate(places):
        pre, post = np.array([pair for cohort in region for pair in cohort]).T
        joint = JointTable.from_pairs(pre, post, K)
        groups[f"{key}"] = GroupCounts.stratified(joint, Flow(0, 0, joint.n), {f"{key}": sums[key]})
    one = f"{place % len(places)}"
    everyone = together(list(groups.values())).cohorts_by_stratum
    among = gain_report(groups).groups[int(one)]
    error = error_of_scores(together(list(groups.values())).joint)
    alone = gain_report({one: groups[one]}, everyone=everyone, error=error)

    for name in ("improved", "same", "worse", "gain", "reliable_change", "effect", "tests", "power"):
        assert getattr(alone.total, name) == getattr(among, name) == getattr(alone.groups[0], name)


@pytest.mark.parametrize(("cohorts", "source"), [(3, IccSource.ASSUMED), (4, IccSource.POOLED), (10, IccSource.OWN)])
def test_an_icc_is_assumed_until_three_degrees_of_freedom_can_tell(cohorts: int, source: IccSource) -> None:
    sums = sums_of([[(4, 5 + place % 3), (4, 4)] for place in range(cohorts)])
    effect = Design(Clustering.of([sums]), PooledIcc.of([sums])).of("gain")

    assert effect.source is source
    if source is IccSource.ASSUMED:
        assert (effect.icc, effect.value, effect.df) == (ASSUMED_ICC, pytest.approx(1.15), None)


def test_no_interval_is_surer_than_that_of_independent_learners() -> None:
    """Twelve cohorts of which a split left two learners each, one who gained and one who lost: cohorts all of one mean
    but one. By CR2 alone the error would be a fraction of s / sqrt(n)."""
    cohorts = [[(4, 8), (4, 2)] for _ in range(11)] + [[(4, 8), (4, 3)]]
    pre, post = np.array([pair for cohort in cohorts for pair in cohort]).T
    joint, sums = JointTable.from_pairs(pre, post, K), sums_of(cohorts)
    gain = gain_report({"": GroupCounts(joint, Flow(0, 0, 24), sums)}).total.gain
    own = Clustering.of([sums]).gain

    assert gain is not None and gain.sd is not None and gain.se is not None and own.se is not None
    assert (gain.interval, gain.design_effect) == ("cr2", 1.0)
    assert gain.se == pytest.approx(gain.sd / 24**0.5) and own.se < gain.se / 5


def test_a_share_of_ten_cohorts_that_are_alike_is_not_widened_twice() -> None:
    """Korn & Graubard 1998: n over the design effect as estimated, times (t on n - 1 / t on df)², never more than n.
    Ten cohorts of ten of which 7, 6 or 8 improved: the estimate is far under 1, so the interval is that of independent
    learners, Clopper and Pearson's of 70 in 100 (R binom.test(70, 100): 0.6001853 to 0.7875936)."""
    sums = sums_of([[(4, 6)] * up + [(4, 4)] * (10 - up) for up in (7, 6, 8, 7, 7, 6, 8, 7, 7, 7)])
    pre, post = np.array([4] * 100), np.array([6] * 70 + [4] * 30)
    joint = JointTable.from_pairs(pre, post, K)
    improved = gain_report({"": GroupCounts(joint, Flow(0, 0, 100), sums)}).total.improved

    assert improved is not None
    assert (improved.low, improved.high) == (pytest.approx(0.6001853, abs=1e-6), pytest.approx(0.7875936, abs=1e-6))
