"""Whatever goes wrong: a kind page in the reader's language, with a way on, with Leave and with Help."""

import pytest
from flask import Flask, abort
from jinja2 import BytecodeCache
from sqlalchemy.exc import OperationalError

from app.store import Database
from app.web.access import audience
from app.web.errors import DiskFull
from tests.app.web.conftest import Learner, Room, showing_faults
from tests.conftest import make_app

STATUSES = (400, 401, 403, 404, 405, 409, 413, 429, 500, 503, 507)
LEAVE = {"en": "Leave this page", "ru": "Уйти с этой страницы", "kk": "Бұл беттен шығу"}


@pytest.fixture(scope="module")
def open_app(sqlite_made: Database, templates: BytecodeCache) -> Flask:
    """The application with a page for each thing that can go wrong."""

    @audience("anyone")
    def fail(status: int) -> str:
        if status == 507:
            raise DiskFull
        abort(status)

    app = showing_faults(make_app(sqlite_made, templates))
    app.add_url_rule("/fail/<int:status>", "fail", fail)
    return app


@pytest.mark.parametrize("language", LEAVE)
@pytest.mark.parametrize("status", STATUSES)
def test_every_error_is_a_kind_page_with_leave_and_help(app: Flask, room: Room, status: int, language: str) -> None:
    answer = app.test_client().get(f"/fail/{status}?lang={language}")
    html = answer.get_data(as_text=True)

    assert answer.status_code == status
    assert f'<html lang="{language}">' in html
    assert f'id="leave" href="/leave" aria-label="{LEAVE[language]}"' in html
    assert 'href="/help"' in html
    assert '<div class="go"><a class="btn" href="/">' in html
    main = html.partition("<main>")[2].partition("</main>")[0]
    assert str(status) not in main, "a number helps nobody"


def test_no_two_errors_that_ask_for_different_things_read_alike(app: Flask, room: Room) -> None:
    client = app.test_client()
    statuses = (400, 403, 404, 429, 500)
    pages = {status: client.get(f"/fail/{status}?lang=en").get_data(as_text=True) for status in statuses}

    heads = {html.partition("<h1>")[2].partition("</h1>")[0] for html in pages.values()}
    assert len(heads) == len(pages)


def test_an_address_that_only_a_button_sends_to_is_no_fault_of_the_server(learner: Learner) -> None:
    assert "There is no such page" in learner.phone.open("/out", status=405).text


def test_a_learner_s_error_leads_back_to_the_road(app: Flask, learner: Learner) -> None:
    assert learner.phone.open("/fail/404", status=404).tap("To the start").path == "/road"


def test_a_database_that_does_not_answer_still_leaves_leave_and_help(
    learner: Learner, room: Room, app_made: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = learner.phone.client.get_cookie("n")
    client = app_made.test_client()  # as it is served, with the page for our own faults
    assert cookie is not None
    client.set_cookie("n", cookie.value)

    def refuse(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(Database, "reading_session", refuse)
    monkeypatch.setattr(Database, "writing_session", refuse)
    for address in ("/road", "/t/1", "/help", "/"):
        answer = client.get(address)
        html = answer.get_data(as_text=True)
        assert answer.status_code >= 500
        assert 'id="leave"' in html, address
        assert 'href="/help"' in html, address
    html = client.get("/help?lang=en").get_data(as_text=True)
    assert html.index('href="tel:112"') < html.index("Source: Kazinform") < html.index('href="tel:102"')
    assert "“I need help. Please call 112.”" in html
