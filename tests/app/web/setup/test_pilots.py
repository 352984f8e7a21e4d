"""The page of pilots: for an author by an administrator's or an officer's hand, empty, too few, and whole."""

import re

import pytest
from flask import Flask

from app.services.people import Role
from tests.app.conftest import School
from tests.app.pilot_group import pilot_group
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

NOTHING = "No group is a pilot yet."


def come_in(app: Flask, room: Room, role: Role) -> Phone:
    """The browser of somebody new, signed in now."""
    return sit_down(app, room.school.session, room.school.staff(f"new {role.value}", role), room.school.now)


def test_where_there_is_no_pilot_the_page_says_how_one_is_made(desk: Phone) -> None:
    page = desk.open("/setup/courses").tap("Pilots: how the questions did")

    assert NOTHING in page.text


def test_a_pilot_is_shown_to_administrator_and_officer_from_its_settling_on(
    app: Flask, desk: Phone, room: Room
) -> None:
    """Until then no word of the test is on the page: which answers are right is told when the second test is over."""
    school = room.school
    school.learner(pilot_group(school, 60))
    room.wait()
    waiting = desk.open("/setup/pilots").text
    assert "Not yet settled: 1." in waiting
    assert "0 of 30 learners with both tests; missing until it is shown: 30." in waiting
    of_form_a = school.release.instrument_words["en"].form("A")
    stems = {item.stem for item in of_form_a.values()}
    assert not [stem for stem in stems if stem in waiting]

    room.wait(days=15)
    shown = come_in(app, room, Role.ME_OFFICER).open("/figures").tap("Pilots: how the questions did")

    assert "Pilot groups that have settled: 1." in shown.text
    missing = "0 with the first test only, 0 with the second only and 1 with neither; 60 took both."
    assert missing in shown.text
    assert "with neither" not in waiting
    options = sum(
        len(item.options) + 2 for form in "AB" for item in school.release.instrument_words["en"].form(form).values()
    )
    assert len(re.findall(r"\d \([\d.]+\s%; [\d.]+\s–\u2060?\s[\d.]+\s%\)", shown.text)) == options
    assert "Internal, not for publication." in shown.text
    assert not [stem for stem in stems if stem not in shown.text]
    assert "right answer" in shown.text
    assert "Fewer than 5 % chose" in shown.text
    assert shown.text.index(of_form_a["ask"].stem) < shown.text.index(of_form_a["address"].stem)
    assert "right answer" in come_in(app, room, Role.ADMINISTRATOR).open("/setup/pilots").text


@pytest.mark.parametrize(("language", "word"), [("ru", "Что делать"), ("kk", "Не істеу керек")])
def test_the_page_speaks_the_readers_language(app: Flask, room: Room, language: str, word: str) -> None:
    pilot_group(room.school, 60)
    room.wait(days=15)

    page = come_in(app, room, Role.ADMINISTRATOR).open(f"/setup/pilots?lang={language}")

    assert word in page.text
    assert room.school.release.instrument_words[language].form("A")["address"].stem in page.text


def test_an_officer_of_another_programme_sees_none_of_it(app: Flask, room: Room) -> None:
    pilot_group(room.school, 4)
    elsewhere = School(room.school.session, room.school.release, room.school.now, "Elsewhere", "somebody")
    room.wait(days=15)
    staff_id = elsewhere.staff("other officer", Role.ME_OFFICER)
    officer = sit_down(app, elsewhere.session, staff_id, room.school.now)

    assert NOTHING in officer.open("/setup/pilots").text
