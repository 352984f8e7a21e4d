"""One transaction a request: what is answered is committed, what failed left nothing, and a GET cannot write."""

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import text

from app.store import Database
from app.web.access import audience
from app.web.transaction import db
from tests.conftest import make_app


@pytest.fixture
def client(sqlite: Database, templates: BytecodeCache) -> FlaskClient:
    """At an application with three more addresses, each of which writes."""
    app = make_app(sqlite, templates)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    _add(app, "/looks", "GET", lambda: None)
    _add(app, "/does", "POST", lambda: None)
    _add(app, "/refuses", "POST", lambda: abort(404))
    return app.test_client()


def _add(app: Flask, address: str, method: str, end: object) -> None:
    def view() -> str:
        db().execute(text("UPDATE instance SET kind = 'real'"))
        assert callable(end)
        end()
        db().commit() if method == "GET" else db().flush()
        return "done"

    app.add_url_rule(address, address.strip("/"), audience("anyone")(view), methods=[method])


def kind(database: Database) -> str:
    with database.reading() as session:
        return str(session.scalar(text("SELECT kind FROM instance")))


def test_a_get_cannot_write_even_where_its_view_wants_to(client: FlaskClient, sqlite: Database) -> None:
    assert client.get("/looks").status_code >= 500
    assert kind(sqlite) == "test"


def test_what_is_answered_is_committed(client: FlaskClient, sqlite: Database) -> None:
    assert client.post("/does").status_code == 200
    assert kind(sqlite) == "real"


def test_a_request_that_is_broken_off_leaves_nothing(client: FlaskClient, sqlite: Database) -> None:
    assert client.post("/refuses").status_code == 404
    assert kind(sqlite) == "test"
