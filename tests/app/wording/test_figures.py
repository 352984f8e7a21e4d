"""What a figure is called says what it is: headings of files are all that many a reader has."""

import re

import pytest

from analytics import FIGURES
from app.wording import Words, figure_label, figure_text, plain_text

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
    ("path", "value", "shown", "plain"),
    [
        ("improved.share", 0.91907, "91,9\u00a0%", "91.9"),
        ("pass.difference", -0.0525, "−5,2\u00a0%", "-5.2"),
        ("improved.count", 1577, "1\u00a0577", "1577"),
        ("gain.mean", 4.5434, "4,54", "4.54"),
        ("effect.d_z", 0.5, "0,50", "0.50"),
    ],
)
def test_a_number_is_rounded_as_the_register_says_for_people_and_for_programs(
    path: str, value: float, shown: str, plain: str
) -> None:
    assert figure_text(Words("ru"), FIGURES[path], value) == shown
    assert plain_text(FIGURES[path], value) == plain


def test_a_p_too_small_for_its_digits_is_a_power_of_ten() -> None:
    assert figure_text(Words("en"), FIGURES["tests.sign.p"], 0.0, -921.0) == "1.0×10⁻⁴⁰⁰"
    assert figure_text(Words("en"), FIGURES["tests.sign.p"], 0.0123) == "0.012"


def test_a_code_of_other_systems_is_of_one_figure() -> None:
    codes = [figure.code for figure in FIGURES.values() if figure.code]

    assert len(set(codes)) == len(codes) == 30
