"""What is held on a learner is theirs to read and to take along, after the PIN."""

import json
import re
from typing import Any

import pytest
from flask import g

from app.services import signing
from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room

SHOWN_LATER = "shown once your group has finished the second test"


def test_a_learner_reads_everything_after_the_pin_and_no_score_before_the_reveal(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=3)

    page = learner.phone.open("/road").tap("What is held on me")
    wrong = page.press("Show", pin="000000")
    page = wrong.press("Show", pin=learner.pin)

    assert "This is not the PIN of your card." in wrong.text
    assert "What you said when you joined" in page.text
    assert "Your tests" in page.text
    assert SHOWN_LATER in page.text
    assert "Right answers: 3" not in page.text

    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=4)
    room.close(Wave.POST)
    if learner.phone.client.get("/road").status_code != 200:
        learner.sign_in(learner.phone)
    page = learner.phone.open("/held").press("Show", pin=learner.pin)
    assert "Right answers: 3" in page.text
    assert SHOWN_LATER not in page.text


def test_lessons_are_called_by_their_titles(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=3)
    learner.phone.open("/l/1/1").press("Next")

    page = learner.phone.open("/held").press("Show", pin=learner.pin)

    lesson = room.school.release.course.lessons[0]
    assert f"Lesson: {room.school.release.lessons[lesson.id]['en'].title}" in page.text
    assert f"Lesson: {lesson.id}" not in page.text


def test_the_file_is_json_and_is_not_stored_on_the_way(room: Room, learner: Learner) -> None:
    action, fields = learner.phone.open("/held").sent_by("Save as a file", pin=learner.pin)

    response = learner.phone.client.post(action, data=fields)

    assert response.headers["Content-Disposition"] == 'attachment; filename="held.json"'
    assert response.headers["Cache-Control"] == "no-store"
    written = json.loads(response.get_data())
    assert [row["handle"] for row in written["learner"]] == [learner.handle]
    assert learner.code not in response.get_data(as_text=True)
    assert learner.pin not in re.findall(r"\w+", response.get_data(as_text=True))


def test_nobody_waits_for_the_hash_of_a_pin(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is slow on purpose, and while a request writes every other one that writes waits."""
    has_begun_to_write = []
    check_pin = signing.check_pin

    def check(*args: Any) -> signing.CardCheck:
        has_begun_to_write.append("session" in g)
        return check_pin(*args)

    monkeypatch.setattr(signing, "check_pin", check)
    learner.phone.open("/held").press("Show", pin=learner.pin)

    assert has_begun_to_write == [False]


def test_without_the_pin_nothing_is_written_out(learner: Learner) -> None:
    page = learner.phone.open("/held").press("Show", pin="")

    assert "Type the PIN from your card." in page.text
    assert "Your tests" not in page.text
