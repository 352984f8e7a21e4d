"""Seals of what was there before there were any, and of everything anew where their key is lost."""

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
    """Seals what has no seal yet, once in the life of an instance: an act says how much that was, and when.

    A row without a seal that is there afterwards was put in by hand. Raises SecretFault.
    """
    if session.scalar(select(Audit.audit_id).where(Audit.act == BEGIN).limit(1)) is None:
        count = {kind.name: seal_all(session, kind, is_anew=False) for kind in KINDS}
        audit.add(session, BEGIN, by=None, at=now, rows=count)


def seal_anew(session: Session) -> None:
    """Seals everything as it is, under a new key: nobody can tell any more whether it is what it was."""
    for kind in KINDS:
        seal_all(session, kind, is_anew=True)
