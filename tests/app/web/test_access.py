"""The rule for every page, also for those that are not written yet. Who is answered what stands in `doors.yaml`."""

import hashlib
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import delete, select, update

from app.store import Database
from app.store.tables import Audit, AuditHead, Row
from app.web.access import audience
from tests.app.web.conftest import Learner, Room
from tests.app.web.town import Town, doors
from tests.conftest import make_app

pytestmark = pytest.mark.items(14)

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
WITHOUT_CSRF = {
    "phone.join": "nobody is signed in, so there is nothing to ride on",
    "phone.sign_in": "nobody is signed in, so there is nothing to ride on",
    "locking.lock": "it only shuts, and a page that wakes up may have no token",
    "help.leave": "it only ends the sign-in, and whoever leaves in a hurry waits for no token",
    "phone.keep_attempt": "the ticket in the body authorises it, no cookie does",
}
INSIDE = ("its officer", "heads its partner")
"""Who reads figures of the house."""
WHO = ("nobody", "learner", "leads it", "administrator", *INSIDE)
NO_LOOK = ("help.leave", "health.health", "results.publication_file", "lead.own_file", "lead.learned_pdf")


@pytest.fixture
def town(room: Room) -> Town:
    return Town(room)


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


def test_no_deed_is_done_without_a_token(app: Flask, town: Town, database: Database) -> None:
    before = _digest(database)
    obeyed = []
    for (method, _), rule in doors(app).items():
        if method not in UNSAFE or rule.endpoint in WITHOUT_CSRF:
            continue
        for who in WHO:
            status = town.ask(who, rule, method).status_code
            is_told_to_sign_in = status == 401 and who == "nobody"  # what a phone can mend comes first
            if status not in (303, 400) and not is_told_to_sign_in:  # a learner's form is shown again: a redirect
                obeyed.append((who, method, rule.rule, status))

    assert not obeyed
    assert _digest(database) == before


def test_looking_changes_nothing(app: Flask, town: Town, database: Database) -> None:
    """That somebody was refused figures that stay in the house is no look: it is written down, and nothing else is.

    Nor is a file of a publication or of an own group; the link that leaves: it ends the sign-in; nor /healthz, which
    proves that something can be stored.
    """
    looks = [rule for (method, _), rule in doors(app).items() if method == "GET" and rule.endpoint not in NO_LOOK]
    refusals = Audit.act.startswith("refusal.")
    before, head = _digest(database), _head(database)
    for who in WHO:
        for rule in looks:
            town.ask(who, rule, "GET")

        with database.writing() as session:
            assert bool(session.scalar(select(Audit.audit_id).where(refusals).limit(1))) == (who in INSIDE)
            session.execute(delete(Audit).where(refusals))
            if who in INSIDE:  # with which act the list ends is written down beside it
                session.execute(update(AuditHead).values(head))
        assert _digest(database) == before, who


def test_every_answer_forbids_what_we_do_not_use(app: Flask, town: Town) -> None:
    for (method, _), rule in doors(app).items():
        if method != "GET":
            continue
        headers = town.ask("nobody", rule, method).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, rule.rule
        assert rule.endpoint == "learn.picture" or "unsafe" not in policy, rule.rule  # drawings have their own styles
        assert headers["X-Content-Type-Options"] == "nosniff", rule.rule
        if rule.endpoint not in ("static", "learn.picture", "guide.picture"):
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
