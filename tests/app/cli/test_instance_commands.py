"""`navigator`: making, checking and copying an instance."""

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import main, progress
from app.store import Database, copies

Navigator = Callable[..., tuple[int, str, str]]

PROCESS = (sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())")


@pytest.fixture
def navigator(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Navigator:
    """Run a command on the instance in tmp_path/here; gives status, output and errors."""
    monkeypatch.delenv("NAVIGATOR_DATA", raising=False)
    monkeypatch.delenv("NAVIGATOR_DATABASE_URL", raising=False)

    def run(*words: str, data: str = "here") -> tuple[int, str, str]:
        try:
            status = main([*words, "--data", str(tmp_path / data)])
        except SystemExit as left:  # argparse leaves by itself
            status = int(left.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def _json(answer: tuple[int, str, str]) -> Any:
    assert answer[0] == 0, answer
    return json.loads(answer[1])


def _change(tmp_path: Path, statement: str) -> None:
    database = sqlite3.connect(tmp_path / "here" / "navigator.db")
    with database:
        database.execute(statement)
    database.close()


def test_an_empty_machine_gets_a_link_for_its_first_administrator(navigator: Navigator, tmp_path: Path) -> None:
    made = _json(navigator("init", "--json"))

    assert made["kind"] == "real"
    assert made["link"].startswith("http://127.0.0.1:8000/staff/link/")
    assert (tmp_path / "here").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "here" / "navigator.db").stat().st_mode & 0o777 == 0o600
    assert _json(navigator("staff", "list", "--json"))[0]["roles"] == ["administrator"]
    assert len(_json(navigator("helpline", "list", "--json"))) > 5


def test_init_may_be_repeated_and_its_newest_link_is_the_good_one(navigator: Navigator) -> None:
    first, second = _json(navigator("init", "--json")), _json(navigator("init", "--json"))

    assert first["link"] != second["link"]
    assert len(_json(navigator("staff", "list", "--json"))) == 1


def test_a_link_that_died_for_a_newer_one_is_said(navigator: Navigator) -> None:
    assert "is dead" not in navigator("init")[1]
    assert "The link of an earlier `navigator init` is dead" in navigator("init")[1]


@pytest.mark.parametrize(
    ("words", "address", "serve"),
    [
        pytest.param((), "http://127.0.0.1:8000/", "serve", id="as usual"),
        pytest.param(("--port", "8001"), "http://127.0.0.1:8001/", "serve --port 8001", id="a port"),
        pytest.param(("--host", "0.0.0.0"), "http://127.0.0.1:8000/", "serve --host 0.0.0.0", id="for everybody"),
        pytest.param(("--host", "::1"), "http://[::1]:8000/", "serve --host ::1", id="IPv6"),
    ],
)
def test_the_first_link_leads_to_where_it_will_be_served(
    navigator: Navigator, tmp_path: Path, words: tuple[str, ...], address: str, serve: str
) -> None:
    said = navigator("init", *words)[1]

    assert f"{address}staff/link/" in said
    assert f" {serve} --data {tmp_path / 'here'}`" in said


@pytest.mark.parametrize(
    ("on_the_path", "typed"),
    [
        pytest.param("/bin/navigator", "`navigator init --data 'my folder'`", id="installed for everybody"),
        pytest.param(None, "`.venv/bin/navigator init --data 'my folder'`", id="in a fresh clone"),
    ],
)
def test_a_command_that_is_recommended_can_be_typed_as_it_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], on_the_path: str | None, typed: str
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: on_the_path)
    monkeypatch.setattr("sys.argv", [".venv/bin/navigator"])

    assert main(["verify", "--data", "my folder"]) == 2
    assert typed in capsys.readouterr().err


def test_a_real_instance_does_not_become_a_test_instance(navigator: Navigator) -> None:
    navigator("init")

    status, _, error = navigator("init", "--test-instance")

    assert (status, error) == (2, "navigator init: this is a real instance, not a test one\n")
    assert navigator("seed", "--learners", "1", "--cohorts", "1", "--seed", "1")[0] == 2


def test_init_may_be_killed_at_any_moment(navigator: Navigator, tmp_path: Path) -> None:
    for milliseconds in (600, 900, 1100, 1300, 1500):
        process = subprocess.Popen([*PROCESS, "init", "--data", str(tmp_path / "here")], stdout=subprocess.DEVNULL)
        time.sleep(milliseconds / 1000)
        process.kill()
        process.wait()

    assert _json(navigator("init", "--json"))["kind"] == "real"
    assert navigator("verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(("verify",), "there is no instance in", id="no instance"),
        pytest.param(("serve",), "there is no instance in", id="nothing to serve"),
        pytest.param(("init", "--database", "mysql://x"), "--database takes an address", id="another database"),
        pytest.param(("course", "check", "/nowhere"), "is no folder", id="no folder"),
        pytest.param(("restore", "/nowhere"), "is no copy of an instance", id="no copy"),
        pytest.param(("fly",), "invalid choice", id="no such command"),
        pytest.param(("seed", "--learners", "many"), "invalid int", id="no number"),
        pytest.param(("init", "--port", "0"), "a port is a number from 1 to 65535", id="port 0"),
        pytest.param(("init", "--port", "65536"), "a port is a number from 1 to 65535", id="no port"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(navigator: Navigator, words: tuple[str, ...], sentence: str) -> None:
    status, _, error = navigator(*words)

    assert status == 2
    assert sentence in error
    assert "Traceback" not in error


def test_a_database_of_a_newer_version_is_left_alone(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    _change(tmp_path, "UPDATE alembic_version SET version_num = '9999'")

    for command in ("init", "serve", "verify", "doctor"):
        status, _, error = navigator(command)
        assert (status, error) == (
            2,
            f"navigator {command}: this instance was made by a newer version of navigator: install that one\n",
        )


def test_doctor_finds_what_is_not_safe(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    assert _json(navigator("doctor", "--json"))["synchronous"] == {"found": "full", "is_safe": True, "advice": None}

    (tmp_path / "here" / "navigator.db").chmod(0o644)
    status, out, _ = navigator("doctor")

    assert status == 1
    assert "chmod 600" in out


def test_verify_finds_a_figure_that_somebody_edited_and_rebuild_mends_it(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "6", "--cohorts", "2", "--seed", "1")
    assert navigator("verify")[0] == 0
    _change(tmp_path, "UPDATE flow_cell SET learner_count = learner_count + 1")

    status, out, _ = navigator("verify", "--json")

    assert status == 1
    assert {finding["where"] for finding in json.loads(out)["findings"]} == {"flow_cell"}
    assert _json(navigator("rebuild", "--json"))["wrong_rows"] > 0
    assert navigator("verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        pytest.param(("verify",), ("counting derived figures anew", "scoring answers anew"), id="verify"),
        pytest.param(("export", "csv"), ("working out the figures", "writing csv"), id="export"),
        pytest.param(
            ("seed", "--learners", "2", "--cohorts", "1", "--seed", "2"),
            ("hashing PINs and passphrases", "letting learners join"),
            id="seed",
        ),
        pytest.param(("rebuild",), ("counting what is wrong", "making derived figures anew"), id="rebuild"),
        pytest.param(("gains",), ("working out the figures",), id="gains"),
        pytest.param(("backup", "copy.db"), ("copying",), id="backup"),
        pytest.param(
            ("restore", "copy.db"),
            ("looking at copy.db", "keeping what is there", "bringing the copy back"),
            id="restore",
        ),
    ],
)
def test_long_work_says_on_a_terminal_how_far_it_is(
    navigator: Navigator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    steps: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "2", "--cohorts", "1", "--seed", "1")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    assert navigator("backup", "copy.db")[2] == "", "no bar in a pipe"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    status, _, error = navigator(*words)

    assert status == 0
    assert all(step in error for step in steps)


def test_a_backup_comes_back_whole_and_what_was_there_is_kept(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "6", "--cohorts", "2", "--seed", "1")
    copy = tmp_path / "copy.db"
    assert navigator("backup", str(copy))[0] == 0
    navigator("seed", "--learners", "6", "--cohorts", "2", "--seed", "2")

    kept = _json(navigator("restore", str(copy), "--json"))["kept"]

    assert "facilitator 2" not in navigator("staff", "list")[1]
    assert navigator("verify")[0] == navigator("doctor")[0] == 0
    assert navigator("restore", kept)[0] == 0
    assert "facilitator 2" in navigator("staff", "list")[1]


def test_a_backup_is_of_one_moment_also_while_others_write(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page at a time, with somebody who writes after each: it is neither begun again nor half of the new."""
    navigator("init")
    _change(tmp_path, "CREATE TABLE written (number)")
    pages: list[int] = []

    def write(copied: int, of: int) -> None:
        pages.append(copied)
        assert len(pages) <= of, "begun again"
        _change(tmp_path, f"INSERT INTO written VALUES ({copied})")

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
    assert _json(navigator("init", "--json"))["kind"] == "real"


@pytest.mark.parametrize("damage", [pytest.param(b"no database", id="overwritten"), pytest.param(None, id="cut short")])
def test_a_damaged_instance_is_said_and_a_backup_brings_it_back(
    navigator: Navigator, tmp_path: Path, damage: bytes | None
) -> None:
    navigator("init")
    copy, here = tmp_path / "copy.db", tmp_path / "here" / "navigator.db"
    navigator("backup", str(copy))
    here.write_bytes(damage * 100 if damage else here.read_bytes()[:100_000])

    for command in ("doctor", "serve", "verify", "init"):
        status, _, error = navigator(command)
        assert status == 1
        assert "the database is damaged" in error
        assert "restore FILE" in error
    kept = Path(_json(navigator("restore", str(copy), "--json"))["kept"])

    assert kept.stat().st_size in (1100, 100_000)
    assert navigator("doctor")[0] == 0


def test_a_backup_does_not_take_the_instances_own_place(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    here = tmp_path / "here" / "navigator.db"
    before = here.stat().st_ino

    status, _, error = navigator("backup", str(here))

    assert (status, error) == (
        2,
        f"navigator backup: {here} could not be written: that is the instance itself\n",
    )
    assert here.stat().st_ino == before


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


def test_an_instance_lives_on_postgresql(navigator: Navigator, empty_postgresql: str) -> None:
    here = ("--database", empty_postgresql)
    assert _json(navigator("init", "--test-instance", "--json", *here))["kind"] == "test"
    navigator("seed", "--learners", "4", "--cohorts", "2", "--seed", "1", *here)

    assert navigator("verify", *here)[0] == 0
    assert _json(navigator("doctor", "--json", *here))["fsync"]["found"] == "on"


def test_a_port_in_use_is_one_sentence(navigator: Navigator) -> None:
    navigator("init")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        status, _, error = navigator("serve", "--port", str(port))

    assert status == 2
    assert error == (
        f"navigator serve: port {port} is in use: stop what uses it, or choose another: "
        f"--port {port + 1} (with make: PORT={port + 1})\n"
    )


def test_the_clock_of_a_real_instance_is_not_moved(navigator: Navigator, monkeypatch: pytest.MonkeyPatch) -> None:
    navigator("init")
    monkeypatch.setenv("NAVIGATOR_CLOCK_OFFSET_SECONDS", "3600")

    status, _, error = navigator("serve")

    assert status == 2
    assert "only be moved on a test instance" in error


def test_a_server_serves_until_it_is_told_to_stop(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*PROCESS, "serve", "--data", str(tmp_path / "here"), "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == f"Serving on http://127.0.0.1:{port} (Ctrl-C stops it)\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200
        assert "Server" not in answer.headers

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    process.stdout.close()


def test_every_address_names_its_audience(navigator: Navigator) -> None:
    found = {one["path"]: one for one in _json(navigator("routes", "--json"))}

    assert found["/healthz"] == {"path": "/healthz", "methods": ["GET"], "audience": ["anyone"]}
    assert all(one["audience"] for one in found.values())
