"""The first minutes: few taps and few words from the poster to something to do, and to the first question."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, expect

from app.content import Release
from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site

GO = ".go .btn"
WORDS = """() => Array.from(document.querySelectorAll(".top, main"))
    .map((it) => (it.innerText.match(/[\\p{L}\\p{N}’]+/gu) || []).length)
    .reduce((sum, words) => sum + words)"""
"""All that a real instance shows, with the button, but for Leave and Help, which are the same on each screen."""


@pytest.fixture
def course(fixture_course: Release) -> Release:
    return fixture_course


@dataclass
class Walk:
    """Counts what a learner taps and has to read."""

    page: Page
    see: Callable[..., None]
    taps: int = 0
    screens: dict[str, int] = field(default_factory=dict)
    """words by screen"""

    @property
    def words(self) -> int:
        return sum(self.screens.values())

    def read(self, name: str) -> None:
        """A new screen."""
        self.page.wait_for_load_state()
        self.screens[name] = self.page.evaluate(WORDS)
        self.see(self.page, f"first-{name}")

    def tap(self, selector: str) -> None:
        self.page.locator(selector).click()
        self.taps += 1


def unseen(_page: Page, _name: str) -> None:
    """Not looked at: another run of the same way is."""


def to_the_advert(walk: Walk, site: Site, lang: str) -> None:
    walk.page.goto(f"/j/{site.room.cohort.join_code}")
    walk.read("language")
    walk.tap(f"main a[lang={lang}]")
    walk.page.wait_for_url("**/look**")
    walk.read("advert")


def to_the_card(walk: Walk) -> None:
    page = walk.page
    walk.tap(GO)
    walk.read("assent")
    expect(page.locator("#stop")).to_be_in_viewport(ratio=1)
    expect(page.locator("button[value=no]")).to_be_in_viewport(ratio=1)
    dock = page.locator(".safe").bounding_box()
    stop = page.locator("#stop").bounding_box()
    assert stop["y"] + stop["height"] <= dock["y"], "the right that matters most lies under the dock"
    walk.tap("button[value=yes]")
    page.wait_for_url("**/you")
    walk.read("you")
    for name in ("sex", "age_band"):
        last = page.locator("label", has=page.locator(f"input[name={name}]")).last.bounding_box()
        assert last["y"] + last["height"] <= dock["y"], f"a choice of {name} is under the dock"
    walk.tap("label:has(input[name=sex][value=female])")
    walk.tap("label:has(input[name=age_band][value='15-17'])")
    walk.tap(GO)
    page.wait_for_url("**/card")
    walk.read("card")


def to_the_first_question(walk: Walk, site: Site, lang: str, number: int = 1) -> tuple[int, int]:
    """Returns taps, with its own, and words up to the first thing to do; the walk has those to the question.

    number: of the test, 0 for the early one.
    """
    to_the_advert(walk, site, lang)
    walk.tap("main .advert a >> nth=0")
    first = walk.taps, walk.words
    walk.read("answer")
    to_the_card(walk)
    walk.tap(GO)
    walk.page.wait_for_url(f"**/t/{number}")
    walk.read("test")
    walk.tap(GO)
    walk.page.wait_for_url(f"**/t/{number}/1")
    return first


@pytest.mark.parametrize(("lang", "javascript"), [("ru", True), ("kk", False), ("en", True)])
def test_the_first_thing_to_do_comes_soon_and_so_does_the_first_question(
    site: Site, hand: Open, look: Look, lang: str, javascript: bool
) -> None:
    site.room.open(Wave.PRE)
    walk = Walk(hand(javascript=javascript), look if javascript else unseen)
    taps, words = to_the_first_question(walk, site, lang)

    assert taps <= 5
    assert words <= 120, str(walk.screens)
    assert walk.taps <= 9
    assert walk.words <= 200, str(walk.screens)


def test_begin_answers_at_once_and_can_be_tapped_again_where_nothing_else_answers(
    site: Site, hand: Open, look: Look
) -> None:
    page, held = hand(), list[Route]()
    has_joined(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.evaluate("phone.ready.then((me) => phone.writing('roads', (it) => it.delete(me.mark)))")
    page.reload()
    page.wait_for_load_state("networkidle")
    page.route("**/api/v1/road", lambda route: held.append(route))
    page.route("**/api/v1/session", lambda route: route.abort())
    button = page.locator(GO)
    word, width = button.inner_text(), button.bounding_box()["width"]
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_text("Загружаем…")
    assert button.bounding_box()["width"] == width
    look(page, "test-loading")

    held.pop().abort()
    expect(page.locator("main [role=status]")).to_have_text("Нет связи. Нажми ещё раз.")
    expect(button).to_have_text(word)
    look(page, "test-unreached")
    page.unroute("**/api/v1/road")
    button.click()
    expect(page).to_have_url(re.compile("/t/1/1$"))
