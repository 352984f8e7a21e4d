"""Seals of cohorts: over who is in them, so that a learner who was taken out by hand is missed."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.keyed_seals import Kind, Record
from app.store.tables import Cohort, Learner


def _read(session: Session, ids: Collection[int]) -> dict[int, Record]:
    cohorts = select(Cohort.cohort_id, Cohort.seal).where(Cohort.cohort_id.in_(ids)).order_by(Cohort.cohort_id)
    rows = session.execute(cohorts).all()
    learners = defaultdict[int, list[int]](list)
    query = select(Learner.cohort_id, Learner.learner_id).where(Learner.cohort_id.in_(ids))
    for cohort_id, learner_id in session.execute(query.order_by(Learner.learner_id)):
        learners[cohort_id].append(learner_id)
    return {row.cohort_id: Record((row.cohort_id, *learners[row.cohort_id]), {}, row.seal) for row in rows}


COHORTS = Kind(Cohort.__tablename__, _read)
