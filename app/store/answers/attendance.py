"""Who sat in a session that a facilitator led, by lesson."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import delete, func, literal, select, union_all, update
from sqlalchemy.orm import Session

from app.store.answers.numbers import number_of
from app.store.answers.taken_out import IS_MEMBER
from app.store.tables import Attendance, HeldSession, Learner, Lesson
from app.store.upserts import insert_into


def list_attended(session: Session, cohort_id: int, lesson_id: str) -> set[int]:
    """Returns the ids of the learners of this cohort who attended a lesson."""
    query = select(Attendance.learner_id).join(Learner, Learner.learner_id == Attendance.learner_id)
    return set(
        session.scalars(query.where(Learner.cohort_id == cohort_id, IS_MEMBER, Attendance.lesson_id == lesson_id))
    )


def count_by_lesson(session: Session, cohort_id: int) -> dict[str, int]:
    """Returns how many learners of a cohort attended each lesson, by lesson id; one that was not noted is absent."""
    attended = select(Attendance.lesson_number, literal(1).label("count"))
    attended = attended.join(Learner, Learner.learner_id == Attendance.learner_id)
    held = select(HeldSession.lesson_number, literal(0)).where(HeldSession.cohort_id == cohort_id)
    both = union_all(attended.where(Learner.cohort_id == cohort_id, IS_MEMBER), held).subquery()
    query = select(Lesson.lesson_id, func.sum(both.c.count)).join(both, both.c.lesson_number == Lesson.lesson_number)
    rows: Any = session.execute(query.group_by(Lesson.lesson_id))
    return {lesson_id: int(count) for lesson_id, count in rows}


def held_on(session: Session, cohort_id: int, lesson_id: str) -> date | None:
    """Returns on which day a cohort had a lesson, as noted last; None: nothing was noted of it.

    Of what was noted before this was stored, it is the earliest day on which somebody attended.
    """
    query = select(HeldSession.held_on).join(Lesson, Lesson.lesson_number == HeldSession.lesson_number)
    noted = session.scalar(query.where(HeldSession.cohort_id == cohort_id, Lesson.lesson_id == lesson_id))
    attended = select(func.min(Attendance.attended_on)).join(Learner, Learner.learner_id == Attendance.learner_id)
    return noted or session.scalar(attended.where(Learner.cohort_id == cohort_id, Attendance.lesson_id == lesson_id))


def list_all(session: Session, cohort_id: int) -> dict[str, set[int]]:
    """Returns the ids of the learners of this cohort who attended each lesson, by lesson id."""
    query = select(Attendance.lesson_id, Attendance.learner_id).join(
        Learner, Learner.learner_id == Attendance.learner_id
    )
    attendees: dict[str, set[int]] = {}
    for lesson_id, learner_id in session.execute(query.where(Learner.cohort_id == cohort_id, IS_MEMBER)):
        attendees.setdefault(lesson_id, set()).add(learner_id)
    return attendees


def list_held(session: Session, cohort_id: int) -> dict[str, date]:
    """Returns the day of each lesson of a cohort of which something was noted, by lesson id: what `held_on` says."""
    attended = select(Attendance.lesson_id, func.min(Attendance.attended_on)).group_by(Attendance.lesson_id)
    attended = attended.join(Learner, Learner.learner_id == Attendance.learner_id)
    noted = select(Lesson.lesson_id, HeldSession.held_on).join(
        Lesson, Lesson.lesson_number == HeldSession.lesson_number
    )
    rows: Any = session.execute(attended.where(Learner.cohort_id == cohort_id))
    last: Any = session.execute(noted.where(HeldSession.cohort_id == cohort_id))
    return dict((*rows, *last))


def hold(session: Session, cohort_id: int, lesson_id: str, day: date) -> None:
    """Stores that a cohort had a lesson on this day, in place of what was stored of it, and whoever came came then."""
    number = number_of(session, Lesson, lesson_id)
    statement = insert_into(session, HeldSession).values(cohort_id=cohort_id, lesson_number=number, held_on=day)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["cohort_id", "lesson_number"], set_={"held_on": statement.excluded.held_on}
        )
    )
    learners = select(Learner.learner_id).where(Learner.cohort_id == cohort_id)
    those = Attendance.learner_id.in_(learners), Attendance.lesson_number == number
    session.execute(
        update(Attendance).where(*those).values(attended_on=day), execution_options={"synchronize_session": False}
    )


def unhold(session: Session, cohort_id: int, lesson_id: str) -> None:
    """Deletes that a cohort had a lesson, and whoever attended it there."""
    number = number_of(session, Lesson, lesson_id)
    learners = select(Learner.learner_id).where(Learner.cohort_id == cohort_id)
    came = delete(Attendance).where(Attendance.learner_id.in_(learners), Attendance.lesson_number == number)
    held = delete(HeldSession).where(HeldSession.cohort_id == cohort_id, HeldSession.lesson_number == number)
    for statement in (came, held):
        session.execute(statement, execution_options={"synchronize_session": False})


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
