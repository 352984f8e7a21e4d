"""Until when single learners may sit a test that closes before for the others."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.orm import Session

from app.store.answers.taken_out import IS_MEMBER
from app.store.tables import Attempt, Departure, Extension, Learner

__all__ = ["count_running", "drop", "ends_by_handle", "keep", "last", "list_of", "move"]

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
    """Returns the end of the last extension that a learner of the cohort has of its test; None if nobody has one."""
    of_test = Extension.cohort_id == cohort_id, Extension.wave == wave
    return session.scalar(select(func.max(Extension.until)).join(Learner, _IS_THEIRS).where(*of_test, IS_MEMBER))


def ends_by_handle(session: Session, cohort_id: int, wave: str) -> dict[int, datetime]:
    """Returns until when learners of a cohort may sit its test who have an extension, by handle."""
    query = select(Learner.handle, Extension.until).join(Learner, _IS_THEIRS)
    return dict(session.execute(query.where(Extension.cohort_id == cohort_id, Extension.wave == wave)).all())


def count_running(session: Session, cohort_ids: Collection[int], now: datetime) -> dict[int, dict[str, int]]:
    """Returns by cohort id, then by wave, how many may still sit a test beyond its closing and have not sent it."""
    query = select(Extension.cohort_id, Extension.wave, func.count()).join(Learner, _IS_THEIRS)
    query = query.where(Extension.cohort_id.in_(cohort_ids), Extension.until > now, IS_MEMBER, ~_has_sent())
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for cohort_id, wave, count in session.execute(query.group_by(Extension.cohort_id, Extension.wave)):
        counts[cohort_id][wave] = count
    return counts


def keep(session: Session, learner_id: int, cohort_id: int, wave: str, until: datetime) -> None:
    """Stores until when a learner may sit a test, in place of what was stored."""
    session.merge(Extension(learner_id=learner_id, wave=wave, cohort_id=cohort_id, until=until))
    session.flush()


def move(session: Session, from_id: int, to_id: int) -> None:
    """Gives a learner the extensions of another one of the same cohort; of two of a test, the later stays.

    Not of a test that the learner has sent, nor where it is noted why they left: nobody has to wait for it.
    """
    own = list_of(session, [to_id])[to_id]
    is_of_cohort = select(Learner.cohort_id).where(Learner.learner_id == to_id).scalar_subquery() == Extension.cohort_id
    query = select(Extension).join(Learner, _IS_THEIRS).where(Extension.learner_id == from_id, is_of_cohort)
    has_left = exists().where(Departure.learner_id == to_id)
    for row in session.scalars(query.where(~_has_sent(to_id), ~has_left)).all():
        keep(session, to_id, row.cohort_id, row.wave, max(row.until, own.get(row.wave, row.until)))


def _has_sent(learner_id: int | None = None) -> ColumnElement[bool]:
    """Of an extension: whether its learner, or this one, has sent its test."""
    return exists().where(
        Attempt.learner_id == (Extension.learner_id if learner_id is None else learner_id),
        Attempt.wave == Extension.wave,
        Attempt.received_at.is_not(None),
        Attempt.bar.is_(None),
    )


def drop(session: Session, learner_id: int, wave: str) -> None:
    """Deletes the extension of a learner's test, if there is one."""
    session.execute(delete(Extension).where(Extension.learner_id == learner_id, Extension.wave == wave))
