"""Marked lines as a byte, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.answers import sheets
from assessments import MOST_LINES, UNSURE, marks

LINES = tuple(f"l{number}" for number in range(MOST_LINES))
ITEMS = [("habit", {"A": ["tell", "wait"], "B": ["go", "pay"]}), ("advert", {"A": LINES, "B": LINES[::-1]})]
LAYOUT = sheets.layout(sheets.layout_text(ITEMS, lines=["advert"]))
some_lines = st.lists(st.sampled_from(LINES)).map(marks)


@given(marked=some_lines, form=st.sampled_from(["A", "B"]))
def test_a_set_comes_back_as_it_was_marked_and_no_line_as_a_blank(marked: tuple[str, ...], form: str) -> None:
    sheet = LAYOUT.answers(form, {"advert": marked, "habit": UNSURE})

    assert len(sheet) == 2
    assert LAYOUT.responses(form, sheet) == {"habit": UNSURE, "advert": marked or None}
    assert sheets.count_answered(sheet) == 1 + bool(marked)


@given(one=some_lines, other=some_lines)
def test_two_sets_are_two_bytes(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    first, second = (LAYOUT.answers("A", {"advert": it}) for it in (one, other))

    assert (first == second) == (one == other)


@given(marked=some_lines)
def test_what_was_marked_may_be_taken_back(marked: tuple[str, ...]) -> None:
    before = LAYOUT.answers("A", {"advert": marked, "habit": "wait"})

    assert LAYOUT.responses("A", LAYOUT.answers("A", {"advert": ()}, on=before)) == {"advert": None, "habit": "wait"}


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"advert": "l1"}, id="a line alone is no set"),
        pytest.param({"habit": ("tell",)}, id="a choice is no set"),
        pytest.param({"advert": ("tell",)}, id="a line of another item"),
        pytest.param({"advert": ""}, id="nothing"),
        pytest.param({"habit": "l1"}, id="an option of another item"),
    ],
)
def test_what_is_no_answer_to_the_item_is_refused(answers: dict[str, str | tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match="form A has no item"):
        LAYOUT.answers("A", answers)


def test_the_layout_of_a_test_without_lines_is_the_text_that_it_has_always_been() -> None:
    assert sheets.layout_text([("one", {"A": ["a"], "B": ["b"]})]) == '{"items":[["one",{"A":["a"],"B":["b"]}]]}'


def test_more_lines_than_a_byte_has_bits_for_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 7 lines"):
        sheets.layout_text([("advert", {"A": [*LINES, "l8"]})], lines=["advert"])
