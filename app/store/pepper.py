"""The pepper: random bytes that key the hashes of codes and PINs and sign tickets. Only the secret decrypts it."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Literal

from app.store import former_pad
from app.store.aes import conceal, reveal
from app.store.derived_keys import derive
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
IN_AES, TEXT_IN_AES = b"AES-256-GCM ", "gcm "
"""How encrypted bytes and texts begin. Those of an older version begin otherwise, until `init` encrypts them anew."""
NO_PIN = "-"
"""Stored in place of a PIN's hash: nobody can sign in with this card."""
PLAIN, PEPPERED = "$argon2id$", "$argon2id-hmac$"
"""How a hash begins: as Argon2id writes it, and with a keyed digest."""


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
    """Returns the pepper encrypted under the secret, as the database stores it."""
    return IN_AES + conceal(pepper.root + pepper.former.encode(), _aes_key(secret))


def unwrap(blob: bytes, secret: str) -> Pepper | None:
    """Returns the pepper that `wrap` encrypted; None if the secret is another one or the bytes were changed."""
    is_former = not blob.startswith(IN_AES)
    plain = former_pad.unwrap(blob, secret) if is_former else reveal(blob[len(IN_AES) :], _aes_key(secret))
    return None if plain is None else Pepper(plain[:32], plain[32:].decode())


def _aes_key(key: str) -> bytes:
    return derive(bytes.fromhex(key), "AES-256-GCM")


def encrypt(text: str, key: str) -> str:
    """Encrypts a short text; the result differs each time. key: hexadecimal digits."""
    return TEXT_IN_AES + b64encode(conceal(text.encode(), _aes_key(key))).decode()


def decrypt(value: str, key: str) -> str:
    """Returns the text that `encrypt`, or an older version, encrypted.

    Raises SecretFault if the key is another one or the value was changed, ValueError for a value of neither form.
    """
    body = value.removeprefix(TEXT_IN_AES)
    text = former_pad.decrypt(value, key) if body == value else reveal(b64decode(body), _aes_key(key))
    if text is None:
        raise SecretFault("the database holds something that was encrypted under another instance's secret")
    return text.decode()


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
        """The new secret of a rotation that was cut off, when the database had it already and the file did not."""
        following = self.place.following
        return read_secret(following) if following is not None and following.exists() else ""
