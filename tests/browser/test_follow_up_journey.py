"""The third test and what friends were taught, on a phone; the same group on its facilitator's page."""

import re

import pytest
from playwright.sync_api import expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.test_learner_journey import GO, unseen
from tests.browser.test_staff_journeys import come_in, look_at_both


def take(site: Site, learner_id: int, wave: Wave, *, right: int) -> None:
    """Open the test and take it beneath the pages: other tests walk through those."""
    site.room.open(wave)
    site.room.school.take(learner_id, wave, right=right)
    site.room.school.session.commit()


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_months_later_a_learner_sees_what_stayed(site: Site, hand: Open, look: Look, javascript: bool) -> None:
    see = look if javascript else unseen
    page = hand(javascript=javascript)
    has_joined(page, site)
    room, school = site.room, site.room.school
    take(site, 1, Wave.PRE, right=1)
    school.finish_lesson(1, school.release.course.lessons[-1].id)
    take(site, 1, Wave.POST, right=3)
    room.close(Wave.POST)
    page.goto("/road")
    see(page, "follow-up-road-before")
    page.goto("/reached")
    page.locator("#peers").fill("two")
    page.locator(GO).click()
    expect(page.locator("#peers")).to_be_focused()
    see(page, "reached-wrong")
    page.locator("#peers").fill("2")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/road$"))
    room.open(Wave.FOLLOW_UP)
    page.reload()
    see(page, "follow-up-road")
    page.goto("/t/3")
    see(page, "follow-up-test")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/3/1$"))
    school.take(1, Wave.FOLLOW_UP, right=2)
    school.session.commit()

    page.goto("/result")

    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    see(page, "follow-up-result")


def test_the_facilitator_is_told_the_plan_and_sees_who_came(site: Site, hand: Open, look: Look) -> None:
    room = site.room
    room.school.learner(room.cohort)
    take(site, 1, Wave.PRE, right=1)
    take(site, 1, Wave.POST, right=3)
    room.close(Wave.POST)
    page = come_in(hand(locale="en-GB"), site, room.school.facilitator_id)
    page.goto(f"/groups/{room.cohort.ref}")
    expect(page.get_by_text("Plan: follow-up on")).to_be_visible()
    look_at_both(page, look, "lead-follow-up-plan")

    page.get_by_role("link", name="Open the follow-up").click()
    look_at_both(page, look, "lead-follow-up-early")
    page.get_by_role("button", name="Open the follow-up").click()

    expect(page.get_by_role("heading", name="The follow-up is open")).to_be_visible()
    expect(page.locator("#missing")).to_have_text("1 not begun")
    look_at_both(page, look, "lead-follow-up-open")
    page.goto("/groups")
    look_at_both(page, look, "lead-groups-with-follow-up")
