"""A voice and a film of a lesson: loaded when they are played, stored where somebody asks for it, gone with them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.content import Release, read_course
from app.services.waves import Wave
from app.web.learn import media
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import ROAD, come_along, until
from tests.conftest import FIXTURE_COURSE, FIXTURE_MEDIA

SHOWN = "[data-screen]:not([hidden])"
SPOKEN = "voice.over-the-hill.ru.computer.opus"
PART = """(address) => fetch(address, { headers: { Range: "bytes=2-5" } })
    .then((answer) => [answer.status, answer.headers.get("Content-Range")])"""
AWAY = "It needs a connection."
STORED = "caches.open('m').then((it) => it.keys()).then((all) => all.length)"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """The course of the tests with a film, a film in sign language and a voice in English; in Russian a computer's."""
    folder = tmp_path / "fixture-course"
    shutil.copytree(FIXTURE_COURSE, folder)
    shutil.copytree(FIXTURE_MEDIA / "lessons", folder / "lessons", dirs_exist_ok=True)
    lesson = folder / "lessons" / "01-way-home"
    shutil.copy(lesson / "voice.over-the-hill.en.opus", lesson / SPOKEN)
    monkeypatch.setattr(media, "CONTENT", tmp_path)
    return read_course(folder)


def may_learn(page: Page, site: Site, lang: str = "en") -> None:
    has_joined(page, site, lang=lang)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)


def media_asked_for(page: Page) -> list[str]:
    addresses: list[str] = []
    page.context.on("request", lambda request: addresses.append(request.url) if "/f/" in request.url else None)
    return addresses


def plays(player: Locator) -> None:
    """By the player's own button, as a finger does it, until it has ended."""
    box = player.bounding_box()
    assert box is not None
    player.page.mouse.click(box["x"] + 28, box["y"] + box["height"] - 28)
    until(lambda: player.evaluate("it => it.currentTime") > 0.5)


def plays_from(player: Locator, second: float) -> None:
    player.evaluate("(it, second) => { it.currentTime = second; it.play(); }", second)
    until(lambda: player.evaluate("it => it.currentTime") > second + 0.3)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_voice_and_films_play_on_a_tap_and_are_not_loaded_before(
    site: Site, hand: Callable[..., Page], javascript: bool, look: Look
) -> None:
    page = hand(javascript=javascript, locale="en-US")
    may_learn(page, site)
    addresses = media_asked_for(page)
    page.goto("/l/2", wait_until="networkidle")
    film, signs = page.locator("video").all()
    expect(page.locator(SHOWN)).to_contain_text("Film, 30 kB.")
    expect(page.locator(SHOWN)).to_contain_text("In sign language, 20 kB.")
    if javascript:
        look(page, "film")
    assert [address for address in addresses if not address.endswith(".vtt")] == []
    plays(film)
    assert film.evaluate("it => it.textTracks[0].mode") == "showing", "its captions are on"
    plays(signs)
    page.locator(SHOWN).locator(GO).click()
    voice = page.locator(f"{SHOWN} audio")
    expect(page.locator(SHOWN)).to_contain_text("Listen, 9 kB")
    expect(page.locator(SHOWN).get_by_text("Read by a computer")).to_have_count(0)
    if javascript:
        look(page, "voice")
    assert not any(address.endswith(".opus") for address in addresses)
    plays(voice)
    if not javascript:
        expect(page.get_by_text("Keep for offline")).to_be_hidden()


def test_what_a_computer_reads_is_called_so(site: Site, hand: Callable[..., Page], look: Look) -> None:
    page = hand()
    may_learn(page, site, lang="ru")
    page.goto("/l/2#1")
    expect(page.locator(SHOWN)).to_contain_text("Послушать, 9 КБ. Читает компьютер")
    look(page, "voice-computer")
    page.goto("/l/1#1")
    expect(page.locator("audio")).to_have_count(0)


def test_it_plays_without_a_connection_where_somebody_asked_for_it_and_goes_with_them(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    come_along(page, site, come_in=lambda page, site: has_joined(page, site, lang="en"))
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    page.goto("/road")
    until(lambda: page.evaluate(f"{ROAD}.then((road) => road?.stops[2].look)") == "open")
    network.cut()
    page.goto("/l/2")
    film = page.locator("video").first
    film.evaluate("it => { it.play().catch(() => undefined); }")
    expect(page.locator(SHOWN).get_by_text(AWAY).first).to_be_visible()
    assert film.evaluate("it => it.currentTime") == 0
    page.get_by_role("button", name="Keep for offline, 30 kB").click()
    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Keep for offline, 30 kB")).to_be_visible()

    network.join()
    page.goto("/l/2")
    page.get_by_role("button", name="Keep for offline, 30 kB").click()
    expect(page.get_by_text("On this phone: plays without a connection too.")).to_be_visible()
    page.locator(SHOWN).locator(GO).click()
    page.get_by_role("button", name="Keep for offline, 9 kB").click()
    expect(page.locator(SHOWN).get_by_text("On this phone")).to_be_visible()
    until(lambda: page.evaluate(STORED) == 3)
    network.cut()
    page = page.context.new_page()
    page.goto("/l/2")
    film = page.locator("video").first
    expect(page.get_by_text("On this phone: plays without a connection too.")).to_be_visible()
    look(page, "film-stored")
    plays(film)
    plays_from(film, 2)
    assert page.evaluate(PART, film.get_attribute("src")) == [206, "bytes 2-5/29984"], "so long films can be sought in"
    assert film.evaluate("it => it.textTracks[0].cues.length") == 1
    page.locator(SHOWN).locator(GO).click()
    voice = page.locator(f"{SHOWN} audio")
    plays(voice)
    plays_from(voice, 2.5)
    network.join()
    page.goto("/road")
    page.locator("form[action='/out'] button").click()
    expect(page.locator("form[action='/out']")).to_have_count(0)
    until(lambda: page.evaluate("caches.has('m')") is False)


def test_a_voice_that_did_not_come_says_why_and_plays_as_soon_as_there_is_a_connection(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    come_along(page, site, come_in=lambda page, site: has_joined(page, site, lang="en"))
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    page.goto("/l/2#1")
    voice, line = page.locator(f"{SHOWN} audio"), page.locator(SHOWN).get_by_text(AWAY)
    expect(line).to_be_hidden()
    network.cut()
    voice.evaluate("it => { it.play().catch(() => undefined); }")
    expect(line).to_be_visible()
    expect(voice).to_be_visible()
    network.join()
    plays(voice)
    expect(line).to_be_hidden()


def test_a_phone_that_knows_that_it_is_away_offers_no_voice_until_it_is_back(
    site: Site, hand: Callable[..., Page], look: Look
) -> None:
    page = hand(locale="en-US")
    may_learn(page, site)
    page.goto("/l/2#1", wait_until="networkidle")
    voice, line = page.locator(f"{SHOWN} audio"), page.locator(SHOWN).get_by_text(AWAY)
    page.context.set_offline(True)
    expect(line).to_be_visible()
    expect(voice).to_be_hidden()
    expect(page.locator(SHOWN).get_by_text("Keep for offline")).to_be_hidden()
    look(page, "voice-away")
    page.context.set_offline(False)
    expect(line).to_be_hidden()
    plays(voice)


def test_whoever_leaves_leaves_no_voice_behind(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    may_learn(page, site)
    page.goto("/l/2#1")
    page.get_by_role("button", name="Keep for offline, 9 kB").click()
    until(lambda: page.evaluate(STORED) == 1)
    other = page.context.new_page()
    other.goto("/help")
    page.route("**/leave", lambda route: route.abort())
    assert other.evaluate("caches.has('m')") is True
    page.locator("#leave").click()
    until(lambda: other.evaluate("caches.has('m')") is False)
