"""Keyed seals of settlements and publications: nobody with the database alone can make a value that fits one."""

from collections import defaultdict
from collections.abc import Collection
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.figures.seals import FROZEN, PUBLISHED, SINCE
from app.store.keyed_seals import Kind, Record
from app.store.steps import REVEAL
from app.store.tables import Publication, PublicationCohort, Settlement

_NAMES = tuple(name for name in (*FROZEN, *SINCE) if name != "ledger")
_SETTLED = tuple(getattr(Settlement, name) for name in _NAMES)
_STEP = _NAMES.index("step")
_PUBLISHED = tuple(getattr(Publication, name) for name in (*PUBLISHED, "acts_count", "acts_head") if name != "ledger")
AT_ONCE = 50
"""Ledgers in memory, of some 20 kB each."""


def _settlements(session: Session, ids: Collection[int]) -> dict[int, Record]:
    """While one is current, its numbers of erased and merged learners still grow and are not sealed.

    Of a reveal they are, each once it is not 0: nothing else would tell that one was edited.
    """
    of = Settlement
    query = select(of.settlement_id, of.keyed_seal, of.is_current, of.ledger, *_SETTLED)
    query = query.where(of.settlement_id.in_(ids)).execution_options(yield_per=AT_ONCE)
    records: dict[int, Record] = {}
    rows: Any = session.execute(query)
    for row_id, seal, is_current, ledger, *values in rows:
        frozen = values[: -len(SINCE)] if is_current else values
        since = values[-len(SINCE) :] if is_current and values[_STEP] == REVEAL else ()
        parts = {f"settlement {row_id}, {name}": (n,) for name, n in zip(SINCE, since, strict=False) if n}
        records[row_id] = Record((row_id, is_current, sha256(ledger).hexdigest(), *frozen), parts, seal)
    return records


def _publications(session: Session, ids: Collection[int]) -> dict[int, Record]:
    entered = defaultdict[int, list[tuple[object, ...]]](list)
    of = PublicationCohort
    steps = select(of.publication_id, of.cohort_id, of.step).where(of.publication_id.in_(ids))
    for publication_id, *step in session.execute(steps.order_by(of.cohort_id, of.step)):
        entered[publication_id].append(tuple(step))
    made = select(Publication.publication_id, Publication.keyed_seal, Publication.ledger, *_PUBLISHED)
    made = made.where(Publication.publication_id.in_(ids)).execution_options(yield_per=1)
    rows: Any = session.execute(made)
    return {
        row_id: Record((row_id, sha256(ledger).hexdigest(), *values, entered[row_id]), {}, seal)
        for row_id, seal, ledger, *values in rows
    }


SETTLEMENTS = Kind(Settlement.__tablename__, _settlements, column="keyed_seal")
PUBLICATIONS = Kind(Publication.__tablename__, _publications, column="keyed_seal")
