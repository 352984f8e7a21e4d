"""A facilitator makes a group that waits and leads it to its first test; a learner is told on a phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.services.learner import lessons, testing
from app.services.waves import Wave
from app.store.programmes import cohorts as rows
from courses import StepState
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.test_staff_journeys import PHONE, come_in, desk, look_at_both, press  # noqa: F401 - a fixture

FIRST_LEARNER = 1


def test_a_facilitator_makes_a_group_that_waits(site: Site, desk: Callable[..., Page], look: Look) -> None:  # noqa: F811
    page = come_in(desk(site.url, **PHONE), site, site.room.school.facilitator_id)
    page.goto("/groups/new")
    page.get_by_label("Name of the group").fill("Waits")
    page.get_by_label("Region", exact=True).select_option("KZ-61")
    page.get_by_label("Last day").fill("2026-05-30")
    page.get_by_label("First day").fill("2026-03-02")
    page.get_by_text("Seldom needed").click()
    page.get_by_label("This group waits first").check()
    page.get_by_label("Lessons begin on").fill("2026-04-01")
    look_at_both(page, look, "waiting-new")
    press(page, "button", "Make the group")
    expect(page.get_by_text("Waits first")).to_be_visible()

    room = site.room
    room.school.session.rollback()
    made = [it for it in rows.list_cohorts(room.school.session, rows.Scope(everywhere=True)) if it.label == "Waits"]
    room.cohort = made[0]
    room.wait()  # gives the turn to write back
    page.get_by_label("The consent is in place").check()
    page.get_by_label("In place since").fill("2026-03-01")
    press(page, "button", "Note it, and let learners in")
    room.school.session.expire_all()
    learner_id = room.school.learner(room.cohort)
    room.wait()
    page.reload()
    look_at_both(page, look, "waiting-joined")
    press(page, "button", "Open the early test")
    look_at_both(page, look, "waiting-early")
    room.wait(minutes=1)
    room.school.take(learner_id, Wave.EARLY, right=2)
    room.wait()
    press(page, "button", "Close the early test")
    expect(page.get_by_role("heading", name="The group waits")).to_be_visible()
    look_at_both(page, look, "waiting-waits")
    page.goto(f"/groups/{room.cohort.ref}/plan")
    look_at_both(page, look, "waiting-plan")
    page.goto(f"/groups/{room.cohort.ref}")
    press(page, "button", "Open the first test")

    room.wait()
    assert testing.sitting(room.school.session, learner_id, Wave.PRE, room.school.now).is_open
    way = lessons.road(room.school.session, learner_id, room.school.now)
    assert [step.state for step in way.steps][:2] == [StepState.DONE, StepState.NOW]


def test_a_learner_is_told_kindly_that_lessons_come_later(site: Site, hand: Open, look: Look) -> None:
    room = site.room
    waits = room.school.cohort(label="Waits", is_waiting=True, lessons_on=room.cohort.starts_on.replace(month=4))
    room.cohort = waits
    room.wait()
    page = hand()
    page.goto(f"/j/{waits.join_code}?lang=ru")
    page.get_by_text("Почему позже").click()
    expect(page.get_by_text("Намечено начиная с")).to_be_visible()
    look(page, "waiting-assent")
    room.open(Wave.EARLY)
    has_joined(page, site)
    page.goto("/t/0")
    look(page, "waiting-early-test")
    room.school.take(FIRST_LEARNER, Wave.EARLY, right=2)
    room.close(Wave.EARLY)
    page.goto("/t/0")
    expect(page.get_by_text("До тех пор ничего делать не нужно.")).to_be_visible()
    look(page, "waiting-early-sent")
    page.goto("/road")
    expect(page.locator(".way li.now")).to_have_count(1)
    look(page, "waiting-road")
