"""Back in the browser, over a form that came back with a fault: a page of ours, never the browser's own."""

import re

import pytest
from playwright.sync_api import expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import answer, come_along

HELP = ".safe a >> nth=1"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_back_over_a_group_code_that_was_wrong(site: Site, hand: Open, javascript: bool) -> None:
    page = hand(javascript=javascript)
    page.goto("/?lang=ru")
    page.locator("#code").fill("WRQNG234")
    page.locator(GO).click()
    expect(page.locator(".bad")).to_be_visible()
    page.locator("#code").fill(site.room.cohort.join_code)
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/j/"))
    page.go_back()
    expect(page.locator("#code")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_back_from_the_card_over_questions_that_were_left_open(site: Site, hand: Open, javascript: bool) -> None:
    """The card is one page on: whoever sees a broken page instead believes that it is lost."""
    page = hand(javascript=javascript)
    page.goto(f"/j/{site.room.cohort.join_code}?lang=ru")
    page.locator("button[value=yes]").click()
    page.locator(GO).click()
    expect(page.locator(".bad").first).to_be_visible()
    page.locator("label", has=page.locator("input[name=sex][value=female]")).click()
    page.locator("label", has=page.locator("input[name=age_band][value='15-17']")).click()
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/card$"))
    page.go_back()
    expect(page.locator("main")).to_contain_text("На этом телефоне сейчас номер 1")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_back_over_a_pin_that_was_wrong(site: Site, hand: Open, javascript: bool) -> None:
    code, pin = has_joined(hand(), site)
    page = hand(javascript=javascript)
    page.goto("/in?lang=ru")
    page.locator("#code").fill(code)
    page.locator("#pin").fill("000000")
    page.locator(GO).click()
    expect(page.locator(".bad").first).to_be_visible()
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/road$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/road(#now)?$"))
    expect(page.locator("main")).not_to_contain_text("Сервер не отвечает")


def test_back_over_a_form_that_did_not_reach_the_server(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    come_along(page, site)
    network.cut()
    page.locator("form[action='/language'] button[value=kk]").click()
    expect(page.locator("main")).to_contain_text("Сервер не отвечает")
    network.join()
    page.goto("/help")
    page.go_back()
    expect(page.locator("#stops, .way")).to_be_visible()
    network.cut()
    page.locator("form[action='/language'] button[value=kk]").click()
    expect(page.locator("main")).to_contain_text("Сервер не отвечает")
    network.join()
    page.locator(GO).click()
    expect(page.locator("#stops, .way")).to_be_visible()


def test_help_leads_back_to_the_question_that_one_came_from(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=1, upto=1)
    expect(page).to_have_url(re.compile("/t/1/2$"))
    page.locator(HELP).click()
    page.locator(".tags a").nth(1).click()  # the numbers of another country
    expect(page).to_have_url(re.compile("country="))
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/2$"))
    network.cut()
    page.locator(HELP).click()
    expect(page).to_have_url(re.compile("/help$"))
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/2$"))


def test_back_over_what_was_tapped_in_a_lesson_without_javascript(site: Site, hand: Open) -> None:
    page = hand(javascript=False)
    has_joined(page, site)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    tap = "main form.check .pick"
    n = next(n for n in range(1, 12) if page.goto(f"/l/1/{n}") and page.locator(tap).count())
    for place, count in ((1, 1), (2, 3)):  # two wrong ones, and then the right one is shown
        page.locator(tap).nth(place).click()
        page.locator(GO).click()
        expect(page.locator(".said:visible")).to_have_count(count)
    page.locator(GO).click()
    expect(page).to_have_url(re.compile(f"/l/1/{n + 1}$|/road#now$"))
    page.go_back()
    expect(page).to_have_url(re.compile(f"/l/1/{n}$"))
    expect(page.locator(tap).first).to_be_visible()
