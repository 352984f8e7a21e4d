"""A learner's own phone: they stay signed in, and the PIN is asked once a day."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.services import signing
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.services.waves import Wave
from app.store import Database
from app.store.tables import SignIn
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone

STAYS = "You stay signed in on this phone for 30 days. Once a day it asks for the PIN."


def rows(database: Database) -> list[SignIn]:
    with database.reading() as session:
        return list(session.scalars(select(SignIn)))


def ends_with_the_browser(phone: Phone) -> bool:
    cookie = phone.client.get_cookie("n")
    assert cookie is not None
    return cookie.expires is None


def make_own(learner: Learner, pin: str | None = None) -> Page:
    return learner.phone.open("/mine").press("Keep me in", pin=pin or learner.pin)


@pytest.fixture
def owner(learner: Learner) -> Learner:
    assert STAYS in make_own(learner).text
    return learner


def test_the_shared_phone_is_the_rule(learner: Learner, room: Room, database: Database) -> None:
    assert ends_with_the_browser(learner.phone)
    [row] = rows(database)
    assert row.pin_due_at is None
    assert 'http-equiv="refresh"' in learner.phone.open("/road").html
    room.wait(hours=9)

    assert learner.phone.open("/road").path == "/in"


def test_who_says_so_by_the_pin_stays_signed_in_for_thirty_days(owner: Learner, room: Room, database: Database) -> None:
    [row] = rows(database)
    assert row.pin_due_at is not None
    assert (row.expires_at - row.started_at).days == 30
    page = owner.phone.open("/road")
    assert 'http-equiv="refresh"' not in page.html
    assert "data-own" in page.html
    room.wait(hours=23)

    assert owner.phone.open("/road").path == "/road"


def test_the_browser_keeps_the_cookie_and_lets_it_go_with_the_choice(owner: Learner) -> None:
    assert not ends_with_the_browser(owner.phone)

    owner.phone.open("/mine").press("Others use this phone, too")

    assert ends_with_the_browser(owner.phone)


def test_a_wrong_pin_makes_nobody_its_owner(learner: Learner, database: Database) -> None:
    page = make_own(learner, pin="000000" if learner.pin != "000000" else "111111")

    assert "This is not the PIN of your card." in page.text
    assert [row.pin_due_at for row in rows(database)] == [None]


def test_after_a_day_the_pin_is_asked_and_leads_back_to_the_test_that_was_under_way(
    owner: Learner, room: Room, database: Database
) -> None:
    room.open(Wave.PRE)
    owner.phone.open("/t/1").press("Begin")
    room.wait(days=1)
    assert owner.phone.client.get("/api/v1/road").status_code == 423
    page = owner.phone.open("/t/1/1")
    assert page.heading == "Type your PIN to go on"
    assert "Once a day this phone asks for the PIN." in page.text

    assert page.press("Go on", pin=owner.pin).path in ("/t/1/1", "/road")
    [row] = rows(database)
    assert row.pin_due_at is not None
    room.wait(days=29)
    assert owner.phone.open("/road").press("Go on", pin=owner.pin).path == "/road"


def test_thirty_days_after_the_last_pin_the_card_is_asked(owner: Learner, room: Room) -> None:
    room.wait(days=30, minutes=1)

    assert owner.phone.open("/road").path == "/in"


def test_it_is_undone_on_the_same_page(owner: Learner, room: Room) -> None:
    page = owner.phone.open("/mine").press("Others use this phone, too")

    assert "This phone is again one that others use." in page.text
    assert "Keep me in" in page.buttons()
    room.wait(hours=9)
    assert owner.phone.open("/road").path == "/in"


def sign_out(owner: Learner, _room: Room) -> None:
    owner.phone.open("/road").press("Sign out of this phone")


def leave(owner: Learner, _room: Room) -> None:
    owner.phone.client.get("/leave")


def lose_the_card(owner: Learner, room: Room) -> None:
    card = new_card()
    signing.replace_card(room.school.session, room.id_of(owner), card, hash_secret(card.pin))
    room.school.session.commit()


@pytest.mark.parametrize("end", [sign_out, leave, lose_the_card])
def test_what_ends_a_sign_in_ends_it_there_too(
    owner: Learner, room: Room, database: Database, end: Callable[[Learner, Room], None]
) -> None:
    end(owner, room)

    assert rows(database) == []
    assert owner.phone.open("/road").path == "/in"


def test_another_phone_of_the_same_learner_is_shared_as_before(owner: Learner, app: Flask) -> None:
    page = owner.sign_in(Phone(app))

    assert "data-own" not in page.html
