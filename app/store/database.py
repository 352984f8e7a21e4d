"""The connection to SQLite or PostgreSQL: one session that writes, one that cannot."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from app.store.faults import is_full, is_read_only
from app.store.line import Line
from app.store.lock_file import LockFile
from app.store.memory import remember
from app.store.opened_file import FileGone, OpenedFile
from app.store.pepper import Vault
from app.store.reserve import Reserve
from app.store.secret_place import FILE, SecretPlace

SECONDS_TO_WAIT = 10
"""How long a writer waits for its turn before the request is refused with 503."""
PATIENCE = "seconds_to_wait"
"""Under this name a session says that it waits another time."""


class Database:
    """A Database gives sessions on one SQLite or PostgreSQL database: some that write, and some that cannot.

    With SQLite a process has one writing connection, for which writers queue in order; among processes, the one that
    holds the file `turn` writes. That is fair, is as fast as the disk, and avoids the race between two checkpoints that
    SQLite before 3.51.3 has.
    """

    def __init__(self, url: str, secret: SecretPlace | None = None) -> None:
        """secret: where the instance's is; None: beside the file of SQLite."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        path = Path(self.url.database) if self.is_sqlite and self.url.database else None
        self._file = OpenedFile(path) if path else None
        self.reserve = Reserve(path) if path else None
        self.turn = LockFile(path.with_name(f"{path.name}.turn")) if path else None
        """held by the process that writes, as long as it does"""
        self.serving = LockFile(path.with_name(f"{path.name}.serving")) if path else None
        """held by the process that serves"""
        self.vault = Vault(secret or SecretPlace(path.with_name(FILE) if path else None))
        self.writer = _sqlite_engine(url, self._file, reads_only=False) if self.is_sqlite else _postgresql_engine(url)
        self.reader = (
            _sqlite_engine(url, self._file, reads_only=True)
            if self.is_sqlite
            else self.writer.execution_options(postgresql_readonly=True)
        )
        self._writing = sessionmaker(self.writer, expire_on_commit=False, info={"vault": self.vault})
        if self.is_sqlite:
            _stand_in_line(self._writing)
        if self.turn:
            _take_turns(self.writer, self.turn)
        self._reading = sessionmaker(self.reader, expire_on_commit=False, autoflush=False, info={"vault": self.vault})

    def writing_session(self) -> Session:
        """Returns a session whose first statement waits for its turn to write. The caller commits and closes it."""
        return self._writing()

    def reading_session(self) -> Session:
        """Returns a session that cannot write and remembers `asked_once` answers. The caller closes it."""
        return remember(self._reading())

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Opens a transaction that is committed at the end of the block, or rolled back if an exception leaves it."""
        with self._writing.begin() as session:
            yield session

    def write_at_any_rate(self, write: Callable[[Session], None]) -> None:
        """Calls `write` in a transaction that is committed, freeing reserved room for it if the disk is full.

        For what must not fail, such as ending a sign-in. `write` may be called several times.
        """
        while True:
            try:
                with self.writing() as session:
                    write(session)
            except OperationalError as fault:
                if not (is_full(fault) and self.reserve and self.reserve.give()):
                    raise
            else:
                return

    def write_if_free(self, write: Callable[[Session], None]) -> None:
        """Calls `write` in a transaction that is dropped silently if somebody else is writing or the disk is full."""
        session = self._writing(info={PATIENCE: 0})
        try:
            write(session)
            session.commit()
        except (OperationalError, PoolTimeout, FileGone):
            session.rollback()
        finally:
            session.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Opens a session that cannot write and sees one consistent state of the data."""
        with self._reading() as session:
            yield session

    def size(self) -> int:
        """Returns how many bytes the database takes on the disk, including SQLite's log. Raises as a query does."""
        if self._file is None:
            with self.reading() as session:
                return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
        path = Path(self.url.database or "")
        return sum(file.stat().st_size for file in (path, path.with_name(f"{path.name}-wal")) if file.exists())

    def dispose(self) -> None:
        """Closes every connection; the file opened next may be another one."""
        self.reader.dispose()
        self.writer.dispose()
        if self._file:
            self._file.forget()


def forget_what_was_written(database: Database) -> None:
    """Moves SQLite's log into the database's file, so that no earlier page remains beside it; nothing on PostgreSQL."""
    if database.is_sqlite:
        with database.writer.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _stand_in_line(sessions: sessionmaker[Session]) -> None:
    """Give the one writing connection in turn: from a session's first statement to its commit or rollback.

    The pool alone would let a busy thread take it again and again, and another wait until it gives up.
    """
    line = Line()

    @event.listens_for(sessions, "after_transaction_create")
    def enter(session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            if not line.enter(session.info.get(PATIENCE, SECONDS_TO_WAIT)):
                raise PoolTimeout(f"no turn to write in {SECONDS_TO_WAIT} seconds")
            session.info["has_turn"] = True

    @event.listens_for(sessions, "after_transaction_end")
    def leave(session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None and session.info.pop("has_turn", False):
            line.leave()


def _take_turns(writer: Engine, turn: LockFile) -> None:
    """Of all processes, one has its writing connection in use: from when it is taken out of the pool, with what SQLite
    does at a commit beside, to when it is put back."""

    @event.listens_for(writer, "checkout")
    def take(*_: Any) -> None:
        try:
            has_turn = turn.take(SECONDS_TO_WAIT)
        except OSError as fault:
            raise FileGone(f"{turn.path}: {fault.strerror}") from fault
        if not has_turn:
            raise PoolTimeout(f"another process has been writing for {SECONDS_TO_WAIT} seconds")

    @event.listens_for(writer, "checkin")
    def leave(*_: Any) -> None:
        turn.leave()


def _sqlite_engine(url: str, file: OpenedFile | None, *, reads_only: bool) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = {"pool_size": 8, "max_overflow": 24} if reads_only else {"pool_size": 1, "max_overflow": 0}
    engine = create_engine(
        url, pool_timeout=SECONDS_TO_WAIT, connect_args={"timeout": SECONDS_TO_WAIT, "check_same_thread": False}, **size
    )

    if file:
        _watch(engine, file)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        # FULL: a phone deletes its copy once we said "stored", so a commit must survive a power cut.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "secure_delete=ON",  # who withdraws is gone from the file too, and so is a secret that lay in it
        ):
            connection.execute(f"PRAGMA {pragma}")
        if reads_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A deferred BEGIN that turns to writing later fails at once, whatever the timeout; so writers say it first.
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _watch(engine: Engine, file: OpenedFile) -> None:
    """Nothing is committed into a file that was moved away, and none is made in its place."""

    @event.listens_for(engine, "do_connect")
    def look_first(*_: Any) -> None:
        file.check()

    @event.listens_for(engine, "connect")
    def note(*_: Any) -> None:
        file.note()

    @event.listens_for(engine, "commit")
    def look_last(_: Connection) -> None:
        file.check()


def _postgresql_engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=5, max_overflow=15, pool_timeout=SECONDS_TO_WAIT, pool_pre_ping=True)

    @event.listens_for(engine, "handle_error")
    def call_it_busy(context: ExceptionContext) -> OperationalError | None:
        """A database that takes nothing in for now is one to wait for; that a page cannot write is our doing."""
        ours = context.connection and context.connection.get_execution_options().get("postgresql_readonly")
        if ours or not is_read_only(context.original_exception):
            return None
        return OperationalError(context.statement, context.parameters, context.original_exception)

    return engine
