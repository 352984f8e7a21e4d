"""A course's structure: ids, order and keys, the same in every language."""

import hashlib
import json
from typing import Annotated

from annotated_types import Ge, MinLen
from pydantic import Field

from courses.activities import ActivityStructure
from courses.taster import Taster
from courses.values import ByLanguage, Id, Language, Slug, Text, Value


class Objective(Value):
    """Says what a learner can do after the course."""

    id: Id
    text: ByLanguage


class LessonStructure(Value):
    """Holds a lesson without its words."""

    id: Id
    folder: Id
    minutes: Annotated[int, Ge(1)]
    objectives: tuple[Id, ...]
    sources: tuple[Text, ...]
    activities: tuple[ActivityStructure, ...]

    def activity(self, activity_id: str) -> ActivityStructure:
        """Returns the activity with this id; raises KeyError if the lesson has none."""
        for activity in self.activities:
            if activity.id == activity_id:
                return activity
        raise KeyError(activity_id)


class Course(Value):
    """Holds the structure of a course: its lessons, in the order in which they are taken, without their words."""

    slug: Slug
    version: Annotated[int, Ge(1)]
    languages: Annotated[tuple[Language, ...], MinLen(1)]
    title: ByLanguage
    review: ByLanguage = Field(default_factory=dict)
    """what a reader must know of a language's words, for instance that they are a draft"""
    taster: Taster | None = Field(default=None, exclude_if=lambda taster: taster is None)
    """an advert for the first minute, or none: then it is not in the JSON, and older releases keep their digest"""
    objectives: Annotated[tuple[Objective, ...], MinLen(1)]
    lessons: Annotated[tuple[LessonStructure, ...], MinLen(1)]

    def lesson(self, lesson_id: str) -> LessonStructure:
        """Returns the lesson with this id; raises KeyError if the course has none."""
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson
        raise KeyError(lesson_id)


def structure_digest(course: Course) -> str:
    """Returns a digest of the course's slug and of each lesson's activities as course.yaml has them.

    SHA-256, 64 hex digits. No word of any language changes it.
    """
    structure = [
        course.slug,
        [
            [lesson.id, [activity.model_dump(mode="json") for activity in lesson.activities]]
            for lesson in course.lessons
        ],
    ]
    return hashlib.sha256(json.dumps(structure, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
