"""A second test whose opening was planned opens on a phone without a connection, at its time and not before."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from app.services import windows
from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import answer, counted, has_taken_along, say, until

FIRST_LEARNER = 1


def pass_time(page: Page, **duration: float) -> None:
    """By the phone's clock, and less than after which a page hides itself."""
    page.clock.set_system_time(datetime.now(UTC) + timedelta(**duration))


def test_it_opens_at_the_planned_time_and_what_is_answered_counts(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    has_joined(page, site)
    room = site.room
    room.open(Wave.PRE)
    room.school.take(FIRST_LEARNER, Wave.PRE, right=2)
    room.close(Wave.PRE)
    soon = room.school.now + timedelta(minutes=3)
    windows.plan(room.school.session, room.cohort, Wave.POST, opens_at=soon, now=room.school.now)
    room.wait()
    page.goto("/road")
    expect(page.locator(".way li", has_text="откроется сам")).to_have_count(1)
    has_taken_along(page, site)
    network.cut()

    page.goto("/t/2")
    expect(page.locator("#shut")).to_be_visible()
    page.goto("/road")
    expect(page.locator(GO)).to_have_attribute("href", "/l/1")
    expect(page.locator(".way a[href='/t/2']")).to_have_count(0)
    look(page, "offline-road-planned")

    pass_time(page, minutes=4)
    page.goto("/road")
    expect(page.locator(".way li", has_text="откроется сам")).to_have_count(0)
    expect(page.locator(".way li.now")).to_have_count(1)
    page.locator(".way a[href='/t/2']").click()
    expect(page).to_have_url(re.compile("/t/2$"))
    expect(page.locator("main li").first).to_have_text("4 вопроса, потом 3 о тебе.")
    page.locator(GO).click()
    answer(page, room.keys("B"), right=3)
    say(page)
    page.locator(GO).click()
    expect(page.locator("main .strip.wait .i")).to_be_visible()

    room.wait(minutes=4)
    network.join()
    page.goto("/road")
    until(lambda: ("post", 3, 4) in counted(site))


def test_before_the_first_test_is_done_a_planned_second_one_leads_nobody_on(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    has_joined(page, site)
    room = site.room
    room.open(Wave.PRE)
    soon = room.school.now + timedelta(minutes=3)
    windows.plan(room.school.session, room.cohort, Wave.POST, opens_at=soon, now=room.school.now)
    room.wait()
    page.goto("/road")
    has_taken_along(page, site)
    network.cut()
    pass_time(page, minutes=4)

    page.goto("/road")
    expect(page.locator(".way li.now")).to_have_count(1)
    expect(page.locator(GO)).to_have_attribute("href", "/t/1")
