"""What a score counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import UNSURE, Instrument, Score, score

KEYS = {f"i{number}": "abcd"[number % 4] for number in range(10)}
"""The fixture's form A, said a second time so that the test does not ask the code for the answer."""


def test_all_right(instrument: Instrument) -> None:
    assert score(instrument, "A", KEYS) == Score(right=10, out_of=10, answered=10, unsure=0, blank=0, is_complete=True)


def test_the_other_form_has_other_keys(instrument: Instrument) -> None:
    assert score(instrument, "B", {"i0": "e", "i1": "f", "i2": "e"}).right == 2


def test_not_sure_is_an_answer_that_is_not_right_and_not_a_blank(instrument: Instrument) -> None:
    answers = KEYS | {"i0": UNSURE, "i1": None}

    assert score(instrument, "A", answers) == Score(right=8, out_of=10, answered=9, unsure=1, blank=1, is_complete=True)


@pytest.mark.parametrize(("answered", "is_complete"), [(0, False), (7, False), (8, True), (10, True)])
def test_an_attempt_is_complete_from_four_fifths_on(instrument: Instrument, answered: int, is_complete: bool) -> None:
    answers = {f"i{number}": UNSURE for number in range(answered)}

    assert score(instrument, "A", answers).is_complete is is_complete


@pytest.mark.parametrize(("answered", "is_complete"), [(11, False), (12, True)])
def test_of_fourteen_items_twelve_make_it_complete(instrument: Instrument, answered: int, is_complete: bool) -> None:
    items = tuple(instrument.items[0].model_copy(update={"id": f"i{number}"}) for number in range(14))
    longer = instrument.model_copy(update={"items": items})

    assert score(longer, "A", {f"i{number}": "a" for number in range(answered)}).is_complete is is_complete


@pytest.mark.parametrize(
    ("form", "answers", "named"),
    [
        pytest.param("A", {"i99": "a"}, "there is no item 'i99' in the instrument 'sample'", id="unknown item"),
        pytest.param(
            "A", {"i99": None}, "there is no item 'i99' in the instrument 'sample'", id="unknown item left blank"
        ),
        pytest.param("A", {"i0": "e"}, "item 'i0' has no option 'e' in form A", id="an option of the other form"),
        pytest.param("A", {"i0": ""}, "item 'i0' has no option '' in form A", id="an empty option"),
        pytest.param("C", {}, "there is no form 'C': a form is A or B", id="unknown form"),
    ],
)
def test_what_the_instrument_does_not_have_is_named(
    instrument: Instrument, form: str, answers: dict[str, str | None], named: str
) -> None:
    with pytest.raises(ValueError) as refused:
        score(instrument, form, answers)

    assert str(refused.value) == named


responses = st.dictionaries(st.sampled_from(list(KEYS)), st.sampled_from(["a", "b", "c", "d", UNSURE, None]))


@given(responses=responses)
def test_every_item_is_counted_once(instrument: Instrument, responses: dict[str, str | None]) -> None:
    result = score(instrument, "A", responses)

    assert result.answered + result.blank == result.out_of == 10
    assert result.right + result.unsure <= result.answered
    assert result.right == sum(KEYS[item] == option for item, option in responses.items())
    assert result.is_complete == (result.answered >= 8)


@given(responses=responses)
def test_a_blank_and_an_absent_item_are_the_same(instrument: Instrument, responses: dict[str, str | None]) -> None:
    spelled_out = dict.fromkeys(KEYS) | responses

    assert score(instrument, "A", spelled_out) == score(instrument, "A", responses)


@given(responses=responses, item_id=st.sampled_from(list(KEYS)))
def test_one_more_right_answer_adds_at_most_one(
    instrument: Instrument, responses: dict[str, str | None], item_id: str
) -> None:
    before = score(instrument, "A", responses).right
    after = score(instrument, "A", responses | {item_id: KEYS[item_id]}).right

    assert after - before == (responses.get(item_id) != KEYS[item_id])
