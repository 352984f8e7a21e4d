"""Bring a database to the newest schema.

Alembic is loaded where there is something to migrate: which version a database stands at is one query, and which one
this code needs is the name of a file, so that an instance is up sooner.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table, inspect, select

from app.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

FOLDER = Path(__file__).parent / "migrations"

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))
"""Alembic's own: one row."""


def migrate(database: Database) -> None:
    """Upgrade to the newest schema, in one transaction where the database can; nothing where it is there already."""
    if schema_version(database) == newest_version():
        return
    from alembic import command

    command.upgrade(_settings(database), "head")


def check_drift(database: Database) -> None:
    """Raise alembic's error when the models say something that the migrated schema does not."""
    from alembic import command

    command.check(_settings(database))


def schema_version(database: Database) -> str | None:
    """The revision that the database stands at; None: not made yet."""
    with database.reader.connect() as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return None
        return connection.scalar(select(_VERSION.c.version_num))


def is_newer(database: Database) -> bool:
    """True for a database that a later version of this code has made."""
    return not knows(schema_version(database) or newest_version())


def knows(version: str) -> bool:
    """False for a revision of a later version of this code."""
    return version in _versions()


def newest_version() -> str:
    """The revision that this code needs."""
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
