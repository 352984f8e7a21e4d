"""A phone whose disk is slow, without a connection: what is shown says so, and goes on by itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.services.waves import Wave
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import answer, come_along

SLOW_DISK = """(milliseconds) => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...names) {
        const late = {};
        setTimeout(() => {
            const request = open.apply(this, names);
            request.onupgradeneeded = () => { late.result = request.result; late.onupgradeneeded(); };
            request.onsuccess = () => { late.result = request.result; late.onsuccess(); };
        }, milliseconds);
        return late;
    };
}"""


def open_slowly(page: Page, seconds: float) -> None:
    """From the next page on the database opens so late."""
    page.add_init_script(f"({SLOW_DISK})({seconds * 1000})")


@pytest.mark.parametrize("seconds", [1, 6], ids=["a second", "longer than a page waits for it"])
def test_whoever_taps_as_soon_as_there_is_a_button_comes_to_the_first_question(
    site: Site, network: Network, profile: Open, seconds: float
) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    open_slowly(page, seconds)
    network.cut()
    page.goto("/t/1")
    page.locator(GO).click()

    expect(page).to_have_url(re.compile("/t/1/1$"))
    answer(page, site.room.keys("A"), right=1, upto=1)
    expect(page).to_have_url(re.compile("/t/1/2$"))


def test_a_page_of_a_slow_phone_says_that_it_goes_on_by_itself_and_the_road_does_too(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    open_slowly(page, 6)
    network.cut()
    page.goto("/t/1/1")
    expect(page.locator("#slow")).to_be_visible()
    expect(page.locator("#shut")).to_be_hidden()
    look(page, "offline-slow-test")
    expect(page.locator("main input")).to_have_count(5, timeout=10_000)

    page.goto("/road")
    expect(page.locator("#slow")).to_be_visible()
    look(page, "offline-slow-road")
    expect(page.locator("#slow")).to_be_hidden(timeout=10_000)
    expect(page.locator("#stops a").first).to_be_visible()
    expect(page.locator(GO)).to_have_attribute("href", "/t/1")
