"""Faults of other activities than stories, and of plans: each with its line, its place and how to mend it."""

import pytest

from tests.app.content.conftest import Author

COURSE, LESSON = "course.yaml", "lessons/01-first/en.md"
PLAN, DISCLOSURE = "lessons/01-first/plan.en.md", "disclosure.en.md"


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        pytest.param(
            COURSE,
            "ways: [short, kind]",
            "ways: [short, kind, long]",
            "ways: [short",
            "lessons > first > activities > my-answer > ways: must have at most 2: it has 3",
            id="more good ways than one compares",
        ),
        pytest.param(
            LESSON,
            "- `kind` Thank you.",
            "- `polite` Thank you.",
            "- `short` No.",
            "rehearse my-answer: has the ways short, polite: make them short, kind, as in course.yaml",
            id="a good way under another id",
        ),
        pytest.param(
            LESSON,
            "A man writes: be quick, I need your passport today. What do you tell him?\n\n",
            "",
            ":::rehearse my-answer",
            "rehearse my-answer: must be what happens and then one list of one or two good ways with '- '",
            id="nothing to answer",
        ),
        pytest.param(
            LESSON,
            "- `paid` What is paid, and when?\n",
            "",
            "- `who` Who offers it?",
            "own my-advert: has the checks who, where: make them who, where, paid, as in course.yaml",
            id="a question to an advert is missing",
        ),
        pytest.param(
            COURSE,
            "flags: [fee, today]",
            "flags: [fee, toady]",
            "flags: [fee, toady]",
            "lessons > first > activities > flat-advert > flags > toady: 'toady' is not a part: name one of rooms, "
            "fee, street, today",
            id="a flag that is no part",
        ),
        pytest.param(
            COURSE,
            "flags: [fee, today]",
            "flags: []",
            "flags: []",
            "lessons > first > activities > flat-advert > flags: must have at least 1: it has 0",
            id="nothing is a flag",
        ),
        pytest.param(
            COURSE,
            "shown_as: advert",
            "shown_as: poster",
            "shown_as: poster",
            "lessons > first > activities > flat-advert > shown_as: 'poster' is not known: write 'advert' or 'chat'",
            id="shown as something else",
        ),
        pytest.param(
            COURSE,
            "fine: unfair, shift: fair, silence: unfair",
            "fine: fair, shift: fair, silence: fair",
            "piles: [fair, unfair]",
            "lessons > first > activities > fair-or-not > piles > unfair: 'unfair' stays empty: give it a card, or "
            "take it out",
            id="a pile that stays empty",
        ),
        pytest.param(
            COURSE,
            "steps: [look, ask, tell]",
            "steps: [look, ask]",
            "steps: [look, ask]",
            "lessons > first > activities > first-steps > steps: must have at least 3: it has 2",
            id="an order of two",
        ),
        pytest.param(
            COURSE,
            "months: 3",
            "months: 0",
            "months: 0",
            "lessons > first > activities > small-loan > months: must be more than 0, not '0'",
            id="a count over no month",
        ),
        pytest.param(
            COURSE,
            "kind: reflection",
            "kind: reflexion",
            "kind: reflexion",
            "lessons > first > activities > my-person > kind: 'reflexion' is not known: write one of 'check', 'story', "
            "'flags', 'sort', 'order', 'checklist', 'count', 'reflection', 'rehearse', 'own', 'talk'",
            id="a kind that is none",
        ),
        pytest.param(
            COURSE,
            "{id: my-person, kind: reflection}",
            "{id: my-person}",
            "id: my-person",
            "lessons > first > activities > my-person > kind: is missing: name what it is",
            id="no kind",
        ),
        pytest.param(
            COURSE,
            "kind: talk, minutes: 10",
            "kind: talk, mintues: 10",
            "mintues: 10",
            "lessons > first > activities > in-the-room > mintues: is not known here: did you mean 'minutes'?",
            id="a key with a slip within an activity",
        ),
        pytest.param(
            LESSON,
            "- `street` In",
            "- `rooms` In",
            "- `rooms` In",
            "flags flat-advert, part rooms: stands here a second time: keep one",
            id="a part twice",
        ),
        pytest.param(
            LESSON,
            "  > A sign. Honest people let you look first.\n",
            "",
            "- `fee`",
            "flags flat-advert, part fee: must have one reason and nothing more: write '  > reason' below its words",
            id="a part without a reason",
        ),
        pytest.param(
            LESSON,
            "- `rooms` Two rooms, third floor, with a lift.\n  > This can be seen. It is an honest line.\n",
            "",
            "- `fee`",
            "flags flat-advert: has the parts fee, street, today: make them rooms, fee, street, today, "
            "as in course.yaml",
            id="a part less",
        ),
        pytest.param(
            LESSON,
            "### `unfair` Unfair\n",
            "",
            ":::sort",
            "sort fair-or-not: has fewer than two piles: begin each with '### `id` heading'",
            id="one pile",
        ),
        pytest.param(
            LESSON,
            "### `unfair` Unfair\n",
            "### `unfair` Unfair\n\nThese are not.\n",
            "### `unfair`",
            "sort fair-or-not, pile unfair: must have one list of cards with '- ' and nothing more",
            id="words within a pile",
        ),
        pytest.param(
            LESSON,
            "- `break` A break after four hours\n  > The law says so in most countries.\n- `shift`",
            "- `shift`",
            "- `shift`",
            "sort fair-or-not: has the cards of 'fair' shift: make them break, shift, as in course.yaml",
            id="a card less",
        ),
        pytest.param(
            LESSON,
            "1. `look` Look who wrote it\n   > Without a name there is nobody to ask.\n2. `ask`",
            "1. `ask`",
            "1. `ask`",
            "order first-steps: has the steps ask, tell: make them look, ask, tell, as in course.yaml",
            id="a step less",
        ),
        pytest.param(
            LESSON,
            "2. `ask` Ask",
            "2. `ask` Ask\n\n   again",
            "2. `ask`",
            "order first-steps, step ask: must have one reason and nothing more: write '  > reason' below its words",
            id="a step with more words",
        ),
        pytest.param(
            LESSON,
            "- `number` Learn",
            "- Learn",
            "- Learn",
            "checklist my-list: has a line that does not begin with its id in backticks: write '- `id` words'",
            id="an entry without its id",
        ),
        pytest.param(
            LESSON,
            "- `growth` What the boss adds each month\n",
            "",
            "- `debt`",
            "count small-loan: has the labels debt, pay, costs: make them debt, pay, growth, costs, as in course.yaml",
            id="a label less",
        ),
        pytest.param(
            LESSON,
            "### `shrinks` The debt gets smaller\n\nAsk for the sum in writing each month.\n",
            "",
            ":::count",
            "count small-loan: has the outcomes grows, paid: make them grows, shrinks, paid, as in course.yaml",
            id="an outcome less",
        ),
        pytest.param(
            LESSON,
            "Whom would you ask before you say yes to an offer?\n",
            "",
            ":::reflection",
            "reflection my-person: has no words: write what a learner is to think about",
            id="a reflection without words",
        ),
        pytest.param(
            LESSON,
            ":::talk in-the-room",
            ":::reflection in-the-room",
            ":::reflection in-the-room",
            "reflection in-the-room: is a talk in course.yaml: write ':::talk in-the-room', or mend the kind there",
            id="another kind",
        ),
        pytest.param(
            LESSON,
            ":::\n\n:::rehearse",
            "## A step\n\nToo early.\n:::\n\n:::rehearse",
            "## A step",
            "reflection my-person: has a step's heading inside: close the ':::' block above it, or write '###'",
            id="a step within a block",
        ),
        pytest.param(
            PLAN,
            "minutes: 45",
            "minutes: long",
            "minutes: long",
            "minutes: must be a whole number, not 'long'",
            id="plan",
        ),
        pytest.param(
            PLAN,
            "## Begin\n\nGreet",
            "Greet",
            "Greet",
            "the file: has words before the first step: begin a step with '## heading'",
            id="a plan without a step",
        ),
        pytest.param(
            DISCLOSURE,
            "title: When",
            "titel: When",
            "titel: When",
            "titel: is not known here: did you mean 'title'?",
            id="a slip on the page on what to do",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_its_mend(
    writer: Author, name: str, old: str, new: str, at: str, message: str
) -> None:
    writer.replace(name, old, new)

    assert f"{name}:{writer.line(name, at)}: {message}" in writer.faults()
