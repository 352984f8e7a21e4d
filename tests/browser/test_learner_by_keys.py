"""A learner's whole way by keyboard alone: Tab, arrows, Space, Enter and Esc; never a finger."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.services.waves import Wave
from tests.browser.conftest import Open, Site
from tests.browser.test_learner_journey import ARRIVED

SEEN = """(wanted) => {
    if (document.activeElement === document.body) { return null; }
    const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
    const isClear = (colour) => colour === "transparent" || parts(colour)[3] === 0;
    const light = (colour) => parts(colour).slice(0, 3).map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
    const contrast = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    const behind = (place) => { // what is painted under this element
        let it = place;
        while (it && isClear(getComputedStyle(it).backgroundColor)) { it = it.parentElement; }
        return getComputedStyle(it || document.body).backgroundColor;
    };
    const it = document.activeElement;
    const label = it.matches(".triage input") ? it.nextElementSibling : it;
    const face = it.matches(".pick input") ? it.parentElement : label;
    const box = face.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const there = document.elementFromPoint(x, y);
    const shown = it.matches(".pick input, .triage input") ? it.nextElementSibling : it;
    const mark = getComputedStyle(shown); // drawn outside of it, on what lies behind
    return {
        isWanted: it === document.querySelector(wanted),
        what: it.outerHTML.slice(0, 120),
        isCovered: !there || !(face.contains(there) || there.contains(face)),
        width: mark.outlineStyle === "none" ? 0 : parseFloat(mark.outlineWidth),
        contrast: contrast(mark.outlineColor, behind(shown.parentElement)),
    };
}"""


class Keys:
    """Whoever has a keyboard and no finger, and must see where they are after each key."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str, *, key: str = "Tab") -> None:
        self.page.wait_for_load_state()
        self.page.locator(selector).first.wait_for()
        seen = self.page.evaluate(SEEN, selector)
        for _ in range(60):
            if seen and seen["isWanted"]:
                return
            self.page.keyboard.press(key)
            seen = self.page.evaluate(SEEN, selector)
            if seen:
                assert not seen["isCovered"], f"{self.page.url}: hidden under something else: {seen['what']}"
                assert seen["width"] >= 2, f"{self.page.url}: cannot be seen to have focus: {seen['what']}"
                assert seen["contrast"] >= 3, f"{self.page.url}: focus at {seen['contrast']:.2f} to 1: {seen['what']}"
        raise AssertionError(f"{key} never comes to {selector} on {self.page.url}")

    def press(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def choose(self, group: str, downs: int) -> None:
        """The radio button so many below the first of its group."""
        self.reach(f"input[name='{group}']")
        self.page.keyboard.press("Space")
        for _ in range(downs):
            self.page.keyboard.press("ArrowDown")
        expect(self.page.locator(f"input[name='{group}']").nth(downs)).to_be_checked()


@pytest.mark.parametrize(
    ("lang", "javascript", "scheme"),
    [
        pytest.param("ru", True, "light", id="Russian with JavaScript"),
        pytest.param("ru", False, "dark", id="Russian without, in the dark"),
        pytest.param("kk", False, "light", id="Kazakh without"),
    ],
)
def test_a_learner_who_has_only_keys_goes_from_the_poster_to_the_end_of_a_lesson(
    site: Site, hand: Open, lang: str, javascript: bool, scheme: str
) -> None:
    page = hand(javascript=javascript, scheme=scheme)
    keys = Keys(page)
    page.goto(f"/j/{site.room.cohort.join_code}")
    keys.press(f"main a[lang={lang}]")
    keys.press(".advert a")
    keys.press(".go .btn")
    keys.press("button[value=yes]")
    keys.choose("sex", 1)
    keys.choose("age_band", 1)
    keys.press(".go .btn")
    expect(page).to_have_url(re.compile("/card$"))
    expect(page.locator("html")).to_have_attribute("lang", lang)
    keys.press(".go .btn")
    expect(page).to_have_url(re.compile("/road$"))
    site.room.open(Wave.PRE)
    page.reload()
    keys.press(".go .btn")
    expect(page).to_have_url(re.compile("/t/1$"))
    keys.press(".go .btn")
    questions = len(site.room.keys("A"))
    for n in range(1, questions + 1):
        page.wait_for_url(f"**/t/1/{n}")
        keys.choose(page.locator("main input[type=radio]").first.get_attribute("name"), n % 4)
        keys.press(".go .btn")
        page.wait_for_url(f"**/t/1/{n + 1}")
    while not page.url.endswith("/all"):
        n += 1
        page.wait_for_url(f"**/t/1/{n}")
        keys.choose(page.locator("main input[type=radio]").first.get_attribute("name"), 2)
        keys.press(".go .btn")
        page.wait_for_url(re.compile(f"/t/1/({n + 1}|all)$"))
    keys.press(".go .btn:not([data-many])")
    expect(page.locator(ARRIVED)).to_be_visible()

    screen = "[data-screen]:not([hidden])"
    keys.press(".go .btn")
    expect(page).to_have_url(re.compile("/l/1"))
    keys.press(f"{screen} .go .btn")
    expect(page.locator(f"{screen}[data-screen='1']")).to_have_count(1)
    of = page.locator(f"{screen} .road i").count()
    for n in range(1, of + 1):
        expect(page.locator(f"{screen}[data-screen='{n}']")).to_have_count(1)
        if page.locator(f"{screen} .check").count():
            keys.choose("answer", 0)
            keys.press(f"{screen} .go .btn:not([name=go])")
        keys.press(f"{screen} .go [name=go]:not([hidden])")
    expect(page).to_have_url(re.compile("/road(#now)?$"))
    page.wait_for_load_state("networkidle")  # the road comes anew once the lesson's steps have arrived

    keys.press("nav.safe a[href='/help']")
    expect(page).to_have_url(re.compile("/help"))
    keys.press("main a[href*='country=KZ'], main summary")
    keys.reach("#leave", key="Shift+Tab")
