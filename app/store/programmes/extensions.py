"""Until when single learners may sit a test that closes before for the others."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.tables import Extension, Learner

__all__ = ["drop", "keep", "last", "list_of"]

_IS_THEIRS = (Learner.learner_id == Extension.learner_id) & (Learner.cohort_id == Extension.cohort_id)
"""Of the cohort that the learner is in: whoever moved takes no extension along."""


def list_of(session: Session, learner_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """Returns the end of each extension by learner id, then by wave; a learner without any has an empty dict."""
    ends: dict[int, dict[str, datetime]] = defaultdict(dict)
    query = select(Extension).join(Learner, _IS_THEIRS).where(Extension.learner_id.in_(learner_ids))
    for row in session.scalars(query):
        ends[row.learner_id][row.wave] = row.until
    return ends


def last(session: Session, cohort_id: int, wave: str) -> datetime | None:
    """Returns the end of the last extension of a cohort's test; None if nobody has one."""
    query = select(func.max(Extension.until)).where(Extension.cohort_id == cohort_id, Extension.wave == wave)
    return session.scalar(query)


def keep(session: Session, learner_id: int, cohort_id: int, wave: str, until: datetime) -> None:
    """Stores until when a learner may sit a test, in place of what was stored."""
    session.merge(Extension(learner_id=learner_id, wave=wave, cohort_id=cohort_id, until=until))
    session.flush()


def drop(session: Session, learner_id: int, wave: str) -> None:
    """Deletes the extension of a learner's test, if there is one."""
    session.execute(delete(Extension).where(Extension.learner_id == learner_id, Extension.wave == wave))
