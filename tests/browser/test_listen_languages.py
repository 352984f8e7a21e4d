"""A course that is not there in the learner's language: each word by a voice of its own language, and each once."""

import pytest
from playwright.sync_api import Page, expect

from app.content import Release
from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Open, Site
from tests.browser.test_learner_journey import ARRIVED, GO, join, read, sit
from tests.browser.voices import give_voices, utterances
from tests.conftest import lacking

SPOKEN = """() => {
    document.getElementById("listen").click();
    const words = (text) => text.replace(/\\s+/g, " ").trim();
    const said = window.said.map(([language, text]) => [language.slice(0, 2), words(text)]);
    const nodes = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const wrong = [];
    while (nodes.nextNode()) {
        const text = words(nodes.currentNode.data);
        const place = nodes.currentNode.parentElement;
        if (!text || !place.checkVisibility() || place.closest("svg, p.vh")) { continue; }
        const language = place.closest("[lang]").lang;
        const at = said.findIndex((each) => each[0] === language && each[1].includes(text));
        if (at < 0) { wrong.push(text); } else { said[at][1] = said[at][1].replace(text, ""); }
    }
    return wrong.concat(said.map(([, left]) => left.trim()).filter(Boolean));
}"""
"""Taps Listen; gives what of that which is to be seen is not said in its language, and what is said beyond that."""


@pytest.fixture
def course(release: Release) -> Release:
    return lacking(release, lessons="kk", test="kk")


@pytest.mark.items(5)
def test_each_word_is_said_once_by_a_voice_of_its_language(site: Site, hand: Open) -> None:
    page = hand()
    give_voices(page, "ru-RU", "kk_KZ", "eng-GBR")
    heard = {}

    def see(page: Page, name: str) -> None:
        if name == "card":  # whoever stands by hears neither the code nor the PIN
            expect(page.locator("#listen")).to_have_count(0)
            return
        page.wait_for_load_state()  # before that nobody listens to the button
        expect(page.locator("#listen")).to_be_visible()
        figures = [it.get_attribute("aria-label") for it in page.locator("figure [role=img]").all()]
        assert page.evaluate(SPOKEN) == figures, name
        heard[name] = {language for language, _ in page.evaluate("window.said")}
        page.locator("#listen").click()
        assert utterances(page) == [], name

    join(page, site, see, lang="kk")
    see(page, "road")
    site.room.open(Wave.PRE)
    sit(page, site, 1, right=2, blanks=(3,), see=see)
    see(page, "overview")
    page.locator(GO).click()
    page.locator(ARRIVED).wait_for()
    see(page, "sent")
    for number in (1, 2):
        read(page, site, number, see=see)
    site.room.open(Wave.POST)
    sit(page, site, 2, right=3)
    page.locator(GO).click()
    page.locator(ARRIVED).wait_for()
    site.room.close(Wave.POST)
    for address in ("/result", "/help", "/help?country=KZ", "/card", "/reached", "/stop", "/nowhere"):
        page.goto(address)
        see(page, address)

    assert heard["language"] == {"ru-RU", "kk_KZ", "eng-GBR"}
    for name in ("road", "question-1-3", "lesson-2-2", "/result"):
        assert {"ru-RU", "kk_KZ"} <= heard[name], name


def test_words_without_a_voice_of_their_language_are_left_out(site: Site, hand: Open) -> None:
    page = hand()
    give_voices(page, "ru-RU", "en-GB")
    has_joined(page, site)
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p lang=en>Come in</p><p lang=tr>Gel</p>')"
    )
    page.locator("#listen").click()

    assert ["en-GB", "Come in"] in page.evaluate("window.said")
    assert "Gel" not in utterances(page)
