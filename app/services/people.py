"""Who a person is: roles with their scope, the signed in, and the codes that stand on a learner's card."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from itertools import pairwise

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""31 signs, none of which is taken for another one when it is read aloud or copied by hand."""

CODE_LENGTH = 8
PIN_LENGTH = 6

_LOOK_ALIKES = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY", " -–—\t")
"""Cyrillic letters that a phone set to Russian or Kazakh types for the Latin ones on the card."""


SEXES = ("female", "male", "unsaid")
AGE_BANDS = ("10-14", "15-17", "18-19", "20-24", "25-plus", "unsaid")
"""They add up to the five-year bands of health and education statistics and split at 18, where the law does."""


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    ME_OFFICER = "me_officer"
    PARTNER_LEAD = "partner_lead"
    FACILITATOR = "facilitator"


NEED_A_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.ME_OFFICER, Role.PARTNER_LEAD})
"""Whoever looks after people or figures of a real instance."""


class Owes(Enum):
    """An Owes is what a member of staff must do after the passphrase, before anything else."""

    CODE = "code"
    """to show the second factor"""
    SECOND_FACTOR = "second factor"
    """to set one up"""


@dataclass(frozen=True)
class Grant:
    """A Grant is a role and where it holds: a programme, a partner, or the whole instance if both ids are None."""

    role: Role
    programme_id: int | None = None
    partner_id: int | None = None


@dataclass(frozen=True)
class SignedInLearner:
    learner_id: int
    cohort_id: int
    handle: int
    language: str
    pin_due_at: datetime | None = None
    """on their own phone: when the PIN is asked for next; None: others use the phone too"""

    @property
    def is_on_own_phone(self) -> bool:
        return self.pin_due_at is not None


@dataclass(frozen=True)
class SignedInStaff:
    staff_id: int
    ref: str
    name: str
    language: str
    grants: tuple[Grant, ...]
    last_seen_at: datetime | None = None
    has_second_factor: bool = False
    owes: Owes | None = None
    at: datetime | None = None
    """the moment at which they ask: what they may do for a time is told by it"""

    def has(self, role: Role) -> bool:
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Card:
    """A Card is a learner's code and PIN, shown once and stored only as hashes."""

    learner_code: str
    pin: str


def new_code() -> str:
    """Returns a random code of eight characters, for a learner's card or for joining a cohort (39.6 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_ref() -> str:
    """Returns a random public id of twelve characters, the only kind of id that appears in URLs (60 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12)).lower()


def new_card() -> Card:
    """Makes a card with a random code and PIN, never a PIN that people guess first."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}}"
        if not is_obvious(pin):
            return Card(new_code(), pin)


def is_obvious(pin: str) -> bool:
    """Returns whether a six-digit PIN is easy to guess.

    It is if it has at most two different digits (121212), equal halves (123123), or runs up or down (234567).
    """
    steps = {(int(late) - int(early)) % 10 for early, late in pairwise(pin)}
    return len(set(pin)) <= 2 or pin[:3] == pin[3:] or steps in ({1}, {9})


def read_code(typed: str) -> str:
    """Returns a code as it is stored, from what somebody typed.

    Capitalises, removes spaces and dashes, and replaces Cyrillic look-alikes.
    """
    return typed.upper().translate(_LOOK_ALIKES)


def code_hash(key: str, code: str) -> str:
    """Returns the keyed SHA-256 of a code in hex, by which the store looks the code up without holding it.

    The code is normalised with `read_code` first.
    """
    return hmac.new(key.encode(), read_code(code).encode(), hashlib.sha256).hexdigest()
