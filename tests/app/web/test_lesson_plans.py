"""A facilitator's plans of the sessions."""

import pytest
from flask import Flask

from app.content import Release
from app.services.people import Role
from app.store import Session
from tests.app.conftest import School
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.every_kind import NUMBER, PLAN, every_kind
from tests.app.web.reader import Phone

WITHOUT_PLAN = "welcome"


@pytest.fixture
def school(session: Session, release: Release) -> School:
    course = every_kind(release)
    plans = {lesson_id: plan for lesson_id, plan in course.plans.items() if lesson_id != WITHOUT_PLAN}
    return School(session, course.model_copy(update={"plans": plans}))


@pytest.fixture
def room(app: Flask, school: School) -> Room:
    return Room(app, school, school.cohort())


def test_the_plans_stand_one_tap_from_the_group(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}").tap("Lesson plans")

    assert page.heading == "Lesson plans"
    assert len([link for link in page.links() if "/plan/" in link]) == len(room.school.release.course.lessons)


def test_a_plan_has_aim_preparation_steps_talks_and_what_to_do_when_a_learner_tells_something(
    desk: Phone, room: Room
) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/plan/{NUMBER}")

    assert PLAN.aim in page.text
    for words in (*PLAN.prepare, "Part 5", "Спросите: кому можно позвонить ночью?", "Do not promise secrecy"):
        assert words in page.text
    assert "10 minutes" in page.text


def test_a_lesson_without_a_plan_says_so_and_still_tells_what_to_do_at_a_disclosure(desk: Phone, room: Room) -> None:
    without = next(n for n, it in enumerate(room.school.release.course.lessons, 1) if it.id == WITHOUT_PLAN)
    page = desk.open(f"/groups/{room.cohort.ref}/plan/{without}")

    assert "Nobody has written a plan for this lesson yet." in page.text
    assert "When a learner tells you something" in page.text


def test_the_plans_of_another_facilitators_group_are_not_there(app: Flask, room: Room) -> None:
    bota = sit_down(app, room.school.session, room.school.staff("bota", Role.FACILITATOR), room.school.now)

    for path in ("plan", "plan/1"):
        assert bota.client.get(f"/groups/{room.cohort.ref}/{path}").status_code == 404


def test_there_is_no_plan_beyond_the_last_lesson(desk: Phone, room: Room) -> None:
    last = len(room.school.release.course.lessons)

    assert desk.client.get(f"/groups/{room.cohort.ref}/plan/{last + 1}").status_code == 404
    assert desk.client.get(f"/groups/{room.cohort.ref}/plan/0").status_code == 404
