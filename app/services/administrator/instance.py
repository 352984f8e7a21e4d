"""Making an instance, and making sure that somebody can set it up."""

from dataclasses import dataclass
from datetime import datetime

from app.services import staff_signing
from app.services.administrator import helplines
from app.services.administrator.staff import add_staff
from app.services.people import Grant, Role
from app.store import Session, audit, audit_chain, instance, sealing
from app.store.people import second_factors, sign_ins, staff
from app.store.programmes import regions

FIRST_ADMINISTRATOR = "administrator"


class AnotherKind(ValueError):
    """Raised where a real instance would turn into a test or a demonstration, or back."""


@dataclass(frozen=True)
class Prepared:
    kind: str
    token: str | None
    """of a one-time link for the first administrator; None: somebody can administrate already"""
    replaces_link: bool = False
    """True where an earlier link died for this one"""


def prepare(session: Session, *, kind: str | None, now: datetime) -> Prepared:
    """Makes the instance, or brings what ships with the code up to date; as often as one likes.

    `kind`: real, demonstration or test; None: the kind it has, real for a new one. Where no administrator can sign in,
    the result has the token of a one-time link for the first. Raises AnotherKind.
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
        return Prepared(this.kind, staff_signing.make_link(session, waiting.staff_id, now), replaces_link=True)
    made = add_staff(session, name=FIRST_ADMINISTRATOR, language="en", grant=Grant(Role.ADMINISTRATOR), now=now)
    return Prepared(this.kind, made.token)


def rotate_secret(session: Session, secret: str, now: datetime, *, is_lost: bool = False) -> int:
    """Puts the database under another secret and ends every sign-in; returns how many those were.

    What the secret opens stays as it is, and so do cards, passphrases and the tickets on phones; where the former one
    is lost, none of these is known any more. Raises SecretFault where it is said to be lost and is not, or the other
    way.
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
