"""A number goes to another group, which both groups' pages say, or its page says why it cannot."""

from collections.abc import Callable

from app.services.people import Role
from app.store.programmes import cohort_changes
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone


def test_a_number_moves_to_another_group_of_mine_and_back(
    desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    other = room.school.cohort(label="Group 2")
    archived = room.school.cohort(label="Group 3")
    cohort_changes.set_archived(room.school.session, archived.cohort_id, room.school.now)
    room.school.cohort(label="Group 4", is_waiting=True)
    room.wait()
    question = desk.open(f"/groups/{room.cohort.ref}/1").tap("Move to another group …")
    assert "Group 4: one of the two groups waits first, or is a pilot, and the other is not." in question.text
    assert "Group 3" not in question.text
    days = "2 March 2026 – 30 May 2026"

    page = question.press("Move it", **question.choice(f"Group 2, {days}"))

    assert "Number 1 is number 1 of “Group 2” now. The card stays." in page.text
    assert "Number 1 went to “Group 2” and is number 1 there." in page.text
    target = desk.open(f"/groups/{other.ref}")
    assert "Number 1 came from “Group 1”, where it was number 1." in target.text
    assert "counted in the group where the first test was sat" in target.text
    assert learner.phone.open("/road").path == "/road"
    back = desk.open(f"/groups/{other.ref}/1").tap("Move to another group …")
    back.press("Move it", **back.choice(f"Group 1, {days}"))
    assert "went to" not in group().text
    assert desk.open(f"/groups/{room.cohort.ref}/1").heading == "Number 1"


def test_a_colleague_s_group_is_reached_by_its_code_alone(
    desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    assert learner
    theirs = room.school.cohort(
        label="Colleague's", facilitator_id=room.school.staff("bota", Role.FACILITATOR), region_code="KZ-75"
    )
    _, elsewhere = room.school.other_programme()
    assert elsewhere
    room.wait()
    question = desk.open(f"/groups/{room.cohort.ref}/1").tap("Move to another group …")
    assert "Colleague" not in question.text

    for code in ("", "AAAAAAAA"):
        refused = desk.send(*question.sent_by("Move it", code=code), status=422)
        assert "Choose a group, or type the code by which learners join it." in refused.text
    refused = desk.send(*question.sent_by("Move it", to=theirs.ref), status=422)
    assert "Choose a group" in refused.text
    own = desk.send(*question.sent_by("Move it", code=room.cohort.join_code), status=422)
    assert "the number is in this group already" in own.text

    page = question.press("Move it", code=f"{theirs.join_code[:4]} {theirs.join_code[4:]}")

    assert "Number 1 is number 1 of “Colleague's” now." in page.text
