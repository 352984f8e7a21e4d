"""What a figure is called says what it is: headings of files are all that many a reader has."""

import re

import pytest

from analytics import FIGURES
from app.wording import Words, figure_label

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
