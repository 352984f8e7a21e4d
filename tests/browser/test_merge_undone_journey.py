"""Two people were merged, and the result is made: in a real Chromium a facilitator parts them and reads about it."""

import pytest
from playwright.sync_api import Browser, expect

from app.services.waves import Wave
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import DESK, come_in, look_at_both, press


@pytest.mark.items(14)
def test_a_merge_is_undone_after_the_result_which_says_so(browser: Browser, site: Site, look: Look) -> None:
    school, room = site.room.school, site.room
    learners = [school.learner(room.cohort) for _ in range(13)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for learner_id in learners:
            school.sit(learner_id, wave, right=4)
    school.session.commit()
    context = browser.new_context(
        base_url=site.url, viewport={"width": DESK["width"], "height": DESK["height"]}, locale="en-GB"
    )
    page = come_in(context.new_page(), site, school.facilitator_id)
    group = f"/groups/{room.cohort.ref}"
    page.goto(f"{group}/1/merge?other=2")
    page.get_by_text("Number 1 stays").click()
    press(page, "button", "Make them one")
    school.reveal(room.cohort)
    room.wait()
    page.goto(f"{group}/1")
    expect(page.get_by_text("It can be undone until the group settles")).to_be_visible()
    look_at_both(page, look, "merge-to-undo")

    press(page, "button", "Undo: bring number 2 back")

    expect(page.get_by_text("Number 2 is there again, with its card.")).to_be_visible()
    page.goto(f"{group}/learned")
    expect(page.get_by_text("1 merge of two numbers was undone").first).to_be_visible()
    expect(page.get_by_text("of 12 learners").first).to_be_visible()
    look_at_both(page, look, "merge-undone-after-result")
    context.close()
