"""An instance of a former version, as an update meets it: on SQLite, and its rows on PostgreSQL."""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import MetaData, select, text

from app.store import Database, SecretPlace
from app.store.migrate import FOLDER

FORMER = Path(__file__).parents[1] / "tests/app/store/former"
"""Made at schema 0003 by that version's demonstration, with what a demonstration lacks: a begun test, times of minutes
and of a day, an item left out, one left blank, a sheet with too many blanks, a refused one, two who became one, two
withdrawn, a group that waited, sheets typed in, attendance. Beside it its own `gains --full --json`."""


def former_file(folder: Path) -> Path:
    """Makes the file of SQLite in this folder."""
    path = folder / "navigator.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(lzma.decompress((FORMER / "0003.sql.xz").read_bytes()).decode())
        database.execute("PRAGMA journal_mode=WAL")
    return path


def former_on_postgresql(url: str, folder: Path) -> Database:
    """Brings the rows of the file in this folder into an empty PostgreSQL database, under the former schema."""
    sqlite = Database(f"sqlite:///{folder / 'navigator.db'}")
    database = Database(url, SecretPlace(folder / "secret"))
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["database"] = database
    command.upgrade(settings, "0003")
    metadata = MetaData()
    metadata.reflect(database.writer)
    with sqlite.reading() as reading, database.writing() as writing:
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in reading.execute(select(table)).mappings()]
            if rows and table.name != "alembic_version":
                writing.execute(table.insert(), rows)
            counter = next((it for it in table.primary_key if len(table.primary_key) == 1), None)
            if counter is not None and counter.autoincrement is not False and counter.server_default is not None:
                last = max((row[counter.name] for row in rows), default=0)
                last = max(last, 219 if table.name == "learner" else 1)
                writing.execute(text(f"SELECT setval('{table.name}_{counter.name}_seq', {last})"))
    sqlite.dispose()
    return database
