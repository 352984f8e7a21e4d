"""Whoever signs in waits in a line of their own, and nobody else waits for them."""

import ast
import http.client
import json
import socket
import threading
import uuid
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.cli.server import HASHING_THREADS, THREADS, WAITING, Server
from app.services import secret_hashes
from app.services.learner import phones
from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.serving import served, until

ROOT = Path(__file__).parents[3]
WRONG = json.dumps({"learner_code": "ABCDEFGH", "pin": "314159"})
PLACES = HASHING_THREADS + WAITING


def connection(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=30)


def sent(
    server: Server, method: str, path: str, body: str, kind: str = "application/json"
) -> http.client.HTTPConnection:
    """A request whose answer nobody has read yet."""
    phone = connection(server)
    phone.request(method, path, body, {"Content-Type": kind, "Accept-Language": "en"})
    return phone


def attempt(room: Room) -> tuple[str, str]:
    """Path and body of a test that a phone sends."""
    school = room.school
    learner_id = school.learner(room.cohort)
    room.open(Wave.PRE)
    ticket = phones.tickets(school.session, learner_id)[Wave.PRE]
    body = school.sheet(learner_id, Wave.PRE, right=2) | {"ticket": ticket}
    room.wait()
    return f"/api/v1/attempts/{uuid.uuid4()}", json.dumps(body)


@pytest.fixture
def hash_at_will(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No PIN is hashed before it is set."""
    may_hash = threading.Event()

    def fits(*_: object) -> bool:
        assert may_hash.wait(60)
        return False

    monkeypatch.setattr(secret_hashes, "fits", fits)
    return may_hash


def test_while_two_classes_sign_in_tests_are_stored_and_whoever_is_too_many_is_sent_away_at_once(
    app: Flask, room: Room, hash_at_will: threading.Event
) -> None:
    path, body = attempt(room)
    with served(app, lane=app.extensions["hashing"]) as server, ExitStack() as stack:

        def come(path: str, body: str, kind: str, count: int) -> list[http.client.HTTPConnection]:
            return [stack.enter_context(closing(sent(server, "POST", path, body, kind))) for _ in range(count)]

        line = come("/api/v1/session", WRONG, "application/json", PLACES)
        until(lambda: len(server.hashing.queue) == WAITING)
        away = come("/api/v1/session", WRONG, "application/json", 2 * THREADS)
        pages = come("/in", "code=ABCDEFGH", "text/plain", 2 * THREADS)
        with closing(sent(server, "PUT", path, body)) as phone:
            stored: Any = phone.getresponse()
            assert (stored.status, json.loads(stored.read())["key"]) == (201, path.rpartition("/")[2])
        for answer in (it.getresponse() for it in away):
            assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
            assert json.loads(answer.read())["detail"] == "What was saved is safe. Try again in ten seconds."
        for answer in (it.getresponse() for it in pages):
            assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
            assert "Try again in ten seconds." in answer.read().decode()
        hash_at_will.set()
        statuses = Counter(it.getresponse().status for it in line)
        assert statuses == {401: 4, 429: PLACES - 4}, "from the fifth wrong one on the code rests"


def test_only_what_hashes_stands_in_line(app: Flask, room: Room) -> None:
    lane = app.extensions["hashing"]
    join_code = room.cohort.join_code

    assert all(
        lane.has("POST", path)
        for path in ("/in", "/staff/in", "/api/v1/session", "/api/v1/join", f"/j/{join_code}/you", "/unlock")
    )
    assert not any(
        lane.has(method, path)
        for method, path in (
            ("GET", "/in"),
            ("DELETE", "/api/v1/session"),
            ("POST", "/t/1/1"),
            ("PUT", "/api/v1/attempts/x"),
            ("POST", "/nowhere"),
            ("POST", "//[x"),
            ("BREW", "/in"),
        )
    )


HASHING = {
    *("hash_secret", "check_learner", "check_pin", "check_staff", "check_own", "sign_in_again"),
    *("check_code", "draw_codes"),
}


def hashing_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Functions that hash, and those that call one of the same file that does."""
    functions = {it.name: it for it in ast.walk(tree) if isinstance(it, ast.FunctionDef)}
    names, before = set(HASHING), 0
    while len(names) > before:
        before = len(names)
        names |= {name for name, it in functions.items() if _calls(it) & names}
    return [it for name, it in functions.items() if name in names]


def _calls(function: ast.FunctionDef) -> set[str]:
    """Functions of the same file by their names, those of others only where they hash."""
    called = [it.func for it in ast.walk(function) if isinstance(it, ast.Call)]
    own = {it.id for it in called if isinstance(it, ast.Name)}
    return own | {it.attr for it in called if isinstance(it, ast.Attribute)} & HASHING


def _marks(function: ast.FunctionDef) -> set[str]:
    marks = [it.func if isinstance(it, ast.Call) else it for it in function.decorator_list]
    return {it.id for it in marks if isinstance(it, ast.Name)}


def test_every_view_that_hashes_says_so_and_no_other() -> None:
    views = [
        (path.name, it.name, "hashes" in _marks(it), it in hashing_functions(tree))
        for path in sorted((ROOT / "app" / "web").rglob("*.py"))
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        for it in ast.walk(tree)
        if isinstance(it, ast.FunctionDef) and "audience" in _marks(it)
    ]

    assert len([it for it in views if it[3]]) >= 9
    assert [it for it in views if it[2] != it[3]] == []


def test_a_server_that_stops_stops_its_lines(app: Flask) -> None:
    with (
        served(app, lane=app.extensions["hashing"]) as server,
        socket.create_connection(("127.0.0.1", server.effective_port)),
    ):
        assert len(server.hashing.threads) == HASHING_THREADS
    assert not server.hashing.threads
