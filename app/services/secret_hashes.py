"""Hashes of PINs and passphrases: slow on purpose, and keyed by the pepper, without which nobody can try one."""

import hmac
import secrets
import threading
from base64 import b64decode

from argon2 import PasswordHasher, extract_parameters, low_level

from app.store import Session, instance
from app.store.people import sign_ins
from app.store.pepper import PEPPERED, PLAIN

# Argon2id as OWASP's cheat sheet has it for small machines: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS = _HASHER.hash(secrets.token_hex())
"""What a code that nobody has is verified against, so that it takes as long."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""A class that signs in together must not take every processor from those who send their tests."""


def hash_secret(text: str) -> str:
    """Returns the Argon2id hash of a PIN or passphrase, with its settings and salt.

    It is slow on purpose: never call it in a transaction that writes.
    """
    with _AT_ONCE:
        return _HASHER.hash(text)


def slow_digest(text: str, salt: bytes) -> bytes:
    """Returns the 32 bytes of Argon2id of a text with this salt, as `hash_secret` is set: as slow."""
    with _AT_ONCE:
        return low_level.hash_secret_raw(
            text.encode(),
            salt,
            time_cost=_HASHER.time_cost,
            memory_cost=_HASHER.memory_cost,
            parallelism=_HASHER.parallelism,
            hash_len=32,
            type=low_level.Type.ID,
        )


def fits(reading: Session, text: str, secret: sign_ins.Secret | None) -> bool:
    """Returns whether a PIN or passphrase is the stored one.

    False if `secret` is None or holds no hash, which takes as long to find out.
    """
    stored = secret.hash if secret and secret.hash and secret.hash.startswith(PEPPERED) else ""
    again = instance.keyed_hash(reading, _hashed_like(stored or _NOBODYS, text))
    return hmac.compare_digest(again, stored)


def _hashed_like(stored: str, text: str) -> str:
    """Argon2id of a text with the settings and the salt of a stored hash, whose digest is not Argon2id's own."""
    settings = extract_parameters(stored.replace(PEPPERED, PLAIN))
    salt = stored.split("$")[4]
    with _AT_ONCE:
        return low_level.hash_secret(
            text.encode(),
            b64decode(salt + "=" * (-len(salt) % 4)),
            time_cost=settings.time_cost,
            memory_cost=settings.memory_cost,
            parallelism=settings.parallelism,
            hash_len=settings.hash_len,
            type=settings.type,
            version=settings.version,
        ).decode()
