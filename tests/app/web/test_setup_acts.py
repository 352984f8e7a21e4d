"""The administrator reads what was done: first, twentieth and thousandth act, and of one kind."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app import publishing, services
from app.services import lottery
from app.services.cohorts import note
from app.services.people import Role
from app.store import audit
from app.web.setup.acts import ACTS
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    return sit_down(app, room.school.session, room.school.staff("admin", Role.ADMINISTRATOR), room.school.now)


def test_an_act_stands_with_who_did_it_to_what(desk: Phone, room: Room) -> None:
    audit.add(
        room.school.session, "helpline.hide", by=room.school.facilitator_id, at=room.school.now, subject="a-number"
    )
    room.school.session.commit()

    page = desk.open("/setup").tap("What was done, by whom")

    assert "aigul A helpline was hidden a-number" in page.text


def test_an_act_names_what_it_was_done_to_and_in_which_group(desk: Phone, room: Room) -> None:
    school = room.school
    cohort = school.cohort()
    note(school.session, "learner.card", cohort, by=school.facilitator_id, now=school.now, subject="learner 7")
    note(school.session, "test.open", cohort, by=school.facilitator_id, now=school.now)
    school.session.commit()

    page = desk.open("/setup/acts")

    assert f"A new card was made {cohort.label}: Learner 7" in page.text
    assert f"A test was opened {cohort.label}" in page.text
    assert f"{cohort.label}: {cohort.label}" not in page.text


def test_a_draw_stands_with_its_seed_so_that_anybody_can_draw_again(desk: Phone, room: Room) -> None:
    for number in range(4):
        room.school.cohort(label=f"Autumn {number}")
    made = lottery.draw(room.school.session, room.school.programme_id, seed="1 March, by A.", now=room.school.now)
    room.school.session.commit()

    assert f"{made.ref}: 2 of 5 groups wait; seed “1 March, by A.”" in desk.open("/setup/acts").text


def test_every_kind_of_act_has_words() -> None:
    """As they stand in the code: `subject.deed`, where something is written down."""
    kind = re.compile(
        r'"((?:attempt|cohort|helpline|learner|lottery|partner|programme|publication|release|staff|test)\.[a-z_]+)"'
    )
    folders = [Path(package.__file__).parent for package in (services, publishing)]
    sources = [source for folder in folders for source in folder.glob("*.py")]

    assert {act for source in sources for act in kind.findall(source.read_text())} == set(ACTS)


def test_of_a_thousand_acts_fifty_stand_on_a_page_and_one_kind_is_found(desk: Phone, room: Room) -> None:
    for number in range(1_000):
        audit.add(room.school.session, "test.open", by=None, at=room.school.now, subject=f"cohort {number}")
    audit.add(room.school.session, "staff.link", by=None, at=room.school.now, subject="the only one")
    room.school.session.commit()

    page = desk.open("/setup/acts?act=test.open")
    assert "cohort 999" in page.text
    assert "cohort 949" not in page.text
    assert "Page 1 of 20" in page.text
    assert "cohort 949" in page.tap("Next").text
    assert "the only one" not in page.text
    assert "the only one" in desk.open("/setup/acts?act=staff.link").text
    assert "cohort 0" in desk.open("/setup/acts?act=test.open&page=99").text
    assert "the only one" in desk.open("/setup/acts?act=no.such").text
