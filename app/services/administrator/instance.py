"""Making an instance, and making sure that somebody can set it up."""

from dataclasses import dataclass
from datetime import datetime

from app.services import staff_signing
from app.services.administrator import helplines
from app.services.administrator.staff import add_staff
from app.services.people import Grant, Role
from app.store import Session, audit, audit_chain, instance, sealing
from app.store.people import second_factors, sign_ins, staff
from app.store.programmes import programmes, regions

FIRST_ADMINISTRATOR = "administrator"


class AnotherKind(ValueError):
    """Raised if an instance would change its kind: real, demonstration or test. The kind never changes."""


@dataclass(frozen=True)
class Prepared:
    kind: str
    token: str | None
    """of a one-time link for the first administrator; None if somebody can administrate already"""
    replaces_link: bool = False
    """True if an earlier link of the first administrator ended because of this one"""


def prepare(session: Session, *, kind: str | None, language: str | None = None, now: datetime) -> Prepared:
    """Sets up a new instance, or loads what a newer version of the code ships with; safe to repeat.

    kind: real, demonstration or test; None for the kind that the instance has, or real for a new one. If no
    administrator can sign in, the result has the token of a one-time link for the first administrator, and an earlier
    link ends. language: of that person's pages; None for what it is, else that of the oldest programme, else Russian.
    Raises AnotherKind if the instance is of another kind, and SecretFault if its secret is missing or does not fit.
    """
    this = instance.keep_first(session, kind=kind or "real", now=now)
    if kind is not None and kind != this.kind:
        raise AnotherKind(f"this is a {this.kind} instance, not a {kind} one")
    sealing.begin(session, now)
    regions.load(session)
    helplines.load_shipped(session)
    if staff.list_able(session, Role.ADMINISTRATOR):
        return Prepared(this.kind, None)
    waiting = staff.get_by_name(session, FIRST_ADMINISTRATOR)
    if waiting is not None:
        if language is not None:
            staff.set_language(session, waiting.staff_id, language)
        return Prepared(this.kind, staff_signing.make_link(session, waiting.staff_id, now), replaces_link=True)
    language = language or _language_of_house(session)
    made = add_staff(session, name=FIRST_ADMINISTRATOR, language=language, grant=Grant(Role.ADMINISTRATOR), now=now)
    return Prepared(this.kind, made.token)


def _language_of_house(session: Session) -> str:
    """The first language of the oldest programme; Russian, as pages are by themselves, where there is none."""
    oldest = min(programmes.list_programmes(session), key=lambda it: it.programme_id, default=None)
    return oldest.languages[0] if oldest and oldest.languages else "ru"


def rotate_secret(session: Session, secret: str, now: datetime, *, is_lost: bool = False) -> int:
    """Protects the database with another secret and ends every sign-in; returns how many were ended.

    Cards, passphrases and the tickets on phones stay valid, unless `is_lost`: then none works any longer, and seals and
    the audit chain start again under new keys. Writes an audit entry. Raises SecretFault if `is_lost` is True and the
    former secret still opens the database, or False and it does not.
    """
    put = instance.put_anew_under if is_lost else instance.put_under
    put(session, secret)
    if is_lost:
        second_factors.drop_all(session)  # nothing opens them any more, and no link goes round them
        audit_chain.begin_anew(session, now)
        sealing.seal_anew(session)
    ended = sign_ins.close_everybodys(session)
    audit.add(session, "instance.rotate_secret", by=None, at=now, ended=ended, is_lost=is_lost)
    return ended
