"""A lesson's words in one language. Every name that ends in `html` holds HTML made from an author's Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import MinLen
from pydantic import Field

from courses.values import Id, Text, Value


class Prose(Value):
    """Paragraphs, lists and the like."""

    kind: Literal["prose"] = "prose"
    html: Text


class CheckOption(Value):
    """One answer to a check and why it is or is not right; both are HTML that fits within one line or label."""

    id: Id
    html: Text
    reason_html: Text


class Check(Value):
    """A question within a lesson. Its structure (order, key) is the activity of the same id."""

    kind: Literal["check"] = "check"
    id: Id
    case_html: str
    """the paragraphs before the question, "" where there are none"""
    question_html: Text
    """one line, without a paragraph around it: it fits within a legend"""
    options: Annotated[tuple[CheckOption, ...], MinLen(2)]


Block = Annotated[Prose | Check, Field(discriminator="kind")]


class LessonStep(Value):
    """What stands under one heading."""

    heading: Text
    blocks: Annotated[tuple[Block, ...], MinLen(1)]


@dataclass(frozen=True)
class Screen:
    """What a phone shows at once: something to read, or one question."""

    heading: str
    block: Block


class LessonWords(Value):
    """A lesson in one language; title, summary, note and headings are plain text."""

    title: Text
    summary: Text
    note: str = ""
    """what a learner is told before a lesson that may touch them, "" where nothing need be said"""
    steps: Annotated[tuple[LessonStep, ...], MinLen(1)]

    @property
    def screens(self) -> tuple[Screen, ...]:
        """The lesson as it is read: a question never stands below words that push it out of sight."""
        return tuple(Screen(step.heading, block) for step in self.steps for block in step.blocks)


def words_for(by_language: Mapping[str, LessonWords], language: str, second_language: str) -> tuple[LessonWords, str]:
    """The words in the learner's language, else in the second, else in any; and the language that they are in.

    Raises KeyError where a lesson has no words at all.
    """
    for choice in (language, second_language, *by_language):
        if choice in by_language:
            return by_language[choice], choice
    raise KeyError(language)
