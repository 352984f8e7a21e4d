"""A learner's whole way by keyboard alone: Tab, arrows, Space, Enter and Esc; never a finger."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.services.testing import Wave

SEEN = """() => {
    const it = document.activeElement;
    const face = it.matches(".pick input") ? it.parentElement : it;
    const box = face.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const there = document.elementFromPoint(x, y);
    const shown = it.matches(".pick input") ? it.nextElementSibling : it;
    return {
        what: it.outerHTML.slice(0, 120),
        isCovered: !there || !(face.contains(there) || there.contains(face)),
        isMarked: getComputedStyle(shown).outlineStyle !== "none",
    };
}"""


class Keys:
    """Whoever has a keyboard and no finger, and must see where they are after each key."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str, *, key: str = "Tab") -> None:
        wanted = self.page.locator(selector).first
        wanted.wait_for()
        for _ in range(60):
            if wanted.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press(key)
            if not self.page.evaluate("document.activeElement === document.body"):
                seen = self.page.evaluate(SEEN)
                assert not seen["isCovered"], f"{self.page.url}: hidden under something else: {seen['what']}"
                assert seen["isMarked"], f"{self.page.url}: cannot be seen to have focus: {seen['what']}"
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
    ("lang", "javascript"),
    [
        pytest.param("ru", True, id="Russian with JavaScript"),
        pytest.param("ru", False, id="Russian without"),
        pytest.param("kk", False, id="Kazakh without"),
    ],
)
def test_a_learner_who_has_only_keys_goes_from_the_poster_to_the_end_of_a_lesson(site, hand, lang, javascript):
    page = hand(javascript=javascript)
    keys = Keys(page)
    page.goto(f"/j/{site.room.cohort.join_code}")
    keys.press(f"main a[lang={lang}]")
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
    keys.press(".go .btn")
    expect(page.locator(".big")).to_be_visible()
    keys.press(".go .btn")
    expect(page).to_have_url(re.compile("/road$"))

    here = "[data-screen]:not([hidden])"
    keys.press(".go .btn")
    expect(page).to_have_url(re.compile("/l/1"))
    keys.press(f"{here} .go .btn")
    expect(page.locator(f"{here}[data-screen='1']")).to_have_count(1)
    of = page.locator(f"{here} .road i").count()
    for n in range(1, of + 1):
        expect(page.locator(f"{here}[data-screen='{n}']")).to_have_count(1)
        if page.locator(f"{here} .tap").count():
            keys.press(f"{here} .tap")
        keys.press(f"{here} .go .btn")
    expect(page).to_have_url(re.compile("/road$"))

    keys.press("nav.safe a[href='/help']")
    expect(page).to_have_url(re.compile("/help"))
    keys.press("main a[href*='country=KZ'], main summary")
    keys.reach("#leave", key="Shift+Tab")
