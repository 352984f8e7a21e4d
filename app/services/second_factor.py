"""The second factor of the staff: a code from an app on their phone or computer, or one of ten printed recovery codes.

Administrators, M&E officers and partner leads of a real instance must have one; a facilitator may. A code is valid in
its half minute and in the ones before and after it, and is taken once. Wrong codes are counted by person, and only
somebody who knows the passphrase can type one: five in a quarter of an hour, twenty a day. At any moment three codes in
a million are right, so whoever has stolen a passphrase guesses one in 45 years on average.
"""

import secrets
from base64 import b32decode, b32encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.services import card_tries, recovery_codes
from app.services.budgets import Budget
from app.services.people import SignedInStaff
from app.services.recovery_codes import NewCodes
from app.store import Session, audit
from app.store.people import second_factors, wrong_tries

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

HALF_MINUTE = 30
BESIDE = (0, -1, 1)
"""Half minutes from now whose codes are taken, since clocks of phones go wrong."""
ISSUER = "Smart Navigator"


@dataclass(frozen=True)
class Offer:
    """An Offer is a new second-factor secret that its owner has yet to take into an app.

    address: the same secret as an otpauth URL, for a QR code.
    """

    secret: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True)
class CodeCheck:
    """A CodeCheck is the result of checking a typed code without writing: pass it to `is_proved`.

    step: of a code of the app, its half minute, counted from 1970. recovery_hash: of a recovery code, its stored hash.
    Both None: the code is wrong.
    """

    step: int | None = None
    recovery_hash: str | None = None


def begin(session: Session, me: SignedInStaff) -> None:
    """Stores a new random secret for an app; the second factor in force stays until `confirm` replaces it."""
    second_factors.offer(session, me.staff_id, b32encode(secrets.token_bytes(20)).decode())


def offer_of(reading: Session, me: SignedInStaff) -> Offer | None:
    """Returns the secret that `begin` stored, with the URL for its QR code; None if none waits for confirmation."""
    has = second_factors.get(reading, me.staff_id)
    if has is None or has.offered is None:
        return None
    return Offer(has.offered, _app_of(has.offered).get_provisioning_uri(me.name, ISSUER))


def confirm(session: Session, me: SignedInStaff, typed: str, new: NewCodes, now: datetime) -> Sequence[str] | None:
    """Makes the offered secret the second factor, if `typed` is its app's code; returns the new recovery codes.

    new: as `recovery_codes.draw_codes` makes them. None for a wrong code, or after too many. Commit also then.
    """
    has = second_factors.get(session, me.staff_id)
    secret = has.offered if has else None
    step = _step_of(secret, typed, now) if secret else None
    if not _may_pass(session, me, is_right=step is not None, now=now) or step is None or secret is None:
        return None
    if not second_factors.confirm(session, me.staff_id, secret, step=step, now=now):
        return None
    wrong_tries.forget(session, _bucket(me.staff_id))
    audit.add(session, "staff.second_factor", by=me.staff_id, at=now, subject=me.ref)
    second_factors.set_codes(session, me.staff_id, new.hashes)
    return new.codes


def renew_codes(session: Session, me: SignedInStaff, new: NewCodes, now: datetime) -> Sequence[str]:
    """Stores ten new recovery codes and returns them, to be shown once; the former ones end. Writes an audit entry."""
    audit.add(session, "staff.recovery_codes", by=me.staff_id, at=now, subject=me.ref)
    second_factors.set_codes(session, me.staff_id, new.hashes)
    return new.codes


def check_code(reading: Session, me: SignedInStaff, typed: str, now: datetime) -> CodeCheck:
    """Checks what somebody typed against their app, else against their recovery codes. Slow; writes nothing."""
    has = second_factors.get(reading, me.staff_id)
    step = _step_of(has.secret, typed, now) if has and has.secret else None
    if step is not None:
        return CodeCheck(step)
    return CodeCheck(recovery_hash=recovery_codes.find_hash(reading, me.staff_id, typed))


def is_proved(session: Session, me: SignedInStaff, check: CodeCheck, now: datetime) -> bool:
    """Uses up a code that `check_code` has checked; returns False for a wrong or used one.

    False also after too many wrong ones. Commit in either case. A recovery code writes an audit entry.
    """
    if not _may_pass(session, me, is_right=check != CodeCheck(), now=now) or not _spend(session, me, check, now):
        return False
    wrong_tries.forget(session, _bucket(me.staff_id))
    return True


def _spend(session: Session, me: SignedInStaff, check: CodeCheck, now: datetime) -> bool:
    """False if the code was used before."""
    if check.step is not None:
        return second_factors.spend_step(session, me.staff_id, check.step)
    if check.recovery_hash is None or not second_factors.spend_code(session, me.staff_id, check.recovery_hash):
        return False
    audit.add(session, "staff.recovery_code", by=me.staff_id, at=now, subject=me.ref)
    return True


def count_codes(reading: Session, me: SignedInStaff) -> int:
    """Returns how many recovery codes this person has left."""
    return second_factors.count_codes(reading, me.staff_id)


def forget(session: Session, staff_id: int) -> bool:
    """Removes a person's second factor with its recovery codes; returns False if none was in force."""
    wrong_tries.forget(session, _bucket(staff_id))
    return second_factors.drop(session, staff_id)


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The half minute, counted from 1970, of a code of the app; None for a wrong one."""
    app, this = _app_of(secret), int(now.timestamp()) // HALF_MINUTE
    codes = {app.generate((this + beside) * HALF_MINUTE).decode(): this + beside for beside in BESIDE}
    return codes.get("".join(typed.split()))


def _app_of(secret: str) -> "TOTP":
    """Makes the codes of a secret, as RFC 6238 has them: with SHA-1, the only digest that every app supports."""
    from cryptography.hazmat.primitives.hashes import SHA1  # slow to import, and seldom needed
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(b32decode(secret), 6, SHA1(), HALF_MINUTE)  # noqa: S303


def _may_pass(session: Session, me: SignedInStaff, *, is_right: bool, now: datetime) -> bool:
    bucket = _bucket(me.staff_id)
    budgets = [Budget(bucket, 5, timedelta(minutes=15)), Budget(bucket, 20, timedelta(days=1))]
    return card_tries.may_pass(session, budgets, is_right=is_right, now=now)


def _bucket(staff_id: int) -> str:
    return f"second factor {staff_id}"
