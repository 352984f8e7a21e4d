"""Items whose lines are marked: a set is right as a whole, and its order is nothing."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.content import Release
from assessments import (
    UNSURE,
    Instrument,
    ItemForm,
    OpenItem,
    Score,
    marks,
    open_form,
    reasons,
    score,
    structure_digest,
)

LINES = ("l1", "l2", "l3", "l4", "l5", "l6", "l7")
KEY = ("l2", "l5")
some_lines = st.lists(st.sampled_from(LINES))
keys = st.lists(st.sampled_from(LINES), min_size=1, max_size=6, unique=True)


def instrument_of(key: Sequence[str], lines: Sequence[str] = LINES) -> Instrument:
    form = {"options": tuple(lines), "key": tuple(key)}
    item = {"id": "advert", "objective": "O1", "level": "analyse", "forms": {"A": form, "B": form}}
    return Instrument.model_validate(
        {"slug": "sample", "version": 1, "languages": ("en",), "pass_mark": 1, "minutes": 1, "items": (item,)}
    )


@given(marked=some_lines, key=keys)
def test_a_set_is_right_if_it_is_the_key_and_else_is_not(marked: list[str], key: list[str]) -> None:
    result = score(instrument_of(key), "A", {"advert": marks(marked)})

    assert result.right == (set(marked) == set(key))
    assert result.blank == (not marked)
    assert (result.answered, result.unsure) == (bool(marked), 0)


@given(marked=some_lines, data=st.data())
def test_the_order_of_marking_is_nothing(marked: list[str], data: st.DataObject) -> None:
    rearranged = data.draw(st.permutations([*marked, *marked]))

    assert marks(rearranged) == marks(marked) == tuple(sorted(set(marked)))


@given(key=keys, data=st.data())
def test_the_order_of_the_key_in_the_file_moves_no_digest(key: list[str], data: st.DataObject) -> None:
    rearranged = data.draw(st.permutations(key))

    assert structure_digest(instrument_of(rearranged)) == structure_digest(instrument_of(key))


@given(one=keys, other=keys)
def test_another_key_is_another_structure(one: list[str], other: list[str]) -> None:
    is_same = structure_digest(instrument_of(one)) == structure_digest(instrument_of(other))

    assert is_same == (set(one) == set(other))


def test_one_line_to_mark_is_no_choice() -> None:
    """It is seen, answered and stored otherwise: tests of the two do not pair."""
    of_lines = instrument_of(["l2"])
    form = {"options": LINES, "key": "l2"}
    choice = of_lines.model_copy(
        update={"items": (of_lines.items[0].model_copy(update={"forms": dict.fromkeys("AB", ItemForm(**form))}),)}
    )

    assert structure_digest(of_lines) != structure_digest(choice)
    with pytest.raises(ValueError):
        score(of_lines, "A", {"advert": "l2"})
    with pytest.raises(ValueError):
        score(choice, "A", {"advert": ("l2",)})


def test_not_sure_and_no_mark_at_all_are_what_they_are_everywhere() -> None:
    of = instrument_of(KEY)

    assert score(of, "A", {"advert": UNSURE}) == Score(0, 1, 1, 1, 0, is_complete=True)
    for blank in ({}, {"advert": None}, {"advert": ()}):
        assert score(of, "A", blank) == Score(0, 1, 0, 0, 1, is_complete=False)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(("l9",), id="no line of it"),
        pytest.param(("l2", UNSURE), id="unsure among lines"),
        pytest.param(("l5", "l2"), id="not in the canonical order"),
        pytest.param(("l2", "l2"), id="twice"),
    ],
)
def test_what_is_no_set_of_its_lines_is_refused(answer: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="item 'advert' has no option"):
        score(instrument_of(KEY), "A", {"advert": answer})


@pytest.mark.parametrize(
    ("lines", "key", "message"),
    [
        pytest.param(LINES, (), "at least 1", id="no key"),
        pytest.param(LINES, ("l9",), "the key 'l9' is not an option", id="a key that is no line"),
        pytest.param(("a", "b"), ("a", "b"), "every line is in the key", id="nothing to find"),
        pytest.param((*LINES, "l8"), ("l1",), "has 8 lines, and at most 7", id="more than a screen"),
    ],
)
def test_lines_that_cannot_be_marked_are_refused(lines: tuple[str, ...], key: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ItemForm(options=lines, key=key)


def test_a_choice_may_have_more_options_than_a_set_has_lines() -> None:
    assert not ItemForm(options=(*LINES, "l8"), key="l8").has_lines


def test_both_forms_have_lines_or_neither_has() -> None:
    item = instrument_of(KEY).items[0].model_dump()
    item["forms"]["B"]["key"] = "l1"

    with pytest.raises(ValidationError, match="one form has lines to mark and the other has not"):
        type(instrument_of(KEY).items[0]).model_validate(item)


def _seen(of: Release, form: str, seed: str) -> dict[str, OpenItem]:
    words = of.instrument_words["en"]
    shown = open_form(of.instrument, words, form, language="en", seed=seed, unsure="?")
    return {item.id: item for item in shown.items}


@given(seed=st.text(max_size=16))
def test_lines_are_read_in_the_order_of_their_text(marks_course: Release, seed: str) -> None:
    seen = _seen(marks_course, "A", seed)

    assert [line.id for line in seen["advert"].options] == ["town", "fee", "hours", "silence", UNSURE]
    assert {name: item.has_lines for name, item in seen.items()} == {
        "address": False, "advert": True, "copy": False, "chat": True,
    }  # fmt: skip


def test_nothing_that_leaves_the_server_tells_how_many_lines_are_to_be_marked(marks_course: Release) -> None:
    def with_keys(count: int) -> Release:
        def changed(form: ItemForm) -> ItemForm:
            return form.model_copy(update={"key": marks(form.options[:count])}) if form.has_lines else form

        items = tuple(
            item.model_copy(update={"forms": {name: changed(form) for name, form in item.forms.items()}})
            for item in marks_course.instrument.items
        )
        instrument = marks_course.instrument.model_copy(update={"items": items})
        return marks_course.model_copy(update={"instrument": instrument})

    for form in "AB":
        assert _seen(with_keys(1), form, "s") == _seen(with_keys(3), form, "s") == _seen(marks_course, form, "s")


def test_each_line_has_its_reason_whether_it_was_marked_or_not(marks_course: Release) -> None:
    given_back: Any = reasons(marks_course.instrument, marks_course.instrument_words["en"], "A", {"advert": ("fee",)})
    advert, chat = given_back[1], given_back[3]

    assert [(line.text, line.is_key, line.is_marked) for line in advert.lines] == [
        ("Work in the next town.", False, False),
        ("Pay before you begin.", True, True),
        ("Eight hours a day.", False, False),
        ("Say nothing at home.", True, False),
    ]
    assert advert.lines[3].reason == "Who asks for silence hides something."
    assert (advert.is_right, advert.chosen, advert.key) == (False, ("fee",), ("fee", "silence"))
    assert (chat.chosen, [line.is_marked for line in chat.lines]) == (None, [False] * 5)
    assert given_back[0].lines == ()


@pytest.mark.parametrize("chosen", [UNSURE, (), None])
def test_who_marked_nothing_has_no_line_marked(marks_course: Release, chosen: Any) -> None:
    words = marks_course.instrument_words["en"]
    advert = reasons(marks_course.instrument, words, "A", {"advert": chosen})[1]

    assert not any(line.is_marked for line in advert.lines)
    assert advert.chosen == (UNSURE if chosen == UNSURE else None)
