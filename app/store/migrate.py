"""Bring a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.store.database import Database

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Upgrade to the newest schema, in one transaction where the database can."""
    command.upgrade(_settings(database), "head")


def check_drift(database: Database) -> None:
    """Raise alembic's error when the models say something that the migrated schema does not."""
    command.check(_settings(database))


def schema_version(database: Database) -> str | None:
    """The revision that the database stands at; None: not made yet."""
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_newer(database: Database) -> bool:
    """True for a database that a later version of this code has made."""
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    return (schema_version(database) or newest_version()) not in known


def newest_version() -> str | None:
    """The revision that this code needs."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def _settings(database: Database) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["database"] = database
    return settings
