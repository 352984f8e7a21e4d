"""Signing in and out: what is tried is counted, every refusal looks alike, and a sign-in is a row that can be killed."""

from dataclasses import dataclass
from datetime import datetime

from app.services.people import Card, Grant, Role, SignedInLearner, SignedInStaff, new_card
from app.store import Session

__all__ = ["Card", "Grant", "Role", "new_card"]


@dataclass(frozen=True)
class SignedIn:
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class CardCheck:
    """What was found out about a code and a PIN without writing: pass it on to `sign_in_learner`."""

    learner_id: int | None
    cohort_id: int | None
    is_right: bool


@dataclass(frozen=True)
class StaffCheck:
    """What was found out about a name and a passphrase without writing: pass it on to `sign_in_staff`."""

    staff_id: int | None
    is_right: bool


def hash_secret(text: str) -> str:
    """Argon2id of a PIN or passphrase, with its settings and salt. Slow on purpose: never while a writer waits."""
    raise NotImplementedError


def is_strong(passphrase: str) -> bool:
    """At least 12 signs, not just a few of them again and again."""
    raise NotImplementedError


def check_learner(reading: Session, learner_code: str, pin: str, now: datetime) -> CardCheck:
    """Look up the code and verify the PIN; takes as long for a code that nobody has. Writes nothing."""
    raise NotImplementedError


def sign_in_learner(session: Session, check: CardCheck, now: datetime) -> SignedIn | None:
    """A new sign-in; None when code or PIN are wrong or too many were: one answer for all. Commit also then."""
    raise NotImplementedError


def check_staff(reading: Session, name: str, passphrase: str, now: datetime) -> StaffCheck:
    """Look up the name and verify the passphrase; takes as long for a name that nobody has. Writes nothing."""
    raise NotImplementedError


def sign_in_staff(session: Session, check: StaffCheck, now: datetime) -> SignedIn | None:
    """A new sign-in; None when name or passphrase are wrong or too many were. Commit also then."""
    raise NotImplementedError


def start_learner(session: Session, learner_id: int, now: datetime) -> SignedIn:
    """Sign in the learner who joined a moment ago on this phone, without PIN."""
    raise NotImplementedError


def person_of(reading: Session, token: str, now: datetime) -> SignedInLearner | SignedInStaff | None:
    """Whose sign-in this is; None when it was ended, has expired, or never was."""
    raise NotImplementedError


def sign_out(session: Session, token: str) -> None:
    raise NotImplementedError


def sign_out_everywhere(session: Session, *, learner_id: int | None = None, staff_id: int | None = None) -> None:
    raise NotImplementedError


def new_pin(session: Session, learner_id: int, pin_hash: str) -> None:
    """Give the learner another PIN (`hash_secret` of it): ends every sign-in and forgets the wrong tries."""
    raise NotImplementedError


def replace_card(session: Session, learner_id: int, card: Card, pin_hash: str) -> None:
    """Give the learner another code and PIN, for a card that was lost or never seen; the old code is dead."""
    raise NotImplementedError


def make_link(session: Session, staff_id: int, now: datetime) -> str:
    """The token of a one-time link, good for three days; an older one of the same person is dead."""
    raise NotImplementedError


def open_link(reading: Session, token: str, now: datetime) -> str | None:
    """The name of the person whom the link is for; None when it was used, has expired, or never was."""
    raise NotImplementedError


def use_link(session: Session, token: str, passphrase_hash: str, now: datetime) -> SignedIn | None:
    """Set the passphrase and sign in; None as for `open_link`. Of two who use it at once, one succeeds."""
    raise NotImplementedError
