"""A facilitator's plan on a desk, on a phone and on paper."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.content import Release
from tests.app.web.every_kind import NUMBER, every_kind
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import come_in


@pytest.fixture(scope="module")
def course(fixture_course: Release) -> Release:
    return every_kind(fixture_course)


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A browser window in which the facilitator has come in; in English."""
    contexts = []

    def desk(**size: int) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": size.get("width", 1280), "height": size.get("height", 800)},
            locale="en",
        )
        contexts.append(context)
        return come_in(context.new_page(), site, site.room.school.facilitator_id)

    yield desk
    for context in contexts:
        context.close()


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("width", [320, 1280])
def test_a_plan_reads_on_every_screen(site: Site, desk: Callable[..., Page], look: Look, width: int) -> None:
    page = desk(width=width)
    page.goto(f"/groups/{site.room.cohort.ref}/plan")
    look(page, f"plans-{width}")
    page.goto(f"/groups/{site.room.cohort.ref}/plan/{NUMBER}")
    look(page, f"plan-{width}")
    box = page.locator(".plan").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_a_plan_is_at_most_two_pages_of_paper(site: Site, desk: Callable[..., Page]) -> None:
    page = desk()
    page.goto(f"/groups/{site.room.cohort.ref}/plan/{NUMBER}")
    words = len(page.locator(".plan").inner_text().split())
    assert words > 500, "a plan as long as a real one"

    assert 1 <= pages_of(page.pdf(format="A4", prefer_css_page_size=True)) <= 2
