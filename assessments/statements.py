"""What is asked beside the test: statements agreed with on a scale, and how the course was. Never part of the score."""

from typing import Literal

from assessments.values import Id, Value

POINTS = (1, 2, 3, 4, 5)
"""The scale: 1 is "not at all", 5 is "very much"; the words are the interface's. A blank is allowed everywhere."""


class Statement(Value):
    """Asks in every wave how far the learner agrees; only its structure, without words.

    reversed: the less somebody agrees, the better, such as that the deceived are to blame.
    """

    id: Id
    kind: Literal["attitude", "confidence"]
    reversed: bool = False


class Reaction(Value):
    """Asks how the course was, in the post-test only; only its structure, without words."""

    id: Id
