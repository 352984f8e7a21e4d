"""How far learners are in their lessons."""

from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.store.answers.numbers import number_of
from app.store.memory import asked_once
from app.store.tables import Lesson, LessonProgress
from app.store.upserts import insert_into


@asked_once
def list_lessons(session: Session, learner_id: int) -> dict[str, LessonProgress]:
    """Returns how far a learner is in each lesson, by lesson id; one that was never opened is absent."""
    rows = session.scalars(select(LessonProgress).where(LessonProgress.learner_id == learner_id))
    return {row.lesson_id: row for row in rows}


def first_done_at(session: Session, learner_id: int) -> datetime | None:
    """When the learner's first lesson was done."""
    return session.scalar(
        select(LessonProgress.done_at)
        .where(LessonProgress.learner_id == learner_id, LessonProgress.done_at.is_not(None))
        .order_by(LessonProgress.done_at)
        .limit(1)
    )


def reach(session: Session, learner_id: int, lesson_id: str, *, step: int, done_at: datetime | None) -> None:
    """The furthest step and the earliest moment stand, in whatever order they come."""
    statement = insert_into(session, LessonProgress).values(
        learner_id=learner_id, lesson_number=number_of(session, Lesson, lesson_id), step=step, done_at=done_at
    )
    new = statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["learner_id", "lesson_number"],
            set_={
                "step": case((new.step > LessonProgress.step, new.step), else_=LessonProgress.step),
                "done_at": case(
                    (LessonProgress.done_at.is_(None), new.done_at),
                    (new.done_at < LessonProgress.done_at, new.done_at),
                    else_=LessonProgress.done_at,
                ),
            },
        )
    )
