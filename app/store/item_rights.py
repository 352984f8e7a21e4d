"""Who had which items right, before and after, by cohort: for learners with both tests."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.store.figures import Filters, conditions
from app.store.pair_rows import is_sitting_of
from app.store.tables import Attempt, Response, ScorePair, Window

Keys = Collection[tuple[str, str, str]]
"""(form, item, the right option)"""


def cohort_sizes(session: Session, filters: Filters) -> dict[int, int]:
    """Learners with both tests by cohort."""
    query = select(ScorePair.cohort_id, func.count()).where(*conditions(ScorePair, filters))
    return {row[0]: row[1] for row in session.execute(query.group_by(ScorePair.cohort_id))}


def has_first_closed(session: Session, filters: Filters, by: datetime) -> bool:
    """Whether the second test of a cohort among these had closed by this moment, were it only for a while."""
    query = (
        select(Window.cohort_id)
        .join(ScorePair, ScorePair.cohort_id == Window.cohort_id)
        .where(*conditions(ScorePair, filters), Window.wave == "post", Window.first_closed_at <= by)
    )
    return session.scalar(query.limit(1)) is not None


def count_right(
    session: Session, filters: Filters, wave: str, keys: Keys, *, cohort_id: int | None = None
) -> dict[tuple[int, str], int]:
    """Learners who had an item right on one wave (pre or post), by cohort and item; none where nobody had.

    cohort_id: of this cohort alone.
    """
    sat = aliased(Attempt)
    query = (
        select(ScorePair.cohort_id, Response.item_id, func.count())
        .select_from(ScorePair)
        .join(sat, is_sitting_of(sat, wave))
        .join(Response, Response.attempt_id == sat.attempt_id)
        .where(*conditions(ScorePair, filters), tuple_(sat.form, Response.item_id, Response.option_id).in_(list(keys)))
        .group_by(ScorePair.cohort_id, Response.item_id)
    )
    if cohort_id is not None:
        query = query.where(ScorePair.cohort_id == cohort_id)
    return {(cohort, item): learners for cohort, item, learners in session.execute(query)}


def count_right_twice(session: Session, filters: Filters, keys: Keys) -> dict[tuple[int, str], int]:
    """Learners who had an item right before and after, by cohort and item."""
    first, second = aliased(Attempt), aliased(Attempt)
    before, after = aliased(Response), aliased(Response)
    query = (
        select(ScorePair.cohort_id, before.item_id, func.count())
        .select_from(ScorePair)
        .join(first, is_sitting_of(first, "pre"))
        .join(before, before.attempt_id == first.attempt_id)
        .join(second, is_sitting_of(second, "post"))
        .join(after, and_(after.attempt_id == second.attempt_id, after.item_id == before.item_id))
        .where(
            *conditions(ScorePair, filters),
            tuple_(first.form, before.item_id, before.option_id).in_(list(keys)),
            tuple_(second.form, after.item_id, after.option_id).in_(list(keys)),
        )
        .group_by(ScorePair.cohort_id, before.item_id)
    )
    return {(cohort, item): learners for cohort, item, learners in session.execute(query)}
