"""One schema, one writer, and readers that cannot write."""

import threading

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from app.store import Database, instance, migrate
from app.store.migrate import FOLDER, check_drift, newest_version, schema_version
from app.store.programmes import regions
from app.store.tables import Helpline, Instance
from tests.conftest import BEFORE_ALL


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A database without any table."""
    if request.param == "postgresql":
        return Database(request.getfixturevalue("empty_postgresql"))
    return Database(f"sqlite:///{tmp_path_factory.mktemp('empty')}/navigator.db")


def test_the_migrated_schema_equals_the_models(empty: Database) -> None:
    assert schema_version(empty) is None

    migrate(empty)
    migrate(empty)

    assert schema_version(empty) == newest_version()
    check_drift(empty)
    empty.dispose()


SORTED = [
    ("KZ", "112", "emergency"),
    ("KZ", "1-1-2", "emergency"),
    ("KZ", "102", "emergency"),
    ("KZ", "111", "helpline"),
    ("TR", "155", "emergency"),
    ("KG", "155", "helpline"),
    ("CN", "120", "emergency"),
    ("US", "911", "emergency"),
    ("TM", "+993 12 112", "helpline"),
    ("UZ", "https://t.me/112", "helpline"),
]
"""Country, number, and its kind: 155 is the police of Türkiye, and elsewhere no number of the state."""


def test_the_numbers_of_an_older_instance_are_sorted_into_emergency_numbers_and_helplines(empty: Database) -> None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["database"] = empty
    command.upgrade(settings, "0001")
    add = text(
        "INSERT INTO helpline (ref, country, service, number, audience, hours, source, source_url, is_official,"
        " confirmed_on) VALUES (:ref, :country, 'Police', :number, '', '', 'A paper', '', false, '2026-02-01')"
    )
    with empty.writing() as session:
        for country, number, _ in SORTED:
            session.execute(add, {"ref": country + number[-12:], "country": country, "number": number})

    migrate(empty)

    check_drift(empty)
    with empty.reading() as session:
        rows = session.scalars(select(Helpline).order_by(Helpline.helpline_id)).all()
        assert [(row.country, row.number, row.kind) for row in rows] == SORTED
        assert all(row.confirmed_on and row.service == "Police" for row in rows)
    empty.dispose()


def test_the_version_that_this_code_needs_is_the_one_alembic_knows_as_newest(database: Database) -> None:
    with database.reader.connect() as connection:
        assert schema_version(database) == MigrationContext.configure(connection).get_current_revision()
    assert newest_version() == ScriptDirectory(str(FOLDER)).get_current_head()


def test_a_reader_cannot_write(database: Database) -> None:
    with database.reading() as session, pytest.raises(SQLAlchemyError):
        session.execute(text("UPDATE instance SET kind = 'real'"))


def test_what_a_block_wrote_is_gone_when_it_fails(database: Database) -> None:
    with pytest.raises(LookupError), database.writing() as session:
        session.execute(text("UPDATE instance SET kind = 'real'"))
        raise LookupError

    with database.reading() as session:
        assert session.scalars(select(Instance.kind)).one() == "test"


def test_sqlite_syncs_every_commit_and_keeps_foreign_keys(sqlite: Database) -> None:
    as_it_is_opened = Database(sqlite.url.render_as_string())
    with as_it_is_opened.writing() as session:
        settings = {
            name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    as_it_is_opened.dispose()

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_writers_queue_and_none_is_lost(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE counter (n INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))

    def add() -> None:
        for _ in range(20):
            with database.writing() as session:
                session.execute(text("UPDATE counter SET n = n + 1"))

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.writing() as session:
        assert session.scalar(text("SELECT n FROM counter")) == 120
        session.execute(text("DROP TABLE counter"))


def test_an_instance_is_made_once(database: Database) -> None:
    with database.writing() as session:
        first = instance.pepper_of(session, "codes")
        again = instance.keep_first(session, kind="real", now=BEFORE_ALL)

        assert (again.kind, instance.pepper_of(session, "codes")) == ("test", first)
    assert len(first) == 64


def test_regions_come_from_their_file_however_often_it_is_loaded(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE region SET name_en = 'x' WHERE code = 'KZ-75'"))
        regions.load(session)
        regions.load(session)
        known = regions.list_regions(session, ["KZ", "KG"])

    assert len(known) == 29
    assert {region.code: region.name_en for region in known}["KZ-75"] == "Almaty (city)"
