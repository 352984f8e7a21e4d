"""Items of a form that is tried out: the figures beside another program's, and what an author is told to look at."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from analytics.counts.item_scores import ItemScores
from analytics.counts.supplements import OptionCounts
from analytics.items.review import FormReview, ItemReview, Remark, RemarkCode, review
from analytics.items.wave import wave_items

LSAT = (
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
)
"""Learners by the pattern of their five answers, from 00000 to 11111: section 6 of the Law School Admission Test, the
data `LSAT` of R ltm; Bock & Lieberman 1970, Psychometrika 35:179."""

Chosen = npt.NDArray[np.int64]


def test_difficulty_and_item_rest_of_the_law_school_test_are_those_of_another_computation() -> None:
    """The formula of `biserial.cor` of R ltm 1.2 with the item left out, worked out by numpy's `corrcoef`, not by R."""
    patterns = np.array([[int(digit) for digit in f"{pattern:05b}"] for pattern in range(32)])
    items = wave_items(ItemScores.from_responses(np.repeat(patterns, LSAT, axis=0), tuple("12345"))).items

    assert [item.difficulty.share for item in items] == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870], abs=1e-12)
    assert [item.item_rest for item in items] == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=5e-5)


def test_no_figure_of_an_item_stands_without_its_interval() -> None:
    """As `scipy.stats` has them: `pearsonr(...).confidence_interval()` and `binomtest(...).proportion_ci("wilson")`."""
    patterns = np.repeat([[int(digit) for digit in f"{pattern:05b}"] for pattern in range(32)], LSAT, axis=0)
    total = patterns.sum(axis=1)
    options = [
        OptionCounts(
            name, ("yes", "no"), "yes", np.array([np.bincount(total[right == v], minlength=6) for v in (1, 0)])
        )
        for name, right in zip("12345", patterns.T, strict=True)
    ]
    reviewed = review("A", ItemScores.from_responses(patterns, tuple("12345")), options).items

    for item in reviewed:
        right = patterns[:, int(item.item) - 1]
        ends = stats.pearsonr(right, total - right).confidence_interval(0.95)
        assert (item.item_rest.low, item.item_rest.high) == pytest.approx(tuple(ends), abs=1e-12)
        assert item.item_rest.n == len(patterns)
        best = item.options.thirds[2]
        for option, chosen, upper in zip(item.options.options, item.shares, item.upper_shares, strict=True):
            for share, n, value in ((chosen, len(patterns), option.share), (upper, best, option.upper)):
                assert share.count is not None
                wilson = stats.binomtest(share.count, n).proportion_ci(0.95, "wilson")
                assert (share.n, share.share) == (n, pytest.approx(value))
                assert (share.low, share.high) == pytest.approx(tuple(wilson), abs=1e-12)


def test_an_item_that_does_not_vary_has_no_correlation_and_no_interval() -> None:
    rest = this(of({"key": [10, 10, 20]})).item_rest

    assert (rest.value, rest.low, rest.high) == (None, None, None)


def of(chosen: dict[str, list[int]], *, others: tuple[str, ...] = ()) -> FormReview:
    """The review of an item `this` beside two that everybody has right: chosen by learners who score 2, key first.

    A learner who chooses the key scores 3.
    """
    key, *_ = chosen
    learners = [(option, rest) for option, counts in chosen.items() for rest, n in enumerate(counts) for _ in range(n)]
    right = np.array([[option == key, rest > 0, rest > 1] for option, rest in learners], dtype=np.int64)
    scores = ItemScores.from_responses(right, ("this", "second", "third"))
    total = right.sum(axis=1)
    table = np.zeros((len(chosen), 4), dtype=np.int64)
    for (option, _), score in zip(learners, total.tolist(), strict=True):
        table[[*chosen].index(option), score] += 1
    rest = [
        OptionCounts(
            name,
            ("yes", "no"),
            "yes",
            np.array([np.bincount(total[right[:, at] == value], minlength=4) for value in (1, 0)]),
        )
        for at, name in ((1, "second"), (2, "third"))
    ]
    return review("A", scores, [OptionCounts("this", tuple(chosen), key, table), *rest], others=others)


def this(form: FormReview) -> ItemReview:
    return next(item for item in form.items if item.item == "this")


@pytest.mark.parametrize(
    ("chosen", "remarks"),
    [
        pytest.param({"key": [4, 8, 14], "wrong": [14, 8, 4]}, [("fine", "")], id="goes with the others"),
        pytest.param(
            {"key": [14, 8, 4], "wrong": [4, 8, 14]},
            [("wrong_above_key", "wrong"), ("negative", "")],
            id="against them",
        ),
        pytest.param({"key": [7, 8, 8], "wrong": [8, 8, 7]}, [("low", "")], id="with nothing"),
        pytest.param({"key": [9, 17, 25], "wrong": [5, 3, 1]}, [("easy", "")], id="known by 85 %"),
        pytest.param({"key": [9, 17, 24], "wrong": [5, 3, 2]}, [("fine", "")], id="known by 83 %"),
        pytest.param({"key": [0, 3, 8], "wrong": [20, 17, 11]}, [("hard", "")], id="known by 19 %"),
        pytest.param({"key": [0, 3, 9], "wrong": [20, 17, 11]}, [("fine", "")], id="known by 20 %"),
        pytest.param(
            {"key": [3, 6, 14], "wrong": [14, 8, 3], "odd": [1, 1, 0]}, [("rare", "odd")], id="two of 50 choose it"
        ),
        pytest.param(
            {"key": [3, 6, 14], "wrong": [13, 8, 3], "odd": [1, 1, 1]}, [("fine", "")], id="three of 50 choose it"
        ),
        pytest.param(
            {"key": [3, 6, 14], "wrong": [14, 8, 3], "unsure": [1, 1, 0]}, [("fine", "")], id="not sure is no option"
        ),
    ],
)
def test_an_item_is_told_what_to_look_at(chosen: dict[str, list[int]], remarks: list[tuple[str, str]]) -> None:
    item = this(of(chosen, others=("unsure",)))

    assert [(remark.code.value, remark.option) for remark in item.remarks] == remarks


def test_what_is_most_urgent_stands_first_and_of_equals_what_goes_worst_with_the_others() -> None:
    form = of({"key": [14, 8, 4], "wrong": [4, 8, 14]})

    assert form.items[0].item == "this"
    assert form.items[0].remarks[0] == Remark(RemarkCode.WRONG_ABOVE_KEY, "wrong")
    urgency = [[*RemarkCode].index(item.remarks[0].code) for item in form.items]
    assert urgency == sorted(urgency)


@pytest.mark.parametrize(("n", "missing"), [(29, 1), (30, 0)])
def test_under_thirty_learners_nothing_is_said_but_how_many_are_missing(n: int, missing: int) -> None:
    form = of({"key": [5, 5, 5], "wrong": [5, 5, n - 25]})

    assert (form.n, form.missing, len(form.items)) == (n, missing, 0 if missing else 3)
