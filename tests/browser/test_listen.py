"""The screen read aloud, where the phone has a voice for its language; and silence when it has to be."""

import socket

import pytest
from playwright.sync_api import Page, expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Open, Site
from tests.browser.network import Network
from tests.browser.test_follow_up_journey import take
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import add_helpline, come_along, has_taken_along
from tests.browser.test_offline_left import lie_still
from tests.browser.voices import give_voices, hear_out, utterances

LISTEN = "#listen"


def open_lesson(page: Page, site: Site) -> None:
    has_joined(page, site)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    page.goto("/road")
    has_taken_along(page, site)
    page.goto("/l/1")
    page.locator(GO).first.click()
    expect(page.locator("[data-screen='1']")).to_be_visible()


def heading(page: Page) -> str:
    return page.locator("h1:visible").first.inner_text()


def test_of_a_question_the_words_and_each_answer_are_read_and_the_next_begins_in_silence(
    site: Site, hand: Open
) -> None:
    page = hand()
    give_voices(page, "ru-RU")
    has_joined(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    page.wait_for_url("**/t/1/1")
    first = heading(page)
    page.locator(LISTEN).click()
    answers = page.locator("label.pick").all_inner_texts()
    assert utterances(page) == [first, *answers, page.locator(GO).inner_text()]

    page.locator("label.unsure").click()
    assert utterances(page)[0] == first, "whoever chooses hears the rest still"
    page.locator(GO).click()
    page.wait_for_url("**/t/1/2")
    assert utterances(page) == []
    expect(page.locator(LISTEN)).to_have_attribute("aria-pressed", "false")
    page.locator(LISTEN).click()
    assert utterances(page)[0] == heading(page) != first


def test_the_button_is_pressed_until_the_last_word(site: Site, hand: Open) -> None:
    page = hand()
    give_voices(page, "ru-RU")
    page.goto("/help?lang=ru")
    page.locator(LISTEN).click()
    while utterances(page):
        expect(page.locator(LISTEN)).to_have_attribute("aria-pressed", "true")
        hear_out(page)

    expect(page.locator(LISTEN)).to_have_attribute("aria-pressed", "false")


def test_of_the_result_the_picture_is_read_in_words_and_what_is_folded_away_is_not(site: Site, hand: Open) -> None:
    page = hand()
    give_voices(page, "ru-RU")
    has_joined(page, site)
    for number, wave in enumerate((Wave.PRE, Wave.POST), start=1):
        take(site, 1, wave, right=1 + number)
        site.room.close(wave)
    page.goto("/result")
    page.locator(LISTEN).click()

    assert page.locator(".chart").get_attribute("aria-label") in utterances(page)
    shut = page.locator("details:not([open]) .why b").first.text_content()
    assert shut
    assert not any(shut in words for words in utterances(page))


def test_a_number_to_call_is_read_aloud(site: Site, hand: Open) -> None:
    add_helpline(site, "KZ", "111")
    page = hand()
    give_voices(page, "ru-RU")
    page.goto("/help?country=KZ&lang=ru")
    page.locator(LISTEN).click()

    assert any(words.startswith("111") for words in utterances(page))


def test_without_a_connection_a_test_is_read_aloud_as_well(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    give_voices(page, "ru-RU")
    come_along(page, site, Wave.PRE)
    network.cut()
    page.goto("/t/1")
    page.locator(GO).click()
    page.wait_for_url("**/t/1/1")
    page.locator(LISTEN).click()

    assert utterances(page)[0] == heading(page)


@pytest.mark.parametrize(("voices", "is_local"), [(["de-DE"], True), ([], True), (["ru-RU"], False)])
def test_without_a_voice_of_its_own_a_phone_shows_no_button(
    site: Site, hand: Open, voices: list[str], is_local: bool
) -> None:
    page = hand()
    give_voices(page, *voices, is_local=is_local)
    has_joined(page, site)
    site.room.open(Wave.PRE)
    for address in ("/road", "/t/1", "/help?lang=ru"):
        page.goto(address)
        expect(page.locator(LISTEN)).to_be_hidden()


def test_a_voice_that_comes_late_is_offered_then(site: Site, hand: Open) -> None:
    page = hand()
    give_voices(page)
    page.goto("/help?lang=ru")
    expect(page.locator(LISTEN)).to_be_hidden()
    page.evaluate("""() => {
        speechSynthesis.getVoices = () => [{ lang: "ru-RU", localService: true }];
        speechSynthesis.onvoiceschanged();
    }""")

    expect(page.locator(LISTEN)).to_be_visible()


@pytest.mark.parametrize("way", ["leave", "lie still"])
def test_nothing_is_heard_of_a_page_that_is_not_seen(site: Site, network: Network, profile: Open, way: str) -> None:
    page = profile()
    give_voices(page, "ru-RU")
    open_lesson(page, site)
    page.locator(LISTEN).click()
    assert utterances(page) != []
    network.cut()
    with socket.create_server(("127.0.0.1", network.own)):  # takes every connection and never answers
        if way == "leave":
            heard = page.evaluate(
                "() => { document.getElementById('leave').click(); return Promise.resolve().then(() => window.said); }"
            )
            assert heard == []
        else:
            lie_still(page, 6)
            expect(page.locator("[data-part=locked]")).to_be_visible()
            assert utterances(page) == []
