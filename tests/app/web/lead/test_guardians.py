"""A guardian wants a learner erased: one of the staff asks on the group's page, another one agrees."""

from collections.abc import Callable

from flask import Flask

from app.services.people import Role
from app.store.people import learners
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone


def test_one_asks_and_another_agrees(app: Flask, desk: Phone, group: Callable[[], Page], room: Room) -> None:
    learner_id = room.school.learner(room.cohort)
    code = room.school.cards[learner_id].learner_code
    officer = room.school.staff("officer", Role.ME_OFFICER)
    room.school.session.commit()
    second = sit_down(app, room.school.session, officer, room.school.now)

    wrong = group().tap("A guardian wants a learner erased …").press("Go on", card="Aigerim")
    assert wrong.status == 422
    assert "Nobody of this group has this card or number." in wrong.text
    page = wrong.press("Go on", card=code)
    assert "It takes two" in page.text
    page = page.press("Ask for it")
    assert "Nothing is erased before a second person agrees." in page.text
    assert "Erase for good" not in page.buttons()

    page = second.open(f"/groups/{room.cohort.ref}").tap("Look at it")
    assert "aigul asked for it" in page.text
    page = page.press("Erase for good")

    assert "Number 1 is erased" in page.text
    assert "1 withdrew" in page.text
    assert learners.get(room.school.session, learner_id) is None
    assert desk.open(f"/groups/{room.cohort.ref}/1/erase", status=404).status == 404


def test_whoever_asked_cannot_agree_and_may_take_it_back(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    learner_id = room.school.learner(room.cohort)
    room.school.session.commit()
    page = desk.open(f"/groups/{room.cohort.ref}/1/erase").press("Ask for it")

    assert "another person has to agree" in page.press("Take the wish back", do="agree").text
    page = desk.open(f"/groups/{room.cohort.ref}/1/erase").press("Take the wish back")

    assert "Number 1 stays." in page.text
    assert "has to agree" not in group().text
    assert learners.get(room.school.session, learner_id) is not None
