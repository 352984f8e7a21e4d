"""A facilitator closes a test while somebody is answering: asked first, and the phone says so at the next tap."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Site
from tests.browser.test_learner_journey import GO, unseen
from tests.browser.test_staff_journeys import come_in, press


@pytest.mark.parametrize("javascript", [True, False])
def test_whoever_is_answering_hears_of_the_closing_at_the_next_answer(
    site: Site, hand: Callable[..., Page], look: Look, javascript: bool
) -> None:
    room = site.room
    see = look if javascript else unseen
    phone, desk = hand(javascript=javascript), hand(locale="en-GB")
    has_joined(phone, site)
    room.open(Wave.PRE)
    phone.goto("/t/1")
    phone.locator(GO).click()
    answer(phone, 1)

    come_in(desk, site, room.school.facilitator_id)
    desk.goto(f"/groups/{room.cohort.ref}")
    press(desk, "button", "Close the first test")
    expect(desk.get_by_text("1 is answering now.")).to_be_visible()
    see(desk, "close-while-answering")
    press(desk, "button", "Close it in 5 minutes")
    answer(phone, 2)
    expect(phone.get_by_text("Этот тест закроется в")).to_be_visible()
    see(phone, "closes-soon")

    press(desk, "button", "Close the first test")
    press(desk, "button", "Close it now all the same")
    expect(desk.get_by_text("The test is closed.")).to_be_visible()
    phone.locator("label.pick").first.click()
    if not javascript:
        phone.locator(GO).click()
    phone.wait_for_url("**/t/1")
    expect(phone.get_by_role("heading", name="Этот тест закрыт")).to_be_visible()
    expect(phone.get_by_text("2 твоих ответа сохранены.")).to_be_visible()
    see(phone, "closed-meanwhile")

    room.wait()
    room.open(Wave.PRE)
    phone.goto("/t/1")
    phone.locator(GO).click()
    phone.wait_for_url("**/t/1/4" if javascript else "**/t/1/3")  # of a tap that came too late the phone knows


def answer(phone: Page, n: int) -> None:
    phone.wait_for_url(f"**/t/1/{n}")
    phone.locator("label.pick").first.click()
    phone.locator(GO).click()
    phone.wait_for_url(f"**/t/1/{n + 1}")
