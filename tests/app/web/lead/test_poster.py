"""The poster says what one gets, and how short the beginning is."""

from flask import Flask

from app.services.people import Role
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone


def test_the_poster_says_what_one_gets_and_adds_no_minutes_up(desk: Phone, room: Room) -> None:
    room.school.alter(room.cohort, language="en")
    room.wait()

    poster = desk.client.get(f"/groups/{room.cohort.ref}/poster").text

    assert "Learn to see through an offer before you pay or go." in poster
    assert "To begin takes 3 minutes" in poster
    assert "in all" not in poster
    assert poster.count("minutes") == 1


def code_of(room: Room) -> str:
    return f"{room.cohort.join_code[:4]} {room.cohort.join_code[4:]}"


def test_the_poster_of_a_group_that_nobody_can_join_says_so_and_is_there_again_when_it_is_opened(
    desk: Phone, room: Room
) -> None:
    group = f"/groups/{room.cohort.ref}"
    desk.open(group).press("Close joining")

    poster = desk.open(f"{group}/poster")

    assert code_of(room) not in poster.html
    assert room.cohort.join_code not in poster.html
    assert 'class="qr"' not in poster.html
    assert "Closed: the code lets nobody in." in poster.text
    assert "they stand here again once joining is open" in poster.text
    assert "Print" not in poster.buttons()
    assert "the code lets learners in" in poster.press("Open joining").text
    assert code_of(room) in desk.open(f"{group}/poster").html


def test_on_the_poster_after_the_last_day_stands_how_to_change_it(desk: Phone, room: Room) -> None:
    room.school.alter(room.cohort, ends_on=room.school.now.date().replace(day=1))
    room.wait()

    poster = desk.open(f"/groups/{room.cohort.ref}/poster")

    assert "The last day is over: nobody joins." in poster.text
    assert code_of(room) not in poster.html
    assert poster.tap("Change the last day").path == f"/groups/{room.cohort.ref}/edit"


def test_whoever_may_not_open_joining_reads_on_the_poster_that_it_is_closed(
    app: Flask, desk: Phone, room: Room
) -> None:
    desk.open(f"/groups/{room.cohort.ref}").press("Close joining")
    officer = sit_down(app, room.school.session, room.school.staff("me", Role.ME_OFFICER), room.school.now)

    poster = officer.open(f"/groups/{room.cohort.ref}/poster")

    assert "Nobody can join now" in poster.text
    assert "Open joining" not in poster.buttons()
    assert code_of(room) not in poster.html
