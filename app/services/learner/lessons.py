"""A learner's way through the lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.content import Release
from app.services.learner.testing import Sitting, Standing, sittings
from app.services.waves import Wave, desk_of
from app.store import Session
from app.store.answers import progress as lesson_rows
from app.store.answers.progress import LessonProgress
from courses import Progress, Step, steps


@dataclass(frozen=True)
class Road:
    """A Road is a learner's whole way: the release of their cohort, their progress, and the steps in order.

    sittings: their tests, in the order in which they are sat. pieces: how far they are in each piece of a lesson that
    was opened, by its id.
    """

    release: Release
    second_language: str
    """a language of the programme other than the learner's, for lessons that lack the learner's"""
    lessons_on: date | None
    """in a waiting cohort: the day on which its first test and lessons are planned to begin"""
    progress: Progress
    steps: tuple[Step, ...]
    sittings: Mapping[Wave, Sitting]
    pieces: Mapping[str, LessonProgress]


def road(session: Session, learner_id: int, now: datetime) -> Road:
    """Returns how far a learner is on the way through tests and lessons.

    Raises LookupError if there is no such learner.
    """
    desk = desk_of(session, learner_id)
    tests = sittings(session, learner_id, now)
    pieces = progress(session, learner_id)
    so_far = Progress(
        is_waiting_group=Wave.EARLY in desk.waves,
        early=desk.schedule[Wave.EARLY].state(now),
        is_early_sent=Wave.EARLY in tests and tests[Wave.EARLY].standing is Standing.SENT,
        pre=desk.schedule[Wave.PRE].state(now),
        post=desk.schedule[Wave.POST].state(now),
        follow_up=desk.schedule[Wave.FOLLOW_UP].state(now),
        is_pre_sent=tests[Wave.PRE].standing is Standing.SENT,
        is_post_sent=tests[Wave.POST].standing is Standing.SENT,
        is_follow_up_sent=tests[Wave.FOLLOW_UP].standing is Standing.SENT,
        is_post_long=desk.schedule[Wave.POST].is_long(now),
        pieces_done=frozenset(piece_id for piece_id, piece in pieces.items() if piece.done_at),
    )
    return Road(
        release=desk.release,
        second_language=desk.second_language,
        lessons_on=desk.lessons_on,
        progress=so_far,
        steps=steps(desk.release.course, so_far),
        sittings=tests,
        pieces=pieces,
    )


def progress(session: Session, learner_id: int) -> Mapping[str, LessonProgress]:
    """Returns how far a learner is in each piece of a lesson, by its id; one that was never opened is absent.

    A lesson that has no pieces is one, under the lesson's own id.
    """
    return lesson_rows.list_lessons(session, learner_id)


def reach_step(session: Session, learner_id: int, piece_id: str, *, step: int, of: int) -> None:
    """Stores that a learner has seen a step of a piece, from 1 to `of`; a lower one than before changes nothing.

    Raises ValueError for a step that the piece does not have.
    """
    if not 1 <= step <= of:
        raise ValueError(f"'{piece_id}' has steps 1 to {of}, not {step}")
    lesson_rows.reach(session, learner_id, piece_id, step=step, done_at=None)


def finish(session: Session, learner_id: int, piece_id: str, *, of: int, now: datetime) -> None:
    """Stores that a learner has done a piece of a lesson; if it was done before, the first time stays.

    of: number of steps of the piece.
    """
    lesson_rows.reach(session, learner_id, piece_id, step=of, done_at=now)
