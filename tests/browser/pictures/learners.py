"""What a learner of the course that ships sees, in Russian and in Kazakh: `make pictures`."""

import re

import pytest
from playwright.sync_api import Browser, Page

from app.content import Release
from app.services.waves import Wave
from tests.browser.conftest import Open, Site
from tests.browser.pictures.album import Album
from tests.browser.test_learner_journey import GO, ON
from tests.browser.test_offline import until

SHOWN = "[data-screen]:not([hidden])"
KINDS = """() => [...document.querySelectorAll("[data-screen]")].map((it) => {
    const deed = it.querySelector("[data-kind]");
    return [Number(it.dataset.screen), "close" in it.dataset ? "close" : deed ? deed.dataset.kind : ""];
})"""
"""What there is to do on each screen of a lesson."""
HOURS_LATER = """() => phone.writing("kept", (it) => {
    const rows = it.getAll();
    rows.onsuccess = () => rows.result.filter((row) => row.name.startsWith("worked out ")).forEach((row) => {
        row.value = 1;
        it.put(row);
    });
})"""
"""The phone may ask how the small thing to do went."""


@pytest.fixture
def course(shipped: Release) -> Release:
    return shipped


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_every_kind_of_screen_is_pictured(site: Site, hand: Open, browser: Browser, lang: str) -> None:
    page, album = hand(), Album()
    site.room.open(Wave.PRE)
    join(page, site, album, lang)
    sit(page, album, 1)
    site.room.close(Wave.PRE)
    page.goto("/road")
    album.add(page, "road")
    do_lessons(page, site, album)
    site.room.open(Wave.POST)
    sit(page, album, 2)
    site.room.close(Wave.POST)
    site.room.wait()
    see_the_rest(page, album, lang)
    album.write(browser, f"learners-{lang}")

    lessons = site.room.school.release.lessons.values()
    kinds = {screen.block.kind for words in lessons for screen in words[lang].screens}
    assert kinds <= album.captions
    assert {"question", "question of lines", "statement", "how it went"} <= album.captions
    assert len({len(screens) for screens in album.screens.values()}) == 1, "at each size the same"


def join(page: Page, site: Site, album: Album, lang: str) -> None:
    page.goto(f"/j/{site.room.cohort.join_code}")
    album.add(page, "join")
    page.locator(f"main a[lang={lang}]").click()
    page.wait_for_url("**/look**")
    album.add(page, "advert")
    page.locator("main .advert a").first.click()
    album.add(page, "advert, answered")
    page.locator(GO).click()
    album.add(page, "assent")
    page.locator("button[value=yes]").click()
    page.wait_for_url("**/you")
    album.add(page, "two questions")
    page.locator("label", has=page.locator("input[name=sex][value=female]")).click()
    page.locator("label", has=page.locator("input[name=age_band][value='15-17']")).click()
    page.locator(GO).click()
    page.wait_for_url("**/card")
    album.add(page, "card")
    page.locator(GO).click()


def sit(page: Page, album: Album, number: int) -> None:
    """Every question answered alike, the first of each kind pictured."""
    page.goto(f"/t/{number}")
    album.add(page, "test")
    page.locator(GO).click()
    page.wait_for_url(f"**/t/{number}/1")
    while not page.url.endswith("/all"):
        address, has_lines = page.url, page.locator("main input[type=checkbox]").count() > 0
        is_statement = page.locator("main .scale").count() > 0
        page.locator("label.pick").nth(1 if has_lines else 2).click()
        page.locator("[data-sign] svg").wait_for()
        album.add(page, "question of lines" if has_lines else "statement" if is_statement else "question")
        page.locator(GO).click()
        page.wait_for_function("address => location.href !== address", arg=address)
    album.add(page, "look over")
    page.locator(GO).click()
    page.locator("main .strip.arrived").wait_for()
    album.add(page, f"test {number}, sent")


def do_lessons(page: Page, site: Site, album: Album) -> None:
    """The first screen of each kind, before anything is done and after; the end of each lesson counts it as done."""
    for number, _ in enumerate(site.room.school.release.course.lessons, start=1):
        page.goto(f"/l/{number}")
        page.locator(SHOWN).wait_for()
        for n, kind in page.evaluate(KINDS):
            if n:
                page.evaluate("n => { location.hash = n; }", n)
                page.locator(f"[data-screen='{n}']:not([hidden])").wait_for()
            kind = kind or "prose"
            if kind in album.captions:
                continue
            album.add(page, kind)
            if kind in ("check", "flags", "story", "sort"):
                page.locator(f"{SHOWN} form :is(button, label):visible").first.click()
                album.add(page, f"{kind}, begun")
        page.locator(ON).click()
        page.wait_for_url(re.compile("/road"))
        if number == 1:
            page.evaluate(HOURS_LATER)
            page.goto("/l/1")
            page.locator(SHOWN).wait_for()
            page.evaluate(
                "location.hash = document.querySelectorAll('[data-asks]')[1].closest('[data-screen]').dataset.screen"
            )
            page.locator("[data-deed]:visible").wait_for()
            album.add(page, "how it went")
    page.goto("/road")
    until(lambda: page.evaluate("phone.rowsOf('steps', document.body.dataset.mark).then((it) => it.length)") == 0)


def see_the_rest(page: Page, album: Album, lang: str) -> None:
    for address, caption in (
        ("/road", "road, at its end"),
        ("/result", "result"),
        ("/mine", "own phone"),
        ("/remind", "reminder"),
        ("/held", "what is held"),
        (f"/help?lang={lang}", "help"),
    ):
        page.goto(address)
        album.add(page, caption)
    page.locator(".triage label").nth(1).click()
    page.evaluate("scrollTo(0, document.querySelector('.triage').offsetTop)")
    album.add(page, "help, sorted")
    page.goto("/shell/clock")
    album.add(page, "after Leave")
