"""Copies of a SQLite database: whole or not at all, also while it is in use."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from app.store.database import Database


class NoInstance(ValueError):
    """The file is no copy of an instance."""


def save(database: Database, target: Path) -> None:
    """A copy as of one moment; it takes its name when it is whole and on the disk. Raises OSError."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(sqlite3.connect(database.url.database or "")) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
        # A copy is one file: without this it would want a -wal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    _settle(part, target)


def check(path: Path) -> None:
    """Raises NoInstance that says what is wrong with a copy."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            broken = [row[0] for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
            kinds = [row[0] for row in copy.execute("SELECT kind FROM instance")]
    except sqlite3.Error as fault:
        raise NoInstance(f"{path} is no copy of an instance: {fault}") from fault
    if broken or not kinds:
        raise NoInstance(f"{path} is damaged: {'; '.join(broken) or 'there is no instance in it'}")


def bring_back(path: Path, database: Database) -> None:
    """Put a copy in the place of the database, in one transaction of SQLite's own: a kill leaves the old or the new."""
    target = Path(database.url.database or "")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not target.exists()
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy,
        closing(sqlite3.connect(target, timeout=10)) as kept,
    ):
        copy.backup(kept)
        kept.execute("PRAGMA journal_mode=WAL")
    if is_new:
        target.chmod(0o600)


def _settle(part: Path, target: Path) -> None:
    """On the disk under its own name, or not there."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
