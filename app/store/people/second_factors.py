"""Second factors of the staff, whose secrets are stored encrypted, and the hashes of their recovery codes.

Only the secret of the instance decrypts them: whoever has a copy of the database alone can make no code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.instance import pepper_of
from app.store.keyed_seals import reseal
from app.store.people.staff_seals import STAFF
from app.store.pepper import TEXT_IN_AES, decrypt, encrypt
from app.store.tables import RecoveryCode
from app.store.upserts import insert_into

ROW = tables.SecondFactor


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A SecondFactor holds the secret that a member of staff has in force, and the one that they are offered."""

    secret: str | None = field(repr=False)
    """in force; None if none is"""
    offered: str | None = field(repr=False)
    """shown to its owner and not confirmed by a code yet; None if none is"""


def get(session: Session, staff_id: int) -> SecondFactor | None:
    """Returns the second factor of a member of staff; None if none is in force or offered.

    Raises SecretFault if the instance's secret is missing or does not fit.
    """
    row = session.execute(select(ROW.secret, ROW.offered).where(ROW.staff_id == staff_id)).first()
    if row is None:
        return None
    key = _key(session)
    return SecondFactor(*(None if text is None else decrypt(text, key) for text in row))


def has_one(session: Session, staff_id: int) -> bool:
    """Returns whether this member of staff has a second factor in force."""
    return session.scalar(select(ROW.staff_id).where(ROW.staff_id == staff_id, ROW.secret.is_not(None))) is not None


def offer(session: Session, staff_id: int, secret: str) -> None:
    """Stores a secret that a member of staff is offered, in place of an earlier offer; one in force stays so."""
    offered = encrypt(secret, _key(session))
    statement = insert_into(session, ROW).values(staff_id=staff_id, offered=offered)
    session.execute(statement.on_conflict_do_update(index_elements=["staff_id"], set_={"offered": offered}))


def confirm(session: Session, staff_id: int, secret: str, *, step: int, now: datetime) -> bool:
    """Puts the offered secret in force; returns False, and changes nothing, if `secret` is not the one offered.

    step: the half minute since 1970 of the code that confirmed it; neither that code nor an earlier one is taken again.
    """
    offered = session.scalar(select(ROW.offered).where(ROW.staff_id == staff_id))
    if offered is None or decrypt(offered, _key(session)) != secret:
        return False
    values = {"secret": offered, "offered": None, "last_step": step, "confirmed_at": now}
    is_offered = (ROW.staff_id == staff_id) & (ROW.offered == offered)
    with reseal(session, STAFF, staff_id):
        return _has_changed(session, is_offered, values)


def encrypt_anew(session: Session) -> None:
    """Encrypts by AES-GCM all secrets that an older version encrypted by its own pad.

    Raises SecretFault if the instance's secret is missing or does not fit.
    """
    key = _key(session)
    for staff_id, secret, offered in session.execute(select(ROW.staff_id, ROW.secret, ROW.offered)).all():
        changed = {
            name: encrypt(decrypt(text, key), key)
            for name, text in (("secret", secret), ("offered", offered))
            if text and not text.startswith(TEXT_IN_AES)
        }
        if changed:
            with reseal(session, STAFF, staff_id):
                session.execute(update(ROW).where(ROW.staff_id == staff_id).values(changed))


def drop_all(session: Session) -> None:
    """Deletes the second factors and recovery codes of all staff, for an instance whose secret is lost."""
    session.execute(delete(RecoveryCode))
    session.execute(delete(ROW))


def spend_step(session: Session, staff_id: int, step: int) -> bool:
    """Uses up the code of a half minute; returns False if it, or a later one, was used already.

    step: the half minute since 1970.
    """
    is_new = (ROW.staff_id == staff_id) & or_(ROW.last_step.is_(None), ROW.last_step < step)
    return _has_changed(session, is_new, {"last_step": step})


def _key(session: Session) -> str:
    return pepper_of(session, "second factors")


def _has_changed(session: Session, which: ColumnElement[bool], values: Mapping[str, object]) -> bool:
    return session.scalar(update(ROW).where(which).values(values).returning(ROW.staff_id)) is not None


def drop(session: Session, staff_id: int) -> bool:
    """Deletes the second factor and recovery codes of a member of staff; returns False if no factor was in force."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    with reseal(session, STAFF, staff_id):
        row = session.execute(delete(ROW).where(ROW.staff_id == staff_id).returning(ROW.confirmed_at)).first()
    return row is not None and row[0] is not None


def set_codes(session: Session, staff_id: int, hashes: Iterable[str]) -> None:
    """Stores these recovery codes of a member of staff, as hashes, in place of all earlier ones."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    session.execute(insert_into(session, RecoveryCode), [{"staff_id": staff_id, "code_hash": it} for it in hashes])


def list_codes(session: Session, staff_id: int) -> list[str]:
    """Lists the hashes of a member of staff's unused recovery codes."""
    return list(session.scalars(select(RecoveryCode.code_hash).where(RecoveryCode.staff_id == staff_id)))


def spend_code(session: Session, staff_id: int, code_hash: str) -> bool:
    """Uses up a recovery code; returns False if there is none with this hash. Of two uses at once, one succeeds."""
    is_it = (RecoveryCode.staff_id == staff_id) & (RecoveryCode.code_hash == code_hash)
    return session.scalar(delete(RecoveryCode).where(is_it).returning(RecoveryCode.staff_id)) is not None


def count_codes(session: Session, staff_id: int) -> int:
    """Returns how many unused recovery codes a member of staff has."""
    return session.scalars(select(func.count()).where(RecoveryCode.staff_id == staff_id)).one()
