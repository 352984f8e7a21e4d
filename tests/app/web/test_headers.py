"""Every kind of answer has every header, also those that the server gives without asking the application."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.store import Database
from app.web.access import audience
from app.web.errors import DiskFull
from app.web.statics import static_address
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.promised import EVERYWHERE, PAGES
from tests.app.web.serving import served
from tests.conftest import as_made


@pytest.fixture
def app(database: Database, app_made: Flask) -> Iterator[Flask]:
    """As it is served: a fault becomes a page."""
    with as_made(app_made) as app:
        yield app


@dataclass(frozen=True)
class Kind:
    """An answer of its kind: how to get it, and how one sees that it is one."""

    path: str
    status: int
    mimetype: str | None
    who: str = "nobody"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "page": Kind("/in", 200, "text/html"),
    "page of a learner": Kind("/road", 200, "text/html", who="learner"),
    "page of the staff": Kind("/groups", 200, "text/html", who="facilitator"),
    "redirect": Kind("/road", 303, "text/html"),
    "way out": Kind("/leave", 303, "text/html"),
    "no content": Kind("/leave", 204, "text/html", method="POST"),
    "JSON": Kind("/api/v1/road", 200, "application/json", who="learner"),
    "health": Kind("/healthz", 200, "application/json"),
    "XLSX": Kind("/groups/{ref}/paper/form-A-pre.xlsx", 200, XLSX, who="facilitator"),
    "style": Kind("/static/navigator.css", 200, "text/css"),
    "style that is kept": Kind("{style}", 200, "text/css"),
    "piece of it": Kind("/static/navigator.css", 206, "text/css", headers={"Range": "bytes=0-9"}),
    "style that is known": Kind("/static/navigator.css", 304, None, headers={"If-None-Match": "{etag}"}),
    "picture": Kind("/static/icon.svg", 200, "image/svg+xml"),
    "script": Kind("/static/leave.js", 200, "text/javascript"),
    "worker": Kind("/sw.js", 200, "text/javascript"),
    "manifest": Kind("/app.webmanifest", 200, "application/manifest+json"),
    "expired": Kind("/api/v1/drafts/pre", 400, "application/problem+json", who="learner", method="PUT"),
    "not for them": Kind("/groups", 404, "text/html", who="learner"),
    "not there": Kind("/nothing", 404, "text/html"),
    "not there, for a phone": Kind("/api/v1/nothing", 404, "application/problem+json"),
    "wrong way": Kind("/out", 405, "text/html"),
    "what may be asked": Kind("/in", 200, "text/html", method="OPTIONS"),
    "head alone": Kind("/in", 200, "text/html", method="HEAD"),
    "signed out": Kind("/api/v1/road", 401, "application/problem+json"),
    "fault": Kind("/help", 500, "text/html"),
    "full disk": Kind("/help", 507, "text/html"),
}


@pytest.fixture
def come_as(app: Flask, room: Room, learner: Learner) -> Callable[[str], FlaskClient]:
    def open_browser(who: str) -> FlaskClient:
        if who == "facilitator":
            return sit_down(app, room.school.session, room.school.facilitator_id, room.school.now).client
        return learner.phone.client if who == "learner" else app.test_client()

    return open_browser


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_of_answer_has_every_header(
    app: Flask, room: Room, come_as: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    @audience("anyone")
    def fail() -> str:
        raise DiskFull if kind.status == 507 else KeyError

    monkeypatch.setitem(
        app.view_functions, "help.help", fail if kind.status >= 500 else app.view_functions["help.help"]
    )
    with app.test_request_context():
        known = {"ref": room.cohort.ref, "style": static_address("navigator.css")}
    with closing(app.test_client().get("/static/navigator.css")) as style:
        etag = style.headers["ETag"]
    headers = {name: value.format(etag=etag) for name, value in kind.headers.items()}

    answer = come_as(kind.who).open(kind.path.format(**known), method=kind.method, headers=headers)
    answer.close()

    assert (answer.status_code, answer.mimetype) == (kind.status, kind.mimetype)
    promised = PAGES if kind.mimetype == "text/html" or kind.path == "/sw.js" else EVERYWHERE
    assert {name: answer.headers.get(name) for name in promised} == promised
    assert re.fullmatch("[b-z]{10}", answer.headers["X-Request-Id"])


@pytest.mark.parametrize(
    ("path", "head", "status"),
    [
        pytest.param("/", {"X-Long": "x" * 300_000}, 431, id="too long a head"),
        pytest.param("/in", {"Content-Length": "9000000"}, 413, id="too long a body"),
        pytest.param("/api/v1/session", {"Content-Length": "9000000"}, 413, id="too long a body of a phone"),
        pytest.param("/", {"X-Sign": "\x01"}, 400, id="what cannot be read"),
        pytest.param("/", {}, 500, id="a fallen application"),
    ],
)
def test_so_have_those_of_the_server_itself(app: Flask, path: str, head: dict[str, str], status: int) -> None:
    def fallen(environ: dict[str, Any], start: Any) -> list[bytes]:
        raise KeyError

    with (
        served(fallen, unread=app.extensions["unread"]) as server,
        closing(HTTPConnection("127.0.0.1", server.effective_port, timeout=10)) as phone,
    ):
        phone.putrequest("POST", path)
        for name, value in head.items():
            phone.putheader(name, value)
        phone.endheaders()
        answer = phone.getresponse()

    assert answer.status == status
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert re.fullmatch("[b-z]{10}", answer.headers["X-Request-Id"])
