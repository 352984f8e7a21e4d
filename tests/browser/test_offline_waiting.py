"""A group that waits, on a phone without a connection: the early test is sat and sent, and no lesson opens by it."""

import re
from datetime import date

from playwright.sync_api import expect

from app.services import cohorts
from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO, at_rest
from tests.browser.test_offline import answer, counted, has_taken_along, say, until


def test_the_early_test_is_sat_without_a_connection_and_the_lessons_stay_closed(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    room = site.room
    waits = room.school.outline(is_waiting=True, lessons_on=date(2026, 4, 1))
    room.cohort = cohorts.edit(room.school.session, room.cohort, waits, now=room.school.now)
    room.open(Wave.EARLY)
    page = profile()
    has_joined(page, site)
    page.goto("/road")
    has_taken_along(page, site)
    network.cut()

    page.goto("/road")
    expect(page.locator(GO)).to_have_attribute("href", "/t/0")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/0$"))
    page.locator(GO).click()
    answer(page, room.keys("A"), right=3)
    say(page)
    page.locator(GO).click()
    expect(page.locator("main .strip.wait .i")).to_be_visible()

    page.goto("/road")
    expect(page.locator(".way li.now")).to_have_count(1)
    expect(page.locator(".way li.now a")).to_have_count(0)
    expect(page.locator(".way a[href^='/l/']")).to_have_count(0)
    expect(page.locator(".way a[href='/t/1']")).to_have_count(0)
    look(page, "offline-road-waiting")
    page.goto("/l/1")
    expect(page.locator(".way li.now")).to_have_count(1)

    network.join()
    page.goto("/road")
    until(lambda: ("early", 3, 4) in counted(site))
    expect(page.locator(".way li.now")).to_have_count(1)
    look(at_rest(page), "road-waiting")
