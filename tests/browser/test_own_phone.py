"""A learner's own phone in a real browser: its pages stay, the shared one's hide."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.content import Release
from app.services.waves import Wave
from app.store.tables import Learner
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site

GO = ".go .btn"
HIDDEN = "body[data-locked]"


@pytest.fixture
def course(fixture_course: Release) -> Release:
    return fixture_course


def lie_still(page: Page, *, minutes: int) -> None:
    page.evaluate("(ms) => localStorage.setItem('seen', Date.now() - ms)", minutes * 60_000)
    page.reload()


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_an_own_phone_hides_after_a_day_and_a_shared_one_after_five_minutes(
    site: Site, hand: Open, look: Look, lang: str
) -> None:
    page = hand()
    _, pin = has_joined(page, site, lang=lang)
    site.room.open(Wave.PRE)
    [learner_id] = site.room.school.session.scalars(select(Learner.learner_id))
    site.room.school.sit(learner_id, Wave.PRE, right=2)
    site.room.wait()
    page.goto("/t/1")
    look(page, f"sent-{lang}")
    page.locator("main a[href='/mine']").click()
    page.wait_for_url("**/mine")
    look(page, f"mine-{lang}")
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    expect(page.locator("body[data-own]")).to_be_attached()
    look(page, f"mine-own-{lang}")
    page.goto("/remind")
    look(page, f"remind-{lang}")
    page.goto("/road")
    lie_still(page, minutes=60)
    expect(page.locator(".way")).to_be_visible()
    lie_still(page, minutes=25 * 60)
    expect(page.locator(HIDDEN)).to_be_attached()
    look(page, f"mine-hidden-{lang}")
    page.locator("[data-part=locked] .btn").last.click()
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    page.wait_for_url("**/road")
    page.goto("/mine")
    page.locator("button[value=shared], form:has(input[value=shared]) button").click()
    expect(page.locator("#pin")).to_be_visible()
    page.goto("/road")
    lie_still(page, minutes=6)
    expect(page.locator(HIDDEN)).to_be_attached()
