"""Wrong tries, counted against a budget; the counts outlive a restart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, String, cast, delete, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.store.answers.taken_out import IS_MEMBER
from app.store.tables import Learner, PreparedCard, WrongTry
from app.store.upserts import insert_into, is_postgresql


def take_turns(session: Session, buckets: Iterable[str]) -> None:
    """Locks these buckets until the transaction ends, so that tries made at once do not exceed a budget.

    On SQLite it does nothing: writers come one after another there.
    """
    if is_postgresql(session):
        for bucket in sorted(buckets):
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(bucket, 0))))


def count(session: Session, bucket: str, *, since: datetime | None = None) -> int:
    """Returns how many wrong tries a bucket has, in all or after `since`."""
    query = select(func.count()).select_from(WrongTry).where(WrongTry.bucket == bucket)
    if since is not None:
        query = query.where(WrongTry.tried_at > since)
    return session.scalars(query).one()


def add(session: Session, buckets: Iterable[str], now: datetime) -> None:
    session.execute(insert_into(session, WrongTry), [{"bucket": bucket, "tried_at": now} for bucket in buckets])


def nth_last(session: Session, bucket: str, n: int) -> datetime | None:
    """Returns when the n-th last wrong try of a bucket was made; None if there were fewer. n: from 1."""
    query = select(WrongTry.tried_at).where(WrongTry.bucket == bucket)
    return session.scalar(query.order_by(WrongTry.tried_at.desc()).offset(n - 1).limit(1))


@dataclass(frozen=True)
class Tries:
    """A Tries holds the wrong tries of one bucket: when they were made, the last one first, and the card's handle."""

    handle: int | None
    moments: Sequence[datetime]


def of_cohort(session: Session, cohort_id: int, bucket: str, *, card: str, printed: str) -> dict[str, Tries]:
    """Returns the wrong tries at a cohort's cards, and in the cohort's own bucket, by bucket.

    bucket: the cohort's own, which has no handle. card, printed: how buckets begin, before a learner's id or the id of
    a printed card that nobody has used. A bucket without any try is absent.
    """
    buckets = union_all(
        select(literal(bucket).label("bucket"), cast(null(), Integer).label("handle")),
        select(literal(card) + cast(Learner.learner_id, String), Learner.handle).where(
            Learner.cohort_id == cohort_id, IS_MEMBER
        ),
        select(literal(printed) + cast(PreparedCard.prepared_card_id, String), PreparedCard.handle).where(
            PreparedCard.cohort_id == cohort_id
        ),
    ).subquery()
    query = select(buckets.c.bucket, buckets.c.handle, WrongTry.tried_at)
    query = query.join(WrongTry, WrongTry.bucket == buckets.c.bucket)
    tries: dict[str, tuple[int | None, list[datetime]]] = {}
    rows: Sequence[Any] = session.execute(query.order_by(WrongTry.tried_at.desc())).all()
    for name, handle, tried_at in rows:
        tries.setdefault(name, (handle, []))[1].append(tried_at)
    return {name: Tries(*of) for name, of in tries.items()}


def take_back(session: Session, bucket: str, number: int) -> None:
    """Deletes the last wrong tries of a bucket, as many as `number`."""
    last = select(WrongTry.wrong_try_id).where(WrongTry.bucket == bucket)
    last = last.order_by(WrongTry.wrong_try_id.desc()).limit(number)
    session.execute(delete(WrongTry).where(WrongTry.wrong_try_id.in_(last.scalar_subquery())))


def forget(session: Session, *buckets: str) -> None:
    """Deletes all wrong tries of these buckets, as after a right code."""
    session.execute(delete(WrongTry).where(WrongTry.bucket.in_(buckets)))


def forget_old(session: Session, bucket: str, now: datetime, age: timedelta) -> None:
    """Deletes the wrong tries of a bucket that are at least as old as `age`."""
    session.execute(delete(WrongTry).where(WrongTry.bucket == bucket, WrongTry.tried_at <= now - age))


def forget_all_old(session: Session, beginning: str, now: datetime, age: timedelta) -> None:
    """Deletes the wrong tries that are at least as old as `age`, in all buckets whose names have this beginning."""
    of_these = WrongTry.bucket.startswith(beginning, autoescape=True)
    session.execute(delete(WrongTry).where(of_these, WrongTry.tried_at <= now - age))


def forget_beginning(session: Session, beginning: str) -> None:
    """Deletes all wrong tries in buckets whose names have this beginning."""
    session.execute(delete(WrongTry).where(WrongTry.bucket.startswith(beginning, autoescape=True)))


def forget_before_newest(session: Session, beginning: str, number: int) -> None:
    """Deletes wrong tries in buckets whose names begin so, but for those among the newest `number` of all buckets."""
    of_these = WrongTry.bucket.startswith(beginning, autoescape=True)
    newest = select(func.max(WrongTry.wrong_try_id)).scalar_subquery()
    session.execute(delete(WrongTry).where(WrongTry.wrong_try_id <= newest - number, of_these))
