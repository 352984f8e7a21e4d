"""What a figure is called says what it is: headings of files are all that many a reader has."""

import re

import pytest

from analytics import FIGURES
from app.wording import Words, figure_label, figure_text, interval_text, plain_text
from app.wording.figure_text import ends_text, threshold_text

BEFORE = re.compile(r"\b(before|first)\b", re.IGNORECASE)
AFTER = re.compile(r"\b(after|second)\b", re.IGNORECASE)
WAVES = [
    *(("pass.pre", "pass.post"), ("gain.pre_mean", "gain.post_mean"), ("ceiling.pre", "ceiling.post")),
    *(("ceiling.floor_pre", "ceiling.floor_post"), ("flow.pre_only", "flow.post_only"), ("pass.lost", "pass.gained")),
]


@pytest.mark.parametrize(("first", "second"), WAVES)
def test_what_is_of_the_first_test_is_called_before_and_what_is_of_the_second_after(first: str, second: str) -> None:
    labels = [figure_label(Words("en"), FIGURES[path]) for path in (first, second)]

    assert [(bool(BEFORE.search(label)), bool(AFTER.search(label))) for label in labels] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_two_columns_are_called_alike(language: str) -> None:
    labels = [figure_label(Words(language), figure) for figure in FIGURES.values() if figure.in_table]

    assert sorted(label for label in set(labels) if labels.count(label) > 1) == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("next_cohort.improved.icc", "regions not taken apart"),
        ("next_cohort.gain.icc", "regions not taken apart"),
        ("effect.hodges_lehmann", "Hodges–Lehmann"),
    ],
)
def test_a_figure_beside_one_of_nearly_the_same_name_says_what_sets_it_apart(path: str, says: str) -> None:
    label = figure_label(Words("en"), FIGURES[path])

    assert says in label and not label.startswith("Median")


@pytest.mark.parametrize(
    ("path", "value", "shown", "plain"),
    [
        ("improved.share", 0.91907, "91,9\u00a0%", "91.9"),
        ("pass.difference", -0.0525, "−5,2\u00a0%", "-5.2"),
        ("noise_floor.share", 0.1537, "15\u00a0%", "15.4"),
        ("improved.low", 0.8194, "82\u00a0%", "81.9"),
        ("improved.count", 1577, "1\u00a0577", "1577"),
        ("gain.mean", 4.5434, "4,54", "4.54"),
        ("effect.d_z", 0.5, "0,50", "0.50"),
    ],
)
def test_a_number_is_rounded_as_the_register_says_for_people_and_for_programs(
    path: str, value: float, shown: str, plain: str
) -> None:
    assert figure_text(Words("ru"), path, value) == shown
    assert plain_text(FIGURES[path], value) == plain


@pytest.mark.parametrize(
    ("path", "low", "high", "interval"),
    [
        ("improved.low", 0.071, 0.074, "7.1\u00a0–\u2060\u00a07.4\u00a0%"),
        ("improved.low", 0.819, 0.961, "82\u00a0–\u2060\u00a096\u00a0%"),
        ("gain.low", 1.178, 1.182, "1.178\u00a0–\u2060\u00a01.182"),
        ("gain.low", -0.2004, -0.1996, "−0.2004\u00a0…\u00a0−0.1996"),
        ("pass.low", -0.52, -0.44, "−52\u00a0…\u00a0−44\u00a0%"),
        ("gain.low", 0.004, 1.05, "0.004\u00a0–\u2060\u00a01.050"),
        ("gain.low", -0.004, 1.05, "−0.004\u00a0…\u00a01.050"),
        ("gain.low", 0.0, 1.05, "0.00\u00a0–\u2060\u00a01.05"),
        ("improved.low", 0.004, 0.09, "0\u00a0–\u2060\u00a09\u00a0%"),
        ("gain.low", 2.0, 2.0, "2.00\u00a0–\u2060\u00a02.00"),
    ],
)
def test_no_interval_ends_where_it_began(path: str, low: float, high: float, interval: str) -> None:
    words = Words("en")
    ends = interval.replace("\u2060", "").removesuffix("\u00a0%").replace("…", "–").split("\u00a0–\u00a0")

    assert interval_text(words, path, low, high) == interval
    assert interval_text(words, path, low, high, is_bare=True) == interval.removesuffix("\u00a0%")
    assert [end.removesuffix("\u00a0%") for end in ends_text(words, path, low, high)] == ends


@pytest.mark.parametrize(
    ("threshold", "written"), [(5.955, "5.96"), (5.94, "5.9"), (6.0, "6.0"), (5.9996, "5.9996"), (6.04, "6.0")]
)
def test_as_many_whole_points_are_over_a_threshold_as_over_what_is_written(threshold: float, written: str) -> None:
    """It read: over 6.0 points, 30 of 74; of these four had gained 6."""
    assert threshold_text(Words("en"), "reliable_change.threshold", threshold) == written


def test_a_p_too_small_for_its_digits_is_a_power_of_ten() -> None:
    assert figure_text(Words("en"), "tests.sign.p", 0.0, -921.0) == "1.0×10⁻⁴⁰⁰"
    assert figure_text(Words("en"), "tests.sign.p", 0.0123) == "0.012"


def test_a_code_of_other_systems_is_of_one_figure() -> None:
    codes = [figure.code for figure in FIGURES.values() if figure.code]

    assert len(set(codes)) == len(codes) == 32
