"""The one row that says what this instance is."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.memory import asked_once
from app.store.tables import Instance
from app.store.upserts import insert_into

KINDS = ("real", "demonstration", "test")


def get(session: Session) -> Instance | None:
    return session.scalar(select(Instance))


@asked_once
def secret_of(session: Session) -> str:
    """What signs cookies and tickets and keys the hashes of codes. Raises NoResultFound before `keep_first`."""
    return session.scalars(select(Instance.secret)).one()


def keep_first(session: Session, *, kind: str, now: datetime) -> Instance:
    """Make the instance unless it is made already; give back the one there is."""
    session.execute(
        insert_into(session, Instance)
        .values(instance_id=1, kind=kind, secret=secrets.token_hex(32), created_at=now)
        .on_conflict_do_nothing()
    )
    return session.scalars(select(Instance)).one()
