"""How many merges were undone after a group's result was made and before it settled: a number, and nobody's."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.figures.frozen_seals import SETTLEMENTS
from app.store.keyed_seals import reseal
from app.store.steps import REVEAL
from app.store.tables import CohortTally, ScorePair

ROW = tables.Settlement


def where_counted(session: Session, *learner_ids: int) -> set[int]:
    """Returns the ids of the cohorts in which scores of these learners count."""
    return set(session.scalars(select(ScorePair.cohort_id).where(ScorePair.learner_id.in_(learner_ids))))


def count_parted(session: Session, cohort_ids: set[int]) -> None:
    """Counts a merge that was undone in the results of these cohorts, but for those that have settled.

    The seal of a result covers the number.
    """
    query = (
        select(ROW.settlement_id)
        .join(CohortTally, CohortTally.cohort_id == ROW.cohort_id)
        .where(ROW.cohort_id.in_(cohort_ids), ROW.step == REVEAL, ROW.is_current, ~CohortTally.is_settled)
        .order_by(ROW.settlement_id)
    )
    for settlement_id in session.scalars(query).all():
        with reseal(session, SETTLEMENTS, settlement_id):
            counted = update(ROW).where(ROW.settlement_id == settlement_id)
            session.execute(counted.values(merged_count=ROW.merged_count + 1))
