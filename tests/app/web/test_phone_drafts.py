"""A test that is sat on a phone with a connection: the server has what was answered so far, and counts it once."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.services import windows
from app.services.waves import Wave
from app.store import Database
from app.store.answers import attempts
from app.store.answers.attempt import COLUMNS, Attempt
from app.store.values import values_of
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

Answers = dict[str, str | None]


def draft(learner: Learner, key: str, answers: Answers, wave: str = "pre", **other: Any) -> Any:
    token = {"X-CSRFToken": learner.phone.api("GET", "/session").get_json()["csrf"]}
    body = {"key": key, "answers": answers, **other}
    return learner.phone.api("PUT", f"/drafts/{wave}", body, **token)


def sheet(learner: Learner, answers: Answers, wave: str = "pre") -> dict[str, Any]:
    test = next(it for it in learner.phone.api("GET", "/road").get_json()["tests"] if it["wave"] == wave)
    form = learner.phone.api("GET", "/forms").get_json()["forms"][wave]
    return {
        "ticket": test["ticket"],
        "wave": wave,
        "form": form["form"],
        "instrument": form["structure_digest"],
        "answers": answers,
        "seconds": {},
        "started_at": "2026-03-02T04:00:00Z",
        "finished_at": "2026-03-02T04:08:00Z",
        "sent_at": "2026-03-02T04:08:05Z",
    }


def ended(database: Database) -> list[tuple[Any, ...]]:
    """What counts of every attempt, whichever way it came."""
    with database.reading() as session:
        rows = []
        for attempt in values_of(session, select(*COLUMNS).order_by(COLUMNS[0]), Attempt):
            responses = sorted(attempts.responses_of(session, attempt).items())
            rows.append((attempt.wave, attempt.form, attempt.score, attempt.is_complete, attempt.is_counted, responses))
    return rows


@pytest.fixture
def join_on_form_a(join: Callable[[], Learner]) -> Callable[[], Learner]:
    """The forms go round: the next learner who gets form A first."""

    def join_on_form_a() -> Learner:
        while True:
            someone = join()
            if someone.phone.api("GET", "/forms").get_json()["forms"]["pre"]["form"] == "A":
                return someone

    return join_on_form_a


@pytest.fixture
def keys(room: Room) -> Answers:
    room.open(Wave.PRE)
    return dict(room.keys("A"))


def test_what_is_answered_on_the_phone_is_there_on_a_second_one(learner: Learner, app: Any, keys: Answers) -> None:
    key = str(uuid.uuid4())
    first = dict(list(keys.items())[:3])
    stored = draft(learner, key, first)
    second = Phone(app)
    learner.sign_in(second)
    road = second.api("GET", "/road").get_json()
    other = draft(Learner(second, 1, learner.code, learner.pin), str(uuid.uuid4()), {next(iter(keys)): "unsure"})

    assert stored.get_json() == {"key": key, "answers": first, "statements": {}, "closing": ""}
    assert (road["tests"][0]["key"], road["tests"][0]["answers"]) == (key, first)
    assert second.open("/t/1").text.startswith("First test")
    assert (other.get_json()["key"], other.get_json()["answers"]) == (key, {**first, next(iter(keys)): "unsure"})


def test_a_blank_takes_back_nothing_that_has_arrived(learner: Learner, keys: Answers, database: Database) -> None:
    key, (first, second, third, *_rest) = str(uuid.uuid4()), keys
    draft(learner, key, {first: keys[first]}, statements={"say-no": 4})
    other = draft(learner, key, {**dict.fromkeys(keys), second: keys[second]}).get_json()
    assert other["answers"] == {first: keys[first], second: keys[second]}
    assert other["statements"] == {"say-no": 4}

    # Nor does an attempt under the same key: the answer was given on another phone, or this one could not keep it.
    blank = {**keys, first: None, second: "unsure", third: None}
    assert learner.phone.api("PUT", f"/attempts/{key}", sheet(learner, blank)).status_code == 201
    [(_, _, score, is_complete, _, responses)] = ended(database)
    assert responses == sorted({**blank, first: keys[first]}.items())
    assert (score, is_complete) == (len(keys) - 2, True)
    again = learner.phone.api("PUT", f"/attempts/{key}", sheet(learner, blank))
    assert (again.status_code, again.get_json()["key"]) == (200, key)


def test_the_end_is_the_same_by_pages_by_phone_and_by_both(
    join_on_form_a: Callable[[], Learner], keys: Answers, database: Database
) -> None:
    by_pages, by_phone, by_both = (join_on_form_a() for _ in range(3))
    page = by_pages.take(1, right=len(keys), keys=keys)
    page.press("Send")
    key = str(uuid.uuid4())
    draft(by_phone, key, keys)
    by_phone.phone.api("PUT", f"/attempts/{key}", sheet(by_phone, keys))
    by_both.take(1, right=3, keys=keys)
    begun = draft(by_both, str(uuid.uuid4()), {}).get_json()["key"]
    assert by_both.phone.api("PUT", f"/attempts/{begun}", sheet(by_both, keys)).status_code == 201

    one, two, three = ended(database)
    assert one == two == three
    assert one[2] == len(keys)


@pytest.mark.parametrize(
    ("answers", "other"),
    [({"address": "nothing"}, {}), ({"nothing": "unsure"}, {}), ({}, {"statements": {"nothing": 3}})],
    ids=["an option", "an item", "a statement"],
)
def test_what_the_form_does_not_have_is_refused(
    learner: Learner, keys: Answers, database: Database, answers: Answers, other: dict[str, Any]
) -> None:
    response = draft(learner, str(uuid.uuid4()), answers, **other)

    assert response.status_code == 422
    assert ended(database) == []


def test_before_it_opens_and_after_it_was_sent_there_is_no_draft(
    learner: Learner, room: Room, database: Database
) -> None:
    assert draft(learner, str(uuid.uuid4()), {}).status_code == 409
    room.open(Wave.PRE)
    keys = dict(room.keys("A"))
    key = str(uuid.uuid4())
    learner.phone.api("PUT", f"/attempts/{key}", sheet(learner, keys))
    before = ended(database)

    assert draft(learner, str(uuid.uuid4()), {next(iter(keys)): "unsure"}).get_json()["code"] == "not_open"
    assert ended(database) == before


def test_a_key_that_somebody_has_taken_is_not_used_again(join_on_form_a: Callable[[], Learner], keys: Answers) -> None:
    key = str(uuid.uuid4())
    mine, others = draft(join_on_form_a(), key, keys), draft(join_on_form_a(), key, keys)

    assert mine.get_json()["key"] == key
    assert others.get_json()["key"] != key


def test_a_phone_is_told_when_a_test_closes_soon_and_at_the_next_answer_that_it_has_closed(
    room: Room, learner: Learner
) -> None:
    key = str(uuid.uuid4())
    room.open(Wave.PRE)
    assert draft(learner, key, {"address": "unsure"}).get_json()["closing"] == ""
    ends = room.school.now + timedelta(minutes=5)
    windows.plan(room.school.session, room.cohort, Wave.PRE, closes_at=ends, now=room.school.now)
    room.wait()
    assert re.fullmatch(
        r"This test closes at \d\d:\d\d. Send it before.", draft(learner, key, {}).get_json()["closing"]
    )

    room.wait(minutes=5)
    answer = draft(learner, key, {"offer": "unsure"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "closed")
    assert draft(learner, key, {}, wave="post").get_json()["code"] == "not_open"

    page = learner.phone.open("/t/1")
    assert page.heading == "This test is closed"
    assert "1 answer of yours is stored and safe." in page.text


def test_a_test_that_has_arrived_from_another_phone_has_not_closed(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=4)
    room.close(Wave.PRE)

    assert draft(learner, str(uuid.uuid4()), {"address": "unsure"}).get_json()["code"] == "not_open"
