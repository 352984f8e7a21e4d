"""Whoever comes in with a new card is told when it was made, and finds no result of before until all do."""

import re

import pytest
from flask import Flask

from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


RESULT = r"more right answers|\b4 before|\b11 after|\b(4|11) of 14"


def new_card(app: Flask, room: Room, handle: int) -> Learner:
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    page = desk.open(f"/groups/{room.cohort.ref}/{handle}").press("Make a new card")
    code, pin = re.search(r"Code (\w{4} \w{4}) PIN (\d{6})", page.text).groups()
    return Learner(Phone(app), handle, code, pin)


def says(page: Page) -> str:
    news = re.search(r"A new card was made for your number: (\d+ \w+, \d+:\d\d)", page.text)
    return news[1] if news else ""


def test_a_learner_is_told_on_each_phone_when_a_new_card_was_made(app: Flask, room: Room, learner: Learner) -> None:
    assert not says(learner.sign_in(Phone(app)))
    made = new_card(app, room, learner.handle)
    at = f"2 Mar, 09:{room.school.now.minute:02}"
    room.wait(hours=5)

    somebody = made.sign_in(Phone(app))  # as a facilitator could
    assert says(somebody) == at
    read = somebody.press("I have read it")
    assert read.heading == "Your road"
    assert not says(read)
    own = made.sign_in(Phone(app))
    assert says(own) == at, "who read it elsewhere hides it from nobody"
    assert says(own.phone.open("/road")) == at, "until it is read"
    assert "tell your facilitator or another adult whom you trust" in own.text


def test_the_page_of_the_card_says_for_good_when_new_ones_were_made(app: Flask, room: Room, learner: Learner) -> None:
    assert "New cards were made" not in learner.phone.open("/card").text
    new_card(app, room, learner.handle)
    room.wait(days=30)
    made = new_card(app, room, learner.handle)
    room.wait(days=15)

    page = made.sign_in(Phone(app))
    assert not says(page), "it is no news any more"
    assert re.search(r"New cards were made for your number: 1 Apr, \d+:\d\d; 2 Mar, \d+:\d\d\.", made_page(page))


def made_page(page: Page) -> str:
    return page.phone.open("/card").text


def test_whoever_comes_in_with_a_new_card_finds_no_result_until_everybody_does(
    app: Flask, room: Room, learner: Learner
) -> None:
    for wave, right in ((Wave.PRE, 4), (Wave.POST, 11)):
        room.open(wave)
        room.sit(learner, wave, right=right)
    made = new_card(app, room, learner.handle)
    page = made.sign_in(Phone(app))
    for path in ("/road", "/result", "/t/1", "/t/2", "/api/v1/road", "/api/v1/receipts", "/api/v1/bundle"):
        text = page.phone.client.get(path).get_data(as_text=True)
        assert not re.search(RESULT, re.sub("<[^>]+>", "", text)), path
        assert not [reason for reason in room.secrets() if reason in text], path
    room.close(Wave.POST)

    assert re.search(RESULT, page.phone.open("/result").text)
