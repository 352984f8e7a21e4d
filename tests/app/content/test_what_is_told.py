"""Numbers that nobody vouches for, lessons too heavy to load, and questions that give the test away."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import CourseFaults, read_course
from app.content.checks.telling import FRAME_BYTES, MOST_BYTES
from tests.app.content.conftest import Author
from tests.conftest import VERSION_1

pytestmark = pytest.mark.many

LESSON = "lessons/01-second/en.md"
REGISTER = {"112", "+7 727 250-00-00", "11616"}


def faults(author: Author) -> list[str]:
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
def test_a_number_outside_of_the_register_is_a_fault_on_its_line(author: Author, words: str, number: str) -> None:
    author.replace(LESSON, "Words.", f"Words.\n{words}")

    line = author.line(LESSON, words)
    message = "is no number of the register of helplines: take it out; the page Help shows those that hold"
    assert faults(author) == [f"{LESSON}:{line}: number {number}: {message}"]


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
        "In 2022–2023, and in 1998-1999.",
        "14 Harbour Street, in 1990, 250 people.",
        "600 + 450 + 360 - 750",
    ],
)
def test_numbers_of_the_register_sums_and_dates_are_none(author: Author, words: str) -> None:
    author.replace(LESSON, "Words.", words)

    assert faults(author) == []


def test_with_an_empty_register_every_number_is_a_fault(author: Author) -> None:
    author.replace(LESSON, "Words.", "Call 112 at once.")

    with pytest.raises(CourseFaults, match="number 112"):
        read_course(author.folder, helplines=())


def test_without_a_register_numbers_are_not_judged(author: Author) -> None:
    author.replace(LESSON, "Words.", "Call 911 at once.")

    assert "Call 911 at once." in author.read().to_json()


def test_a_lesson_that_weighs_too_much_is_a_fault(author: Author) -> None:
    paragraph = "Words that are read on a phone. " * 8
    author.replace(LESSON, "Words.", "\n\n".join([paragraph] * 300))

    (fault,) = author.faults()

    assert fault.startswith(f"{LESSON}:1: the file: weighs ")
    assert fault.endswith(" bytes as a phone loads it, 0 of them pictures: make it 60,000")


def test_pictures_and_the_page_around_count(writer: Author) -> None:
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
def test_a_check_that_asks_what_an_item_asks_is_a_fault(author: Author, question: str) -> None:
    author.replace("lessons/00-first/en.md", "Which door?", question)

    line = author.line("lessons/00-first/en.md", ":::check door")
    message = "asks what item one of form A asks: ask about another situation, or the instrument measures nothing"
    assert author.faults() == [f"lessons/00-first/en.md:{line}: check door: {message}"]


def test_an_answer_that_an_item_has_too_is_a_fault(author: Author) -> None:
    author.replace("lessons/00-first/en.md", "`no` Tells nobody.", "`no` *Options* a of one.")

    line = author.line("lessons/00-first/en.md", ":::check habit")
    message = "'no' says what an option of item one of form A says: say it in other words"
    assert author.faults() == [f"lessons/00-first/en.md:{line}: check habit: {message}"]


def test_a_card_that_an_item_has_as_an_answer_is_a_fault(writer: Author) -> None:
    option = next(iter(writer.read().instrument_words["en"].forms["A"]["message"].options.values()))
    writer.replace("lessons/01-first/en.md", "- `today` ", f"- `today` {option}\n  > So.\n- `later` ")

    assert any("'today' says what an option of item message of form A says" in fault for fault in writer.faults())


def test_a_check_that_retells_an_item_almost_word_by_word_is_a_fault(writer: Author) -> None:
    question = "Your bank writes to you that the card is closed.\n\nWhat do you do first?"
    writer.replace(
        "lessons/01-first/en.md", "Three messages came today.\n\nWhich one can you check before you answer?", question
    )

    assert "asks what item message of form A asks" in writer.faults()[0]


def test_another_question_about_the_same_thing_is_none(writer: Author) -> None:
    question = "A bank writes to you.\n\nWhat may it never ask you for in a message?"
    writer.replace(
        "lessons/01-first/en.md", "Three messages came today.\n\nWhich one can you check before you answer?", question
    )

    assert "What may it never ask you for in a message?" in writer.read().to_json()


@pytest.mark.parametrize(
    ("words", "shown", "mend"),
    [
        pytest.param(
            "[Tap](javascript:alert(1))", "[Tap](javascript:alert(1)", "without a link", id="a link to a script"
        ),
        pytest.param("[Бас](data:text/html,x)", "[Бас](data:text/html,x)", "without a link", id="a link to data"),
        pytest.param("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |", "write a list", id="a table"),
        pytest.param("::check door", "::check door", "write ':::kind id'", id="a block with two colons"),
        pytest.param("##Келесі қадам", "##Келесі қадам", "write '## heading'", id="a heading without a space"),
        pytest.param("- [ ] тіркелу", "[ ] тіркелу", "use ':::checklist id'", id="a list to tick"),
        pytest.param("• один\n• два", "• один", "with '- '", id="dots for a list"),
        pytest.param("Слово[^1] здесь.", "[^1]", "say it where it belongs", id="a footnote"),
        pytest.param("See https://nowhere.org/a now.", "https://nowhere.org/a", "in words", id="an address"),
        pytest.param("Write to a.b@nowhere.kz", "a.b@nowhere.kz", "in words", id="a letter box"),
        pytest.param("-\u00a0Бірінші", "-\u00a0Бірінші", "type it anew", id="a list with a space from a text program"),
        pytest.param("Это **важно.", "**", "close a mark", id="bold that is not closed"),
        pytest.param("It is ~~gone.", "~~", "close a mark", id="struck out"),
        pytest.param("A word{.red} here.", "{.red}", "take it out", id="an attribute"),
        pytest.param("Well done :smile: you.", ":smile:", "paste the sign", id="a smile by its name"),
        pytest.param("Go to [[the house]].", "[[the house]]", "in words", id="a link of a wiki"),
    ],
)
def test_a_mark_that_a_learner_would_see_is_a_fault_on_its_line(
    author: Author, words: str, shown: str, mend: str
) -> None:
    author.replace(LESSON, "Words.", f"Words.\n\n{words}")

    first, *_ = faults(author)
    assert first.startswith(f"{LESSON}:{author.line(LESSON, words.partition(chr(10))[0])}: '{shown}': ")
    assert mend in first


@pytest.mark.parametrize(
    "words",
    ["Write to lola@firm.example", "Rent: 1000 == 10 x 100?", "Lola: hi :)", "2 * 3, 4 * 5", "The name: ____", "#work"],
)
def test_words_that_only_look_like_marks_stay(author: Author, words: str) -> None:
    author.replace(LESSON, "Words.", f"Words. {words}")

    assert faults(author) == []


def test_a_question_of_the_test_is_plain_words(author: Author) -> None:
    author.replace("instrument/en.yaml", "title: ", "title: The **first** ")

    assert [fault.partition(": ")[2] for fault in faults(author)] == [
        "'**': would be seen as it is: close a mark at its word, or take it out"
    ]


def test_the_address_of_a_link_that_nobody_sees_is_a_fault(author: Author) -> None:
    author.replace(LESSON, "Words.", "Words.\n\n[there]: https://nowhere.org/a")

    (fault,) = faults(author)
    assert fault.startswith(
        f"{LESSON}:{author.line(LESSON, '[there]')}: 'https://nowhere.org/a': is the address of a link"
    )


def test_a_box_for_programs_is_a_fault(author: Author) -> None:
    author.replace(LESSON, "Words.", "Words.\n\n```\nx\n```")

    (fault,) = faults(author)
    assert fault.startswith(f"{LESSON}:{author.line(LESSON, '```')}: step ")


def spoiled(tmp_path: Path, spoil: Callable[[str], str], language: str) -> list[str]:
    """What is told of a whole course when one of its lessons is spoiled in one language."""
    folder = Path(shutil.copytree(VERSION_1, tmp_path / "smart-navigator"))
    lesson = folder / "lessons" / "04-five-checks" / f"{language}.md"
    lesson.write_text(spoil(lesson.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CourseFaults) as refused:
        read_course(folder)
    return [str(fault).removeprefix(f"{lesson}:") for fault in refused.value.faults]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_block_that_is_not_closed_is_told_where_it_begins_and_hides_nothing(tmp_path: Path, language: str) -> None:
    text = (VERSION_1 / "lessons" / "04-five-checks" / f"{language}.md").read_text(encoding="utf-8")
    lines = text.split("\n")
    opened = [n for n, line in enumerate(lines, 1) if line.startswith(":::") and line != ":::"]
    first, second = opened[0], opened[1] - 1  # one line less above it

    (fault,) = spoiled(tmp_path, lambda text: text.replace("\n:::\n", "\n", 1), language)
    block, next_one = lines[first - 1].removeprefix(":::"), lines[opened[1] - 1]
    assert fault.startswith(f"{first}: {block}: is not closed before '{next_one}' on line {second}: write ':::'")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_reason_that_is_not_moved_in_is_told_on_its_line(tmp_path: Path, language: str) -> None:
    (fault,) = spoiled(tmp_path, lambda text: text.replace("\n  > ", "\n> ", 1), language)
    assert "has a reason beside its line: move it in by two spaces" in fault


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param("instrument/en.yaml", "reasons a of one", "Call 911 at once.", id="a reason of the test"),
        pytest.param("lessons/00-first/en.md", "It may touch you.", "Call 911 at once.", id="the note of a lesson"),
        pytest.param("lessons/00-first/plan.en.md", "A list of numbers", "Call 911 at once.", id="what is prepared"),
        pytest.param("lessons/00-first/plan.en.md", "Sit in a ring.", "Call 911 at once.", id="a plan"),
        pytest.param(
            "disclosure.en.md", "When somebody tells", "Call 911", id="the title of the page for a facilitator"
        ),
    ],
)
def test_a_number_is_judged_wherever_somebody_reads_it(author: Author, name: str, old: str, new: str) -> None:
    plan = "---\naim: See\nminutes: 5\nprepare: [A list of numbers]\n---\n## Begin\n\nSit in a ring.\n"
    author.write("lessons/00-first/plan.en.md", plan)
    author.write("disclosure.en.md", "---\ntitle: When somebody tells\n---\n## Listen\n\nListen.\n")
    assert faults(author) == []

    author.replace(name, old, new)

    assert [fault.partition(": number 911")[0] for fault in faults(author)] == [f"{name}:{author.line(name, '911')}"]


def test_a_number_is_judged_in_a_talk_and_its_sentences_are_not(writer: Author) -> None:
    lesson = "lessons/01-first/en.md"
    writer.replace(lesson, "Nobody has to answer.", f"Call 911. It goes on{' and on' * 12}.")

    assert [fault.partition(": number")[0] for fault in faults(writer)] == [f"{lesson}:{writer.line(lesson, '911')}"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param("instrument/en.yaml", "Stem A one en?", "Is <b>this</b> one?", id="a question of the test"),
        pytest.param("lessons/00-first/en.md", "It may touch you.", "It <b>may</b> touch.", id="a lesson's note"),
    ],
)
def test_html_in_plain_words_is_a_fault_on_its_line(author: Author, name: str, old: str, new: str) -> None:
    author.replace(name, old, new)

    message = "'<b>': is HTML, which would be seen as it is: write plain words"
    assert faults(author) == [f"{name}:{author.line(name, '<b>')}: {message}"]
