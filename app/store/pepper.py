"""The pepper: what hashes of codes and PINs are keyed with, and tickets signed. Only the secret opens it."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Literal

from app.store.secret_place import VARIABLE, SecretFault, SecretPlace, read_secret

Purpose = Literal[
    "codes",
    "tickets",
    "marks",
    "options",
    "visitors",
    "hashes",
    "addresses",
    "recovery codes",
    "second factors",
    "audit",
    "erased",
    "seals",
]
_OF_ONE_SECRET: tuple[Purpose, ...] = ("codes", "tickets", "marks", "options", "visitors")
"""What the one secret of an older instance keyed, so that its phones and cards keep working."""
_NONCE, _CHECK = 16, 32
NO_PIN = "-"
"""In place of a PIN's hash: nobody signs in with this card."""
PLAIN, PEPPERED = "$argon2id$", "$argon2id-hmac$"
"""How a hash begins as Argon2id writes it, and with its digest keyed."""


@dataclass(frozen=True, slots=True)
class Pepper:
    """A Pepper is 32 random bytes from which keys are made; in an older instance also the secret from its database."""

    root: bytes = field(repr=False)
    former: str = field(default="", repr=False)

    def key(self, purpose: Purpose) -> str:
        """Returns the key for this purpose, in hexadecimal digits.

        No key reveals another, except that in an older instance five purposes share its former secret as their key.
        """
        return self.former if self.former and purpose in _OF_ONE_SECRET else derive(self.root, purpose).hex()


def new_pepper(former: str = "") -> Pepper:
    return Pepper(secrets.token_bytes(32), former)


def wrap(pepper: Pepper, secret: str) -> bytes:
    """Returns the pepper encrypted under the secret, with a check of both, as the database stores it."""
    nonce = secrets.token_bytes(_NONCE)
    hidden = _padded(pepper.root + pepper.former.encode(), secret, nonce)
    return nonce + hidden + _check(secret, nonce + hidden)


def unwrap(blob: bytes, secret: str) -> Pepper | None:
    """Returns the pepper that `wrap` encrypted; None if the secret is another one or the bytes were changed."""
    body, check = blob[:-_CHECK], blob[-_CHECK:]
    if not hmac.compare_digest(check, _check(secret, body)):
        return None
    plain = _padded(body[_NONCE:], secret, body[:_NONCE])
    return Pepper(plain[:32], plain[32:].decode())


def derive(root: bytes, purpose: str) -> bytes:
    """Returns 32 bytes derived from the root for this purpose (HKDF-Expand of RFC 5869, one block).

    The root is random already, so nothing is extracted first.
    """
    return hmac.digest(root, purpose.encode() + b"\x01", "sha256")


def encrypt(text: str, key: str) -> str:
    """Encrypts a short text; the same text and key always give the same result, so that the database can compare it.

    key and result: hexadecimal digits. The pad begins with a digest of the text, which is the check as well (a
    synthetic initialisation vector, as in RFC 5297).
    """
    nonce = _synthetic(text.encode(), key)
    return (nonce + _padded(text.encode(), key, nonce)).hex()


def decrypt(value: str, key: str) -> str:
    """Returns the text that `encrypt` encrypted. Raises SecretFault if the key is another one."""
    blob = bytes.fromhex(value)
    nonce, text = blob[:_NONCE], _padded(blob[_NONCE:], key, blob[:_NONCE])
    if not hmac.compare_digest(nonce, _synthetic(text, key)):
        raise SecretFault("what lies under the secret of this instance was put there under another one")
    return text.decode()


def _synthetic(text: bytes, key: str) -> bytes:
    return hmac.digest(derive(bytes.fromhex(key), "check"), text, "sha256")[:_NONCE]


def _padded(text: bytes, secret: str, nonce: bytes) -> bytes:
    root = bytes.fromhex(secret)
    blocks = (derive(root, f"pad {number} {nonce.hex()}") for number in range(-(-len(text) // 32)))
    return bytes(one ^ other for one, other in zip(text, b"".join(blocks), strict=False))


def _check(secret: str, body: bytes) -> bytes:
    return hmac.digest(derive(bytes.fromhex(secret), "check"), body, "sha256")


def add_pepper(argon2_hash: str, key: str) -> str:
    """Returns an Argon2id hash with a keyed digest, which nobody can compare without the key.

    A text that is peppered already, or is no such hash, is returned unchanged.
    """
    if not argon2_hash.startswith(PLAIN):
        return argon2_hash
    rest, _, digest = argon2_hash.removeprefix(PLAIN).rpartition("$")
    keyed = hmac.digest(key.encode(), b64decode(digest + "=" * (-len(digest) % 4)), hashlib.sha256)
    return f"{PEPPERED}{rest}${b64encode(keyed).decode().rstrip('=')}"


class Vault:
    """A Vault holds in memory what a process knows of an instance: its secret, the secret's place, and its pepper."""

    def __init__(self, place: SecretPlace) -> None:
        self.place = place
        self.secret = ""
        self.pepper: Pepper | None = None

    def open(self, blob: bytes) -> Pepper:
        """Decrypts and returns the pepper, and remembers both it and the secret.

        If a rotation was cut off and its new secret opens these bytes, that one is put in force. Raises SecretFault if
        the secret is missing or does not open them.
        """
        secret, following = self.place.read(), self._next_secret()
        if following and (pepper := unwrap(blob, following)):
            self.place.follow()
            secret = following
        elif secret is None:
            raise SecretFault(
                f"the secret of this instance is missing: put it back as {self.place.file}, or into {VARIABLE}. "
                "Without it no learner and nobody of the staff can sign in, and no phone can send"
            )
        else:
            pepper = unwrap(blob, secret)
        if pepper is None:
            source = self.place.file if self.place.value is None else VARIABLE
            raise SecretFault(f"{source} is not the secret of this database: another instance's, or a former one")
        self.secret, self.pepper = secret, pepper
        return pepper

    def _next_secret(self) -> str:
        """That of a rotation that was cut off: the database had its new one already, the file did not yet."""
        following = self.place.following
        return read_secret(following) if following is not None and following.exists() else ""
