"""Bring a database to the newest schema.

Alembic is loaded only if there is something to migrate: which version a database has is one query, and which one
this code needs is the name of a file, so that an instance is up sooner.
"""

import shutil
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table, inspect, select

from app.store import copies
from app.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

FOLDER = Path(__file__).parent / "migrations"

TIMES_ITS_SIZE = 4
"""Room that an update needs beside a SQLite file: for a copy, and for what is written until it is committed."""

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))
"""Alembic's own: one row."""


class NotMigrated(Exception):
    """Raised if a database was not migrated and stays as it was; the message says why."""


def migrate(database: Database) -> None:
    """Upgrades a database to the newest schema, in one transaction; does nothing if it has that already.

    A SQLite file is first copied to `<its name>.before-<schema>`, and compacted afterwards. Raises NotMigrated if the
    disk has no room for that, if the migration would change what must stay, or if a process is serving the SQLite file.
    """
    former = schema_version(database)
    if former == newest_version():
        return
    if database.serving and database.serving.is_others():
        raise NotMigrated(f"'{database.serving.path.parent}' is being served: stop `serve` first")
    from alembic import command

    if database.is_sqlite and former is not None:
        _copy_first(database)
    command.upgrade(_settings(database), "head")
    if database.is_sqlite and former is not None:
        with database.writer.connect() as connection, suppress(sqlite3.OperationalError):  # it may stay as it is
            connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]


def _copy_first(database: Database) -> None:
    source = Path(database.url.database or "")
    needed, free = TIMES_ITS_SIZE * source.stat().st_size, shutil.disk_usage(source.parent).free
    if free < needed:
        raise NotMigrated(f"updating needs {needed} bytes free beside {source}, and {free} are")
    try:
        copies.save(database, source.with_name(f"{source.name}.before-{newest_version()}"))
    except OSError as fault:
        raise NotMigrated(f"no copy of {source} could be written first: {fault.strerror}") from fault


def check_drift(database: Database) -> None:
    """Raises Alembic's error if the models and the migrated schema differ."""
    from alembic import command

    command.check(_settings(database))


def schema_version(database: Database) -> str | None:
    """Returns the revision of the database's schema; None if it has no schema yet."""
    with database.reader.connect() as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return None
        return connection.scalar(select(_VERSION.c.version_num))


def is_newer(database: Database) -> bool:
    """Returns whether the database's schema comes from a later version of this code."""
    return not knows(schema_version(database) or newest_version())


def knows(version: str) -> bool:
    """Returns whether this code has a revision; False for one of a later version."""
    return version in _versions()


def newest_version() -> str:
    """Returns the revision of the schema that this code needs."""
    return max(_versions())


def _versions() -> set[str]:
    """The revisions that this code knows: a migration's file is named `0001_what_it_does.py`, and 0001 is its id."""
    return {file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py")}


def _settings(database: Database) -> "AlembicConfig":
    from alembic.config import Config as AlembicConfig

    settings = AlembicConfig(stdout=sys.stdout)  # else it keeps the one of the moment when it was first imported
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["database"] = database
    return settings
