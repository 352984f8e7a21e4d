"""A learner's way through the lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from courses import Progress, Step

from app.content import Release
from app.store import Session


@dataclass(frozen=True)
class LessonStanding:
    step: int
    """the furthest reached, from 1"""
    language: str
    started_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class Road:
    """A learner's whole way: the release of their cohort, how far they are, and the steps in order."""

    release: Release
    second_language: str
    """of the programme: for lessons without the learner's language"""
    progress: Progress
    steps: tuple[Step, ...]
    lessons: Mapping[str, LessonStanding]


def road(session: Session, learner_id: int, now: datetime) -> Road:
    raise NotImplementedError


def progress(session: Session, learner_id: int) -> Mapping[str, LessonStanding]:
    """By lesson id; a lesson that was never opened is absent."""
    raise NotImplementedError


def reach_step(
    session: Session, learner_id: int, lesson_id: str, *, step: int, of: int, language: str, now: datetime
) -> None:
    """Note that a step was shown. It only grows: any order of calls gives the same state."""
    raise NotImplementedError


def finish(session: Session, learner_id: int, lesson_id: str, *, of: int, language: str, now: datetime) -> None:
    """The lesson is done; the first time counts."""
    raise NotImplementedError
