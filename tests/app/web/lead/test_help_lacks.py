"""What a lesson sends learners to Help for and Help lacks: its facilitator is told before a learner is there."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.content import Release
from app.services.administrator import helplines
from app.services.people import Role
from app.services.waves import Wave
from app.store import Database
from app.store.programmes.helplines import EMERGENCY, EVERYWHERE, PICTURES
from courses import HelpNeed
from tests.app.asked_of_the_database import statements
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone
from tests.app.web.test_help_pages import LINE

NEEDS: tuple[tuple[HelpNeed, ...], ...] = (("number",), ("number", "line", "write", "pictures"))


@pytest.fixture
def release(fixture_course: Release) -> Release:
    lessons = tuple(
        lesson.model_copy(update={"needs_help": needs})
        for lesson, needs in zip(fixture_course.course.lessons, NEEDS, strict=True)
    )
    return fixture_course.model_copy(update={"course": fixture_course.course.model_copy(update={"lessons": lessons})})


@pytest.fixture
def add(room: Room) -> Callable[..., None]:
    def add(**other: object) -> None:
        helplines.add_helpline(room.school.session, replace(LINE, **other), now=room.school.now)
        room.school.session.commit()

    return add


NUMBER, LINE_, WRITE, PICTURE = "look for a number", "talk to somebody", "write to somebody", "a picture taken down"
ALL = {NUMBER, LINE_, WRITE, PICTURE}


def lacks(page: Page) -> set[str]:
    return {need for need in ALL if re.search(f"a learner may (want (to )?)?{need}", page.text)}


def test_a_facilitator_is_told_need_by_need_until_help_has_it(
    group: Callable[[], Page], add: Callable[..., None]
) -> None:
    page = group()
    assert lacks(page) == ALL
    assert "Lesson 1, Lesson 2: a learner may look for a number, and Help has none at all for Kazakhstan." in page.text
    assert (
        "Lesson 2: a learner may want to write to somebody, and Help has no line for that in Kazakhstan." in page.text
    )
    assert "Lesson 2 of 2" in page.tap("Lesson 2").text

    add(number="112", kind=EMERGENCY)
    assert lacks(group()) == {LINE_, WRITE, PICTURE}
    add(country=EVERYWHERE, kind=PICTURES, number="https://pictures.example")
    assert lacks(group()) == {LINE_, WRITE}, "it is nobody to write to"
    add(number="150")
    assert lacks(group()) == {WRITE}
    add(number="https://chat.example/line", country="KG")
    assert lacks(group()) == {WRITE}, "that is another country's"
    add(number="https://chat.example/line")
    assert lacks(group()) == set()
    assert "What Help does not have" not in group().html


def test_the_register_costs_a_page_one_statement(desk: Phone, room: Room, database: Database) -> None:
    room.school.learner(room.cohort)
    room.school.session.commit()
    address = f"/groups/{room.cohort.ref}"
    desk.open(address)
    with statements(database.reader) as read:
        desk.open(address)

    assert sum("helpline" in one for one in read) == 1
    assert len([one for one in read if one != "BEGIN"]) <= 12


def test_a_number_that_is_too_old_is_no_help(group: Callable[[], Page], room: Room, add: Callable[..., None]) -> None:
    add(number="150")
    assert NUMBER not in lacks(group())

    room.wait(days=800)

    desk = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    assert {NUMBER, LINE_} <= lacks(desk.open(f"/groups/{room.cohort.ref}"))


def test_the_plan_of_a_lesson_says_what_that_lesson_lacks(desk: Phone, room: Room, add: Callable[..., None]) -> None:
    plans = f"/groups/{room.cohort.ref}/plan"

    assert lacks(desk.open(f"{plans}/1")) == {NUMBER}
    assert lacks(desk.open(f"{plans}/2")) == ALL


def test_who_reads_a_group_is_told_too_and_the_plans_say_it_while_lessons_are_at_work(app: Flask, room: Room) -> None:
    school = room.school

    def seen_by(staff_id: int, more: str = "") -> set[str]:
        return lacks(sit_down(app, school.session, staff_id, school.now).open(f"/groups/{room.cohort.ref}{more}"))

    lead, officer = school.staff("partner", Role.PARTNER_LEAD), school.staff("officer", Role.ME_OFFICER)
    room.wait()
    assert seen_by(lead) == seen_by(officer) == ALL
    room.open(Wave.PRE)
    assert seen_by(school.facilitator_id) == ALL

    room.close(Wave.PRE)

    assert seen_by(school.facilitator_id) == set()
    assert seen_by(school.facilitator_id, "/plan") == ALL
