"""A lesson's words in one language. Every name that ends in `html` holds HTML made from an author's Markdown.

Structure (order, keys, what leads where) is the activity of the same id in the course; words stand in its order,
except the cards of a sort: they stand under their piles, and are shown in the structure's order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from annotated_types import MinLen
from pydantic import Field, model_validator

from courses.story_words import Story
from courses.texts import HintedLine, Line, Prose, ReasonedLine, Section
from courses.values import Id, Text, Value, refused


class Check(Value):
    """Holds the words of a question within a lesson."""

    kind: Literal["check"] = "check"
    id: Id
    case_html: str
    """the paragraphs before the question; "" if there are none"""
    question_html: Text
    """one line, without a paragraph around it: it fits within a legend"""
    options: Annotated[tuple[ReasonedLine, ...], MinLen(2)]


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
