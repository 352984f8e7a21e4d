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


def test_a_whole_course_is_noted_in_three_taps(browser: Browser, site: Site, look: Look) -> None:
    school, cohort = site.room.school, site.room.cohort
    for _ in range(20):
        school.learner(cohort)
    school.session.commit()
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 640}, locale="en-GB")
    page = come_in(context.new_page(), site, school.facilitator_id)
    page.goto(f"/groups/{cohort.ref}?view=lessons")
    thumb = Thumb(page)

    thumb.tap("link", "Several sessions at once")
    look(page, "attendance-of-all")
    page.set_viewport_size({"width": 1280, "height": 800})
    look(page, "attendance-of-all-wide")
    thumb.tap("button", "Every session was held: tick them all")
    thumb.tap("button", "Note all of it")

    count = len(school.release.course.piece_ids)
    expect(page.get_by_text(f"Noted: {count} sessions.")).to_be_visible()
    assert thumb.taps <= TAPS
    context.close()
