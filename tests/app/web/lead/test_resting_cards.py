"""Wrong PINs let cards rest: the board says so, and the facilitator ends it with one tap or a new card."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.services import signing
from app.services.facilitator import cards
from app.services.people import new_card
from app.services.signing import CardCheck
from app.store.tables import PreparedCard
from app.web.regional import clock
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone


def slip(room: Room, learner_id: int, times: int) -> None:
    """Wrong PINs at this card. Hashing takes time, and the budgets do not look at it."""
    room.wait()
    for _ in range(times):
        check = CardCheck(learner_id, room.cohort.cohort_id, is_right=False)
        assert signing.sign_in_learner(room.school.session, check, room.school.now) is None
    room.wait()


@pytest.fixture
def locked_class(room: Room, learner: Learner) -> Learner:
    """Somebody of a class in which others have mistyped fifty PINs."""
    for _ in range(25):
        slip(room, room.school.learner(room.cohort), 2)
    return learner


def test_the_board_says_until_when_the_cards_of_a_class_rest_and_one_tap_lets_everybody_in(
    app: Flask, group: Callable[[], Page], locked_class: Learner
) -> None:
    assert "this card rests. In 60 minutes" in locked_class.sign_in(Phone(app)).text
    page = group()
    assert re.search(r"The cards of this group rest until 10:0\d", page.text)

    page = page.press("Let everybody try again")

    assert "everybody of the group can sign in again" in page.text
    assert "rest until" not in page.text
    assert locked_class.sign_in(Phone(app)).path == "/road"


def test_a_new_card_opens_also_where_the_cards_of_the_whole_class_rest(
    desk: Phone, app: Flask, room: Room, locked_class: Learner
) -> None:
    card = desk.open(f"/groups/{room.cohort.ref}/1").press("Make a new card")
    match = re.search(r"Code (\w{4} \w{4}) PIN (\d{6})", card.text)
    assert match

    assert Learner(Phone(app), 1, match[1], match[2]).sign_in(Phone(app)).path == "/road"


def test_the_board_and_the_page_of_a_number_say_until_when_its_card_rests(
    desk: Phone, group: Callable[[], Page], app: Flask, room: Room, learner: Learner
) -> None:
    slip(room, room.id_of(learner), 5)
    with app.test_request_context():
        until = clock(room.school.now + timedelta(minutes=15), "Asia/Almaty")

    assert f"Cards that rest after wrong PINs: number 1 until {until}" in group().text
    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "number 1 until" in page.text
    page.press("Let everybody try again")
    assert "rest" not in group().text
    assert learner.sign_in(Phone(app)).path == "/road"


def test_a_card_that_rests_for_good_is_named_so_and_unlocked(
    group: Callable[[], Page], app: Flask, room: Room, learner: Learner
) -> None:
    for _ in range(2):
        slip(room, room.id_of(learner), 5)
        room.wait(minutes=16)
        group()  # who works stays signed in
    assert "This card is locked" in learner.sign_in(Phone(app)).text

    page = group()
    assert "number 1 until it is unlocked or replaced" in page.text
    page.press("Let everybody try again")
    assert learner.sign_in(Phone(app)).path == "/road"


def test_a_printed_card_that_nobody_has_used_rests_too_and_is_named(desk: Phone, room: Room) -> None:
    fresh = [(new_card(), "-")]
    [(handle, _)] = cards.prepare(room.school.session, room.cohort, fresh, batch="one", now=room.school.now)
    card_id = room.school.session.scalars(select(PreparedCard.prepared_card_id)).one()
    check = CardCheck(None, room.cohort.cohort_id, is_right=False, prepared_card_id=card_id)
    for _ in range(5):
        assert signing.open_prepared(room.school.session, check, room.school.now) is None
    room.wait()

    assert f"number {handle} until" in desk.open(f"/groups/{room.cohort.ref}").text
