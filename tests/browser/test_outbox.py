"""The outbox alone, in a page of its own: what it keeps, what it sends, and what each answer makes of it.

Whole ways with our own server are in test_offline*; here the answers are those that a server gives seldom.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from app.services.submission import content_sha256
from tests.browser.conftest import new_page

STATIC = Path(__file__).parents[2] / "app/web/static"
OUTBOX = ("database.js", "hash.js", "outbox.js")
TESTS = "phone.reading('tests', (it) => it.getAll())"
STEPS = "phone.reading('steps', (it) => it.getAll())"
CUT = 0
"""The status of an answer that never comes."""
BUSY = {"code": "busy"}
Answer = Callable[[str, dict[str, Any]], tuple[int, dict[str, Any]]]


def stored(key: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """As our server answers: with the key, and the hash of what it got."""
    content = {name: value for name, value in sent.items() if name not in ("ticket", "sent_at")}
    return 201, {"key": key, "sha256": content_sha256(content), "received_at": "2026-03-02T04:00:00Z"}


@dataclass
class Server:
    """Answers attempts by `answer` and says who is signed in; remembers (last part of the address, body)."""

    answer: Answer = stored
    signed_in: str = "mine"
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def handle(self, route: Route) -> None:
        path = route.request.url.partition("phone.test")[2]
        if path == "/api/v1/session":
            route.fulfill(json={"mark": self.signed_in, "csrf": "token", "language": "ru"})
        elif path.startswith("/api/v1/"):
            name, body = path.rpartition("/")[2], json.loads(route.request.post_data or "{}")
            self.sent.append((name, body))
            status, reply = self.answer(name, body) if "attempts" in path else (200, body)
            if status == CUT:
                route.abort()
            else:
                route.fulfill(status=status, json=reply)
        else:
            route.fulfill(content_type="text/html", body="<!doctype html><title>Phone</title>")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context()
    context.route("**/*", server.handle)
    page = new_page(context)
    page.goto("http://phone.test/")
    for name in OUTBOX:
        page.add_script_tag(content=(STATIC / name).read_text(encoding="utf-8"))
    yield page
    context.close()


def waiting_row(**other: Any) -> dict[str, Any]:
    """A test that waits, with everything that a learner can have answered."""
    usual = {
        "key": "00000000-0000-4000-8000-000000000001",
        "mark": "mine",
        "state": "waiting",
        "number": 1,
        "ticket": "ticket",
        "wave": "pre",
        "form": "A",
        "instrument": "0" * 64,
        "language": "ru",
        "answers": {"item": "option", "blank": None},
        "seconds": {"item": 20},
        "statements": {"say-no": 4},
        "started_at": "2026-03-02T03:50:00Z",
        "finished_at": "2026-03-02T03:58:00Z",
    }
    return {**usual, **other}


def put(page: Page, *rows: dict[str, Any]) -> None:
    page.evaluate("(rows) => Promise.all(rows.map(phone.putTest)).then(() => null)", list(rows))


def test_everything_that_was_answered_is_sent_and_goes_with_the_echo(page: Page, server: Server) -> None:
    row = waiting_row()
    put(page, row)

    page.evaluate("phone.flush().then(() => null)")

    [(key, body)] = server.sent
    content = {name: row[name] for name in row if name not in ("key", "mark", "state", "number")}
    assert (key, {name: body[name] for name in body if name != "sent_at"}) == (row["key"], content)
    assert page.evaluate(TESTS) == []


def test_the_first_test_goes_before_the_second_whatever_their_keys(page: Page, server: Server) -> None:
    first = waiting_row(key="ffffffff-0000-4000-8000-000000000001")
    second = waiting_row(key="00000000-0000-4000-8000-000000000002", number=2, wave="post", form="B")
    put(page, second, first)

    page.evaluate("phone.flush().then(() => null)")

    assert [body["wave"] for _, body in server.sent] == ["pre", "post"]


@pytest.mark.parametrize(
    ("status", "reply"), [(CUT, {}), (502, {}), (429, BUSY), (503, BUSY)], ids=["cut", "on the way", "too many", "busy"]
)
def test_nothing_of_a_learner_goes_past_a_test_that_nobody_heard(
    page: Page, server: Server, status: int, reply: dict[str, Any]
) -> None:
    """Else a first test of a phone whose clock was set meanwhile counts as one after the lessons."""
    server.answer = lambda key, sent: (status, reply) if key == "first" else stored(key, sent)
    page.evaluate("phone.arrive('mine').then(() => null)")
    put(page, waiting_row(key="first"), waiting_row(key="second", number=2, wave="post", form="B"))
    put(page, waiting_row(key="another", mark="another", number=2, wave="post"))
    page.evaluate("phone.reach('mine', 'welcome', 2, true)")

    page.evaluate("phone.flush().then(() => phone.flush()).then(() => null)")

    assert {name for name, _ in server.sent} == {"first", "another"}
    server.answer = stored
    server.sent.clear()
    page.evaluate("phone.flush().then(() => null)")
    assert [name for name, _ in server.sent] == ["first", "second", "welcome"]


def test_a_test_that_our_server_cannot_take_holds_up_nothing_else(page: Page, server: Server) -> None:
    server.answer = lambda key, sent: (500, {"code": "fault"}) if key == "first" else stored(key, sent)
    put(page, waiting_row(key="first"), waiting_row(key="second", number=2, wave="post", form="B"))

    page.evaluate("phone.flush().then(() => null)")

    assert [row["key"] for row in page.evaluate(TESTS)] == ["first"]


@pytest.mark.parametrize(
    ("status", "code", "is_held"), [(409, "wave_taken", True), (422, "unreadable", False)], ids=["taken", "unreadable"]
)
def test_what_is_refused_lies_aside_and_is_said_to_be_held_only_where_it_is(
    page: Page, server: Server, status: int, code: str, is_held: bool
) -> None:
    server.answer = lambda key, sent: (status, {"code": code, "detail": "Why."})
    put(page, waiting_row())

    page.evaluate("phone.flush().then(() => null)")

    [row] = page.evaluate(TESTS)
    assert (row["state"], row["code"], row["words"], row["isHeld"]) == ("aside", code, "Why.", is_held)


def test_whoever_took_everything_out_is_forgotten_and_nobody_else(page: Page, server: Server) -> None:
    server.answer = lambda key, sent: (410, {"code": "withdrawn"}) if sent["wave"] == "pre" else stored(key, sent)
    put(page, waiting_row(), waiting_row(key="2", mark="another", number=2, wave="post", state="draft"))
    page.evaluate("phone.reach('mine', 'welcome', 2, false)")

    page.evaluate("phone.flush().then(() => null)")

    assert [row["mark"] for row in page.evaluate(TESTS)] == ["another"]
    assert page.evaluate(STEPS) == []


@pytest.mark.parametrize("status", [200, 409, 410, 422])
def test_a_refusal_without_our_code_is_nobodys_and_what_waits_stays(page: Page, server: Server, status: int) -> None:
    server.answer = lambda key, sent: (status, {})
    put(page, waiting_row())

    assert page.evaluate("phone.flush().then((told) => told.map((it) => !!it.isLeft))") == [True]
    assert [row["state"] for row in page.evaluate(TESTS)] == ["waiting"]


def test_an_echo_of_other_answers_empties_nothing(page: Page, server: Server) -> None:
    server.answer = lambda key, sent: (201, {**stored(key, sent)[1], "sha256": "0" * 64})
    put(page, waiting_row())

    page.evaluate("phone.flush().then(() => null)")

    assert [row["state"] for row in page.evaluate(TESTS)] == ["waiting"]


def test_a_step_of_a_lesson_only_grows_and_what_is_done_stays_done(page: Page) -> None:
    page.evaluate("phone.reach('mine', 'welcome', 3, true).then(() => phone.reach('mine', 'welcome', 2, false))")

    assert page.evaluate(STEPS) == [{"mark": "mine", "lesson": "welcome", "step": 3, "done": True}]


def test_steps_go_only_under_the_sign_in_of_whoever_took_them(page: Page, server: Server) -> None:
    page.evaluate("phone.arrive('mine').then(() => null)")
    server.signed_in = "another"

    page.evaluate("phone.reach('mine', 'welcome', 2, false).then(() => phone.flush()).then(() => null)")
    assert server.sent == []
    assert len(page.evaluate(STEPS)) == 1

    server.signed_in = "mine"
    page.evaluate("phone.token(true).then(() => phone.flush()).then(() => null)")
    assert server.sent == [("welcome", {"step": 2, "done": False})]
    assert page.evaluate(STEPS) == []


def test_the_next_on_the_phone_leaves_what_another_has_not_sent(page: Page) -> None:
    """A test that waits, a draft with answers that have not arrived and steps stay; the rest goes."""
    page.evaluate("phone.arrive('mine').then(() => null)")
    fresh = {"answers": {"item": True}, "statements": {}}
    nothing: dict[str, Any] = {"answers": {}, "statements": {}}
    put(
        page,
        waiting_row(key="waits"),
        waiting_row(key="fresh", state="draft", fresh=fresh),
        waiting_row(key="arrived", state="draft", fresh=nothing),
        waiting_row(key="held", state="aside", isHeld=True),
        waiting_row(key="lost", state="aside", isHeld=False),
    )
    page.evaluate("phone.writing('steps', (it) => it.put({mark: 'mine', lesson: 'welcome', step: 2, done: false}))")
    page.evaluate("phone.writing('kept', (it) => it.put({mark: 'mine', name: 'plan', value: 'secret'}))")

    page.evaluate("phone.arrive('another').then(() => null)")

    assert {row["key"] for row in page.evaluate(TESTS)} == {"waits", "fresh", "lost"}
    assert len(page.evaluate(STEPS)) == 1
    assert page.evaluate("phone.reading('kept', (it) => it.getAll())") == []


def test_a_test_that_waits_gets_the_ticket_that_is_good_now(page: Page) -> None:
    put(page, waiting_row(ticket="old"))

    page.evaluate("phone.keepRoad({mark: 'mine', tests: [{wave: 'pre', standing: 'open', ticket: 'new'}]})")

    assert [row["ticket"] for row in page.evaluate(TESTS)] == ["new"]
