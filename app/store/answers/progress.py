"""How far learners are in their lessons, by piece."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, case, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers.learner_seals import LEARNERS
from app.store.answers.numbers import number_of
from app.store.keyed_seals import reseal
from app.store.memory import asked_once
from app.store.tables import Lesson, Row
from app.store.upserts import insert_of, is_postgresql
from app.store.values import columns_of, values_of

ROW = tables.LessonProgress


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """A LessonProgress is how far a learner is in one piece of a lesson; `done_at` is None until it is done."""

    lesson_id: str
    """of the piece; a lesson without pieces is one, under its own id"""
    step: int
    """the furthest reached, from 1"""
    done_at: datetime | None


@asked_once
def list_lessons(session: Session, learner_id: int) -> dict[str, LessonProgress]:
    """Returns how far a learner is in each piece of a lesson, by id; one that was never opened is absent."""
    query = select(*columns_of(LessonProgress, ROW)).where(ROW.learner_id == learner_id)
    return {lesson.lesson_id: lesson for lesson in values_of(session, query, LessonProgress)}


def first_done_at(session: Session, learner_id: int) -> datetime | None:
    """Returns when a learner first finished a piece of a lesson; None if they have finished none."""
    return session.scalar(
        select(ROW.done_at).where(ROW.learner_id == learner_id, ROW.done_at.is_not(None)).order_by(ROW.done_at).limit(1)
    )


def reach(session: Session, learner_id: int, lesson_id: str, *, step: int, done_at: datetime | None) -> None:
    """Stores how far a learner is in a piece of a lesson, always keeping the furthest step and the earliest `done_at`.

    step: from 1. done_at: None: not done yet.
    """
    with nullcontext() if done_at is None else reseal(session, LEARNERS, learner_id):
        _reach(session, learner_id, lesson_id, step, done_at)


def _reach(session: Session, learner_id: int, lesson_id: str, step: int, done_at: datetime | None) -> None:
    values = {"learner_id": learner_id, "lesson_number": number_of(session, Lesson, lesson_id)}
    statement = _furthest(is_postgresql=is_postgresql(session))
    session.connection().execute(statement, {**values, "step": step, "done_at": done_at})


@cache
def _furthest(*, is_postgresql: bool) -> Insert:
    """Built once: each would hold a copy of all columns, for what is in the way."""
    table = Row.metadata.tables[ROW.__tablename__]
    statement = insert_of(table, is_postgresql=is_postgresql)
    of, new = table.c, statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["learner_id", "lesson_number"],
        set_={
            "step": case((new.step > of.step, new.step), else_=of.step),
            "done_at": case(
                (of.done_at.is_(None), new.done_at), (new.done_at < of.done_at, new.done_at), else_=of.done_at
            ),
        },
    )
