"""Items from counts, beside the formulas on rows; thresholds under which a figure is not given."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.counts.item_scores import ItemScores
from analytics.counts.items_twice import ItemTwice
from analytics.counts.twice import TwiceAsked
from analytics.items.changes import item_changes
from analytics.items.dif import DifClass, dif_report
from analytics.items.distractors import Distractors, distractors, thirds, with_corrected
from analytics.items.misfit import misfits
from analytics.items.reliability import kr20, reliability, standard_error_of_measurement
from analytics.items.wave import ItemFigures, discrimination, item_rest, wave_items
from analytics.notes import NoteCode
from analytics.shares.intervals import wilson

Responses = npt.NDArray[np.int64]
NAMES = ("water", "visa", "contract", "helpline", "passport", "fee")


def responses(seed: int, n: int, harder: float = 0.0) -> Responses:
    """Learners by items, items from easy to hard; harder: what is taken from the last item."""
    random = np.random.default_rng(seed)
    ability = random.normal(0, 1.2, n)[:, None]
    ease = np.linspace(1.2, -1.0, len(NAMES)) - np.array([0, 0, 0, 0, 0, harder])
    right: Responses = (random.random((n, len(NAMES))) < 1 / (1 + np.exp(-ability - ease))).astype(np.int64)
    return right


rows = st.integers(2, 40).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 1), min_size=6, max_size=6), min_size=n, max_size=n).map(np.array)
)


@pytest.mark.many
@given(rows)
@settings(deadline=None)
def test_item_rest_and_alpha_are_those_of_the_rows(right: Responses) -> None:
    scores = ItemScores.from_responses(right, NAMES)
    total = right.sum(axis=1)

    if np.ptp(total):
        alpha = 6 / 5 * (1 - right.var(axis=0, ddof=1).sum() / total.var(ddof=1))
        assert kr20(scores) == pytest.approx(alpha, rel=1e-11, abs=1e-12)
    else:
        assert kr20(scores) is None
    for item, correlation in enumerate(item_rest(scores)):
        rest = total - right[:, item]
        if np.ptp(right[:, item]) and np.ptp(rest):
            assert correlation == pytest.approx(np.corrcoef(right[:, item], rest)[0, 1], abs=1e-12)
        else:
            assert correlation is None


@pytest.mark.many
@given(rows)
@settings(deadline=None)
def test_items_of_two_halves_put_together_are_those_of_all(right: Responses) -> None:
    halves = [ItemScores.from_responses(part, NAMES) for part in (right[::2], right[1::2])]
    both, whole = halves[0] + halves[1], ItemScores.from_responses(right, NAMES)

    assert np.array_equal(both.right, whole.right)
    assert np.array_equal(both.learners, whole.learners)


def test_discrimination_compares_the_best_and_the_worst_27_per_cent() -> None:
    """100 learners, scores all different in rank: 27 at each end; an item that exactly the better half has."""
    right = np.zeros((100, 2), dtype=np.int64)
    right[50:, 0] = 1
    right[80:, 1] = 1
    scores = ItemScores.from_responses(right, ("half", "fifth"))

    # the upper 27: all 20 with both and 7 of the 30 with the first alone; the lower 27 have nothing
    assert discrimination(scores) == pytest.approx([1.0, 20 / 27])


def test_feldts_interval_holds_alpha_and_grows_with_confidence() -> None:
    """R psych::alpha.ci by its formula: 1 - (1 - a) qf(.975, n-1, (n-1)(k-1)) and .025."""
    scores = ItemScores.from_responses(responses(1, 200), NAMES)
    result, wide = reliability(scores), reliability(scores, 0.99)

    assert result.value is not None and result.low is not None and result.high is not None
    assert wide.low is not None and wide.high is not None
    assert wide.low < result.low < result.value < result.high < wide.high
    assert result.low == pytest.approx(1 - (1 - result.value) * stats.f.ppf(0.975, 199, 995), rel=1e-10)
    error = standard_error_of_measurement(scores)
    sd = responses(1, 200).sum(axis=1).std(ddof=1)
    assert error == pytest.approx(sd * (1 - result.value) ** 0.5, rel=1e-10)


@pytest.mark.parametrize(("n", "is_given"), [(29, False), (30, True)])
def test_under_thirty_learners_only_the_difficulty_is_given(n: int, is_given: bool) -> None:
    result = wave_items(ItemScores.from_responses(responses(2, n), NAMES))

    assert all(item.difficulty.share is not None for item in result.items)
    assert (result.reliability.value is not None) == is_given
    assert any(item.discrimination is not None for item in result.items) == is_given
    assert ({note.code for note in result.notes} == {NoteCode.TOO_FEW_LEARNERS}) != is_given


def test_gained_and_lost_by_item_with_a_correction_for_their_number() -> None:
    answers = [TwiceAsked(40, 6, 16, 10), TwiceAsked(72, 0, 0, 0), TwiceAsked(20, 1, 30, 21)]
    changes = item_changes(dict(zip(NAMES, map(ItemTwice, answers), strict=False)))

    assert [(c.gained, c.lost, c.before.count, c.after.count) for c in changes] == [
        (16, 6, 46, 56), (0, 0, 72, 72), (30, 1, 21, 50),
    ]  # fmt: skip
    assert changes[1].p == 1.0
    p = [c.p for c in changes]
    assert [c.adjusted for c in changes] == pytest.approx(stats.false_discovery_control(p), rel=1e-12)
    # mid-p of 6 against 16: R exact2x2 mcnemar.exact(midp = TRUE) is 2 pbinom(6, 22, .5) - dbinom(6, 22, .5)
    assert p[0] == pytest.approx(2 * stats.binom.cdf(6, 22, 0.5) - stats.binom.pmf(6, 22, 0.5), rel=1e-10)


def test_nobody_with_both_tests_has_no_p() -> None:
    (change,) = item_changes({"water": ItemTwice(TwiceAsked(0, 0, 0, 0))})

    assert (change.p, change.adjusted, change.before.share, change.difference.value) == (None, None, None, None)
    assert [note.code for note in change.difference.notes] == [NoteCode.NO_PAIRS]


def test_an_item_that_is_harder_for_one_group_is_of_class_c_and_the_others_are_a() -> None:
    reference, focal = (
        ItemScores.from_responses(responses(seed, 1500, harder), NAMES) for seed, harder in ((3, 0.0), (4, 1.5))
    )
    result = dif_report(reference, focal)

    assert [item.ets for item in result.items][-1] is DifClass.C
    assert result.items[-1].delta is not None and result.items[-1].delta < -1.5
    assert {item.ets for item in result.items[:-1]} <= {DifClass.A, DifClass.B}


def test_dif_is_not_given_under_a_hundred_learners_of_a_group() -> None:
    many, few = (ItemScores.from_responses(responses(5, n), NAMES) for n in (300, 99))
    result = dif_report(many, few)

    assert result.items == ()
    assert [(note.code, note.values["n"]) for note in result.notes] == [(NoteCode.TOO_FEW_LEARNERS, 99)]


def test_an_item_that_all_got_right_has_no_odds() -> None:
    right = responses(6, 300)
    right[:, 0] = 1
    scores = ItemScores.from_responses(right, NAMES)
    result = dif_report(scores, scores)

    assert (result.items[0].odds, result.items[0].ets) == (None, None)
    assert all(item.odds is not None and item.odds.odds_ratio == pytest.approx(1) for item in result.items[1:])


def test_a_wrong_option_that_nobody_chooses_is_pointed_out_and_thirds_are_by_score() -> None:
    chosen = np.array([[2, 4, 10, 20], [10, 6, 4, 0], [2, 3, 6, 9], [1, 0, 0, 0]])
    result = distractors("visa", "abcd", key="a", chosen=chosen)

    assert [(o.option, o.is_key, o.is_rare) for o in result.options] == [
        ("a", True, False), ("b", False, False), ("c", False, False), ("d", False, True),
    ]  # fmt: skip
    assert result.options[1].lower == pytest.approx(16 / 28)
    assert list(thirds(chosen.sum(axis=0))) == [0, 0, 1, 2]
    assert distractors("visa", "ab", key="a", chosen=chosen[:2, :2]).options == ()


def of_the_best(key: int, wrong: int, *, others: int = 60) -> Distractors:
    """An item of which so many of the best third chose the key and the one wrong option; the others fell in between."""
    return distractors("item", ("key", "trap"), key="key", chosen=np.array([[others, others, key], [0, 0, wrong]]))


def test_the_best_are_said_to_prefer_a_wrong_answer_only_by_more_than_chance() -> None:
    """More of the upper third than of the lower was enough, of 84 people and with no test: the key of scipy's binomtest
    of 21 and 39 is .0137 one-sided, twice that after Holm for two items."""
    plain, strong = of_the_best(39, 21), of_the_best(21, 39)
    raw = stats.binomtest(39, 60, alternative="greater").pvalue
    both = with_corrected([plain, strong])

    assert strong.options[1].above_key == pytest.approx(raw)
    assert both[1].options[1].above_key == pytest.approx(2 * raw)
    assert [item.options[1].draws_the_able for item in both] == [False, True]
    assert [item.options[0].above_key for item in both] == [None, None]
    assert not any(item.options[1].draws_the_able for item in with_corrected([strong, *[plain] * 4]))  # 5 · .0137


def test_of_under_thirty_of_the_best_nothing_is_said() -> None:
    assert of_the_best(0, 29, others=29).options[1].above_key is None
    assert of_the_best(0, 30, others=30).options[1].above_key == pytest.approx(0.5**30)


def test_items_are_called_misfits_only_by_more_than_chance() -> None:
    """Fisher's z: of 200, r = .02 is (atanh .2 - atanh .02) sqrt(197) = 2.56 below .2, p = .0052, times 4 = .021."""
    share = wilson(100, 200)
    items = [ItemFigures(name, share, r, 0.0) for name, r in (("a", 0.02), ("b", 0.15), ("c", 0.4), ("d", 0.3))]

    assert misfits([*items, ItemFigures("none", share, None, None)], 200) == ("a",)
    assert misfits(items, 99) == ()
    assert misfits([items[0], *items[1:] * 5], 200) == ()  # 16 tested
    random = np.random.default_rng(2)
    trait = random.normal(0, 1, 400)
    rows = (random.random((400, 8)) < 1 / (1 + np.exp(-1.5 * trait))[:, None]).astype(int)
    rows[:, 3] = random.random(400) < 0.5
    assert misfits(wave_items(ItemScores.from_responses(rows, "abcdefgh")).items, 400) == ("d",)


@pytest.mark.parametrize(
    ("right", "learners", "message"),
    [
        pytest.param(np.zeros((1, 3)), np.zeros(2), "shape", id="another number of items"),
        pytest.param(np.array([[0, 5]]), np.array([1, 4]), "between none and all", id="more right than there are"),
        pytest.param(np.array([[0, 3]]), np.array([1, 4]), "do not add", id="right answers do not make the scores"),
    ],
)
def test_counts_of_items_that_cannot_be_are_refused(right: Responses, learners: Responses, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ItemScores(("water",), right, learners)
