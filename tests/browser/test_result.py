"""The result: both tests as a picture, what to look at once more with the way back, and an own phone without a
connection."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.content import Release
from app.services.waves import Wave
from app.store.tables import Learner
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import ROAD, has_taken_along, until

SHOWN = "[data-screen]:not([hidden])"
NOTES = "phone.reading('kept', (it) => it.getAll()).then((rows) => rows.filter((it) => it.value.length).length)"


def have_both_tests(site: Site, *, before: int, after: int) -> None:
    """The first items of each test are right, so many; the answers may be seen."""
    room = site.room
    [learner_id] = room.school.session.scalars(select(Learner.learner_id))
    for wave, right in ((Wave.PRE, before), (Wave.POST, after)):
        room.open(wave)
        room.school.sit(learner_id, wave, right=right)
        room.wait()
    room.close(Wave.POST)


def is_shown(page: Page, site: Site) -> None:
    """One right before and two after of four: the picture and its words say the same, and the rest is in its place."""
    picture, sentence = page.locator(".chart"), page.locator("figcaption").inner_text()
    expect(picture).to_have_attribute("aria-label", sentence)
    assert re.findall(r"\d+", sentence) == ["1", "2", "4"]
    assert picture.locator(".xl").all_text_contents() == ["1", "2"]
    again, learned, known = page.locator("main details").all()
    assert [it.get_attribute("open") for it in (again, learned, known)] == ["", None, None]
    assert [it.locator("li.why").count() for it in (again, learned, known)] == [2, 1, 1]
    expect(page.locator("#result a[href$='/paper']")).to_be_visible()  # the plan
    stem = site.room.school.release.instrument_words["ru"].form("B")["offer"].stem
    expect(again.locator(".why").first).to_contain_text(stem)


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_the_result_leads_back_into_the_piece_also_without_a_connection(
    site: Site, network: Network, profile: Open, look: Look, lang: str
) -> None:
    page = profile()
    _, pin = has_joined(page, site, lang=lang)
    page.goto("/mine")
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    expect(page.locator("body[data-own]")).to_be_attached()
    have_both_tests(site, before=1, after=2)
    page.goto("/road")
    has_taken_along(page, site)
    until(lambda: page.evaluate(f"{ROAD}.then((road) => road?.stops[2].look)") not in (None, "ahead"))
    page.goto("/result")
    look(page, f"result-{lang}")
    page.set_viewport_size({"width": 1280, "height": 800})
    look(page, f"result-wide-{lang}")
    page.set_viewport_size({"width": 360, "height": 640})
    if lang == "ru":
        is_shown(page, site)
    words = site.room.school.release.lessons["way-home"][lang]
    until(lambda: page.evaluate(NOTES) > 0)

    network.cut()
    for place in (0, 1):
        page.goto("/result")
        expect(page.locator("#result h1")).to_be_visible()
        if place == 0:
            look(page, f"result-offline-{lang}")
        if lang == "ru":
            is_shown(page, site)
        way = page.locator("main .why a").nth(place)
        expect(way).to_contain_text(words.pieces[place].title)
        way.click()
        expect(page).to_have_url(re.compile(f"/l/2#{words.first_of(place)}$"))
        expect(page.locator(f"{SHOWN} h1")).to_have_text(words.screens[words.first_of(place) - 1].heading)

    network.join()
    page.goto("/road")
    page.locator("form[action='/out'] button").click()
    expect(page).not_to_have_url(re.compile("/road$"))
    page.wait_for_load_state()
    assert page.evaluate(NOTES) == 0
    network.cut()
    page.goto("/result")
    expect(page.locator("#cut h1")).to_be_visible()
    expect(page.locator("#result")).to_be_hidden()


def test_a_phone_of_several_keeps_no_result(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    has_joined(page, site)
    have_both_tests(site, before=1, after=2)
    page.goto("/road")
    has_taken_along(page, site)
    page.goto("/result")
    is_shown(page, site)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(NOTES) == 0
    network.cut()
    page.goto("/result")
    expect(page.locator("#cut h1")).to_be_visible()
    expect(page.locator("#result")).to_be_hidden()


def test_without_javascript_the_way_back_is_the_first_screen_of_the_piece(
    site: Site, hand: Callable[..., Page], fixture_course: Release
) -> None:
    page = hand(javascript=False)
    has_joined(page, site)
    have_both_tests(site, before=1, after=2)
    words = fixture_course.lessons["way-home"]["ru"]
    page.goto("/result")
    is_shown(page, site)
    page.locator("main .why a").last.click()
    expect(page).to_have_url(re.compile(f"/l/2/{words.first_of(1)}$"))
    expect(page.locator(f"{SHOWN} h1")).to_have_text(words.screens[words.first_of(1) - 1].heading)
