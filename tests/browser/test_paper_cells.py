"""What a tired hand does in the grid of paper: clicks, types over, marks twice, presses Enter once too often."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.content import Release
from app.services.waves import Wave
from tests.browser.conftest import Look, Site
from tests.browser.test_paper_by_keys import at, strike
from tests.browser.test_staff_journeys import come_in

SEVERAL = 6
"""The question of the course that ships in which several letters may be marked."""
ITEMS = 14


@pytest.fixture
def course(shipped: Release) -> Release:
    """Its second test has eighteen columns and more."""
    return shipped


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The grid of a class of three whose first test is open."""
    room = site.room
    for _ in range(3):
        room.school.learner(room.cohort)
    room.open(Wave.PRE)
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800}, locale="ru-RU")
    context.set_default_timeout(4000)
    page = context.new_page()
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    come_in(page, site, room.school.facilitator_id)
    page.goto(f"/groups/{room.cohort.ref}/paper?lang=en")
    yield page
    context.close()


def says(page: Page, handle: int) -> str:
    return f"[data-row='{handle}'] .said"


def type_marks(page: Page, *marks: str) -> None:
    for mark in marks:
        strike(page, mark)


def fill_questions(page: Page, handle: int) -> None:
    """All questions, letter by letter; behind the one of several letters a space."""
    page.locator(f"[name='m-{handle}-1']").focus()
    for number in range(1, ITEMS + 1):
        type_marks(page, "А", *((" ") if number == SEVERAL else ""))


def test_what_became_of_a_sheet_is_in_sight_however_many_columns_there_are(site: Site, page: Page, look: Look) -> None:
    fill_questions(page, 1)
    page.locator("[name='m-1-3']").fill("Ж")
    page.locator("[name='m-2-1']").focus()
    line = page.locator(says(page, 1))
    expect(line).to_contain_text("Question 3: “Ж” is not on this paper")
    expect(page.locator("[name='m-1-3']")).to_have_attribute("aria-invalid", "true")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for place in ("m-1-1", "s-1-4"):
            page.locator(f"[name='{place}']").focus()
            box = line.bounding_box()
            assert box
            assert 0 <= box["x"] < box["x"] + box["width"] <= width, (width, place, box)
            assert box["width"] > 150
    page.set_viewport_size({"width": 360, "height": 800})
    look(page, "paper-cells-360")
    page.set_viewport_size({"width": 1280, "height": 800})
    look(page, "paper-cells-1280")


def test_a_question_of_several_letters_says_what_it_holds_and_ends_with_a_space(page: Page) -> None:
    line = page.locator(says(page, 1))
    page.locator("[name='m-1-5']").focus()
    type_marks(page, "б", "в")
    assert at(page) == f"m-1-{SEVERAL}"
    expect(line).to_have_text("Question 6 may have several letters: type them all, then a space. So far: В")
    type_marks(page, "в")
    expect(line).to_have_text("Question 6 has that letter already: В. Press space for the next question.")
    expect(page.locator(f"[name='m-1-{SEVERAL}']")).to_have_value("В")
    type_marks(page, " ")
    assert at(page) == f"m-1-{SEVERAL + 1}"
    page.keyboard.press("Space")
    assert at(page) == f"m-1-{SEVERAL + 1}", "a space more does nothing"
    page.locator(f"[name='m-1-{SEVERAL}']").focus()
    type_marks(page, "а", "Enter")
    assert at(page) == f"m-1-{SEVERAL + 1}", "and so does Enter, for the sheet is not full"


def test_two_marks_where_one_is_asked_for_are_a_hyphen_and_the_page_says_so(site: Site, page: Page) -> None:
    expect(page.locator("main")).to_contain_text(
        "A hyphen stands for nothing marked, and for two marks where one is asked for."
    )
    fill_questions(page, 1)
    page.locator("[name='m-1-5']").focus()
    page.keyboard.press("-")
    page.locator("[name='m-2-1']").focus()
    expect(page.locator(says(page, 1))).to_have_text("saved")
    page.reload()
    expect(page.locator("[name='m-1-5']")).to_have_value("-")
    expect(page.locator(f"[name='m-1-{SEVERAL}']")).to_have_value("А")


def test_enter_right_after_the_cursor_has_gone_on_by_itself_skips_no_sheet(page: Page) -> None:
    fill_questions(page, 1)
    type_marks(page, "1", "2", "3", "4")
    assert at(page) == "m-2-1"
    page.keyboard.press("Enter")
    assert at(page) == "m-2-1"
    page.keyboard.press("Enter")
    assert at(page) == "m-3-1", "a sheet that is not there is skipped by a second one"


def test_a_letter_typed_on_a_full_cell_replaces_it_by_click_focus_and_arrow(page: Page) -> None:
    fill_questions(page, 1)
    cell = page.locator("[name='m-1-2']")
    cell.click()
    type_marks(page, "Б")
    expect(cell).to_have_value("Б")
    page.keyboard.press("ArrowLeft")
    type_marks(page, "В")
    expect(cell).to_have_value("В")
    page.locator(f"[name='m-1-{SEVERAL}']").click()
    type_marks(page, "Б", "Г", " ")
    expect(page.locator(f"[name='m-1-{SEVERAL}']")).to_have_value("БГ")


def test_clicking_again_in_a_cell_of_several_letters_adds_to_it(page: Page) -> None:
    cell = page.locator(f"[name='m-1-{SEVERAL}']")
    cell.fill("Б")
    page.locator("[name='m-1-1']").focus()
    for _ in range(3):
        cell.click(position={"x": 3, "y": 8})
    type_marks(page, "Г")
    expect(cell).to_have_value("БГ")

    page.locator("[name='m-1-1']").focus()
    cell.click()
    type_marks(page, "А")
    expect(cell).to_have_value("А")
