"""A pile of paper at a keyboard: how many keys a class takes, where the cursor goes, and where each sheet is."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from app.services.facilitator import cards, paper
from app.services.facilitator.paper_marks import mark_of
from app.services.people import new_card
from app.services.waves import Wave
from app.store.answers import attempts, seats
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import DESK, come_in, look_at_both, press

pytestmark = pytest.mark.items(14)

CLASS = 20
MOST_KEYS_AN_ITEM = 1.3


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The facilitator's, with a class of twenty whose first test is open."""
    room = site.room
    for _ in range(CLASS):
        room.school.learner(room.cohort)
    room.open(Wave.PRE)
    context = browser.new_context(
        base_url=site.url, viewport={"width": DESK["width"], "height": DESK["height"]}, locale="ru-RU"
    )
    page = context.new_page()
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    yield come_in(page, site, room.school.facilitator_id)
    context.close()


def letters(site: Site, handle: int, *, right: int) -> list[str]:
    """As they are marked on the sheet of this number."""
    room = site.room
    session, cohort = room.school.session, room.cohort
    ids = {number: it for it, number in seats.list_handles(session, cohort.cohort_id).items()}
    sheet = paper.paper_of(session, ids[handle], Wave.PRE)
    answers = room.school.answers(sheet.form, right=right)
    session.commit()
    return [mark_of(answers[item], options, cohort.language) for item, options in sheet.items.items()]


def scores(site: Site) -> list[int | None]:
    session = site.room.school.session
    session.expire_all()
    handles = seats.list_handles(session, site.room.cohort.cohort_id)
    sent = attempts.list_attempts_of(session, list(handles))
    session.commit()
    return [of[0].score if of else None for of in sent.values()]


def strike(page: Page, key: str) -> None:
    """One key; Cyrillic letters are on none that the browser's driver knows, so what they type comes in."""
    if key.isascii():
        page.keyboard.press(key)
    else:
        page.keyboard.insert_text(key)


def at(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent"))


def test_a_class_of_paper_takes_few_keys_and_each_sheet_is_saved_as_it_is_left(
    site: Site, page: Page, look: Look
) -> None:
    page.goto(f"/groups/{site.room.cohort.ref}/paper?lang=en")
    statements = page.locator("[data-row='1'] .cell").count() - 14
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        keys += 1
        strike(page, key)

    sheets = {handle: letters(site, handle, right=1 + handle % 12) for handle in range(1, CLASS + 1)}
    page.locator("[name='m-1-1']").focus()
    for handle, marks in sheets.items():
        assert at(page) == f"m-{handle}-1"
        for mark in marks:
            press(mark)
        if handle % 2:
            press("Enter")  # nothing is marked of the statements
        else:
            for number in range(statements):
                press(str(1 + number % 5))
    assert at(page) == "Save", "behind the last sheet"

    expect(page.locator("#typed")).to_have_text(str(CLASS))
    assert scores(site) == [1 + handle % 12 for handle in range(1, CLASS + 1)]
    assert keys / (14 * CLASS) <= MOST_KEYS_AN_ITEM, f"{keys} keys"
    look_at_both(page, look, "paper-class")


def test_arrows_move_and_a_sheet_says_where_it_is(site: Site, page: Page) -> None:
    page.goto(f"/groups/{site.room.cohort.ref}/paper?lang=en")
    status = page.locator("[data-row='1'] .said")
    page.locator("[name='m-1-1']").focus()
    for key, name in (
        ("ArrowRight", "m-1-2"),
        ("ArrowDown", "m-2-2"),
        ("ArrowLeft", "m-2-1"),
        ("ArrowUp", "m-1-1"),
        ("ArrowUp", "m-1-1"),
    ):
        page.keyboard.press(key)
        assert at(page) == name
    marks = letters(site, 1, right=9)
    for mark in marks[:5]:
        strike(page, mark)
    expect(status).to_have_text("5 of 14: saved once it is full")
    page.keyboard.press("Enter")
    assert at(page) == "m-2-1"
    expect(status).to_have_text("5 of 14: saved once it is full")

    page.context.set_offline(True)
    page.locator("[name='m-1-6']").focus()
    for mark in marks[5:]:
        strike(page, mark)
    page.keyboard.press("Enter")
    expect(status).to_have_text("not saved: no connection. It is tried again.")
    assert scores(site)[0] is None
    page.context.set_offline(False)
    expect(status).to_have_text("saved")
    expect(page.locator("#typed")).to_have_text("1")
    assert scores(site)[0] == 9


def test_cards_people_and_sheets_fit_a_screen_and_a_sheet_of_paper(site: Site, page: Page, look: Look) -> None:
    room = site.room
    cards.prepare(room.school.session, room.cohort, [(new_card(), "-")], batch="b", now=room.school.now)
    room.school.session.commit()
    address = f"/groups/{room.cohort.ref}/paper"
    for name, path in (
        ("grid-with-cards", address),
        ("grid-with-days", f"{address}?days=1"),
        ("learners", f"{address}/learners"),
        ("twice", f"{address}/twice"),
        ("file", f"{address}/file"),
        ("sheets", f"{address}/sheets"),
        ("assent", f"{address}/assent/ru"),
    ):
        page.goto(path)
        look_at_both(page, look, f"paper-{name}")


def test_the_page_of_a_group_on_paper_only_fits_a_screen_at_each_stage(site: Site, page: Page, look: Look) -> None:
    room = site.room
    made = room.school.cohort(way="paper", is_open=False, starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 27))
    room.school.session.commit()
    page.goto(f"/groups/{made.ref}?lang=en")
    look_at_both(page, look, "paper-only-consent")
    page.get_by_label("The consent is in place").check()
    press(page, "button", "Note the consent")
    look_at_both(page, look, "paper-only-empty")
    press(page, "link", "Add learners")
    page.get_by_label("Row 1, sex").select_option("female")
    page.get_by_label("Row 1, age").select_option("15-17")
    page.get_by_label("All of them have said yes").check()
    press(page, "button", "Add them, and show cards and sheets")
    page.get_by_role("link", name="Back to the group").click()
    expect(page.get_by_text("First test: 0 of 1 sheets are in.")).to_be_visible()
    look_at_both(page, look, "paper-only-sheets")
