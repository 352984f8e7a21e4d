"""/healthz says well only of a server that can take answers, and asks little of its disk."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.store import Database
from app.store.pulse import SECONDS, Health, Pulse
from app.store.tables import Pulse as Row
from tests.app.web.test_leaving import on_a_disk_of_its_own

ROOT = Path(__file__).parents[3]


def beats(database: Database) -> int | None:
    with database.reading() as session:
        return session.scalar(select(Row.beats))


def test_it_commits_something_that_was_not_there_before(app: Flask, database: Database) -> None:
    assert beats(database) is None
    answer = app.test_client().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert beats(database) == 1


def test_however_often_it_is_asked_it_writes_once_in_five_seconds(database: Database) -> None:
    seconds = [100.0]
    pulse = Pulse(database, lambda: seconds[0])
    answers = [pulse.health() for _ in range(50)]
    assert (set(answers), beats(database)) == ({Health.OK}, 1)

    seconds[0] += SECONDS
    assert (pulse.health(), beats(database)) == (Health.OK, 2)


def test_a_server_that_cannot_write_is_not_well(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [100.0]
    app.extensions["pulse"] = Pulse(database, lambda: seconds[0])
    client = app.test_client()
    monkeypatch.setattr("app.store.database.SECONDS_TO_WAIT", 0.05)
    if not database.is_sqlite:
        with database.writer.connect() as connection:
            connection.connection.execute("SET lock_timeout = 50")
            connection.connection.commit()
    client.get("/healthz")
    seconds[0] += SECONDS
    holder = Database(database.url.render_as_string(hide_password=False))
    with holder.writing() as session:
        session.execute(text("UPDATE pulse SET beats = beats"))
        while_held = client.get("/healthz")
    holder.dispose()
    seconds[0] += SECONDS
    after = client.get("/healthz")

    assert (while_held.status_code, while_held.json) == (503, {"status": "cannot write"})
    assert (after.status_code, after.json) == (200, {"status": "ok"})


def test_on_a_disk_that_is_full_to_the_last_byte_it_is_not_well_and_with_room_it_is(
    sqlite: Database, tmp_path: Path
) -> None:
    script = ("-m", "tests.app.web.health_on_a_full_disk", sqlite.url.database or "", str(tmp_path))
    command = on_a_disk_of_its_own(tmp_path, sys.executable, *script)

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[200, "ok"], [507, "disk full"], [200, "ok"]]
