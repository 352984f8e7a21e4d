"""Recovery codes: ten on paper, each of which takes the place of the second factor once; stored as slow hashes.

The ten of a set share a salt, so that a typed code is hashed once and not ten times.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.services.people import code_hash, new_ref, read_code
from app.services.secret_hashes import slow_digest
from app.store import Session, instance
from app.store.people import second_factors

COUNT, SIGNS = 10, 12
"""Codes in a set, and characters in a code (59 bits)."""
SLOW = "2$"
"""How a slow hash begins. Codes of an older version have quick hashes, and are taken until they are used up."""


@dataclass(frozen=True)
class NewCodes:
    """A NewCodes is ten codes, in groups of four to be shown once, and their hashes to be stored."""

    codes: Sequence[str] = field(repr=False)
    hashes: Sequence[str]


def draw_codes(reading: Session) -> NewCodes:
    """Returns ten new random codes with their hashes. Slow: call it before anything is written."""
    codes, salt, key = [new_ref().upper() for _ in range(COUNT)], secrets.token_bytes(12), _key(reading)
    shown = [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]
    return NewCodes(shown, [_slow_hash(code, salt, key) for code in codes])


def find_hash(reading: Session, staff_id: int, typed: str) -> str | None:
    """Returns the stored hash of a recovery code as this person typed it; None if it is no code of theirs. Slow."""
    code = read_code(typed)
    if len(code) != SIGNS:
        return None
    stored, key = second_factors.list_codes(reading, staff_id), _key(reading)
    salts = {_salt_of(it) for it in stored if it.startswith(SLOW)}
    hashes = {_slow_hash(code, salt, key) for salt in salts} | {code_hash(key, code)}
    return next(iter(hashes.intersection(stored)), None)


def _slow_hash(code: str, salt: bytes, key: str) -> str:
    keyed = hmac.digest(key.encode(), slow_digest(code, salt), hashlib.sha256)
    return f"{SLOW}{urlsafe_b64encode(salt).decode()}${urlsafe_b64encode(keyed).decode().rstrip('=')}"


def _salt_of(stored: str) -> bytes:
    return urlsafe_b64decode(stored.split("$")[1])


def _key(reading: Session) -> str:
    return instance.pepper_of(reading, "recovery codes")
