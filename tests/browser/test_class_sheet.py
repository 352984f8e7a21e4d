"""The class sheet on paper: a table across one page, the lessons beside each other, its head on every page."""

import unicodedata
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

from app.content import Release
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import come_in

CLASS = 20


@pytest.fixture
def course(shipped: Release) -> Release:
    """Eight lessons with long titles."""
    return shipped


@pytest.fixture
def printed(browser: Browser, site: Site) -> Iterator[Callable[[str], tuple[Page, list[PageObject]]]]:
    """Opens the class sheet in one language; the page, and the sheets of paper that a printer makes of it."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800}, locale="ru-RU")
    page = come_in(context.new_page(), site, site.room.school.facilitator_id)

    def printed(lang: str) -> tuple[Page, list[PageObject]]:
        page.goto(f"/groups/{site.room.cohort.ref}/class-sheet?lang={lang}")
        return page, list(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)

    yield printed
    context.close()


def expects(site: Site, count: int) -> None:
    room = site.room
    room.school.alter(room.cohort, expected_count=count)
    room.school.session.commit()


def letters(text: str) -> str:
    """Without blanks, signs and ligatures: a long word is broken at the end of a line."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_twenty_learners_stand_on_one_page_across_with_a_column_for_each_lesson(
    site: Site, printed: Callable[[str], tuple[Page, list[PageObject]]], look: Look, lang: str
) -> None:
    expects(site, CLASS)
    page, sheets = printed(lang)
    release = site.room.school.release
    heads = page.locator("thead th.lesson")

    look(page, f"class-sheet-{lang}")
    assert len(sheets) == 1
    assert sheets[0].mediabox.width > sheets[0].mediabox.height, "it is printed across"
    words = letters(sheets[0].extract_text())
    for number, lesson in enumerate(release.course.lessons, start=1):
        assert letters(f"{number} {release.words_for(lesson.id, lang, lang)[0].title}") in words
    boxes = [heads.nth(place).bounding_box() for place in range(heads.count())]
    assert len({box["y"] for box in boxes if box}) == 1, "the lessons stand beside each other"
    assert all(box and box["width"] >= 40 for box in boxes), "there is room for a tick"
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(set(lefts))
    assert len(lefts) == len(release.course.lessons)


def test_every_page_of_a_large_group_has_the_head_of_the_table(
    site: Site, printed: Callable[[str], tuple[Page, list[PageObject]]]
) -> None:
    expects(site, 60)
    _page, sheets = printed("ru")

    assert len(sheets) > 1
    assert all("Имя" in it.extract_text() and "Согласие" in it.extract_text() for it in sheets)
