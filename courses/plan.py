"""What a facilitator holds in the hand during a session, in one language."""

from typing import Annotated

from annotated_types import Ge, MinLen

from courses.values import Text, Value


class PlanStep(Value):
    """A PlanStep is one thing that the facilitator does in a session.

    `html` is made from an author's Markdown, the heading is plain text.
    """

    heading: Text
    html: Text


class SessionPlan(Value):
    """A SessionPlan is how the facilitator leads one lesson.

    The lesson's talks are set beneath the steps.
    """

    aim: Text
    minutes: Annotated[int, Ge(1)]
    prepare: tuple[Text, ...]
    steps: Annotated[tuple[PlanStep, ...], MinLen(1)]


class Disclosure(Value):
    """A Disclosure says what to do when a learner tells of something that happened to them.

    It stands under every plan.
    """

    title: Text
    steps: Annotated[tuple[PlanStep, ...], MinLen(1)]
