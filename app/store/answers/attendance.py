"""Who sat in a session that a facilitator led, by lesson."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, cast, delete, func, null, select, union_all, update
from sqlalchemy.orm import Session

from app.store.answers.numbers import number_of
from app.store.answers.taken_out import IS_MEMBER
from app.store.tables import Attendance, HeldSession, Learner, Lesson
from app.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Noted:
    """A Noted is what was noted of a lesson: on which day it was held, and the ids of the learners who came."""

    held_on: date
    learner_ids: frozenset[int]


def list_attended(session: Session, cohort_id: int, lesson_id: str) -> set[int]:
    """Returns the ids of the learners of this cohort who attended a lesson."""
    query = select(Attendance.learner_id).join(Learner, Learner.learner_id == Attendance.learner_id)
    return set(
        session.scalars(query.where(Learner.cohort_id == cohort_id, IS_MEMBER, Attendance.lesson_id == lesson_id))
    )


def held_on(session: Session, cohort_id: int, lesson_id: str) -> date | None:
    """Returns on which day a cohort had a lesson, as noted last; None: nothing was noted of it.

    Of what was noted before this was stored, it is the earliest day on which somebody attended.
    """
    query = select(HeldSession.held_on).join(Lesson, Lesson.lesson_number == HeldSession.lesson_number)
    noted = session.scalar(query.where(HeldSession.cohort_id == cohort_id, Lesson.lesson_id == lesson_id))
    attended = select(func.min(Attendance.attended_on)).join(Learner, Learner.learner_id == Attendance.learner_id)
    return noted or session.scalar(attended.where(Learner.cohort_id == cohort_id, Attendance.lesson_id == lesson_id))


def list_noted(session: Session, cohort_id: int) -> dict[str, Noted]:
    """Returns what was noted of each lesson of a cohort, by lesson id; one of which nothing was noted is absent.

    The day is what `held_on` says.
    """
    came = select(Attendance.lesson_number, Attendance.attended_on.label("day"), Attendance.learner_id)
    came = came.join(Learner, Learner.learner_id == Attendance.learner_id)
    held = select(HeldSession.lesson_number, HeldSession.held_on, cast(null(), Integer))
    both = union_all(
        came.where(Learner.cohort_id == cohort_id, IS_MEMBER), held.where(HeldSession.cohort_id == cohort_id)
    ).subquery()
    query = select(Lesson.lesson_id, both.c.day, both.c.learner_id)
    query = query.join(both, both.c.lesson_number == Lesson.lesson_number)
    days: dict[str, date] = {}
    attended: dict[str, list[date]] = {}
    learners: dict[str, set[int]] = {}
    rows: Any = session.execute(query)
    for lesson_id, day, learner_id in rows:
        those = learners.setdefault(lesson_id, set())
        if learner_id is None:
            days[lesson_id] = day
        else:
            those.add(learner_id)
            attended.setdefault(lesson_id, []).append(day)
    return {it: Noted(days.get(it) or min(attended[it]), frozenset(those)) for it, those in learners.items()}


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
