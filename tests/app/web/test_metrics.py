"""Counters for monitoring: right, by no group, and on a place of their own."""

import http.client
import os
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from prometheus_client.parser import text_string_to_metric_families

from app.cli import main
from app.services.learner import phones
from app.services.waves import Wave
from app.store import Database
from benchmarks.server import NAVIGATOR, ROOT, free_port
from tests.app.web.conftest import Learner, Room, showing_faults
from tests.app.web.reader import Phone
from tests.conftest import copy_instance, make_app

Sample = tuple[str, frozenset[tuple[str, str]]]


@pytest.fixture
def app(database: Database, templates: BytecodeCache) -> Flask:
    """One of its own: whoever counts goes on counting."""
    return showing_faults(make_app(database, templates))


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    port = free_port()
    server, thread = app.extensions["show_metrics"]("127.0.0.1", port, waiting=lambda: 3)
    yield port
    server.shutdown()
    server.server_close()
    thread.join(5)


def text_at(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def read(text: str) -> dict[Sample, float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def attempts(samples: dict[Sample, float]) -> dict[str, float]:
    return {
        dict(labels)["outcome"]: value
        for (name, labels), value in samples.items()
        if name == "navigator_attempts_total"
    }


def test_they_count_what_was_answered_stored_and_guessed(
    app: Flask, port: int, room: Room, join: Callable[..., Learner], database: Database
) -> None:
    learner = join()
    room.open(Wave.PRE)
    sheet = room.school.sheet(room.id_of(learner), Wave.PRE, right=2)
    sheet["ticket"] = phones.tickets(room.school.session, room.id_of(learner))[Wave.PRE]
    room.school.session.commit()
    key = str(uuid.uuid4())
    phone = Phone(app)
    answers = [phone.api("PUT", f"/attempts/{key}", sheet).status_code for _ in range(2)]
    answers.append(phone.api("PUT", f"/attempts/{uuid.uuid4()}", {**sheet, "ticket": "forged"}).status_code)
    assert phone.api("POST", "/session", {"learner_code": learner.code, "pin": "000000"}).status_code == 401
    assert phone.client.get("/healthz").status_code == 200

    text = text_at(port)
    samples = read(text)

    assert (answers[:2], answers[2] // 100) == ([201, 200], 4)
    assert attempts(samples) == {"stored": 1, "already": 1, "refused": 1}
    assert samples["navigator_wrong_tries_total", frozenset()] == 1
    assert samples["navigator_hashing_waiting", frozenset()] == 3
    assert 0 <= samples["navigator_pulse_age_seconds", frozenset()] < 60
    assert samples["navigator_database_bytes", frozenset()] >= Path(database.url.database or "").stat().st_size
    health = frozenset({("room", "health"), ("status", "2xx")})
    assert samples["navigator_requests_total", health] == 1
    assert samples["navigator_request_seconds_count", frozenset({("room", "health")})] == 1
    secrets = (learner.code, learner.pin, room.cohort.join_code, room.cohort.label, room.school.name, "aigul", key)
    assert [it for it in secrets if it.lower() in text.lower()] == []


def test_the_site_itself_shows_none(app: Flask, port: int) -> None:
    assert app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "place", ["0.0.0.0:9100", "192.168.1.5:9100", "[2001:db8::1]:9100", "example.org:9100", "9100", "127.0.0.1:0"]
)
def test_a_place_that_others_may_reach_is_refused(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", "--metrics", place])

    assert left.value.code == 2
    assert "an address that this computer alone reaches" in capsys.readouterr().err


def test_a_server_shows_them_where_it_was_told_to(sqlite_file: Path, tmp_path: Path) -> None:
    copy_instance(sqlite_file, tmp_path)
    site, place = free_port(), free_port()
    command = [*NAVIGATOR, "serve", "--data", str(tmp_path), "--port", str(site), "--metrics", f"127.0.0.1:{place}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NAVIGATOR_")}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert b"Serving" in (process.stdout.readline() if process.stdout else b"")
        assert read(text_at(place))["navigator_hashing_waiting", frozenset()] == 0
    finally:
        process.kill()
        process.communicate()
