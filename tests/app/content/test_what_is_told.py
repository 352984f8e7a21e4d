"""Numbers that nobody vouches for, lessons too heavy to load, and questions that give the test away."""

import pytest

from app.content import CourseFaults, read_course
from app.content.checks.telling import FRAME_BYTES, MOST_BYTES

LESSON = "lessons/01-second/en.md"
REGISTER = {"112", "+7 727 250-00-00", "11616"}


def faults(author) -> list[str]:
    try:
        read_course(author.folder, helplines=REGISTER)
    except CourseFaults as refused:
        return [str(fault).removeprefix(f"{author.folder}/") for fault in refused.faults]
    return []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        pytest.param("Call 911 at once.", "911", id="a short number after a call"),
        pytest.param("The number is 150.", "150", id="a number by its name"),
        pytest.param("Позвони по номеру 8800 сейчас.", "8800", id="in Russian"),
        pytest.param("Көмек керек болса, 150 нөміріне қоңырау шал.", "150", id="in Kazakh"),
        pytest.param("Write to +7 701 123 45 67.", "+7 701 123 45 67", id="a long number with spaces"),
        pytest.param("8 (727) 250-00-01 answers.", "8 (727) 250-00-01", id="a long number with signs"),
        pytest.param("87012345678", "87012345678", id="a long number at a stretch"),
    ],
)
def test_a_number_outside_of_the_register_is_a_fault_on_its_line(author, words, number):
    author.replace(LESSON, "Words.", f"Words.\n{words}")

    line = author.line(LESSON, words)
    said = "is no number of the register of helplines: take it out; the page Help shows those that hold"
    assert faults(author) == [f"{LESSON}:{line}: number {number}: {said}"]


@pytest.mark.parametrize(
    "words",
    [
        "Call 112 at once.",
        "In danger the number is 112.",
        "Позвони на линию 11616.",
        "+7 (727) 250 00 00",
        "2 500 000 a year, or 1,000,000.",
        "She called three times and paid 600 a month.",
        "From 12.03.2026 to 2026-11-25.",
        "14 Harbour Street, in 1990, 250 people.",
        "600 + 450 + 360 - 750",
    ],
)
def test_numbers_of_the_register_sums_and_dates_are_none(author, words):
    author.replace(LESSON, "Words.", words)

    assert faults(author) == []


def test_with_an_empty_register_every_number_is_a_fault(author):
    author.replace(LESSON, "Words.", "Call 112 at once.")

    with pytest.raises(CourseFaults, match="number 112"):
        read_course(author.folder, helplines=())


def test_without_a_register_numbers_are_not_judged(author):
    author.replace(LESSON, "Words.", "Call 911 at once.")

    author.read()


def test_a_lesson_that_weighs_too_much_is_a_fault(author):
    paragraph = "Words that are read on a phone. " * 8
    author.replace(LESSON, "Words.", "\n\n".join([paragraph] * 300))

    (fault,) = author.faults()

    assert fault.startswith(f"{LESSON}:1: the file: weighs ")
    assert fault.endswith(" bytes as a phone loads it, 0 of them pictures: make it 60,000")


def test_pictures_and_the_page_around_count(writer):
    release = writer.read()
    words = len(release.lessons["first"]["en"].model_dump_json().encode())
    room = MOST_BYTES - FRAME_BYTES - words - len(release.pictures["road.svg"].svg.encode())
    writer.replace(
        "lessons/01-first/en.md", "Most offers are honest.", "Most offers are honest. " + "é" * (room // 2 - 1)
    )
    writer.read()
    writer.replace("lessons/01-first/en.md", "éé", "ééééé")

    assert "of them pictures" in writer.faults()[0]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Stem A one en?", id="the same words"),
        pytest.param("STEM, a one — en", id="other signs"),
    ],
)
def test_a_check_that_asks_what_an_item_asks_is_a_fault(author, question):
    author.replace("lessons/00-first/en.md", "Which door?", question)

    line = author.line("lessons/00-first/en.md", ":::check door")
    said = "asks what item one of form A asks: ask about another situation, or the instrument measures nothing"
    assert author.faults() == [f"lessons/00-first/en.md:{line}: check door: {said}"]


def test_an_answer_that_an_item_has_too_is_a_fault(author):
    author.replace("lessons/00-first/en.md", "`no` Tells nobody.", "`no` *Options* a of one.")

    line = author.line("lessons/00-first/en.md", ":::check habit")
    said = "'no' says what an option of item one of form A says: say it in other words"
    assert author.faults() == [f"lessons/00-first/en.md:{line}: check habit: {said}"]


def test_a_card_that_an_item_has_as_an_answer_is_a_fault(writer):
    option = next(iter(writer.read().instrument_words["en"].forms["A"]["message"].options.values()))
    writer.replace("lessons/01-first/en.md", "- `today` ", f"- `today` {option}\n  > So.\n- `later` ")

    assert any("'today' says what an option of item message of form A says" in fault for fault in writer.faults())


def test_a_check_that_retells_an_item_almost_word_by_word_is_a_fault(writer):
    asked = "Your bank writes to you that the card is closed.\n\nWhat do you do first?"
    writer.replace(
        "lessons/01-first/en.md", "Three messages came today.\n\nWhich one can you check before you answer?", asked
    )

    assert "asks what item message of form A asks" in writer.faults()[0]


def test_another_question_about_the_same_thing_is_none(writer):
    asked = "A bank writes to you.\n\nWhat may it never ask you for in a message?"
    writer.replace(
        "lessons/01-first/en.md", "Three messages came today.\n\nWhich one can you check before you answer?", asked
    )

    writer.read()
