"""Copies of a SQLite database: whole or not at all, also while it is in use."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.limited_process import LimitReached, Limits, call_limited
from app.store.database import Database
from app.store.encryption import Encryption
from app.store.on_disk import settle_folder


def noted_at(database: Database) -> datetime | None:
    """Returns when `note` was last called for this database, in UTC; None if it never was."""
    mark = _mark(database)
    return datetime.fromtimestamp(mark.stat().st_mtime, UTC) if mark.exists() else None


def note(database: Database) -> None:
    """Remembers that a copy was made now, by the time of a file beside the database; the copy itself lies elsewhere."""
    _mark(database).touch(mode=0o600)
    os.utime(_mark(database))


def _mark(database: Database) -> Path:
    path = Path(database.url.database or "")
    return path.with_name(f"{path.name}.copied")


class NoInstance(ValueError):
    """Raised for a file that is no copy of an instance, or cannot be read."""


@dataclass(frozen=True)
class Copied:
    """A Copied describes a copy: the kind of its instance and the revision of its schema."""

    kind: str
    schema: str


MEMORY = 256 << 20
"""Bytes for reading a copy, whatever its size: SQLite keeps a few pages at a time."""
SHARED = 64 << 20
"""Bytes of the index that SQLite writes beside a file which was copied with its -wal."""
NOT_OURS = (
    "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL TABLE%' LIMIT 1"
)

PAGES_AT_ONCE = 2_000
"""Of 4 kB each, as a rule, between two calls of `on_progress`."""


def save(database: Database, target: Path, on_progress: Callable[[int, int], None] | None = None) -> None:
    """Copies the database as it is at one moment; `target` appears once it is complete and on the disk.

    An existing target is replaced. on_progress: is called with the pages copied and the pages in all. Raises OSError,
    and FileExistsError if the target is the database's own file.
    """
    path = Path(database.url.database or "")
    if target.exists() and target.samefile(path):
        raise FileExistsError(errno.EEXIST, "that is the instance itself", str(target))
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
            source.execute("BEGIN")  # of this moment, and not begun again whenever somebody writes meanwhile
            source.execute("SELECT count(*) FROM sqlite_master")
            source.backup(
                copy,
                pages=PAGES_AT_ONCE,
                progress=lambda _, left, of: on_progress(of - left, of) if on_progress else None,
            )
            # A copy is one file: without this it would want a -wal beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        _settle(part, target)
    except sqlite3.OperationalError as fault:
        raise OSError(errno.EIO, str(fault), str(target)) from fault
    finally:
        part.unlink(missing_ok=True)


def save_encrypted(
    database: Database,
    target: Path,
    encryption: Encryption,
    secret: str,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Copies the database as `save` does, encrypted, with the secret of the instance inside.

    While this runs, a plain copy lies beside the database, never beside the target, which may be somebody's USB stick.
    Raises OSError, FileExistsError if the target is the database's own file, NotReadable as `Encryption.close`, and
    NoInstance if the database cannot take the secret.
    """
    path = Path(database.url.database or "")
    if target.exists() and target.samefile(path):
        raise FileExistsError(errno.EEXIST, "that is the instance itself", str(target))
    plain = path.with_name(f"{path.name}.copying")
    part = target.with_name(f"{target.name}.part")
    with set_down(plain), set_down(part):
        save(database, plain, on_progress)
        carry(plain, secret)
        part.touch(mode=0o600)
        encryption.close(plain, part)
        _settle(part, target)


@contextmanager
def set_down(path: Path) -> Iterator[None]:
    """Deletes a file, if it exists, before and after the block, even if an exception leaves the block."""
    path.unlink(missing_ok=True)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def duplicate(path: Path, target: Path) -> None:
    """Copies a file's bytes into `target`, whose permissions stay. Raises NoInstance if that fails."""
    try:
        shutil.copyfile(path, target)
    except OSError as fault:
        raise NoInstance(f"{path} is no copy of an instance: {fault.strerror}") from fault


def carry(path: Path, secret: str) -> None:
    """Writes the secret of the instance into a copy, so that it opens anywhere. Raises NoInstance if that fails.

    Bringing the copy back takes the secret out again.
    """
    try:
        with closing(sqlite3.connect(path)) as copy, copy:
            copy.execute("UPDATE instance SET secret = ? WHERE pepper IS NOT NULL", (secret,))
    except sqlite3.Error as fault:
        raise NoInstance(f"the copy holds no secret that could be another one: {fault}") from fault


def set_aside(database: Database, target: Path) -> None:
    """Renames the file of a damaged database to `target`, with the files that SQLite keeps beside it."""
    source = Path(database.url.database or "")
    for beside in ("-wal", "-shm", ""):
        if (old := source.with_name(source.name + beside)).exists():
            old.replace(target.with_name(target.name + beside))


def check(path: Path, name: Path | None = None) -> Copied:
    """Returns what a file is a copy of, reading it in a process with limits, since it may come from anywhere.

    name: what messages call the file, if `path` was made out of it. Raises NoInstance that says what is wrong with the
    file, and TooManyCalls if too many such processes run already.
    """
    name = name or path
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise NoInstance(f"{name} is no copy of an instance: it is no file")
    size = path.stat().st_size if path.exists() else 0
    try:
        return call_limited(Limits(MEMORY, 10 + (size >> 20), written=SHARED), read_copied, path, name)
    except LimitReached as fault:
        raise NoInstance(f"{name} is no copy of an instance: reading it takes too long, or too much") from fault


def read_copied(path: Path, name: Path) -> Copied:
    """Returns what a file is a copy of; for `check`, which runs this in a process with limits.

    Raises NoInstance, also for a file with views or triggers, of which a copy has none: they could do harm when read.
    """
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            copy.execute("PRAGMA trusted_schema=OFF")
            foreign = copy.execute(NOT_OURS).fetchone()
            if foreign is not None:
                raise NoInstance(f"{name} is no copy of an instance: it holds more than tables, such as {foreign[0]!r}")
            broken = [row[0] for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
            kinds = [row[0] for row in copy.execute("SELECT kind FROM instance")]
            schemas = [row[0] for row in copy.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.Error as fault:
        raise NoInstance(f"{name} is no copy of an instance: {fault}") from fault
    if broken or not kinds or not schemas:
        raise NoInstance(f"{name} is damaged: {'; '.join(broken) or 'there is no instance in it'}")
    return Copied(kinds[0], schemas[0])


def bring_back(path: Path, database: Database) -> None:
    """Replaces the contents of the database with those of a copy, in one transaction.

    If the process is killed, the old contents or the new ones are there.
    """
    target = Path(database.url.database or "")
    is_new = not target.exists()
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy,
        database.writer.connect() as turn,
    ):
        stored: Any = turn.connection.driver_connection
        copy.backup(stored)
        stored.execute("PRAGMA journal_mode=WAL")
    if is_new:
        target.chmod(0o600)


def _settle(part: Path, target: Path) -> None:
    """On the disk under its own name, or not there."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    settle_folder(target.parent)
