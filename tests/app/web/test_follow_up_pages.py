"""The third test on a learner's and a facilitator's pages."""

import re
from typing import Any

import pytest
from flask import Flask

from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def lead(app: Flask, room: Room) -> Phone:
    return sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)


def two_tests(room: Room, learner: Learner, *, before: int = 5, after: int = 9) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=before)
    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=after)
    room.close(Wave.POST)


def test_the_road_says_when_it_comes_and_then_leads_there(room: Room, learner: Learner) -> None:
    assert "Third test About three months after the second test." in learner.phone.open("/road").text
    assert "Your facilitator has not opened it yet." in learner.phone.open("/t/3").text
    two_tests(room, learner)
    room.wait(minutes=5)
    room.open(Wave.FOLLOW_UP)

    page = learner.phone.open("/road").tap("Begin")

    assert page.path == "/t/3"
    assert "what stayed with you" in page.text
    assert "/result" in learner.phone.open("/road").links()


def test_the_road_ends_on_an_end(room: Room, learner: Learner) -> None:
    two_tests(room, learner)
    room.wait(minutes=11)
    page = learner.phone.open("/road")
    assert "Next:" not in page.text
    assert "The tests are done. The lessons that are left stay open." in page.text
    for lesson in room.school.release.course.lessons:
        room.school.finish_lesson(room.id_of(learner), lesson.id)
    room.wait()
    page = learner.phone.open("/road")
    assert "Next:" not in page.text
    assert "What changed Done for now. The third test comes about three months after the second." in page.text
    assert page.tap("See it").path == "/result"
    room.open(Wave.FOLLOW_UP)
    learner.take(3, right=8, keys=room.keys("A")).press("Send")
    page = learner.phone.open("/road")

    assert page.text.startswith("Your road Everything is done. ")
    assert [it.get("class") for it in page.root.iter("li") if it.get("id") == "now"] == ["end now"]
    assert not {"See it", "Look again"} & {"".join(it.itertext()) for it in page.root.iter("a")}


@pytest.mark.parametrize(
    ("after", "later", "words"),
    [
        (9, 11, "2 more than right after the lessons."),
        (9, 9, "As many as right after the lessons: it stayed with you."),
        (9, 8, "1 fewer than right after the lessons."),
    ],
)
def test_the_result_says_what_was_kept(room: Room, learner: Learner, after: int, later: Any, words: str) -> None:
    two_tests(room, learner, after=after)
    assert "What I kept" not in learner.phone.open("/result").text
    room.open(Wave.FOLLOW_UP)
    learner.take(3, right=later, keys=room.keys("A")).press("Send")

    page = learner.phone.open("/result")

    assert page.heading == "4 more right answers"
    assert f"What I kept {later} right answers of 14" in page.text
    assert words in page.text


def test_one_who_missed_the_second_test_reads_the_third_score_alone(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=5)
    room.open(Wave.POST)
    room.close(Wave.POST)
    room.open(Wave.FOLLOW_UP)
    learner.take(3, right=7, keys=room.keys("A")).press("Send")

    page = learner.phone.open("/result")

    assert "Third test 7 right answers of 14" in page.text
    assert "What I kept" not in page.text


def test_whoever_missed_the_first_test_is_told_to_say_so_while_theirs_would_still_count(
    room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    page = learner.phone.open("/road")
    assert "First test Closed. Tell your facilitator now: it can be opened again." in page.text
    assert "Next: First test" in page.text, "a lesson would void it: nobody is led into one"

    learner.finish(1)

    page = learner.phone.open("/road")
    assert "First test Closed. You can go on without it." in page.text
    assert "Next: First test" not in page.text
    page = learner.phone.open("/t/1")
    assert "It would not be a first test any more. You can go on without it." in page.text
    assert "opened again" not in page.text


def test_whoever_missed_the_first_test_and_sent_the_second_goes_on_without_it(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=5)

    assert "First test Closed. You can go on without it." in learner.phone.open("/road").text


def test_a_test_that_cannot_be_opened_again_promises_nothing(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    again = "Closed. Tell your facilitator: it can be opened again."
    assert "it can be opened again" in learner.phone.open("/road").text
    assert "the test can be opened again" in learner.phone.open("/t/1").text
    room.open(Wave.POST)
    room.close(Wave.POST)

    page = learner.phone.open("/road")
    assert "First test Closed. You can go on without it." in page.text
    assert f"Second test {again}" in page.text
    assert "It is over for the whole group." in learner.phone.open("/t/1").text
    room.open(Wave.FOLLOW_UP)
    assert again not in learner.phone.open("/road").text
    room.close(Wave.FOLLOW_UP)
    assert learner.phone.open("/road").text.count(again) == 1, "the third"


def test_the_facilitator_sees_the_plan_opens_it_watches_it_and_closes_it(
    room: Room, learner: Learner, lead: Phone
) -> None:
    home = f"/groups/{room.cohort.ref}"
    assert "Plan: follow-up on" not in lead.open(home).text
    two_tests(room, learner)
    page = lead.open(home)
    assert "Plan: follow-up on" in page.text
    assert "Opens by itself 2 Jun, 09:00" in page.text
    room.wait(minutes=5)

    page = lead.open(home).tap("Open the follow-up before its day …").press("Open the follow-up")
    assert "The follow-up is open" in page.text
    assert "tells what they kept" in page.text
    assert "the second test stays closed" in page.text
    learner.take(3, right=8, keys=room.keys("A")).press("Send")
    assert "Answers arrived: 1" in lead.open(f"{home}?view=follow_up").text
    page = lead.open(home).press("Close the follow-up")

    assert "The follow-up is over too. 1 has taken it." in page.text
    assert "Open the follow-up again" in page.buttons()
    assert "Follow-up" in lead.open("/groups").text


def test_a_follow_up_asked_for_too_early_is_answered_in_words(room: Room, learner: Learner, lead: Phone) -> None:
    home = f"/groups/{room.cohort.ref}"
    room.open(Wave.PRE)
    action, fields = lead.open(home).sent_by("Close the first test")

    page = lead.send(action.replace("/pre", "/follow_up"), {**fields, "do": "open"})

    assert "The follow-up comes after the second test has closed." in page.text


def test_the_second_test_is_not_opened_behind_the_follow_up(room: Room, learner: Learner, lead: Phone) -> None:
    home = f"/groups/{room.cohort.ref}"
    two_tests(room, learner)
    action, fields = lead.open(f"{home}/tests/follow_up/open").sent_by("Open the follow-up")
    room.open(Wave.FOLLOW_UP)

    page = lead.send(action.replace("/follow_up", "/post"), {**fields, "do": "open"})

    assert "The follow-up has been opened: the second test stays closed." in page.text
    assert lead.open(f"{home}/tests/post/open").path == home


def test_the_screen_for_the_room_counts_the_test_that_runs(room: Room, learner: Learner, lead: Phone) -> None:
    two_tests(room, learner)
    room.open(Wave.FOLLOW_UP)

    def finished() -> list[str]:
        return re.findall(r'class="big num">(\d+)<', lead.client.get(f"/groups/{room.cohort.ref}/wall").text)

    assert finished() == ["0"]
    learner.take(3, right=8, keys=room.keys("A")).press("Send")
    assert finished() == ["1"]


def test_the_learners_page_of_the_facilitator_names_all_three(room: Room, learner: Learner, lead: Phone) -> None:
    two_tests(room, learner)

    assert "Follow-up not begun" in lead.open(f"/groups/{room.cohort.ref}/1").text


def test_an_offline_phone_gets_the_third_form_once_it_has_been_opened(room: Room, learner: Learner) -> None:
    def waves() -> list[str]:
        return [test["wave"] for test in learner.phone.api("GET", "/bundle").get_json()["tests"]]

    two_tests(room, learner)
    assert waves() == ["pre", "post"]
    room.open(Wave.FOLLOW_UP)

    assert waves() == ["pre", "post", "follow_up"]
