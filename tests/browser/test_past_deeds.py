"""Pieces that were done in one go: the next ones ask about their small things, one each, the last one first."""

import pytest
from playwright.sync_api import Page, expect

from app.content import Release
from tests.browser.arriving import has_joined
from tests.browser.conftest import Open, Site
from tests.browser.network import Network
from tests.browser.test_offline import ROAD, until
from tests.browser.test_pieces import may_learn

QUESTION = "[data-screen]:not([hidden]) [data-deed]:visible"


@pytest.fixture
def course(shipped: Release) -> Release:
    return shipped


def begin(page: Page, lesson: int, screen: int) -> None:
    page.goto("/help")
    page.goto(f"/l/{lesson}#{screen}")
    page.locator(f"[data-screen='{screen}']:not([hidden])").wait_for()


def test_each_piece_asks_about_one_before_it(site: Site, network: Network, profile: Open, course: Release) -> None:
    page = profile()
    has_joined(page, site, lang="ru")
    may_learn(site)
    page.goto("/road")
    until(lambda: page.evaluate(f"{ROAD}.then((road) => road?.stops[2].look)") == "open")
    first, second = (course.lessons[lesson.id]["ru"] for lesson in course.course.lessons[:2])
    begins = [second.first_of(piece) for piece in range(3)]
    page.evaluate(
        "async (pieces) => { const { mark } = await phone.learner();"
        " for (const it of pieces) { await phone.reach(mark, it, 1, true); } }",
        [piece.id for piece in first.pieces],
    )

    begin(page, 2, begins[0])
    expect(page.locator(QUESTION)).to_have_attribute("data-deed", first.pieces[2].id)
    begin(page, 2, begins[0])
    expect(page.locator(QUESTION)).to_have_attribute("data-deed", first.pieces[2].id)
    for piece, screen in zip(reversed(first.pieces), begins, strict=True):
        begin(page, 2, screen)
        expect(page.locator(QUESTION)).to_have_attribute("data-deed", piece.id)
        page.locator(QUESTION).locator("button").first.click()
        expect(page.locator(QUESTION)).to_have_count(0)
    begin(page, 2, begins[0])
    page.wait_for_timeout(500)
    expect(page.locator(QUESTION)).to_have_count(0)
