"""A lost card, a learner who joined twice, and a number that nobody has."""

import re
from collections.abc import Callable

from flask import Flask

from app.services.facilitator import cards, moving
from app.services.waves import Wave
from app.store import audit
from app.store.answers import summaries
from app.store.people import learners
from app.store.programmes import cohort_changes
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone


def test_a_card_is_replaced_in_two_taps_and_shown_until_it_is_handed_over(
    desk: Phone, group: Callable[[], Page], room: Room, app: Flask, learner: Learner
) -> None:
    seat = next(link for link in group().links() if link.endswith(f"/{room.cohort.ref}/1"))

    question = desk.open(seat)  # the first tap; the second makes the card
    assert "The old card stops working at once" in question.text
    assert learner.sign_in(Phone(app)).path == "/road"
    card = question.press("Make a new card")

    match = re.search(r"Code (\w{4} \w{4}) PIN (\d{6})", card.text)
    assert match
    fresh = Learner(Phone(app), 1, match[1], match[2])
    assert fresh.sign_in(Phone(app)).path == "/road"
    assert "do not fit together" in learner.sign_in(Phone(app)).text
    assert match[0] in desk.open(card.path).text, "a reload shows the same card"
    assert match[2] not in desk.open(seat).html
    assert card.press("It is handed over").heading == "Group 1"
    assert match[2] not in desk.open(card.path).html
    assert learner.phone.open("/road").path == "/in"


def test_somebody_who_joined_twice_is_merged_after_a_question(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    first, second = room.school.learner(room.cohort), room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.take(first, Wave.PRE, right=4)
    room.wait()
    assert second

    page = desk.open(f"/groups/{room.cohort.ref}/2").tap("Merge with another number …")
    question = desk.open(page.path + "?other=1")
    assert "You can undo it on the page of the number that stays" in question.text
    again = question.press("Make them one")
    assert "Choose which number stays." in again.text
    merged = question.press("Make them one", **question.choice("Number 2 stays"))

    assert merged.heading == "Number 2"
    assert "First test arrived" in merged.text
    parted = merged.press("Undo: bring number 1 back")
    assert "Number 1 is there again, with its card. What was sent since stays with number 2." in parted.text
    assert "First test not begun" in parted.text
    assert "First test arrived" in desk.open(f"/groups/{room.cohort.ref}/1").text
    acts = audit.list_acts(room.school.session, cohort_id=room.cohort.cohort_id)
    room.school.session.commit()
    assert [(act.act, act.subject, act.detail) for act in acts[:2]] == [
        ("learner.part", "learner 2", {"merged_handle": 1}),
        ("learner.merge", "learner 2", {"merged_handle": 1}),
    ]
    desk.open(question.path).press("Make them one", **question.choice("Number 2 stays"))
    room.school.session.commit()
    assert desk.client.get(f"/groups/{room.cohort.ref}/1").status_code == 404
    assert summaries.differences(room.school.session) == []


def test_a_merge_is_undone_after_the_result_until_the_group_settles_and_the_page_says_until_when(
    desk: Phone, room: Room
) -> None:
    people = [room.school.learner(room.cohort) for _ in range(3)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for learner_id in people:
            room.school.sit(learner_id, wave, right=1)
    room.wait()
    for other in (2, 3):
        question = desk.open(f"/groups/{room.cohort.ref}/1/merge?other={other}")
        page = question.press("Make them one", **question.choice("Number 1 stays"))
    assert "It can be undone until the group settles." in page.text
    room.school.reveal(room.cohort)
    room.wait()

    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert re.search(r"until the group settles, on \d+ March 2026 by itself", page.text)
    parted = page.press("Undo: bring number 2 back")
    assert "Number 2 is there again" in parted.text
    beside = "that result counts the two as one person, the figures count them apart."
    assert beside in desk.open(f"/groups/{room.cohort.ref}/learned").text
    room.school.settle(room.cohort)
    room.wait()
    settled = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "That stays so: the group has settled." in settled.text
    assert "Undo: bring number 3 back" not in settled.text


def test_the_page_of_a_number_that_has_moved_since_says_where_its_merge_is_undone(desk: Phone, room: Room) -> None:
    merged_pair(room)
    target = room.school.cohort(label="Group 2")
    learner, by = learners.by_handle(room.school.session, room.cohort.cohort_id, 1), room.school.facilitator_id
    assert learner is not None
    moving.move(room.school.session, learner, room.school.anew(room.cohort), target, by=by, now=room.school.now)
    room.wait()

    page = desk.open(f"/groups/{target.ref}/1")
    assert "Number 2 of “Group 1” was made one with this number" in page.text
    assert "To undo it, move this number back to that group." in page.text
    assert "Undo: bring number 2 back" not in page.text
    cohort_changes.set_archived(room.school.session, room.cohort.cohort_id, room.school.now)
    room.wait()
    barred = desk.open(page.path)
    assert "move this number back to that group. That cannot be done now: it is archived." in barred.text


def test_the_page_of_an_archived_group_says_that_a_merge_can_be_undone_once_it_is_back(desk: Phone, room: Room) -> None:
    merged_pair(room)
    cohort_changes.set_archived(room.school.session, room.cohort.cohort_id, room.school.now)
    room.wait()

    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "Number 2 was made one with this number on" in page.text
    assert "It can be undone once the group is brought back, until it settles." in page.text


def merged_pair(room: Room) -> None:
    """1 stays."""
    one, two = (learners.get(room.school.session, room.school.learner(room.cohort)) for _ in range(2))
    assert one is not None
    assert two is not None
    cohort, by = room.school.anew(room.cohort), room.school.facilitator_id
    cards.merge(room.school.session, cohort, keep=one, drop=two, by=by, now=room.school.now)


def test_a_number_that_is_not_there_is_beside(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.school.learner(room.cohort)
    room.wait()

    assert "not in this group any more" in desk.open(f"/groups/{room.cohort.ref}/1/merge?other=9").text
    assert desk.client.get(f"/groups/{room.cohort.ref}/9").status_code == 404
