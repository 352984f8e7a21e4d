"""Who was in the room: noted of twenty in three taps at most, in a real Chromium on a phone, also without script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from app.services.waves import Wave
from app.store.answers import attendance
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import come_in

TAPS = 3


class Thumb:
    """Counts how often it comes down."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, role: str, name: str) -> None:
        self.taps += 1
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name, exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_twenty_are_noted_in_three_taps(browser: Browser, site: Site, look: Look, javascript: bool) -> None:
    school, cohort = site.room.school, site.room.cohort
    for _ in range(20):
        school.learner(cohort)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 640}, locale="en-GB", java_script_enabled=javascript
    )
    page = come_in(context.new_page(), site, school.facilitator_id)
    page.goto(f"/groups/{cohort.ref}")
    thumb = Thumb(page)

    thumb.tap("link", "Hello")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(20)
    assert all(box.is_checked() for box in boxes.all())
    if javascript:
        look(page, "attendance")
    thumb.tap("button", "Note it")

    expect(page.get_by_text("Noted: 20 were there.")).to_be_visible()
    assert thumb.taps <= TAPS
    thumb.tap("link", "Hello")
    page.get_by_text("7", exact=True).click()
    thumb.tap("button", "Note it")
    expect(page.get_by_text("Noted: 19 were there.")).to_be_visible()
    assert len(attendance.list_attended(school.session, cohort.cohort_id, "welcome")) == 19
    context.close()


def test_a_whole_course_is_noted_in_three_taps_and_the_days(browser: Browser, site: Site, look: Look) -> None:
    school, cohort = site.room.school, site.room.cohort
    for _ in range(20):
        school.learner(cohort)
    school.session.commit()
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 640}, locale="en-GB")
    page = come_in(context.new_page(), site, school.facilitator_id)
    page.goto(f"/groups/{cohort.ref}?view=lessons")
    thumb = Thumb(page)

    thumb.tap("link", "Several lessons at once")
    look(page, "attendance-of-all")
    page.set_viewport_size({"width": 1280, "height": 800})
    look(page, "attendance-of-all-wide")
    expect(page.get_by_text("Were there")).to_have_count(0)
    thumb.tap("button", "All lessons were held: tick them all")
    expect(page.get_by_text("Nothing is saved yet: give the day of each, then save.")).to_be_visible()
    whole = page.locator("fieldset > [data-roll]")
    expect(whole.get_by_text("Were there: 20 of 20")).to_have_count(len(school.release.course.lessons))
    for roll in whole.all():
        roll.locator("[type=date]").fill(school.now.date().isoformat())
    first = whole.first
    first.locator("summary").click()
    first.get_by_text("7", exact=True).click()
    expect(first.locator("summary")).to_have_text("Were there: 19 of 20")
    first.locator("[name=held]").uncheck()
    expect(first.locator("summary")).to_have_text("Who was there?")
    first.locator("[name=held]").check()
    expect(page.get_by_role("button", name="Save all of it")).to_be_in_viewport()
    thumb.tap("button", "Save all of it")

    count = len(school.release.course.piece_ids)
    expect(page.get_by_text(f"Noted: {count} sessions.")).to_be_visible()
    assert thumb.taps <= TAPS
    assert len(attendance.list_attended(school.session, cohort.cohort_id, "welcome")) == 19
    context.close()
