"""Those who took all three tests: what `analytics.follow_up_report` takes."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import Session, aliased

from app.store.figures import Filters, Key
from app.store.pair_rows import counts, pairs
from app.store.tables import ScorePair, Window


class FollowUpCell(NamedTuple):
    """Learners of one cohort with these three scores: each of the three joint tables is a sum of these."""

    key: Key
    """values of the disaggregates asked for; () for none"""
    cohort_id: int
    pre: int
    post: int
    follow_up: int
    learners: int


def list_follow_up_cells(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[FollowUpCell]:
    """Of those with all three tests; a period is that of the first test, as in every report."""
    third = aliased(ScorePair)
    query = pairs(filters, by, ScorePair.cohort_id, ScorePair.pre, ScorePair.post, third.post).join(
        third, _is_third(third)
    )
    return [FollowUpCell(key, *values) for key, values in counts(session, query, by)]


def count_left(session: Session, filters: Filters, by: Sequence[str] = ()) -> dict[Key, int]:
    """Those with the first two tests and not the third, by key, in cohorts whose follow-up is over."""
    third = aliased(ScorePair)
    is_over = and_(Window.cohort_id == ScorePair.cohort_id, Window.wave == "follow_up", Window.closed_at.is_not(None))
    query = pairs(filters, by).join(Window, is_over).where(~exists().where(_is_third(third)))
    return {key: learners for key, (learners,) in counts(session, query, by) if learners}


def _is_third(third: type[ScorePair]) -> ColumnElement[bool]:
    return and_(
        third.learner_id == ScorePair.learner_id,
        third.structure_digest == ScorePair.structure_digest,
        third.wave_pair == "pre-follow_up",
    )
