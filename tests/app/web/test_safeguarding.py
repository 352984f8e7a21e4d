"""Help and what to do when a learner tells something: in the header of every page of staff, and first for learners."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.services.administrator import contacts
from app.services.administrator.helplines import load_shipped
from app.services.people import Role
from app.store.programmes import partners
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

NUMBER = "+7 700 123 45 67"


@pytest.fixture
def people(app: Flask, room: Room) -> dict[str, Phone]:
    """Somebody of each role at their desk; the group is of Kazakhstan."""
    school = room.school
    load_shipped(school.session)
    ids = {role: school.staff(f"a {role}", role) for role in Role}
    ids[Role.FACILITATOR] = school.facilitator_id
    school.session.commit()
    return {str(role): sit_down(app, school.session, staff_id, school.now) for role, staff_id in ids.items()}


@pytest.fixture
def confirm(room: Room) -> Callable[..., None]:
    def confirm(contact: str = NUMBER, hours: str = "9–18", days: int = 0) -> None:
        school = room.school
        partner = partners.get_by_id(school.session, school.partner_id)
        assert partner is not None
        today = school.now.date() - timedelta(days=days)
        contacts.set_contact(school.session, partner, contact, hours, today=today, by=None, now=school.now)
        school.session.commit()

    return confirm


def test_both_stand_in_the_header_of_every_page_of_staff(people: dict[str, Phone], room: Room) -> None:
    pages = {
        "administrator": ("/setup", "/setup/staff", "/setup/helplines", "/staff/own"),
        "me_officer": ("/figures", "/figures/publications", "/setup/acts", f"/groups/{room.cohort.ref}"),
        "partner_lead": ("/groups", "/figures", f"/groups/{room.cohort.ref}/learned"),
        "facilitator": ("/groups", f"/groups/{room.cohort.ref}", f"/groups/{room.cohort.ref}/plan", "/groups/new"),
    }
    for role, paths in pages.items():
        for path in paths:
            html = people[role].open(path).html
            links = re.findall(r'<a [^>]*?href="([^"]+)"', html[: html.index("<main")])
            of_group = f"?group={room.cohort.ref}" if room.cohort.ref in path else ""
            assert f"/staff/help{of_group}" in links, (role, path)
            assert f"/staff/help/listen{of_group}" in links, (role, path)


def test_of_a_group_the_numbers_are_those_of_its_country_each_with_source_and_date(
    people: dict[str, Phone], room: Room
) -> None:
    text = people["facilitator"].open(f"/staff/help?group={room.cohort.ref}").text

    assert "Kazakhstan" in text
    lines = re.findall(r"(?:112|150|116 ?16)", text)
    assert lines
    assert len(re.findall(r"Source: [^.]+", text)) >= len(set(lines))
    assert "Uzbekistan" not in text


def test_elsewhere_they_are_those_of_the_programmes_countries(people: dict[str, Phone], room: Room) -> None:
    page = people["me_officer"].open("/staff/help")

    assert "Kazakhstan" in page.text
    assert "112" in page.text


def test_a_group_of_somebody_else_has_no_help_here(people: dict[str, Phone], app: Flask, room: Room) -> None:
    school = room.school
    stranger = sit_down(app, school.session, school.staff("bota", Role.FACILITATOR), school.now)

    for path in ("/staff/help", "/staff/help/listen"):
        assert stranger.client.get(f"{path}?group={room.cohort.ref}").status_code == 404
        assert stranger.client.get(path).status_code == 200


LINKS = {"ru": "Если участник в беде", "kk": "Қатысушы қиын жағдайда болса", "en": "If a learner is in trouble"}


@pytest.mark.parametrize("role", ["administrator", "facilitator", "me_officer", "partner_lead"])
def test_the_page_on_what_to_do_is_the_courses_own_and_in_the_readers_language(
    people: dict[str, Phone], room: Room, role: str
) -> None:
    disclosure = room.school.release.disclosure
    for code in ("ru", "kk", "en"):
        people[role].open("/staff/own").press({"ru": "Русский", "kk": "Қазақша", "en": "English"}[code])
        page = people[role].open("/staff/help/listen")
        assert page.heading == LINKS[code], "as the link in the bar is called"
        assert disclosure[code].title in page.text
        for step in disclosure[code].steps:
            assert step.heading in page.text


def test_a_partner_lead_sets_the_contact_and_it_stands_first_in_a_learners_help(
    people: dict[str, Phone], learner: Learner, phone: Phone
) -> None:
    page = people["partner_lead"].open("/staff/help").tap("Set the contact")
    refused = page.press("Save and confirm", contact="write to us@example.org")
    assert refused.status == 422
    assert "Write a telephone number, or a place in words" in refused.text
    saved = refused.press("Save and confirm", contact=NUMBER, contact_hours="9–18")
    assert "Saved, and confirmed today" in saved.text

    text = learner.phone.open("/help").text
    first = text.index(NUMBER)
    assert re.search(r"Of your organisation, confirmed on \d+ \w+ \d{4}\.", text)
    assert first < text.index("It is dangerous right now")
    assert "tel:+77001234567" in learner.phone.open("/help").links()
    assert NUMBER not in phone.open("/help").text, "of whom nothing is known it is nobody's organisation"


def test_it_goes_from_help_when_nobody_has_confirmed_it_for_24_months(
    people: dict[str, Phone], learner: Learner, confirm: Any
) -> None:
    confirm(days=731)

    assert NUMBER not in learner.phone.open("/help").text
    text = people["partner_lead"].open("/staff/help").text
    assert "the contact was confirmed too long ago, so learners do not see it" in text


def test_who_leads_another_partner_or_leads_a_group_sets_none(people: dict[str, Phone], app: Flask, room: Room) -> None:
    school = room.school
    partner = partners.get_by_id(school.session, school.partner_id)
    assert partner is not None
    other = school.staff("heads another", Role.PARTNER_LEAD, partner_id=school.partner("Another"))
    school.session.commit()
    for desk in (sit_down(app, school.session, other, school.now), people["facilitator"], people["me_officer"]):
        assert desk.client.get(f"/staff/help/contact/{partner.ref}").status_code == 404
    assert "Your partner lead or the administrator can set it." in people["facilitator"].open("/staff/help").text
    saved = people["administrator"].open(f"/setup/partners/{partner.ref}").tap("Set the contact")
    assert NUMBER in saved.press("Save and confirm", contact=NUMBER).text


def test_a_phone_takes_it_along_as_nobody_and_again_when_it_changes(
    learner: Learner, phone: Phone, confirm: Any
) -> None:
    def page_of_help() -> tuple[str, str]:
        road = learner.phone.api("GET", "/road").get_json()
        return road["pages"], road["keep"]["/help"]

    without = page_of_help()
    confirm()
    first = page_of_help()
    page = phone.client.get(first[1]).get_data(as_text=True)
    confirm("House of culture, room 4", "")
    second = page_of_help()

    assert without[0] != first[0], "it is another page than that of another organisation"
    assert NUMBER in page
    assert 'data-until="20' in page
    assert first[1] != second[1]
    assert "House of culture, room 4" in phone.client.get(second[1]).get_data(as_text=True)


def test_the_printed_plan_and_the_page_say_whom_to_call(people: dict[str, Phone], room: Room, confirm: Any) -> None:
    confirm()

    for path in (f"/groups/{room.cohort.ref}/plan/1", f"/staff/help/listen?group={room.cohort.ref}"):
        assert NUMBER in people["facilitator"].open(path).text
