"""The service worker: it sends when no page is open, and a new one breaks no test that is being sat."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from app.services.waves import Wave
from app.web import statics
from tests.browser.conftest import Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import answer, come_along, counted, say, sit_to_the_end, until


def test_what_waits_goes_when_no_page_is_open(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    network.cut()
    sit_to_the_end(page, site)
    expect(page.locator("main .strip.wait .i")).to_be_visible()
    page.goto("about:blank")
    network.join()
    wake(page, network.url)

    until(lambda: counted(site) == [("pre", 3, 4)])


def wake(page: Page, origin: str) -> None:
    """As the system does when a connection comes: it wakes the worker, not a page."""
    session = page.context.new_cdp_session(page)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(it["registrationId"] for it in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    while not registrations:
        page.wait_for_timeout(50)
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": origin, "registrationId": registrations[0], "tag": "outbox", "lastChance": False},
    )


def test_a_new_version_breaks_no_test_that_is_being_sat(
    site: Site, network: Network, profile: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    keys = site.room.keys("A")
    answer(page, keys, right=3, upto=1)
    digest = statics._digest
    renewed: Any = lambda path: digest(path)[::-1]  # noqa: E731
    monkeypatch.setattr(statics, "_digest", renewed)
    before = files_caches(page)
    page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update())")
    until(lambda: page.evaluate("navigator.serviceWorker.getRegistration().then((it) => !!it.waiting)"))
    answer(page, keys, right=3, after=1, upto=2)
    network.cut()
    answer(page, keys, right=3, after=2, upto=3)
    page.goto("/t/1/4")
    answer(page, keys, right=3, after=3)
    say(page)
    page.locator(GO).click()
    expect(page.locator("main .strip.wait .i")).to_be_visible()
    network.join()
    page.goto("/road")
    expect(page).to_have_url(re.compile("/road$"))

    until(lambda: counted(site) == [("pre", 3, 4)])
    page.wait_for_load_state("networkidle")  # the road comes anew when the answers have arrived
    assert before < files_caches(page)

    def has_taken_over() -> bool:
        """The new worker comes when no page is open, if the old one has done its work by then; else the next time.

        While Chromium hands over from one worker to the next a page may not come: whoever waits taps again.
        """
        page.goto("about:blank")
        try:
            page.goto("/road", timeout=10_000)
        except TimeoutError:
            return False
        page.wait_for_load_state("networkidle")
        caches = files_caches(page)
        return len(caches) == 1 and not before & caches

    until(has_taken_over, 60)


def files_caches(page: Page) -> set[str]:
    """Of each version of the worker on this phone."""
    return {name for name in page.evaluate("caches.keys()") if name[0] == "f"}
