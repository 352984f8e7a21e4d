"""Who a person is: roles with their scope, the signed in, and the codes that stand on a learner's card."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
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


@dataclass(frozen=True)
class Grant:
    """A role within a scope; None and None: the whole instance."""

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

    def has(self, role: Role) -> bool:
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Card:
    """What a learner is given on paper or to copy; told once, kept only as hashes."""

    learner_code: str
    pin: str


def new_code() -> str:
    """A learner code or a join code: 39.6 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_ref() -> str:
    """A random public id, the only one that stands in a URL: 60 bits in twelve neutral signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12)).lower()


def new_card() -> Card:
    """A code and a PIN; PINs that people guess first are not given out."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}}"
        if not is_obvious(pin):
            return Card(new_code(), pin)


def is_obvious(pin: str) -> bool:
    """True for few digits (111111, 121212), halves that repeat (123123), and runs up or down (234567)."""
    steps = {(int(late) - int(early)) % 10 for early, late in pairwise(pin)}
    return len(set(pin)) <= 2 or pin[:3] == pin[3:] or steps in ({1}, {9})


def read_code(typed: str) -> str:
    """A code as a person types it (small letters, blanks, dashes, Cyrillic look-alikes) in the form that is kept."""
    return typed.upper().translate(_LOOK_ALIKES)


def code_hash(secret: str, code: str) -> str:
    """Keyed SHA-256 in hex: finds the learner of a code, tells nobody the code."""
    return hmac.new(secret.encode(), read_code(code).encode(), hashlib.sha256).hexdigest()
