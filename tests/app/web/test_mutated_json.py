"""A phone's JSON, damaged at random or deep: refused as a document that a phone reads, and never a fault of ours."""

import json
import os
import random
from collections import Counter

import pytest

from app.services.learner import phones
from app.services.waves import Wave
from tests.app.files.test_mutated_files import mutated
from tests.app.web.conftest import Room
from tests.app.web.reader import Phone

BODIES = int(os.environ.get("MUTATED_FILES", "1000"))
"""20,000 in a soak: MUTATED_FILES=20000."""
KEY = "/api/v1/attempts/0b3f1f6e-52a5-4cd0-9d0b-1f0a5c1d2e3f"


def body(room: Room) -> bytes:
    learner_id = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    ticket = phones.tickets(room.school.session, learner_id)[Wave.PRE]
    sheet = {"ticket": ticket, **room.school.sheet(learner_id, Wave.PRE, right=2)}
    room.school.session.commit()
    return json.dumps(sheet, ensure_ascii=False).encode()


def put(room: Room, data: bytes) -> int:
    answer = Phone(room.app).client.put(KEY, data=data, content_type="application/json")
    assert answer.status_code in (200, 201) or answer.mimetype == "application/problem+json", data
    return answer.status_code


def test_damaged_json_is_taken_or_refused(room: Room) -> None:
    good, chance = body(room), random.Random("json")
    counts = Counter(put(room, mutated(good, chance)) for _ in range(BODIES))

    assert counts.total() == BODIES
    assert all(status < 500 for status in counts), counts
    assert len(counts) > 1, "some reach further than the first look"


@pytest.mark.parametrize(
    "deep",
    [
        pytest.param(b"[" * 100_000, id="open lists"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="lists"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="objects"),
        pytest.param(b'{"ticket":' + b"[" * 900 + b"]" * 900 + b"}", id="nearly too deep"),
        pytest.param(b"1" * 100_000, id="a long number"),
        pytest.param(b'{"ticket":' + b"1" * 100_000 + b"}", id="a long number within"),
        pytest.param(b'{"ticket":1e999999999}', id="a high power"),
        pytest.param(b'"' + b"\\ud800" * 10_000 + b'"', id="halves of signs"),
    ],
)
def test_json_that_is_deep_or_long_is_refused(room: Room, deep: bytes) -> None:
    assert put(room, deep) == 422


def test_deep_words_within_a_good_sheet_are_refused(room: Room) -> None:
    good = json.loads(body(room))
    good["more"] = 0
    for inside in (b"[" * 100_000 + b"]" * 100_000, b"1" * 10_000, b"[" * 150 + b"]" * 150):
        data = json.dumps(good).encode().replace(b'"more": 0', b'"more": ' + inside)
        assert put(room, data) in (200, 201, 413, 422)
