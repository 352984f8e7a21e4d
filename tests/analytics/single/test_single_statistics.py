"""Every statistic by itself, as a notebook asks for it: frozen, with n, method and a reason for what is not given."""

import inspect
import math
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import analytics as a
from analytics.counts.joint import Differences
from analytics.shares.intervals import t_quantile

K = 6
TWO = [(1, 2, 3), (3, 3, 4)]
Of = Callable[[a.JointTable, a.CohortSums, float], Any]


def of_table(figure: Callable[..., Any]) -> Of:
    return lambda table, _, confidence: figure(table, confidence)


def of_gains(figure: Callable[..., Any]) -> Of:
    return lambda table, _, confidence: figure(table.differences, confidence)


def asked(table: a.JointTable) -> a.TwiceAsked:
    return a.TwiceAsked.at_mark(table, 4)


def share_by(method: a.Interval) -> Of:
    return lambda table, _, confidence: a.share(table.differences.improved, table.n, confidence, method)


def difference_by(method: a.PairedInterval) -> Of:
    return lambda table, _, confidence: a.paired_difference(asked(table), confidence, method)


def mcnemar_by(method: a.McNemar) -> Of:
    return lambda table, *_: a.mcnemar(asked(table), method)


ESTIMATES: dict[str, Of] = {
    "mean gain": of_table(a.mean_gain),
    "Hake of averages": of_table(a.hake_of_averages),
    "Hake average": of_table(a.hake_average),
    "normalised change": of_table(a.normalised_change),
    "d_z": of_table(a.cohens_d_z),
    "Hedges' g": of_table(a.standardised_change),
    "d_av": of_table(a.average_sd_change),
    "d_rm": of_table(a.repeated_measures_change),
    "Glass": of_table(a.raw_score_change),
    "rank-biserial": of_gains(a.rank_biserial_interval),
    "P(superiority)": of_gains(a.superiority),
    "Hodges-Lehmann": of_gains(a.hodges_lehmann_interval),
    "correlation": of_table(a.before_after_correlation),
    "noise floor": lambda table, *_: a.noise_floor_share(table),
    "reliable change": of_table(a.reliable_change_share),
    "minimal detectable change": of_table(a.minimal_detectable_change),
    "KR-21": lambda table, *_: a.reliability_of_scores(table),
    "among all": lambda table, sums, _: a.share_among_all(a.GroupCounts(table, a.Flow(3, 1, table.n), sums)),
    "share of cohorts": lambda _, sums, confidence: a.share_of_cohorts(sums, None, confidence),
    "mean of cohorts": lambda _, sums, confidence: a.mean_gain_of_cohorts(sums, confidence),
    "CR0": lambda _, sums, confidence: a.mean_gain_of_cohorts(sums, confidence, a.Robust.CR0),
    "CR1": lambda _, sums, confidence: a.mean_gain_of_cohorts(sums, confidence, a.Robust.CR1),
    "ICC": lambda _, sums, confidence: a.icc_of_cohorts(sums, confidence),
    "ICC by REML": lambda _, sums, confidence: a.icc_of_cohorts(sums, confidence, method=a.Likeness.REML),
    "ICC of worse": lambda _, sums, confidence: a.icc_of_cohorts(sums, confidence, figure="worse"),
    "design effect": lambda _, sums, __: a.design_effect_of_cohorts(sums),
    "effective n": lambda _, sums, __: a.effective_n_of_cohorts(sums),
    "bootstrap": lambda _, sums, confidence: a.cluster_bootstrap(sums.n, sums.sum_gain, confidence, draws=400),
    **{
        f"share by {method}": share_by(method)
        for method in a.Interval
        if method not in (a.Interval.KORN_GRAUBARD, a.Interval.BOUND)
    },
    **{f"difference by {method}": difference_by(method) for method in a.PairedInterval},
    "odds of change": lambda table, _, confidence: a.change_odds(asked(table), confidence),
    "two groups": lambda table, _, confidence: a.share_difference((2, 5), (asked(table).both, table.n), confidence),
}
TESTS: dict[str, Of] = {
    "sign": lambda table, *_: a.sign(table),
    "Wilcoxon by Pratt": lambda table, *_: a.wilcoxon(table),
    "Wilcoxon": lambda table, *_: a.wilcoxon(table, a.Zeros.WILCOX),
    "t": lambda table, *_: a.paired_t(table),
    "sign flip": lambda table, *_: a.sign_flip(table),
    **{f"McNemar {method}": mcnemar_by(method) for method in a.McNemar},
    "Stuart-Maxwell": lambda table, *_: a.stuart_maxwell(table),
    "Bhapkar": lambda table, *_: a.bhapkar(table),
    "Bowker": lambda table, *_: a.bowker(table),
    "ordinal": lambda table, *_: a.ordinal_homogeneity(table),
    "chi-square": lambda table, *_: a.chi_square_between((2, table.differences.improved), (5, table.n)),
    "G": lambda table, *_: a.g_test_between((2, table.differences.improved), (5, table.n)),
    "Fisher": lambda table, *_: a.fisher_between((2, table.differences.improved), (5, table.n)),
    "Kruskal-Wallis": lambda table, *_: a.kruskal_wallis_between([table, a.JointTable.from_cells(TWO, K)]),
    "ANCOVA": lambda table, *_: a.ancova_between([table, a.JointTable.from_cells(TWO, K)]),
    "ANCOVA of cohorts": lambda _, sums, __: a.ancova_between_cohorts([sums, sums]),
    "Welch": lambda table, *_: a.welch_anova([table.differences, Differences.from_values([0, 1, 3])]),
    "ANOVA": lambda table, *_: a.one_way_anova([table.differences, Differences.from_values([0, 1, 3])]),
    "rank sum": lambda table, *_: a.rank_sum_test(table.pre, table.post),
}
NO_INTERVAL = {"noise floor", "minimal detectable change", "KR-21", "ICC by REML", "design effect", "effective n"}
MOVED = {"difference by bonett_price", "difference by agresti_min"}
"""Their centre is moved towards 0 by the learners they add, so that -1 and 1 may lie outside it."""

learners = st.lists(
    st.tuples(st.integers(0, K), st.integers(0, K), st.integers(0, 4), st.sampled_from([1, 1, 2, 9])), max_size=12
).map(lambda rows: np.array([row[:3] for row in rows for _ in range(row[3])], dtype=np.int64).reshape(-1, 3))


def counted(rows: Any) -> tuple[a.JointTable, a.CohortSums]:
    pre, post, cohort = rows.T
    return a.JointTable.from_pairs(pre, post, K), a.CohortSums.from_pairs(cohort, pre, post)


def assert_given_or_told_why(found: Any, numbers: list[float | None]) -> None:
    assert is_dataclass(found)
    n, method = getattr(found, "n"), getattr(found, "method")  # noqa: B009
    assert isinstance(n, int) and method
    with pytest.raises(FrozenInstanceError):
        found.n = 1  # type: ignore[union-attr]
    assert all(number is None or math.isfinite(number) for number in numbers)


@pytest.mark.parametrize("name", ESTIMATES)
@given(learners)
@settings(deadline=None, max_examples=40)
def test_an_estimate_is_held_by_an_interval_that_grows_or_says_why_not(name: str, rows: Any) -> None:
    table, sums = counted(rows)
    narrow, wide = (ESTIMATES[name](table, sums, confidence) for confidence in (0.8, 0.99))

    for found in (narrow, wide):
        assert_given_or_told_why(found, [found.value, found.low, found.high, found.se, found.df])
        assert found.value is not None or found.notes
        assert found.low is not None or found.notes or name in NO_INTERVAL
    assert name == "reliable change" or name == "minimal detectable change" or narrow.value == wide.value
    if None not in (narrow.low, narrow.high, wide.low, wide.high) and narrow.value is not None:
        if name not in MOVED or abs(narrow.value) < 1:
            assert narrow.low - 1e-9 <= narrow.value <= narrow.high + 1e-9
        if name != "reliable change":
            assert wide.low - 1e-9 <= narrow.low
            assert narrow.high <= wide.high + 1e-9


@pytest.mark.parametrize("name", TESTS)
@given(learners)
@settings(deadline=None, max_examples=40)
def test_a_test_has_a_p_and_its_logarithm_or_says_why_not(name: str, rows: Any) -> None:
    found = TESTS[name](*counted(rows), 0.95)

    assert_given_or_told_why(found, [found.statistic, found.p])
    assert (found.p is None) == (found.ln_p is None)
    if found.p is None:
        assert found.notes
    else:
        assert 0 <= found.p <= 1
        assert found.p == pytest.approx(math.exp(found.ln_p), rel=1e-9)


@pytest.mark.parametrize("name", TESTS)
def test_of_nobody_no_test_has_a_p(name: str) -> None:
    found = TESTS[name](*counted(np.empty((0, 3), dtype=np.int64)), 0.95)

    assert (found.statistic, found.p, found.ln_p) == (None, None, None)
    assert found.notes


@pytest.mark.parametrize("name", [*ESTIMATES, *TESTS])
@given(learners)
@settings(deadline=None, max_examples=15)
def test_the_order_of_learners_and_the_names_of_cohorts_change_nothing(name: str, rows: Any) -> None:
    figure = ESTIMATES.get(name) or TESTS[name]
    turned = rows[::-1].copy()
    turned[:, 2] = 7 - 3 * turned[:, 2]

    one, other = (figure(*counted(each), 0.9) for each in (rows, turned))
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, float) and name != "bootstrap":
            assert right == pytest.approx(left, rel=1e-9, abs=1e-12)
        elif not isinstance(left, float):
            assert [note.code for note in left] == [note.code for note in right] if field.name == "notes" else True


def test_whatever_is_asked_of_the_engine_answers_with_something_frozen() -> None:
    """All but the three that count or correct: no bare number, no None without a reason."""
    bare = {"holm", "benjamini_hochberg", "tells_of_hidden", "equated_outcomes"}
    answers = {
        name: inspect.signature(value).return_annotation
        for name in a.__all__
        if inspect.isfunction(value := getattr(a, name)) and name not in bare
    }

    assert [name for name, answer in answers.items() if answer in (float, int, type(None), tuple, bool)] == []
    assert [name for name, answer in answers.items() if "None" in str(answer)] == []
    assert [
        name
        for name, answer in answers.items()
        if is_dataclass(answer) and not answer.__dataclass_params__.frozen  # type: ignore[union-attr]
    ] == []


def test_figures_by_themselves_are_those_of_the_report() -> None:
    random = np.random.default_rng(12)
    cohort = np.repeat(np.arange(24), 15)
    pre = random.binomial(K, 0.45, cohort.size)
    post = np.clip(pre + random.integers(-1, 3, cohort.size) + (cohort % 5 == 0), 0, K)
    region = np.where(cohort < 6, "small", "large")
    counts = a.counts_of_pairs(pre, post, K, group=region, cohort=cohort)
    report = a.gain_report(counts, options=a.Options(pass_mark=4))
    everyone = a.together(list(counts.values()))
    assert isinstance(everyone.cohorts, a.CohortSums)

    def same(found: a.Estimate, expected: Any) -> None:
        assert (found.low, found.high) == (expected.low, expected.high)

    for part in report.groups:
        own = counts[part.key or ""]
        assert isinstance(own.cohorts, a.CohortSums) and part.tests and part.hake and part.gain and part.noise_floor
        for figure in ("improved", "same", "worse"):
            found = a.share_of_cohorts(own.cohorts, everyone.cohorts, figure=figure)
            same(found, getattr(part, figure))
        assert a.wilcoxon(own.joint).ln_p == part.tests.wilcoxon.ln_p  # type: ignore[union-attr]
        assert a.sign(own.joint).ln_p == part.tests.sign.ln_p  # type: ignore[union-attr]
        assert a.hake_of_averages(own.joint).value == pytest.approx(part.hake.of_averages, rel=1e-14)
        assert a.hake_average(own.joint).value == pytest.approx(part.hake.average, rel=1e-14)
        assert a.normalised_change(own.joint).value == pytest.approx(part.hake.normalised_change, rel=1e-14)
        assert a.noise_floor_share(own.joint).value == part.noise_floor.share
    borrowed = a.share_of_cohorts(counts["small"].cohorts, everyone.cohorts)  # type: ignore[arg-type]
    assert [note.code for note in borrowed.notes] == [a.NoteCode.BORROWED_DESIGN_EFFECT]
    total = report.total
    assert total.gain is not None
    same(a.mean_gain_of_cohorts(everyone.cohorts), total.gain)
    assert a.icc_of_cohorts(everyone.cohorts).value == pytest.approx(total.gain.icc, rel=1e-12)
    assert a.design_effect_of_cohorts(everyone.cohorts).value == pytest.approx(total.gain.design_effect, rel=1e-12)
    assert a.effective_n_of_cohorts(everyone.cohorts).value == pytest.approx(total.gain.effective_n, rel=1e-12)


@given(st.lists(st.tuples(st.integers(0, K - 1), st.integers(0, K)), min_size=4, max_size=60), st.floats(0.5, 0.99))
@settings(deadline=None)
def test_gains_of_what_was_left_have_the_intervals_of_the_rows(rows: list[tuple[int, int]], confidence: float) -> None:
    """The average by scipy's one-sample t. Fieller's bounds r of a ratio by their definition: a one-sample t test of
    gain - r · room has just the p that the confidence asks for."""
    pre, post = np.array(rows).T
    table, gain, room = a.JointTable.from_pairs(pre, post, K), post - pre, K - pre
    average, ratio = a.hake_average(table, confidence), a.hake_of_averages(table, confidence)

    if np.ptp(gain / room) > 0:
        low, high = stats.ttest_1samp(gain / room, 0).confidence_interval(confidence)
        assert (average.low, average.high) == pytest.approx((low, high), rel=1e-9, abs=1e-12)
    if ratio.low is not None and ratio.high is not None and ratio.high - ratio.low > 1e-6:
        t = t_quantile(confidence, gain.size - 1)
        for bound, sign in ((ratio.low, 1), (ratio.high, -1)):
            assert stats.ttest_1samp(gain - bound * room, 0).statistic == pytest.approx(sign * t, rel=1e-6)
    changes = [g / (K - b) if g > 0 else g / b if g else 0.0 for g, b in zip(gain, pre, strict=True) if b or g]
    if len(changes) > 1 and np.ptp(changes) > 0:
        low, high = stats.ttest_1samp(changes, 0).confidence_interval(confidence)
        change = a.normalised_change(table, confidence)
        assert (change.low, change.high) == pytest.approx((low, high), rel=1e-9, abs=1e-12)


def test_of_learners_at_one_end_twice_is_not_said_that_they_had_full_marks() -> None:
    """The normalised change has nothing for those at 0 twice: another reason than Hake's."""
    at_ends = a.JointTable.from_pairs([0] * 4 + [K, 2, 3], [0] * 4 + [K, 3, 2], K)
    at_nothing = a.JointTable.from_pairs([0] * 4, [0] * 4, K)

    assert a.normalised_change(at_ends).notes == (a.Note(a.NoteCode.CHANGE_UNDEFINED, {"count": 5}),)
    assert a.hake_average(at_ends).notes == (a.Note(a.NoteCode.HAKE_UNDEFINED, {"count": 1}),)
    assert a.normalised_change(at_nothing).notes == (a.Note(a.NoteCode.CHANGE_UNDEFINED, {"count": 4}),)


def test_the_likeness_of_equal_cohorts_has_pingouins_interval() -> None:
    """pingouin 0.7.0, intraclass_corr, ICC(1,1): 0.629555, F 9.497297 on 5 and 24, interval 0.29 to 0.92 (it rounds);
    unrounded from scipy's F by Shrout & Fleiss 1979, Psychol Bull 86:420."""
    gains = [[2, 1, 3, 0, 2], [4, 5, 3, 4, 4], [1, 0, -1, 2, 1], [3, 2, 2, 4, 3], [0, 1, 2, 1, -2], [5, 3, 4, 2, 4]]
    cohort, gain = np.repeat(np.arange(6), 5), np.array(gains).ravel()
    sums = a.CohortSums.from_pairs(cohort, np.full(30, 2), 2 + gain)
    found = a.icc_of_cohorts(sums)

    assert found.value == pytest.approx(0.629555, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.28677516710607676, 0.921413814108944), rel=1e-10)
    reml = a.icc_of_cohorts(sums, method=a.Likeness.REML)
    assert reml.value == pytest.approx(found.value, rel=1e-14)  # equal cohorts: both are the same
    assert a.random_intercept(sums.n, sums.sum_gain, sums.sum_gain_squared).mean == pytest.approx(65 / 30)


def test_d_rm_is_the_gain_in_sds_of_one_score() -> None:
    """From rows, with numpy's correlation; R's metafor gives its variance as that of SMCC times 2 (1 - r)."""
    random = np.random.default_rng(3)
    pre = random.binomial(K, 0.4, 80)
    post = np.clip(pre + random.integers(-1, 3, 80), 0, K)
    table, gain = a.JointTable.from_pairs(pre, post, K), post - pre
    r = np.corrcoef(pre, post)[0, 1]
    d = gain.mean() / gain.std(ddof=1) * (2 * (1 - r)) ** 0.5
    found, d_z = a.repeated_measures_change(table), a.cohens_d_z(table)

    assert found.value == pytest.approx(d, rel=1e-12)
    assert found.se is not None and d_z.se is not None
    assert found.se == pytest.approx(d_z.se * (2 * (1 - r)) ** 0.5, rel=1e-12)
    assert a.repeated_measures_change(table, widened=2).se == pytest.approx(2 * found.se)


def test_a_table_may_come_from_item_responses() -> None:
    before, after = np.array([[0, 1, 0], [1, 1, 0], [0, 0, 0]]), np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1]])

    assert a.JointTable.from_responses(before, after) == a.JointTable.from_pairs([1, 2, 0], [2, 3, 1], 3)
    with pytest.raises(ValueError, match="right"):
        a.JointTable.from_responses(before * 2, after)
    with pytest.raises(ValueError, match="belong together"):
        a.JointTable.from_responses(before[:2], after)


def test_groups_are_filtered_and_lose_a_variable() -> None:
    def group(pre: int, post: int) -> a.GroupCounts:
        table = a.JointTable.from_pairs([pre], [post], K)
        return a.GroupCounts(table, a.Flow(1, 0, 1))

    groups: dict[a.Key, a.GroupCounts] = {("KZ", "f"): group(1, 2), ("KZ", "m"): group(1, 4), ("UZ", "f"): group(3, 2)}
    by_region, by_sex, all_of_them = (a.marginal(groups, *places) for places in ((0,), (1,), ()))

    assert list(by_region) == ["KZ", "UZ"]
    assert by_region["KZ"].joint == a.JointTable.from_pairs([1, 1], [2, 4], K)
    assert by_region["KZ"].flow == a.Flow(2, 0, 2)
    assert list(by_sex) == ["f", "m"]
    assert all_of_them[""] == a.together(list(groups.values()))
    assert a.marginal(groups, 0, 1) == groups
    assert list(a.only(groups, 0, "KZ")) == [("KZ", "f"), ("KZ", "m")]
    assert a.only(by_region, 0, "KZ")["KZ"].joint.n == 2
    assert a.only(groups, 1, "x") == {}
    with pytest.raises(ValueError, match="2 variables"):
        a.marginal(groups, 2)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: a.share(3, 2), "3 of 2"),
        (lambda: a.share(1, 2, method=a.Interval.KORN_GRAUBARD), "korn_graubard is no interval of a count"),
        (lambda: a.share_of_cohorts(counted(np.array([[1, 2, 0]]))[1], figure="gain"), "not 'gain'"),
        (lambda: a.icc_of_cohorts(counted(np.array([[1, 2, 0], [1, 2, 1]]))[1], figure="pre"), "not 'pre'"),
        (lambda: a.TwiceAsked.at_mark(a.JointTable.empty(K), 0), "pass mark 0"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wrong()
