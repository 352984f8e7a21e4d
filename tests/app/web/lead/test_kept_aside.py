"""What a phone sent and could not be kept: the facilitator sees that it is there and why, and may remove it."""

import uuid
from collections.abc import Callable

import pytest

from app.services.intake import MOST_ASIDE
from app.services.learner import phones
from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


def set_aside(room: Room) -> None:
    """Number 1 sends the first test twice, the second time better."""
    school = room.school
    learner = school.learner(room.cohort)
    room.open(Wave.PRE)
    school.take(learner, Wave.PRE, right=5)
    assert school.put(learner, school.sheet(learner, Wave.PRE, right=14)).code == "wave_taken"
    room.wait()


def test_the_board_marks_a_seat_quietly_and_the_learners_page_says_why_without_a_score(
    group: Callable[[], Page], desk: Phone, room: Room
) -> None:
    set_aside(room)

    board = group()
    assert "1 kept aside" in board.text
    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "Kept aside, not counted First test" in page.text.replace(
        " What arrived first counts and stays. What is listed here changes no figure.", ""
    )
    assert "This test had arrived already, perhaps from another phone. The first one counts." in page.text
    assert "14" not in page.text.replace("2026", "")


def test_what_was_not_stored_any_more_is_said_by_number_and_the_phone_hears_that_it_alone_has_it(
    desk: Phone, room: Room
) -> None:
    set_aside(room)
    learner = next(iter(room.school.cards))
    others = [room.school.sheet(learner, Wave.PRE, right=right) for right in range(MOST_ASIDE + 1)]
    assert [room.school.put(learner, it).status for it in others] == [409] * (MOST_ASIDE - 1) + [422] * 2
    ticket = phones.tickets(room.school.session, learner)[Wave.PRE]
    body = room.school.sheet(learner, Wave.PRE, right=11) | {"ticket": ticket}
    room.wait()

    refusal = Phone(room.app).api("PUT", f"/attempts/{uuid.uuid4()}", body)
    assert (refusal.status_code, refusal.get_json()["code"]) == (422, "not_stored")
    assert "These stay on this phone alone." in refusal.get_json()["detail"]
    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "First test: and 3 more that were not stored. The phone that sent them keeps them." in page.text
    assert page.text.count("Remove …") == MOST_ASIDE


def test_a_group_with_nothing_aside_says_nothing_of_it(group: Callable[[], Page], desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.wait()

    assert "aside" not in group().text
    assert "aside" not in desk.open(f"/groups/{room.cohort.ref}/1").text


def test_it_is_removed_after_a_question_and_what_counts_stays(desk: Phone, room: Room) -> None:
    set_aside(room)
    question = desk.open(f"/groups/{room.cohort.ref}/1").tap("Remove …")
    assert "What is removed cannot be brought back." in question.text
    assert question.tap("Keep it aside").heading == "Number 1"

    page = question.press("Remove it")

    assert "Removed. What counts is as it was." in page.text
    assert "Kept aside" not in page.text
    learner_id = next(iter(room.school.cards))
    assert room.school.score(learner_id, Wave.PRE) == 5


def test_nobody_removes_what_lies_aside_of_another_number(desk: Phone, room: Room) -> None:
    set_aside(room)
    room.school.learner(room.cohort)
    room.wait()
    address = desk.open(f"/groups/{room.cohort.ref}/1").tap("Remove …").path

    assert desk.open(address.replace("/1/aside", "/2/aside"), status=404).status == 404
    action, fields = desk.open(address).sent_by("Remove it")
    desk.send(action.replace("/1/aside", "/2/aside"), fields)
    assert "Kept aside" in desk.open(f"/groups/{room.cohort.ref}/1").text


def test_what_came_too_early_and_is_stored_later_lies_aside_no_more(desk: Phone, room: Room) -> None:
    school = room.school
    learner, key = school.learner(room.cohort), str(uuid.uuid4())
    sheet = school.sheet(learner, Wave.PRE, right=7)
    assert school.put(learner, sheet, key=key).code == "closed"
    room.wait()
    assert "Kept aside" in desk.open(f"/groups/{room.cohort.ref}/1").text
    room.open(Wave.PRE)

    assert school.put(learner, sheet, key=key).status == 201

    room.wait()
    assert "Kept aside" not in desk.open(f"/groups/{room.cohort.ref}/1").text


def test_what_was_finished_before_the_closing_and_came_after_it_counts_and_is_marked(desk: Phone, room: Room) -> None:
    school = room.school
    learner, other = school.learner(room.cohort), school.learner(room.cohort)
    room.open(Wave.PRE)
    assert school.put(other, school.sheet(other, Wave.PRE, right=5)).status == 201
    sheet = school.sheet(learner, Wave.PRE, right=9)
    room.wait(minutes=5)
    assert "may still arrive for 14 days" in desk.open(f"/groups/{room.cohort.ref}/tests/pre/close").text
    room.close(Wave.PRE)
    room.wait(minutes=15)
    assert school.put(learner, {**sheet, "sent_at": school.now.isoformat()}).status == 201
    room.wait()

    assert "arrived after the closing" in desk.open(f"/groups/{room.cohort.ref}/1").text
    assert "after the closing" not in desk.open(f"/groups/{room.cohort.ref}/2").text


def test_what_came_after_the_closing_and_counts_is_said_to_have(desk: Phone, room: Room) -> None:
    school = room.school
    learner = school.learner(room.cohort)
    room.open(Wave.PRE)
    sheet = school.sheet(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    assert school.put(learner, {**sheet, "sent_at": school.now.isoformat()}).status == 201
    room.wait()

    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "First test arrived after the closing; finished before it by the phone’s clock, so it counts" in page.text


def test_a_second_test_that_came_when_the_answers_could_be_seen_is_marked_whatever_the_phone_says(
    room: Room,
) -> None:
    school = room.school
    learner, other = school.learner(room.cohort), school.learner(room.cohort)
    room.open(Wave.PRE)
    for each in (learner, other):
        school.sit(each, Wave.PRE, right=5)
    room.open(Wave.POST)
    school.sit(other, Wave.POST, right=9)
    sheet = school.sheet(learner, Wave.POST, right=14)
    room.wait(minutes=5)
    room.close(Wave.POST)
    room.wait(hours=3)
    assert school.put(learner, {**sheet, "sent_at": school.now.isoformat()}).status == 201
    room.wait()

    desk = sit_down(room.app, school.session, school.facilitator_id, school.now)
    seats = desk.open(f"/groups/{room.cohort.ref}?view=post").text
    assert seats.count("done, late") == 1
    assert "Late means: it came when the right answers could be seen" in seats
    late = (
        "Second test late: it arrived when the right answers could be seen; the phone says that it was finished before"
    )
    assert late in desk.open(f"/groups/{room.cohort.ref}/1").text
    assert "late:" not in desk.open(f"/groups/{room.cohort.ref}/2").text
