"""A phone that was left lying, and leaving it: the page hides, Back shows nothing, and the server hears of it later."""

import re
import socket

import pytest
from playwright.sync_api import Page, Route, expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import answer, come_along, counted, sit_to_the_end, until


def leave_without_a_connection(page: Page, site: Site, network: Network) -> None:
    """Whoever has taken the course along leaves; the server does not hear of it."""
    come_along(page, site)
    network.cut()
    page.locator("#leave").click()
    page.wait_for_url(re.compile("/leave$"))


def is_signed_out_by_the_next_page(page: Page) -> None:
    page.route(re.compile("gismeteo"), lambda route: route.fulfill(body="weather"))
    page.goto("/road")
    expect(page).to_have_url(re.compile("/$"))
    page.goto("/road")
    expect(page).to_have_url(re.compile("/in$"))


def shows_a_clock(page: Page) -> None:
    expect(page).to_have_url(re.compile("/leave$"))
    expect(page.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(page).to_have_title(page.locator("time").inner_text())
    expect(page.locator("main p")).to_have_text(re.compile("^(поне|втор|сред|чет|пят|суб|воск)"))
    expect(page.locator("a, button, img, svg, nav")).to_have_count(0)
    assert len(page.locator("body").inner_text().split()) == 4, "the time, a day of the week, day and month"


def lie_still(page: Page, minutes: float) -> None:
    """As if nobody had touched the phone for so long."""
    page.evaluate("(ms) => localStorage.setItem('seen', Date.now() - ms)", minutes * 60_000)
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_after_five_minutes_the_page_hides_until_the_pin_is_typed(site: Site, profile: Open, look: Look) -> None:
    page = profile()
    _, pin = has_joined(page, site)
    heading = page.locator("h1").inner_text()
    lie_still(page, 4)
    expect(page.locator("h1")).to_have_text(heading)
    lie_still(page, 6)
    expect(page.locator("h1")).not_to_have_text(heading)
    assert page.locator("main").inner_text().count("PIN") == 1, "the button asks for it"
    look(page, "hidden")
    expect(page.locator(".way")).to_have_count(0)
    page.goto("/help")
    lie_still(page, 60)
    expect(page.locator("h1")).to_have_text("Помощь")
    page.goto("/road")
    expect(page).to_have_url(re.compile("/unlock$"))
    for address in ("/road", "/t/1", "/card", "/api/v1/road"):
        page.goto(address)
        expect(page.locator(".way, .ticket")).to_have_count(0)
    page.goto("/unlock")
    look(page, "unlock")
    page.locator("#pin").fill("000001")
    page.locator(GO).click()
    expect(page.locator("#pin")).to_be_focused()
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    expect(page.locator("h1")).to_have_text(heading)


def test_a_phone_that_slept_hides_when_it_wakes(site: Site, profile: Open) -> None:
    page = profile()
    has_joined(page, site)
    page.evaluate("localStorage.setItem('seen', Date.now() - 3600000)")
    page.goto("/road")
    expect(page.locator(".way")).to_have_count(0)


def test_without_javascript_too_a_page_hides_itself_and_back_does_not_bring_it_again(site: Site, hand: Open) -> None:
    page = hand(javascript=False)
    _, pin = has_joined(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    for n in (1, 2):
        expect(page).to_have_url(re.compile(f"/t/1/{n}$"))
        page.locator("label.pick").nth(1).click()
        page.locator(GO).click()

    def hurry(route: Route) -> None:
        """Five minutes in a second."""
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('content="300;', 'content="1;'))

    page.route("**/t/1/2", hurry)
    page.goto("/t/1/2")
    expect(page).to_have_url(re.compile("/unlock$"))
    page.unroute_all()
    for _ in range(2):
        page.go_back()
        expect(page).to_have_url(re.compile("/unlock$"))
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/2$"))
    expect(page.locator("input:checked")).to_have_count(1)


def leave_a_test_lying(page: Page, site: Site, network: Network) -> None:
    """Without a connection, after three questions, until the page hides itself."""
    come_along(page, site, Wave.PRE)
    network.cut()
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3, upto=3)
    lie_still(page, 6)


def test_without_a_connection_only_what_was_being_done_goes_on(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    leave_a_test_lying(page, site, network)
    expect(page.locator("main input")).to_have_count(0)
    expect(page.locator("[data-go-on]")).to_be_visible()
    assert page.locator("main").inner_text().count("PIN") == 1, "said to be of no use now, and nothing else of it"
    look(page, "hidden-offline")
    for _ in range(2):  # and left lying once more it hides once more
        page.locator("[data-go-on]").click()
        expect(page).to_have_url(re.compile("/t/1/4$"))
        expect(page.locator("main input")).to_have_count(5)
        lie_still(page, 6)
        expect(page.locator("main input")).to_have_count(0)
    page.goto("/road")
    expect(page.locator(".way li")).to_have_count(0)
    expect(page.locator("[data-go-on]")).to_be_hidden()
    page.goto("/l/1")
    expect(page.locator("main [data-alone]").first).to_be_visible()
    expect(page.locator("[data-go-on]")).to_be_hidden()
    page.goto("/road")
    # Nobody can check a PIN now: the button does not say so, and shows nothing of the learner either.
    pin = page.locator("main a[href='/unlock']")
    expect(pin).to_have_text("Обновить")
    pin.click()
    expect(page).to_have_url(re.compile("/unlock$"))
    expect(page.locator("main [data-alone]").first).to_be_visible()
    expect(page.locator(".way li")).to_have_count(0)
    page.goto("/road")
    expect(page.locator("main [data-alone]").first).to_be_visible()
    expect(page.locator(".way li")).to_have_count(0)
    network.join()
    page.goto("/road")
    expect(page.locator(".way li")).to_have_count(0)
    until(lambda: "/unlock" in (page.goto("/card"), page.url)[1])


def test_a_test_goes_on_also_when_its_page_was_closed_meanwhile(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    leave_a_test_lying(page, site, network)
    page.reload()
    expect(page.locator("main input")).to_have_count(0)
    page.locator("[data-go-on]").click()

    expect(page.locator("main input")).to_have_count(5)
    answer(page, site.room.keys("A"), right=3, after=3, upto=4)


def test_leaving_works_without_a_connection_and_signs_out_at_the_next(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    """An empty page is what one sees when somebody hides something: it leads to a clock, of which nothing is ours."""
    page = profile()
    come_along(page, site)
    network.cut()
    page.locator("#leave").click()
    shows_a_clock(page)
    look(page, "offline-left")
    page.go_back()
    expect(page.locator(".way li")).to_have_count(0)
    for address in ("/road", "/in"):  # never the browser's own page, in words of its own
        page.goto(address)
        expect(page.locator("#nobody")).to_be_visible()

    network.join()
    is_signed_out_by_the_next_page(page)


def test_what_waits_on_a_phone_outlives_leaving_and_the_sign_in_does_not(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    code, pin = come_along(page, site, Wave.PRE)
    [cookie] = [it["value"] for it in page.context.cookies() if it["name"] == "n"]
    network.cut()
    sit_to_the_end(page, site)
    expect(page.locator(".strip")).to_be_visible()
    page.locator("#leave").click()
    page.wait_for_url(re.compile("/leave$"))
    assert counted(site) == []

    network.join()
    is_signed_out_by_the_next_page(page)
    copied = site.room.app.test_client()
    copied.set_cookie("n", cookie)
    assert copied.get("/road").status_code == 303
    page.locator("#code").fill(code)
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/road$"))
    until(lambda: counted(site) == [("pre", 3, 4)])


@pytest.mark.parametrize("answer", ["a proxy's", "none"])
def test_whoever_has_left_is_not_seen_again_where_the_server_did_not_hear_of_it(
    site: Site, network: Network, profile: Open, answer: str
) -> None:
    page = profile()
    leave_without_a_connection(page, site, network)
    network.join()
    page.route(
        re.compile("/leave$"),
        lambda route: route.fulfill(status=502, body="Bad Gateway") if answer == "a proxy's" else route.abort(),
    )
    page.goto("/road")
    expect(page.locator("#leave")).to_be_visible()
    expect(page.locator(".page")).to_be_empty()

    page.unroute_all()
    is_signed_out_by_the_next_page(page)


def test_help_is_there_for_whoever_has_just_left(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    come_along(page, site)
    page.route(re.compile("gismeteo"), lambda route: route.fulfill(body="weather"))
    page.locator("#leave").click()
    page.wait_for_url(re.compile("gismeteo"))
    with page.expect_request(re.compile("/leave$")):  # it is told once more
        page.goto("/help?country=KZ")

    expect(page).to_have_url(re.compile("/help"))
    expect(page.locator("h1")).to_have_text("Помощь")


def test_on_a_line_that_says_nothing_leaving_is_as_quick(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    come_along(page, site)
    network.cut()
    with socket.create_server(("127.0.0.1", network.own)):  # takes every connection and never answers
        took, address, left = page.evaluate("""() => {
            const from = performance.now();
            document.getElementById("leave").click();
            const took = performance.now() - from;
            return [took, location.pathname, document.body.innerHTML];
        }""")
        assert address == "/leave"
        assert re.fullmatch(r"\d\d:\d\d", left), "a clock, and never an empty page"
        assert took <= 300


def test_a_page_from_the_browsers_memory_comes_back_empty(site: Site, profile: Open) -> None:
    page = profile()
    has_joined(page, site)
    page.wait_for_url(re.compile("/road$"))  # else the page before it may be the one that is emptied
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")

    assert page.locator("body").is_hidden()
