"""Two sheets that wait for a second yes get it in a real Chromium, whose own checks of a form are in nobody's way."""

import pytest
from playwright.sync_api import Browser, expect

from app.services.people import Role
from app.services.waves import Wave
from tests.app.services.typed_sheets import type_in
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import DESK, come_in, look_at_both, press


@pytest.mark.items(14)
def test_a_second_person_ticks_two_sheets_and_says_yes(browser: Browser, site: Site, look: Look) -> None:
    school, room = site.room.school, site.room
    learners = [school.learner(room.cohort) for _ in range(2)]
    room.open(Wave.PRE)
    for learner_id in learners:
        school.sit(learner_id, Wave.PRE, right=4)
    room.open(Wave.POST)
    room.close(Wave.POST)
    room.wait(minutes=1)
    for learner_id in learners:
        type_in(school, learner_id, Wave.POST, right=9)
    lead = school.staff("second", Role.PARTNER_LEAD)
    school.session.commit()
    context = browser.new_context(
        base_url=site.url, viewport={"width": DESK["width"], "height": DESK["height"]}, locale="en-GB"
    )
    page = come_in(context.new_page(), site, lead)
    page.goto("/groups/second-yes")
    for number in (1, 2):
        page.get_by_text(f"No. {number}").click()
    press(page, "button", "Answer for the ticked sheets …")
    look_at_both(page, look, "second-yes-to-several")

    press(page, "button", "Yes to 2 sheets")

    expect(page.get_by_text("You said yes to sheets: 2.")).to_be_visible()
    context.close()
