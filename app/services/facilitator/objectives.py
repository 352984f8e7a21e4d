"""Which objectives of its course a cohort has met, by the questions that are about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analytics.items.mastery import Mastery
from app.content import Release

ENOUGH = 2
"""Questions from which an objective is called met or not."""


class Standing(StrEnum):
    """A Standing says whether an objective was met after the lessons."""

    MET = "met"
    """two thirds or more knew each of its questions"""
    NOT_MET = "not met"
    ONE_ITEM = "one item"
    """only one question is about it: its own figures are all that is known"""
    UNKNOWN = "unknown"
    """too few answered one of its questions, and all that is known of the others was known"""
    UNTESTED = "untested"
    """no question is about it"""


@dataclass(frozen=True)
class ObjectiveLearned:
    """An ObjectiveLearned is an objective of a course with its standing, and how many questions are about it."""

    objective_id: str
    standing: Standing
    item_count: int


def objectives_learned(release: Release, mastery: Mapping[str, Mastery | None]) -> tuple[ObjectiveLearned, ...]:
    """Returns the standing of each objective, in the order of the course.

    mastery: of the second test, by item id; None for an item that too few answered. An objective is met if each of its
    questions, of two or more, was known by most, so it tells nothing that the questions do not.
    """
    of_objective: dict[str, list[Mastery | None]] = {objective.id: [] for objective in release.course.objectives}
    for item in release.instrument.items:
        of_objective[item.objective].append(mastery[item.id])
    return tuple(ObjectiveLearned(name, _standing(words), len(words)) for name, words in of_objective.items())


def _standing(words: list[Mastery | None]) -> Standing:
    if not words:
        return Standing.UNTESTED
    if len(words) < ENOUGH:
        return Standing.ONE_ITEM
    if {*words} == {Mastery.MOST}:
        return Standing.MET
    return Standing.UNKNOWN if {*words} <= {Mastery.MOST, None} else Standing.NOT_MET
