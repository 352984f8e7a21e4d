"""A story's words in one language: who is in it, its nodes with what happens and what is said, its checks and costs."""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from annotated_types import MinLen
from pydantic import Field, model_validator

from courses.texts import Line, Prose, Section
from courses.values import Id, Text, Value, refused


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
    """what the way to an ending has cost; each line has {n} where the amount stands"""

    def node(self, node_id: str) -> StoryNode:
        """Returns the node with this id; raises KeyError if the story has none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)
