"""The one row that says what this instance is."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.memory import asked_once
from app.store.upserts import insert_into
from app.store.values import value_of

KINDS = ("real", "demonstration", "test")


ROW = tables.Instance


@dataclass(frozen=True, slots=True)
class Instance:
    kind: str
    """one of KINDS"""
    secret: str = field(repr=False)
    """signs its cookies and tickets"""
    created_at: datetime


def get(session: Session) -> Instance | None:
    row = session.scalar(select(ROW))
    return value_of(Instance, row) if row is not None else None


@asked_once
def secret_of(session: Session) -> str:
    """What signs cookies and tickets and keys the hashes of codes. Raises NoResultFound before `keep_first`."""
    return session.scalars(select(ROW.secret)).one()


def keep_first(session: Session, *, kind: str, now: datetime) -> Instance:
    """Make the instance unless it is made already; give back the one there is."""
    session.execute(
        insert_into(session, ROW)
        .values(instance_id=1, kind=kind, secret=secrets.token_hex(32), created_at=now)
        .on_conflict_do_nothing()
    )
    return value_of(Instance, session.scalars(select(ROW)).one())
