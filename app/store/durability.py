"""Whether what was committed survives a crash and a power cut."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.store.database import Database
from app.store.lock_file import LockFile
from app.store.migrate import newest_version, schema_version
from app.store.tables import Audit, Instance, SignIn

LEAST_FREE_BYTES = 64 * 1024 * 1024
OLDEST_POSTGRESQL = 13
"""Older versions no longer get corrections."""
MENDED = (3, 51, 3)
"""Two connections of an older SQLite that commit and checkpoint at once can lose pages."""
TOLERANCE = timedelta(minutes=1)
"""How far a clock may be behind what was stored."""


@dataclass(frozen=True)
class Check:
    """A Check is one thing that was checked: its state, whether answers are safe with it, and what to do if not."""

    name: str
    state: str
    is_safe: bool
    advice: str = ""
    is_vital: bool = True
    """False: worth mending, but no answer is lost because of it"""


def checks(database: Database) -> list[Check]:
    """Checks everything on which the safety of stored answers depends; quick however much is stored.

    That is the schema, the settings of the database, and the disk. Takes the turn to write.
    """
    schema = schema_version(database)
    first = Check("schema", schema or "none", schema == newest_version(), "run `navigator init`")
    with database.writing() as session:
        return [first, *(_sqlite(session, database) if database.is_sqlite else _postgresql(session))]


def check_file(database: Database) -> list[Check]:
    """Checks every page of a SQLite file, in one Check; returns none on PostgreSQL, which has tools for that."""
    if not database.is_sqlite:
        return []
    with database.reading() as session:
        broken = [row[0] for row in session.execute(text("PRAGMA quick_check")) if row[0] != "ok"]
    return [Check("file", "; ".join(broken) or "whole", not broken, "restore a backup")]


def _sqlite(session: Session, database: Database) -> Iterator[Check]:
    session.connection()  # from now on this process is the one that writes
    yield _writers(database)
    for name, needed, says in (
        ("journal_mode", "wal", "wal"),
        ("synchronous", 2, "full"),
        ("foreign_keys", 1, "on"),
        ("mmap_size", 0, "0"),
    ):
        value = session.scalar(text(f"PRAGMA {name}")) or 0
        yield Check(name, says if value == needed else str(value), value == needed, f"must be {says}")
    yield from _disk(Path(database.url.database or "."))


def _writers(database: Database) -> Check:
    """While this process writes: does the lock that keeps others from it hold, on this disk?"""
    is_held = database.turn is not None and LockFile(database.turn.path).is_others()
    is_safe = is_held or sqlite3.sqlite_version_info >= MENDED
    state = f"SQLite {sqlite3.sqlite_version}, {'one writer at a time' if is_held else 'writers are not kept apart'}"
    return Check("database", state, is_safe, "put it on a disk whose locks hold (flock), as a local one's do")


def _disk(path: Path) -> Iterator[Check]:
    space = os.statvfs(path.parent)
    free = space.f_bavail * space.f_frsize
    yield Check("free_bytes", str(free), free >= LEAST_FREE_BYTES, "make room on the disk", is_vital=False)
    mode = path.stat().st_mode & 0o077
    yield Check("readable_by_others", "yes" if mode else "no", mode == 0, f"chmod 600 {path}", is_vital=False)


def _postgresql(session: Session) -> Iterator[Check]:
    version = str(session.scalar(text("SHOW server_version")))
    is_cared_for = int(version.split(".")[0]) >= OLDEST_POSTGRESQL
    yield Check("database", f"PostgreSQL {version}", is_cared_for, f"take {OLDEST_POSTGRESQL} or newer")
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        value = str(session.scalar(text(f"SHOW {name}")))
        yield Check(name, value, value not in ("off", "local"), "must be on")
    yield _password(session)


def _password(session: Session) -> Check:
    """Was one asked for: it stays the same until somebody changes it, and opens everything from anywhere."""
    connection = session.connection().connection.driver_connection
    is_asked_for = connection is not None and connection.pgconn.used_password
    advice = "come by the socket as a user of its own (peer), or with a certificate (sslcert and sslkey)"
    return Check("password", "asked for" if is_asked_for else "none", not is_asked_for, advice, is_vital=False)


def check_clock(session: Session, now: datetime) -> Check:
    """Checks that nothing was stored more than a minute after `now`, so that a clock that was set back is noticed."""
    columns = (Instance.created_at, Audit.at, SignIn.started_at)
    newest = max(filter(None, (session.scalar(select(func.max(it))) for it in columns)), default=now)
    state, is_right = f"{now:%Y-%m-%dT%H:%M:%SZ}", now > newest - TOLERANCE
    if not is_right:
        state += f", and something was stored at {newest:%Y-%m-%dT%H:%M:%SZ}"
    return Check("clock", state, is_right, "set the clock, and keep it by NTP", is_vital=False)
