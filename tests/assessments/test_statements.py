"""What is asked beside the items: on which wave, in which words, and that it decides nothing."""

import pytest
from pydantic import ValidationError

from assessments import Instrument, InstrumentWords, OpenStatement, open_form, structure_digest

STATEMENTS = ({"id": "say-no", "kind": "confidence"}, {"id": "blame", "kind": "attitude", "reversed": True})
REACTIONS = ({"id": "useful"}, {"id": "felt-safe"})


@pytest.fixture
def asking(instrument: Instrument) -> Instrument:
    return Instrument.model_validate(instrument.model_dump() | {"statements": STATEMENTS, "reactions": REACTIONS})


@pytest.fixture
def asking_words(words: InstrumentWords) -> InstrumentWords:
    return words.model_copy(
        update={
            "statements": {"blame": "Those who are tricked are to blame", "say-no": "I can say no"},
            "reactions": {"useful": "It was useful", "felt-safe": "I felt safe"},
        }
    )


def test_statements_move_no_structure_digest(instrument: Instrument, asking: Instrument) -> None:
    assert structure_digest(asking) == structure_digest(instrument)


def test_reactions_are_asked_where_they_are_wanted_and_after_the_statements(
    asking: Instrument, asking_words: InstrumentWords
) -> None:
    def questions(*, with_reactions: bool = False) -> tuple[OpenStatement, ...]:
        return open_form(
            asking, asking_words, "A", language="en", seed="s", unsure="?", with_reactions=with_reactions
        ).statements

    assert [it.id for it in questions()] == ["say-no", "blame"]
    assert [it.id for it in questions(with_reactions=True)] == ["say-no", "blame", "useful", "felt-safe"]
    assert questions()[0] == OpenStatement(id="say-no", text="I can say no")


def test_a_course_without_statements_asks_none(instrument: Instrument, words: InstrumentWords) -> None:
    assert open_form(instrument, words, "A", language="en", seed="s", unsure="?", with_reactions=True).statements == ()


def test_a_statement_and_a_reaction_cannot_share_an_id(asking: Instrument) -> None:
    again = asking.model_dump() | {"reactions": ({"id": "blame"},)}

    with pytest.raises(ValidationError, match="'blame' names two statements or reactions"):
        Instrument.model_validate(again)


def test_a_statement_is_of_attitude_or_of_confidence(instrument: Instrument) -> None:
    with pytest.raises(ValidationError, match="kind"):
        Instrument.model_validate(instrument.model_dump() | {"statements": ({"id": "say-no", "kind": "knowledge"},)})
