"""Forms, digests, what may leave the server and what may not."""

from typing import Any

import pytest
from pydantic import ValidationError

from assessments import (
    UNSURE,
    Instrument,
    InstrumentWords,
    ItemForm,
    OpenForm,
    OpenItem,
    OpenOption,
    OpenStatement,
    open_form,
    other_form,
    reasons,
    shuffled,
    structure_digest,
    wording_digest,
)
from assessments.instrument import Item


def test_the_post_test_is_the_other_form() -> None:
    assert (other_form("A"), other_form("B")) == ("B", "A")


@pytest.mark.parametrize("form", ["", "a", "C", "AB"])
def test_there_is_no_third_form(instrument: Instrument, words: InstrumentWords, form: str) -> None:
    named = f"there is no form '{form}': a form is A or B"
    for ask in (other_form, instrument.items[0].form, words.form):
        with pytest.raises(ValueError) as refused:
            ask(form)
        assert str(refused.value) == named


def test_an_instrument_cannot_be_changed(instrument: Instrument) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(instrument, "pass_mark", 1)  # noqa: B010  (the checker of types would refuse it before)


@pytest.mark.parametrize(
    ("options", "key", "message"),
    [
        pytest.param(("a", "b"), "c", "the key 'c' is not an option: name one of a, b", id="key that is no option"),
        pytest.param(("a", UNSURE), "a", "'unsure' stands under every item by itself", id="unsure written out"),
    ],
)
def test_a_form_of_an_item_that_cannot_be_scored_is_refused(options: tuple[str, ...], key: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ItemForm(options=options, key=key)


@pytest.mark.parametrize(
    ("forms", "message"),
    [
        pytest.param({"A": {"options": ("a", "b"), "key": "a"}}, "form B is missing", id="one form"),
        pytest.param(
            {"A": {"options": ("a", "b"), "key": "a"}, "B": {"options": ("c", "d", "e"), "key": "c"}},
            "form A has 2 options and form B 3",
            id="unlike numbers of options",
        ),
    ],
)
def test_forms_must_be_parallel(instrument: Instrument, forms: Any, message: str) -> None:
    item = instrument.items[0].model_dump() | {"forms": forms}

    with pytest.raises(ValidationError, match=message):
        Instrument.model_validate(instrument.model_dump() | {"items": (item,)})


def test_words_and_marks_do_not_move_the_structure_digest(instrument: Instrument) -> None:
    changed = instrument.model_copy(update={"version": 2, "pass_mark": 5, "minutes": 9, "languages": ("en", "ru")})

    assert structure_digest(changed) == structure_digest(instrument)


def test_the_structure_digest_is_the_same_for_ever() -> None:
    """Written down once: were it to move, no stored pre-test would pair with a new post-test."""
    instrument = Instrument.model_validate(
        {
            "slug": "sample",
            "version": 1,
            "languages": ("en",),
            "pass_mark": 1,
            "minutes": 1,
            "items": (
                {
                    "id": "i",
                    "objective": "O1",
                    "level": "apply",
                    "forms": {"A": {"options": ("a", "b"), "key": "a"}, "B": {"options": ("c", "d"), "key": "d"}},
                },
            ),
        }
    )
    # printf '["sample",[["i",[["A",["a","b"],"a"],["B",["c","d"],"d"]]]]]' | sha256sum
    assert structure_digest(instrument) == "ab49804c632fdb2f190246e02831eadbdc6b75d2011f6745617f208a1be23a6a"


@pytest.mark.parametrize("change", ["key", "order of options", "order of items", "id", "slug"])
def test_ids_order_and_keys_move_the_structure_digest(instrument: Instrument, change: str) -> None:
    first, *rest = instrument.items
    form = first.forms["A"]
    changed = {
        "key": {"items": (_with_form(first, form.model_copy(update={"key": "b"})), *rest)},
        "order of options": {
            "items": (_with_form(first, form.model_copy(update={"options": ("b", "a", "c", "d")})), *rest)
        },
        "order of items": {"items": (*rest, first)},
        "id": {"items": (first.model_copy(update={"id": "other"}), *rest)},
        "slug": {"slug": "other"},
    }[change]

    assert structure_digest(instrument.model_copy(update=changed)) != structure_digest(instrument)


def _with_form(item: Item, form: ItemForm) -> Item:
    return item.model_copy(update={"forms": {**item.forms, "A": form}})


def test_the_wording_digest_moves_with_what_is_seen_and_not_with_reasons(words: InstrumentWords) -> None:
    form = words.form("A")
    item = form["i0"]

    def changed(**update: object) -> str:
        return wording_digest({**form, "i0": item.model_copy(update=update)})

    assert changed(stem="Another stem") != wording_digest(form)
    assert changed(options={**item.options, "a": "Another text"}) != wording_digest(form)
    assert changed(reasons={**item.reasons, "a": "Another reason"}) == wording_digest(form)
    assert wording_digest(dict(reversed(list(form.items())))) == wording_digest(form)


def test_an_open_form_has_its_options_in_the_learners_order(instrument: Instrument, words: InstrumentWords) -> None:
    form = open_form(instrument, words, "B", language="en", seed="s", unsure="I am not sure")

    assert [item.id for item in form.items] == [item.id for item in instrument.items]
    assert form.items[3].stem == "Stem B i3"
    assert tuple(option.id for option in form.items[3].options) == shuffled("efgh", seed="s", item_id="i3")
    assert form.items[3].options[-1] == OpenOption(id=UNSURE, text="I am not sure")
    assert {option.text for option in form.items[3].options[:-1]} == {f"Text {option} of i3" for option in "efgh"}
    assert form.structure_digest == structure_digest(instrument)
    assert form.wording_digest == wording_digest(words.form("B"))


def test_an_open_form_has_no_place_for_a_key_or_a_reason() -> None:
    """What may leave the server, name by name: a new one must be thought about here."""
    assert set(OpenForm.model_fields) == {
        "instrument",
        "form",
        "language",
        "title",
        "minutes",
        "structure_digest",
        "wording_digest",
        "items",
        "statements",
    }
    assert set(OpenStatement.model_fields) == {"id", "text"}
    assert set(OpenItem.model_fields) == {"id", "stem", "options", "has_lines"}  # of both forms: not how many
    assert set(OpenOption.model_fields) == {"id", "text"}


def test_two_instruments_that_differ_in_keys_only_leave_the_server_alike(
    instrument: Instrument, words: InstrumentWords
) -> None:
    """Were anything of a key to leave, also by order or by length, these two would differ."""
    items = tuple(
        item.model_copy(
            update={"forms": {form: one.model_copy(update={"key": one.options[0]}) for form, one in item.forms.items()}}
        )
        for item in instrument.items
    )
    other = instrument.model_copy(update={"items": items})

    for form in "AB":
        sent = [open_form(one, words, form, language="en", seed="s", unsure="?").items for one in (instrument, other)]
        assert sent[0] == sent[1]


def test_reasons_tell_what_was_chosen_what_is_right_and_why(instrument: Instrument, words: InstrumentWords) -> None:
    reasons_given = reasons(instrument, words, "A", {"i0": "a", "i1": "c", "i2": UNSURE, "i3": None})

    assert [(reason.chosen, reason.key, reason.is_right) for reason in reasons_given[:5]] == [
        ("a", "a", True),
        ("c", "b", False),
        (UNSURE, "c", False),
        (None, "d", False),
        (None, "a", False),
    ]
    assert (reasons_given[1].chosen_text, reasons_given[1].chosen_reason) == ("Text c of i1", "Because c of i1")
    assert (reasons_given[1].key_text, reasons_given[1].key_reason) == ("Text b of i1", "Because b of i1")
    assert (reasons_given[2].chosen_text, reasons_given[3].chosen_text) == ("", "")
    assert (reasons_given[0].item_id, reasons_given[0].objective, reasons_given[0].stem) == ("i0", "O1", "Stem A i0")
