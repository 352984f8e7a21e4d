"""Where one of the staff is signed in, and when each of these sign-ins was last used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from app.store.tables import SignIn

MARK = 16
"""Digits of the digest of a token that name its sign-in on a page: they open nothing."""


@dataclass(frozen=True, slots=True)
class StaffSignIn:
    mark: str
    started_at: datetime
    last_seen_at: datetime


def list_living(session: Session, staff_id: int, now: datetime, *, seen_after: datetime) -> list[StaffSignIn]:
    """Lists the sign-ins with which a member of staff is signed in now, the one used last first.

    seen_after: sign-ins not used since then have lapsed and are left out.
    """
    query = (
        select(_mark(), SignIn.started_at, SignIn.last_seen_at)
        .where(SignIn.staff_id == staff_id, SignIn.expires_at > now, SignIn.last_seen_at > seen_after)
        .order_by(SignIn.last_seen_at.desc(), SignIn.started_at.desc())
    )
    rows: Sequence[Any] = session.execute(query).all()
    return [StaffSignIn(*row) for row in rows]


def close_marked(session: Session, staff_id: int, mark: str) -> None:
    """Ends the sign-in with this mark, if this member of staff has one."""
    session.execute(delete(SignIn).where(SignIn.staff_id == staff_id, _mark() == mark))


def close_others(session: Session, staff_id: int, token_hash: str) -> None:
    """Ends all sign-ins of this member of staff except the one with this token."""
    session.execute(delete(SignIn).where(SignIn.staff_id == staff_id, SignIn.token_hash != token_hash))


def see(session: Session, token_hash: str, now: datetime) -> None:
    """Stores `now` as the time when this staff sign-in was last used; an unknown token changes nothing."""
    of_staff = SignIn.staff_id.is_not(None)
    session.execute(update(SignIn).where(SignIn.token_hash == token_hash, of_staff).values(last_seen_at=now))


def left_by(session: Session, token_hash: str, now: datetime, *, seen_after: datetime) -> int | None:
    """Returns the staff id of the sign-in with this token if it lapsed unused; None for any other token.

    It lapses if it was not used after `seen_after`.
    """
    is_left = (SignIn.token_hash == token_hash) & (SignIn.expires_at > now) & (SignIn.last_seen_at <= seen_after)
    return session.scalar(select(SignIn.staff_id).where(is_left))


def _mark() -> ColumnElement[str]:
    return func.substr(SignIn.token_hash, 1, MARK)
