"""What is known of each learner of a cohort without an answer or a score: pieces done, sessions, tests that came."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.store.answers.attempt import Bar
from app.store.answers.taken_out import IS_MEMBER
from app.store.tables import Attempt, Attendance, Learner, Lesson, LessonProgress


class Joined(NamedTuple):
    learner_id: int
    handle: int
    joined_at: datetime


class Sitting(NamedTuple):
    """A Sitting is a test that has come from a learner.

    way: how it came, as `typed.Version` has it. counts: it is the one that counts of its wave. is_waiting: it is a
    sheet that waits for a second person's yes. is_corrected: it stands in the place of another. is_confirmed: it is a
    sheet to which a second person said yes.
    """

    learner_id: int
    wave: str
    way: str
    counts: bool
    is_waiting: bool
    is_corrected: bool
    is_confirmed: bool


def list_joined(session: Session, cohort_id: int) -> list[Joined]:
    """Lists the learners of a cohort in the order of handles."""
    query = select(Learner.learner_id, Learner.handle, Learner.joined_at).where(
        Learner.cohort_id == cohort_id, IS_MEMBER
    )
    return [Joined(*row) for row in session.execute(query.order_by(Learner.handle))]


def list_pieces_done(session: Session, cohort_id: int) -> set[tuple[int, str]]:
    """Returns (learner id, piece id) for every piece that a learner of a cohort has done."""
    query = (
        select(LessonProgress.learner_id, Lesson.lesson_id)
        .join(Lesson, Lesson.lesson_number == LessonProgress.lesson_number)
        .join(Learner, Learner.learner_id == LessonProgress.learner_id)
        .where(Learner.cohort_id == cohort_id, LessonProgress.done_at.is_not(None))
    )
    return {(learner_id, piece_id) for learner_id, piece_id in session.execute(query)}


def list_attendance(session: Session, cohort_id: int) -> dict[tuple[int, str], date]:
    """Returns the day on which a learner of a cohort was in the room for a piece, by (learner id, piece id)."""
    query = (
        select(Attendance.learner_id, Lesson.lesson_id, Attendance.attended_on)
        .join(Lesson, Lesson.lesson_number == Attendance.lesson_number)
        .join(Learner, Learner.learner_id == Attendance.learner_id)
        .where(Learner.cohort_id == cohort_id)
    )
    return {(learner_id, piece_id): day for learner_id, piece_id, day in session.execute(query)}


def list_sittings(session: Session, cohort_id: int) -> list[Sitting]:
    """Lists the tests that have come from the learners of a cohort and stand or wait for a second person's yes.

    Of each wave those that wait come after those that do not count, and the one that counts is last.
    """
    is_waiting = Attempt.bar.is_not(None)
    query = (
        select(
            Attempt.learner_id,
            Attempt.wave,
            func.coalesce(Attempt.source, Attempt.channel),
            Attempt.is_counted,
            is_waiting,
            Attempt.reason.is_not(None),
            Attempt.is_confirmed,
        )
        .join(Learner, Learner.learner_id == Attempt.learner_id)
        .where(Learner.cohort_id == cohort_id, IS_MEMBER, Attempt.received_at.is_not(None))
        .where(or_(Attempt.bar.is_(None), Attempt.bar == Bar.WAITING))
        .order_by(Attempt.is_counted, is_waiting, Attempt.attempt_id)
    )
    return [Sitting(*row) for row in session.execute(query)]
