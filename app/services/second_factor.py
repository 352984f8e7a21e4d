"""The second factor of the staff: a code from an app on their phone or computer, or one of ten that stand on paper.

Whoever looks after people or figures of a real instance must have one: administrators, M&E officers, partner leads. A
facilitator may. A code holds for its half minute and the ones beside it, and is taken once. Wrong codes are counted by
person, whom only somebody reaches who knows the passphrase: five in a quarter of an hour, twenty a day. So somebody who
has stolen a passphrase guesses one of three codes in a million twenty times a day: once in 45 years, on an average.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp

from app.services import signing
from app.services.budgets import Budget
from app.services.people import SignedInStaff, code_hash, new_ref, read_code
from app.store import Session, audit, instance
from app.store.people import second_factors, wrong_tries

CODES = 10
"""Recovery codes, of twelve signs: 59 bits each."""
BESIDE = (0, -1, 1)
"""Half minutes whose codes are taken, counted from now: clocks of phones go wrong."""
ISSUER = "Smart Navigator"


@dataclass(frozen=True)
class Offer:
    """An Offer is a new second-factor secret that its owner has yet to take into an app.

    address: the same secret as an otpauth URL, for a QR code.
    """

    secret: str = field(repr=False)
    address: str = field(repr=False)
    """the same for a camera"""


def begin(session: Session, me: SignedInStaff) -> None:
    """Stores a new random secret for an app; the second factor in force stays until `confirm` replaces it."""
    second_factors.offer(session, me.staff_id, pyotp.random_base32())


def offer_of(reading: Session, me: SignedInStaff) -> Offer | None:
    """Returns the secret that `begin` stored, with the URL for its QR code; None if none waits for confirmation."""
    has = second_factors.get(reading, me.staff_id)
    if has is None or has.offered is None:
        return None
    return Offer(has.offered, pyotp.TOTP(has.offered).provisioning_uri(name=me.name, issuer_name=ISSUER))


def confirm(session: Session, me: SignedInStaff, typed: str, now: datetime) -> Sequence[str] | None:
    """Makes the offered secret the second factor, if `typed` is its app's code; returns ten new recovery codes.

    They are shown once. Writes an audit entry. Returns None for a wrong code, after too many wrong ones, or if nothing
    is offered; commit also then.
    """
    has = second_factors.get(session, me.staff_id)
    secret = has.offered if has else None
    step = _step_of(secret, typed, now) if secret else None
    if not _may_pass(session, me, is_right=step is not None, now=now) or step is None or secret is None:
        return None
    if not second_factors.confirm(session, me.staff_id, secret, step=step, now=now):
        return None
    audit.add(session, "staff.second_factor", by=me.staff_id, at=now, subject=me.ref)
    return _new_codes(session, me)


def renew_codes(session: Session, me: SignedInStaff, now: datetime) -> Sequence[str]:
    """Makes ten new recovery codes and returns them, to be shown once; the former ones end. Writes an audit entry."""
    audit.add(session, "staff.recovery_codes", by=me.staff_id, at=now, subject=me.ref)
    return _new_codes(session, me)


def is_proved(session: Session, me: SignedInStaff, typed: str, now: datetime) -> bool:
    """Returns whether `typed` is a valid code of the app or a recovery code, and uses it up.

    False for a wrong or used code, and after too many wrong ones. Commit in either case. A recovery code writes an
    audit entry.
    """
    has = second_factors.get(session, me.staff_id)
    step = _step_of(has.secret, typed, now) if has and has.secret else None
    hashed = code_hash(instance.pepper_of(session, "recovery codes"), typed)
    is_right = step is not None or second_factors.has_code(session, me.staff_id, hashed)
    if not _may_pass(session, me, is_right=is_right, now=now):
        return False
    if step is not None:
        return second_factors.spend_step(session, me.staff_id, step)
    audit.add(session, "staff.recovery_code", by=me.staff_id, at=now, subject=me.ref)
    return second_factors.spend_code(session, me.staff_id, hashed)


def count_codes(reading: Session, me: SignedInStaff) -> int:
    """Returns how many recovery codes this person has left."""
    return second_factors.count_codes(reading, me.staff_id)


def forget(session: Session, staff_id: int) -> bool:
    """Removes a person's second factor and their wrong codes; returns False if none was in force."""
    wrong_tries.forget(session, _bucket(staff_id))
    return second_factors.drop(session, staff_id)


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The half minute that this code is of; None for a wrong one."""
    totp, code = pyotp.TOTP(secret), "".join(typed.split())
    this = totp.timecode(now)
    codes = {totp.generate_otp(this + beside): this + beside for beside in BESIDE}
    return codes.get(code)


def _may_pass(session: Session, me: SignedInStaff, *, is_right: bool, now: datetime) -> bool:
    bucket = _bucket(me.staff_id)
    budgets = [Budget(bucket, 5, timedelta(minutes=15)), Budget(bucket, 20, timedelta(days=1))]
    may = signing.may_pass(session, budgets, is_right=is_right, now=now)
    if may:
        wrong_tries.forget(session, bucket)
    return may


def _bucket(staff_id: int) -> str:
    return f"second factor {staff_id}"


def _new_codes(session: Session, me: SignedInStaff) -> Sequence[str]:
    codes = [new_ref().upper() for _ in range(CODES)]
    key = instance.pepper_of(session, "recovery codes")
    second_factors.set_codes(session, me.staff_id, [code_hash(key, read_code(code)) for code in codes])
    return [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]
