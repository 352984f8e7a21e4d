"""What a facilitator holds in the hand during a session, in one language."""

from typing import Annotated

from annotated_types import Ge, MinLen

from courses.values import Text, Value


class PlanStep(Value):
    """Holds one thing that the facilitator does in a session, in one language.

    `html` is made from an author's Markdown; the heading is plain text.
    """

    heading: Text
    html: Text


class SessionPlan(Value):
    """Holds how the facilitator leads one lesson.

    The lesson's talks are shown below the steps.
    """

    aim: Text
    minutes: Annotated[int, Ge(1)]
    prepare: tuple[Text, ...]
    steps: Annotated[tuple[PlanStep, ...], MinLen(1)]


class Disclosure(Value):
    """Holds what a facilitator does when a learner tells of something that happened to them.

    It is shown below every plan.
    """

    title: Text
    steps: Annotated[tuple[PlanStep, ...], MinLen(1)]
