"""Where learners sit: their group and the number in it, by which staff know them, and never who they are."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.tables import Attempt, Cohort, Learner

AT_ONCE = 500

Place = tuple[str, int]
"""Public id of a cohort, and number in it."""


def places_of(session: Session, learner_ids: Collection[int]) -> dict[int, Place]:
    """Returns the places of these learners by their ids; one who does not exist is absent."""
    query = select(Learner.learner_id, Cohort.ref, Learner.handle).join(Cohort, Cohort.cohort_id == Learner.cohort_id)
    ids, places = sorted(learner_ids), dict[int, Place]()
    for start in range(0, len(ids), AT_ONCE):
        rows = session.execute(query.where(Learner.learner_id.in_(ids[start : start + AT_ONCE])))
        places |= {learner_id: (ref, handle) for learner_id, ref, handle in rows}
    return places


def places_of_attempts(session: Session, keys: Collection[str]) -> dict[str, Place]:
    """Returns the places of those who sat these attempts, by the attempt's key; one that does not exist is absent."""
    query = (
        select(Attempt.key, Cohort.ref, Learner.handle)
        .join(Learner, Learner.learner_id == Attempt.learner_id)
        .join(Cohort, Cohort.cohort_id == Learner.cohort_id)
    )
    names, places = sorted(keys), dict[str, Place]()
    for start in range(0, len(names), AT_ONCE):
        rows = session.execute(query.where(Attempt.key.in_(names[start : start + AT_ONCE])))
        places |= {key: (ref, handle) for key, ref, handle in rows}
    return places
