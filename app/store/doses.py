"""How many lessons those with both tests had done before the second: what `analytics.dose_report` takes."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from app.store.figures import Filters, Key
from app.store.pair_rows import counts, is_sitting_of, pairs
from app.store.tables import Attempt, LessonProgress, ScorePair


class DoseCell(NamedTuple):
    """Learners of one cohort with so many lessons done and these two scores."""

    key: Key
    """values of the disaggregates asked for; () for none"""
    lessons: int
    """done when the second test was finished"""
    cohort_id: int
    pre: int
    post: int
    learners: int


def list_dose_cells(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[DoseCell]:
    """Of those paired. A lesson that a phone told of later than it was read counts from when it was told."""
    post = aliased(Attempt)
    lessons = (
        select(func.count())
        .select_from(LessonProgress)
        .where(
            and_(LessonProgress.learner_id == ScorePair.learner_id, LessonProgress.done_at <= post.finished_at),
        )
        .correlate(ScorePair, post)
        .scalar_subquery()
        .label("lessons")
    )
    query = pairs(filters, by, lessons, ScorePair.cohort_id, ScorePair.pre, ScorePair.post).join(
        post, is_sitting_of(post, "post")
    )
    return [DoseCell(key, *values) for key, values in counts(session, query, by)]
