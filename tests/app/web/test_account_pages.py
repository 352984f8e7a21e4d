"""Signing in and out: learners with a card, staff with a passphrase, one-time links."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.services import staff_signing
from app.services.people import Role
from app.services.waves import Wave
from app.store import tables
from app.store.people import learners
from tests.app.conftest import School
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import follow, sit_down
from tests.app.web.reader import Page, Phone

GOOD = "four words nobody else has"


def test_the_card_opens_the_road_on_another_phone(app: Flask, learner: Learner) -> None:
    assert learner.sign_in(Phone(app)).heading == "Your road"


def test_every_wrong_sign_in_is_answered_alike_and_the_cursor_goes_to_the_fault(app: Flask, learner: Learner) -> None:
    wrong_pin = Phone(app).open("/in").press("Come in", code=learner.code, pin="000000")
    wrong_code = Phone(app).open("/in").press("Come in", code="ZZZZ ZZZZ", pin="000000")

    assert wrong_pin.path == wrong_code.path == "/in"
    assert wrong_pin.text == wrong_code.text
    assert "autofocus" in wrong_pin.html
    assert 'value="000000"' not in wrong_pin.html


def test_after_five_wrong_pins_the_right_one_is_said_to_wait_and_not_to_be_wrong(
    app: Flask, room: Room, learner: Learner
) -> None:
    """And a code that nobody has is answered alike, try by try."""
    other = Phone(app)

    def come_in(code: str, pin: str = "000000") -> str:
        return other.open("/in").press("Come in", code=code, pin=pin).text

    for n in range(6):
        text = come_in(learner.code)
        assert text == come_in("ZZZZ ZZZZ")
        assert ("do not fit together" in text, "In 15 minutes" in text) == ((True, False) if n < 4 else (False, True))
    assert come_in(learner.code, learner.pin) == text

    room.wait(minutes=20)
    assert learner.sign_in(other).heading == "Your road"
    assert "do not fit together" in come_in_anew(app, "ZZZZ ZZZZ")


def come_in_anew(app: Flask, code: str) -> str:
    return Phone(app).open("/in").press("Come in", code=code, pin="000000").text


def test_a_card_that_is_locked_for_good_is_said_to_be_so_like_a_code_that_nobody_has(
    app: Flask, room: Room, learner: Learner
) -> None:
    for n in range(10):
        if n == 5:
            room.wait(minutes=16)
        texts = {come_in_anew(app, code) for code in (learner.code, "ZZZZ ZZZZ")}

    assert len(texts) == 1
    assert "Tell your facilitator: they open it again." in texts.pop()
    assert "Tell your facilitator: they open it again." in learner.sign_in(Phone(app)).text


@pytest.mark.parametrize("fields", [{"code": "", "pin": ""}, {"code": "A" * 500, "pin": "1"}, {"code": "ABCD EFGH"}])
def test_what_is_missing_is_said_at_its_field(app: Flask, room: Room, fields: dict[str, str]) -> None:
    phone = Phone(app)
    page = phone.open("/in").press("Come in", **fields)

    assert 'aria-invalid="true"' in page.html
    assert len(phone.client.get_cookie("n").value) < 1000, "a cookie has not room for everything"
    assert "aria-invalid" not in phone.open("/in").html, "a fault is told once"


def test_fields_of_a_card_leave_no_trace_in_the_browser(app: Flask, room: Room) -> None:
    html = Phone(app).open("/in").html

    assert html.count('autocomplete="off"') >= 2
    assert 'type="password"' not in html  # the browser would offer to keep it


def test_signing_out_kills_the_cookie_at_once(app: Flask, learner: Learner) -> None:
    cookie = learner.phone.client.get_cookie("n")
    page = learner.phone.open("/road").press("Sign out of this phone")
    assert page.heading == "Type the code of your group"
    learner.phone.client.set_cookie("n", cookie.value)

    assert learner.phone.open("/road").heading == "Come in with your card"


def test_signing_out_twice_is_signing_out(learner: Learner) -> None:
    out = learner.phone.open("/road").sent_by("Sign out of this phone")
    learner.phone.send(*out)

    assert learner.phone.send(*out).heading == "Type the code of your group"


def test_a_second_tap_on_come_in_is_in(app: Flask, learner: Learner) -> None:
    phone = Phone(app)
    come = phone.open("/in").sent_by("Come in", code=learner.code, pin=learner.pin)
    phone.send(*come)

    assert phone.send(*come).heading == "Your road"


def test_a_sign_in_ends_after_a_day_and_says_so(room: Room, learner: Learner) -> None:
    room.wait(hours=30)
    page = learner.phone.open("/road")

    assert page.heading == "Come in with your card"
    assert "You were signed out on this phone. Your answers are stored." in page.text


def test_a_form_of_a_learner_whose_sign_in_has_ended_leads_to_the_card(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin")
    learner.phone.client.delete_cookie("n")
    page = page.press("Next", answer="unsure")

    assert page.heading == "Come in with your card"
    assert "Come in with your card: your answers are kept." in page.text


def withdraw(learner: Learner) -> Page:
    """On another phone."""
    other = Phone(learner.phone.app)
    learner.sign_in(other)
    page = other.open("/stop")
    return page.press("Erase my answers")


def gone(page: Page) -> str | None:
    """The mark that a phone forgets when it sees this page."""
    marks = re.findall('data-gone="([0-9a-f]{22})"', page.html)
    return marks[0] if marks else None


def test_a_phone_of_somebody_who_withdrew_reads_that_nothing_is_kept_and_forgets_once(
    room: Room, learner: Learner
) -> None:
    mark = learner.phone.api("GET", "/session").get_json()["mark"]
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin")
    assert gone(withdraw(learner)) == mark
    page = page.press("Next", answer="unsure")

    assert page.path == "/in"
    assert "The answers of this card are erased. Nothing of them is kept" in page.text
    for lie in ("answers are kept", "answers are stored", "answers stay"):
        assert lie not in page.text.replace("Nothing of them is kept", "")
    assert gone(page) == mark
    assert "erased" not in learner.phone.open("/in").text, "whoever comes next does not read it"
    assert gone(learner.phone.open("/in")) is None


def test_whoever_joins_next_on_that_phone_reads_nothing_of_it_and_the_phone_forgets(
    learner: Learner, room: Room
) -> None:
    withdraw(learner)
    page = learner.phone.open("/")

    assert gone(page)
    assert "erased" not in page.text


def test_two_cards_of_one_person_made_one_are_not_erased(
    learner: Learner, join: Callable[..., Learner], room: Room
) -> None:
    survivor = join()
    school = room.school
    ids = {it.handle: it.learner_id for it in school.session.scalars(select(tables.Learner))}
    learners.merge(school.session, ids[survivor.handle], ids[learner.handle])
    school.session.commit()
    page = learner.phone.open("/road")

    assert "Your answers are stored" in page.text
    assert gone(page) is None


@pytest.fixture
def link(room: Room, school: School) -> str:
    """A one-time link of an M&E officer."""
    staff_id = school.staff("dana", Role.ME_OFFICER)
    token = staff_signing.make_link(school.session, staff_id, school.now)
    room.wait()
    return f"https://navigator.example/staff/link#{token}"


def test_a_link_sets_a_passphrase_once_and_signs_in(app: Flask, link: str) -> None:
    phone = Phone(app)
    page = follow(phone, link)
    assert page.heading == "Welcome, dana"
    page = page.press("Save and sign in", passphrase="too short")
    assert page.status == 422
    action, fields = page.sent_by("Save and sign in", passphrase=GOOD)
    answer = phone.client.post(action, data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff")

    again = follow(Phone(app), link, status=404)
    assert again.heading == "This link does not work any more"


def test_a_link_dies_after_three_days(app: Flask, room: Room, link: str) -> None:
    room.wait(days=3, minutes=1)

    assert follow(Phone(app), link, status=404).heading == "This link does not work any more"


def test_the_secret_of_a_link_goes_in_no_address_and_its_page_speaks_the_reader_s_language(
    app: Flask, room: Room, link: str
) -> None:
    token = link.partition("#")[2]
    page = follow(Phone(app), f" {token} ")
    assert page.heading == "Welcome, dana", "the end of a link is enough"
    in_kazakh = page.press("Қазақша")
    assert (in_kazakh.root.get("lang"), in_kazakh.sent_by("Сақтап, кіру")[1]["token"]) == ("kk", token)

    assert token not in page.path + in_kazakh.path
    assert not [
        it
        for page in (page, in_kazakh)
        for it in re.findall(r'(?:href|action|src)="([^"]*)"', page.html)
        if token in it
    ]
    Phone(app).open(f"/staff/link/{token}", status=404)
    assert "all of it" in follow(Phone(app), "", status=422).text


def test_staff_sign_in_by_name_and_passphrase_with_one_answer_for_all_that_is_wrong(app: Flask, link: str) -> None:
    setting = Phone(app)
    page = follow(setting, link)
    setting.client.post(
        page.sent_by("Save and sign in", passphrase=GOOD)[0],
        data=page.sent_by("Save and sign in", passphrase=GOOD)[1],
    )
    phone = Phone(app)
    wrong = phone.open("/staff/in").press("Sign in", name="dana", passphrase="wrong wrong wrong")
    nobody = phone.open("/staff/in").press("Sign in", name="nobody", passphrase="wrong wrong wrong")
    assert wrong.status == nobody.status == 422
    assert wrong.text == nobody.text
    action, fields = phone.open("/staff/in").sent_by("Sign in", name="Dana", passphrase=GOOD)

    assert phone.client.post(action, data=fields).headers["Location"] == "/staff"


def test_a_learner_cannot_open_what_is_for_staff(learner: Learner) -> None:
    assert learner.phone.open("/staff", status=404).heading == "There is no such page"


def test_a_form_of_another_site_changes_nothing(app: Flask, learner: Learner) -> None:
    answer = learner.phone.client.post("/stop", data={})

    assert answer.status_code == 303
    assert learner.phone.open("/road").text.startswith("That page had expired.")


def test_a_learner_changes_the_language_and_a_begun_test_keeps_its_words(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    question = learner.phone.open("/t/1").press("Begin").heading
    road = learner.phone.open("/road").press("Қазақша")

    assert road.root.get("lang") == "kk"
    page = learner.phone.open("/t/1/1")
    assert page.heading == question
    assert '<fieldset lang="en">' in page.html


def test_a_language_that_the_programme_does_not_have_is_refused(room: Room, learner: Learner) -> None:
    action, fields = learner.phone.open("/road").sent_by("Русский", language="uz")

    learner.phone.send(action, fields, status=400)

    assert '<html lang="en">' in learner.phone.open("/road").html


def test_staff_change_their_language(app: Flask, room: Room, school: School) -> None:
    staff_id = school.staff("dana", Role.ADMINISTRATOR)
    browser = sit_down(app, school.session, staff_id, school.now)
    page = browser.open("/staff").press("Русский")

    assert page.root.get("lang") == "ru"


@pytest.mark.parametrize(("role", "first"), [(Role.ME_OFFICER, "/figures"), (Role.FACILITATOR, "/groups")])
def test_an_officer_begins_at_the_results_and_a_facilitator_at_the_groups(
    app: Flask, room: Room, role: Role, first: str
) -> None:
    school = room.school

    assert sit_down(app, school.session, school.staff("saule", role), school.now).open("/staff").path == first
