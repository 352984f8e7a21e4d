"""Learners with both tests, read as columns: all that is counted of what they answered comes from here."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from analytics.counts.learners import Learners
from app.store.columns import flags, learners_of, whole
from app.store.figures import Filters, Key, column, conditions, joined, of_structure
from app.store.tables import Attempt, ScorePair, WholePair, Window
from assessments import Instrument, structure_digest

PIECE = 5_000
"""Learners read at once, so that memory does not grow with their number."""


def stream(
    session: Session,
    filters: Filters,
    instrument: Instrument,
    by: Sequence[str] = (),
    *,
    with_answers: bool = False,
) -> Iterator[tuple[list[Key], Learners]]:
    """Those of one instrument with both tests, in pieces: the values of `by` of each learner, and the columns.

    The stratum of a cohort is its region. A lesson that a phone told of later than it was read counts from when it was
    told. with_answers: of the items too, which takes longest.
    """
    first, second = aliased(Attempt), aliased(Attempt)
    keys = [column(WholePair, name) for name in by]
    answers = (first.answers, second.answers) if with_answers else ()
    is_over = and_(Window.cohort_id == WholePair.cohort_id, Window.wave == "follow_up", Window.closed_at.is_not(None))
    query = (
        select(
            *(WholePair.cohort_id, WholePair.region_code, WholePair.form_order, WholePair.pre, WholePair.post),
            *(WholePair.follow_up, Window.closed_at, WholePair.lessons, first.points, second.points, *answers, *keys),
        )
        .select_from(WholePair)
        .join(first, is_sitting_of(first, WholePair, "pre"))
        .join(second, is_sitting_of(second, WholePair, "post"))
        .outerjoin(Window, is_over)
        .where(*conditions(WholePair, of_structure(filters, structure_digest(instrument))))
        .order_by(WholePair.cohort_id, WholePair.learner_id)
    )
    rows = session.execute(joined(query, WholePair, by).execution_options(yield_per=PIECE))
    for piece in rows.partitions():
        cohorts, regions, orders, pre, post, follow_up, closed_at, lessons, *more = zip(*piece, strict=True)
        values = more[2 + len(answers) :]
        yield (
            list(zip(*values, strict=True)) if by else [()] * len(piece),
            learners_of(
                session,
                instrument,
                cohorts=cohorts,
                regions=regions,
                orders=orders,
                scores={"pre": pre, "post": post, "follow_up": follow_up},
                points=more[:2],
                answers=more[2:4] if with_answers else None,
                lessons=whole(lessons),
                is_follow_up_over=flags(moment is not None for moment in closed_at),
            ),
        )


def count_pairs(session: Session, filters: Filters) -> int:
    """Learners with both tests."""
    return session.scalar(select(func.count()).select_from(WholePair).where(*conditions(WholePair, filters))) or 0


def has_first_closed(session: Session, filters: Filters, by: datetime) -> bool:
    """Whether the second test of a cohort among these had closed by this moment, were it only for a while."""
    query = (
        select(Window.cohort_id)
        .join(WholePair, WholePair.cohort_id == Window.cohort_id)
        .where(*conditions(WholePair, filters), Window.wave == "post", Window.first_closed_at <= by)
    )
    return session.scalar(query.limit(1)) is not None


def is_sitting_of(attempt: Any, pair: type[WholePair] | type[ScorePair], wave: str) -> ColumnElement[bool]:
    """The attempt that counts for the pair's learner on this wave."""
    of: type[Attempt] = attempt
    return and_(
        of.learner_id == pair.learner_id,
        of.instrument_id == pair.instrument_id,
        of.wave == wave,
        of.is_counted,
    )
