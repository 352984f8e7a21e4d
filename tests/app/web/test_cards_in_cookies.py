"""Code and PIN of a card are in no cookie, from which everybody on the way could read them where there is no https."""

import base64
import re
import zlib

from flask import Flask
from sqlalchemy import select

from app.services import handed_cards
from app.services.people import Card
from app.store.tables import HandedCard
from app.web.form_memory import LIFETIME, MOST, FormMemory
from tests.app.conftest import MORNING, School
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

CARD = Card("ABCDEFGH", "314159")


def cookie(phone: Phone) -> str:
    """What somebody reads who listens."""
    value = phone.client.get_cookie("n").value
    body = value.removeprefix(".").split(".")[0]
    data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    return (zlib.decompress(data) if value.startswith(".") else data).decode()


def card_on(page: Page) -> tuple[str, str]:
    code, pin = re.search(r"Code (\w{4} \w{4}) ?PIN (\d{6})", page.text).groups()
    return code.replace(" ", ""), pin


def test_a_learner_s_new_card_is_on_the_screen_until_written_down_and_in_no_cookie(app: Flask, room: Room) -> None:
    phone = Phone(app)
    page = phone.open(f"/j/{room.cohort.join_code}?lang=en").press("Yes, begin")
    page = page.press("Join", sex="female", age_band="15-17")
    code, pin = card_on(page)
    for _ in range(2):
        content = cookie(phone)
        assert "language" in content
        assert code not in content
        assert pin not in content
        assert card_on(phone.open("/card")) == (code, pin), "a reload loses nothing"
    assert "Your PIN is not written down yet." in phone.open("/road").text

    page.press("Written down")
    assert pin not in phone.open("/card").text
    assert "not written down" not in phone.open("/road").text


def test_the_card_goes_from_the_screen_by_itself_after_ten_minutes(app: Flask, room: Room) -> None:
    phone = Phone(app)
    page = phone.open(f"/j/{room.cohort.join_code}?lang=en").press("Yes, begin")
    _, pin = card_on(page.press("Join", sex="female", age_band="15-17"))
    room.wait(minutes=9)
    assert pin in phone.open("/card").text
    room.wait(minutes=2)

    assert pin not in phone.open("/card").text
    assert "not written down" not in phone.open("/road").text


def test_a_card_that_a_facilitator_hands_over_is_in_no_cookie_and_goes_after_ten_minutes(
    app: Flask, room: Room, learner: Learner
) -> None:
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    page = desk.open(f"/groups/{room.cohort.ref}/{learner.handle}").press("Make a new card")
    code, pin = card_on(page)
    assert code not in cookie(desk)
    assert pin not in cookie(desk)
    assert card_on(desk.open(page.path)) == (code, pin)
    room.wait(minutes=11)

    assert desk.open(page.path).path == f"/groups/{room.cohort.ref}/{learner.handle}"


def test_what_is_typed_of_a_card_comes_back_and_is_in_no_cookie(app: Flask, learner: Learner) -> None:
    phone = Phone(app)
    address, fields = phone.open("/in").sent_by("Come in", code=learner.code, pin="000000")
    phone.client.post(address, data=fields)
    for typed in (learner.code, learner.code.replace(" ", ""), "000000"):
        assert typed not in cookie(phone)

    assert f'value="{learner.code}"' in phone.open("/in").html
    assert f'value="{learner.code}"' not in phone.open("/in").html, "it is told once"


def test_neither_half_of_a_card_tells_it_and_only_the_own_half_puts_it_together(school: School) -> None:
    one, other = (school.learner(school.cohort()) for _ in range(2))
    pad = handed_cards.keep(school.session, one, CARD, school.now)
    stored = school.session.scalars(select(HandedCard.sealed)).one()
    assert stored != (CARD.learner_code + CARD.pin).encode() != bytes.fromhex(pad)

    assert handed_cards.card_of(school.session, one, pad, school.now) == CARD
    assert handed_cards.card_of(school.session, other, pad, school.now) is None
    assert handed_cards.card_of(school.session, one, "00" * 14, school.now) is None
    newer = handed_cards.keep(school.session, one, Card("BBBBBBBB", "271828"), school.now)
    assert handed_cards.card_of(school.session, one, pad, school.now) is None
    assert handed_cards.card_of(school.session, one, newer, school.now) == Card("BBBBBBBB", "271828")
    handed_cards.drop(school.session, one)
    assert handed_cards.card_of(school.session, one, newer, school.now) is None


def test_halves_that_nobody_wants_any_more_do_not_stay(school: School) -> None:
    handed_cards.keep(school.session, school.learner(school.cohort()), CARD, school.now)
    school.wait(minutes=10)
    handed_cards.forget_old(school.session, school.now)

    assert school.session.scalars(select(HandedCard)).all() == []


def test_what_was_typed_is_forgotten_after_a_while_and_where_there_is_too_much() -> None:
    typed = FormMemory()
    first = typed.put("first", MORNING)
    assert typed.take(first, MORNING) == "first"
    late = typed.put("late", MORNING)
    assert typed.take(late, MORNING + LIFETIME) == ""
    first = typed.put("first", MORNING)
    for _ in range(MOST):
        typed.put("more", MORNING)
    assert typed.take(first, MORNING) == ""
