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
    """An Owes is what somebody who came in by a passphrase has to do before anything else."""

    CODE = "code"
    """to show the second factor"""
    SECOND_FACTOR = "second factor"
    """to set one up"""


@dataclass(frozen=True)
class Grant:
    """A Grant is a role within a scope; None and None: the whole instance."""

    role: Role
    programme_id: int | None = None
    partner_id: int | None = None


@dataclass(frozen=True)
class SignedInLearner:
    learner_id: int
    cohort_id: int
    handle: int
    language: str


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

    def has(self, role: Role) -> bool:
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Card:
    """A Card is what a learner gets on paper or to copy; it is shown once and stored only as hashes."""

    learner_code: str
    pin: str


def new_code() -> str:
    """Returns a random code of eight signs for a learner or for joining: 39.6 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_ref() -> str:
    """Returns a random public id, the only one that stands in a URL: 60 bits in twelve neutral signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12)).lower()


def new_card() -> Card:
    """Makes a card with a random code and PIN, never a PIN that people guess first."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}}"
        if not is_obvious(pin):
            return Card(new_code(), pin)


def is_obvious(pin: str) -> bool:
    """Returns whether a PIN has few digits (111111, 121212), equal halves (123123), or runs up or down (234567)."""
    steps = {(int(late) - int(early)) % 10 for early, late in pairwise(pin)}
    return len(set(pin)) <= 2 or pin[:3] == pin[3:] or steps in ({1}, {9})


def read_code(typed: str) -> str:
    """Returns a code as it is stored, from how people type it: small letters, blanks, dashes, Cyrillic look-alikes."""
    return typed.upper().translate(_LOOK_ALIKES)


def code_hash(key: str, code: str) -> str:
    """Returns the keyed SHA-256 of a code in hex: it finds the learner of a code and tells nobody the code."""
    return hmac.new(key.encode(), read_code(code).encode(), hashlib.sha256).hexdigest()
