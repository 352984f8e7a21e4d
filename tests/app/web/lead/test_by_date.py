"""Longer time, whom to reach, who left, and what the screen says truly, as a facilitator reads it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.services import extensions, windows
from app.services.figures import settling
from app.services.waves import Wave
from app.store.people import learners
from app.store.steps import COURSE, FOLLOW_UP
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import control, sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


def test_nobody_has_finished_where_nobody_has_joined(group: Callable[[], Page], desk: Phone, room: Room) -> None:
    for wave, name in ((Wave.PRE, "first"), (Wave.POST, "second")):
        room.open(wave)
        page = group()
        assert "Nobody has joined yet." in page.text
        assert "Everybody has finished" not in page.text
        assert "Everybody has finished" not in desk.open(f"/groups/{room.cohort.ref}/tests/{wave.value}/close").text
        assert f"The {name} test is open" in page.text


def test_joining_is_not_said_to_be_open_after_the_last_day(room: Room) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    room.wait(hours=1)
    room.school.alter(room.cohort, ends_on=room.school.now.date())
    room.wait()
    desk = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    before = desk.open(f"/groups/{room.cohort.ref}")
    room.school.alter(room.cohort, ends_on=room.school.now.date() - timedelta(days=1))
    room.wait()

    page = before.press("Open joining")

    assert "The group's last day is over: nobody could join." in page.text
    assert "Joining is open" not in page.text
    assert "The last day is over: nobody joins." in page.text


def test_days_are_those_of_the_group_s_clocks(room: Room) -> None:
    room.wait(hours=15)  # a quarter past midnight in Almaty, and still the day before by the server's clock
    desk = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)

    assert control(desk.open("/groups/new"), "starts_on").get("value") == "2026-03-03"
    assert "3 March 2026" in desk.open(f"/groups/{room.cohort.ref}/learned").text


def test_one_learner_is_given_longer_and_that_ends(
    desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    address = f"/groups/{room.cohort.ref}/{learner.handle}"
    assert "No test is open or planned that could be sat longer." in desk.open(f"{address}/time").text
    room.open(Wave.PRE)
    page = desk.open(address).tap("Extra time for a test …")
    assert control(page, "wave").get("checked") is not None, "there is one to choose"
    wrong = page.press("Give extra time", wave="pre", until_on="2026-03-01", until="09:00")
    assert "That moment is in the past." in wrong.text

    granted = page.press("Give extra time", wave="pre", until_on="2026-03-05", until="18:00")
    assert f"Number {learner.handle} may sit the test until 5 Mar, 18:00." in granted.text
    assert "First test: may sit it until 5 Mar, 18:00" in granted.text
    assert granted.tap("Change or end the time …").heading == f"Extra time for number {learner.handle}"
    room.close(Wave.PRE)
    assert "Somebody may sit it until 5 Mar, 18:00" in group().text
    assert "Begin" in learner.phone.open("/t/1").buttons()

    ended = desk.open(f"{address}/time").press("End it now")
    assert "The extra time has ended." in ended.text
    assert "Begin" not in learner.phone.open("/t/1").buttons()


def test_a_list_to_print_and_a_message_in_the_group_s_language(
    desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    room.open(Wave.POST)

    page = group().tap("Whom to reach: a list and a message")

    assert "Took the first test and not the second: 1" in page.text
    assert "Without the first test: 1" in page.text
    assert "Open it again for them before their first lesson" in page.text
    message, *others = (it.text or "" for it in page.root.iter("textarea"))
    assert any("а" <= letter <= "я" for letter in message.lower()), "the group is taught in Russian"
    assert "1" in message
    assert len(others) == 2, "the other languages of the course"


def test_why_somebody_left_is_noted_and_taken_back(desk: Phone, room: Room, learner: Learner) -> None:
    address = f"/groups/{room.cohort.ref}/{learner.handle}"
    noted = desk.open(address).press("Note it", reason="moved")
    assert "Noted: moved away." in noted.text
    assert f"Number {learner.handle}: moved away" in desk.open(f"/groups/{room.cohort.ref}/reach").text

    back = desk.open(address).press("Take the note back")
    assert "Taken back: nothing is noted." in back.text
    assert "Left: 1" not in desk.open(f"/groups/{room.cohort.ref}/reach").text


def test_whoever_has_left_is_not_awaited(desk: Phone, group: Callable[[], Page], room: Room, learner: Learner) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    assert "2 not begun." in group().text

    desk.open(f"/groups/{room.cohort.ref}/{learner.handle}").press("Note it", reason="moved")

    assert "1 not begun." in group().text
    assert group().text.count("no longer comes") == 1


def test_the_follow_up_asks_before_it_is_opened_early_and_is_taken_back_while_nobody_has_sent_it(
    group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        room.sit(learner, wave, right=5)
        room.close(wave)
    assert "Open the follow-up" not in group().buttons()

    question = group().tap("Open the follow-up before its day …")
    assert "It opens by itself on 2 June 2026" in question.text
    opened = question.press("Open the follow-up")
    assert "The follow-up is open" in opened.text
    learner.phone.open("/t/3").press("Begin")
    back = group().press("Undo the opening: nobody has sent it")
    assert "Opens by itself 2 Jun, 09:00. Closes by itself 2 Jul, 09:00" in back.text

    room.wait(days=93)
    desk = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    page = desk.open(f"/groups/{room.cohort.ref}")
    assert "The follow-up is open" in page.text
    assert "Took both tests and not the follow-up: 1" in page.tap("Whom to reach: a list and a message").text
    room.sit(learner, Wave.FOLLOW_UP, right=5)
    assert not [label for label in desk.open(f"/groups/{room.cohort.ref}").buttons() if "Take the opening" in label]


def test_whoever_began_and_answered_nothing_has_nothing_waiting_on_a_phone(
    desk: Phone, room: Room, learner: Learner
) -> None:
    board = f"/groups/{room.cohort.ref}?view=pre"
    room.open(Wave.PRE)
    learner.phone.open("/t/1").press("Begin")
    assert "Answering: 1" in desk.open(board).text

    room.close(Wave.PRE)

    text = desk.open(board).text
    assert "Begun, and no answer is known: 1" in text
    assert "Answers wait on a phone" not in text


def test_that_a_test_was_open_longer_than_announced_stands_beside_the_result(
    desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.open(Wave.POST)
    now = room.school.now
    windows.plan(room.school.session, room.cohort, Wave.POST, closes_at=now + timedelta(minutes=6), now=now)
    room.wait(minutes=5)
    windows.plan(room.school.session, room.cohort, Wave.POST, now=room.school.now)
    room.wait(minutes=5)
    assert "Announced was 2 Mar, 09:" in group().text
    room.close(Wave.POST)

    learned = desk.open(f"/groups/{room.cohort.ref}/learned").text
    assert re.search(
        r"The second test was open longer than announced: until 2 Mar, 09:\d\d, not until 2 Mar, 09:\d\d\.", learned
    )
    assert "opened again" not in learned


def test_that_a_closing_was_undone_which_had_been_announced_stands_beside_the_result(
    desk: Phone, room: Room, learner: Learner
) -> None:
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
    now = room.school.now
    windows.plan(room.school.session, room.cohort, Wave.POST, closes_at=now + timedelta(minutes=1), now=now)
    room.wait(minutes=2)
    room.open(Wave.POST)
    room.wait(minutes=5)
    room.close(Wave.POST)

    learned = desk.open(f"/groups/{room.cohort.ref}/learned").text
    assert "The second test was open longer than announced: until" in learned


def test_who_sits_the_second_test_after_the_answers_were_shown_is_counted_beside_the_result(
    desk: Phone, room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=3)
    room.open(Wave.POST)
    room.close(Wave.POST)
    assert "longer than announced" not in desk.open(f"/groups/{room.cohort.ref}/learned").text
    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=14)

    learned = desk.open(f"/groups/{room.cohort.ref}/learned").text
    assert re.search(r"The second test first closed 2 Mar, 09:\d\d and was opened again after that\.", learned)
    assert "1 sat it when the right answers could be seen: kept, and not in the result." in learned


def test_both_tests_are_not_over_while_somebody_has_extra_time(
    desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.open(Wave.POST)
    row = learners.by_handle(room.school.session, room.cohort.cohort_id, learner.handle)
    assert row
    until = room.school.now + timedelta(minutes=25)
    extensions.extend(room.school.session, room.cohort, row, Wave.POST, until, now=room.school.now)
    room.close(Wave.POST)
    page = group()
    assert "The second test is closed, but for extra time" in page.text
    assert "Both tests are over" not in page.text
    assert "Second test: extra time" in desk.open("/groups").text
    room.wait(minutes=25)

    assert "Both tests are over" in group().text
    assert "Second test: extra time" not in desk.open("/groups").text


def test_when_the_follow_up_has_closed_it_is_said_where_its_figures_stand(
    group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        room.sit(learner, wave, right=3)
    room.close(Wave.POST)
    assert "What was kept" not in group().text
    room.wait(minutes=5)
    room.open(Wave.FOLLOW_UP)
    room.close(Wave.FOLLOW_UP)

    assert "What was kept is counted on 16 March 2026, when late answers are in." in group().text
    room.wait(minutes=5)
    room.open(Wave.FOLLOW_UP)
    room.wait(days=2)
    room.close(Wave.FOLLOW_UP)
    later = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    assert "What was kept is counted on 18 March 2026" in later.open(f"/groups/{room.cohort.ref}").text
    room.wait(days=15)
    for step in (COURSE, FOLLOW_UP):
        settling.settle(room.school.session, room.cohort.cohort_id, step, now=room.school.now)
    room.wait()
    later = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    assert "What was kept was counted on 19 March 2026." in later.open(f"/groups/{room.cohort.ref}").text
