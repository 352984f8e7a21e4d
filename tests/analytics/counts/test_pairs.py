"""Columns of learners into counts: the same as row by row, whatever the labels, the order and the pieces."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import CohortClasses, CohortSums, GainReport, GroupCounts, JointTable, NoteCode, Options, gain_report
from analytics.counts import columns as long_columns
from analytics.counts import joint as joint_tables
from analytics.counts.joint import Counts
from analytics.counts.pairs import counts_of_pairs

K = 14
Column = npt.NDArray[np.int64]


@st.composite
def learners(draw: st.DrawFn) -> tuple[Column, Column, Column]:
    n = draw(st.integers(1, 80))
    scores = st.lists(st.integers(0, K), min_size=n, max_size=n)
    cohorts = draw(st.lists(st.integers(-3, 9), min_size=n, max_size=n))
    return np.array(cohorts), np.array(draw(scores)), np.array(draw(scores))


def same_sums(one: GroupCounts, other: CohortSums) -> bool:
    assert isinstance(one.cohorts, CohortSums)
    names = ("labels", "n", "sum_gain", "sum_gain_squared", "improved", "worse", "sum_pre", "sum_pre_squared",
             "sum_pre_post")  # fmt: skip
    return all(np.array_equal(getattr(one.cohorts, name), getattr(other, name)) for name in names)


@pytest.mark.many
@given(learners(), st.sampled_from(["numbers", "words", "far apart"]))
@settings(deadline=None)
def test_columns_are_counted_as_row_by_row(rows: tuple[Column, Column, Column], kind: str) -> None:
    cohorts, pre, post = rows
    labels = {"numbers": cohorts, "words": cohorts.astype(str), "far apart": cohorts * 10**12}[kind]
    (result,) = counts_of_pairs(pre.astype(np.int8), post, K, cohort=labels).values()

    assert result.joint == JointTable.from_cells(((int(a), int(b), 1) for a, b in zip(pre, post, strict=True)), K)
    assert same_sums(result, CohortSums.from_pairs(labels, pre, post))


@pytest.mark.many
@given(learners(), st.booleans())
@settings(deadline=None)
def test_groups_of_whole_cohorts_and_of_mixed_ones_are_those_of_their_learners(
    rows: tuple[Column, Column, Column], mixed: bool
) -> None:
    cohorts, pre, post = rows
    groups = np.arange(pre.size) % 3 if mixed else cohorts % 3
    result = counts_of_pairs(pre, post, K, group=groups, cohort=cohorts)

    assert list(result) == [str(g) for g in np.unique(groups)]
    for group in np.unique(groups):
        mine = groups == group
        assert result[str(group)].joint == JointTable.from_pairs(pre[mine], post[mine], K)
        assert same_sums(result[str(group)], CohortSums.from_pairs(cohorts[mine], pre[mine], post[mine]))


def test_pieces_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    cohorts, pre, post = random.integers(0, 90, 2500), random.integers(0, K + 1, 2500), random.integers(0, K + 1, 2500)
    whole = counts_of_pairs(pre, post, K, group=cohorts % 4, cohort=cohorts)
    monkeypatch.setattr(long_columns, "PIECE", 64)
    monkeypatch.setattr(joint_tables, "PIECE", 64)
    in_pieces = counts_of_pairs(pre, post, K, group=cohorts % 4, cohort=cohorts)

    assert JointTable.from_pairs(pre, post, K) == sum((g.joint for g in whole.values()), JointTable.empty(K))
    for key, counts in whole.items():
        assert in_pieces[key].joint == counts.joint
        assert isinstance(counts.cohorts, CohortSums) and same_sums(in_pieces[key], counts.cohorts)


def test_sums_that_fill_a_double_are_exact() -> None:
    """A cohort of everybody, scores of hundreds: the sums need more bits than one double has."""
    random = np.random.default_rng(2)
    pre, post = random.integers(0, 501, 400_000), random.integers(0, 501, 400_000)
    (result,) = counts_of_pairs(pre, post, 500, cohort=np.zeros(400_000, dtype=np.int64)).values()

    assert same_sums(result, CohortSums.from_pairs(np.zeros(400_000, dtype=np.int64), pre, post))


def folded(counts: GroupCounts) -> GroupCounts:
    assert isinstance(counts.cohorts, CohortSums)
    return replace(counts, cohorts=counts.cohorts.classes)


@pytest.mark.many
@given(learners())
@settings(deadline=None, max_examples=50)
def test_classes_of_cohorts_give_the_same_report_as_cohorts(rows: tuple[Column, Column, Column]) -> None:
    cohorts, pre, post = rows
    whole = counts_of_pairs(pre, post, K, group=cohorts % 3, cohort=cohorts)
    options = Options(pass_mark=7)
    by_class, by_cohort = (
        gain_report(counts, options=options) for counts in ({k: folded(c) for k, c in whole.items()}, whole)
    )

    assert without_robust(by_class) == without_robust(by_cohort)


def without_robust(report: GainReport) -> GainReport:
    """Without what weighs each cohort by itself, which classes do not allow and say so."""
    if report.between is None:
        return report
    notes = tuple(note for note in report.between.notes if note.code is not NoteCode.COHORTS_FOLDED)
    return replace(report, between=replace(report.between, robust=None, notes=notes))


def test_a_cohort_has_its_place_among_those_of_its_size() -> None:
    cohorts = CohortSums.from_pairs([1, 1, 2, 2, 3], [1, 2, 3, 4, 5], [2, 4, 3, 3, 9])
    classes = cohorts.classes

    assert [(c.size, c.cohorts, c.total, c.square) for c in classes.of("gain")] == [(1, 1, 4, 16), (2, 2, 2, 10)]
    assert [(c.total, c.square) for c in classes.of("same")] == [(0, 0), (1, 1)]
    assert [(c.total, c.square) for c in classes.of("post")] == [(9, 81), (12, 72)]
    assert (classes.cohorts, classes.learners) == (3, 5)
    assert classes.product("pre", "gain") == [20, 9 + -7]


def test_huge_sums_of_cohorts_are_whole_numbers_still() -> None:
    n: Counts = np.full(3, 2_000_000)
    sums = np.array([[400_000_001, 1, 2, 300_000_003], [399_999_999, 3, 5, 299_999_999], [1, 0, 0, 7]])
    classes = CohortClasses.folded(n, sums[:, 0] ** 2, sums)

    assert classes.of("gain")[0].square == sum(int(x) ** 2 for x in sums[:, 0])
    assert classes.product("pre", "gain") == [sum(int(a) * int(b) for a, b in zip(sums[:, 3], sums[:, 0], strict=True))]


@pytest.mark.parametrize(
    ("pre", "post", "cohort", "message"),
    [
        pytest.param([1, 2], [3], [1, 1], "equally many", id="unpaired"),
        pytest.param([1], [3], [1, 1], "equally many", id="a cohort too many"),
        pytest.param([1.5], [3], [1], "whole number", id="half a point"),
        pytest.param([1], [K + 1], [1], "not within 0 to 14", id="over the maximum"),
        pytest.param([-1], [K], [1], "not within 0 to 14", id="under nothing"),
    ],
)
def test_columns_that_cannot_be_are_refused(pre: list[float], post: list[int], cohort: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        counts_of_pairs(pre, post, K, cohort=cohort)


def columns_of(sums: CohortSums | CohortClasses | None) -> dict[str, list[int]]:
    assert isinstance(sums, CohortSums)
    return {name: column.tolist() for name, column in vars(sums).items() if isinstance(column, np.ndarray)}


def test_cohorts_are_compared_within_the_strata_that_are_named() -> None:
    """By sex, which cuts through cohorts and regions, as region by region and then together."""
    random = np.random.default_rng(4)
    pre, post = random.integers(0, 11, (2, 240))
    cohort = np.repeat(np.arange(12), 20)
    region, sex = cohort // 4, random.integers(0, 2, 240)
    counts = counts_of_pairs(pre, post, 10, group=sex, cohort=cohort, strata=region)

    assert list(counts) == ["0", "1"]
    for key, one in counts.items():
        alone = counts_of_pairs(pre[sex == int(key)], post[sex == int(key)], 10, cohort=cohort[sex == int(key)])[""]
        assert (one.joint, one.flow) == (alone.joint, alone.flow)
        assert columns_of(one.cohorts) == columns_of(alone.cohorts)
        assert list(one.strata) == ["0", "1", "2"]
        for name, layer in one.strata.items():
            rows = (sex == int(key)) & (region == int(name))
            of_layer = counts_of_pairs(pre[rows], post[rows], 10, cohort=cohort[rows])[""].cohorts
            assert columns_of(layer) == columns_of(of_layer)
    whole = counts_of_pairs(pre, post, 10, cohort=cohort, strata=region)[""]
    result, blind = (gain_report({"": one}).total.gain for one in (whole, replace(whole, strata={})))
    assert result is not None and blind is not None and result.se != blind.se
    with pytest.raises(ValueError, match="name the cohorts too"):
        counts_of_pairs(pre, post, 10, strata=region)


def test_nobody_is_a_group_of_nobody() -> None:
    (result,) = counts_of_pairs([], [], K, cohort=[]).values()

    assert result.joint == JointTable.empty(K)
    assert gain_report({"": result}).total.improved is None


def test_cohorts_and_classes_do_not_add() -> None:
    counts = counts_of_pairs([1, 2, 3], [2, 3, 4], K, group=[0, 0, 1], cohort=[1, 1, 2])
    mixed = {"0": counts["0"], "1": folded(counts["1"])}

    with pytest.raises(ValueError, match="not in the same form"):
        gain_report(mixed)
