"""The course that ships, in each of its languages: its words fit phones and paper, whatever they are.

Everything else in this folder stands on the course of the tests.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.content import Release
from app.services.waves import Wave
from courses import StoryStructure
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.test_activities import COVERED
from tests.browser.test_activities_plan import desk, pages_of
from tests.browser.test_first_minutes import Walk, to_the_first_question, unseen
from tests.browser.test_learner_journey import ARRIVED, GO
from tests.browser.test_learner_screens import LARGE, is_above_the_dock
from tests.browser.test_offline import until
from tests.browser.test_offline_hub import begun
from tests.browser.voices import give_voices

__all__ = ["desk"]

USUAL = {"fontSizes": {"standard": 16, "fixed": 13}}
LANGUAGES = ["ru", "kk", "en"]
WALK = """async () => {
  const wide = [];
  const screens = document.querySelectorAll("[data-screen]");
  for (let n = 1; n < screens.length; n += 1) {
    const shown = new Promise((resolve) => window.addEventListener("hashchange", resolve, { once: true }));
    location.hash = n;
    await shown;
    for (const part of screens[n].querySelectorAll(".said, .why, .node, [data-card]")) { part.hidden = false; }
    const by = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const picture = screens[n].querySelector("img");
    if (screens[n].hidden || by > 0 || (picture && !picture.alt)) { wide.push([n, by]); }
  }
  return [screens.length, wide];
}"""
"""Shows screen after screen with every reason open; gives how many there are, and those that are too wide or have a
picture without words."""
CLIPPED = """() => Array.from(document.querySelectorAll("main li")).filter((it) => {
    const style = getComputedStyle(it), around = getComputedStyle(it.parentElement);
    const room = parseFloat(style.marginInlineStart) + parseFloat(around.paddingInlineStart);
    return ["disc", "decimal"].includes(style.listStyleType) && room < 1.1 * parseFloat(style.fontSize);
}).map((it) => it.textContent.slice(0, 30))"""
"""Points of lists whose sign, a number and a full stop, reaches out of the page."""
TORN = """() => {
    const pen = document.createElement("canvas").getContext("2d");
    return Array.from(document.querySelectorAll("h1:lang(ru), h1:lang(en)")).flatMap((head) => {
        const style = getComputedStyle(head);
        pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const room = document.querySelector("main").clientWidth;
        return head.textContent.split(/[\\s-]+/).filter((word) => pen.measureText(word).width > room);
    });
}"""
"""Words of headings that are wider than the page, and so broken anywhere; a few Kazakh ones are, being the longest."""
ALL_AT_ONCE = "() => document.querySelectorAll('[data-screen]').forEach((it) => { it.hidden = false; })"


STORIES = """async () => {
  const off = [];
  let nodes = 0;
  for (const form of document.querySelectorAll("form.story")) {
    const press = (way) => form.querySelector(`[value="${way}"]`).click();
    const shown = new Promise((resolve) => window.addEventListener("hashchange", resolve, { once: true }));
    location.hash = form.closest("[data-screen]").dataset.screen;
    await shown;
    const ways = new Map([[form.querySelector(".node").dataset.node, []]]);
    for (const [id, way] of ways) { // it grows: nearer nodes come before those that are farther away
      if (way.length) { press("again"); }
      way.forEach(press);
      nodes += 1;
      for (const step of form.querySelectorAll(".node:not([hidden]) .step")) {
        if (!ways.has(step.dataset.to)) { ways.set(step.dataset.to, [...way, step.value]); }
        if (step.offsetHeight > 50) { off.push(`${step.value} takes two lines`); }
      }
      off.push(...(COVERED)().map((words) => `${id}: ${words} is not in sight`));
    }
  }
  return [nodes, off];
}""".replace("COVERED", COVERED)
"""Walks to each node of each story of a lesson; gives how many there are, and what is too long or out of sight."""


@pytest.fixture(scope="module")
def course(shipped: Release) -> Release:
    return shipped


class Letters:
    """What somebody sets for all pages; the phone can be listened to, so that its pages have one button more."""

    def __init__(self, page: Page) -> None:
        give_voices(page, "ru-RU", "kk-KZ", "en-GB")
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def are(self, sizes: dict[str, dict[str, int]]) -> None:
        self.session.send("Page.setFontSizes", sizes)
        size = f"{sizes['fontSizes']['standard']}px"
        self.page.wait_for_function(f"getComputedStyle(document.documentElement).fontSize === '{size}'")

    def are_too_wide(self) -> bool:
        """Of double size on the narrowest phone: whether this page scrolls sideways."""
        self.page.set_viewport_size({"width": 320, "height": 640})
        self.are(LARGE)
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size({"width": 360, "height": 640})
        self.are(USUAL)
        return width > 320


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_fits_320_px_with_every_reason_open_in_letters_of_double_size_too(
    site: Site, hand: Open, look: Look, lang: str
) -> None:
    page = hand(width=320)
    letters = Letters(page)
    has_joined(page, site, lang=lang)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    release = site.room.school.release
    for number, lesson in enumerate(release.course.lessons, start=1):
        page.goto(f"/l/{number}")
        words, _ = release.words_for(lesson.id, lang, "ru")
        for sizes in (USUAL, LARGE):
            letters.are(sizes)
            assert page.evaluate(WALK) == [len(words.screens) + 1, []], f"/l/{number}: screens too wide, by pixels"
        assert page.evaluate(CLIPPED) == [], f"/l/{number}: the signs of lists are cut off at the left"
        assert page.evaluate(TORN) == [], f"/l/{number}"
        letters.are(USUAL)
        if lang == LANGUAGES[0]:
            page.evaluate(ALL_AT_ONCE)
            look(page, f"shipped-{number}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("wave", [Wave.PRE, Wave.EARLY])
def test_the_first_question_is_as_few_taps_and_words_away_as_is_promised(
    site: Site, hand: Open, lang: str, wave: Wave
) -> None:
    room = site.room
    if wave is Wave.EARLY:
        room.cohort = room.school.cohort(is_waiting=True, lessons_on=room.cohort.starts_on.replace(month=4))
    room.open(wave)
    walk = Walk(hand(javascript=False), unseen)
    taps, words = to_the_first_question(walk, site, lang, number=int(wave is Wave.PRE))

    assert (taps <= 5, words <= 120) == (True, True), str(walk.screens)
    assert (walk.taps <= 9, walk.words <= 200) == (True, True), str(walk.screens)


class Weighed:
    """What pages download on a phone without a worker, which would have fetched some of them before: headers and bodies
    as they were sent."""

    def __init__(self, page: Page) -> None:
        self.page, self.sent, self.requests = page, 0.0, 0
        self.by_address: dict[str, float] = {}
        self._addresses: dict[str, str] = {}
        page.add_init_script("Object.defineProperty(navigator, 'serviceWorker', { value: undefined })")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._ask)
        session.on("Network.loadingFinished", self._add)

    def _ask(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _add(self, event: dict[str, Any]) -> None:
        size = event["encodedDataLength"]
        self.sent += size
        self.requests += size > 0
        self.by_address[self._addresses[event["requestId"]]] = size

    def open(self, address: str) -> tuple[float, int]:
        """Bytes and requests of this page on a phone that has kept what the pages before it had."""
        before = self.sent, self.requests
        self.page.goto(address, wait_until="networkidle")
        return self.sent - before[0], self.requests - before[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_question_of_a_test_that_is_begun_stays_light_in_every_language(site: Site, hand: Open, lang: str) -> None:
    """On a phone that has kept nothing: the page, its styles and scripts, and the questions that it takes along."""
    site.room.open(Wave.PRE)
    page = hand()
    has_joined(page, site, lang=lang)
    page.goto("/t/1")
    page.locator(GO).click()
    page.wait_for_url("**/t/1/1")
    page.locator("label.pick").first.click()
    expect(page.locator("[data-sign] svg")).to_be_visible()
    until(lambda: bool(begun(site)))  # else the server sends whoever comes to its beginning
    alone = hand()
    alone.context.add_cookies(page.context.cookies())
    weighed = Weighed(alone)
    weighed.open("/t/1/2")
    alone.locator("body[data-says]").wait_for()  # the script runs the test from here on
    assert weighed.sent <= 29_000, weighed.by_address


def test_pages_stay_light_on_the_wire_alone_and_together(site: Site, hand: Open) -> None:
    """Join 30 kB in 6 requests, a test's page 30, a lesson 60, each on a phone that has kept nothing; 120 from
    the poster over the first test and a lesson back to the road."""
    code = site.room.cohort.join_code
    site.room.open(Wave.PRE)
    first = Weighed(hand())
    join, requests = first.open(f"/j/{code}")
    fresh = {}
    for name, address in (("test", "/t/1"), ("lesson", "/l/1")):
        page = hand()
        has_joined(page, site)
        if name == "lesson":
            site.room.close(Wave.PRE)
        cookies = page.context.cookies()
        alone = hand()
        alone.context.add_cookies(cookies)
        fresh[name] = Weighed(alone).open(address)[0]
    way = [f"/j/{code}/look?lang=ru", f"/j/{code}?lang=ru", "/t/1", "/road", "/l/1", "/road", "/help"]
    site.room.open(Wave.PRE)
    for address in way:
        if address == "/t/1":
            has_joined(first.page, site)
        if address == "/road":
            site.room.close(Wave.PRE)
        first.open(address)
    assert join <= 30_000
    assert requests <= 6
    assert fresh["test"] <= 30_000
    assert fresh["lesson"] <= 60_000
    assert first.sent <= 120_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_newest_words_of_every_story_and_its_choices_fit_a_phone_without_scrolling(
    site: Site, hand: Open, lang: str
) -> None:
    page = hand()
    has_joined(page, site, lang=lang)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    off, nodes = [], 0
    for number, lesson in enumerate(site.room.school.release.course.lessons, start=1):
        stories = [each for each in lesson.activities if isinstance(each, StoryStructure)]
        page.goto(f"/l/{number}")
        walked, faults = page.evaluate(STORIES)
        assert walked == sum(len(story.nodes) for story in stories)
        off += [(lesson.id, each) for each in faults]
        nodes += walked

    assert nodes > 0
    assert not off, off


FARTHEST = """() => {
  const shown = document.querySelector("[data-screen]:not([hidden])");
  const dock = shown.querySelector(".go").getBoundingClientRect().top;
  const controls = [...shown.querySelectorAll(":is(input, button, label, select, textarea):not(.go *)")];
  const first = controls.find((it) => it.offsetWidth > 4 && getComputedStyle(it).position !== "absolute");
  const box = first && first.getBoundingClientRect();
  return first ? (first.tagName === "TEXTAREA" ? box.top + 44 : box.bottom) - dock : null;
}"""
"""How many pixels the first thing to do of this screen reaches below the dock's edge; a text to be written, its first
line. None: there is nothing but the dock."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_thing_to_do_stands_above_the_dock_of_a_phone_that_lies(site: Site, hand: Open, lang: str) -> None:
    page = hand()
    page.set_viewport_size({"width": 640, "height": 360})
    has_joined(page, site, lang=lang)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    far, looked_at = [], 0
    for number, lesson in enumerate(site.room.school.release.course.lessons, start=1):
        words, _ = site.room.school.release.words_for(lesson.id, lang, "ru")
        page.goto(f"/l/{number}")
        for n in range(1, len(words.screens) + 1):
            page.evaluate("n => { location.hash = n; }", n)
            expect(page.locator(f"[data-screen='{n}']")).to_be_visible()
            below = page.evaluate(FARTHEST)
            looked_at += below is not None
            far += [(number, n, below)] if (below or 0) > 0 else []

    assert looked_at > 50
    assert not far, "lesson, screen, pixels"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_and_where_its_answer_is_fit_a_phone_without_scrolling(
    site: Site, hand: Open, lang: str
) -> None:
    """In both forms, at 360 by 640: stem, options and "I don't know yet" stand above the dock; so does, once there is
    an answer, the word and sign that say where it is, in one line; Back and the number of the question are one line.
    In letters of double size nothing scrolls sideways."""
    page = hand()
    letters = Letters(page)
    has_joined(page, site, lang=lang)
    too_long: list[tuple[int, int]] = []
    too_wide: list[object] = []
    for number, wave in ((1, Wave.PRE), (2, Wave.POST)):
        site.room.open(wave)
        page.goto(f"/t/{number}")
        page.locator(GO).click()
        for n in range(1, 100):
            page.wait_for_url(re.compile(rf"/t/{number}/({n}|all)$"))
            if page.url.endswith("/all"):
                break
            assert page.locator(".top").bounding_box()["height"] <= 52, f"Back and number of {n} stand in two lines"
            if n <= len(site.room.keys("A")) and not is_above_the_dock(page, "label.unsure"):
                too_long.append((number, n))
            page.locator("label.unsure").click()
            expect(page.locator("[data-sign] svg")).to_be_visible()
            assert is_above_the_dock(page, "[data-sign]"), f"the sign of question {n} is under the dock"
            assert page.locator("[data-sign]").bounding_box()["height"] <= 34, f"the sign of {n} is more than a line"
            expect(page.locator("#listen")).to_be_visible()
            too_wide += [(number, n)] if letters.are_too_wide() else []
            page.locator(GO).click()
        else:
            pytest.fail("no end of questions")
        page.locator(GO).click()
        expect(page.locator(ARRIVED)).to_be_visible()
    site.room.close(Wave.POST)
    for address in ("/road", "/result"):
        page.goto(address)
        too_wide += [address] if letters.are_too_wide() else []

    assert (too_long, too_wide) == ([], [])
    assert n > len(site.room.keys("A")), "statements were looked at, too"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_plan_fits_two_pages_with_what_to_do_at_a_disclosure(
    site: Site, desk: Callable[..., Page], lang: str
) -> None:
    page, release = desk(), site.room.school.release
    numbers = [n for n, it in enumerate(release.course.lessons, start=1) if lang in release.plans.get(it.id, {})]
    too_long = []
    for number in numbers:
        page.goto(f"/groups/{site.room.cohort.ref}/plan/{number}?lang={lang}")
        pages = pages_of(page.pdf(format="A4", prefer_css_page_size=True))
        too_long += [(number, pages)] if pages > 2 else []

    assert too_long == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_of_a_test_is_one_leaf_of_paper(site: Site, desk: Callable[..., Page], lang: str) -> None:
    page = desk()
    too_long = []
    for form, wave in (("A", "pre"), ("B", "post")):
        page.goto(f"/groups/{site.room.cohort.ref}/paper/{form}/{lang}?wave={wave}")
        pages = pages_of(page.pdf(format="A4", prefer_css_page_size=True))
        too_long += [(form, wave, pages)] if pages > 2 else []

    assert too_long == []
