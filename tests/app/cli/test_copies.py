"""`navigator backup` and `restore`: a copy of an instance, whole or not at all."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.store import Database, copies
from tests.app.cli.conftest import Navigator, change_by_hand, read_json


def test_a_backup_comes_back_whole_and_what_was_there_is_kept(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "6", "--cohorts", "2", "--seed", "1")
    copy = tmp_path / "copy.db"
    assert navigator("backup", str(copy))[0] == 0
    navigator("seed", "--learners", "6", "--cohorts", "2", "--seed", "2")

    stored = read_json(navigator("restore", str(copy), "--json"))["kept"]

    assert "facilitator 2" not in navigator("staff", "list")[1]
    assert navigator("verify")[0] == navigator("doctor")[0] == 0
    assert navigator("restore", stored)[0] == 0
    assert "facilitator 2" in navigator("staff", "list")[1]


def test_a_backup_is_of_one_moment_also_while_others_write(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page at a time, with somebody who writes after each: it is neither begun again nor half of the new."""
    navigator("init")
    change_by_hand(tmp_path, "CREATE TABLE written (number)")
    pages: list[int] = []

    def write(copied: int, of: int) -> None:
        pages.append(copied)
        assert len(pages) <= of, "begun again"
        change_by_hand(tmp_path, f"INSERT INTO written VALUES ({copied})")

    monkeypatch.setattr(copies, "PAGES_AT_ONCE", 1)
    database = Database(f"sqlite:///{tmp_path / 'here' / 'navigator.db'}")
    copies.save(database, tmp_path / "copy.db", write)
    database.dispose()

    assert pages == list(range(1, len(pages) + 1))
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM written").fetchone() == (0,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_is_restored_on_an_empty_machine(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance")
    navigator("backup", str(tmp_path / "copy.db"))
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    shutil.copy(tmp_path / "here" / "secret", tmp_path / "elsewhere")

    assert navigator("restore", str(tmp_path / "copy.db"), data="elsewhere")[0] == 0
    assert navigator("doctor", data="elsewhere")[0] == 0
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o700


def test_a_damaged_copy_is_refused_and_touches_nothing(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    copy = tmp_path / "copy.db"
    navigator("backup", str(copy))
    data = copy.read_bytes()
    copy.write_bytes(data[: len(data) // 2])

    status, _, error = navigator("restore", str(copy))

    assert status == 2
    assert str(copy) in error
    assert navigator("doctor")[0] == 0


def test_a_copy_of_a_newer_version_is_refused_and_touches_nothing(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    copy = tmp_path / "copy.db"
    navigator("backup", str(copy))
    with closing(sqlite3.connect(copy)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")

    status, _, error = navigator("restore", str(copy))

    assert (status, error) == (
        2,
        f"navigator restore: {copy} was made by a newer version of navigator: install that one\n",
    )
    assert navigator("doctor")[0] == 0
    assert [file.name for file in (tmp_path / "here").glob("*.db")] == ["navigator.db"]


def test_a_real_instance_is_not_replaced_by_a_copy_of_another_kind(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance", data="trial")
    navigator("backup", str(tmp_path / "copy.db"), data="trial")
    navigator("init")

    status, _, error = navigator("restore", str(tmp_path / "copy.db"))

    assert status == 2
    assert "is of a test instance and this is a real one" in error
    assert read_json(navigator("init", "--json"))["kind"] == "real"


@pytest.mark.parametrize("damage", [pytest.param(b"no database", id="overwritten"), pytest.param(None, id="cut short")])
def test_a_damaged_instance_is_said_and_a_backup_brings_it_back(
    navigator: Navigator, tmp_path: Path, damage: bytes | None
) -> None:
    navigator("init")
    copy, file = tmp_path / "copy.db", tmp_path / "here" / "navigator.db"
    navigator("backup", str(copy))
    file.write_bytes(damage * 100 if damage else file.read_bytes()[:100_000])

    for command in ("doctor", "serve", "verify", "init"):
        status, _, error = navigator(command)
        assert status == 1
        assert "the database is damaged" in error
        assert "restore FILE" in error
    stored = Path(read_json(navigator("restore", str(copy), "--json"))["kept"])

    assert stored.stat().st_size in (1100, 100_000)
    assert navigator("doctor")[0] == 0


def test_a_backup_does_not_take_the_instances_own_place(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    file = tmp_path / "here" / "navigator.db"
    before = file.stat().st_ino

    status, _, error = navigator("backup", str(file), "--force")

    assert (status, error) == (
        2,
        f"navigator backup: {file} could not be written: that is the instance itself\n",
    )
    assert file.stat().st_ino == before


def test_a_backup_replaces_a_file_only_where_that_is_asked_for(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    copy = tmp_path / "copy.db"
    copy.write_text("of last year")

    status, _, error = navigator("backup", str(copy))

    assert (status, f"{copy} is there already" in error) == (2, True)
    assert copy.read_text() == "of last year"
    assert navigator("backup", str(copy), "--force")[0] == 0
    assert copy.read_bytes().startswith(b"SQLite")


def test_a_backup_that_cannot_take_its_name_leaves_nothing(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    (tmp_path / "copies").mkdir()

    assert navigator("backup", str(tmp_path / "copies"))[0] == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copies", "here"]


def test_a_folder_that_cannot_be_written_is_one_sentence(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    for command in (("init",), ("restore", str(tmp_path / "file")), ("demo",)):
        status, _, error = navigator(*command, data="file/here")
        assert (status, "cannot be written: Not a directory" in error) == (2, True)

    navigator("init")
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as one who may write everywhere
    status, _, error = navigator("verify")
    assert status == 2
    assert "cannot be written: be the user whose it is" in error


def test_a_backup_is_there_whole_or_not_at_all(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")

    status, _, error = navigator("backup", str(tmp_path / "no such folder" / "copy.db"))

    assert status == 2
    assert "could not be written" in error


def test_postgresql_has_its_own_tools_for_copies(navigator: Navigator, postgresql: Any, tmp_path: Path) -> None:
    address = postgresql.url.render_as_string(hide_password=False)

    for words, tool in ((("backup", str(tmp_path / "x")), "pg_dump"), (("restore", str(tmp_path / "x")), "pg_restore")):
        status, _, error = navigator(*words, "--database", address)
        assert (status, tool in error) == (2, True)
