"""The texts of which the words of lessons and activities are made: lines with an id, sections, prose."""

from typing import Literal

from courses.values import Id, Text, Value


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
