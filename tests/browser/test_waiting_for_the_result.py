"""The wait for the result, on a phone of several: it comes by itself and in time, and a lock leads back to it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.services.waves import Wave
from app.store.tables import Learner
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Site
from tests.browser.test_learner_journey import GO, unseen


def soon_revealed(site: Site, learner_id: int) -> None:
    """Both tests are sat, and the answers may be seen in a few seconds."""
    room = site.room
    for wave, right in ((Wave.PRE, 1), (Wave.POST, 2)):
        room.open(wave)
        room.school.sit(learner_id, wave, right=right)
        room.wait()
    room.school.close(room.cohort, Wave.POST)
    room.wait(minutes=9, seconds=52)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_result_is_ready_within_seconds_and_nobody_is_asked_for_a_pin_who_waits_for_it(
    site: Site, hand: Callable[..., Page], look: Look, javascript: bool
) -> None:
    see = look if javascript else unseen
    page = hand(javascript=javascript)
    _, pin = has_joined(page, site)
    [learner_id] = site.room.school.session.scalars(select(Learner.learner_id))
    soon_revealed(site, learner_id)
    page.goto("/result")
    expect(page.get_by_text("Результат откроется в")).to_be_visible()
    see(page, "result-awaited")

    expect(page.get_by_role("heading", name="Твой результат готов")).to_be_visible(timeout=20_000)
    see(page, "result-ready")
    if javascript:  # it was left lying then
        page.evaluate("phone.flag('seen', Date.now() - 6 * 60 * 1000)")
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.get_by_role("heading", name="Страница скрылась")).to_be_visible()
        page.locator(GO).click()
        page.wait_for_url("**/unlock")
        expect(page.get_by_text("Твой результат готов: он откроется после PIN.")).to_be_visible()
        see(page, "result-behind-the-pin")
        page.locator("#pin").fill(pin)
    page.locator(GO).click()
    page.wait_for_url("**/result")
    expect(page.locator("figcaption").first).to_contain_text("2")
