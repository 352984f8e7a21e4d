"""A wrong joiner is taken out on pages: with a question, a reason once a test was sent, and ten minutes to undo it."""

from collections.abc import Callable

from app.services.figures import settling
from app.services.waves import Wave
from app.store.steps import REVEAL
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone


def test_a_prank_is_taken_out_and_put_back_in_ten_minutes(
    desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    assert learner.phone.open("/road").path == "/road"
    question = desk.open(f"/groups/{room.cohort.ref}/1").tap("Take it out …")
    assert "Why?" not in question.text

    page = question.press("Take it out")

    assert "Number 1 is taken out. The card opens nothing any more." in page.text
    assert "0 joined" in page.text
    assert "Taken out: 1" in page.text
    assert "After a test was sent" not in page.text
    assert learner.phone.open("/road").path == "/in"
    assert desk.open(f"/groups/{room.cohort.ref}/1", status=404).status == 404
    assert "Number 1 is back." in page.press("Put it back").text
    assert learner.sign_in(learner.phone).path == "/road"
    desk.open(f"/groups/{room.cohort.ref}/1").tap("Take it out …").press("Take it out")
    room.wait(minutes=10)
    assert "Put it back" not in group().buttons()


def test_after_a_test_it_needs_a_reason_that_whoever_reads_the_group_sees(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    learner_id = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.take(learner_id, Wave.PRE, right=1)
    room.wait()
    question = desk.open(f"/groups/{room.cohort.ref}/1/remove")

    refused = desk.send(*question.sent_by("Take it out"), status=422)
    assert "Choose why." in refused.text
    refused.press("Take it out", **refused.choice("A prank"))

    assert "Taken out: 1. After a test was sent: 1 (A prank: 1)" in group().text


def test_once_the_result_is_made_the_page_says_why_the_number_stays(desk: Phone, room: Room) -> None:
    learner_id = room.school.learner(room.cohort)
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        room.school.take(learner_id, wave, right=1)
    question = desk.open(f"/groups/{room.cohort.ref}/1/remove")
    room.close(Wave.POST)
    room.wait(minutes=10)
    settling.settle(room.school.session, room.cohort.cohort_id, REVEAL, now=room.school.now)
    room.wait()

    page = question.press("Take it out", **question.choice("A prank"))

    assert page.heading == "Number 1 stays"
    assert "The result of the group has been counted." in page.text
