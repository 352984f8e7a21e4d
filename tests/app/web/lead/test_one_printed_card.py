"""One printed card that nobody has used: revoked, or printed anew in its place; and what its QR code holds."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
import segno
from flask import Flask

from app.store import Database
from app.store.people import class_list
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone

Card = tuple[int, str, str]
CARD = re.compile(r'<b class="num">(\d+)</b>.*?num">(\w{4} \w{4})<.*?num">(\d{6})<', re.DOTALL)


def cards_of(html: str) -> list[Card]:
    return [(int(handle), code, pin) for handle, code, pin in CARD.findall(html)]


@pytest.fixture
def make(desk: Phone, room: Room) -> Callable[[int], str]:
    """The sheet of so many new cards."""

    def make(count: int) -> str:
        address, fields = desk.open(f"/groups/{room.cohort.ref}/cards").sent_by("Make and show the cards")
        return desk.client.post(address, data={**fields, "count": str(count)}).text

    return make


def path_of(address: str) -> str:
    """As the QR code of this address is drawn."""
    svg = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return str(re.findall(r' d="([^"]+)"', svg)[-1])


def sign_in(phone: Phone, card: Card) -> Page:
    return phone.open("/in?lang=en").press("Come in", code=card[1], pin=card[2])


def test_each_card_has_a_code_that_opens_the_sign_in_with_the_card_s_code_and_never_the_pin(
    make: Callable[[int], str],
) -> None:
    sheet = make(3)
    drawn = re.findall(r'<div class="qr".*?</div>', sheet, re.DOTALL)

    for (_, code, pin), svg in zip(cards_of(sheet), drawn, strict=True):
        assert path_of(f"http://localhost/in?card=#{code.replace(' ', '')}") in svg
        assert pin not in svg


def test_ten_cards_stand_on_a_sheet(make: Callable[[int], str]) -> None:
    sheets = make(21).split('<ul class="tickets">')[1:]

    assert [sheet.count("<li>") for sheet in sheets] == [10, 10, 1]


def test_one_unused_card_is_revoked_and_the_others_go_on(
    app: Flask, desk: Phone, room: Room, make: Callable[[int], str]
) -> None:
    first, second, _ = cards_of(make(3))
    page = desk.open(f"/groups/{room.cohort.ref}/cards").tap("Card of number 2").press("Only revoke it")

    assert "The card of number 2 opens nothing any more." in page.text
    assert "2 cards wait" in page.text
    assert "do not fit together" in sign_in(Phone(app), second).text
    assert sign_in(Phone(app), first).path.startswith("/j/")
    assert desk.client.get(f"/groups/{room.cohort.ref}/cards/2").status_code == 404


def test_one_unused_card_is_printed_anew_under_its_number_and_form_and_shown_once(
    app: Flask, desk: Phone, room: Room, make: Callable[[int], str], database: Database
) -> None:
    _, second, _ = cards_of(make(3))
    with database.reading() as session:
        places = class_list.list_taken(session, room.cohort.cohort_id)
    question = desk.open(f"/groups/{room.cohort.ref}/cards/2")
    address, fields = question.sent_by("Revoke it, and print another")
    sheet = desk.client.post(address, data=fields)
    again = desk.client.post(address, data=fields)

    [anew] = cards_of(sheet.text)
    assert anew[0] == 2
    assert anew[1:] != second[1:]
    assert "made and shown already" in again.text, "a reload makes no second card"
    assert "do not fit together" in sign_in(Phone(app), second).text
    assert sign_in(Phone(app), anew).path.startswith("/j/")
    with database.reading() as session:
        assert class_list.list_taken(session, room.cohort.cohort_id) == places


def test_a_used_card_is_no_card_to_revoke_here(app: Flask, desk: Phone, room: Room, make: Callable[[int], str]) -> None:
    [card] = cards_of(make(1))
    form = desk.open(f"/groups/{room.cohort.ref}/cards/1").sent_by("Only revoke it")
    page = sign_in(Phone(app), card).tap("Red, with a long tail.").tap("Next").press("Yes, begin")
    page.press("Join", sex="female", age_band="15-17")

    assert desk.client.post(form[0], data=form[1]).status_code == 404
    assert sign_in(Phone(app), card).path == "/road"


def test_whoever_is_signed_in_carries_no_code_on_to_the_road(app: Flask, make: Callable[[int], str]) -> None:
    """A browser takes what stands behind the # along, unless it is told something else."""
    [card] = cards_of(make(1))
    phone = Phone(app)
    page = sign_in(phone, card).tap("Red, with a long tail.").tap("Next").press("Yes, begin")
    page.press("Join", sex="female", age_band="15-17")

    assert phone.client.get("/in").location == "/road#now"


def test_a_card_on_a_phone_on_which_somebody_else_is_signed_in_lets_its_own_holder_in(
    app: Flask, room: Room, learner: Learner, make: Callable[[int], str]
) -> None:
    [card] = cards_of(make(1))
    assert learner.phone.open("/in?card=").tap("That is me: to my road").heading == "Your road"

    page = learner.phone.open("/in?card=")
    assert "Number 1 is signed in on this phone." in page.text
    assert "do not fit together" in page.press("Come in", code=card[1], pin="000000").text
    assert learner.phone.open("/road").path == "/road", "a wrong card signs nobody out"
    with learner.phone.client.session_transaction() as cookie:
        before = dict(cookie)
    page = learner.phone.open("/in?card=").press("Come in", code=card[1], pin=card[2])

    assert page.path.startswith("/j/")
    page = page.tap("Red, with a long tail.").tap("Next").press("Yes, begin")
    page = page.press("Join", sex="female", age_band="15-17")
    assert "No. 2" in page.html
    with learner.phone.client.session_transaction() as cookie:
        of_second = dict(cookie)
    back = learner.phone.open("/in?card=").press("Come in", code=learner.code, pin=learner.pin)
    assert "No. 1" in back.html
    for ended in (before, of_second):
        with learner.phone.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(ended)
        assert learner.phone.client.get("/road").status_code == 303, "the sign-in of before has ended"


def test_the_class_sheet_has_every_number_with_its_forms_and_no_name(
    desk: Phone, room: Room, make: Callable[[int], str], database: Database
) -> None:
    room.school.alter(room.cohort, expected_count=12)
    room.wait()
    make(2)
    for _ in range(3):
        room.school.learner(room.cohort)
    room.wait()
    html = desk.client.get(f"/groups/{room.cohort.ref}/class-sheet").text
    rows = re.findall(
        r'<th scope="row" class="num">(\d+)</th><td class="name"></td><td></td><td>(.)</td><td>(.)</td>', html
    )

    assert [int(number) for number, _, _ in rows] == list(range(1, 13))
    assert all(first != second for _, first, second in rows)
    assert all(one[1] != other[1] for one, other in pairwise(rows)), "the forms are dealt by turns"
    for _ in range(7):
        room.school.learner(room.cohort)
    room.wait()
    with database.reading() as session:
        taken = class_list.list_taken(session, room.cohort.cohort_id)
    assert [(str(it.handle), it.first_form) for it in taken] == [(number, first) for number, first, _ in rows]
    for lesson in room.school.release.lessons.values():
        assert lesson["en"].title in html or all(piece.title in html for piece in lesson["en"].pieces)
