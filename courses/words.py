"""A lesson's words in one language. Every name that ends in `html` holds HTML made from an author's Markdown.

Structure (order, keys, what leads where) is the activity of the same id in the course; words stand in its order,
except the cards of a sort: they stand under their piles, and are shown in the structure's order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from annotated_types import MinLen
from pydantic import Field, model_validator

from courses.values import Id, Text, Value, refused


class Line(Value):
    """Holds a short text with an id, as HTML that fits within one line, label or button."""

    id: Id
    html: Text


class ReasonedLine(Line):
    """Holds an answer, part, card or step, with the reason why it is right or wrong."""

    reason_html: Text


class HintedLine(Line):
    """Holds a short text with an id and, if it needs one, a hint."""

    hint_html: str = ""
    """how it is done; "" if that is plain"""


class Section(Value):
    """Holds a text with an id under a heading of its own; the heading is plain text."""

    id: Id
    heading: Text
    html: Text


class Prose(Value):
    """Holds paragraphs, lists and pictures of a lesson, as HTML."""

    kind: Literal["prose"] = "prose"
    html: Text


class Check(Value):
    """Holds the words of a question within a lesson."""

    kind: Literal["check"] = "check"
    id: Id
    case_html: str
    """the paragraphs before the question; "" if there are none"""
    question_html: Text
    """one line, without a paragraph around it: it fits within a legend"""
    options: Annotated[tuple[ReasonedLine, ...], MinLen(2)]


class Labels(Value):
    """Holds short texts by id under a heading, which is plain text."""

    heading: Text
    lines: Annotated[tuple[Line, ...], MinLen(1)]

    def line(self, line_id: str) -> Line:
        """Returns the line with this id; raises KeyError if there is none."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)


YOU = "you"
"""The id of the person of a story at whose side the reader is: their messages stand on the right."""


class Message(Value):
    """Holds what somebody of a story writes, says or sends."""

    kind: Literal["message"] = "message"
    sender: Id
    voice: str = ""
    """how long a spoken message is, as in 0:06; "" for one that is no voice"""
    picture: str = ""
    """what a picture shows that was sent, as plain text; "" if none was"""
    html: str = ""
    """the words, of a spoken message what is heard; "" for a picture without any"""


@dataclass(frozen=True)
class Run:
    """Holds messages that one person sends one after the other."""

    sender: str
    messages: tuple[Message, ...]


Part = Annotated[Prose | Message, Field(discriminator="kind")]


class StoryNode(Section):
    """Holds one scene of a story, with the choices that lead to others."""

    html: str
    """what happens; "" where `chat` says it"""
    choices: tuple[Line, ...]
    """what one can do in this scene; empty at an ending"""
    # These are left out of the JSON where there are none, so that releases of before keep their digest.
    chat: tuple[Part, ...] = Field(default=(), exclude_if=lambda chat: not chat)
    """messages, and what happens between them"""

    @model_validator(mode="after")
    def _happens_in_one_place(self) -> Self:
        if bool(self.html) == bool(self.chat):
            raise refused("node", [(("html",), "has words beside its messages, or neither: write one of the two")])
        return self

    @property
    def runs(self) -> tuple[Prose | Run, ...]:
        """What happens, in order; messages of one person that follow one another are together."""
        runs: list[Prose | Run] = []
        for part in self.chat or (Prose(html=self.html),):
            last = runs[-1] if runs else None
            if isinstance(part, Prose):
                runs.append(part)
            elif isinstance(last, Run) and last.sender == part.sender:
                runs[-1] = Run(last.sender, (*last.messages, part))
            else:
                runs.append(Run(part.sender, (part,)))
        return tuple(runs)


class Story(Value):
    """Holds the words of a story and of all its nodes."""

    kind: Literal["story"] = "story"
    id: Id
    introduction_html: str
    nodes: Annotated[tuple[StoryNode, ...], MinLen(2)]
    people: Labels | None = Field(default=None, exclude_if=lambda people: people is None)
    """the names of those who send messages"""
    checks: Labels | None = Field(default=None, exclude_if=lambda checks: checks is None)
    costs: Labels | None = Field(default=None, exclude_if=lambda costs: costs is None)
    """what an ending costs; each line has {n} where the amount stands"""

    def node(self, node_id: str) -> StoryNode:
        """Returns the node with this id; raises KeyError if the story has none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)


class Flags(Value):
    """Holds an advert or a chat, part by part; each reason says why the part is a warning sign or is none."""

    kind: Literal["flags"] = "flags"
    id: Id
    introduction_html: str
    parts: Annotated[tuple[ReasonedLine, ...], MinLen(3)]


class Pile(Value):
    """Holds a pile's heading, which is plain text, and the cards that belong to it."""

    id: Id
    heading: Text
    cards: Annotated[tuple[ReasonedLine, ...], MinLen(1)]


class Sort(Value):
    """Holds the words of piles and their cards."""

    kind: Literal["sort"] = "sort"
    id: Id
    introduction_html: str
    piles: Annotated[tuple[Pile, ...], MinLen(2)]

    def card(self, card_id: str) -> ReasonedLine:
        """Returns the card with this id; raises KeyError if no pile has it."""
        for pile in self.piles:
            for card in pile.cards:
                if card.id == card_id:
                    return card
        raise KeyError(card_id)


class Order(Value):
    """Holds the words of steps, with the reason for the place of each."""

    kind: Literal["order"] = "order"
    id: Id
    introduction_html: str
    steps: Annotated[tuple[ReasonedLine, ...], MinLen(3)]
    """in the right order"""

    def step(self, step_id: str) -> ReasonedLine:
        """Returns the step with this id; raises KeyError if there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


class Checklist(Value):
    """Holds the words of what to do before leaving."""

    kind: Literal["checklist"] = "checklist"
    id: Id
    introduction_html: str
    entries: Annotated[tuple[HintedLine, ...], MinLen(2)]


class Count(Value):
    """Holds the labels of the debt calculator, and what to say of each outcome."""

    kind: Literal["count"] = "count"
    id: Id
    introduction_html: str
    labels: tuple[Line, Line, Line, Line]
    """of debt, pay, growth and costs, in this order"""
    outcomes: tuple[Section, Section, Section]
    """what to say when the debt grows, shrinks and is paid, in this order"""


class Reflection(Value):
    """Holds the words of a question that a learner asks themselves."""

    kind: Literal["reflection"] = "reflection"
    id: Id
    html: Text


class Rehearse(Value):
    """Holds the words of something to be said aloud, and good ways of saying it, with the reason for each."""

    kind: Literal["rehearse"] = "rehearse"
    id: Id
    introduction_html: Text
    """what happens, and to whom one speaks"""
    ways: Annotated[tuple[ReasonedLine, ...], MinLen(1)]


class OwnAdvert(Value):
    """Holds the questions that a learner puts to an advert that they have met, each with a hint if it needs one."""

    kind: Literal["own"] = "own"
    id: Id
    introduction_html: str
    checks: Annotated[tuple[HintedLine, ...], MinLen(2)]


class Talk(Value):
    """Holds the words of a talk in the room, which is in the facilitator's plan and on no learner's screen."""

    kind: Literal["talk"] = "talk"
    id: Id
    html: Text


Activity = Check | Story | Flags | Sort | Order | Checklist | Count | Reflection | Rehearse | OwnAdvert | Talk
Block = Annotated[Prose | Activity, Field(discriminator="kind")]


class Close(Value):
    """Holds the end of a piece: what the learner can do now, and one small thing to do before the next."""

    kind: Literal["close"] = "close"
    can_html: Text
    """what follows "Now you can:", as one line"""
    deed_html: Text
    """as one line; the next piece asks whether it worked out"""


Shown = Prose | Check | Story | Flags | Sort | Order | Checklist | Count | Reflection | Rehearse | OwnAdvert | Close


class LessonStep(Value):
    """Holds the blocks under one heading of a lesson."""

    heading: Text
    blocks: Annotated[tuple[Block, ...], MinLen(1)]


class PieceWords(Value):
    """Holds a piece of a lesson in one language; the title is plain text."""

    id: Id
    title: Text
    steps: Annotated[tuple[LessonStep, ...], MinLen(1)]
    close: Close


@dataclass(frozen=True)
class Screen:
    """Holds what a phone shows at once: something to read, one thing to do, or the close of a piece."""

    heading: str
    block: Shown


@dataclass(frozen=True)
class Place:
    """Says where a screen of a lesson stands: in which piece, from 0, and on which step of how many, from 1."""

    piece: int
    step: int
    of: int


class LessonWords(Value):
    """Holds a lesson in one language; title, summary, note and headings are plain text."""

    title: Text
    summary: Text
    note: str = ""
    """what a learner reads before a lesson that may touch them; "" if nothing need be said"""
    steps: tuple[LessonStep, ...] = ()
    """of a lesson that is one piece; empty where `pieces` have them"""
    pieces: tuple[PieceWords, ...] = Field(default=(), exclude_if=lambda pieces: not pieces)

    @model_validator(mode="after")
    def _has_steps_in_one_place(self) -> Self:
        if bool(self.steps) == bool(self.pieces):
            raise refused("lesson", [(("steps",), "has its steps in pieces, or without any: write one of the two")])
        return self

    @property
    def screens(self) -> tuple[Screen, ...]:
        """The lesson's screens in their order, one for each block and each close; talks are left out."""
        return tuple(screen for of_piece in self.by_piece for screen in of_piece)

    @property
    def by_piece(self) -> tuple[tuple[Screen, ...], ...]:
        """The screens of each piece, in their order; of one piece if the lesson has none."""
        if not self.pieces:
            return (_screens(self.steps),)
        return tuple((*_screens(piece.steps), Screen(piece.title, piece.close)) for piece in self.pieces)

    def place(self, n: int) -> Place:
        """Returns where screen n of the lesson stands, from 1; raises KeyError for one that the lesson does not have.

        >>> step = LessonStep(heading="-", blocks=(Prose(html="<p>-</p>"), Prose(html="<p>-</p>")))
        >>> LessonWords(title="-", summary="-", steps=(step,)).place(2)
        Place(piece=0, step=2, of=2)
        """
        first = 1
        for piece, screens in enumerate(self.by_piece):
            if first <= n < first + len(screens):
                return Place(piece, n - first + 1, len(screens))
            first += len(screens)
        raise KeyError(n)

    def first_of(self, piece: int) -> int:
        """Returns the number of the first screen of a piece within the lesson, from 1. piece: from 0."""
        return 1 + sum(len(screens) for screens in self.by_piece[:piece])

    @property
    def talks(self) -> tuple[Talk, ...]:
        """The talks of the lesson, for the facilitator's plan."""
        steps = self.steps or tuple(step for piece in self.pieces for step in piece.steps)
        return tuple(block for step in steps for block in step.blocks if isinstance(block, Talk))


def _screens(steps: Sequence[LessonStep]) -> tuple[Screen, ...]:
    return tuple(Screen(step.heading, block) for step in steps for block in step.blocks if not isinstance(block, Talk))


def words_for(by_language: Mapping[str, LessonWords], language: str, second_language: str) -> tuple[LessonWords, str]:
    """Returns a lesson's words and their language: the learner's, else the second, else the first that there is.

    by_language: the words by language. Raises KeyError if it is empty.
    """
    for choice in (language, second_language, *by_language):
        if choice in by_language:
            return by_language[choice], choice
    raise KeyError(language)
