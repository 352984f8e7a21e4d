"""Seals for rows that are older than seals, and for everything again after the key was lost."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import audit
from app.store.answers.learner_seals import LEARNERS
from app.store.figures.frozen_seals import PUBLICATIONS, SETTLEMENTS
from app.store.keyed_seals import seal_all
from app.store.people.staff_seals import STAFF
from app.store.programmes.cohort_seals import COHORTS
from app.store.tables import Audit

KINDS = (STAFF, COHORTS, LEARNERS, SETTLEMENTS, PUBLICATIONS)
BEGIN = "audit.begin_seals"


def begin(session: Session, now: datetime) -> None:
    """Seals every row that has no seal, once in the life of an instance, and adds an act that says how many.

    A row without a seal after that was put in by hand. Raises SecretFault.
    """
    if session.scalar(select(Audit.audit_id).where(Audit.act == BEGIN).limit(1)) is None:
        count = {kind.name: seal_all(session, kind, is_anew=False) for kind in KINDS}
        audit.add(session, BEGIN, by=None, at=now, rows=count)


def seal_anew(session: Session) -> None:
    """Seals every row as it is now, under the present key; whether it was edited before can no longer be told."""
    for kind in KINDS:
        seal_all(session, kind, is_anew=True)
