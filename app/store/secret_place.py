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
    """Raised where the secret is missing, does not fit or can be read by others; the message says how to mend it."""


@dataclass(frozen=True)
class SecretPlace:
    """A SecretPlace is where to look for the secret: in what the environment says, else in the file."""

    file: Path | None = None
    value: str | None = field(default=None, repr=False)
    """of the environment"""

    @property
    def following(self) -> Path | None:
        """The file where a new secret waits while the database is brought to it; None where the environment has it."""
        return self.file.with_name(f"{self.file.name}.next") if self.file is not None and self.value is None else None

    @property
    def former(self) -> Path | None:
        """The file of the secret before the last rotation: plain copies of before open with it alone."""
        return self.file.with_name(f"{self.file.name}.former") if self.file is not None else None

    @property
    def erased(self) -> ErasedList | None:
        """The list of who was erased: it outlives a database that is replaced by a copy of before, as the secret does.

        None where no folder is known.
        """
        return ErasedList(self.file.with_name(ERASED)) if self.file is not None else None

    def read(self) -> str | None:
        """Returns the secret, 64 hexadecimal digits; None where there is none. Raises SecretFault.

        So it does for a text that is no secret, and a file that others can read.
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
        """Returns the secret there is; where there is none this one, or a new one, on the disk before it returns."""
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
        """Makes the secret that waits the one in force, and keeps the last one as the former. Else does nothing.

        A kill leaves one of both in force.
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
    """Returns the secret that a file holds. Raises SecretFault for a file that holds none."""
    try:
        return checked(file.read_text("ascii").strip(), str(file))
    except (OSError, UnicodeDecodeError) as fault:
        raise SecretFault(f"{file} cannot be read: {fault}") from fault


def checked(text: str, source: str) -> str:
    """Returns the same text. Raises SecretFault where it is no secret; source: what to call it then."""
    if not _SHAPE.fullmatch(text):
        raise SecretFault(f"{source} holds no secret: that is 64 hexadecimal digits (`openssl rand -hex 32`)")
    return text


def write_secret(file: Path, secret: str) -> Path:
    """Writes a secret to a file that its owner alone reads, on the disk before this returns, and returns the file.

    One of that name is replaced.
    """
    file.unlink(missing_ok=True)
    with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600), encoding="ascii") as new:
        new.write(secret + "\n")
        new.flush()
        os.fsync(new.fileno())
    return file
