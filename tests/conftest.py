"""A database for every test: SQLite and a real PostgreSQL, the same tests on both. And what is made once for all."""

import gc
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import event, text

from app import create_app
from app.content import CONTENT, Release, read_course
from app.services import secret_hashes
from app.store import Database, SecretPlace, Session, instance, migrate
from app.store.programmes import regions
from app.store.pulse import Pulse
from app.store.tables import Row
from app.web.guesses import Guesses
from benchmarks.postgresql import Postgresql, own_postgresql
from config import Config
from tests.lengthened import with_items

BEFORE_ALL = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When the instances of the tests were made."""

FIXTURE_COURSE = Path(__file__).parent / "fixture_course"
FIXTURE_MARKS = Path(__file__).parent / "fixture_marks"
"""Another test of that course, laid over it: two of its four items are lines to be marked."""
VERSION_1 = Path(__file__).parent / "fixture_version_1" / "smart-navigator"
"""The course that shipped before, whose test has other items: cohorts keep the release that they began with."""
FIXTURE_MEDIA = Path(__file__).parent / "fixture_media"
"""A film, one in sign language and a voice for that course's second lesson, laid over it; `make.sh` made them."""

EMPTIED = [table for table in reversed(Row.metadata.sorted_tables) if table.name != "region"]

SERVED = ("app/cli", "app/store", "app/web", "benchmarks", "browser", "supply")
"""Folders of tests that serve pages, or that PostgreSQL serves, on this machine alone; the others have no socket."""


SERVED_WORK = secret_hashes._WORK


def pytest_configure(config: pytest.Config) -> None:
    """PINs and passphrases are hashed as ever, but with little work: 37 ms for each of thousands took minutes."""
    config.addinivalue_line("markers", "many: takes half a second or more; `make fast` goes without it")
    secret_hashes._WORK = secret_hashes.Work(memory=8, passes=1, lanes=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nobody outside of this machine is asked (`--allow-hosts`), and a unit test asks nobody at all.

    Trials of the whole server, which mostly wait, come first: at the end the other processors would wait for them.
    """
    served = [Path(__file__).parent / folder for folder in SERVED]
    for item in items:
        if not any(folder in item.path.parents for folder in served):
            item.add_marker(pytest.mark.disable_socket)
    items.sort(key=lambda item: Path(__file__).parent / "benchmarks" not in item.path.parents)


def pytest_collection_finish() -> None:
    """What thousands of collected tests hold goes to no collector again, and it comes less often: a tenth of all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def served_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all the work that a hash is, for tests that are about it."""
    monkeypatch.setattr(secret_hashes, "_WORK", SERVED_WORK)


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
def postgresql_server() -> Iterator[Postgresql]:
    with own_postgresql() as postgresql:
        yield postgresql


@pytest.fixture(scope="session")
def postgresql_made(postgresql_server: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(postgresql_server.address, SecretPlace(tmp_path_factory.mktemp("postgresql") / "secret"))
    with database.writing() as session:  # nobody cuts the power here either; other databases stay as they are
        session.execute(text(f'ALTER DATABASE "{database.url.database}" SET synchronous_commit = off'))
    database.dispose()
    _make(database)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def emptying(postgresql_made: Database) -> str:
    """Statements that take out every row and count ids from 1 again: of a few rows quicker by far than TRUNCATE."""
    with postgresql_made.reading() as session:
        counters = session.scalars(text("SELECT format('%I', sequencename) FROM pg_sequences")).all()
    return ";".join(
        [f'DELETE FROM "{table.name}"' for table in EMPTIED] + [f"SELECT setval('{it}', 1, false)" for it in counters]
    )


@pytest.fixture(scope="session")
def standing() -> dict[str, object]:
    """By the name of a database's fixture, what stands in it for several tests, see `tests.app.standing`."""
    return {}


@pytest.fixture
def postgresql(postgresql_made: Database, emptying: str, standing: dict[str, object]) -> Database:
    """PostgreSQL with an instance that nobody has used yet."""
    standing.pop("postgresql", None)
    with postgresql_made.writing() as session:
        session.execute(text(emptying))
    _fill(postgresql_made)
    return postgresql_made


@pytest.fixture
def empty_postgresql(postgresql_server: Postgresql) -> str:
    """The address of a database without any table."""
    return postgresql_server.new_database()


def copy_instance(file: Path, folder: Path) -> None:
    """The database into another folder, with the secret that opens it."""
    shutil.copy(file, folder / "navigator.db")
    shutil.copy(file.with_name("secret"), folder / "secret")


@contextmanager
def instance_in(folder: Path, unused: Path) -> Iterator[Session]:
    """A session in which a folder's instance is made of one that nobody has used yet, to be put in place by tests."""
    copy_instance(unused, folder)
    database = Database(f"sqlite:///{folder / 'navigator.db'}")
    with database.writing() as session:
        yield session
    database.dispose()


@pytest.fixture(scope="session")
def sqlite_made(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One for all tests, each of which finds its file anew: what SQLAlchemy has compiled is kept with it."""
    path = tmp_path_factory.mktemp("instance") / "navigator.db"
    copy_instance(sqlite_file, path.parent)
    database = Database(f"sqlite:///{path}")

    @event.listens_for(database.writer, "connect")
    def trust_the_power(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")  # nobody cuts it in a test, and a disk that is waited for is slow

    yield database
    database.dispose()


@pytest.fixture
def sqlite(sqlite_file: Path, sqlite_made: Database, standing: dict[str, object]) -> Database:
    """SQLite with an instance that nobody has used yet."""
    standing.pop("sqlite", None)
    return put_in_place(sqlite_made, sqlite_file)


def put_in_place(database: Database, file: Path) -> Database:
    """The database of all tests with a copy of an instance that was made before."""
    database.dispose()  # what is connected reads the file of the test before
    database.vault.pepper = None
    folder = Path(database.url.database or "").parent
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    copy_instance(file, folder)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each of the two in turn."""
    chosen: Database = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(scope="session")
def shipped() -> Release:
    """The course that ships, for the few tests that are about its words and items."""
    return read_course(CONTENT / "smart-navigator")


@pytest.fixture(scope="session")
def fixture_course() -> Release:
    """The course of the tests: two lessons, four items, three languages."""
    return read_course(FIXTURE_COURSE)


@pytest.fixture(scope="session")
def marks_course(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The course of the tests with the test in which lines are marked."""
    folder = tmp_path_factory.mktemp("marks") / "course"
    shutil.copytree(FIXTURE_COURSE, folder)
    shutil.copytree(FIXTURE_MARKS, folder, dirs_exist_ok=True)
    return read_course(folder)


@pytest.fixture
def release(fixture_course: Release, request: pytest.FixtureRequest) -> Release:
    """The course of the tests; with `items(count)`, the test repeats its four items up to so many; with `marks` it is
    the one in which lines are marked."""
    if request.node.get_closest_marker("marks"):
        marked: Release = request.getfixturevalue("marks_course")
        return marked
    marker = request.node.get_closest_marker("items")
    return fixture_course if marker is None else with_items(fixture_course, *marker.args)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates compiled once for all the applications that tests make: each would take a second anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


def make_app(database: Database, templates: BytecodeCache) -> Flask:
    app = create_app(Config(listens_on="http://localhost"), database)
    app.jinja_env.bytecode_cache = templates
    return app


@contextmanager
def as_made(app: Flask) -> Iterator[Flask]:
    """For one test: what it sets is taken back, and no address has guessed yet."""
    config, extensions = dict(app.config), dict(app.extensions)
    app.extensions["guesses"] = Guesses()
    app.extensions["pulse"] = Pulse(app.extensions["database"])
    try:
        yield app
    finally:
        app.config.clear()
        app.config.update(config)
        app.extensions.clear()
        app.extensions.update(extensions)


@pytest.fixture(scope="session")
def app_made(sqlite_made: Database, templates: BytecodeCache) -> Flask:
    """As it is served, on SQLite. Made once: its addresses alone cost as much as what many a test does with them."""
    return make_app(sqlite_made, templates)


def lacking(release: Release, *, lessons: str, test: str) -> Release:
    """This release without its lessons in one language and its test in one, maybe another."""
    left = {
        lesson_id: {language: words for language, words in by_language.items() if language != lessons}
        for lesson_id, by_language in release.lessons.items()
    }
    tests = {language: words for language, words in release.instrument_words.items() if language != test}
    return release.model_copy(update={"lessons": left, "instrument_words": tests})
