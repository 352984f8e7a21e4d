"""A course's structure: ids, order and keys, the same in every language."""

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from annotated_types import Ge, MinLen
from pydantic import Field, model_validator

from courses.activities import ActivityStructure, ChecklistStructure
from courses.taster import Taster
from courses.values import ByLanguage, Country, Fault, Id, Language, Slug, Text, Value, refused


class Objective(Value):
    """Says what a learner can do after the course."""

    id: Id
    text: ByLanguage


class PieceStructure(Value):
    """Names what is done in one piece of a lesson: three to five minutes with an end of their own."""

    id: Id
    activities: Annotated[tuple[Id, ...], MinLen(1)]
    """ids of activities of the lesson, in its order"""
    # Left out of the JSON where there are none, so that releases of before keep their digest.
    teaches: tuple[Id, ...] = Field(default=(), exclude_if=lambda objectives: not objectives)
    """objectives of the lesson: whoever missed a question about one is led back to this piece"""


HelpNeed = Literal["number", "line", "write", "pictures"]
"""What a learner may look for on the page Help: a number to call, whichever it is; somebody to talk to or ask, beside
the emergency number; somebody to write to; a service that keeps a picture from spreading."""


class LessonStructure(Value):
    """Holds a lesson without its words; its pieces hold each of its activities once, else it raises ValidationError."""

    id: Id
    folder: Id
    minutes: Annotated[int, Ge(1)]
    """in a room that takes it together; somebody who reads it alone is told how long they take"""
    objectives: tuple[Id, ...]
    sources: tuple[Text, ...]
    activities: tuple[ActivityStructure, ...]
    # Left out of the JSON where there are none, so that releases of before keep their digest.
    pieces: tuple[PieceStructure, ...] = Field(default=(), exclude_if=lambda pieces: not pieces)
    """in their order; a lesson that names none is one piece, with the lesson's own id"""
    needs_help: tuple[HelpNeed, ...] = Field(default=(), exclude_if=lambda needs: not needs)
    """what a learner whom this lesson sends to Help may look for there"""

    @property
    def piece_ids(self) -> tuple[str, ...]:
        """The ids under which it is known how far a learner is; one at least, and the lesson's own if that is all."""
        return tuple(piece.id for piece in self.pieces) or (self.id,)

    @model_validator(mode="after")
    def _pieces_hold_each_activity_once(self) -> Self:
        faults = list(self._unknown_activities()) or list(self._uneven_pieces())
        faults += self._unknown_objectives()
        if faults:
            raise refused("lesson", faults)
        return self

    def _unknown_activities(self) -> Iterator[Fault]:
        known = [activity.id for activity in self.activities]
        for position, piece in enumerate(self.pieces):
            for place, activity_id in enumerate(piece.activities):
                if activity_id not in known:
                    what = f"'{activity_id}' is no activity of this lesson: name one of {', '.join(known)}"
                    yield ("pieces", position, "activities", place), what

    def _unknown_objectives(self) -> Iterator[Fault]:
        mend = f"name one of {', '.join(self.objectives)}" if self.objectives else "the lesson has none"
        for position, piece in enumerate(self.pieces):
            for place, objective_id in enumerate(piece.teaches):
                if objective_id not in self.objectives:
                    what = f"'{objective_id}' is no objective of this lesson: {mend}"
                    yield ("pieces", position, "teaches", place), what

    def _uneven_pieces(self) -> Iterator[Fault]:
        wanted = [activity.id for activity in self.activities]
        named = [activity_id for piece in self.pieces for activity_id in piece.activities]
        missing = [activity_id for activity_id in wanted if activity_id not in named]
        if self.pieces and missing:
            yield ("pieces",), f"lack the activity {', '.join(missing)}: name it in the piece in which it is done"
        elif self.pieces and named != wanted:
            what = f"have the activities {', '.join(named)}: make them {', '.join(wanted)}, as the lesson has them"
            yield ("pieces",), what

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
    my_plan: Id | None = Field(default=None, exclude_if=lambda activity_id: activity_id is None)
    """the checklist that stands on the road and beside the result, or none: then it is not in the JSON either"""
    countries: tuple[Country, ...] = Field(default=(), exclude_if=lambda countries: not countries)
    """whose places and money its words name, so that the check can look for them"""
    objectives: Annotated[tuple[Objective, ...], MinLen(1)]
    lessons: Annotated[tuple[LessonStructure, ...], MinLen(1)]

    @model_validator(mode="after")
    def _my_plan_is_one_checklist(self) -> Self:
        if self.my_plan is None:
            return self
        activities = [activity for lesson in self.lessons for activity in lesson.activities]
        checklists = [activity.id for activity in activities if isinstance(activity, ChecklistStructure)]
        times = checklists.count(self.my_plan)
        if times == 1:
            return self
        mend = f"name one of {', '.join(checklists)}" if checklists else "no lesson has one"
        what = f"names {times} checklists: give each its own id" if times else f"is no checklist of a lesson: {mend}"
        raise refused("course", [(("my_plan",), f"'{self.my_plan}' {what}")])

    @property
    def piece_ids(self) -> tuple[str, ...]:
        """The ids of all pieces of all lessons, in the order in which they are taken."""
        return tuple(piece_id for lesson in self.lessons for piece_id in lesson.piece_ids)

    def lesson_of(self, piece_id: str) -> LessonStructure:
        """Returns the lesson that has this piece; raises KeyError if the course has no such piece."""
        for lesson in self.lessons:
            if piece_id in lesson.piece_ids:
                return lesson
        raise KeyError(piece_id)

    def taught_in(self, objective_id: str) -> tuple[LessonStructure, int] | None:
        """Returns the lesson and its piece, from 0, in which an objective is taught; None if no lesson trains it.

        It is the piece that names it, else the first piece of the first lesson that does.
        """
        for lesson in self.lessons:
            for place, piece in enumerate(lesson.pieces):
                if objective_id in piece.teaches:
                    return lesson, place
        return next(((lesson, 0) for lesson in self.lessons if objective_id in lesson.objectives), None)

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
