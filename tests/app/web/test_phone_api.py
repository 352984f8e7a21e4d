"""The interface for phones, as design and OpenAPI document say it."""

import http.client
import json
import threading
import uuid
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from waitress import wasyncore
from werkzeug.test import TestResponse

from app.cli.serve import listen
from app.services.learner import knocking
from app.services.learner.joining import ASSENT_VERSION
from app.services.waves import Wave
from app.store import Database
from app.store.tables import Attempt, DeedTally, Learner
from app.web import phone as phone_pages
from tests.app.web.conftest import Room
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


def body_of(room: Room, **other: object) -> dict[str, object]:
    usual = {
        "join_code": room.cohort.join_code,
        "join_key": uuid.uuid4().hex,
        "language": "ru",
        "sex": "female",
        "age_band": "15-17",
        "assent": ASSENT_VERSION,
    }
    return {**usual, **other}


def problem_of(response: TestResponse) -> tuple[int, str]:
    assert response.content_type == "application/problem+json"
    return response.status_code, response.get_json()["code"]


@pytest.fixture
def card(room: Room, phone: Phone) -> dict[str, Any]:
    response = phone.api("POST", "/join", body_of(room))
    assert response.status_code == 201
    body: dict[str, Any] = response.get_json()
    return body


@pytest.fixture
def signed_in(phone: Phone, card: dict[str, Any]) -> dict[str, Any]:
    response = phone.api("POST", "/session", {"learner_code": card["learner_code"], "pin": card["pin"]})
    assert response.status_code == 200
    body: dict[str, Any] = response.get_json()
    return body


def sheet(room: Room, bundle: dict[str, Any], which: str, /, *, right: int, **other: object) -> dict[str, Any]:
    test = next(test for test in bundle["tests"] if test["wave"] == which)
    keys = room.keys(test["form"]["form"])
    answers = {item: key if n < right else "unsure" for n, (item, key) in enumerate(keys.items())}
    return {
        "ticket": test["ticket"],
        "wave": which,
        "form": test["form"]["form"],
        "instrument": test["form"]["structure_digest"],
        "answers": answers,
        "seconds": dict.fromkeys(answers, 9),
        "started_at": "2026-03-02T04:00:00Z",
        "finished_at": "2026-03-02T04:08:00Z",
        "sent_at": "2026-03-02T04:08:05Z",
        **other,
    }


def attempts(database: Database) -> int | None:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Attempt))


def test_joining_twice_with_one_key_is_one_learner_without_a_second_card(
    room: Room, phone: Phone, database: Database
) -> None:
    body = body_of(room)
    first, second = phone.api("POST", "/join", body), phone.api("POST", "/join", body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.get_json() == {"handle": first.get_json()["handle"], "learner_code": None, "pin": None}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Learner)) == 1


def test_a_wrong_a_closed_and_an_expired_code_are_one_answer(room: Room, phone: Phone) -> None:
    wrong = phone.api("POST", "/join", body_of(room, join_code="ZZZZZZZZ"))
    room.wait(days=200)
    expired = phone.api("POST", "/join", body_of(room))

    assert problem_of(wrong) == (404, "no_such_group")
    assert wrong.get_data() == expired.get_data()


def test_answers_that_came_too_late_are_not_told_to_be_the_second_ones(
    room: Room, phone: Phone, signed_in: dict[str, Any]
) -> None:
    room.open(Wave.PRE)
    bundle = phone.api("GET", "/bundle").get_json()
    room.close(Wave.PRE)
    late = phone.api("PUT", f"/attempts/{uuid.uuid4()}", sheet(room, bundle, "pre", right=9))

    assert problem_of(late) == (409, "closed")
    assert "не был открыт" in late.get_json()["detail"]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"sex": "x"}, "sex"),
        ({"age_band": 17}, "age_band"),
        ({"join_key": "short"}, "join_key"),
        ({"join_key": "a sign that no database keeps\0"}, "join_key"),
        ({"join_code": "AB\0CD"}, "join_code"),
        ({"language": "xx"}, "language"),
        ({"name": "Dana"}, "name"),
    ],
)
def test_what_cannot_be_read_is_named(room: Room, phone: Phone, other: dict[str, Any], field: str) -> None:
    response = phone.api("POST", "/join", body_of(room, **other))

    assert problem_of(response) == (422, "unreadable")
    assert response.get_json()["field"] == field


def test_a_form_post_of_another_site_is_no_json(phone: Phone, room: Room) -> None:
    response = phone.client.post("/api/v1/join", data=json.dumps(body_of(room)), content_type="text/plain")

    assert problem_of(response) == (415, "wrong_type")


def test_a_session_ends_at_once(phone: Phone, signed_in: dict[str, Any]) -> None:
    cookie = phone.client.get_cookie("n")
    assert problem_of(phone.api("DELETE", "/session"))[0] == 400  # without its token
    response = phone.api("DELETE", "/session", **{"X-CSRFToken": signed_in["csrf"]})
    assert response.status_code == 204
    phone.client.set_cookie("n", cookie.value)

    assert problem_of(phone.api("GET", "/bundle")) == (401, "signed_out")


def test_where_too_many_codes_were_wrong_a_right_one_takes_no_longer(
    room: Room, phone: Phone, monkeypatch: Any
) -> None:
    """Else whoever has run out of tries goes on by the clock: hashing a PIN takes longer than everything else."""
    hashed: list[str] = []

    def noted(pin: str) -> str:
        hashed.append(pin)
        return "-"

    monkeypatch.setattr(knocking, "OF_ADDRESS", 2)
    monkeypatch.setattr(phone_pages, "hash_secret", noted)
    for code in ("ABCDEFGH", "ABCDEFGJ"):
        assert problem_of(phone.api("POST", "/join", body_of(room, join_code=code))) == (404, "no_such_group")

    shut = phone.api("POST", "/join", body_of(room))
    assert problem_of(shut) == (429, "too_many_tries")
    assert int(shut.headers["Retry-After"]) > 14 * 60
    assert hashed == []

    room.wait(minutes=16)
    assert phone.api("POST", "/join", body_of(room)).status_code == 201
    assert len(hashed) == 1


def test_every_wrong_card_is_one_answer(phone: Phone, card: dict[str, Any]) -> None:
    answers = {
        phone.api("POST", "/session", body).get_data()
        for body in ({"learner_code": card["learner_code"], "pin": "1"}, {"learner_code": "ZZZZZZZZ", "pin": "1"})
    }

    assert len(answers) == 1


def test_a_card_that_rests_is_said_to_rest_like_a_code_that_nobody_has(phone: Phone, card: dict[str, Any]) -> None:
    for n in range(6):
        answers = [
            phone.api("POST", "/session", {"learner_code": code, "pin": "1"})
            for code in (card["learner_code"], "ZZZZZZZZ")
        ]
        assert answers[0].get_data() == answers[1].get_data()
        assert {problem_of(it) for it in answers} == {(401, "wrong_card") if n < 4 else (429, "card_rests")}

    right = phone.api("POST", "/session", {"learner_code": card["learner_code"], "pin": card["pin"]})
    assert problem_of(right) == (429, "card_rests")
    assert 14 * 60 < int(right.headers["Retry-After"]) <= 15 * 60


def test_the_bundle_holds_lessons_and_both_forms_and_is_not_sent_twice(
    phone: Phone, signed_in: dict[str, Any], room: Room
) -> None:
    response = phone.api("GET", "/bundle")
    bundle = response.get_json()
    again = phone.api("GET", "/bundle", **{"If-None-Match": response.headers["ETag"]})

    assert [lesson["id"] for lesson in bundle["lessons"]] == list(room.school.release.lessons)
    assert sorted(test["form"]["form"] for test in bundle["tests"]) == ["A", "B"]
    assert [test["opened_at"] for test in bundle["tests"]] == [None, None]
    assert (again.status_code, again.get_data()) == (304, b"")
    room.open(Wave.PRE)
    assert phone.api("GET", "/bundle", **{"If-None-Match": response.headers["ETag"]}).status_code == 200


def test_an_attempt_is_stored_once_also_after_signing_out(
    app: Flask, room: Room, phone: Phone, signed_in: dict[str, Any], database: Database
) -> None:
    room.open(Wave.PRE)
    bundle = phone.api("GET", "/bundle").get_json()
    body, key = sheet(room, bundle, "pre", right=9), str(uuid.uuid4())
    phone.api("DELETE", "/session", **{"X-CSRFToken": signed_in["csrf"]})
    first, second = phone.api("PUT", f"/attempts/{key}", body), phone.api("PUT", f"/attempts/{key}", body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert first.get_json()["key"] == key
    assert attempts(database) == 1


def test_other_content_and_a_second_attempt_are_kept_aside(
    room: Room, phone: Phone, signed_in: dict[str, Any], database: Database
) -> None:
    room.open(Wave.PRE)
    bundle = phone.api("GET", "/bundle").get_json()
    key = str(uuid.uuid4())
    assert phone.api("PUT", f"/attempts/{key}", sheet(room, bundle, "pre", right=9)).status_code == 201
    other = sheet(room, bundle, "pre", right=3)

    assert problem_of(phone.api("PUT", f"/attempts/{key}", other)) == (409, "key_conflict")
    assert problem_of(phone.api("PUT", f"/attempts/{uuid.uuid4()}", other)) == (409, "wave_taken")
    assert attempts(database) == 1


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"answers": {"address": 3}}, "answers.address"),
        ({"answers": {"nothing": "x"}}, "answers"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"started_at": "2026-03-02T04:00:00"}, "started_at"),
        ({"form": "C"}, "form"),
        ({"wave": "other"}, "wave"),
        ({"seconds": {"address": -1}}, "seconds.address"),
        ({"language": "xx"}, "language"),
        ({"language": ""}, "language"),
    ],
)
def test_an_attempt_that_cannot_be_read_names_the_field(
    room: Room, phone: Phone, signed_in: dict[str, Any], database: Database, other: dict[str, Any], field: str
) -> None:
    room.open(Wave.PRE)
    bundle = phone.api("GET", "/bundle").get_json()
    response = phone.api("PUT", f"/attempts/{uuid.uuid4()}", sheet(room, bundle, "pre", right=9, **other))

    assert problem_of(response) == (422, "unreadable")
    assert response.get_json()["field"] == field
    assert attempts(database) == 0


def test_a_ticket_is_for_its_own_test_only(room: Room, phone: Phone, signed_in: dict[str, Any]) -> None:
    room.open(Wave.PRE)
    bundle = phone.api("GET", "/bundle").get_json()
    body = sheet(room, bundle, "pre", right=9)
    forged = {**body, "ticket": body["ticket"][:-2] + "xx"}
    swapped = {**body, "ticket": bundle["tests"][1]["ticket"]}

    assert problem_of(phone.api("PUT", f"/attempts/{uuid.uuid4()}", forged)) == (401, "bad_ticket")
    assert problem_of(phone.api("PUT", f"/attempts/{uuid.uuid4()}", swapped)) == (422, "unreadable")


def test_a_phone_of_somebody_who_withdrew_is_told_to_forget(
    app: Flask, room: Room, phone: Phone, card: dict[str, Any], signed_in: dict[str, Any]
) -> None:
    room.open(Wave.PRE)
    body = sheet(room, phone.api("GET", "/bundle").get_json(), "pre", right=9)
    other = Phone(app)
    other.open("/in").press("Come in", code=card["learner_code"], pin=card["pin"])
    page = other.open("/stop")
    page.phone.client.post("/stop", data=page.sent_by(page.buttons()[0])[1])

    assert problem_of(phone.api("PUT", f"/attempts/{uuid.uuid4()}", body)) == (410, "withdrawn")
    token = {"X-CSRFToken": signed_in["csrf"]}
    draft = {"key": str(uuid.uuid4()), "answers": {}}
    assert problem_of(phone.api("PUT", "/drafts/pre", draft, **token)) == (410, "withdrawn")
    for path in ("/session", "/road", "/bundle", "/receipts"):
        assert problem_of(phone.api("GET", path)) == (410, "withdrawn"), path


def test_progress_only_grows_in_any_order(phone: Phone, signed_in: dict[str, Any]) -> None:
    token = {"X-CSRFToken": signed_in["csrf"]}
    assert phone.api("PUT", "/progress/over-the-hill", {"step": 3}, **token).get_json()["step"] == 3
    assert phone.api("PUT", "/progress/over-the-hill", {"step": 2}, **token).get_json()["step"] == 3
    done = phone.api("PUT", "/progress/over-the-hill", {"step": 3, "done": True}, **token).get_json()
    again = phone.api("PUT", "/progress/over-the-hill", {"step": 1}, **token).get_json()

    assert done["done"]
    assert again == done
    assert problem_of(phone.api("PUT", "/progress/nothing", {"step": 1}, **token)) == (404, "not_found")
    assert problem_of(phone.api("PUT", "/progress/over-the-hill", {"step": 99}, **token)) == (422, "unreadable")


def test_how_a_small_thing_went_is_counted_once_for_each_key(phone: Phone, signed_in: dict[str, Any]) -> None:
    token = {"X-CSRFToken": signed_in["csrf"]}
    body = {"key": "0123456789abcdef", "worked_out": "yes"}
    for _ in range(2):
        answer = phone.api("PUT", "/deeds/over-the-hill", body, **token)
        assert (answer.status_code, answer.get_json()) == (200, {"key": body["key"]})
    assert problem_of(phone.api("PUT", "/deeds/welcome", body, **token)) == (404, "not_found")
    for wrong in ({"key": "0123"}, {"key": body["key"].upper()}, {"worked_out": "very"}):
        assert problem_of(phone.api("PUT", "/deeds/over-the-hill", {**body, **wrong}, **token))[0] == 422


def test_one_sign_in_adds_one_answer_on_a_small_thing_and_the_next_one_its_own(
    room: Room, phone: Phone, card: dict[str, Any]
) -> None:
    room.school.learner(room.cohort)  # else the tally were full
    room.school.session.commit()
    for _ in range(2):
        session = phone.api("POST", "/session", {"learner_code": card["learner_code"], "pin": card["pin"]}).get_json()
        for worked_out in ("yes", "not_yet"):
            body = {"key": uuid.uuid4().hex[:16], "worked_out": worked_out}
            phone.api("PUT", "/deeds/over-the-hill", body, **{"X-CSRFToken": session["csrf"]})

    tally = {row.answer: row.count for row in room.school.session.scalars(select(DeedTally))}
    assert tally == {"yes": 2}


def test_whatever_is_asked_wrongly_is_answered_with_a_code(phone: Phone, signed_in: dict[str, Any]) -> None:
    cookie = phone.client.get_cookie("n")
    token = {"X-CSRFToken": signed_in["csrf"]}
    assert problem_of(phone.api("GET", "/nothing")) == (404, "not_found")
    assert problem_of(phone.api("PUT", "/drafts/pre", {}, **{"X-CSRFToken": "x"})) == (400, "bad_request")
    assert problem_of(phone.api("PUT", "/drafts/other", {"key": str(uuid.uuid4()), "answers": {}}, **token))[0] == 422
    much = {"learner_code": "x" * 2_000_000, "pin": "1"}
    assert problem_of(phone.api("POST", "/session", much)) == (413, "too_large")
    wrong = phone.api("POST", "/bundle", {}, **token)
    assert problem_of(wrong) == (405, "wrong_method")
    assert wrong.headers["Allow"] == "GET, HEAD, OPTIONS"
    for text in ("{", "[]", "null", '"x"', '{"learner_code": "\\ud800", "pin": "1"}'):
        answer = phone.client.post("/api/v1/session", data=text, content_type="application/json")
        assert problem_of(answer) == (422, "unreadable"), text
    phone.api("DELETE", "/session", **token)
    for method, path in (("PUT", "/progress/over-the-hill"), ("PUT", "/drafts/pre"), ("DELETE", "/session")):
        assert problem_of(phone.api(method, path, {"step": 1}, **token)) == (401, "signed_out"), path
        phone.client.set_cookie("n", cookie.value)  # as a phone that did not hear of it


def test_the_server_lets_through_what_the_application_refuses_in_words(app: Flask) -> None:
    server = listen(app, host="127.0.0.1", port=0)
    try:
        assert server.adj.max_request_body_size > app.config["MAX_CONTENT_LENGTH"]
    finally:
        server.close()


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/session", "application/problem+json"), ("/in", "text/plain")])
def test_a_body_that_never_reaches_the_application_is_refused_in_the_form_that_phones_read(
    app: Flask, path: str, kind: str
) -> None:
    server = listen(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        phone = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
        phone.putrequest("POST", path)
        phone.putheader("Content-Type", "application/json")
        phone.putheader("Content-Length", str(9_000_000))
        phone.endheaders()
        answer = phone.getresponse()
        assert (answer.status, answer.headers.get_content_type()) == (413, kind)
        if kind == "application/problem+json":
            problem = json.loads(answer.read())
            assert (problem["status"], problem["code"]) == (413, "too_large")
    finally:
        with suppress(OSError):  # it has closed everything in the same moment
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))


def test_receipts_name_what_the_server_holds(room: Room, phone: Phone, signed_in: dict[str, Any]) -> None:
    room.open(Wave.PRE)
    key = str(uuid.uuid4())
    receipt = phone.api("PUT", f"/attempts/{key}", sheet(room, phone.api("GET", "/bundle").get_json(), "pre", right=9))
    [held] = phone.api("GET", "/receipts").get_json()["attempts"]

    assert (held["key"], held["wave"], held["sha256"]) == (key, "pre", receipt.get_json()["sha256"])


@pytest.mark.parametrize("name", ["n", "__Host-n"], ids=["on a hub", "over https"])
def test_the_document_names_the_cookie_that_there_is(app: Flask, phone: Phone, monkeypatch: Any, name: str) -> None:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_NAME", name)
    schemes = phone.api("GET", "/openapi.json").get_json()["components"]["securitySchemes"]

    assert schemes["cookie"]["name"] == name


def test_the_document_describes_every_address_that_there_is(app: Flask, phone: Phone) -> None:
    document = phone.api("GET", "/openapi.json").get_json()
    described = {
        (f"/api/v1{path}", method.upper()) for path, methods in document["paths"].items() for method in methods
    }
    operations = {
        (rule.rule.replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "phone.openapi"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert document["openapi"].startswith("3.1")
    assert described == operations
    schemas = document["components"]["schemas"]
    names = [part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]]
    assert names
    assert set(names) <= set(schemas)
