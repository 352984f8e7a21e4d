"""Where somebody of the staff is signed in: seen by them, and ended by them or an administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services.people import SignedInStaff
from app.services.signing import STAFF_IDLE, digest_of, sign_out_everywhere
from app.store import Session, audit
from app.store.people import staff, staff_sign_ins

NOTED_EVERY = timedelta(minutes=1)
"""That somebody is at work is written down as rarely as this."""

JUST_IN = timedelta(minutes=5)


@dataclass(frozen=True)
class StaffSignIn:
    """A StaffSignIn is a browser in which somebody is signed in. Neither its kind nor its address is stored."""

    mark: str
    """names it on a page and opens nothing"""
    started_at: datetime
    last_seen_at: datetime
    is_this: bool
    """the one that asks"""


def list_sign_ins(reading: Session, staff_id: int, token: str, now: datetime) -> list[StaffSignIn]:
    """Lists where this person is signed in, the one that was used last first; `token` is of the one that asks."""
    own = digest_of(token)
    living = staff_sign_ins.list_living(reading, staff_id, now, seen_after=now - STAFF_IDLE)
    return [StaffSignIn(it.mark, it.started_at, it.last_seen_at, own.startswith(it.mark)) for it in living]


def is_just_in(sign_ins: Sequence[StaffSignIn], now: datetime) -> bool:
    """Returns whether whoever asks has signed in minutes ago, so that nobody need ask for the passphrase again."""
    return any(one.is_this and now - one.started_at <= JUST_IN for one in sign_ins)


def end(session: Session, staff_id: int, mark: str) -> None:
    """Ends one of a person's sign-ins; nothing where the mark is of none."""
    staff_sign_ins.close_marked(session, staff_id, mark)


def end_others(session: Session, staff_id: int, token: str) -> None:
    """Ends all of a person's sign-ins but the one that asks."""
    staff_sign_ins.close_others(session, staff_id, digest_of(token))


def end_all(session: Session, person: staff.Staff, *, by: int | None, now: datetime) -> None:
    """Ends all of somebody's sign-ins, as an administrator does; their passphrase stays."""
    sign_out_everywhere(session, staff_id=person.staff_id)
    audit.add(session, "staff.sign_out", by=by, at=now, subject=person.ref)


def is_to_be_noted(person: SignedInStaff, now: datetime) -> bool:
    """Returns whether a minute has passed since it was written down that this person is at work."""
    return person.last_seen_at is not None and now - person.last_seen_at >= NOTED_EVERY


def note(session: Session, token: str, now: datetime) -> None:
    """Stores that this sign-in is used now."""
    staff_sign_ins.see(session, digest_of(token), now)


def left_by(reading: Session, token: str, now: datetime) -> int | None:
    """Returns whose sign-in ended because its browser was left alone too long; None for any other."""
    return staff_sign_ins.left_by(reading, digest_of(token), now, seen_after=now - STAFF_IDLE)
