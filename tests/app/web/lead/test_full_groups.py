"""A group has as many places as learners are expected, and a fifth more; joining ends with its first test."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.services import admission
from app.services.learner import joining
from app.services.learner.knocking import JOINED_AT_ADDRESS, JOINED_ON_DEVICE, TooManyJoined, Visitor
from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import new_group
from tests.app.web.reader import Page, Phone


@pytest.fixture
def small(room: Room) -> Room:
    """Five are expected: six may join."""
    room.school.alter(room.cohort, expected_count=5)
    room.wait()
    return room


def test_how_many_are_expected_is_asked_and_shown_and_can_be_changed(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new").press("Make the group", **new_group(room))
    assert "Expected: 25. Places: 30, taken: 0" in page.text
    page = page.tap("Change the group, move it to another region or partner").press("Save", expected_count="11")
    assert "Expected: 11. Places: 14, taken: 0" in page.text

    wrong = desk.open(page.path).tap("Change the group, move it to another region or partner")
    assert "A number from 1 to 1000" in wrong.press("Save", expected_count="0").text


def test_a_full_group_says_so_calmly_and_one_tap_of_the_facilitator_makes_room(
    desk: Phone, group: Callable[[], Page], app: Flask, small: Room, join: Callable[..., Learner]
) -> None:
    late = Phone(app).open(f"/j/{small.cohort.join_code}?lang=en").press("Yes, begin")
    for _ in range(5):
        small.school.learner(small.cohort)
    small.wait()
    assert "The group is full." not in group().text
    join(Phone(app))

    door = f"/j/{small.cohort.join_code}?lang=en"
    refused = late.phone.send(*late.sent_by("Join", sex="female", age_band="15-17"), status=409)
    assert refused.heading == "This group is full"
    assert Phone(app).open(door, status=409).heading == "This group is full"
    about = {"language": "ru", "sex": "female", "age_band": "15-17", "assent": joining.ASSENT_VERSION}
    sent = {"join_code": small.cohort.join_code, "join_key": "a key of twenty signs", **about}
    answer = Phone(app).api("POST", "/join", sent)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "group_full")
    page = group()
    assert "Places: 6, taken: 6" in page.text
    form = page.sent_by("Let 2 more in")
    page = desk.send(*form)
    assert "There is room again." in page.text
    assert "Expected: 6. Places: 8, taken: 6" in desk.send(*form).text, "a second tap makes no more room"
    assert join(Phone(app)).handle == 7


def test_a_second_tap_of_whoever_took_the_last_place_shows_their_card(app: Flask, small: Room) -> None:
    for _ in range(5):
        small.school.learner(small.cohort)
    small.wait()
    phone = Phone(app)
    page = phone.open(f"/j/{small.cohort.join_code}?lang=en").press("Yes, begin")
    form = page.sent_by("Join", sex="female", age_band="15-17")
    cookie = phone.client.get_cookie("n").value
    phone.client.post(form[0], data=form[1])  # its answer is never seen: the second tap came too soon
    phone.client.set_cookie("n", cookie)

    page = phone.send(*form)

    assert page.heading == "Your card"
    assert "Number in group 6" in page.text


def test_whoever_holds_a_printed_card_has_a_place_in_a_full_group(desk: Phone, app: Flask, small: Room) -> None:
    page = desk.open(f"/groups/{small.cohort.ref}/cards")
    assert "There are places for 6 more." in page.press("Make and show the cards", count="7").text
    address, fields = page.sent_by("Make and show the cards", count="6")
    sheet = desk.client.post(address, data=fields).text
    code, pin = re.findall(r'num">(\w{4} \w{4})<.*?num">(\d{6})<', sheet, re.DOTALL)[0]

    assert Phone(app).open(f"/j/{small.cohort.join_code}?lang=en", status=409).heading == "This group is full"
    page = Phone(app).open("/in?lang=en").press("Come in", code=code, pin=pin)
    page = page.tap("Red, with a long tail.").tap("Next").press("Yes, begin")
    page = page.press("Join", sex="female", age_band="15-17")
    assert page.heading == "Your road"


def test_a_learner_on_paper_needs_a_place_too(desk: Phone, small: Room) -> None:
    for _ in range(6):
        small.school.learner(small.cohort)
    small.wait()
    page = desk.open(f"/groups/{small.cohort.ref}/paper/learner")
    about = {"language": "ru", "sex": "female", "age_band": "15-17", "said_yes": "yes"}
    page = page.press("Add, and show the card", **about)
    assert "The group is full." in page.text
    desk.open(f"/groups/{small.cohort.ref}").press("Let 2 more in")

    assert page.press("Add, and show the card", **about).heading == "Card of number 7"


def test_joining_ends_with_the_first_test_and_is_opened_again_for_whoever_comes_late(
    desk: Phone, group: Callable[[], Page], room: Room, phone: Phone
) -> None:
    door = f"/j/{room.cohort.join_code}"
    group().press("Open the first test")
    page = group()
    assert "Joining closes with it." in page.text
    page = page.press("Close the first test")
    assert "Closed: the code lets nobody in." in page.text
    assert phone.client.get(door).status_code == 404
    page = page.press("Open joining")
    assert phone.client.get(door).status_code == 200
    page.press("Open the second test")
    assert phone.client.get(door).status_code == 200, "opened by hand it stays open"


def test_joining_of_a_group_that_waits_ends_with_its_early_test(room: Room) -> None:
    school = room.school
    waiting = school.cohort(is_waiting=True, label="Waits")
    school.open(waiting, Wave.EARLY)
    assert admission.is_joining_open(school.anew(waiting), school.now)
    school.wait(minutes=5)
    school.close(waiting, Wave.EARLY)
    assert not admission.is_joining_open(school.anew(waiting), school.now)
    admission.open_joining(school.session, school.anew(waiting), now=school.now)
    school.open(waiting, Wave.PRE)
    school.close(waiting, Wave.PRE)

    assert admission.is_joining_open(school.anew(waiting), school.now)


def test_a_second_test_that_was_closed_by_a_wrong_tap_lets_in_again_whom_the_first_let_in(room: Room) -> None:
    school = room.school
    for wave in (Wave.PRE, Wave.POST):
        school.open(room.cohort, wave)
    school.wait(minutes=5)
    school.close(school.anew(room.cohort), Wave.POST)
    assert not admission.is_joining_open(school.anew(room.cohort), school.now)
    school.wait(minutes=5)
    school.open(school.anew(room.cohort), Wave.POST)

    assert admission.is_joining_open(school.anew(room.cohort), school.now)


@pytest.mark.parametrize(("device", "most"), [("1", JOINED_ON_DEVICE), (None, JOINED_AT_ADDRESS)])
def test_one_phone_and_one_address_let_in_no_more_than_classes_do(room: Room, device: str | None, most: int) -> None:
    """Who invents learners needs many phones or many addresses, beside the places of groups."""
    school = room.school
    classroom = Visitor(device, "192.0.2.1")
    for _ in range(most):
        joining._count_joined(school.session, classroom, school.now)

    with pytest.raises(TooManyJoined):
        joining._count_joined(school.session, classroom, school.now)
    joining._count_joined(school.session, Visitor("2", "192.0.2.2"), school.now)
    joining._count_joined(school.session, classroom, school.now + timedelta(minutes=15))
