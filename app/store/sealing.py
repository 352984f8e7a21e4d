"""Seals for rows that are older than seals, and for everything again after the key was lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.store import audit
from app.store.answers.learner_seals import LEARNERS, WITHOUT_LESSONS
from app.store.figures.frozen_seals import PUBLICATIONS, SETTLEMENTS
from app.store.keyed_seals import seal_all, seal_more
from app.store.people.staff_seals import STAFF
from app.store.programmes.cohort_seals import COHORTS

KINDS = (STAFF, COHORTS, LEARNERS, SETTLEMENTS, PUBLICATIONS)
BEGIN = "audit.begin_seals"


def begin(session: Session, now: datetime) -> None:
    """Seals every row that has no seal, once in the life of an instance, and adds an act that says how many.

    A row without a seal after that was put in by hand. Where an older version has sealed learners without their lessons
    and the peers whom they taught, these are sealed too, once, and another act says so. Raises SecretFault if the
    instance's secret is missing or does not fit.
    """
    former = audit.get(session, BEGIN, "")
    if former is None:
        count = {kind.name: seal_all(session, kind, is_anew=False) for kind in KINDS}
    elif not former.detail.get("has_lessons"):
        count = {LEARNERS.name: seal_more(session, WITHOUT_LESSONS, LEARNERS)}
    else:
        return
    audit.add(session, BEGIN, by=None, at=now, rows=count, has_lessons=True)


def seal_anew(session: Session) -> None:
    """Seals every row as it is now, under the present key; whether it was edited before can no longer be told."""
    for kind in KINDS:
        seal_all(session, kind, is_anew=True)
