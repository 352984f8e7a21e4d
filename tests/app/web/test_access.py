"""The rule for every page, also for those that are not written yet: each as every role, and without a token."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import delete, select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.services.people import Role
from app.store import Database
from app.store.tables import Audit, AuditHead, Helpline, Row
from app.web.access import ANYONE, LEARNER, STAFF, audience, audience_of
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.conftest import make_app

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
WITHOUT_CSRF = {
    "phone.join": "nobody is signed in, so there is nothing to ride on",
    "phone.sign_in": "nobody is signed in, so there is nothing to ride on",
    "locking.lock": "it only shuts, and a page that wakes up may have no token",
    "help.leave": "it only ends the sign-in, and whoever leaves in a hurry waits for no token",
    "phone.keep_attempt": "the ticket in the body authorises it, no cookie does",
}
INSIDE = ("me_officer", "partner_lead")
"""Who reads figures of the house."""
WHO = ("nobody", LEARNER, *STAFF)


def _ask(client: FlaskClient, address: str, method: str = "GET") -> TestResponse:
    answer = client.open(address, method=method)
    answer.close()
    return answer


def _doors(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            yield rule, method


@pytest.fixture
def town(app: Flask, room: Room, learner: Learner) -> Callable[[str], FlaskClient]:
    """Somebody of each kind at a browser, all within the scope of one cohort."""
    school = room.school

    def come(who: str) -> FlaskClient:
        if who == "nobody":
            return app.test_client()
        if who == LEARNER:
            return learner.phone.client
        staff_id = school.facilitator_id if who == "facilitator" else school.staff(f"some {who}", Role(who))
        return sit_down(app, school.session, staff_id, school.now).client

    return come


@pytest.fixture
def address(room: Room, database: Database) -> Callable[[Rule], str]:
    """An address with things that exist, where the rule asks for one."""
    with database.reading() as session:
        helpline = session.scalar(select(Helpline.ref).limit(1)) or "none"

    def fill(rule: Rule) -> str:
        values = {
            "ref": helpline if "helplines" in rule.rule else room.cohort.ref,
            "code": room.cohort.join_code,
            "key": "3f0c4f1e-6f0e-4f4e-9b1e-3c3b5f6a7d8e",
            "lesson": "welcome",
            "wave": "pre",
            "name": "road",
            "digest": "0123456789abcdef",
            "form": "A" if "paper" in rule.rule else "xlsx",
            "language": "en",
            "handle": 1,
            "aside": 1,
            "number": 1,
            "n": 1,
            "token": "never-made",
            "filename": "navigator.css",
        }
        built: Any = rule.build({name: values[name] for name in rule.arguments})
        return str(built[1])

    return fill


def test_every_view_names_its_audience(app: Flask) -> None:
    unnamed = {endpoint for endpoint, view in app.view_functions.items() if not audience_of(view)}

    assert not unnamed, f"views without @audience are closed to everyone: {unnamed}"


def test_a_view_that_names_no_audience_is_closed(sqlite: Database, templates: BytecodeCache) -> None:
    app = make_app(sqlite, templates)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")

    assert app.test_client().get("/forgotten").status_code == 403


def test_the_audience_alone_shuts_a_page_of_staff_to_a_learner(
    app: Flask, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the view itself does not ask who is there; every page of ours does."""
    monkeypatch.setitem(app.view_functions, "learn.road", audience("facilitator")(lambda: "for staff alone"))

    assert learner.phone.client.get("/road").status_code == 404


@pytest.mark.parametrize("who", WHO)
def test_a_door_opens_for_its_audience_alone(
    app: Flask, town: Callable[[str], FlaskClient], address: Callable[[Rule], str], who: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # the token is asked for before the role: see below
    client = town(who)
    wrong = []
    for rule, method in _doors(app):
        audience = audience_of(app.view_functions[rule.endpoint])
        is_for_me = ANYONE in audience or who in audience
        if is_for_me and method not in ("GET", "HEAD"):
            continue  # what the deed does is tested where the deed is
        status = _ask(client, address(rule), method).status_code
        refused = {401, 404} if rule.rule.startswith("/api/") else {303, 404}
        if is_for_me and status in (401, 403, 405, 500):
            wrong.append((method, rule.rule, status, "is shut to its own audience"))
        if not is_for_me and status not in refused:
            wrong.append((method, rule.rule, status, "is open to others"))

    assert not wrong


def test_nobody_is_sent_to_sign_in(app: Flask, address: Callable[[Rule], str]) -> None:
    client = app.test_client()
    for rule, method in _doors(app):
        audience = audience_of(app.view_functions[rule.endpoint])
        if ANYONE in audience or method != "GET" or rule.rule.startswith("/api/"):
            continue
        answer = _ask(client, address(rule))
        door = "/in" if LEARNER in audience else "/staff/in"
        assert (answer.status_code, answer.location) == (303, door), rule.rule


@pytest.mark.parametrize("who", WHO)
def test_no_deed_is_done_without_a_token(
    app: Flask, town: Callable[[str], FlaskClient], address: Callable[[Rule], str], database: Database, who: str
) -> None:
    client = town(who)
    before = _digest(database)
    obeyed = []
    for rule, method in _doors(app):
        if method in UNSAFE and rule.endpoint not in WITHOUT_CSRF:
            status = _ask(client, address(rule), method).status_code
            is_told_to_sign_in = status == 401 and who == "nobody"  # what a phone can mend comes first
            if status not in (303, 400) and not is_told_to_sign_in:  # a learner's form is shown again: a redirect
                obeyed.append((method, rule.rule, status))

    assert not obeyed
    assert _digest(database) == before


@pytest.mark.parametrize("who", WHO)
def test_looking_changes_nothing(
    app: Flask, town: Callable[[str], FlaskClient], address: Callable[[Rule], str], database: Database, who: str
) -> None:
    """That somebody asked for a file that stays in the house is no look: it is written down, and nothing else is.

    Nor is the link that leaves: it ends the sign-in; nor /healthz, which proves that something can be stored.
    """
    client = town(who)
    before, head = _digest(database), _head(database)
    for rule, method in _doors(app):
        if method == "GET" and rule.endpoint not in ("help.leave", "health.health"):
            _ask(client, address(rule))

    refusals = Audit.act == "refusal.internal"
    with database.writing() as session:
        assert bool(session.scalar(select(Audit.audit_id).where(refusals).limit(1))) == (who in INSIDE)
        session.execute(delete(Audit).where(refusals))
        if who in INSIDE:  # with which act the list ends is written down beside it
            session.execute(update(AuditHead).values(head))
    assert _digest(database) == before


def test_every_answer_forbids_what_we_do_not_use(app: Flask, address: Callable[[Rule], str]) -> None:
    client = app.test_client()
    for rule, method in _doors(app):
        if method != "GET":
            continue
        headers = _ask(client, address(rule)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, rule.rule
        assert "unsafe" not in policy, rule.rule
        assert headers["X-Content-Type-Options"] == "nosniff", rule.rule
        if rule.endpoint != "static":
            assert headers["Cache-Control"] == "no-store", rule.rule


def _head(database: Database) -> dict[str, Any]:
    """With which act the list ends."""
    with database.reading() as session:
        return dict(session.execute(select(AuditHead.number, AuditHead.digest, AuditHead.seal)).mappings().one())


def _digest(database: Database) -> str:
    """Of every row of every table."""
    digest = hashlib.sha256()
    with database.reading() as session:
        for table in Row.metadata.sorted_tables:
            for row in session.execute(select(table).order_by(*table.primary_key.columns)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
