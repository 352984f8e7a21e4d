"""Letters of double size, as somebody sets them for all pages, on the narrowest phone: nothing scrolls sideways."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.services.waves import Wave
from tests.browser.conftest import Open, Site
from tests.browser.test_learner_journey import ARRIVED, GO, join
from tests.browser.test_learner_screens import LARGE
from tests.browser.voices import give_voices

WIDTH = 320


class Narrow:
    """Every page that is opened or reached is measured; which were too wide is told at the end."""

    def __init__(self, page: Page) -> None:
        give_voices(page, "ru-RU", "kk-KZ", "en-GB")  # a page that can be listened to has one button more
        page.context.new_cdp_session(page).send("Page.setFontSizes", LARGE)
        page.goto("/")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        self.page = page
        self.wide: dict[str, int] = {}
        self.seen = 0

    def look(self, *_: object) -> None:
        width = self.page.locator("main").evaluate("() => document.documentElement.scrollWidth")
        self.seen += 1
        if width > WIDTH:
            self.wide[f"{self.page.url} {self.page.locator('h1').first.inner_text()[:40]}"] = width

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()


def answer_all(narrow: Narrow, site: Site, number: int) -> None:
    page = narrow.page
    narrow.open(f"/t/{number}")
    page.locator(GO).click()
    n = 1
    while not page.url.endswith("/all"):
        page.wait_for_url(f"**/t/{number}/{n}")
        narrow.look()
        if n != 2:  # left open, for the look over
            page.locator("label.pick").nth(1).click()
            narrow.look()
        page.locator(GO).click()
        n += 1
        page.wait_for_url(re.compile(rf"/({n}|all)$"))
    narrow.look()
    page.locator(GO).click()
    expect(page.locator(ARRIVED)).to_be_visible()
    narrow.look()


@pytest.mark.items(5)
@pytest.mark.parametrize(
    ("lang", "javascript"),
    [("ru", True), ("kk", True), ("en", True), ("kk", False)],
    ids=["ru", "kk", "en", "kk without JavaScript"],
)
def test_no_screen_of_a_learner_scrolls_sideways(site: Site, hand: Open, lang: str, javascript: bool) -> None:
    narrow, room = Narrow(hand(width=WIDTH, javascript=javascript)), site.room
    page = narrow.page
    for address in (f"/?lang={lang}", "/in", "/help", "/help?country=KZ", "/nowhere", "/road"):
        narrow.open(address)
    join(page, site, narrow.look, lang=lang)
    narrow.look()
    room.open(Wave.PRE)
    narrow.open("/road")
    answer_all(narrow, site, 1)
    narrow.open("/result")
    room.close(Wave.PRE)
    room.open(Wave.POST)
    narrow.open("/road")
    answer_all(narrow, site, 2)
    room.close(Wave.POST)
    for address in ("/road", "/t/1", "/t/2", "/result", "/card", "/reached", "/stop", "/shell/road", "/shell/test"):
        narrow.open(address)

    assert narrow.wide == {}
    assert narrow.seen > 50
