"""Staff come in: by name and passphrase, or by a one-time link that sets the passphrase."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services import secret_hashes, signing, staff_tries
from app.services.people import SignedInStaff
from app.store import Session, audit
from app.store.names import fold
from app.store.people import sign_ins

STAFF_STAYS = timedelta(hours=12)
LINK_STAYS = timedelta(days=3)
NOBODY = 0
"""Whose wrong tries those at names are that nobody has: they are counted alike, so that they take as long."""


@dataclass(frozen=True)
class StaffCheck:
    """A StaffCheck is the result of checking a passphrase without writing: pass it to `sign_in_staff`.

    staff_id: None if nobody has the name.
    """

    staff_id: int | None
    is_right: bool


def check_staff(reading: Session, name: str, passphrase: str) -> StaffCheck:
    """Looks up a name and verifies the passphrase; takes as long for a name that nobody has. Writes nothing.

    Wrong tries are not counted here but by `sign_in_staff`.
    """
    secret = sign_ins.staff_secret(reading, fold(" ".join(name.split())))
    return StaffCheck(secret.person_id if secret else None, secret_hashes.fits(reading, passphrase, secret))


def sign_in_staff(session: Session, check: StaffCheck, address: str, now: datetime) -> signing.SignedIn | None:
    """Signs a member of staff in for twelve hours; None if name or passphrase is wrong, or this IP address has to wait.

    A wrong try is counted: commit also for None. Somebody with a second factor still has to show it.
    """
    door = staff_tries.door_of(session, check.staff_id or NOBODY, address)
    if not staff_tries.may_come_in(session, door, is_right=check.is_right, now=now) or check.staff_id is None:
        return None
    return _start_staff(session, check.staff_id, now)


def check_own(reading: Session, staff_id: int, passphrase: str) -> StaffCheck:
    """Verifies the passphrase of a member of staff who is signed in; wrong for an unknown id. Writes nothing.

    Wrong tries are not counted here but by `may_go_on` and `change_passphrase`.
    """
    return StaffCheck(staff_id, secret_hashes.fits(reading, passphrase, sign_ins.secret_of_staff(reading, staff_id)))


def may_go_on(session: Session, me: SignedInStaff, check: StaffCheck, address: str, now: datetime) -> bool:
    """Returns whether the passphrase that somebody signed in typed again was right; counts a wrong try.

    Commit also for False.
    """
    door = staff_tries.door_of(session, me.staff_id, address)
    return staff_tries.may_come_in(session, door, is_right=check.is_right, now=now)


def change_passphrase(
    session: Session, me: SignedInStaff, check: StaffCheck, address: str, passphrase_hash: str, now: datetime
) -> signing.SignedIn | None:
    """Sets another passphrase, writes an audit entry and returns a new sign-in; all their others end.

    check: what `check_own` returned for the present passphrase. Returns None if that is wrong, or this IP address has
    to wait; a wrong try is counted: commit also then.
    """
    if not may_go_on(session, me, check, address, now):
        return None
    sign_ins.set_passphrase(session, me.staff_id, passphrase_hash)
    sign_ins.close_all(session, staff_id=me.staff_id)
    audit.add(session, "staff.passphrase", by=me.staff_id, at=now, subject=me.ref)
    return _start_staff(session, me.staff_id, now, proved_at=now if me.has_second_factor else None)


def start_proved(
    session: Session, me: SignedInStaff, token: str, now: datetime, *, is_only: bool = False
) -> signing.SignedIn:
    """Returns a new sign-in for somebody who has just shown their second factor; the one with the old token ends.

    is_only: all their other sign-ins end too. Writes no audit entry.
    """
    if is_only:
        sign_ins.close_all(session, staff_id=me.staff_id)
    signing.sign_out(session, token)
    return _start_staff(session, me.staff_id, now, proved_at=now)


def _start_staff(
    session: Session, staff_id: int, now: datetime, *, proved_at: datetime | None = None
) -> signing.SignedIn:
    token = signing.SignedIn(secrets.token_urlsafe(32), now + STAFF_STAYS)
    sign_ins.add(
        session,
        token_hash=signing.digest_of(token.token),
        started_at=now,
        expires_at=token.expires_at,
        staff_id=staff_id,
        proved_at=proved_at,
    )
    return token


def make_link(session: Session, staff_id: int, now: datetime) -> str:
    """Stores a new one-time link and returns its token, valid for three days; an older link of the same person ends."""
    token = secrets.token_urlsafe(32)
    sign_ins.add_link(session, staff_id, token_hash=signing.digest_of(token), made_at=now, expires_at=now + LINK_STAYS)
    return token


def open_link(reading: Session, token: str, now: datetime) -> str | None:
    """Returns the name of the person whom a one-time link is for, without using it up.

    None if the link was used, has expired or was replaced, or never existed.
    """
    return sign_ins.name_of_link(reading, signing.digest_of(token), now)


def use_link(session: Session, token: str, passphrase_hash: str, now: datetime) -> signing.SignedIn | None:
    """Sets a passphrase by a one-time link and signs in; the link, all other sign-ins and wrong tries end.

    Whoever has a second factor is asked for it next: a link stands for a passphrase and for nothing else. Returns None
    if the link was used, has expired, was replaced or never existed, or its owner is disabled. Writes no audit entry.
    """
    staff_id = sign_ins.use_link(session, signing.digest_of(token), passphrase_hash=passphrase_hash, now=now)
    if staff_id is None:
        return None
    staff_tries.forget(session, staff_id, now)
    sign_ins.close_all(session, staff_id=staff_id)
    return _start_staff(session, staff_id, now)
