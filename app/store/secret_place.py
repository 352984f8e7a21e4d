"""Where an instance's secret is: in a file beside its database or in the environment, never in the database."""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.store.erased_list import ErasedList
from app.store.on_disk import settle_folder

FILE = "secret"
ERASED = "erased"
VARIABLE = "NAVIGATOR_SECRET"
_SHAPE = re.compile(r"[0-9a-f]{64}")


class SecretFault(ValueError):
    """Raised if the secret is missing, does not fit or can be read by others; the message says how to mend it."""


@dataclass(frozen=True)
class SecretPlace:
    """A SecretPlace says where the secret is: in `value` if the environment has it, otherwise in the file."""

    file: Path | None = None
    value: str | None = field(default=None, repr=False)
    """of the environment"""

    @property
    def following(self) -> Path | None:
        """The file where a new secret waits during a rotation; None if the secret is in the environment."""
        return self.file.with_name(f"{self.file.name}.next") if self.file is not None and self.value is None else None

    @property
    def former(self) -> Path | None:
        """The file with the secret before the last rotation, which alone opens older plain copies.

        None if no folder is known.
        """
        return self.file.with_name(f"{self.file.name}.former") if self.file is not None else None

    @property
    def erased(self) -> ErasedList | None:
        """The list of who was erased, which stays when an older copy replaces the database.

        None if no folder is known.
        """
        return ErasedList(self.file.with_name(ERASED)) if self.file is not None else None

    def read(self) -> str | None:
        """Returns the secret, 64 hexadecimal digits; None if there is none.

        Raises SecretFault if the text is no secret or others can read the file.
        """
        if self.value is not None:
            return checked(self.value, VARIABLE)
        if self.file is None or not self.file.exists():
            return None
        if self.file.stat().st_mode & 0o077:
            raise SecretFault(
                f"{self.file} can be read by others: chmod 600 {self.file}, "
                "and where somebody may have read it `navigator secret rotate`"
            )
        return read_secret(self.file)

    def read_or_make(self, secret: str | None = None) -> str:
        """Returns the secret; if there is none, stores `secret` or a random one in the file and returns it.

        It is on the disk before this returns. Raises SecretFault as `read` does, and if there is no file for it.
        """
        return self.read() or self._make(secret or secrets.token_hex(32))

    def _make(self, secret: str) -> str:
        if self.file is None:
            raise SecretFault(f"set {VARIABLE} to 64 hexadecimal digits (`openssl rand -hex 32`)")
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # with PostgreSQL nothing has made it yet
        with suppress(FileExistsError):  # of two who make it at once the first one's counts
            os.link(write_secret(self.file.with_name(f"{self.file.name}.part"), secret), self.file)
        self.file.with_name(f"{self.file.name}.part").unlink(missing_ok=True)
        settle_folder(self.file.parent)
        return read_secret(self.file)

    def follow(self) -> None:
        """Puts the new secret that waits in force and keeps the old one as the former; does nothing if none waits.

        If the process is killed, one of the two is in force.
        """
        if self.file is None or self.former is None or self.following is None or not self.following.exists():
            return
        if self.file.exists():
            self.former.unlink(missing_ok=True)
            os.link(self.file, self.former)
        with suppress(FileNotFoundError):  # another process was quicker
            self.following.replace(self.file)
        settle_folder(self.file.parent)


def read_secret(file: Path) -> str:
    """Returns the secret in a file, blanks around it left out. Raises SecretFault if it cannot be read or is none."""
    try:
        return checked(file.read_text("ascii").strip(), str(file))
    except (OSError, UnicodeDecodeError) as fault:
        raise SecretFault(f"{file} cannot be read: {fault}") from fault


def checked(text: str, source: str) -> str:
    """Returns the text if it is a secret: 64 hexadecimal digits, small letters, no blanks around them.

    Otherwise raises SecretFault, which names `source`.
    """
    if not _SHAPE.fullmatch(text):
        raise SecretFault(f"{source} holds no secret: that is 64 hexadecimal digits (`openssl rand -hex 32`)")
    return text


def write_secret(file: Path, secret: str) -> Path:
    """Writes a secret to a file that only its owner can read, in place of an older file, and returns the file.

    It is on the disk before this returns.
    """
    file.unlink(missing_ok=True)
    with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600), encoding="ascii") as new:
        new.write(secret + "\n")
        new.flush()
        os.fsync(new.fileno())
    return file
