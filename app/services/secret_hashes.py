"""Hashes of PINs and passphrases: slow on purpose, and keyed by the pepper, without which nobody can try one."""

import hmac
import re
import secrets
import threading
from base64 import b64decode
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.store import Session, instance
from app.store.people import sign_ins
from app.store.pepper import PEPPERED


@dataclass(frozen=True)
class Work:
    """Says how much work Argon2id (RFC 9106) is: memory in KiB, passes over it, and lanes side by side."""

    memory: int
    passes: int
    lanes: int

    def argon2id(self, salt: bytes) -> Argon2id:
        """Returns the hash function with this work and salt; its digest has 32 bytes."""
        return Argon2id(salt=salt, length=32, iterations=self.passes, lanes=self.lanes, memory_cost=self.memory)


_WORK = Work(memory=19 * 1024, passes=2, lanes=1)
"""As OWASP's cheat sheet has it for small machines."""
_STORED = re.compile(re.escape(PEPPERED) + r"v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$")
"""A stored hash, whose digest is keyed and so not Argon2id's own: its settings and its salt."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""A class that signs in together must not take every processor from those who send their tests."""


def hash_secret(text: str) -> str:
    """Returns the Argon2id hash of a PIN or passphrase, with its settings and salt.

    It is slow on purpose: never call it in a transaction that writes.
    """
    return _encoded(text, _WORK, secrets.token_bytes(16))


def slow_digest(text: str, salt: bytes) -> bytes:
    """Returns the 32 bytes of Argon2id of a text with this salt, as `hash_secret` is set: as slow."""
    with _AT_ONCE:
        return _WORK.argon2id(salt).derive(text.encode())


def fits(reading: Session, text: str, secret: sign_ins.Secret | None) -> bool:
    """Returns whether a PIN or passphrase is the stored one.

    False if `secret` is None or holds no hash, which takes as long to find out.
    """
    stored = (secret.hash if secret else "") or ""
    again = instance.keyed_hash(reading, _hashed_like(stored, text))
    return hmac.compare_digest(again, stored)


def _hashed_like(stored: str, text: str) -> str:
    """Argon2id of a text with the settings and the salt of a stored hash; any others where nothing is stored."""
    settings = _STORED.match(stored)
    if settings is None:
        return hash_secret(text)
    memory, passes, lanes = map(int, settings.groups()[:3])
    salt = b64decode(settings[4] + "=" * (-len(settings[4]) % 4))
    return _encoded(text, Work(memory, passes, lanes), salt)


def _encoded(text: str, work: Work, salt: bytes) -> str:
    with _AT_ONCE:
        return work.argon2id(salt).derive_phc_encoded(text.encode())
