"""The connection comes back while the way stands on the screen: nothing on it is undone, and it stops saying that there
is none."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from app.services.waves import Wave
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import ARRIVED
from tests.browser.test_offline import come_along, counted, done, has_taken_along, read_on, sit_to_the_end, until

SOON = 3_000
"""Milliseconds after which the screen says the truth."""
CUT = "main .strip:visible"
WATCH = """() => new MutationObserver(() => {
    const isCut = [...document.querySelectorAll("main .strip")].some((it) => it.offsetParent);
    if (!isCut) { window.truth = window.truth || Date.now(); }
}).observe(document, { subtree: true, childList: true, attributes: true })"""
"""The page notes when its line goes: how slow the machine is that looks on does not count."""
ONLINE = "dispatchEvent(new Event('online'))"


def come_back(page: Page, network: Network, *, is_told: bool = True) -> float:
    """The connection is there again, and the phone may tell its pages; returns when that was, in milliseconds."""
    since = time.time() * 1000
    network.join()
    if is_told:
        page.evaluate(ONLINE)
    return since


def says_the_truth_soon(page: Page, since: float) -> None:
    expect(page.locator(CUT)).to_have_count(0, timeout=30_000)
    assert page.evaluate("window.truth") - since < SOON


def finish_a_lesson_without_a_connection(page: Page, site: Site, network: Network) -> None:
    come_along(page, site, Wave.PRE)
    sit_to_the_end(page, site)
    expect(page.locator(ARRIVED)).to_be_visible()
    page.goto("/road")
    has_taken_along(page, site)
    until(
        lambda: (
            page.evaluate("phone.learner().then((it) => phone.road(it.mark)).then((it) => it.tests[0].standing)")
            == "sent"
        )
    )
    network.cut()
    page.goto("/l/1")
    read_on(page)
    stands_finished(page)
    expect(page.locator(CUT)).to_have_count(1)


def stands_finished(page: Page) -> None:
    expect(page.locator(".way .done")).to_have_count(2)
    expect(page.locator(".way .now a").first).to_have_attribute("href", re.compile("^/l/2"))


@pytest.mark.parametrize("is_told", [True, False], ids=["the phone says it", "no event says it"])
def test_a_lesson_that_was_finished_stays_finished_when_the_connection_returns(
    site: Site, network: Network, profile: Open, look: Look, is_told: bool
) -> None:
    page = profile()
    finish_a_lesson_without_a_connection(page, site, network)
    page.evaluate(
        "window.undone = 0; new MutationObserver(() => {"
        " if (document.querySelectorAll('.way .done').length < 2) { window.undone += 1; }"
        "}).observe(document.querySelector('#stops'), {childList: true})"
    )
    page.evaluate(WATCH)
    since = come_back(page, network, is_told=is_told)

    says_the_truth_soon(page, since)
    until(lambda: done(site) != [])
    stands_finished(page)
    assert page.evaluate("window.undone") == 0, "not for a moment either"
    look(page, "offline-road-again")

    network.cut()  # and what is kept has not forgotten it either
    page.goto("/road")
    expect(page.locator(CUT)).to_have_count(1)
    stands_finished(page)


def test_who_was_signed_out_meanwhile_is_asked_for_the_card(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    come_along(page, site)
    network.cut()
    page.goto("/road")
    expect(page.locator(".way li").first).to_be_visible()
    page.context.clear_cookies()
    since = come_back(page, network)

    expect(page).to_have_url(re.compile("/in$"), timeout=30_000)
    assert page.evaluate("performance.timeOrigin") - since < SOON, "when the page went there"


def in_a_lesson_with_a_test_that_waits(site: Site, network: Network, page: Page) -> Page:
    """Without a connection, and after so many tries that the outbox waits for five minutes."""
    come_along(page, site, Wave.PRE)
    network.cut()
    sit_to_the_end(page, site)
    page.goto("/l/1")
    expect(page.locator(CUT)).to_have_count(1)
    page.evaluate("(async () => { for (let n = 0; n < 5; n += 1) { await phone.flush(); } })()")
    return page


def test_what_waits_goes_and_its_line_with_it_soon_after_the_server_is_there_on_the_page_of_a_lesson(
    site: Site, network: Network, profile: Open
) -> None:
    """No event of the phone's tells it, and the outbox would try again in five minutes."""
    page = in_a_lesson_with_a_test_that_waits(site, network, profile())
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.method} {request.url.partition('/api/v1/')[2]}"))
    page.wait_for_timeout(2 * SOON)
    assert {*requests} == {"GET session"}, "no more than one small question while it is away"
    assert len(requests) <= 7

    page.evaluate(WATCH)
    since = come_back(page, network, is_told=False)

    says_the_truth_soon(page, since)
    until(lambda: counted(site) == [("pre", 3, 4)])
    requests.clear()
    page.wait_for_timeout(2 * SOON)
    assert "GET session" not in requests, "where no line stands nothing is asked"


def test_a_server_that_takes_nothing_yet_is_asked_no_more_before_its_time(
    site: Site, network: Network, profile: Open
) -> None:
    page = in_a_lesson_with_a_test_that_waits(site, network, profile())
    requests: list[str] = []

    def refuse(route: Route) -> None:
        requests.append(route.request.method)
        route.fulfill(status=503, headers={"Retry-After": "60"}, json={"code": "busy"})

    page.context.route("**/api/v1/attempts/*", refuse)
    network.join()
    page.wait_for_timeout(2 * SOON)
    first = [*requests]
    page.wait_for_timeout(2 * SOON)

    assert {*first} == {"PUT"}
    assert requests == first, "once by the page, and once by its worker"
    expect(page.locator(CUT)).to_have_count(1)
