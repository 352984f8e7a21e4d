"""The screen of a lesson read aloud, where the browser has a voice for its language; and silence when it has to be."""

import socket

import pytest
from playwright.sync_api import Page, expect

from app.services.testing import Wave
from tests.browser.conftest import Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO, join
from tests.browser.test_offline import has_taken_along
from tests.browser.test_offline_left import lie_still

VOICES = """(() => {
    const said = window.said = [];
    const speech = new EventTarget();
    speech.getVoices = () => [{ lang: "en-GB" }, { lang: "LANGUAGE" }];
    speech.speak = (it) => { speech.speaking = true; said.push([it.lang, it.text]); };
    speech.cancel = () => { speech.speaking = false; said.length = 0; };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})()"""
"""A browser that can speak English and one other language; what it is saying stands in `said`."""


def open_lesson(page: Page, site: Site, language: str) -> None:
    page.context.add_init_script(VOICES.replace("LANGUAGE", language))
    join(page, site)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    page.goto("/road")
    has_taken_along(page, site)
    page.goto("/l/1")
    page.locator(GO).first.click()
    expect(page.locator("[data-screen='1']")).to_be_visible()


def test_a_screen_is_read_in_a_voice_of_its_language(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    open_lesson(page, site, "ru_RU")
    page.locator("#listen").click()
    said = page.evaluate("window.said")

    assert {language for language, _ in said} == {"ru_RU"}
    assert page.locator("[data-screen='1'] :is(h1, h2)").first.inner_text() in [text for _, text in said]
    page.locator("#listen").click()
    assert page.evaluate("window.said") == []


def test_without_a_voice_there_is_no_button(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    open_lesson(page, site, "de-DE")

    expect(page.locator("#listen")).to_be_hidden()


@pytest.mark.parametrize("way", ["leave", "lie still"])
def test_nothing_is_heard_of_a_page_that_is_not_seen(site: Site, network: Network, profile: Open, way: str) -> None:
    page = profile()
    open_lesson(page, site, "ru_RU")
    page.locator("#listen").click()
    assert page.evaluate("window.said") != []
    network.cut()
    with socket.create_server(("127.0.0.1", network.own)):  # takes every connection and never answers
        if way == "leave":
            said = page.evaluate(
                "() => { document.getElementById('leave').click(); return Promise.resolve().then(() => window.said); }"
            )
            assert said == []
        else:
            lie_still(page, 6)
            expect(page.locator("[data-part=locked]")).to_be_visible()
            assert page.evaluate("window.said") == []
