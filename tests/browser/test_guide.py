"""The guide for facilitators on a phone, at a desk and on paper: two pages in each language."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.content import read_guide
from app.web.language import NAMES
from tests.browser.conftest import Look, Open, Site
from tests.browser.test_staff_journeys import come_in, look_at_both, press

MOST_PAGES = 2


@pytest.fixture
def facilitator(site: Site, hand: Open) -> Callable[..., Page]:
    """The facilitator's phone."""
    return lambda **how: come_in(hand(locale="en-GB", **how), site, site.room.school.facilitator_id)


def test_it_is_a_tap_away_is_read_on_a_phone_and_prints_on_two_pages(
    facilitator: Callable[..., Page], look: Look
) -> None:
    page = facilitator()
    page.goto("/groups")
    press(page, "link", "Guide")
    for language in NAMES:
        page.goto(f"/guide?lang={language}")
        look_at_both(page, look, f"guide-{language}")
        expect(page.locator("figure img")).to_have_count(6)
        assert page.evaluate("[...document.images].every((it) => it.complete && it.naturalWidth === 640)")
        paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        text = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
        assert len(paper.pages) <= MOST_PAGES, language
        assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in paper.pages} == {(595, 842)}
        assert read_guide(language).title in text
        assert page.locator(".out button").inner_text() not in text, "without the bar"
        assert sum(len(sheet.images) for sheet in paper.pages) == 6


def test_it_is_read_without_script(facilitator: Callable[..., Page]) -> None:
    page = facilitator(javascript=False)
    page.goto("/guide?lang=ru")

    expect(page.get_by_role("heading", level=1)).to_have_text(read_guide("ru").title)
    expect(page.get_by_role("button", name="Распечатать")).to_be_hidden()
    assert page.get_by_role("main").get_by_role("img").count() == 6
