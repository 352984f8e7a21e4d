"""Groups whose second test has closed and that stand in no figure yet, each with what decides when they will."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.figures.progress import has_anybody
from app.store.figures.selection import Scope, in_scope
from app.store.programmes.cohorts import window_of
from app.store.tables import Attempt, Cohort, CohortTally, Learner
from courses import PAIR, Wave, Window

WAITING = "waiting"
"""Of a sheet that waits for a second person's yes, as its attempt's `bar` says."""
MOST = 100
"""So many are named at most: those that settle first."""


@dataclass(frozen=True)
class Row:
    """A Row is one group that has not settled: what it is called, its second test's window, and sheets that wait."""

    ref: str
    label: str
    region_code: str
    time_zone: str
    way: str
    window: Window
    sheets: int
    """of its first and second test, that count only with a second person's yes"""


def list_unsettled(session: Session, scope: Scope, now: datetime) -> list[Row]:
    """Lists the groups of a scope whose second test has ever closed and that have not settled, the first closed first.

    At most MOST; no pilots, which are in no figure, and no groups of nobody, unless all were erased after their result.
    """
    of = tables.Window
    waiting = (
        select(func.count())
        .select_from(Attempt)
        .join(Learner, Learner.learner_id == Attempt.learner_id)
        .where(Learner.cohort_id == Cohort.cohort_id, Attempt.bar == WAITING, Attempt.wave.in_(PAIR))
        .correlate(Cohort)
        .scalar_subquery()
    )
    query = (
        select(of, Cohort.ref, Cohort.label, Cohort.region_code, Cohort.time_zone, Cohort.way, waiting)
        .join(Cohort, Cohort.cohort_id == of.cohort_id)
        .join(CohortTally, CohortTally.cohort_id == of.cohort_id)
        .where(of.wave == Wave.POST, of.first_closed_at <= now, ~CohortTally.is_settled, has_anybody())
        .where(~Cohort.is_pilot, in_scope(Cohort.programme_id, Cohort.partner_id, scope))
        .order_by(of.first_closed_at, of.cohort_id)
        .limit(MOST)
    )
    rows: Any = session.execute(query)
    return [
        Row(ref, label, region_code, time_zone, way, window_of(window), sheets)
        for window, ref, label, region_code, time_zone, way, sheets in rows
    ]
