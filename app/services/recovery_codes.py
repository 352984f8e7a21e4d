"""Recovery codes: ten on paper, each of which stands once for the second factor; stored as slow hashes.

The ten of a set share a salt, so that a try is hashed once and not ten times.
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
"""Of a set, and of a code: 59 bits each."""
SLOW = "2$"
"""How a slow hash begins; the codes of a version before have quick ones, and are taken until they are used up."""


@dataclass(frozen=True)
class NewCodes:
    """A NewCodes is ten codes to show once, and their hashes to store."""

    shown: Sequence[str] = field(repr=False)
    hashes: Sequence[str]


def draw_codes(reading: Session) -> NewCodes:
    """Returns ten new random codes with their hashes. Slow: call it before anything is written."""
    codes, salt, key = [new_ref().upper() for _ in range(COUNT)], secrets.token_bytes(12), _key(reading)
    shown = [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]
    return NewCodes(shown, [_slow_hash(code, salt, key) for code in codes])


def stored_like(reading: Session, staff_id: int, typed: str) -> str | None:
    """Returns the stored hash of the recovery code that this person typed; None if it is no code of theirs. Slow."""
    code = read_code(typed)
    if len(code) != SIGNS:
        return None
    stored, key = second_factors.list_codes(reading, staff_id), _key(reading)
    salts = {_salt_of(it) for it in stored if it.startswith(SLOW)}
    tries = {_slow_hash(code, salt, key) for salt in salts} | {code_hash(key, code)}
    return next(iter(tries.intersection(stored)), None)


def _slow_hash(code: str, salt: bytes, key: str) -> str:
    keyed = hmac.digest(key.encode(), slow_digest(code, salt), hashlib.sha256)
    return f"{SLOW}{urlsafe_b64encode(salt).decode()}${urlsafe_b64encode(keyed).decode().rstrip('=')}"


def _salt_of(stored: str) -> bytes:
    return urlsafe_b64decode(stored.split("$")[1])


def _key(reading: Session) -> str:
    return instance.pepper_of(reading, "recovery codes")
