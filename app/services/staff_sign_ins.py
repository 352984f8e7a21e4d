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
    """A StaffSignIn is one browser in which a member of staff is signed in.

    Neither its kind nor its address is stored.
    """

    mark: str
    """identifies it on a page and in `end`; it lets nobody in"""
    started_at: datetime
    last_seen_at: datetime
    is_this: bool
    """it is the browser that asks"""


def list_sign_ins(reading: Session, staff_id: int, token: str, now: datetime) -> list[StaffSignIn]:
    """Lists where this person is signed in, the browser used last first. token: of the browser that asks."""
    own = digest_of(token)
    living = staff_sign_ins.list_living(reading, staff_id, now, seen_after=now - STAFF_IDLE)
    return [StaffSignIn(it.mark, it.started_at, it.last_seen_at, own.startswith(it.mark)) for it in living]


def is_just_in(sign_ins: Sequence[StaffSignIn], now: datetime) -> bool:
    """Returns whether whoever asks has signed in minutes ago, so that nobody need ask for the passphrase again."""
    return any(one.is_this and now - one.started_at <= JUST_IN for one in sign_ins)


def end(session: Session, staff_id: int, mark: str) -> None:
    """Ends the one of a person's sign-ins that has this mark; does nothing if none has it. Writes no audit entry."""
    staff_sign_ins.close_marked(session, staff_id, mark)


def end_others(session: Session, staff_id: int, token: str) -> None:
    """Ends all of a person's sign-ins except the one with this token. Writes no audit entry."""
    staff_sign_ins.close_others(session, staff_id, digest_of(token))


def end_all(session: Session, person: staff.Staff, *, by: int | None, now: datetime) -> None:
    """Ends all sign-ins of a member of staff and writes an audit entry; their passphrase stays.

    by: id of the administrator who does it.
    """
    sign_out_everywhere(session, staff_id=person.staff_id)
    audit.add(session, "staff.sign_out", by=by, at=now, subject=person.ref)


def is_to_be_noted(person: SignedInStaff, now: datetime) -> bool:
    """Returns whether `note` should be called: a minute or more has passed since this sign-in's last use was stored.

    False if `last_seen_at` is None.
    """
    return person.last_seen_at is not None and now - person.last_seen_at >= NOTED_EVERY


def note(session: Session, token: str, now: datetime) -> None:
    """Stores that this staff sign-in is used now, so that it does not end through idleness."""
    staff_sign_ins.see(session, digest_of(token), now)


def left_by(reading: Session, token: str, now: datetime) -> int | None:
    """Returns the staff id of the sign-in with this token, if it ended through 30 minutes without a request.

    None for any other.
    """
    return staff_sign_ins.left_by(reading, digest_of(token), now, seen_after=now - STAFF_IDLE)
