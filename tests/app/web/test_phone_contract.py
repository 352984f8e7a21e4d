"""What the OpenAPI document says holds against the application, whatever a phone sends: hypothesis draws from it."""

import copy
import json
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.services.learner.joining import ASSENT_VERSION, withdraw
from app.services.waves import Wave
from app.store.tables import Learner as Row
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone

REQUESTS = 240
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
JUNK = st.one_of(st.none(), st.booleans(), st.integers(), TEXT, st.just([]), st.just({"a": 1}))
OTHER_TYPE = "text/plain"


@dataclass
class Contract:
    """The document, and what was seen of it."""

    document: dict[str, Any]
    seen: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def operations(self) -> list[tuple[str, str]]:
        return [(path, method) for path, methods in self.document["paths"].items() for method in methods]

    def is_valid(self, schema: dict[str, Any], value: Any) -> bool:
        valid: bool = Draft202012Validator({**schema, "components": self.document["components"]}).is_valid(value)
        return valid

    def drawn(self, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        """Values that fit the schema, as far as a phone's body needs it."""
        if "$ref" in schema:
            return self.drawn(self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        if "anyOf" in schema:
            return st.one_of([self.drawn(each) for each in schema["anyOf"]])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        low, high = schema.get("minLength", 0), schema.get("maxLength", 40)
        kinds: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
            "null": st.none,
            "boolean": st.booleans,
            "integer": lambda: st.integers(schema.get("minimum"), schema.get("maximum")),
            "string": lambda: TEXT.filter(lambda text: low <= len(text) <= high),
            "array": lambda: st.lists(self.drawn(schema["items"]), max_size=3),
            "object": lambda: st.dictionaries(
                TEXT.filter(lambda name: 0 < len(name) <= 32), self.drawn(schema["additionalProperties"]), max_size=3
            ),
        }
        return kinds[schema["type"]]()

    def check(self, path: str, method: str, sent: Any, response: TestResponse) -> None:
        """The answer is one that the document has, and a body that breaks its schema is refused."""
        operation, status = self.document["paths"][path][method], response.status_code
        what = f"{method} {path} {json.dumps(sent)[:2000]} -> {status} {response.get_data(as_text=True)[:300]}"
        self.seen[path, method, status] += 1
        assert str(status) in operation["responses"], what
        content = operation["responses"][str(status)].get("content")
        assert bool(content) == bool(response.get_data()), what
        if content:
            [(kind, described)] = content.items()
            body = response.get_json(force=True)
            assert response.mimetype == kind, what
            assert self.is_valid(described["schema"], body), what
            assert status != 422 or body["field"], what
        if "requestBody" in operation and status < 300:
            assert self.is_valid(operation["requestBody"]["content"]["application/json"]["schema"], sent), what


def usual(learner: Learner, room: Room) -> dict[str, Any]:
    """By the name of its schema, a body that a phone could send."""
    test = next(it for it in learner.phone.api("GET", "/road").get_json()["tests"] if it["wave"] == "pre")
    form = learner.phone.api("GET", "/forms").get_json()["forms"]["pre"]
    moments = dict.fromkeys(("started_at", "finished_at", "sent_at"), "2026-03-02T04:00:00Z")
    answers = {item["id"]: item["options"][0]["id"] for item in form["items"]}  # a whole one: the test is over then
    marks = {"answers": answers, "statements": {form["statements"][0]["id"]: 3}}
    return {
        "JoinBody": {
            "join_code": room.cohort.join_code,
            "join_key": uuid.uuid4().hex,
            "language": "ru",
            "sex": "female",
            "age_band": "15-17",
            "assent": ASSENT_VERSION,
        },
        "SessionBody": {"learner_code": learner.code, "pin": learner.pin},
        "DraftBody": {"key": str(uuid.uuid4()), **marks},
        "AttemptBody": {
            "ticket": test["ticket"],
            "wave": "pre",
            "form": form["form"],
            "instrument": form["structure_digest"],
            "language": form["language"],
            "seconds": {},
            **marks,
            **moments,
        },
        "ProgressBody": {"step": 1, "done": False},
        "DeedBody": {"key": "0123456789abcdef", "worked_out": "yes"},
    }


def test_every_answer_is_one_that_the_document_has_whatever_is_sent(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    phone = learner.phone
    contract = Contract(phone.api("GET", "/openapi.json").get_json())
    bodies = usual(learner, room)
    names = {"wave": "pre", "key": str(uuid.uuid4()), "lesson": room.school.release.course.piece_ids[-1]}

    def body(data: st.DataObject, schema: dict[str, Any]) -> Any:
        """As a phone sends it, but for a few of its fields."""
        name = schema["$ref"].rpartition("/")[2]
        described = contract.document["components"]["schemas"][name]
        sent = copy.deepcopy(bodies[name])
        for each in data.draw(st.lists(st.sampled_from([*described["properties"], "strange"]), max_size=2)):
            fitting = contract.drawn(described["properties"][each]) if each != "strange" else JUNK
            value = data.draw(st.one_of(fitting, JUNK, st.just(...)))
            if value is ...:
                sent.pop(each, None)
            else:
                sent[each] = value
        return data.draw(st.sampled_from([sent] * 12 + [[], None, "text"]))

    @settings(
        max_examples=REQUESTS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        path, method = data.draw(st.sampled_from(contract.operations()))
        operation = contract.document["paths"][path][method]
        address = path
        for parameter in operation.get("parameters", ()):
            value = data.draw(st.one_of(st.just(names[parameter["name"]]), TEXT.filter(str.isalnum)))
            address = address.replace(f"{{{parameter['name']}}}", quote(value))
        sent, more = None, {}
        if "requestBody" in operation:
            sent = body(data, operation["requestBody"]["content"]["application/json"]["schema"])
            kind = data.draw(st.sampled_from(["application/json"] * 9 + [OTHER_TYPE]))
            more = {"data": json.dumps(sent), "content_type": kind}
        session = phone.api("GET", "/session")
        if session.status_code == 401:
            phone.api("POST", "/session", bodies["SessionBody"])
            session = phone.api("GET", "/session")
        token = data.draw(st.sampled_from([session.get_json()["csrf"]] * 9 + ["x"]))
        response = phone.client.open(f"/api/v1{address}", method=method, headers={"X-CSRFToken": token}, **more)
        contract.check(path, method, sent, response)

    first = {"X-CSRFToken": phone.api("GET", "/session").get_json()["csrf"]}
    contract.check(
        "/drafts/{wave}", "put", bodies["DraftBody"], phone.api("PUT", "/drafts/pre", bodies["DraftBody"], **first)
    )
    ask()
    assert contract.seen["/drafts/{wave}", "put", 409], "no draft came after its test was sent"
    for path, method in contract.operations():
        answered = {status for (where, how, status) in contract.seen if (where, how) == (path, method)}
        assert any(status < 300 for status in answered), (path, method, answered)
        assert "requestBody" not in contract.document["paths"][path][method] or 422 in answered, (path, method)


def test_somebody_of_staff_is_nobody_to_the_interface_for_phones(desk: Phone) -> None:
    contract = Contract(desk.api("GET", "/openapi.json").get_json())

    requests = [(path, method) for path, method in contract.operations() if method == "get"]
    assert requests
    for path, method in requests:
        response = desk.api(method.upper(), path)
        contract.check(path, method, None, response)
        assert response.status_code == 401


def test_each_thing_that_can_become_of_an_attempt_is_one_that_the_document_has(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    phone = learner.phone
    contract = Contract(phone.api("GET", "/openapi.json").get_json())
    body, key = usual(learner, room)["AttemptBody"], str(uuid.uuid4())
    other = {**body, "seconds": {next(iter(body["answers"])): 1}}

    def become(key: str, sent: dict[str, Any]) -> tuple[int, str | None]:
        response = phone.api("PUT", f"/attempts/{key}", sent)
        contract.check("/attempts/{key}", "put", sent, response)
        return response.status_code, response.get_json().get("code")

    assert become(key, {**body, "ticket": "forged"}) == (401, "bad_ticket")
    assert become(key, body) == (201, None)
    assert become(key, {**body, "sent_at": "2026-03-03T04:00:00Z"}) == (200, None)
    assert become(key, other) == (409, "key_conflict")
    assert become(str(uuid.uuid4()), other) == (409, "wave_taken")
    [learner_id] = room.school.session.scalars(select(Row.learner_id))
    withdraw(room.school.session, learner_id, room.school.now)
    room.school.session.commit()
    assert become(key, body) == (410, "withdrawn")
