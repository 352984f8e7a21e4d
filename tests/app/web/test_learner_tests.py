"""A test on a phone without JavaScript: resume, back, blanks, two tabs, a second phone, a closed door."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.services import windows
from app.services.waves import Wave
from app.store import Database
from app.store.tables import Attempt
from tests.app import stored
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def keys(room: Room, learner: Learner) -> dict[str, str]:
    """Right options of the form that this learner, the first of the cohort, has before the lessons."""
    return room.keys("A")


def rows(database: Database, table: type[Any]) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(select(table)))


def answered(database: Database) -> Any:
    with database.reading() as session:
        return stored.responses(session)


def test_a_test_that_is_not_open_says_who_opens_it(learner: Learner) -> None:
    assert "Your facilitator has not opened it yet." in learner.phone.open("/road").text
    page = learner.phone.open("/t/1")
    assert "Your facilitator has not opened it yet." in page.text
    assert "Begin" not in page.text


def test_every_answer_is_stored_at_once_and_the_test_goes_on_where_it_stopped(
    app: Flask, room: Room, learner: Learner, keys: dict[str, str], database: Database
) -> None:
    room.open(Wave.PRE)
    page = learner.phone.open("/road").tap("Begin").press("Begin")
    for key in list(keys.values())[:3]:
        page = page.press("Next", answer=key)
    assert len(answered(database)) == 3

    second = Phone(app)
    page = learner.sign_in(second).tap("Continue").press("Continue")

    assert "Question 4 of 14" in page.html
    assert learner.phone.open("/t/1/2").chosen("answer") == list(keys.values())[1]


def test_each_answer_is_said_to_have_arrived_after_the_tap_and_when_it_is_shown_again(
    room: Room, learner: Learner, keys: dict[str, str]
) -> None:
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin")
    assert "Arrived" not in page.text
    key = next(iter(keys.values()))
    page = page.press("Next", answer=key)
    assert page.path == "/t/1/2"
    assert "Arrived: the answer before" in page.text
    assert "Arrived" not in page.press("Next").text, "nothing was chosen there"

    page = learner.phone.open("/t/1/1")
    [chosen] = [label for label in page.root.iter("label") if "Arrived" in "".join(label.itertext())]
    assert chosen.find("input").get("value") == page.chosen("answer") == key
    assert "the answer before" not in page.text
    page = learner.phone.open("/t/1/16").press("Next", answer="unsaid")
    assert page.path == "/t/1/all"
    assert "Arrived: the answer before" in page.text
    assert "I would rather not say Arrived" in learner.phone.open("/t/1/16").text


def test_options_stand_in_an_order_of_the_learners_own_with_unsure_last(
    room: Room, learner: Learner, join: Callable[..., Learner]
) -> None:
    room.open(Wave.PRE)
    other, third = join(), join()  # the third has the form of the first
    orders = []
    for someone in (learner, third):
        someone.phone.open("/t/1").press("Begin")
        orders.append([someone.phone.open(f"/t/1/{n}").choices("answer") for n in range(1, 15)])
        assert orders[-1] == [someone.phone.open(f"/t/1/{n}").choices("answer") for n in range(1, 15)]

    assert all(options[-1] == "unsure" for order in orders for options in order)
    assert [sorted(options) for options in orders[0]] == [sorted(options) for options in orders[1]]
    assert orders[0] != orders[1]
    assert other.handle == 2


def test_back_stores_what_was_chosen_and_a_blank_is_allowed(room: Room, learner: Learner, keys: dict[str, str]) -> None:
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin").press("Next")
    assert "Question 2 of 14" in page.html
    page = page.press("Back", answer="unsure")

    assert "Question 1 of 14" in page.html
    assert page.chosen("answer") is None
    assert learner.phone.open("/t/1/2").chosen("answer") == "unsure"


def test_a_question_that_was_passed_by_looks_open_on_the_bar(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin").press("Next").press("Next", answer="unsure")
    assert page.path == "/t/1/3"
    bar = re.findall(r'<i class="(\w*)">', page.html.partition('class="road"')[2].partition("</div>")[0])
    assert bar == ["", "done", "now", *[""] * 11]


def test_the_look_over_names_what_is_open_and_leads_there(room: Room, learner: Learner, keys: dict[str, str]) -> None:
    room.open(Wave.PRE)
    page = learner.take(1, right=12, keys=keys, blank=2)

    assert page.heading == "Look it over"
    assert "2 questions are still open" in page.text
    last = 14 + len(room.school.release.instrument.statements)
    links = [link for link in page.links() if re.fullmatch(r"/t/1/\d+", link)]
    assert links == ["/t/1/13", "/t/1/14", f"/t/1/{last}"]


def test_whoever_was_at_the_end_is_led_from_gap_to_gap_and_back_to_the_look_over(
    room: Room, learner: Learner, keys: dict[str, str]
) -> None:
    room.open(Wave.PRE)
    learner.phone.open("/t/1").press("Begin")
    for n in range(1, 15):
        if n not in (4, 9):
            assert learner.phone.open(f"/t/1/{n}").press("Next", answer="unsure").path == f"/t/1/{n + 1}"
    for n in range(15, 17):
        learner.phone.open(f"/t/1/{n}").press("Next", answer="unsaid")
    page = learner.phone.open("/t/1/all").tap("Question 4").press("Next", answer="unsure")
    assert page.path == "/t/1/9"
    assert page.press("Next", answer="unsure").path == "/t/1/all"


def test_the_look_over_tells_nothing_over_a_shoulder(room: Room, learner: Learner, keys: dict[str, str]) -> None:
    room.open(Wave.PRE)
    page = learner.take(1, right=12, keys=keys, blank=2)
    words = room.school.release.instrument_words["en"].forms["A"]

    assert "Question 13" in page.text
    assert not [item.stem for item in words.values() if item.stem in page.text]


def test_the_second_test_says_which_lessons_would_be_left_behind(
    room: Room, learner: Learner, keys: dict[str, str]
) -> None:
    room.open(Wave.PRE)
    assert "Lessons not done yet" not in learner.phone.open("/t/1").text
    learner.take(1, right=9, keys=keys).press("Send")
    learner.finish(1)
    room.open(Wave.POST)
    page = learner.phone.open("/t/2")

    left = len(room.school.release.course.lessons) - 1
    assert f"Lessons not done yet: {left}." in page.text
    assert page.tap("To the lessons").heading == "Your road"


def test_a_look_at_the_head_of_a_page_is_answered_like_the_page_and_changes_nothing(
    room: Room, learner: Learner, database: Database
) -> None:
    room.open(Wave.PRE)
    learner.phone.open("/t/1").press("Begin").press("Next", answer="unsure")
    for path in ("/t/1", "/t/1/1", "/t/1/all", "/stop", "/road"):
        assert learner.phone.client.head(path).status_code == 200, path
    stranger = Phone(learner.phone.app)
    for path in ("/", "/in", "/staff/in", f"/j/{room.cohort.join_code}"):
        assert stranger.client.head(path).status_code == 200, path

    assert len(answered(database)) == 1


def test_sending_is_answered_with_its_arrival_and_nothing_more(
    room: Room, learner: Learner, keys: dict[str, str]
) -> None:
    room.open(Wave.PRE)
    page = learner.take(1, right=9, keys=keys).press("Send")

    assert "Arrived. Your answers are stored." in page.text
    assert "right answers" not in page.text
    assert "First test Arrived. Your answers are stored." in learner.phone.open("/result").text


def test_after_the_first_test_it_is_said_what_comes_next_and_the_button_leads_to_it(
    room: Room, learner: Learner, keys: dict[str, str]
) -> None:
    room.open(Wave.PRE)
    page = learner.take(1, right=9, keys=keys).press("Send")

    first = room.school.release.lessons[room.school.release.course.lessons[0].id]["en"].title
    assert f"Next: {first}" in page.text
    assert page.tap("Go on").path == "/l/1"


def test_no_score_stands_alone_on_the_page_of_a_test(room: Room, learner: Learner, keys: dict[str, str]) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=3)
    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=5)
    room.close(Wave.POST)

    for number in (1, 2):
        assert "right answers of" not in learner.phone.open(f"/t/{number}").text
    assert "2 more right answers" in learner.phone.open("/t/1").tap("See it").heading


def test_a_sent_test_cannot_be_sent_or_changed_again(
    room: Room, learner: Learner, keys: dict[str, str], database: Database
) -> None:
    room.open(Wave.PRE)
    question = learner.phone.open("/t/1").press("Begin")
    stale = question.sent_by("Next", answer="unsure")
    for n, key in enumerate(keys.values(), start=1):
        learner.phone.open(f"/t/1/{n}").press("Next", answer=key)
    send = learner.phone.open("/t/1/all").sent_by("Send")
    learner.phone.send(*send)

    assert "Arrived" in learner.phone.send(*send).text
    assert "Arrived" in learner.phone.send(*stale).text
    assert "Arrived" in learner.phone.open("/t/1/3").text
    [attempt] = rows(database, Attempt)
    assert attempt.score == 14


def test_two_tabs_answer_the_same_test(room: Room, learner: Learner, keys: dict[str, str], database: Database) -> None:
    room.open(Wave.PRE)
    learner.phone.open("/t/1").press("Begin")
    early, late = learner.phone.open("/t/1/1"), learner.phone.open("/t/1/1")
    early.press("Next", answer="unsure")
    late.press("Next", answer=keys["address"])

    [(_, _, option)] = answered(database)
    assert option == keys["address"]


def test_two_taps_on_begin_begin_once(room: Room, learner: Learner, database: Database) -> None:
    room.open(Wave.PRE)
    begin = learner.phone.open("/t/1").sent_by("Begin")
    learner.phone.send(*begin)
    learner.phone.send(*begin)

    assert len(rows(database, Attempt)) == 1


def test_an_old_tab_of_the_first_test_does_not_write_into_the_second(
    room: Room, learner: Learner, keys: dict[str, str], database: Database
) -> None:
    room.open(Wave.PRE)
    stale = learner.phone.open("/t/1").press("Begin").sent_by("Next", answer="unsure")
    learner.phone.open("/t/1/1")
    for n, key in enumerate(keys.values(), start=1):
        learner.phone.open(f"/t/1/{n}").press("Next", answer=key)
    learner.phone.open("/t/1/all").press("Send")
    room.open(Wave.POST)
    learner.phone.open("/t/2").press("Begin")
    learner.phone.send(*stale)

    assert all(option != "unsure" for _, _, option in answered(database))


def test_a_test_that_closes_meanwhile_says_what_is_safe_and_goes_on_when_reopened(
    room: Room, learner: Learner, keys: dict[str, str]
) -> None:
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin").press("Next", answer=keys["address"])
    room.close(Wave.PRE)
    page = page.press("Next", answer="unsure")

    assert page.heading == "This test is closed"
    assert "1 answer of yours is stored and safe." in page.text

    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Continue")
    assert "Question 2 of 14" in page.html


def test_a_test_with_too_many_blanks_does_not_count_and_may_be_taken_again(
    room: Room, learner: Learner, keys: dict[str, str], database: Database
) -> None:
    room.open(Wave.PRE)
    page = learner.take(1, right=10, keys=keys, blank=4)
    before_the_list, *_ = page.text.partition("Question 11")
    assert "At least 12 of 14 answers are needed" in before_the_list
    assert "To the gaps" in page.html.partition('class="go"')[2], "the main button leads to what is missing"
    page = page.press("Send as it is")

    assert page.text.count("too much of it was left open to count") == 1
    assert page.html.count('class="strip') == 1
    assert "Begin" in page.text
    assert [attempt.is_complete for attempt in rows(database, Attempt)] == [False]


@pytest.mark.parametrize("path", ["/t/4", "/t/0", "/l/99", "/l/0"])
def test_what_does_not_exist_is_a_calm_page(learner: Learner, path: str) -> None:
    assert learner.phone.open(path, status=404).heading == "There is no such page"


def test_an_option_that_the_question_does_not_have_is_refused(room: Room, learner: Learner, database: Database) -> None:
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin")
    action, fields = page.sent_by("Next", answer="anything")

    learner.phone.send(action, fields, status=400)
    assert answered(database) == []


def test_an_open_second_test_is_the_great_button_once_a_lesson_is_done_and_the_others_stand_below(
    room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=4)
    assert "Open already" not in learner.phone.open("/road").text
    room.open(Wave.POST)
    page = learner.phone.open("/road")
    assert "Open already: Second test" in page.text, "nobody is led past all lessons"
    assert page.tap("Second test").path == "/t/2"
    assert '<a class="btn" href="/l/1"' in page.html

    page = learner.finish(1)
    assert page.path.startswith("/road")
    assert "Next: Second test" in page.text
    assert "Open already" not in page.text
    assert '<a class="btn" href="/t/2"' in page.html
    assert "/l/2" in page.links()


def test_a_second_test_with_days_left_stands_beside_the_lessons_and_says_until_when(
    room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=4)
    room.open(Wave.POST)
    ends = room.school.now + timedelta(days=3)
    windows.plan(room.school.session, room.cohort, Wave.POST, closes_at=ends, now=room.school.now)
    room.wait()
    page = learner.finish(1)

    assert '<a class="btn" href="/l/2"' in page.html
    assert "Open already: Second test" in page.text
    assert "Open until 5 Mar, 09:" in page.text
    assert "Open until 5 Mar, 09:" in page.tap("Second test").text

    room.wait(days=2)
    page = learner.sign_in(learner.phone)
    assert '<a class="btn" href="/t/2"' in page.html, "it closes within a day"
    assert "Open until 5 Mar, 09:" in page.text
