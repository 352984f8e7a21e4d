"""The secret of an instance lies beside its database, and without it a copy of the database opens nothing."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from alembic import command
from argon2 import PasswordHasher

from app.cli import main
from app.cli.instance import open_database
from app.services import secret_hashes, signing
from app.services.learner import phones
from app.store import Database, instance
from app.store.encodings import pin_bytes
from app.store.migrate import _settings, newest_version
from app.store.people import sign_ins
from app.store.pepper import PEPPERED, PLAIN, new_pepper, wrap
from app.store.secret_place import write_secret
from config import Config
from tests.app.cli.conftest import Navigator, read_json

NOW = datetime.now(UTC)


FORMER = "ab" * 32

Made = tuple[Path, dict[str, Any]]
"""The folder of an instance, and of its four invented learners the one who can sign in."""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Its codes and tickets are keyed by FORMER, as those of an instance that is older than its pepper."""
    folder = tmp_path_factory.mktemp("made") / "here"
    place = ["--data", str(folder)]
    assert main(["init", "--test-instance", *place]) == 0
    secret = (folder / "secret").read_text().strip()
    with closing(sqlite3.connect(folder / "navigator.db")) as database, database:
        database.execute("UPDATE instance SET pepper = ?", (wrap(new_pepper(FORMER), secret),))
        database.execute("UPDATE audit SET number = NULL, digest = NULL")  # their chain was under the other pepper
        database.execute("DELETE FROM audit_head")
    with redirect_stdout(StringIO()) as printed:
        main(["seed", "--learners", "4", "--cohorts", "1", "--seed", "1", "--with-sign-in", "1", *place])
    return folder, json.loads(printed.getvalue())["learners"][0]


@pytest.fixture
def folder(made_once: Made, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(copytree(made_once[0], tmp_path / "here"))


@pytest.fixture
def learner(made_once: Made) -> dict[str, Any]:
    return made_once[1]


def can_sign_in(folder: Path, learner: dict[str, Any]) -> bool:
    database = open_database(Config(data=folder))
    try:
        with database.writing() as session:
            check = signing.check_learner(session, learner["code"], learner["pin"])
            return signing.sign_in_learner(session, check, NOW) is not None
    finally:
        database.dispose()


def takes_ticket(folder: Path, ticket: str) -> bool:
    database = open_database(Config(data=folder))
    try:
        with database.writing() as session:
            return phones.put_attempt(session, ticket, "no key", {}, NOW).status != 401
    finally:
        database.dispose()


def undo_migrations(database: Database, down_to: str) -> None:
    command.downgrade(_settings(database), down_to)
    database.dispose()


@pytest.fixture
def before(folder: Path, learner: dict[str, Any]) -> Path:
    """It as it was before 0015, with its secret in the database and nothing peppered."""
    plain = pin_bytes(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(learner["pin"]))
    undo_migrations(open_database(Config(data=folder)), down_to="0015")
    with closing(sqlite3.connect(folder / "navigator.db")) as database, database:
        database.execute("UPDATE learner SET pin_hash = ? WHERE pin_hash IS NOT NULL", (plain,))
        database.execute("ALTER TABLE instance DROP COLUMN pepper")
        database.execute("DELETE FROM audit WHERE act = 'audit.begin_seals'")
        database.execute("UPDATE instance SET secret = ?", (FORMER,))
        database.execute("UPDATE alembic_version SET version_num = '0014'")
    (folder / "secret").unlink()
    return folder


def in_files(folder: Path, text: str) -> list[str]:
    return [file.name for file in folder.iterdir() if file.is_file() and text.encode() in file.read_bytes()]


def test_the_secret_is_made_beside_the_database_for_its_owner_alone(folder: Path) -> None:
    secret = (folder / "secret").read_text().strip()

    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert in_files(folder, secret) == ["secret"]


def test_init_again_makes_no_other_secret(navigator: Navigator, folder: Path) -> None:
    secret = (folder / "secret").read_text()

    assert navigator("init")[0] == 0

    assert (folder / "secret").read_text() == secret


@pytest.mark.parametrize("command", ["init", "serve"])
def test_without_its_secret_an_instance_is_not_served_and_gets_no_other(
    navigator: Navigator, folder: Path, command: str
) -> None:
    (folder / "secret").unlink()

    status, _, error = navigator(command)

    assert (status, f"put it back as {folder / 'secret'}" in error) == (2, True)
    assert not (folder / "secret").exists()


def test_verify_says_what_it_could_not_compare_without_the_secret(navigator: Navigator, folder: Path) -> None:
    (folder / "secret").unlink()

    _, text, _ = navigator("verify", data=folder)

    assert "What was received was not compared with its seals" in text


def test_the_secret_of_another_instance_is_refused(navigator: Navigator, folder: Path) -> None:
    write_secret(folder / "secret", "0" * 64)

    status, _, error = navigator("serve")

    assert (status, f"{folder / 'secret'} is not the secret of this database" in error) == (2, True)


def test_a_secret_that_others_can_read_is_refused_with_what_to_do(navigator: Navigator, folder: Path) -> None:
    (folder / "secret").chmod(0o640)

    status, _, error = navigator("serve", "--host", "no address")

    assert (status, f"chmod 600 {folder / 'secret'}" in error) == (2, True)


def test_doctor_says_where_the_secret_is_and_what_is_wrong_with_it(navigator: Navigator, folder: Path) -> None:
    assert read_json(navigator("doctor", "--json"))["secret"]["found"] == f"in {folder / 'secret'}"
    (folder / "secret").unlink()

    status, text, _ = navigator("doctor")

    assert (status, "NOT SAFE: the secret of this instance is missing" in text) == (1, True)


@pytest.mark.parametrize("text", ["short", "Z" * 64, ""])
def test_what_is_no_secret_is_refused(navigator: Navigator, folder: Path, text: str) -> None:
    (folder / "secret").write_text(text)

    status, _, error = navigator("serve")

    assert (status, "64 hexadecimal digits" in error) == (2, True)


def test_the_environment_may_hold_the_secret(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAVIGATOR_SECRET", "5" * 64)

    assert navigator("init")[0] == navigator("doctor")[0] == 0
    assert not (tmp_path / "here" / "secret").exists()
    monkeypatch.delenv("NAVIGATOR_SECRET")
    assert navigator("serve")[0] == 2


def test_a_copy_of_the_database_tells_no_pin(folder: Path, learner: dict[str, Any]) -> None:
    """Whoever has the file and the code, but not the secret, tries the right PIN and does not learn that it is."""
    assert can_sign_in(folder, learner)
    with closing(sqlite3.connect(folder / "navigator.db")) as copy:
        stored = [row[0] for row in copy.execute("SELECT pin_hash FROM learner WHERE pin_hash IS NOT NULL")]
        wrapped = copy.execute("SELECT pepper FROM instance").fetchone()[0]
    database = open_database(Config(data=folder))
    with database.reading() as session:
        text = sign_ins.secret_of_learner(session, 1)
        keys = [instance.pepper_of(session, purpose) for purpose in ("hashes", "codes", "tickets")]
    database.dispose()

    assert len(stored) == 1
    assert text is not None and text.hash is not None
    assert text.hash.startswith(PEPPERED)
    again = secret_hashes._hashed_like(text.hash, learner["pin"])
    assert again.rpartition("$")[0] == text.hash.replace(PEPPERED, PLAIN).rpartition("$")[0]
    assert again.rpartition("$")[2] != text.hash.rpartition("$")[2]
    assert not any(bytes.fromhex(key) in wrapped for key in keys)
    assert not [key for key in keys if in_files(folder, key)]


def test_an_instance_of_before_is_brought_over_with_cards_and_phones(
    navigator: Navigator, before: Path, learner: dict[str, Any]
) -> None:
    assert navigator("init")[0] == 0

    assert can_sign_in(before, learner)
    assert all(takes_ticket(before, ticket) for ticket in learner["tickets"].values())
    assert in_files(before, FORMER) == [f"navigator.db.before-{newest_version()}"]
    with closing(sqlite3.connect(before / "navigator.db")) as database:
        hashes = [row[0][0] for row in database.execute("SELECT pin_hash FROM learner WHERE pin_hash IS NOT NULL")]
    assert hashes == [0x80 | 19]
    assert navigator("verify")[0] == navigator("doctor")[0] == 0


def killed_at(folder: Path, step: str, *words: str) -> None:
    """Runs a command in a process of its own that dies before this step of it."""
    module, _, name = step.rpartition(":")
    code = (
        f"import os, sys; from operator import attrgetter; import {module} as module; "
        f"path = {name!r}.split('.'); place = attrgetter('.'.join(path[:-1]))(module) if path[:-1] else module; "
        "setattr(place, path[-1], lambda *_: os._exit(9)); from app.cli import main; main(sys.argv[1:])"
    )
    killed = subprocess.run([sys.executable, "-c", code, *words, "--data", str(folder)], check=False)
    assert killed.returncode == 9


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("app.store.instance:bring_over", id="when the columns are there"),
        pytest.param("app.store.instance:_pepper_hashes", id="when the secret is on the disk"),
        pytest.param("app.store.instance:wrap", id="when the hashes are peppered"),
        pytest.param("app.cli.init:forget_what_was_written", id="when all is committed"),
    ],
)
def test_a_kill_while_it_is_brought_over_loses_nothing(
    navigator: Navigator, before: Path, learner: dict[str, Any], step: str
) -> None:
    killed_at(before, step, "init")

    assert navigator("init")[0] == 0
    assert can_sign_in(before, learner)
    assert all(takes_ticket(before, ticket) for ticket in learner["tickets"].values())


def test_an_update_that_was_cut_off_is_told_from_acts_that_were_edited(navigator: Navigator, before: Path) -> None:
    killed_at(before, "app.store.instance:bring_over", "init")

    status, out, error = navigator("verify")
    assert (status, out) == (2, "")
    assert "an update was cut off" in error
    assert "backup" not in error
    assert navigator("init")[0] == navigator("verify")[0] == 0


def test_a_new_secret_ends_every_sign_in_and_nothing_else(
    navigator: Navigator, folder: Path, learner: dict[str, Any]
) -> None:
    assert can_sign_in(folder, learner)
    was = (folder / "secret").read_text()

    ended = read_json(navigator("secret", "rotate", "--json"))["ended_sign_ins"]

    assert ended > 0
    with closing(sqlite3.connect(folder / "navigator.db")) as database:
        assert database.execute("SELECT count(*) FROM sign_in").fetchone() == (0,)
    assert was == (folder / "secret.former").read_text() != (folder / "secret").read_text()
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in folder.glob("secret*"))
    assert can_sign_in(folder, learner)
    assert takes_ticket(folder, learner["tickets"]["pre"])
    assert navigator("doctor")[0] == 0


def test_a_rotation_that_was_cut_off_is_finished_by_whoever_opens_it_next(navigator: Navigator, folder: Path) -> None:
    killed_at(folder, "app.store.secret_place:SecretPlace.follow", "secret", "rotate")
    new = (folder / "secret.next").read_text()

    assert navigator("doctor")[0] == 0

    assert (folder / "secret").read_text() == new
    assert not (folder / "secret.next").exists()


def test_pages_are_signed_by_the_secret_of_now(navigator: Navigator, folder: Path) -> None:
    def signs() -> str:
        database = open_database(Config(data=folder))
        with database.reading() as session:
            secret = instance.page_secret_of(session)
        database.dispose()
        return secret

    before = signs()
    navigator("secret", "rotate")

    assert signs() != before


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("app.services.administrator.instance:sign_ins.close_everybodys", id="before the new one is there"),
        pytest.param("app.store.secret_place:SecretPlace.follow", id="before the new one has its place"),
    ],
)
def test_a_kill_while_the_secret_is_renewed_leaves_one_that_fits(
    navigator: Navigator, folder: Path, learner: dict[str, Any], step: str
) -> None:
    killed_at(folder, step, "secret", "rotate")

    assert navigator("doctor")[0] == 0
    assert can_sign_in(folder, learner)
    assert navigator("secret", "rotate")[0] == 0
    assert can_sign_in(folder, learner)


def test_a_secret_of_the_environment_is_renewed_by_a_file(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAVIGATOR_SECRET", "5" * 64)
    navigator("init")
    (tmp_path / "new").write_text("6" * 64)

    assert "name it with --new" in navigator("secret", "rotate")[2]
    assert navigator("secret", "rotate", "--new", str(tmp_path / "new"))[0] == 0

    assert navigator("serve")[0] == 2
    monkeypatch.setenv("NAVIGATOR_SECRET", "6" * 64)
    assert navigator("doctor")[0] == 0
