"""Screens of a learner under the hardest conditions: small, with large letters, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import SMALL, Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import ARRIVED, GO, join, sit
from tests.browser.test_offline import add_helpline, has_taken_along

LARGE = {"fontSizes": {"standard": 32, "fixed": 26}}


def is_above_the_dock(page: Page, selector: str) -> bool:
    it, dock = page.locator(selector).bounding_box(), page.locator(".safe").bounding_box()
    assert it and dock
    return it["y"] + it["height"] <= dock["y"]


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_both_questions_before_joining_stand_above_the_dock(site: Site, hand: Open, lang: str) -> None:
    page = hand(javascript=False)
    page.goto(f"/j/{site.room.cohort.join_code}?lang={lang}")
    page.locator("button[value=yes]").click()
    page.wait_for_url("**/you")
    page.locator("input[name=sex][value=male]").check(force=True)

    assert is_above_the_dock(page, "label.pick >> nth=-1")


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_letters_of_double_size_are_not_cut_off(site: Site, hand: Open, lang: str) -> None:
    page = hand(width=320)
    page.context.new_cdp_session(page).send("Page.setFontSizes", LARGE)
    page.goto(f"/help?country=KZ&lang={lang}")
    assert cut_off(page) == []
    page.goto(f"/j/{site.room.cohort.join_code}?lang={lang}")
    assert cut_off(page) == []
    dock, button = page.locator(".safe").bounding_box(), page.locator(GO).bounding_box()
    assert button["y"] >= dock["y"], "the button grows out of the dock"
    page.locator("button[value=yes]").click()
    assert cut_off(page) == []


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_words_beside_a_number_are_not_squeezed_by_letters_of_double_size(site: Site, hand: Open, lang: str) -> None:
    for number in ("112", "111"):
        add_helpline(site, "KZ", number)
    page = hand(width=320)
    page.context.new_cdp_session(page).send("Page.setFontSizes", LARGE)
    page.goto(f"/help?country=KZ&lang={lang}")
    shares = page.evaluate(
        """() => Array.from(document.querySelectorAll(".call"))
            .map((it) => it.querySelector("span").offsetWidth / it.offsetWidth)"""
    )
    assert len(shares) == 2
    assert min(shares) > 0.5, shares


def test_a_code_typed_in_letters_of_double_size_can_be_read_whole(site: Site, hand: Open) -> None:
    page = hand(width=320)
    for address, field, typed in (("/in?lang=ru", "#code", "MWMW WMWM"), ("/in?lang=ru", "#pin", "888888")):
        page.goto(address)
        page.context.new_cdp_session(page).send("Page.setFontSizes", LARGE)
        page.locator(field).fill(typed)
        wide, seen = page.locator(field).evaluate("(it) => [it.scrollWidth, it.clientWidth]")
        assert wide <= seen, f"{typed} is cut off"


def cut_off(page: Page) -> list[str]:
    """Words that stand, in part, outside the screen's width."""
    words: list[str] = page.evaluate(
        """() => Array.from(document.querySelectorAll("body *")).filter((it) => {
            const box = it.getBoundingClientRect();
            return box.width > 1 && box.right > innerWidth + 1 && it.innerText && !it.closest(".vh, .scroll");
        }).map((it) => it.innerText.slice(0, 30))"""
    )
    return words


def test_a_link_in_a_warning_can_be_read_and_tapped_in_the_dark_too(site: Site, hand: Open, look: Look) -> None:
    page = hand(scheme="dark")
    site.room.open(Wave.PRE)
    has_joined(page, site)
    site.room.open(Wave.POST)
    page.goto("/t/2")
    link = page.locator(".strip a")
    look(page, "lessons-left-dark")
    assert link.bounding_box()["height"] >= 44


def test_short_words_too_are_wide_enough_for_a_finger(site: Site, hand: Open, look: Look) -> None:
    page = hand(locale="en-GB")
    join(page, site, look, lang="en")
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    page.wait_for_url("**/t/1/1")
    look(page, "en-question")
    page.goto("/t/1/all")
    look(page, "en-overview")
    site.room.close(Wave.PRE)
    page.goto("/l/2/3")
    look(page, "en-step")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.evaluate(SMALL) == []


def test_from_a_gap_that_is_filled_one_tap_leads_to_the_next_and_back_to_the_look_over(site: Site, hand: Open) -> None:
    page = hand()
    join(page, site)
    site.room.open(Wave.PRE)
    sit(page, site, 1, right=3, blanks=(2, 4))
    page.locator("a.step").first.click()
    for address in ("/t/1/2", "/t/1/4"):
        page.wait_for_url(f"**{address}")
        page.locator("label.unsure").click()
        page.locator(GO).click()

    expect(page).to_have_url(re.compile("/t/1/all$"))


@pytest.mark.parametrize("how", ["tap", "Esc"])
def test_back_does_not_return_to_what_was_left(site: Site, hand: Open, how: str) -> None:
    """However often: each page before it is left in its turn, and gives its place to the weather."""
    page = hand()
    page.context.route("https://**", lambda route: route.fulfill(body="weather", content_type="text/html"))
    join(page, site)
    page.goto("/help?country=KZ")
    places = page.evaluate("history.length")
    if how == "tap":
        page.locator("#leave").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    expect(page.locator("body")).to_have_text("weather")
    assert page.evaluate("history.length") == places, "the page was not replaced"
    for _ in range(4):
        page.go_back(wait_until="commit")
        expect(page.locator("body")).to_have_text("weather")
        assert page.url.startswith("https://")

    page.goto("/")
    expect(page.locator("#code")).to_be_visible()


def test_what_comes_next_is_in_sight_however_far_one_has_come(
    site: Site, network: Network, profile: Open, hand: Open
) -> None:
    """With script the road opens at its stop, with a connection and without; without script the dock leads there, too.

    The road is short: it reaches out of the screen of a phone on its side.
    """
    page, plain = profile(), hand(javascript=False)
    for each in (page, plain):
        each.set_viewport_size({"width": 640, "height": 240})
        has_joined(each, site)
    for wave in (Wave.PRE, Wave.POST):
        site.room.open(wave)
    site.room.school.sit(2, Wave.PRE, right=2)
    site.room.wait()
    sit(page, site, 1, right=2)
    page.locator(GO).click()
    expect(page.locator(ARRIVED)).to_be_visible()
    for lesson in site.room.school.release.course.lessons:
        for learner_id in (1, 2):
            site.room.school.finish_lesson(learner_id, lesson.id)
    site.room.wait()
    page.goto("/road")
    expect(page.locator(".way > .now")).to_be_in_viewport()
    has_taken_along(page, site)
    network.cut()
    page.goto("/road")
    expect(page.locator(".way > .now")).to_be_in_viewport()

    plain.goto("/road")
    expect(plain.locator(".way > .now"), "without a script, too").to_be_in_viewport()
    expect(plain.locator(GO)).to_be_in_viewport(ratio=1)
    expect(plain.locator(GO)).to_have_attribute("href", "/t/2")
