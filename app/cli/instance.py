"""Which instance a command works on, and how it says what it did."""

import argparse
import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.store import Database, SecretPlace, instance
from app.store.migrate import is_newer, newest_version, schema_version
from app.store.secret_place import FILE
from app.store.this_computer import unsafe_host
from config import Config, from_environment

NEWER = "was made by a newer version of navigator: install that one"


IN_THE_CLEAR = (
    "the PostgreSQL at '{host}' is not on this computer, and whoever is on the way could read along or answer in its "
    "place: end its address with '?sslmode=verify-full&sslrootcert=system', or name the file of its certificate's "
    "authority instead of 'system'"
)


MOVED_CLOCK = "the clock can only be moved on a test instance: unset NAVIGATOR_CLOCK_OFFSET_SECONDS"


class WrongUse(Exception):
    """Raised for what the person at the terminal can mend; the message is for them."""


class Refusal(WrongUse):
    """Raised if a rule refuses a request; `main` writes it into the audit before the message is printed.

    note: called as note(session, by=None, now=...) to write the audit entry.
    """

    def __init__(self, message: str, note: Callable[..., None]) -> None:
        super().__init__(message)
        self.note = note


def write_down(args: argparse.Namespace, refusal: Refusal) -> None:
    """Writes a refusal into the audit of the instance that `args` names."""
    with opened(args) as database, database.writing() as session:
        refusal.note(session, by=None, now=clock(settings(args)))


def settings(args: argparse.Namespace) -> Config:
    """Returns the settings of the environment, overridden by --data and --database.

    Raises WrongUse if a NAVIGATOR_ variable cannot be read.
    """
    try:
        config = from_environment()
    except ValueError as fault:
        raise WrongUse(f"a NAVIGATOR_ variable cannot be read: {fault}") from fault
    return config.at(data=args.data, database_url=args.database)


def reason(text: str) -> str:
    """Returns the text of an option that others will read, without white space around it.

    Raises ArgumentTypeError, whose words argparse prints, for a blank one.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError("write why: everybody who asks for the publication reads it")
    return text.strip()


def address_of(config: Config) -> str:
    """Returns the instance's public address, or http://localhost if none is set."""
    return config.public_url or "http://localhost"


def again(args: argparse.Namespace, act: str) -> str:
    """Returns a command on the same instance, in backticks, for the user to type; the database's address is left out.

    act: the subcommand with its options.
    """
    name = "navigator" if shutil.which("navigator") else sys.argv[0]
    place = f" --data {shlex.quote(str(args.data))}" if args.data else ""
    return f"`{name} {act}{place}{' --database ...' if args.database else ''}`"


def settings_of_nobody(folder: Path) -> Config:
    """Returns default settings for a throwaway instance in this folder; the environment is ignored."""
    return Config(data=folder)


def open_database(config: Config) -> Database:
    """Opens the database of the settings; the caller disposes of it.

    Raises WrongUse for a bad address, a PostgreSQL without its library or elsewhere without TLS, and for a folder that
    cannot be made.
    """
    if not config.url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise WrongUse("--database takes an address such as postgresql://name@host/database")
    try:
        if config.database_url is not None and (host := unsafe_host(config.url)):
            raise WrongUse(IN_THE_CLEAR.format(host=host))
        return Database(config.url, secret_place(config))
    except ModuleNotFoundError as missing:
        raise WrongUse("PostgreSQL needs one library more: run `sh install.sh postgres` once") from missing
    except OSError as fault:
        raise WrongUse(f"'{config.data}' cannot be written: {fault.strerror}") from fault


def secret_place(config: Config) -> SecretPlace:
    """Returns where the instance's secret is: in the environment, else in the file `secret` of the data folder."""
    return SecretPlace(config.data.absolute() / FILE, config.secret)


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Database]:
    """Opens the database of an existing instance and closes it after the block.

    Raises WrongUse if there is no instance, its folder cannot be written, its schema is not the one of this code, or
    the clock is moved and real people may use it.
    """
    config = settings(args)
    if config.database_url is None and not (config.data / "navigator.db").exists():
        raise WrongUse(f"there is no instance in '{config.data}': make one with {again(args, 'init')}")
    database = open_database(config)
    folder = Path(database.url.database or "").parent
    if database.is_sqlite and not os.access(folder, os.W_OK):  # SQLite writes beside its file to read, too
        raise WrongUse(f"'{folder}' cannot be written: be the user whose it is, on a disk that is not read-only")
    try:
        version = schema_version(database)
        if version is None:
            raise WrongUse(f"there is no instance in this database: make one with {again(args, 'init')}")
        if is_newer(database):
            raise WrongUse(f"this instance {NEWER}")
        if version != newest_version():
            mend = again(args, "init")
            raise WrongUse(f"the database has schema {version}, this code needs {newest_version()}: {mend}")
        with database.reading() as session:
            refuse_moved_clock(config, instance.get(session))
        yield database
    finally:
        database.dispose()


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Prevents `serve` from serving a SQLite instance during the block; does nothing for PostgreSQL.

    Raises WrongUse if it is being served now.
    """
    lock = database.serving
    if lock is None:  # PostgreSQL may have many
        yield
        return
    if not lock.take():
        raise WrongUse(f"'{lock.path.parent}' is being served by another process: stop that one first")
    try:
        yield
    finally:
        lock.leave()


@contextmanager
def opened_test_instance(args: argparse.Namespace) -> Iterator[Database]:
    """Opens a test instance as `opened` does; raises WrongUse for any other kind, which real people may use."""
    with opened(args) as database:
        with database.reading() as session:
            this = instance.get(session)
        if this is None or this.kind != "test":
            raise WrongUse("only on a test instance: `navigator init --test-instance`")
        yield database


def refuse_moved_clock(config: Config, this: instance.Instance | None) -> None:
    """Raises WrongUse if the settings move the clock and this is no test instance: what is due would be done early."""
    if config.clock_offset_seconds and this is not None and this.kind != "test":
        raise WrongUse(MOVED_CLOCK)


def clock(config: Config) -> datetime:
    """Returns the time now in UTC, moved by the offset that a test instance may have in its settings."""
    return datetime.now(UTC) + timedelta(seconds=config.clock_offset_seconds)


def say(args: argparse.Namespace, record: Any, text: str) -> None:
    """Prints the record as JSON if --json is set, else the text; an empty text prints nothing."""
    if args.json:
        print(json.dumps(record, ensure_ascii=False, indent=1))
    elif text:
        print(text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Returns the rows as text, each column as wide as its longest cell; "" if there are no rows."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
