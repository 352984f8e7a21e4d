"""`navigator`: making, checking and serving an instance."""

import json
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from app.cli import main, progress
from benchmarks.server import free_port
from tests.app.cli.conftest import PROCESS, Navigator, change_by_hand, read_json


@pytest.fixture(scope="module")
def schema() -> None:
    """Each instance is made of nothing."""


def test_an_empty_machine_gets_a_link_for_its_first_administrator(navigator: Navigator, tmp_path: Path) -> None:
    made = read_json(navigator("init", "--json"))

    assert made["kind"] == "real"
    assert made["link"].startswith("http://127.0.0.1:8000/staff/link#")
    assert (tmp_path / "here").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "here" / "navigator.db").stat().st_mode & 0o777 == 0o600
    assert read_json(navigator("staff", "list", "--json"))[0]["roles"] == ["administrator"]
    assert len(read_json(navigator("helpline", "list", "--json"))) > 5


def test_init_may_be_repeated_and_its_newest_link_is_the_good_one(navigator: Navigator) -> None:
    first, second = read_json(navigator("init", "--json")), read_json(navigator("init", "--json"))

    assert first["link"] != second["link"]
    assert len(read_json(navigator("staff", "list", "--json"))) == 1


def test_the_first_administrator_reads_russian_or_the_language_that_is_chosen(
    navigator: Navigator, tmp_path: Path
) -> None:
    def language() -> str:
        database = sqlite3.connect(tmp_path / "here" / "navigator.db")
        [(code,)] = database.execute("SELECT language FROM staff")
        database.close()
        return str(code)

    navigator("init")
    assert language() == "ru"
    navigator("init", "--lang", "kk")
    assert language() == "kk", "nobody has used the link yet"
    navigator("init")
    assert language() == "kk"
    assert navigator("init", "--lang", "de")[0] == 2


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
    message = navigator("init", *words)[1]

    assert f"{address}staff/link#" in message
    assert f" {serve} --data {tmp_path / 'here'}`" in message


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

    assert read_json(navigator("init", "--json"))["kind"] == "real"
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
    change_by_hand(tmp_path, "UPDATE alembic_version SET version_num = '9999'")

    for command in ("init", "serve", "verify", "doctor"):
        status, _, error = navigator(command)
        assert (status, error) == (
            2,
            f"navigator {command}: this instance was made by a newer version of navigator: install that one\n",
        )


def test_doctor_finds_what_is_not_safe(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    assert read_json(navigator("doctor", "--json"))["synchronous"] == {"found": "full", "is_safe": True, "advice": None}

    (tmp_path / "here" / "navigator.db").chmod(0o644)
    status, out, _ = navigator("doctor")

    assert status == 1
    assert "chmod 600" in out


def test_verify_finds_a_figure_that_somebody_edited_and_rebuild_mends_it(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "6", "--cohorts", "2", "--seed", "1")
    assert navigator("verify")[0] == 0
    change_by_hand(tmp_path, "UPDATE cohort_tally SET enrolled = enrolled + 1")

    status, out, _ = navigator("verify", "--json")

    assert status == 1
    assert {finding["where"] for finding in json.loads(out)["findings"]} == {"cohort_tally"}
    assert read_json(navigator("rebuild", "--json"))["wrong_rows"] > 0
    assert navigator("verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        pytest.param(("verify",), ("working out anew what is kept", "reading what was published"), id="verify"),
        pytest.param(
            ("seed", "--learners", "2", "--cohorts", "1", "--seed", "2"),
            ("hashing PINs and passphrases", "letting learners join"),
            id="seed",
        ),
        pytest.param(("rebuild",), ("making derived figures anew"), id="rebuild"),
        pytest.param(("gains",), ("working out the figures",), id="gains"),
        pytest.param(("backup", "copy.db", "--force"), ("copying",), id="backup"),
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


def test_an_instance_lives_on_postgresql(navigator: Navigator, empty_postgresql: str) -> None:
    database = ("--database", empty_postgresql)
    assert read_json(navigator("init", "--test-instance", "--json", *database))["kind"] == "test"
    navigator("seed", "--learners", "4", "--cohorts", "2", "--seed", "1", *database)

    assert navigator("verify", *database)[0] == 0
    assert read_json(navigator("doctor", "--json", *database))["fsync"]["found"] == "on"


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


def test_the_clock_of_a_real_instance_is_not_moved_by_any_command(
    navigator: Navigator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what is due in a year is done now: groups settle and their answers are erased."""
    navigator("init")
    monkeypatch.setenv("NAVIGATOR_CLOCK_OFFSET_SECONDS", "3600")

    for words in ("serve", "init", "settle --due", "publish", "retention --erase"):
        status, _, error = navigator(*words.split())
        assert (status, "only be moved on a test instance" in error) == (2, True), words
    assert navigator("init", data="new")[0] == 2
    assert navigator("init", "--test-instance", data="another")[0] == 0


def test_a_server_serves_until_it_is_told_to_stop(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init")
    port = free_port()
    process = subprocess.Popen(
        [*PROCESS, "serve", "--data", str(tmp_path / "here"), "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == f"Serving on http://127.0.0.1:{port} (Ctrl-C stops it)\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200
        assert "Server" not in answer.headers
    copy = str(tmp_path / "copy.db")
    beside = (("doctor",), ("backup", copy), ("staff", "list"), ("settle", "--due"), ("rebuild",), ("verify",))
    assert [navigator(*words)[0] for words in beside] == [0] * len(beside), "these may be typed beside it"
    link = read_json(navigator("staff", "reset", "administrator", "--json"))["link"]
    assert link.startswith(f"http://127.0.0.1:{port}/staff/link#"), "where it is served, whatever is usual"
    for words in (("serve", "--port", str(port + 1)), ("restore", copy)):
        status, _, error = navigator(*words)
        assert (status, f"'{tmp_path / 'here'}' is being served by another process: stop that one first" in error) == (
            2,
            True,
        )
    change_by_hand(tmp_path, "UPDATE alembic_version SET version_num = '0012'")
    assert "is being served: stop `serve` first" in navigator("init")[2]

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    process.stdout.close()


@pytest.mark.parametrize(
    ("host", "address", "is_warned"),
    [
        pytest.param("127.0.0.1", None, False, id="this computer"),
        pytest.param("0.0.0.0", None, True, id="others"),
        pytest.param("0.0.0.0", "http://192.168.1.5:8000", False, id="others, by a set address"),
    ],
)
def test_a_server_for_others_says_what_it_does_not_make_without_an_address(
    navigator: Navigator, monkeypatch: pytest.MonkeyPatch, host: str, address: str | None, is_warned: bool
) -> None:
    navigator("init")
    for name in ("listen", "threading.Thread", "signal.signal"):  # nothing is served
        monkeypatch.setattr(f"app.cli.serve.{name}", MagicMock())
    if address:
        monkeypatch.setenv("NAVIGATOR_PUBLIC_URL", address)

    status, _, error = navigator("serve", "--host", host)

    assert (status, "until NAVIGATOR_PUBLIC_URL says" in error) == (0, is_warned)


def test_every_address_names_its_audience(navigator: Navigator) -> None:
    result = {one["path"]: one for one in read_json(navigator("routes", "--json"))}

    assert result["/healthz"] == {"path": "/healthz", "methods": ["GET"], "audience": ["anyone"]}
    assert all(one["audience"] for one in result.values())
