"""What shows only when two files are held against each other."""

import pytest

from app.content import read_course
from tests.app.content.conftest import Author
from tests.conftest import FIXTURE_MEDIA

LESSON, OTHER = "lessons/01-first/en.md", "lessons/01-first/ru.md"
FILMS = FIXTURE_MEDIA / "lessons/01-way-home"
MP4, WEBM, CAPTIONS = (FILMS.joinpath(name).read_bytes() for name in ("film.mp4", "film.en.webm", "film.en.vtt"))


def test_a_picture_that_nobody_shows(writer: Author) -> None:
    for name in (LESSON, OTHER):
        writer.replace(name, "![A road that forks: one way is open, one has a barrier](pictures/road.svg)", "A road.")

    message = "is shown in no lesson: write '![what it shows](pictures/road.svg)' in one, or take it away"
    assert writer.faults() == [f"pictures/road.svg:1: the file: {message}"]


def test_a_picture_that_a_plan_shows_is_shown(writer: Author) -> None:
    for name in (LESSON, OTHER):
        writer.replace(name, "![A road that forks: one way is open, one has a barrier](pictures/road.svg)", "A road.")
    writer.replace("lessons/01-first/plan.en.md", "## Close", "![A road](pictures/road.svg)\n\n## Close")

    assert list(writer.read().pictures) == ["road.svg"]


def test_a_photo_is_no_drawing(writer: Author) -> None:
    writer.write("pictures/photo.jpg", "x")

    assert writer.faults() == [
        "pictures/photo.jpg:1: the file: is no drawing that a lesson can show: save it as .svg",
    ]


def test_messages_of_a_chat_need_their_sender(writer: Author) -> None:
    writer.replace("course.yaml", "shown_as: advert", "shown_as: chat")
    writer.replace(LESSON, "- `rooms` Two", "- `rooms` **Lola:** Two")

    faults = [fault for fault in writer.faults() if fault.startswith(LESSON)]

    line = writer.line(LESSON, ":::flags")
    message = "is a message without its sender: begin with the name in bold, as in '**Lola:** words'"
    assert faults == [
        f"{LESSON}:{line}: flags flat-advert, part {part}: {message}" for part in ("fee", "street", "today")
    ]


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        pytest.param(
            {"film.en.vtt": CAPTIONS},
            ["film.en.vtt:1: the file: has no film beside it: add film.mp4 or film.webm, or take the captions away"],
            id="captions without a film",
        ),
        pytest.param(
            {"film.mp4": MP4, "film.en.vtt": b"Hello"},
            ["film.en.vtt:1: the file: has no captions: a file of captions begins with 'WEBVTT'"],
            id="captions that are none",
        ),
        pytest.param(
            {"film.mp4": MP4, "film.de.vtt": b"WEBVTT\n"},
            [
                "film.de.vtt:1: the file: is in the language 'de', which course.yaml does not name: add it there, or "
                "mend the name"
            ],
            id="captions in another language",
        ),
        pytest.param(
            {"film.mp4": MP4, "film.webm": WEBM},
            ["film.webm:1: the file: stands beside film.mp4: keep one film for a lesson"],
            id="two films",
        ),
    ],
)
def test_a_film_and_its_captions_fit_together(writer: Author, files: dict[str, bytes], faults: list[str]) -> None:
    for name, data in files.items():
        (writer.folder / "lessons/01-first" / name).write_bytes(data)

    assert writer.faults() == [f"lessons/01-first/{fault}" for fault in faults]


def test_a_plan_or_a_page_that_lacks_a_language_is_a_fault(writer: Author) -> None:
    for file in ("lessons/01-first/plan.ru.md", "disclosure.ru.md"):
        (writer.folder / file).unlink()
    read_course(writer.folder)  # it says that its Russian is not finished
    writer.replace("course.yaml", "review: {ru: the words wait to be translated}", "review: {}")
    mend = "or say under 'review' that it is not finished"

    assert [fault.split(": ", 2)[2] for fault in writer.faults()] == [
        f"has no page in 'ru' on what to do when a learner tells something: write disclosure.ru.md, {mend}",
        f"'01-first' has no plan in 'ru': write lessons/01-first/plan.ru.md, {mend}",
    ]


def test_plans_and_pages_in_another_language_or_folder(writer: Author) -> None:
    plan = (writer.folder / "lessons/01-first/plan.en.md").read_text(encoding="utf-8")
    writer.write("lessons/01-first/plan.de.md", plan)
    writer.write("lessons/09-lost/plan.en.md", plan)
    writer.write("disclosure.de.md", (writer.folder / "disclosure.en.md").read_text(encoding="utf-8"))

    language = "is in the language 'de', which course.yaml does not name: add it there, or mend the name"
    assert writer.faults() == [
        f"disclosure.de.md:1: the file: {language}",
        f"lessons/01-first/plan.de.md:1: the file: {language}",
        "lessons/09-lost/plan.en.md:1: the file: is in the folder '09-lost' of no lesson: name it in course.yaml, or "
        "take it away",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        pytest.param(
            "instrument/ru.yaml",
            "  can-ask: I can",
            "  may-ask: I can",
            "may-ask",
            "statements > may-ask: is not asked in instrument.yaml: the statements are can-ask",
            id="a statement that is not asked",
        ),
        pytest.param(
            "instrument/ru.yaml",
            "  can-ask: I can",
            "  may-ask: I can",
            "statements:",
            "statements > can-ask: is missing: instrument.yaml asks it, so write its words",
            id="a statement without words",
        ),
        pytest.param(
            "instrument.yaml",
            "reactions: # from 1 to 5, after the course\n  - {id: useful}\n",
            "",
            None,
            "reactions > useful: is not asked in instrument.yaml: it has no reactions",
            id="a reaction that is not asked",
        ),
        pytest.param(
            "instrument.yaml",
            "kind: confidence",
            "kind: knowledge",
            "kind: knowledge",
            "statements > can-ask > kind: 'knowledge' is not known: write 'attitude' or 'confidence'",
            id="a statement of another kind",
        ),
    ],
)
def test_what_is_asked_beside_the_items_has_words_and_nothing_more(
    writer: Author, name: str, old: str, new: str, at: str | None, message: str
) -> None:
    writer.replace(name, old, new)

    file = name if at else "instrument/en.yaml"
    line = writer.line(file, at or "useful:")
    assert f"{file}:{line}: {message}" in writer.faults()


def four_checks(writer: Author) -> None:
    """Three more checks beside the one that is there, whose second option is right; in each the first one is."""
    more = "".join(f"\n      - {{id: more-{n}, kind: check, options: [a, b], key: a}}" for n in (1, 2, 3))
    at = "      - {id: two-messages, kind: check, options: [prize, landlord, friend], key: landlord}"
    writer.replace("course.yaml", at, at + more)
    writer.replace("course.yaml", "activities: [two-messages,", "activities: [two-messages, more-1, more-2, more-3,")
    words = "".join(
        f":::check more-{n}\nWhich of the two, in case {n}?\n\n- `a` Ask\n  > Yes.\n- `b` Send the money\n"
        "  > No.\n:::\n\n"
        for n in (1, 2, 3)
    )
    for name in (LESSON, OTHER):
        writer.replace(name, "## A new job", f"{words}## A new job")


def test_a_longest_option_that_is_always_right_can_be_guessed(writer: Author) -> None:
    four_checks(writer)
    writer.read()
    writer.replace(LESSON, "- `landlord` The flat is free.", "- `landlord` The flat is free from the first of May on.")
    for _ in range(3):
        writer.replace(LESSON, "- `a` Ask\n", "- `a` Ask somebody you trust\n")

    message = "the right option of every check is the longest: make others as long"
    assert writer.faults() == [f"{LESSON}:1: the file: {message}"]


def test_a_key_that_is_always_in_the_same_place_can_be_guessed(writer: Author) -> None:
    four_checks(writer)
    writer.replace("course.yaml", "key: landlord", "key: prize")

    line = writer.line("course.yaml", "activities:")
    message = "the key of every check is option 1: put the keys in different places"
    assert writer.faults() == [f"course.yaml:{line}: lessons > first > activities: {message}"]


def test_a_lesson_that_names_objectives_and_only_talks(author: Author) -> None:
    author.replace("course.yaml", "objectives: []", "objectives: [O2]")

    line = author.line("course.yaml", "objectives: [O2]")
    message = "are named, and nothing is there to do: a learner trains by doing, so add an activity"
    assert author.faults() == [f"course.yaml:{line}: lessons > second > objectives: {message}"]


def test_an_objective_and_its_items_that_no_lesson_trains(author: Author) -> None:
    author.replace("course.yaml", "objectives: [O1, O2]", "objectives: [O1]")

    item = "'O2' is trained by no lesson, so the item measures nothing of the course: train it"
    assert author.faults() == [
        f"course.yaml:{author.line('course.yaml', 'id: O2')}: objectives > O2: is trained by no lesson: name it among "
        "a lesson's objectives, or take it out",
        f"instrument.yaml:{author.line('instrument.yaml', 'objective: O2')}: items > three > objective: {item}",
        f"instrument.yaml:{author.line('instrument.yaml', 'id: four') + 1}: items > four > objective: {item}",
    ]


def test_a_lesson_may_lack_a_language_only_while_that_is_marked_as_unfinished(author: Author) -> None:
    author.read()
    author.replace("course.yaml", "review: {ru: draft}\n", "")

    line = author.line("course.yaml", "folder: 01-second")
    mend = "write lessons/01-second/ru.md, or say under 'review' that it is not finished"
    assert author.faults() == [
        f"course.yaml:{line}: lessons > second > folder: '01-second' has no words in 'ru': {mend}"
    ]


def test_what_a_system_leaves_beside_the_files_is_not_the_authors(writer: Author) -> None:
    for name in ("pictures/.DS_Store", "pictures/._road.svg", "pictures/Thumbs.db", "lessons/01-first/._en.md"):
        (writer.folder / name).write_bytes(b"\x00\xff")
    (writer.folder / "instrument/._en.yaml").write_bytes(b"\x00\xff")
    read = writer.read()

    assert list(read.pictures) == ["road.svg"]
    assert set(read.instrument_words) == set(read.course.languages)
