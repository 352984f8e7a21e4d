"""Faults of course.yaml: each with its line, its place and how to mend it."""

import pytest

from tests.app.content.conftest import Author

COURSE, INSTRUMENT = "course.yaml", "instrument.yaml"


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        pytest.param(
            "minutes: 5",
            "mintues: 5",
            "mintues",
            "lessons > first > mintues: is not known here: did you mean 'minutes'?",
            id="a key with a slip in it",
        ),
        pytest.param(
            "minutes: 5",
            "minutes: 5\n    teacher: Dana",
            "teacher",
            "lessons > first > teacher: is not known here: take it out; the keys are id, folder, minutes, objectives, "
            "sources, activities, pieces",
            id="an unknown key",
        ),
        pytest.param(
            "minutes: 5",
            "minutes: five",
            "five",
            "lessons > first > minutes: must be a whole number, not 'five'",
            id="a word for a number",
        ),
        pytest.param(
            "minutes: 5",
            "minutes: 0",
            "minutes: 0",
            "lessons > first > minutes: must be at least 1, not '0'",
            id="a lesson of no minutes",
        ),
        pytest.param(
            "minutes: 5",
            "minutes:",
            "minutes:",
            "lessons > first > minutes: is empty: give it a value",
            id="a key without a value",
        ),
        pytest.param(
            "    minutes: 5\n",
            "",
            "id: first",
            "lessons > first > minutes: is missing: add it",
            id="a missing key",
        ),
        pytest.param(
            "objectives: [O1, O2]",
            "objectives: O1",
            "objectives: O1",
            "lessons > first > objectives: must be a list such as [one, two], not 'O1'",
            id="a word for a list",
        ),
        pytest.param(
            "title: {en: Sample, ru: Образец}",
            "title: [Sample]",
            "title: [Sample]",
            "title: must be keys with values, not a list",
            id="a list for keys with values",
        ),
        pytest.param(
            "sources: [a book]",
            "sources: [2024]",
            "2024",
            "lessons > first > sources > entry 1: must be text, not '2024': put it in quotes if it is meant as text",
            id="a number for text",
        ),
        pytest.param(
            "ru: Видеть",
            'ru: " "',
            'ru: " "',
            "objectives > O1 > text > ru: is empty: write some words",
            id="text without words",
        ),
        pytest.param(
            "kind: check",
            "kind: puzzle",
            "kind: puzzle",
            "lessons > first > activities > habit > kind: 'puzzle' is not known: write one of 'check', 'story', "
            "'flags', 'sort', 'order', 'checklist', 'count', 'reflection', 'rehearse', 'own', 'talk'",
            id="a kind of activity that does not exist",
        ),
        pytest.param(
            "id: first",
            "id: first lesson",
            "first lesson",
            "lessons > first lesson > id: 'first lesson' cannot be an id: use up to 32 Latin letters, digits and "
            "single hyphens between them",
            id="an id with a space",
        ),
        pytest.param(
            "languages: [en, ru]",
            "languages: [en, ru, English]",
            "English",
            "languages > English: 'English' is not the code of a language: "
            "write two or three small letters, such as en",
            id="a language by its name",
        ),
        pytest.param(
            "key: work",
            "key: wrok",
            "key: wrok",
            "lessons > first > activities > habit > key: the key 'wrok' is not an option: name one of no, work, cash",
            id="a key that is no option",
        ),
        pytest.param(
            "options: [left, right]",
            "options: [left]",
            "options: [left]",
            "lessons > first > activities > door > options: must have at least 2: it has 1",
            id="a check with one option",
        ),
        pytest.param(
            "objectives: [O1, O2]",
            "objectives: [O1, O2, O9]",
            "O9",
            "lessons > first > objectives: the objective 'O9' is not known: name one of O1, O2",
            id="an objective that a lesson names and nobody set",
        ),
        pytest.param(
            "{en: Do, ru: Делать}",
            "{en: Do}",
            "{en: Do}",
            "objectives > O2 > text > ru: is missing: write it in this language too",
            id="an objective without one of the languages",
        ),
        pytest.param(
            "review: {ru: draft}",
            "review: {kk: draft}",
            "review",
            "review > kk: is not among the languages: add it there, or take it out",
            id="a review of a language that is not offered",
        ),
        pytest.param(
            "id: second",
            "id: first",
            "id: second",
            "lessons: 'first' stands here a second time: keep one",
            id="two lessons of one id",
        ),
        pytest.param(
            "options: [left, right]",
            "options: [left, right, left]",
            "left, right, left",
            "options: 'left' stands here a second time: keep one",
            id="an option twice",
        ),
        pytest.param(
            "minutes: 5",
            "minutes: 5\n    minutes: 6",
            "minutes: 6",
            "minutes: stands here a second time: keep one",
            id="a key twice",
        ),
        pytest.param(
            "title: {en: Sample, ru: Образец}",
            "title: &t {en: Sample, ru: Образец}\nreview: *t",
            "title",
            "review: repeats something by '&' and '*': write it out",
            id="an alias",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_its_mend(author: Author, old: str, new: str, at: str, message: str) -> None:
    line = author.line(COURSE, old.strip("\n").splitlines()[0]) if at == "id: second" else None
    author.replace(COURSE, old, new)

    assert f"{COURSE}:{line or author.line(COURSE, at)}: {message}" in author.faults()


def test_a_slip_in_a_key_hides_and_invents_nothing(author: Author) -> None:
    author.replace(COURSE, "minutes: 5", "mintues: 5")

    assert [fault.split(": ", 1)[1] for fault in author.faults()] == [
        "lessons > first > minutes: is missing: add it",
        "lessons > first > mintues: is not known here: did you mean 'minutes'?",
    ]


def test_a_twin_that_is_left_out_does_not_lend_its_lines_to_the_next(author: Author) -> None:
    author.replace(COURSE, "  - id: second", "  - id: first\n    minutes: 9\n  - id: second")
    author.replace(COURSE, "    minutes: 7\n", "")

    assert (
        f"course.yaml:{author.line(COURSE, 'id: second')}: lessons > second > minutes: is missing: add it"
        in author.faults()
    )


def test_words_that_yaml_would_turn_into_something_else_stay_words(author: Author) -> None:
    """In YAML 1.1 `no` is false; here it is an option's id."""
    assert author.read().course.lesson("first").activity("habit").options == ("no", "work", "cash")


def test_every_fault_of_every_file_is_told_at_once(author: Author) -> None:
    author.replace(COURSE, "version: 1", "version: first")
    author.replace(COURSE, "minutes: 7", "mintues: 7")
    author.replace(COURSE, "objectives: [O1, O2]", "objectives: [O1, O2, O8]")
    author.replace(INSTRUMENT, "level: remember", "level: guess")
    author.replace(INSTRUMENT, "objective: O2", "objective: O8")
    author.replace("instrument/en.yaml", "        b: options b of two\n", "")
    author.replace("instrument/ru.yaml", "title: Test ru\n", "")
    author.replace("instrument/ru.yaml", "        c: reasons c of two\n", "")
    author.replace("lessons/00-first/en.md", "`cash` Carries", "`coins` Carries")
    author.replace("lessons/00-first/ru.md", "  > They look for her.\n", "")
    author.replace("lessons/01-second/en.md", "## Only step\n", "")

    faults = [fault.split(": ", 1) for fault in author.faults()]

    assert [(name.split(":")[0], what.split(": ")[0]) for name, what in faults] == [
        ("course.yaml", "version"),
        ("course.yaml", "lessons > first > objectives"),
        ("course.yaml", "lessons > second > minutes"),
        ("course.yaml", "lessons > second > mintues"),
        ("instrument/en.yaml", "forms > A > two > options > b"),
        ("instrument/ru.yaml", "title"),
        ("instrument/ru.yaml", "forms > A > two > reasons > c"),
        ("instrument.yaml", "items > one > level"),
        ("instrument.yaml", "items > three > objective"),
        ("lessons/00-first/en.md", "check habit"),
        ("lessons/00-first/ru.md", "check habit, option work"),
        ("lessons/01-second/en.md", "the file"),
        ("lessons/01-second/en.md", "the file"),
    ]
