"""Dose: how many pieces of lessons a learner has had. The one rule for phones and for paper stands here.

Of somebody who has a phone it is what the phone says, whoever was in the room. Of somebody on paper, with no progress
on any phone and with every test typed in, it is what was noted of them in the room.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, case, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.functions import FunctionElement

from app.store.tables import Attempt, Attendance, HeldSession, Learner, LearnerMove, LessonProgress, ScorePair


class DayOf(FunctionElement[date]):
    """A DayOf is an SQL expression: the day of a moment in UTC, to be compared with a date.

    A sheet of paper is filled in at noon of its day, and that is the same day nearly everywhere.
    """

    type = Date()
    inherit_cache = True


@compiles(DayOf, "postgresql")
def _by_zone(element: DayOf, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC' AS date)"


@compiles(DayOf, "sqlite")
def _by_seconds(element: DayOf, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)} / 1000000, 'unixepoch')"


_OF = aliased(Attempt)
_HAS_PROGRESS = exists().where(LessonProgress.learner_id == Learner.learner_id).correlate(Learner)
_TYPED, _SENT = (
    exists().where(_OF.learner_id == Learner.learner_id, is_typed).correlate(Learner)
    for is_typed in (_OF.typed_by.is_not(None), _OF.typed_by.is_(None))
)
IS_ON_PAPER: ColumnElement[bool] = _TYPED & ~_SENT & ~_HAS_PROGRESS
"""The SQL condition on Learner that somebody learns on paper alone."""


def _count(row: type[Attendance] | type[LessonProgress], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    query = select(func.count()).select_from(row).where(row.learner_id == Learner.learner_id, *conditions)
    return query.correlate(Learner, Attempt).scalar_subquery()


HAD: ColumnElement[int] = case(
    (IS_ON_PAPER, _count(Attendance)), else_=_count(LessonProgress, LessonProgress.done_at.is_not(None))
)
"""The SQL expression on Learner for how many pieces of lessons somebody has had so far."""
HAD_BEFORE: ColumnElement[int] = case(
    (IS_ON_PAPER, _count(Attendance, Attendance.attended_on <= DayOf(Attempt.finished_at))),
    else_=_count(LessonProgress, LessonProgress.done_at <= Attempt.finished_at),
)
"""The same on Learner and Attempt, for how many they had had when they finished that test, or on its day."""


def list_unnoted(session: Session, cohort_id: int) -> set[int]:
    """Returns the ids of those on paper alone who count in a cohort, and of whose group nobody noted who came.

    Their group is the one where they are. It is not known how many pieces of lessons they have had. Whoever moved has
    their attendance with them, from elsewhere perhaps: it is a note of nobody but them.
    """
    beside = aliased(Learner)
    has_moved = exists().where(LearnerMove.learner_id == beside.learner_id).correlate(beside)
    came = select(Attendance.learner_id).join(beside, beside.learner_id == Attendance.learner_id)
    is_of_them = or_(beside.learner_id == Learner.learner_id, (beside.cohort_id == Learner.cohort_id) & ~has_moved)
    is_noted = or_(
        exists().where(HeldSession.cohort_id == Learner.cohort_id).correlate(Learner),
        came.where(is_of_them).correlate(Learner).exists(),
    )
    query = select(Learner.learner_id).join(ScorePair, ScorePair.learner_id == Learner.learner_id)
    return set(session.scalars(query.where(ScorePair.cohort_id == cohort_id, IS_ON_PAPER, ~is_noted)))
