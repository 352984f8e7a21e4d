"""Help without signing in, honest about every number; and leaving without a trace in the browser."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.services.administrator import helplines
from app.store import Database
from app.store.programmes import helplines as rows
from app.store.programmes import programmes
from app.store.programmes.helplines import Line
from app.web.helpline_words import WORDS
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone

LINE = Line(
    country="KZ",
    kind="helpline",
    service="All emergencies",
    number="+7 (112) 00-11",
    audience="everyone",
    hours="24/7",
    is_free=True,
    source="The ministry's page",
    source_url="https://state.example/112",
    sourced_on=date(2026, 1, 15),
    is_official=True,
)


@pytest.fixture
def add(room: Room) -> Callable[..., None]:
    def add(**other: object) -> None:
        helplines.add_helpline(room.school.session, replace(LINE, **other), now=room.school.now)
        room.school.session.commit()

    return add


def test_help_needs_no_sign_in_and_asks_where_one_is(phone: Phone, room: Room) -> None:
    page = phone.open("/help")

    assert "Where are you?" in page.text
    assert page.tap("Kazakhstan").path == "/help?country=KZ"


def test_a_number_stands_with_its_source_and_its_date_and_never_says_that_nobody_called(
    phone: Phone, add: Callable[..., None]
) -> None:
    add()

    page = phone.open("/help?country=KZ")

    assert "Source: The ministry's page, 15 January 2026." in page.text
    assert "tel:+71120011" in page.links()
    assert "Free to call, 24/7" in page.text
    assert page.text.index("112") < page.text.index("Source: ")
    assert "ot yet called" not in page.text, "perhaps nobody answers, would a child read who is about to call"
    assert "Everyone. Free to call" in page.text, "what stands alone begins with a capital"
    assert page.text.index("The call stays in the phone's log") < page.text.index("Three taps sort this page.")


def test_a_page_on_the_web_is_free_of_charge_and_nobody_calls_it(desk: Phone, add: Callable[..., None]) -> None:
    add(number="https://help.example", hours="")

    page = desk.open("/staff/help")

    assert "Free of charge" in page.text
    assert "Free to call" not in page.text


def test_a_word_of_the_state_that_is_older_than_24_months_is_not_shown(
    phone: Phone, room: Room, add: Callable[..., None]
) -> None:
    add(sourced_on=room.school.now.date() - timedelta(days=731))

    assert "112" not in phone.open("/help?country=KZ").text


def test_what_a_phone_takes_along_bears_its_last_good_day_and_an_emergency_number_none(
    phone: Phone, add: Callable[..., None]
) -> None:
    add(number="112", kind="emergency")
    add(number="150", service="Line for children")

    html = phone.open("/help?country=KZ&v=0").html
    assert 'href="tel:112">' in html
    assert re.findall(r'data-until="([^"]*)"[^>]*><a[^>]* href="(tel:[^"]*)"', html) == [("2028-01-15", "tel:150")]
    html = phone.open("/help?country=KZ").html
    assert "data-until" not in html, "what the server sends now is good now, whatever clock the phone has"


def test_where_there_is_no_number_it_says_what_to_do_instead(phone: Phone, room: Room) -> None:
    text = phone.open("/help?country=TM").text

    assert "We have no emergency number here that we are sure of. Do this instead:" in text
    assert "an adult whom you trust" in text
    assert "facilitator" in text
    assert "embassy" in text
    assert "tel:" not in phone.open("/help?country=TM").html


def test_where_one_is_was_said_once_and_is_known_for_the_visit(phone: Phone, add: Callable[..., None]) -> None:
    add(country="KG", number="103")
    phone.open("/help?country=KG")

    assert "tel:103" in phone.open("/help").links()
    phone.client.get("/leave")
    assert "Where are you?" in phone.open("/help").text


def test_who_cannot_call_may_write_and_is_told_where_that_leads(phone: Phone, add: Callable[..., None]) -> None:
    add(number="https://chat.example/line", service="Line for children", is_official=True)

    page = phone.open("/help?country=KZ")

    assert "https://chat.example/line" in page.links()
    assert 'rel="noopener noreferrer"' in page.html
    assert "Opens chat.example: what you write stays there." in page.text
    assert "Source: The ministry's page, 15 January 2026." in page.text
    assert "tel:" not in page.html
    assert "We have no emergency number here that we are sure of." in page.text
    assert "“I need help. Please call the police.”" in page.text

    add()
    page = phone.open("/help?country=KZ")
    assert page.text.index("+7 (112) 00-11") < page.text.index("Line for children"), "a call comes first"
    assert "We have no line here to write to" not in page.text
    assert "“I need help. Please call the police.”" in page.text, "an adult is not sent to a helpline"
    add(number="112", kind="emergency")
    assert "“I need help. Please call 112.”" in phone.open("/help?country=KZ").text


PICTURES = {"country": "ZZ", "kind": "pictures", "number": "https://pictures.example", "service": "Gone", "hours": ""}


def test_a_service_against_pictures_is_open_everywhere_and_says_that_it_leads_away(
    phone: Phone, add: Callable[..., None]
) -> None:
    assert "It is about a picture" not in phone.open("/help?country=KZ").text
    add(**PICTURES, audience="pictures of you")

    for address in ("/help", "/help?country=KZ", "/help?country=TM"):
        page = phone.open(address)
        assert "https://pictures.example" in page.links()
        assert "Pictures of you. Opens pictures.example, another site: “Leave” is not there." in page.text
        assert "Source: The ministry's page, 15 January 2026." in page.text
        assert "All countries" not in page.text, "nobody is there"
    assert "We have no line here to write to" in page.text, "it is nobody to write to"


def test_where_nobody_can_be_asked_the_page_says_whom_to_ask_instead(phone: Phone, add: Callable[..., None]) -> None:
    add(number="112", kind="emergency")

    text = phone.open("/help?country=KZ").text

    assert "We have no line here that we are sure of. Do this instead: Tell an adult" in text
    assert "We have no line here to write to that we are sure of." in text
    add(number="150")
    assert "We have no line here that we are sure of." not in phone.open("/help?country=KZ").text


def test_three_choices_belong_to_no_form_and_have_no_address(phone: Phone, add: Callable[..., None]) -> None:
    """So that nothing of them can be sent, without a script too."""
    add(number="112", kind="emergency")
    page = phone.open("/help?country=KZ")
    choices = [it for it in page.root.iter("input") if it.get("type") == "radio"]

    assert [it.get("id") for it in choices] == ["me", "friend", "now", "later", "speak", "mute"]
    assert not any("value" in it.attrib or "form" in it.attrib or "checked" in it.attrib for it in choices)
    assert all(it.get("autocomplete") == "off" for it in choices), "a page that is gone back to does not know of them"
    assert not list(page.root.iter("form"))
    assert page.text.index("112") < page.text.index("About a friend")


def test_a_chat_s_word_is_good_for_24_months_like_a_number_s(
    phone: Phone, room: Room, add: Callable[..., None]
) -> None:
    add(number="https://chat.example/line", sourced_on=room.school.now.date() - timedelta(days=731))

    assert "chat.example" not in phone.open("/help?country=KZ").html


def test_on_the_road_there_are_numbers_that_we_are_sure_of_or_what_to_do_instead(
    phone: Phone, room: Room, add: Callable[..., None]
) -> None:
    page = phone.open("/help")
    assert page.tap("Russia").path == "/help?country=RU"
    assert "We have no emergency number here that we are sure of." in page.tap("Türkiye").text

    add(country="TR", number="157")

    assert "tel:157" in phone.open("/help?country=TR").links()


@pytest.fixture
def add_called(room: Room, add: Callable[..., None]) -> Callable[..., None]:
    """A helpline that somebody of ours has called."""

    def add_called(**other: object) -> None:
        add(**other)
        line = rows.list_helplines(room.school.session)[-1]
        helplines.confirm(room.school.session, line, room.school.now.date(), now=room.school.now)
        room.school.session.commit()

    return add_called


def numbers(page: Page) -> list[str]:
    return [link.removeprefix("tel:") for link in page.links() if link.startswith("tel:")]


def test_the_emergency_number_is_first_whoever_else_was_called_and_no_call_of_it_is_missed(
    phone: Phone, add: Callable[..., None], add_called: Callable[..., None]
) -> None:
    add_called(number="11616", service="Line for people in trouble")
    add(number="102", kind="emergency", service="Police", is_official=False, sourced_on=date(2012, 1, 1))
    add(number="112", kind="emergency", sourced_on=date(2013, 1, 1))

    page = phone.open("/help?country=KZ")

    assert numbers(page) == ["112", "102", "11616"]
    assert "Source: The ministry's page, 1 January 2013." in page.text
    assert page.html.count('class="big"') == 1
    assert "“I need help. Please call 112.”" in page.text


def test_a_helpline_alone_is_not_given_out_as_the_emergency_number(
    phone: Phone, add_called: Callable[..., None]
) -> None:
    add_called(number="1313")

    page = phone.open("/help?country=KZ")

    assert 'class="big"' not in page.html
    assert page.text.index("We have no emergency number here") < page.text.index("1313")
    assert "“I need help. Please call the police.”" in page.text


def test_whoever_has_not_said_where_they_are_sees_the_emergency_numbers_of_the_programmes(
    phone: Phone, room: Room, add: Callable[..., None], add_called: Callable[..., None]
) -> None:
    add_called(number="150")
    add(number="112", kind="emergency")
    add(country="KG", number="112", kind="emergency")
    add(country="TJ", number="102", kind="emergency")

    programmes.change(room.school.session, room.school.programme_id, countries=("KZ", "KG", "TJ"))
    room.school.session.commit()
    page = phone.open("/help")
    assert numbers(page) == ["112", "102"], "each once, and no helpline of a country that may be another one"
    assert "All emergencies, Kazakhstan" in page.text
    assert "“I need help. Please call 112.”" in page.text
    assert page.text.index("112") < page.text.index("Where are you?") < page.text.index("You cannot call")

    programmes.change(room.school.session, room.school.programme_id, countries=("TJ",))
    room.school.session.commit()
    assert numbers(phone.open("/help")) == ["102"]


def test_where_no_programme_is_at_work_there_are_the_emergency_numbers_of_the_five_countries(
    phone: Phone, room: Room, add: Callable[..., None]
) -> None:
    add(country="UZ", number="112", kind="emergency")
    add(country="PL", number="997", kind="emergency")
    programmes.change(room.school.session, room.school.programme_id, archived_at=room.school.now)
    room.school.session.commit()

    assert numbers(phone.open("/help")) == ["112"]


def test_a_poster_says_which_country_it_is(phone: Phone, room: Room, add: Callable[..., None]) -> None:
    add(number="112", kind="emergency")
    add(number="111", service="Line for children")
    assert numbers(phone.open("/help")) == ["112"]

    phone.open(f"/j/{room.cohort.join_code}")

    assert numbers(phone.open("/help")) == ["112", "111"]


def test_a_learner_sees_the_numbers_of_their_cohort_s_country(learner: Learner, add: Callable[..., None]) -> None:
    add()
    add(country="KG", number="103")

    page = learner.phone.open("/help")

    assert "tel:+71120011" in page.links()
    assert "103" not in page.text
    assert "tel:103" in learner.phone.open("/help?country=KG").links()


def test_a_country_that_we_do_not_know_asks_again(phone: Phone, room: Room) -> None:
    assert "Where are you?" in phone.open("/help?country=../x").text


def test_the_next_look_at_help_is_not_of_a_country_without_a_number(learner: Learner, add: Callable[..., None]) -> None:
    """Whoever looked there once may need a number at home in a hurry."""
    add(number="112")
    assert "tel:" not in learner.phone.open("/help?country=TR").html

    assert "tel:112" in learner.phone.open("/help").links()


def test_help_leads_back_to_where_one_was_and_never_away(learner: Learner) -> None:
    def back(referrer: str) -> str:
        html = learner.phone.client.get("/help", headers={"Referer": referrer}).get_data(as_text=True)
        return html.rpartition('<a class="btn" href="')[2].partition('"')[0]

    assert back("http://localhost/l/2/3?x=1") == "/l/2/3"
    for elsewhere in (
        "",
        "http://localhost/help?country=KG",
        "http://evil.example/l/2",
        "http://localhost//evil.example",
    ):
        assert back(elsewhere) == "/"


def test_whoever_leaves_is_told_about_the_card(phone: Phone, room: Room) -> None:
    assert "to come in again you need the card" in phone.open("/help").text


def test_the_call_leaves_a_trace_and_the_page_says_so(phone: Phone, room: Room) -> None:
    assert "The call stays in the phone's log" in phone.open("/help").text


def test_the_words_of_every_line_that_ships_are_known_to_translators() -> None:
    words = {word for line in rows.shipped() for word in (line.service, line.audience, line.hours) if word}
    words |= {line.source for line in rows.shipped() if line.source != "vhk.tj"}  # an address

    assert {word for word in words - set(WORDS) if not word[0].isdigit()} == set()


def test_leaving_clears_the_browser_and_writes_nothing(app: Flask, learner: Learner, room: Room) -> None:
    answer = learner.phone.client.get("/leave")

    assert (answer.status_code, answer.location) == (303, app.config["NAVIGATOR"].leave_url)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "n=;" in answer.headers["Set-Cookie"]
    assert learner.phone.open("/road").path == "/in"
    assert learner.sign_in(Phone(app)).path == "/road"


def test_leaving_works_for_somebody_who_was_never_here(phone: Phone, database: Database) -> None:
    assert phone.client.get("/leave").status_code == 303
