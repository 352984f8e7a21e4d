"""What is asked after the last question: one a screen, from 1 to 5 in words, and a blank is allowed."""

from typing import Any

import pytest
from flask import Flask

from app.content import Release
from app.services.waves import Wave
from app.store import Database
from tests.app import stored
from tests.app.asking import with_statements
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)

POINTS = ["1", "2", "3", "4", "5", "unsaid"]


@pytest.fixture
def release(release: Release) -> Release:
    return with_statements(release)


def stored_points(database: Database) -> list[Any]:
    with database.reading() as session:
        return sorted(stored.points(session))


def to_the_statements(learner: Learner, keys: dict[str, str], number: int = 1) -> Page:
    """Every question answered; the first screen after them."""
    page = learner.phone.open(f"/t/{number}").press("Begin")
    for key in keys.values():
        page = page.press("Next", answer=key)
    return page


def test_after_the_last_question_each_statement_has_a_screen_with_five_points_in_words(
    room: Room, learner: Learner, database: Database
) -> None:
    room.open(Wave.PRE)
    page = to_the_statements(learner, room.keys("A"))

    assert "At the end: 1 of 2" in page.html
    assert page.heading == "I can say no to a friend about a job"
    assert page.choices("answer") == POINTS
    assert "not at all" in page.text
    assert "very much" in page.text
    page = page.press("Next", answer="4")
    assert page.heading == "Who was tricked is to blame"
    page = page.press("Next", answer="unsaid")

    assert page.heading == "Everything is answered"
    assert stored_points(database) == [("pre", "blame", None), ("pre", "say-no", 4)]
    assert "Arrived. Your answers are stored." in page.press("Send").text


def test_a_statement_may_be_passed_and_the_test_is_complete_all_the_same(
    room: Room, learner: Learner, database: Database
) -> None:
    room.open(Wave.PRE)
    page = to_the_statements(learner, room.keys("A")).press("Next").press("Next")

    assert page.heading == "Everything is answered"
    assert page.press("Send").text.count("Arrived") == 1
    assert stored_points(database) == []


def test_one_goes_back_and_says_something_else(room: Room, learner: Learner, database: Database) -> None:
    room.open(Wave.PRE)
    page = to_the_statements(learner, room.keys("A")).press("Next", answer="1").press("Back")
    assert page.chosen("answer") == "1"
    page.press("Next", answer="5")

    assert stored_points(database) == [("pre", "say-no", 5)]
    assert learner.phone.open("/t/1/15").press("Back").html.count("Question 14 of 14")


def test_it_goes_on_where_it_stopped_on_another_phone(app: Flask, room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    to_the_statements(learner, room.keys("A")).press("Next", answer="unsaid")

    page = learner.sign_in(Phone(app)).tap("Continue").press("Continue")

    assert page.heading == "Who was tricked is to blame"


def test_how_the_course_was_is_asked_at_the_end_of_the_second_test_alone(
    room: Room, learner: Learner, database: Database
) -> None:
    room.open(Wave.PRE)
    learner.take(1, right=5, keys=room.keys("A")).press("Send")
    assert learner.phone.open("/t/1/17").path == "/t/1"
    room.open(Wave.POST)
    page = to_the_statements(learner, room.keys("B"), 2)
    for _ in range(2):
        page = page.press("Next", answer="2")
    assert page.heading == "The lessons were useful"
    page.press("Next", answer="5").press("Send")

    assert stored_points(database) == [("post", "blame", 2), ("post", "say-no", 2), ("post", "useful", 5)]


@pytest.mark.parametrize("answer", ["0", "6", "many"])
def test_a_point_that_the_scale_does_not_have_is_refused(
    room: Room, learner: Learner, database: Database, answer: str
) -> None:
    room.open(Wave.PRE)
    to_the_statements(learner, room.keys("A"))
    action, fields = learner.phone.open("/t/1/15").sent_by("Next", answer=answer)

    learner.phone.send(action, fields, status=400)

    assert stored_points(database) == []


def test_a_statement_said_after_the_closing_is_answered_calmly(
    room: Room, learner: Learner, database: Database
) -> None:
    room.open(Wave.PRE)
    to_the_statements(learner, room.keys("A"))
    action, fields = learner.phone.open("/t/1/15").sent_by("Next", answer="3")
    room.close(Wave.PRE)

    page = learner.phone.send(action, fields)

    assert page.heading == "This test is closed"
    assert stored_points(database) == []


def test_nothing_that_was_said_stands_in_a_log(room: Room, learner: Learner, caplog: pytest.LogCaptureFixture) -> None:
    room.open(Wave.PRE)
    to_the_statements(learner, room.keys("A")).press("Next", answer="4")

    assert "say-no" not in caplog.text
    assert "answer" not in caplog.text


def test_the_bundle_of_a_phone_asks_them_too(room: Room, learner: Learner) -> None:
    tests = {test["wave"]: test["form"] for test in learner.phone.api("GET", "/bundle").get_json()["tests"]}

    assert [it["id"] for it in tests["pre"]["statements"]] == ["say-no", "blame"]
    assert [it["id"] for it in tests["post"]["statements"]] == ["say-no", "blame", "useful"]
