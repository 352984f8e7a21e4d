"""The page of pilots: for an author by an administrator's or an officer's hand, empty, too few, and whole."""

import pytest
from flask import Flask

from app.services.people import Role
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort
from tests.app.conftest import School
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

NOTHING = "No group is a pilot yet."


def taught(school: School, n: int) -> Cohort:
    """A pilot in which both tests have closed. The first two items are known by most, the others by hardly anybody."""
    pilot = school.cohort(label="Pilot", is_pilot=True)
    people = [school.learner(pilot) for _ in range(n)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(pilot, wave)
        for place, learner_id in enumerate(people):
            school.sit(learner_id, wave, right=place % 20 // 6)
    school.reveal(pilot)
    return pilot


def test_where_there_is_no_pilot_the_page_says_how_one_is_made(desk: Phone) -> None:
    page = desk.open("/setup/courses").tap("Pilots: how the questions did")

    assert NOTHING in page.text


def test_a_pilot_is_shown_to_administrator_and_officer_from_its_settling_on(
    app: Flask, desk: Phone, room: Room
) -> None:
    """Until then no word of the test is on the page: which answers are right is told when the second test is over."""
    school = room.school
    taught(school, 60)
    room.wait()
    waiting = desk.open("/setup/pilots").text
    assert "Not yet settled: 1." in waiting
    assert "0 of 30 learners with both tests; missing until it is shown: 30." in waiting
    stems = {item.stem for item in school.release.instrument_words["en"].form("A").values()}
    assert not [stem for stem in stems if stem in waiting]

    room.wait(days=15)
    officer = sit_down(app, school.session, school.staff("its officer", Role.ME_OFFICER), school.now)
    shown = officer.open("/figures").tap("Pilots: how the questions did")

    assert "Pilot groups that have settled: 1." in shown.text
    assert "Internal, not for publication." in shown.text
    assert not [stem for stem in stems if stem not in shown.text]
    assert "right answer" in shown.text
    assert shown.text.index("Nothing to change.") > shown.text.index("Fewer than 20 % knew it")
    assert desk.open("/setup/pilots").text.count("What to do") == shown.text.count("What to do")


@pytest.mark.parametrize(("language", "word"), [("ru", "Что делать"), ("kk", "Не істеу керек")])
def test_the_page_speaks_the_readers_language(desk: Phone, room: Room, language: str, word: str) -> None:
    taught(room.school, 60)
    room.wait(days=15)

    page = desk.open(f"/setup/pilots?lang={language}")

    assert word in page.text
    assert room.school.release.instrument_words[language].form("A")["address"].stem in page.text


def test_an_officer_of_another_programme_sees_none_of_it(app: Flask, room: Room) -> None:
    taught(room.school, 4)
    elsewhere = School(room.school.session, room.school.release, room.school.now, "Elsewhere", "somebody")
    officer = sit_down(app, elsewhere.session, elsewhere.staff("other officer", Role.ME_OFFICER), elsewhere.now)
    room.wait(days=15)

    assert NOTHING in officer.open("/setup/pilots").text
