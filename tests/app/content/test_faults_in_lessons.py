"""Faults of lessons: each with its line, its place and how to mend it."""

import pytest

from tests.app.content.conftest import Author

LESSON = "lessons/00-first/en.md"


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        pytest.param(
            "summary: What it is about.\n",
            "",
            "title: First",
            "summary: is missing: add it",
            id="no summary",
        ),
        pytest.param(
            "summary: What",
            "sumary: What",
            "sumary",
            "sumary: is not known here: did you mean 'summary'?",
            id="a slip in the front matter",
        ),
        pytest.param(
            "title: First",
            "title: First: the road",
            "First: the road",
            "the file: is not YAML from here on: mapping values are not allowed in this context: put words that hold a "
            "colon in quotes, and look at the indent",
            id="a colon in the title",
        ),
        pytest.param(
            "## A road",
            "# A road",
            "# A road",
            "the file: has a heading with one '#': the title stands on top, a step begins with '##'",
            id="a heading of the first order",
        ),
        pytest.param(
            "## A road",
            "## A **road**",
            "A **road**",
            "step 'A road': has signs in its heading that make it bold, a link or the like: keep plain words",
            id="bold in a heading",
        ),
        pytest.param(
            "## A road", "##", "##", "step: has no heading: write it behind '##'", id="a step without a heading"
        ),
        pytest.param(
            "## A road",
            "## Empty\n\n## A road",
            "## Empty",
            "step 'Empty': is empty: write what stands on this screen",
            id="an empty step",
        ),
        pytest.param(
            "## A road",
            "Before.\n\n## A road",
            "Before.",
            "the file: has words before the first step: begin a step with '## heading'",
            id="words before the first step",
        ),
        pytest.param(
            "Some *prose*.",
            "Some *prose*.\n\n:::more\nA law.\n:::",
            ":::more",
            "step 'A road', more: has no title: write what it is about behind ':::more'",
            id="what may be skipped without a title",
        ),
        pytest.param(
            "Some *prose*.",
            "Some *prose*.\n\n:::more A law\n:::",
            ":::more",
            "step 'A road', more: is empty: write what stands in it, or take it out",
            id="what may be skipped without words",
        ),
        pytest.param(
            "Some *prose*.",
            "Some <b>prose</b>.",
            "<b>",
            "step 'A road': has HTML (Some <b>prose</b>.): write Markdown instead",
            id="raw html",
        ),
        pytest.param(
            "Some *prose*.",
            "<script>alert(1)</script>",
            "<script>",
            "step 'A road': has HTML (<script>alert(1)</script>): write Markdown instead",
            id="a script",
        ),
        pytest.param(
            "Some *prose*.",
            "See [this](https://example.org/).",
            "See [this]",
            "step 'A road': leads away to https://example.org/: name the place in words, without a link",
            id="a link that leads away",
        ),
        pytest.param(
            "Some *prose*.",
            "See [this](//example.org/).",
            "See [this]",
            "step 'A road': leads away to //example.org/: name the place in words, without a link",
            id="a link without a scheme",
        ),
        pytest.param(
            "> Then nobody looks.",
            "> <https://example.org/>",
            "example.org",
            "check habit, option no: leads away to https://example.org/: name the place in words, without a link",
            id="a bare link in a reason",
        ),
        pytest.param(
            "Some *prose*.",
            "![A road](road.png)",
            "road.png",
            "step 'A road', picture road.png: is not one of the course's own: put it into pictures/ and write "
            "'pictures/NAME.svg'",
            id="a picture",
        ),
        pytest.param(
            ":::check habit",
            ":::chekc habit",
            ":::chekc",
            "check habit: is missing: course.yaml has it, so write ':::check habit'",
            id="a check that is missing",
        ),
        pytest.param(
            ":::check habit",
            ":::chekc habit",
            ":::chekc",
            "chekc habit: begins with ':::chekc habit', and a block with ':::kind id': did you mean ':::check habit'?",
            id="an unknown block",
        ),
        pytest.param(
            ":::check habit",
            ":::check hobby",
            ":::check hobby",
            "check hobby: is not an activity of the lesson 'first' in course.yaml: add it there, or mend the id",
            id="a check that course.yaml does not have",
        ),
        pytest.param(
            ":::check door",
            ":::check habit",
            ":::check habit",
            "check habit: stands here a second time: keep one",
            id="a check twice",
        ),
        pytest.param(
            ":::\n\n## One",
            "\n## One",
            ":::check door",
            "check door: is not closed: write ':::' on a line of its own below its last words",
            id="a check without an end",
        ),
        pytest.param(
            "Some *prose*.",
            ":::",
            ":::",
            "block: is a ':::' that closes nothing: take it out, or open the block with ':::kind id', as in "
            "':::check id'",
            id="an end without a check",
        ),
        pytest.param(
            "Which door?\n\n",
            "",
            ":::check door",
            "check door: must be a question in plain paragraphs and then one list of options with '- '",
            id="a check without a question",
        ),
        pytest.param(
            "- `left` The left one.",
            "- The left one.",
            "- The left one.",
            "check door: has a line that does not begin with its id in backticks: write '- `id` words'",
            id="an answer without its id",
        ),
        pytest.param(
            "- `left` The left one.",
            "- `left`",
            "- `left`",
            "check door, option left: has no words: write them behind the id",
            id="an answer without words",
        ),
        pytest.param(
            "  > It can be lost.\n",
            "",
            "`cash`",
            "check habit, option cash: must have one reason and nothing more: write '  > reason' below its words",
            id="an answer without a reason",
        ),
        pytest.param(
            "  > It can be lost.\n",
            "  > It can be lost.\n  >\n  > And stolen.\n",
            "> It can be lost",
            "check habit, option cash: must give its reason in one plain paragraph behind '>'",
            id="a reason of two paragraphs",
        ),
        pytest.param(
            "`cash` Carries",
            "`coins` Carries",
            ":::check habit",
            "check habit: has the options no, work, coins: make them no, work, cash, as in course.yaml",
            id="an answer with another id",
        ),
        pytest.param(
            "- `left` The left one.\n  > It is open.\n- `right` The right one.\n  > No.",
            "- `right` The right one.\n  > No.\n- `left` The left one.\n  > It is open.",
            ":::check door",
            "check door: has the options right, left: make them left, right, as in course.yaml",
            id="answers in another order",
        ),
    ],
)
def test_a_fault_of_a_lesson_is_told_with_its_line_and_its_mend(
    author: Author, old: str, new: str, at: str, message: str
) -> None:
    author.replace(LESSON, old, new)

    line = 1 if "course.yaml has it" in message else author.line(LESSON, at)
    if at in (":::", ":::check habit") and "second time" in message:
        line = author.line(LESSON, "Which door?") - 1
    if message.startswith("summary: is missing"):
        line = 2
    assert f"{LESSON}:{line}: {message}" in author.faults()


def test_checks_in_another_order_than_in_the_structure(author: Author) -> None:
    text = (author.folder / LESSON).read_text(encoding="utf-8")
    start, end = text.index(":::check habit"), text.index(":::check door")
    author.write(LESSON, text[:start] + text[end:].replace("\n## One", f"\n{text[start:end]}\n## One"))

    message = "check door: stands in another order than in course.yaml: put the activities as habit, door"
    assert author.faults() == [f"{LESSON}:{author.line(LESSON, ':::check door')}: {message}"]


def test_a_lesson_without_front_matter(author: Author) -> None:
    author.write("lessons/01-second/en.md", "## A step\n\nWords.\n")

    message = "the file: does not begin with title, summary between two lines of '---': write them"
    assert author.faults() == [f"lessons/01-second/en.md:1: {message}"]


def test_a_lesson_without_any_words(author: Author) -> None:
    (author.folder / "lessons/01-second/en.md").unlink()

    message = "lessons > second > folder: '01-second' holds no words: write lessons/01-second/en.md"
    assert author.faults() == [f"course.yaml:{author.line('course.yaml', '01-second')}: {message}"]


def test_two_lessons_cannot_share_a_folder(author: Author) -> None:
    author.replace("course.yaml", "folder: 01-second", "folder: 00-first")

    assert any(
        "'00-first' is the folder of another lesson too: give each its own" in fault for fault in author.faults()
    )


def test_a_lesson_in_a_language_that_is_not_offered(author: Author) -> None:
    author.write("lessons/01-second/de.md", (author.folder / "lessons/01-second/en.md").read_text(encoding="utf-8"))

    message = "the file: is in the language 'de', which course.yaml does not name: add it there, or mend the name"
    assert author.faults() == [f"lessons/01-second/de.md:1: {message}"]


def test_a_folder_that_no_lesson_names(author: Author) -> None:
    author.write("lessons/09-lost/en.md", (author.folder / "lessons/01-second/en.md").read_text(encoding="utf-8"))

    message = "the file: is in the folder '09-lost' of no lesson: name it in course.yaml, or take it away"
    assert author.faults() == [f"lessons/09-lost/en.md:1: {message}"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_a_sign_that_was_pasted_in_and_looks_like_nothing_closes_no_block_too_late(author: Author, sign: str) -> None:
    author.replace(LESSON, "Some *prose*.", f"Some{sign}*prose*.")

    assert set(author.read().lessons) == {"first", "second"}
