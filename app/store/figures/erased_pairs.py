"""How many pairs were erased after their group's result was made and before it settled: a number, and nobody's."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.figures.frozen_seals import SETTLEMENTS
from app.store.keyed_seals import reseal
from app.store.steps import REVEAL
from app.store.tables import CohortTally, ScorePair

ROW = tables.Settlement


def count_erased(session: Session, learner_ids: Sequence[int]) -> None:
    """Counts these learners, who are about to be erased, in the results of their groups.

    Counted are those with both tests whose group has a result and has not settled: once it has, no figure moves any
    more. The seal of the result covers the number.
    """
    its = (ROW.cohort_id == ScorePair.cohort_id) & (ROW.instrument_id == ScorePair.instrument_id)
    query = (
        select(ROW.settlement_id, func.count())
        .join(ScorePair, its)
        .join(CohortTally, CohortTally.cohort_id == ROW.cohort_id)
        .where(ROW.step == REVEAL, ROW.is_current, ~CohortTally.is_settled)
        .where(ScorePair.learner_id.in_(learner_ids), ScorePair.pre.is_not(None), ScorePair.post.is_not(None))
        .group_by(ROW.settlement_id)
        .order_by(ROW.settlement_id)
    )
    for settlement_id, count in session.execute(query).all():
        with reseal(session, SETTLEMENTS, settlement_id):
            counted = update(ROW).where(ROW.settlement_id == settlement_id)
            session.execute(counted.values(erased_count=ROW.erased_count + count))
