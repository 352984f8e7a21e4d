"""What a facilitator holds in the hand during a session, in one language."""

from typing import Annotated

from annotated_types import Ge, MinLen

from courses.values import Text, Value


class PlanStep(Value):
    """One thing that the facilitator does; `html` is made from an author's Markdown, the heading is plain text."""

    heading: Text
    html: Text


class SessionPlan(Value):
    """A lesson's session. The lesson's talks are set beneath the steps."""

    aim: Text
    minutes: Annotated[int, Ge(1)]
    prepare: tuple[Text, ...]
    steps: Annotated[tuple[PlanStep, ...], MinLen(1)]


class Disclosure(Value):
    """What to do when a learner tells of something that happened to them; it stands under every plan."""

    title: Text
    steps: Annotated[tuple[PlanStep, ...], MinLen(1)]
