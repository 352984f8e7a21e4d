"""Whether what was committed survives a crash and a power cut."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.store.database import Database
from app.store.migrate import newest_version, schema_version

LEAST_FREE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Check:
    """One thing looked at: what it is, the state it is in, and whether answers are safe with it."""

    name: str
    state: str
    is_safe: bool
    advice: str = ""
    is_vital: bool = True
    """False: worth mending, and no answer is lost for it"""


def checks(database: Database) -> list[Check]:
    """Everything that an acknowledgement stands on; fast however much is stored."""
    schema = schema_version(database)
    first = Check("schema", schema or "none", schema == newest_version(), "run `navigator init`")
    with database.writing() as session:
        return [first, *(_sqlite(session, database) if database.is_sqlite else _postgresql(session))]


def check_file(database: Database) -> list[Check]:
    """Read every page; PostgreSQL has tools of its own for that."""
    if not database.is_sqlite:
        return []
    with database.reading() as session:
        broken = [row[0] for row in session.execute(text("PRAGMA quick_check")) if row[0] != "ok"]
    return [Check("file", "; ".join(broken) or "whole", not broken, "restore a backup")]


def _sqlite(session: Session, database: Database) -> Iterator[Check]:
    yield Check("database", f"SQLite {sqlite3.sqlite_version}", is_safe=True)
    # Two connections that commit and checkpoint at once can lose pages before 3.51.3; we have one that writes.
    is_mended = sqlite3.sqlite_version_info >= (3, 51, 3)
    yield Check("wal_reset", "mended" if is_mended else "avoided: one writer", is_safe=True)
    for name, needed, says in (
        ("journal_mode", "wal", "wal"),
        ("synchronous", 2, "full"),
        ("foreign_keys", 1, "on"),
        ("mmap_size", 0, "0"),
    ):
        value = session.scalar(text(f"PRAGMA {name}")) or 0
        yield Check(name, says if value == needed else str(value), value == needed, f"must be {says}")
    yield from _disk(Path(database.url.database or "."))


def _disk(path: Path) -> Iterator[Check]:
    space = os.statvfs(path.parent)
    free = space.f_bavail * space.f_frsize
    yield Check("free_bytes", str(free), free >= LEAST_FREE_BYTES, "make room on the disk", is_vital=False)
    mode = path.stat().st_mode & 0o077
    yield Check("readable_by_others", "yes" if mode else "no", mode == 0, f"chmod 600 {path}", is_vital=False)


def _postgresql(session: Session) -> Iterator[Check]:
    yield Check("database", f"PostgreSQL {session.scalar(text('SHOW server_version'))}", is_safe=True)
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        value = str(session.scalar(text(f"SHOW {name}")))
        yield Check(name, value, value not in ("off", "local"), "must be on")
