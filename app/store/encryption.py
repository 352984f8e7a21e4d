"""Copies that leave the machine encrypted, in the format of age: `age --decrypt` reads them too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

BEGINS = b"age-encryption.org/"


class NotReadable(ValueError):
    """Raised for an invalid recipient, a key or passphrase that does not open a file, or a missing library.

    The message is one sentence.
    """


@dataclass(frozen=True)
class Encryption:
    """An Encryption says who can open an encrypted file: the recipients, by their keys, or whoever has the passphrase.

    The passphrase is used only without recipients.
    """

    recipients: Sequence[str] = ()
    """age1...; each opens it"""
    passphrase: str = field(default="", repr=False)

    def check(self) -> None:
        """Checks the recipients. Raises NotReadable if one is invalid or the library is not installed."""
        _recipients(self.recipients)

    def close(self, source: Path, target: Path) -> None:
        """Encrypts `source` into `target`.

        With a passphrase this takes about three times the file in memory; with recipients it goes piece by piece.
        Raises NotReadable as `check` does, and OSError, even if only the last byte cannot be written.
        """
        age = _library()
        with source.open("rb") as plain, _writing(target) as written:
            if self.recipients:
                age.encrypt_io(plain, written, _recipients(self.recipients))
            else:
                written.write(age.passphrase.encrypt(plain.read(), self.passphrase))


@dataclass(frozen=True)
class Decryption:
    """A Decryption holds what opens an encrypted file: the keys of a key file or, without any, a passphrase."""

    keys: Sequence[str] = field(default=(), repr=False)
    """AGE-SECRET-KEY-1..."""
    passphrase: str = field(default="", repr=False)

    def open(self, source: Path, target: Path) -> None:
        """Decrypts `source` into `target`. Raises NotReadable if it does not open or is damaged, and OSError."""
        age = _library()
        refused = NotReadable(f"{source} does not open: it is of another key or passphrase, or damaged")
        try:
            with source.open("rb") as closed, _writing(target) as written:
                if self.keys:
                    age.decrypt_io(closed, written, [age.x25519.Identity.from_str(key) for key in self.keys])
                else:
                    written.write(age.passphrase.decrypt(closed.read(), self.passphrase))
        except _Damaged as fault:
            raise refused from fault
        except (age.DecryptError, age.IdentityError) as fault:
            raise refused from fault


class _Damaged(Exception):
    """Of what was read; what cannot be written is an OSError, and so is this in the library."""


class _Writer:
    """Remembers what the library forgets: that something could not be written."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.file.write(data)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self.file.flush()


@contextmanager
def _writing(target: Path) -> Iterator[_Writer]:
    with target.open("wb") as file:
        writer = _Writer(file)
        try:
            yield writer
        except Exception as fault:
            if writer.fault is None and isinstance(fault, OSError):
                raise _Damaged from fault
            raise writer.fault or fault from fault
        if writer.fault is not None:
            raise writer.fault


def is_encrypted(file: Path) -> bool:
    """Returns whether a file is in age's format; False if it does not exist or is no regular file."""
    if not file.is_file():
        return False
    with file.open("rb") as start:
        return start.read(len(BEGINS)) == BEGINS


def new_key() -> tuple[str, str]:
    """Makes a key and returns it with its recipient, with which anybody can encrypt. Raises NotReadable as `check`."""
    key = _library().x25519.Identity.generate()
    return str(key), str(key.to_public())


def _recipients(texts: Sequence[str]) -> list[Any]:
    age = _library()
    try:
        return [age.x25519.Recipient.from_str(text) for text in texts]
    except age.RecipientError as fault:
        raise NotReadable(f"a recipient is as `navigator secret backup-key` prints it, age1...: {fault}") from fault


def _library() -> Any:
    try:
        import pyrage
    except ModuleNotFoundError as fault:
        raise NotReadable("encrypted copies need one library more: run `sh install.sh backup` once") from fault
    return pyrage
