"""How the course was received, on the M&E officer's page."""

import pytest
from flask import Flask

from app.content import Release
from app.services.learner import deeds, reach
from app.services.people import Role
from app.services.waves import Wave
from tests.app.asking import with_statements
from tests.app.conftest import anybody
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone
from tests.app.web.test_figures import rows

pytestmark = pytest.mark.items(14)


@pytest.fixture
def release(release: Release) -> Release:
    return with_statements(release)


@pytest.fixture
def officer(app: Flask, room: Room) -> Phone:
    school = room.school
    people = [school.learner(room.cohort) for _ in range(12)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(room.cohort, wave)
        for place, learner_id in enumerate(people):
            statements = {"useful": 5 if place < 8 else 2} if wave is Wave.POST else {}
            sheet = school.sheet(learner_id, wave, right=9, statements=statements)
            assert school.put(learner_id, sheet).status == 201
    for learner_id in people:
        reach.report(school.session, learner_id, 2, school.now)
    school.settle_all()
    school.session.commit()
    return sit_down(app, school.session, school.staff("dana", Role.ME_OFFICER), school.now)


def test_reactions_and_peers_taught_stand_with_their_n_and_what_would_make_them_false(officer: Phone) -> None:
    page = officer.open("/figures?lang=en")

    table = rows(page)
    assert table["The lessons were useful"] == " | 12 of 12 | 8; 66.7 % | 4.00", "one cohort has no interval"
    assert table["Turkistan Region"].endswith(" | 12 of 12 | 24")
    assert "Learners who report that they passed it on: 12; people they say they told: 24." in page.text
    assert "People are polite" in page.text
    assert "two learners may have taught the same friend" in page.text


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_it_opens_in_every_language(officer: Phone, lang: str) -> None:
    assert "%(" not in officer.open(f"/figures?lang={lang}").html


def test_how_small_things_worked_out_is_counted_from_eleven_answers_of_a_group_on(app: Flask, room: Room) -> None:
    school, other = room.school, room.school.cohort()
    many, few = [school.learner(room.cohort) for _ in range(12)], [school.learner(other, sex="male") for _ in range(10)]
    for cohort in (room.cohort, other):
        for wave in (Wave.PRE, Wave.POST):
            school.open(cohort, wave)
            for learner_id in many if cohort is room.cohort else few:
                school.put(learner_id, school.sheet(learner_id, wave, right=9))
    answers = [deeds.WorkedOut.YES] * 8 + [deeds.WorkedOut.NOT_YET] * 3 + [deeds.WorkedOut.YES] * 10
    for learner_id, worked_out in zip((*many[:11], *few), answers, strict=True):
        deeds.tell(school.session, learner_id, "over-the-hill", worked_out, **anybody())
    school.settle_all()
    desk = sit_down(app, school.session, school.staff("dana", Role.ME_OFFICER), school.now)
    page = desk.open("/figures?lang=en")

    assert "Did it work out?" in page.text
    assert [text for name, text in rows(page).items() if name.endswith("Over the hill")] == [" | 1 | 11 | 8 | 3 | 0"]
    assert "Did it work out?" not in desk.open("/figures?lang=en&sex=female").text
