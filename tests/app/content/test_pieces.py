"""Pieces of a lesson as an author writes them: what is read, what is refused, and how long a slow reader takes."""

import pytest

from app.content import warnings
from courses import Close, Prose
from tests.app.content.conftest import DOOR, HABIT, Author

LESSON = "lessons/00-first/en.md"
PIECES = """\
    pieces:
      - {id: who, activities: [habit]}
      - {id: where, activities: [door]}
"""
WORDS = f"""\
---
title: First
summary: What it is about.
---
# `who` Who knows

## A road

Some *prose*.

:::check habit
{HABIT}
:::close
Name a habit that *protects*.

Call home.
:::

# `where` Where to

## A house

{DOOR}
:::close
Choose a door.

Look at one door.
:::
"""


@pytest.fixture
def cutter(author: Author) -> Author:
    """An author whose first lesson has two pieces, in both languages."""
    author.replace("course.yaml", "        key: left\n", f"        key: left\n{PIECES}")
    for language in ("en", "ru"):
        author.write(f"lessons/00-first/{language}.md", WORDS)
    return author


def test_a_piece_has_a_title_steps_and_a_close(cutter: Author) -> None:
    release = cutter.read()
    who, where = release.lessons["first"]["en"].pieces

    assert (who.id, who.title, [step.heading for step in who.steps]) == ("who", "Who knows", ["A road"])
    assert who.close == Close(can_html="Name a habit that <em>protects</em>.", deed_html="Call home.")
    assert where.title == "Where to"
    assert release.course.piece_ids == ("who", "where", "second")


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        pytest.param(
            "# `who` Who knows",
            "Hello.\n\n# `who` Who knows",
            "Hello.",
            "the file: has words before the first piece: begin a piece with '# `id` title'",
            id="words before the first piece",
        ),
        pytest.param(
            "# `where` Where to",
            "# Where to",
            "# Where to",
            "lesson: has a heading that does not begin with an id in backticks: write '# `id` heading'",
            id="no id",
        ),
        pytest.param(
            ":::close\nChoose a door.\n\nLook at one door.\n:::",
            "Go.",
            "# `where`",
            "piece where: does not end with a ':::close': write what one can do now and, below, one small thing to do",
            id="no close",
        ),
        pytest.param(
            "\nLook at one door.\n",
            "",
            "Choose a door.",
            "piece where, close: must be two plain paragraphs: what one can do now, and below one small thing to do",
            id="a close without a deed",
        ),
        pytest.param(
            "Some *prose*.",
            ":::close\nA.\n\nB.\n:::",
            ":::close",
            "close: stands where no piece ends: put it last in a piece, which begins with '# `id` title'",
            id="a close in the middle",
        ),
        pytest.param(
            "# `where` Where to",
            "# `door` Where to",
            "# `door`",
            "piece door: has the pieces who, door: make them who, where, as in course.yaml",
            id="another piece than in course.yaml",
        ),
        pytest.param(
            "Some *prose*.",
            "Some.\n\n## And on\n\nMore.\n\n## And on\n\nMore.",
            "# `who`",
            "piece who: has nothing to do on its first 2 screens: put an activity there",
            id="reading without an end",
        ),
    ],
)
def test_a_fault_of_a_piece_has_its_line_and_how_to_mend_it(
    cutter: Author, old: str, new: str, at: str, message: str
) -> None:
    cutter.replace(LESSON, old, new)
    line = cutter.line(LESSON, at) - (1 if message.startswith("piece where, close") else 0)

    assert f"{LESSON}:{line}: {message}" in cutter.faults()


def test_a_piece_without_steps_is_said_to_have_none(cutter: Author) -> None:
    text = WORDS[: WORDS.index("## A house")] + WORDS[WORDS.rindex(":::close") :]
    cutter.write(LESSON, text)

    line = cutter.line(LESSON, "# `where`")
    assert f"{LESSON}:{line}: piece where: has no step: begin one with '## heading'" in cutter.faults()


def test_an_activity_in_another_piece_than_in_course_yaml_is_named(cutter: Author) -> None:
    text = WORDS.replace(":::check habit", ":::check door", 1).replace("check door\nWhich door", "check habit\nWhich")
    cutter.write(LESSON, text)

    line = cutter.line(LESSON, ":::check door")
    what = "check door: stands in another piece than in course.yaml: put it into 'where'"
    assert f"{LESSON}:{line}: {what}" in cutter.faults()


def test_the_close_of_a_lesson_without_pieces_is_refused(author: Author) -> None:
    author.replace(LESSON, "Call home.", ":::close\nA.\n\nB.\n:::")

    line = author.line(LESSON, ":::close")
    what = "close: stands where no piece ends: put it last in a piece, which begins with '# `id` title'"
    assert author.faults() == [f"{LESSON}:{line}: {what}"]


def test_words_without_the_pieces_of_course_yaml_are_refused(cutter: Author) -> None:
    cutter.write(LESSON, WORDS.replace("# `who` Who knows\n", "").replace("# `where` Where to\n", ""))

    assert f"{LESSON}:1: the file: has no pieces: make them who, where, as in course.yaml" in cutter.faults()


@pytest.mark.parametrize("taken", ["second", "who"])
def test_an_id_that_another_piece_or_lesson_has_is_refused(cutter: Author, taken: str) -> None:
    """How far a learner is would be kept of both under one name."""
    one = f"    activities: [{{id: mine, kind: reflection}}]\n    pieces: [{{id: {taken}, activities: [mine]}}]\n"
    cutter.replace("course.yaml", "    activities: []\n", one)

    assert any(f"'{taken}' is the id of another piece or lesson too: give each" in fault for fault in cutter.faults())


def test_an_activity_that_no_piece_names_is_named_with_its_line(cutter: Author) -> None:
    cutter.replace("course.yaml", "      - {id: where, activities: [door]}\n", "")

    line = cutter.line("course.yaml", "    pieces:")
    what = "lessons > first > pieces: lack the activity door: name it in the piece in which it is done"
    assert f"course.yaml:{line}: {what}" in cutter.faults()


def test_a_slow_readers_words_and_taps_are_counted_on_the_main_way(cutter: Author) -> None:
    who, where = cutter.read().paces["first"]["en"]

    # A road, Some prose | A road, Which habit protects her, three options, They look for her | Who knows, and the close
    assert (who.words, who.taps) == (4 + 2 + 4 + 7 + 4 + 2 + 7, 1 + 3 + 1)
    assert (where.words, where.taps) == (2 + 2 + 6 + 3 + 2 + 7, 3 + 1)
    assert who.minutes == 1


def test_what_may_be_skipped_is_closed_and_not_on_the_main_way(cutter: Author) -> None:
    before = cutter.read()
    for language in ("en", "ru"):
        cutter.replace(
            f"lessons/00-first/{language}.md",
            "Some *prose*.",
            "Some *prose*.\n\n:::more A law\nIt has *many* words.\n:::",
        )
    release = cutter.read()
    [prose, _] = release.lessons["first"]["en"].pieces[0].steps[0].blocks

    assert isinstance(prose, Prose)
    assert (
        '<details class="more"><summary>A law</summary>\n<p>It has <em>many</em> words.</p>\n</details>' in prose.html
    )
    assert release.paces == before.paces


def test_a_piece_of_less_than_three_minutes_is_no_fault_and_is_told(cutter: Author) -> None:
    notes = [note for note in warnings(cutter.read()) if "minutes" in note]

    assert notes == [
        f"{language}: the pieces who, where take a slow reader less than 3 minutes (1, 1): give them more, or join them"
        for language in ("en", "ru")
    ]


def test_objectives_that_no_piece_teaches_by_name_are_told(cutter: Author) -> None:
    def notes() -> list[str]:
        return [note for note in warnings(cutter.read()) if "teaches" in note]

    objectives = ", ".join(cutter.read().course.lessons[0].objectives)
    back = "whoever missed its question is led back to the lesson's first piece"
    assert notes() == [f"no piece has {objectives} under `teaches`: {back}"]

    cutter.replace("course.yaml", "activities: [door]", f"activities: [door], teaches: [{objectives}]")
    assert notes() == []


def test_a_piece_of_more_than_five_minutes_is_told(cutter: Author) -> None:
    long = "\n\n".join(["One two three four five six seven eight nine ten."] * 70)
    cutter.replace(LESSON, "## A house", f"## A house\n\n{long}\n\n## More")
    notes = [note for note in warnings(cutter.read()) if "more than 5 minutes" in note]

    assert notes == ["en: the piece where takes a slow reader more than 5 minutes (8): cut it in two"]


def test_a_lesson_without_pieces_is_told_nothing(author: Author) -> None:
    assert not [note for note in warnings(author.read()) if "piece" in note or "minutes" in note]
