"""Who sat in a session that a facilitator led, by lesson."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.answers.numbers import number_of
from app.store.tables import Attendance, Learner, Lesson
from app.store.upserts import insert_into


def list_attended(session: Session, cohort_id: int, lesson_id: str) -> set[int]:
    """Returns the ids of the learners of this cohort who attended a lesson."""
    query = select(Attendance.learner_id).join(Learner, Learner.learner_id == Attendance.learner_id)
    return set(session.scalars(query.where(Learner.cohort_id == cohort_id, Attendance.lesson_id == lesson_id)))


def count_by_lesson(session: Session, cohort_id: int) -> dict[str, int]:
    """Returns how many learners of a cohort attended each lesson, by lesson id; a lesson without any is absent."""
    query = (
        select(Lesson.lesson_id, func.count())
        .select_from(Attendance)
        .join(Lesson, Lesson.lesson_number == Attendance.lesson_number)
        .join(Learner, Learner.learner_id == Attendance.learner_id)
        .where(Learner.cohort_id == cohort_id)
        .group_by(Lesson.lesson_id)
    )
    return dict(session.execute(query).all())


def add(session: Session, learner_ids: Collection[int], lesson_id: str, attended_on: date) -> None:
    """Stores that these learners attended a lesson on this day; for those stored already the earlier entry stays."""
    number = number_of(session, Lesson, lesson_id)
    rows = [{"learner_id": it, "lesson_number": number, "attended_on": attended_on} for it in sorted(learner_ids)]
    if rows:
        session.execute(insert_into(session, Attendance).on_conflict_do_nothing(), rows)


def drop(session: Session, learner_ids: Collection[int], lesson_id: str) -> None:
    """Deletes the attendance of these learners at a lesson, on whatever day."""
    those = Attendance.learner_id.in_(learner_ids), Attendance.lesson_id == lesson_id
    session.execute(delete(Attendance).where(*those), execution_options={"synchronize_session": False})
