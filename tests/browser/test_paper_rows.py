"""Rows of a pile of paper that are not saved yet: refused, they stay in the grid with the reason, and leaving asks."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from app.services import admission
from app.services.facilitator import paper
from app.services.facilitator.paper_marks import mark_of
from app.services.waves import Wave
from app.store.answers import seats
from app.store.programmes.cohorts import Cohort
from tests.browser.conftest import Look, Site
from tests.browser.test_paper_by_keys import strike
from tests.browser.test_staff_journeys import DESK, come_in, look_at_both

pytestmark = pytest.mark.items(14)

FIRST = date(2026, 2, 5)


@pytest.fixture
def cohort(site: Site) -> Cohort:
    """Taught in February on paper only, with two learners; its consent was noted as of today by mistake."""
    school = site.room.school
    days = {"starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 27)}
    made = school.cohort(way="paper", is_open=False, **days)
    made = admission.tick_consent(school.session, made, FIRST, now=school.now)
    for number in (1, 2):
        school.on_paper(made, key=f"key-of-{number:04}-on-paper")
    made = admission.tick_consent(school.session, made, date(2026, 3, 1), now=school.now)
    school.session.commit()
    return made


@pytest.fixture
def page(browser: Browser, site: Site, cohort: Cohort) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url, viewport={"width": DESK["width"], "height": DESK["height"]}, locale="ru-RU"
    )
    page = context.new_page()
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    come_in(page, site, site.room.school.facilitator_id)
    page.goto(f"/groups/{cohort.ref}/paper?lang=en")
    yield page
    context.close()


def type_row(site: Site, cohort: Cohort, page: Page, handle: int) -> None:
    """A whole sheet, letter by letter, and on to the next row."""
    school = site.room.school
    ids = {number: it for it, number in seats.list_handles(school.session, cohort.cohort_id).items()}
    sheet = paper.paper_of(school.session, ids[handle], Wave.PRE)
    answers = school.answers(sheet.form, right=5)
    school.session.commit()
    page.locator(f"[name='m-{handle}-1']").focus()
    for item, options in sheet.items.items():
        strike(page, mark_of(answers[item], options, cohort.language))
    page.keyboard.press("Enter")


def test_a_refused_row_stays_with_the_reason_until_it_is_mended_and_leaving_asks(
    site: Site, cohort: Cohort, page: Page, look: Look
) -> None:
    status = page.locator("[data-row='1'] .said")
    page.get_by_label("Day on which the test was sat").fill(str(FIRST))
    type_row(site, cohort, page, 1)
    expect(status).to_contain_text("the consent is in place since 1 March 2026")
    look_at_both(page, look, "paper-refused")
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="On paper").or_(page.locator("nav.tags a")).first.click()
    expect(status).to_contain_text("the consent is in place")
    assert questions == ["beforeunload"]

    with page.context.expect_page() as beside:
        status.get_by_role("link", name="Change the day of the consent").click()
    other = beside.value
    other.locator("#consent input[type=checkbox]").check(force=True)
    other.locator("#consent input[type=date]").fill(str(FIRST))
    other.get_by_role("button", name="Note the consent").click()
    expect(other.get_by_text("Consent in place since 5 February 2026.").first).to_be_visible()
    other.close()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Sheets saved: 1.")).to_be_visible()
    page.goto(f"/groups/{cohort.ref}")
    assert questions == ["beforeunload"], "nothing is left to lose"


def test_a_row_that_the_button_could_not_save_is_asked_about_as_well(site: Site, cohort: Cohort, page: Page) -> None:
    page.get_by_label("Day on which the test was sat").fill(str(FIRST))
    type_row(site, cohort, page, 2)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Not saved: 1.")).to_be_visible()
    expect(page.locator("[name='m-2-1']")).not_to_have_value("")
    page.locator("[name='m-1-1']").focus()  # somebody is at the page
    page.keyboard.press("Shift")
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("nav.tags a").first.click()
    expect(page.locator("[name='m-2-1']")).not_to_have_value("")
    assert questions == ["beforeunload"]


def test_the_day_of_a_sheet_is_part_of_its_row_and_a_later_one_is_a_correction(
    site: Site, cohort: Cohort, page: Page, look: Look
) -> None:
    school = site.room.school
    admission.tick_consent(school.session, cohort, FIRST, now=school.now)
    school.session.commit()
    page.get_by_label("Day on which the test was sat").fill(str(FIRST))
    page.get_by_role("link", name="The days differ: give each sheet its own").click()
    status = page.locator("[data-row='1'] .said")
    type_row(site, cohort, page, 1)
    expect(status).to_have_text("saved")
    day = page.locator("[name='d-1']")
    expect(day).to_have_value(str(FIRST))

    day.fill("2026-02-06")
    page.keyboard.press("Enter")

    expect(status).to_have_text("corrected; the day is 6 February 2026 now")
    look_at_both(page, look, "paper-own-day")
    page.reload()
    expect(page.locator("[name='d-1']")).to_have_value("2026-02-06")


def test_save_gives_no_sheet_the_day_under_which_others_were_typed_after_it(
    site: Site, cohort: Cohort, page: Page
) -> None:
    """The first is saved as it is left under the 5th, the second under the 6th; then that one gets a day of its own."""
    school = site.room.school
    admission.tick_consent(school.session, cohort, FIRST, now=school.now)
    school.session.commit()
    for number, day in ((1, "2026-02-05"), (2, "2026-02-06")):
        page.get_by_label("Day on which the test was sat").fill(day)
        type_row(site, cohort, page, number)
        expect(page.locator(f"[data-row='{number}'] .said")).to_have_text("saved")
        expect(page.locator("[name=day_before]")).to_have_value(day)
    page.get_by_role("link", name="The days differ: give each sheet its own").click()
    page.get_by_label("Why you change a sheet that is saved already").select_option("wrong_day")
    page.locator("[name='d-2']").fill("2026-02-07")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Sheets saved: 2.")).to_be_visible()
    expect(page.locator("[name='d-1']")).to_have_value("2026-02-05")
    expect(page.locator("[name='d-2']")).to_have_value("2026-02-07")
