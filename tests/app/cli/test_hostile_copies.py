"""A copy that comes from elsewhere may be anything: it is refused in words, in time, and touches nothing."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.store.copies import MEMORY, NoInstance, check
from tests.app.cli.conftest import Navigator, read_json

ENDLESS = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS {} FROM n"

HOSTILE = {
    "a view that never ends": f"ALTER TABLE instance RENAME TO was; CREATE VIEW instance AS {ENDLESS.format('kind')}",
    "a view in the schema's place": (
        "DROP TABLE alembic_version; CREATE VIEW alembic_version AS SELECT '0001' AS version_num"
    ),
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM learner; END",
    "a table that is none": "CREATE VIRTUAL TABLE v USING fts5(x)",
}


def read_into_memory(path: Path, _name: Path) -> int:
    """Reads a copy as nobody should: the whole of it at once, were it as large as it may be."""
    return len(path.read_bytes() + bytes(2 * MEMORY))


@pytest.fixture
def copy(navigator: Navigator, tmp_path: Path) -> Path:
    navigator("init")
    navigator("backup", str(tmp_path / "copy.db"))
    return tmp_path / "copy.db"


@pytest.mark.parametrize("what", HOSTILE)
def test_a_copy_that_would_act_by_itself_is_refused(navigator: Navigator, copy: Path, what: str) -> None:
    with closing(sqlite3.connect(copy)) as database:
        database.executescript(HOSTILE[what])
    began = time.monotonic()
    status, _, error = navigator("restore", str(copy))

    assert status == 2
    assert f"{copy} is no copy of an instance: it holds more than tables, such as " in error
    assert time.monotonic() - began < 30
    assert read_json(navigator("doctor", "--json"))["file"]["is_safe"]


def test_a_copy_that_asks_for_too_much_ends_its_process_and_nothing_else(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.copies.read_copied", read_into_memory)

    with pytest.raises(NoInstance, match="reading it takes too long, or too much"):
        check(copy)


def test_a_copy_with_its_log_beside_it_is_read_with_it(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    file = tmp_path / "here" / "navigator.db"
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("CREATE TABLE more (x)")
        writer.commit()
        assert file.with_name("navigator.db-wal").stat().st_size
        assert check(file).kind == "real"
