"""Consent, joining, the poster and the screen: who may come in, and what is shown to them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.desk import new_group
from tests.app.web.reader import Page, Phone


def test_consent_is_ticked_and_dated_then_the_door_opens(desk: Phone, room: Room, phone: Phone) -> None:
    made = desk.open("/groups/new").press("Make the group", **new_group(room))
    code = re.search(r"Joining (\w{4}) (\w{4})", made.text)
    assert code
    door = f"/j/{code[1]}{code[2]}?lang=en"

    refused = made.press("Note it, and let learners in", consent_on="2026-03-01")
    assert "Tick that the consent is in place" in refused.text
    refused = refused.press("Note it, and let learners in", is_there="yes", consent_on="2026-03-03")
    assert "still to come" in refused.text
    assert phone.client.get(door).status_code == 404
    opened = refused.press("Note it, and let learners in", is_there="yes", consent_on="2026-03-01")
    assert "Consent in place since 1 March 2026" in opened.text
    assert "Open: the code lets learners in." in opened.text
    assert phone.client.get(door).status_code == 200

    shut = opened.press("Take the consent back")
    assert "Nobody can join before the consent" in shut.text
    assert phone.client.get(door).status_code == 404


def test_joining_closes_and_opens_again(desk: Phone, group: Callable[[], Page], room: Room, phone: Phone) -> None:
    door = f"/j/{room.cohort.join_code}"

    assert "the code lets nobody in" in group().press("Close joining").text
    assert phone.client.get(door).status_code == 404
    assert "the code lets learners in" in group().press("Open joining").text
    assert phone.client.get(door).status_code == 200


@pytest.mark.parametrize("way", ["room", "remote"])
def test_while_nobody_can_join_what_comes_next_is_to_let_learners_in(
    group: Callable[[], Page], room: Room, way: str
) -> None:
    """The code, the link and the poster lead to pages that say that nobody joins."""
    room.school.alter(room.cohort, way=way)
    room.wait()
    calls = {"room": "Show the code on a screen", "remote": "Send the link to learners"}
    assert calls[way] in group().text

    closed = group().press("Close joining")
    for label in (*calls.values(), "Print the poster", "Copy the link"):
        assert label not in closed.text
    assert closed.buttons().count("Open joining") == 1
    assert calls[way] in closed.press("Open joining").text

    room.school.alter(room.cohort, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    room.wait()
    over = group()
    assert calls[way] not in over.text
    assert "Open joining" not in over.text
    assert over.tap("Change the last day").path.endswith("/edit")


def test_joining_that_was_never_opened_is_not_offered_after_the_last_day(group: Callable[[], Page], room: Room) -> None:
    room.school.alter(room.cohort, joining_opened_at=None, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    room.wait()
    over = group()

    assert "Let learners in" in over.text
    assert "Open joining" not in over.text
    assert over.tap("Change the last day").path.endswith("/edit")


@pytest.mark.parametrize("sheet", ["poster", "wall"])
def test_the_sheet_for_learners_shows_code_and_address_and_no_handle(desk: Phone, room: Room, sheet: str) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)

    html = desk.client.get(f"/groups/{room.cohort.ref}/{sheet}").text

    assert f"{room.cohort.join_code[:4]} {room.cohort.join_code[4:]}" in html
    assert f"localhost/j/{room.cohort.join_code}" in html
    assert 'lang="ru"' in html
    assert "<path" in html
    assert "style=" not in html
    assert "seat" not in html.replace('id="seats"', "")


def test_the_screen_says_what_is_so_now(desk: Phone, room: Room) -> None:
    def says() -> str:
        return desk.client.get(f"/groups/{room.cohort.ref}/wall").text

    room.school.alter(room.cohort, language="en", joining_opened_at=None)
    room.wait()
    assert "Not open yet. In a moment." in says()
    assert room.cohort.join_code[:4] not in says(), "nobody can join"
    room.school.alter(room.cohort, joining_opened_at=room.cohort.joining_opened_at)
    room.wait()
    assert "Keep your card" in says()
    room.open(Wave.PRE)
    assert "this is not an exam" in says()
    room.close(Wave.PRE)
    assert "this is not an exam" not in says()
    assert "<h1>Lessons</h1>" in says()
    assert room.cohort.join_code[:4] not in says(), "joining has closed with the test"


def test_the_poster_shows_the_public_address_where_there_is_one(app: Flask, desk: Phone, room: Room) -> None:
    app.config["NAVIGATOR"] = replace(app.config["NAVIGATOR"], public_url="https://nav.example/")

    html = desk.client.get(f"/groups/{room.cohort.ref}/poster").text

    assert "<b>nav.example</b>" in html


@pytest.mark.parametrize(
    ("address", "is_warned"),
    [
        (None, True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000/", True),
        ("http://192.168.1.5:8000", False),
        ("https://nav.example/", False),
    ],
)
def test_an_address_that_no_phone_can_open_is_warned_of_before_anything_is_printed(
    app: Flask, desk: Phone, group: Callable[[], Page], room: Room, address: str | None, is_warned: bool
) -> None:
    app.config["NAVIGATOR"] = replace(app.config["NAVIGATOR"], public_url=address)

    assert ("Phones cannot reach this address" in group().text) == is_warned
    assert ("NAVIGATOR_PUBLIC_URL" in desk.client.get(f"/groups/{room.cohort.ref}/poster").text) == is_warned


def test_a_consent_that_was_taken_back_during_a_test_is_noted_again(
    group: Callable[[], Page], room: Room, phone: Phone
) -> None:
    room.open(Wave.PRE)
    page = group().press("Take the consent back")
    assert "The consent was taken back." in page.text

    page = page.press("Note the consent", is_there="yes", consent_on="2026-03-02").press("Open joining")

    assert phone.client.get(f"/j/{room.cohort.join_code}").status_code == 200
