"""Faults of stories: of their nodes, ways and chats, each with its line, its place and how to mend it."""

import pytest

from tests.app.content.conftest import Author

COURSE, LESSON = "course.yaml", "lessons/01-first/en.md"


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        pytest.param(
            COURSE,
            "answer: {visit: met}",
            "answer: {visit: mat}",
            "answer: {visit: mat}",
            "lessons > first > activities > new-job > nodes > answer > visit: leads to 'mat', which is no node: name "
            "one of start, answer, paid, met",
            id="a choice that leads nowhere",
        ),
        pytest.param(
            COURSE,
            "start: {ask: answer, hurry: paid}",
            "start: {ask: answer, hurry: answer}",
            "paid: {stop: met}",
            "lessons > first > activities > new-job > nodes > paid: no choice leads here from the beginning: lead one "
            "here, or take the node out",
            id="a node that nobody reaches",
        ),
        pytest.param(
            COURSE,
            "paid: {stop: met}",
            "paid: {stop: paid}",
            "paid: {stop: paid}",
            "lessons > first > activities > new-job > nodes > paid: no ending can be reached from here: add a choice "
            "that leads on to one",
            id="a node without a way out",
        ),
        pytest.param(
            COURSE,
            "met: {}",
            "met: {again: start}",
            "nodes:",
            "lessons > first > activities > new-job > nodes: the story never ends: write one node without choices, as "
            "in 'home: {}'",
            id="a story without an end",
        ),
        pytest.param(
            LESSON,
            "- `visit` Go there",
            "- `go` Go there",
            "- `go` Go there",
            "story new-job: has the choices of 'answer' go: make them visit, as in course.yaml",
            id="another choice",
        ),
        pytest.param(
            LESSON,
            "- `visit` Go there with a friend\n",
            "",
            "### `answer`",
            "story new-job: has no choices of 'answer': make them visit, as in course.yaml",
            id="a node that lost its choice",
        ),
        pytest.param(
            LESSON,
            "### `paid` The phone",
            "### `poor` The phone",
            ":::story",
            "story new-job: has the nodes start, answer, poor, met: make them start, answer, paid, met, "
            "as in course.yaml",
            id="another node",
        ),
        pytest.param(
            LESSON,
            "### `paid` The phone",
            "### The phone",
            "### The phone",
            "story new-job: has a heading that does not begin with an id in backticks: write '### `id` heading'",
            id="a node without its id",
        ),
        pytest.param(
            LESSON,
            "### `paid` The phone is silent",
            "### `paid`",
            "### `paid`",
            "story new-job, node paid: has no heading: write it behind the id",
            id="a node without a heading",
        ),
        pytest.param(
            LESSON,
            "The money is gone, but Sam is safe. The next time is another time.\n",
            "",
            "### `paid`",
            "story new-job, node paid: has no words: write what happens here",
            id="a node without words",
        ),
        pytest.param(
            LESSON,
            "- `visit` Go there with a friend",
            "- `visit` Go there with a friend\n  > It is safer.",
            "- `visit`",
            "story new-job, node answer, choice visit: has more than its words: keep one line",
            id="a choice with a reason",
        ),
        pytest.param(
            LESSON,
            "- The man: I need",
            "- The woman: I need",
            "- The woman",
            "story new-job, node start: has a line that begins with no name of its people: write '- Name: words' with "
            "one of Sam, The man",
            id="a message of nobody who is declared",
        ),
        pytest.param(
            LESSON,
            "I need your answer now, and a deposit.",
            "",
            "- The man:",
            "story new-job, node start, message of The man: has no words: write them behind the name",
            id="a message without words",
        ),
        pytest.param(
            LESSON,
            "(voice 0:04) Come and look. Garden Street 4.",
            "(voice 0:04)",
            "- The man: (voice",
            "story new-job, node answer, message of The man: has no words: write behind it what is heard",
            id="a voice without what is heard",
        ),
        pytest.param(
            LESSON,
            "(voice 0:04) Come",
            "(voice 4 s) Come",
            "- The man: (voice",
            "story new-job, node answer, message of The man: has a placeholder that cannot be read: write '(voice "
            "0:06) words' or '(picture: what it shows)'",
            id="a placeholder with a slip",
        ),
        pytest.param(
            LESSON,
            "deposit.",
            "deposit.\n  > He is in a hurry.",
            "- The man: I need",
            "story new-job, node start, message of The man: has more than its words: keep one line",
            id="a message with a reason",
        ),
        pytest.param(
            LESSON,
            "- `man` The man",
            "- `man` Sam",
            "#### `people`",
            "story new-job, people, line man: is called 'Sam' as somebody else is: give each a name of their own",
            id="two people of one name",
        ),
        pytest.param(
            LESSON,
            "- `man` The man",
            "- `man` The **man**",
            "#### `people`",
            "story new-job, people, line man: is no plain name: take out what makes it bold or the like, and a colon",
            id="a name in bold",
        ),
        pytest.param(
            LESSON,
            "#### `people` The chat",
            "#### `persons` The chat",
            "#### `persons`",
            "story new-job, persons: is no list that a story has: write one of people, checks, costs",
            id="a list that no story has",
        ),
        pytest.param(
            LESSON,
            "#### `people` The chat\n",
            "#### `people` The chat\n\nThese two write.\n",
            "#### `people`",
            "story new-job, people: must be one list and nothing more: write '- `id` words' on its lines",
            id="words beside the people",
        ),
        pytest.param(
            LESSON,
            "- `who` Who?\n",
            "",
            "#### `checks`",
            "story new-job: has the checks knows: make them who, knows, as in course.yaml",
            id="a check that is not named",
        ),
        pytest.param(
            LESSON,
            "Days: {n}",
            "Days",
            "- `days`",
            "story new-job, costs, line days: has no place for the amount: write {n} where the number stands, as in "
            "'Days: {n}'",
            id="a cost without its amount",
        ),
        pytest.param(
            COURSE,
            "met: {days: 3}",
            "mat: {days: 3}",
            "mat: {days",
            "lessons > first > activities > new-job > costs > mat: 'mat' is no node: name one of start, "
            "answer, paid, met",
            id="a cost of no place",
        ),
        pytest.param(
            COURSE,
            "met: {days: 3}",
            "met: {days: three}",
            "met: {days",
            "lessons > first > activities > new-job > costs > met > days: must be a whole number, not 'three'",
            id="a cost that is no number",
        ),
        pytest.param(
            COURSE,
            "who: [answer]",
            "who: [answr]",
            "who: [answr]",
            "lessons > first > activities > new-job > checks > who > answr: 'answr' is no node: name one of start, "
            "answer, paid, met",
            id="a check that no node ticks",
        ),
        pytest.param(
            COURSE,
            "answer:visit",
            "answer:vist",
            "answer:vist",
            "lessons > first > activities > new-job > checks > knows > answer:vist: 'vist' is no choice of 'answer': "
            "name one of visit",
            id="a check that no choice ticks",
        ),
    ],
)
def test_a_fault_of_a_story_is_told_with_its_line_and_its_mend(
    writer: Author, name: str, old: str, new: str, at: str, message: str
) -> None:
    writer.replace(name, old, new)

    assert f"{name}:{writer.line(name, at)}: {message}" in writer.faults()
