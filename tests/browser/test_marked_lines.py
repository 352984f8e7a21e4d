"""Lines of a question marked on a phone: without a connection too, and taken back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.content import Release
from app.services.waves import Wave
from app.store.answers import histories
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import come_along, until


@pytest.fixture
def course(marks_course: Release) -> Release:
    return marks_course


def box(page: Page, line: str) -> Locator:
    return page.locator(f"input[value='{line}']")


def tap(page: Page, *lines: str) -> None:
    for line in lines:
        page.locator("label", has=box(page, line)).click()
        expect(page.locator("[data-sign] svg")).to_be_visible()


def ticked(page: Page) -> list[str]:
    return [str(it.get_attribute("value")) for it in page.locator("fieldset input:checked").all()]


def stored(site: Site, *, is_received: bool = True) -> dict[str, object]:
    with site.room.app.extensions["database"].reading() as session:
        (of,) = histories.list_histories(session)
    (attempt,) = [it for it in of.attempts if bool(it.received_at) == is_received]
    return dict(of.responses[attempt.attempt_id])


def test_lines_are_marked_taken_back_and_sent_as_a_set(site: Site, network: Network, profile: Open, look: Look) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    tap(page, "family")
    page.locator(GO).click()

    expect(page.locator("legend")).to_contain_text("Можно отметить несколько.")
    tap(page, "silence", "town", "fee")
    look(page, "lines-marked")
    assert ticked(page) == ["town", "fee", "silence"]
    tap(page, "unsure")
    assert ticked(page) == ["unsure"], "who does not know marks no line"
    tap(page, "town")
    assert ticked(page) == ["town"], "and who marks a line knows something"
    page.locator("label", has=box(page, "town")).click()
    page.wait_for_timeout(100)
    until(lambda: stored(site, is_received=False).get("advert") is None)
    page.reload()
    expect(page.locator("legend")).to_be_visible()
    assert ticked(page) == [], "what was taken back stays away"
    tap(page, "fee", "silence")
    until(lambda: stored(site, is_received=False).get("advert") == ("fee", "silence"))

    network.cut()
    page.locator(GO).click()
    tap(page, "keep")
    page.locator(GO).click()
    tap(page, "night", "alone")
    page.locator("[data-back]").click()
    page.locator(GO).click()
    assert ticked(page) == ["alone", "night"]
    page.locator("label", has=box(page, "alone")).click()
    page.goto("/t/1/4")
    expect(page.locator("legend")).to_be_visible()
    assert ticked(page) == ["night"]
    tap(page, "alone", "seat")
    page.goto("/t/1/all")
    page.locator(GO).click()
    expect(page.locator("main")).to_contain_text("Тест закончен")
    network.join()

    def has_arrived() -> bool:
        with site.room.app.extensions["database"].reading() as session:
            return any(it.received_at for of in histories.list_histories(session) for it in of.attempts)

    until(has_arrived)
    assert stored(site) == {
        "address": "family",
        "advert": ("fee", "silence"),
        "copy": "keep",
        "chat": ("alone", "night", "seat"),
    }
    expect(page).to_have_url(re.compile("/t/1"))
