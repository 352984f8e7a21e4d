"""How far the learners of a cohort are with its lessons, and whether it is too soon for the second test."""

from dataclasses import dataclass
from datetime import datetime

from app.services.facilitator.board import Board
from app.services.releases import release_of
from app.services.waves import Wave
from app.store import Session
from app.store.answers import seats
from app.store.programmes import cohorts
from courses import Schedule


@dataclass(frozen=True)
class LessonSeat:
    handle: int
    done_count: int
    has_left: bool = False


@dataclass(frozen=True)
class Lessons:
    """A Lessons says how many pieces of lessons each learner of a cohort has done; the fewest first, then by handle."""

    piece_count: int
    """of all lessons; a lesson without pieces is one"""
    seats: tuple[LessonSeat, ...]

    @property
    def staying(self) -> tuple[LessonSeat, ...]:
        """Whoever has not left: they alone are counted."""
        return tuple(seat for seat in self.seats if not seat.has_left)

    @property
    def finished_count(self) -> int:
        return sum(seat.done_count >= self.piece_count for seat in self.staying)

    @property
    def untouched_count(self) -> int:
        return sum(not seat.done_count for seat in self.staying)

    @property
    def is_mostly_done(self) -> bool:
        """True where at least half have done all, and somebody has."""
        return 0 < len(self.staying) <= 2 * self.finished_count


def lessons(session: Session, cohort: cohorts.Cohort) -> Lessons:
    """Returns how many pieces of lessons each learner of the cohort has done, learners with the fewest first."""
    release = release_of(session, cohort.course_release_id)
    done = seats.list_lessons_done(session, cohort.cohort_id)
    handles = seats.list_handles(session, cohort.cohort_id)
    left = seats.list_departures(session, cohort.cohort_id)
    rows = [LessonSeat(handle, done[learner_id], handle in left) for learner_id, handle in handles.items()]
    return Lessons(len(release.course.piece_ids), tuple(sorted(rows, key=lambda seat: (seat.done_count, seat.handle))))


def is_second_too_soon(lessons: Lessons, first: Board, schedule: Schedule, now: datetime) -> bool:
    """Returns whether it has to be asked before the second test opens: lessons are not done, or the first test is sat.

    Lessons are done where at least half of the learners have done all of them.
    """
    is_sat = bool(first.sitting(now, is_open=schedule[Wave.PRE].is_open(now)))
    return bool(lessons.staying) and (is_sat or not lessons.is_mostly_done)
