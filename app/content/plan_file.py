"""Reads a facilitator's plan, and the page on what to do when a learner discloses something, from their Markdown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, MinLen

from app.content.faults import CourseFault
from app.content.markdown import Page, front_passages, passages_of, read_page
from app.content.read_file import ReadFile
from app.content.release import Picture
from courses import Disclosure, PlanStep, SessionPlan
from courses.values import Text, Value


class PlanFront(Value):
    """Holds the values between the two lines of '---' at the top of a facilitator's plan."""

    aim: Text
    minutes: Annotated[int, Ge(1)]
    prepare: Annotated[tuple[Text, ...], MinLen(1)]


class DisclosureFront(Value):
    """Holds the values between the two lines of '---' at the top of the page on disclosures."""

    title: Text


def read_plan(path: Path, faults: list[CourseFault], pictures: Mapping[str, Picture]) -> ReadFile[SessionPlan] | None:
    """Reads a facilitator's plan; returns None if the file cannot be read at all.

    Faults are added to `faults`; if there are any, the words are None.
    """
    page = read_page(path, faults, pictures)
    if page is None:
        return None
    front, marked = page.front(PlanFront)
    steps = _steps(page)
    faults.extend(page.faults)
    words = None
    if front is not None and not page.faults:
        words = SessionPlan(aim=front.aim, minutes=front.minutes, prepare=front.prepare, steps=steps)
    read = (*front_passages(marked), *passages_of(page.body))
    return ReadFile(path, words, read, frozenset(page.used), scenes=page.scenes)


def read_disclosure(
    path: Path, faults: list[CourseFault], pictures: Mapping[str, Picture]
) -> ReadFile[Disclosure] | None:
    """Reads the page on disclosures; returns None if the file cannot be read at all.

    Faults are added to `faults`; if there are any, the words are None.
    """
    page = read_page(path, faults, pictures)
    if page is None:
        return None
    front, marked = page.front(DisclosureFront)
    steps = _steps(page)
    faults.extend(page.faults)
    words = Disclosure(title=front.title, steps=steps) if front is not None and not page.faults else None
    read = (*front_passages(marked), *passages_of(page.body))
    return ReadFile(path, words, read, frozenset(page.used), scenes=page.scenes)


def _steps(page: Page) -> tuple[PlanStep, ...]:
    steps = []
    for heading, _, nodes in page.steps():
        html = page.html(nodes, f"step '{heading}'")
        if heading and html:
            steps.append(PlanStep(heading=heading, html=html))
    return tuple(steps)
