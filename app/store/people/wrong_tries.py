"""Wrong tries, counted against a budget; the counts outlive a restart."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.tables import WrongTry
from app.store.upserts import insert_into, is_postgresql


def take_turns(session: Session, buckets: Iterable[str]) -> None:
    """From here to the commit nobody else counts in these buckets, so that no budget is passed by one.

    SQLite needs nothing: its writers come one after another.
    """
    if is_postgresql(session):
        for bucket in sorted(buckets):
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(bucket, 0))))


def count(session: Session, bucket: str, *, since: datetime | None = None) -> int:
    """How many were wrong, in all or after `since`."""
    query = select(func.count()).select_from(WrongTry).where(WrongTry.bucket == bucket)
    if since is not None:
        query = query.where(WrongTry.tried_at > since)
    return session.scalars(query).one()


def add(session: Session, buckets: Iterable[str], now: datetime) -> None:
    session.execute(insert_into(session, WrongTry), [{"bucket": bucket, "tried_at": now} for bucket in buckets])


def nth_last(session: Session, bucket: str, n: int) -> datetime | None:
    """When the n-th last one was; None where there were fewer."""
    query = select(WrongTry.tried_at).where(WrongTry.bucket == bucket)
    return session.scalar(query.order_by(WrongTry.tried_at.desc()).offset(n - 1).limit(1))


def moments_of(session: Session, buckets: Collection[str]) -> dict[str, list[datetime]]:
    """All moments of several buckets, the last one first; a bucket without any is absent."""
    moments: dict[str, list[datetime]] = {}
    query = select(WrongTry.bucket, WrongTry.tried_at).where(WrongTry.bucket.in_(buckets))
    for bucket, tried_at in session.execute(query.order_by(WrongTry.tried_at.desc())):
        moments.setdefault(bucket, []).append(tried_at)
    return moments


def take_back(session: Session, bucket: str, number: int) -> None:
    """Forget the last ones, so many."""
    last = select(WrongTry.wrong_try_id).where(WrongTry.bucket == bucket)
    last = last.order_by(WrongTry.wrong_try_id.desc()).limit(number)
    session.execute(delete(WrongTry).where(WrongTry.wrong_try_id.in_(last.scalar_subquery())))


def forget(session: Session, *buckets: str) -> None:
    """Begin to count anew, as after a right code."""
    session.execute(delete(WrongTry).where(WrongTry.bucket.in_(buckets)))


def forget_old(session: Session, bucket: str, now: datetime, age: timedelta) -> None:
    """Drop what no budget looks at any more."""
    session.execute(delete(WrongTry).where(WrongTry.bucket == bucket, WrongTry.tried_at <= now - age))


def forget_all_old(session: Session, beginning: str, now: datetime, age: timedelta) -> None:
    """The same in all buckets whose names begin so."""
    of_these = WrongTry.bucket.startswith(beginning, autoescape=True)
    session.execute(delete(WrongTry).where(of_these, WrongTry.tried_at <= now - age))
