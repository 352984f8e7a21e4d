"""Erases once more, in a restored backup, everybody who was erased after the backup was made.

The list of who was erased is beside the database, and no restored backup replaces it: whoever is in the list and not
among the erasures of the database was erased later. So it does not matter whether the backup came back by `navigator
restore`, a tool of PostgreSQL or by hand: they are erased before the instance is served.
"""

from dataclasses import dataclass
from datetime import datetime

from app.services import erasing, retention
from app.services.figures import settling
from app.store import Database, Session, instance
from app.store.erased_list import COHORT, LEARNER, Erasure
from app.store.figures import settlements
from app.store.people import erasures, learners
from app.store.steps import COURSE


@dataclass(frozen=True)
class ErasingAnew:
    """An ErasingAnew counts who was erased again in a restored database, and who could not be."""

    has_list: bool
    """False: there is no list of erasures, so nobody can tell who was erased since the backup"""
    learners: int = 0
    cohorts: int = 0
    """whose answers were erased because their time was over"""
    waiting: int = 0
    """cohorts in the list that cannot settle yet: their learners stay until they have"""
    unknown: int = 0
    """entries of the list made under another secret, so that nobody can say who they are"""


def erase_anew(database: Database, now: datetime) -> ErasingAnew:
    """Erases again, in a database restored from a backup, everybody who was erased after the backup was made.

    They are read from the list of erasures beside the database. Commits transactions of its own, and writes audit
    entries. Raises OSError if the list cannot be read, and SecretFault without the secret.
    """
    place = database.vault.place.erased
    if place is None or not place.exists():
        return ErasingAnew(has_list=False)
    with database.reading() as session:
        missing = erasures.list_missing(session, database) if instance.get(session) else set()
        mark = erasures.key_mark(session) if missing else ""
    mine = {one for one in missing if one.key_mark == mark}
    count = _erase_learners(database, {one for one in mine if one.kind == LEARNER}, now)
    cohorts, waiting = _erase_cohorts(database, {one for one in mine if one.kind == COHORT}, now)
    unknown = len(missing) - len(mine)
    return ErasingAnew(has_list=True, learners=count, cohorts=cohorts, waiting=waiting, unknown=unknown)


def _erase_learners(database: Database, erased: set[Erasure], now: datetime) -> int:
    """How many, each erased in a transaction of its own; after that these entries count as done."""
    if not erased:
        return 0
    with database.reading() as session:
        learner_ids = sorted({*erasures.find_learners(session, {one.digest for one in erased})})
    for learner_id in learner_ids:
        with database.writing() as session:
            learner = learners.lock_to_erase(session, learner_id)
            if learner is not None:
                erasing.erase(session, learner, "learner.erase_anew", now=now)
    with database.writing() as session:
        erasures.keep(session, erased)
    return len(learner_ids)


def _erase_cohorts(database: Database, erased: set[Erasure], now: datetime) -> tuple[int, int]:
    """How many cohorts are erased, and how many wait: their entries stay to be done."""
    if not erased:
        return 0, 0
    with database.reading() as session:
        known = erasures.find_cohorts(session, {one.digest for one in erased})
    begun = {digest for digest, cohort_id in known.items() if _erase_cohort(database, cohort_id, now)}
    with database.writing() as session:
        erasures.keep(session, {one for one in erased if one.digest not in known.keys() - begun})
    return len(begun), len(known) - len(begun)


def _erase_cohort(database: Database, cohort_id: int, now: datetime) -> bool:
    """False if it has not settled in this backup and cannot yet: its figures would be lost."""
    with database.writing() as session:
        if not _has_settled(session, cohort_id, now):
            return False
        cohort = settlements.lock(session, cohort_id)
        if cohort is not None:
            retention.begin(session, cohort, now)
    retention.drop_everybody(database, cohort_id)
    return True


def _has_settled(session: Session, cohort_id: int, now: datetime) -> bool:
    try:
        settling.settle(session, cohort_id, COURSE, now=now)
    except settling.NotOver:
        return False
    return settlements.current(session, cohort_id, COURSE) is not None
