"""Who was erased: stored in the transaction that erases them, and after it in the list beside the database.

A learner is recognised in an older copy by what they joined with, which is drawn once and is nobody else's, and a
cohort by its public id; both are stored here as keyed digests. A list that lacks some, since its disk was full, gets
them the next time it is completed.
"""

import hmac
import logging
from collections.abc import Iterable, Iterator

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from app.store import tables
from app.store.database import Database
from app.store.erased_list import COHORT, LEARNER, ErasedList, Erasure
from app.store.instance import pepper_of
from app.store.tables import Cohort, FormerLearner, Learner
from app.store.upserts import insert_into

ROW = tables.Erasure
NEW = "newly erased"
"""Under this name a session has those whom no commit has brought into the list yet."""
AT_ONCE = 2_000
_LOG = logging.getLogger(__name__)


def note_learner(session: Session, learner_id: int) -> None:
    """Records that a learner is erased, with everybody merged into them; call it before they are deleted.

    After the commit they are added to the list beside the database; a fault there is only logged. Raises SecretFault if
    the instance's secret is missing or does not fit.
    """
    own = select(Learner.join_key).where(Learner.learner_id == learner_id)
    former = select(FormerLearner.join_key).where(FormerLearner.learner_id == learner_id)
    keys = [*session.scalars(own), *session.scalars(former)]
    _note(session, [_erasure(session, LEARNER, key) for key in keys if key])


def note_cohort(session: Session, ref: str) -> None:
    """Records that everybody of a cohort is erased, as `note_learner` does for a learner. ref: its public id."""
    _note(session, [_erasure(session, COHORT, ref)])


def keep(session: Session, erased: Iterable[Erasure]) -> None:
    """Stores erasures in the database that are in the list beside it already; those stored before stay."""
    for one in sorted(erased, key=lambda it: it.digest):
        values = {"digest": one.digest, "kind": one.kind, "key_mark": one.key_mark}
        session.execute(insert_into(session, ROW).values(values).on_conflict_do_nothing())


def list_erased(session: Session) -> set[Erasure]:
    """Returns every erasure that this database has recorded."""
    return {Erasure(*row) for row in session.execute(select(ROW.key_mark, ROW.kind, ROW.digest))}


def list_missing(session: Session, database: Database) -> set[Erasure]:
    """Returns the erasures in the list beside the database that the database itself lacks.

    A database restored from a backup lacks those made since. Empty if there is no list. Raises OSError if the list
    cannot be read.
    """
    place = database.vault.place.erased
    return {*place.read()} - list_erased(session) if place is not None else set()


def key_mark(session: Session) -> str:
    """Returns a mark that tells with which key digests are made. Raises SecretFault if the secret is missing."""
    return hmac.digest(_key(session), b"mark", "sha256")[:4].hex()


def find_learners(session: Session, digests: set[str]) -> Iterator[int]:
    """Yields the ids of learners who have one of these digests, or into whom somebody with such a digest was merged."""
    keys = (
        select(Learner.learner_id, Learner.join_key),
        select(FormerLearner.learner_id, FormerLearner.join_key).where(FormerLearner.join_key.is_not(None)),
    )
    for query in keys:
        for learner_id, key in session.execute(query.execution_options(yield_per=AT_ONCE)):
            if _digest(session, LEARNER, key or "") in digests:
                yield learner_id


def find_cohorts(session: Session, digests: set[str]) -> dict[str, int]:
    """Returns the ids of the cohorts that have one of these digests, by digest; a digest of no cohort is absent."""
    rows = session.execute(select(Cohort.cohort_id, Cohort.ref))
    return {digest: cohort_id for cohort_id, ref in rows if (digest := _digest(session, COHORT, ref)) in digests}


def complete(database: Database) -> None:
    """Adds to the list beside the database the erasures that it lacks, and makes the list if there is none.

    Raises OSError. Does nothing if no folder for it is known.
    """
    erased = _list_of(database)
    if erased is not None:
        with database.reading() as session:
            missing = list_erased(session) - erased.read()
        if missing or not erased.exists():
            erased.add(missing)


def _list_of(database: Database) -> ErasedList | None:
    return database.vault.place.erased


def _note(session: Session, erased: list[Erasure]) -> None:
    keep(session, erased)
    session.info.setdefault(NEW, []).extend(erased)


@event.listens_for(Session, "after_commit")
def _write_down(session: Session) -> None:
    """What is erased for good is in the list a moment later; a process stopped in between completes it later."""
    if session.in_nested_transaction():
        return
    erased: list[Erasure] = session.info.pop(NEW, [])
    place = session.info["vault"].place.erased if erased else None
    if place is not None:
        try:
            place.add(erased)
        except OSError as fault:
            _LOG.warning("the list of who was erased could not be written: it is tried again", exc_info=fault)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _: SessionTransaction) -> None:
    """Rather too few in the list, for a while, than one who was not erased."""
    session.info.pop(NEW, None)


def _erasure(session: Session, kind: str, key: str) -> Erasure:
    return Erasure(key_mark(session), kind, _digest(session, kind, key))


def _digest(session: Session, kind: str, key: str) -> str:
    return hmac.digest(_key(session), f"{kind} {key}".encode(), "sha256")[:16].hex()


def _key(session: Session) -> bytes:
    return bytes.fromhex(pepper_of(session, "erased"))
