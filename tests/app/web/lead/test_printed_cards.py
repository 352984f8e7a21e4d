"""Printed cards: shown once, used once, in their place; wrong PINs are counted, unused ones can be dropped."""

import re

import pytest
from flask import Flask

from app.store import Database
from app.store.people import learners, prepared
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone

Card = tuple[int, str, str]


@pytest.fixture
def made(desk: Phone, room: Room) -> list[Card]:
    """(handle, code, PIN) of three printed cards."""
    page = desk.open(f"/groups/{room.cohort.ref}").tap("Print cards to hand out")
    address, fields = page.sent_by("Make and show the cards", count="3")
    answer = desk.client.post(address, data=fields)
    assert answer.status_code == 200
    assert "Load again" not in answer.text
    repeated = desk.client.post(address, data=fields)
    assert "made and shown already" in repeated.text, "a reload makes no second set"
    cards = re.findall(r'<b class="num">(\d+)</b>.*?num">(\w{4} \w{4})<.*?num">(\d{6})<', answer.text, re.DOTALL)
    return [(int(handle), code, pin) for handle, code, pin in cards]


def sign_in(phone: Phone, card: Card, pin: str | None = None) -> Page:
    return phone.open("/in").press("Come in", code=card[1], pin=pin or card[2])


def test_a_card_joins_in_its_place_and_is_the_learner_s_own(
    app: Flask, room: Room, made: list[Card], database: Database
) -> None:
    assert [handle for handle, _, _ in made] == [1, 2, 3]
    phone = Phone(app)
    page = sign_in(phone, made[1])
    assert page.path.startswith("/j/"), "what is asked comes first"
    page = page.tap("English").tap("Red, with a long tail.").tap("Next").press("Yes, begin")
    page = page.press("Join", **page.choice("Female"), **page.choice("15–17"))

    assert page.path == "/road", "no other card is shown"
    with database.reading() as session:
        assert learners.by_handle(session, room.cohort.cohort_id, 2) is not None
        assert prepared.count(session, room.cohort.cohort_id) == 2
    again = Phone(app)
    assert sign_in(again, made[1]).path == "/road", "the printed card goes on working"


def test_a_wrong_pin_is_answered_like_any_and_counted(app: Flask, made: list[Card]) -> None:
    phone = Phone(app)
    for n in range(5):
        assert ("do not fit together" in sign_in(phone, made[0], pin="000000").text) == (n < 4)
    assert "this card rests" in sign_in(phone, made[0]).text


def test_tries_that_an_app_sends_are_counted_too(app: Flask, made: list[Card]) -> None:
    phone = Phone(app)
    _, code, pin = made[0]
    for tried, status in (("000000", 401), (pin, 401), (pin, 401), (pin, 401), ("000000", 429)):
        assert phone.api("POST", "/session", {"learner_code": code, "pin": tried}).status_code == status

    assert "this card rests" in sign_in(phone, made[0]).text


def test_dropped_cards_open_nothing(app: Flask, desk: Phone, room: Room, made: list[Card]) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/cards")
    assert "3 cards wait" in page.text
    page = page.tap("Drop the unused cards …").press("Drop them")
    assert "Cards that open nothing any more: 3." in page.text
    assert "do not fit together" in sign_in(Phone(app), made[0]).text


@pytest.mark.parametrize("count", ["0", "61", "x", ""])
def test_how_many_is_within_reason(desk: Phone, room: Room, count: str) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/cards").press("Make and show the cards", count=count)
    assert "Say how many: 1 to 60." in page.text
