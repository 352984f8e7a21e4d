"""A facilitator sends a real server files that ask for much: they are refused, and it answers everybody meanwhile."""

import http.client
import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from benchmarks.crowd import Sheet, sheets
from benchmarks.server import Server, free_port, navigator
from tests.app.files import hostile

MOST_SECONDS = 2.0


@dataclass
class Desk:
    """A facilitator's browser on a server of its own, and phones that have attempts to send to it."""

    server: Server
    ref: str
    outbox: list[Sheet]
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        """Status and page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, {"Content-Type": kind, "Cookie": cookie})
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = header.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        page = answer.read().decode()
        connection.close()
        return answer.status, page

    def token(self, path: str) -> str:
        _, page = self.send("GET", path)
        token = re.search(r'name="csrf_token" value="([^"]*)"', page)
        assert token is not None, page
        return token[1]

    def sign_in(self, name: str, passphrase: str) -> None:
        fields = {"csrf_token": self.token("/staff/in"), "name": name, "passphrase": passphrase}
        status, _ = self.send("POST", "/staff/in", urlencode(fields).encode(), "application/x-www-form-urlencoded")
        assert status == 303

    def upload(self, name: str, data: bytes) -> tuple[int, str]:
        path = f"/groups/{self.ref}/paper/file"
        border = uuid.uuid4().hex
        fields = {
            "csrf_token": self.token(path),
            "wave": "pre",
            "sat_on": str(datetime.now(UTC).date()),
        }
        parts = [f'name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
        parts.append(f'name="table"; filename="{name}"\r\n\r\n'.encode() + data + b"\r\n")
        body = b"".join(f"--{border}\r\nContent-Disposition: form-data; ".encode() + part for part in parts)
        return self.send("POST", path, body + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}")

    def put(self) -> int:
        sheet = self.outbox.pop()
        return self.server.request("PUT", f"/api/v1/attempts/{sheet.key}", sheet.body)[0]

    def is_well(self) -> int:
        return self.server.request("GET", "/healthz")[0]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("served")
    navigator("init", "--test-instance", "--data", str(folder))
    made: dict[str, Any] = json.loads(
        navigator("seed", "--learners", "24", "--cohorts", "1", "--seed", "1", "--data", str(folder))
    )
    server = Server(folder, free_port(), is_twin=False)
    server.start()
    try:
        # The first test of everybody alone: the second one's place is behind it.
        desk = Desk(server, made["cohorts"][0]["id"], sheets(made, Random(1))[: len(made["learners"])])
        person = next(it for it in made["staff"] if it["name"] == made["cohorts"][0]["facilitator"])
        desk.sign_in(person["name"], person["passphrase"])
        assert desk.upload("first.csv", b"who,what\n1,2\n")[0] == 422, "the fork server runs from now on"
        yield desk
    finally:
        server.kill()


def meanwhile(probe: Callable[[], int], under_way: Thread) -> list[tuple[int, float]]:
    """Asks again and again, as long as something is under way: status and seconds of each answer."""
    answers = []
    while under_way.is_alive():
        began = time.monotonic()
        answers.append((probe(), time.monotonic() - began))
        time.sleep(0.1)
    return answers


@pytest.mark.parametrize(
    "what", ["one cell at XFD10000", "120,000 columns", "a sheet of 150 MB", "a cell a billion times"]
)
def test_it_is_refused_in_time_and_the_server_stays(desk: Desk, what: str) -> None:
    name, make = hostile.TABLES[what]
    data = make()
    began = time.monotonic()
    status, page = desk.upload(name, data)

    assert status == 422
    assert "too large. Copy the rows" in page
    assert name in page
    assert time.monotonic() - began < MOST_SECONDS
    assert desk.is_well() == 200


def test_while_a_file_is_read_to_the_last_second_others_are_answered_and_attempts_stored(desk: Desk) -> None:
    came: list[tuple[int, str]] = []
    upload = Thread(target=lambda: came.append(desk.upload("slow.xlsx", data)))
    data = hostile.slow()
    began = time.monotonic()
    upload.start()
    healthy = Desk.is_well
    answers = meanwhile(lambda: max(healthy(desk), desk.put() if desk.outbox else 201), upload)
    took = time.monotonic() - began

    assert took > 1, "it was no slow file"
    assert len(answers) > 5
    assert {status for status, _ in answers} == {201}
    assert max(seconds for _, seconds in answers) < took / 2
    assert came[0][0] == 422
    assert "too large. Copy the rows" in came[0][1]


@pytest.mark.parametrize(
    "name", ["..", ".", "", "a/../b", "x" * 5000, "nul\x00l.csv", ".xlsx", "a\nb.csv", "..\\..\\t.dta"]
)
def test_a_name_leads_nowhere(desk: Desk, name: str) -> None:
    assert desk.upload(name, b"who,what\n1,2\n")[0] in (400, 422)


def test_nothing_of_it_stands_in_the_log(desk: Desk) -> None:
    log = Path(desk.server.data / "serve.log").read_text()

    assert "Traceback" not in log
    assert "panicked" not in log
    assert "memory allocation" not in log
