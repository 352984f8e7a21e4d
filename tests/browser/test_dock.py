"""The dock of a lesson: what is to be done stands in it, and nothing to be done stands under it, upright or lying.

Every screen of the lesson with every kind of activity, and of the course of the tests, at 360 by 640 and 640 by 360.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.content import Release
from app.services.waves import Wave
from app.store import Database
from tests.app.web.every_kind import LAST, NUMBER, every_kind, screen_of
from tests.browser.arriving import has_joined
from tests.browser.conftest import Site, new_page, open_site, take_phone
from tests.browser.test_learner_journey import GO, ON
from tests.conftest import copy_instance, make_app

UPRIGHT, LYING = {"width": 360, "height": 640}, {"width": 640, "height": 360}
SCREEN = "[data-screen]:not([hidden])"
CONTROLS = """() => Array.from(document.querySelectorAll("main :is(a[href], button, input, textarea)"))
    .filter((it) => !it.disabled && it.getClientRects().length && !it.closest(".go") && it.type !== "hidden")
    .map((it) => it.matches(".pick input") ? it.parentElement : it)"""
FREE = """(it) => {
    const dock = document.querySelector(".safe").getBoundingClientRect().top;
    const { left, right, top, bottom } = it.getBoundingClientRect();
    const sees = (x, y) => { const seen = document.elementFromPoint(x, y); return it.contains(seen); };
    const low = it === document.activeElement && it.matches("textarea") ? top + 40 : bottom; // where one writes
    return top >= 0 && low <= dock && sees((left + right) / 2, top + 3) && sees((left + right) / 2, low - 3);
}"""
COVERED = f"""() => ({CONTROLS})().filter((it) => {{
    it.scrollIntoView({{ block: "nearest" }});
    return !({FREE})(it);
}}).map((it) => it.outerHTML.slice(0, 90))"""
"""Controls that cannot be brought wholly between the header and the dock."""
FOCUSED = f"""() => {{
    const it = document.activeElement;
    if (it === document.body || it.closest(".safe, .go")) {{ return null; }}
    const face = it.matches(".pick input") ? it.parentElement : it;
    return ({FREE})(face) ? null : it.outerHTML.slice(0, 90);
}}"""
"""What has focus and is covered."""


@pytest.fixture(scope="module")
def school(
    sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory, fixture_course: Release, templates: BytecodeCache
) -> Iterator[Site]:
    """One cohort whose lessons may be read."""
    folder = tmp_path_factory.mktemp("docks")
    copy_instance(sqlite_file, folder)
    database = Database(f"sqlite:///{folder / 'navigator.db'}")
    with open_site(make_app(database, templates), database, every_kind(fixture_course, "ru", "kk")) as site:
        site.room.open(Wave.PRE)
        site.room.close(Wave.PRE)
        yield site
    database.dispose()


@pytest.fixture
def reader(browser: Browser, school: Site) -> Iterator[Callable[..., Page]]:
    """A learner with a phone of their own, on the road."""
    contexts: list[BrowserContext] = []

    def reader(**phone: Any) -> Page:
        contexts.append(take_phone(browser, school, **phone))
        page = new_page(contexts[-1])
        has_joined(page, school)
        return page

    yield reader
    for context in contexts:
        context.close()


def screens(page: Page, *, javascript: bool = True) -> Iterator[str]:
    """Shows one screen after another of the lesson."""
    for n in range(1, LAST + 1):
        page.goto(f"/l/{NUMBER}#{n}" if javascript else f"/l/{NUMBER}/{n}")
        expect(page.locator(f"{SCREEN}[data-screen='{n}']")).to_have_count(1)
        yield f"screen {n}"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_every_control_can_be_brought_between_the_header_and_the_dock(
    reader: Callable[..., Page], javascript: bool
) -> None:
    page = reader(javascript=javascript)
    covered: dict[str, list[str]] = {}
    for screen in screens(page, javascript=javascript):
        for size in (UPRIGHT, LYING):
            page.set_viewport_size(size)
            covered[f"{screen} at {size['width']}"] = page.evaluate(COVERED)

    assert {screen: controls for screen, controls in covered.items() if controls} == {}


@pytest.mark.parametrize("size", [UPRIGHT, LYING], ids=["upright", "lying"])
def test_nothing_that_stays_in_its_place_covers_what_has_focus(reader: Callable[..., Page], size: Any) -> None:
    page = reader()
    page.set_viewport_size(size)
    covered, steps = [], 0
    for screen in screens(page):
        for _ in range(40):
            page.keyboard.press("Tab")
            steps += 1
            if page.evaluate("document.activeElement.closest('.go, .safe') !== null") and steps > 3:
                break
            covered += [(screen, it)] if (it := page.evaluate(FOCUSED)) else []

    assert covered == []
    assert steps > 3 * LAST


def test_the_dock_is_lower_on_a_phone_that_lies(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{screen_of('sunday')}")
    upright = page.locator(".safe").bounding_box()
    page.set_viewport_size(LYING)
    lying = page.locator(".safe").bounding_box()

    assert (upright["height"], lying["height"]) == (65, 49)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_main_button_is_the_deed_and_leads_to_what_is_tapped(reader: Callable[..., Page], javascript: bool) -> None:
    page = reader(javascript=javascript)
    deeds = {}
    for screen in screens(page, javascript=javascript):
        deeds[screen] = [it.inner_text() for it in page.locator(f"{SCREEN} .go :is(.btn, .skip):visible").all()]
    of = {name: deeds[f"screen {screen_of(name)}"] for name in ("hotel", "advert", "piles", "sunday", "first", "aloud")}
    assert of == {
        "hotel": ["Выбрать", "Пропустить"],
        "advert": ["Найти", "Пропустить"],
        "piles": ["Выбрать", "Пропустить"],
        "sunday": ["Проверить", "Пропустить"],
        "first": ["Сравнить", "Пропустить"],
        "aloud": ["Сравнить", "Пропустить"],
    }
    assert [deed for deed in deeds.values() if deed not in of.values()] == [["Дальше"]] * 5 + [["Готово"]]

    page.set_viewport_size(LYING)
    for name, choice in (("hotel", ".step"), ("advert", ".tap"), ("piles", ".pile")):
        n = screen_of(name)
        page.goto(f"/l/{NUMBER}#{n}" if javascript else f"/l/{NUMBER}/{n}")
        page.locator(f"{SCREEN} {GO}").click()
        first = page.locator(f"{SCREEN} {choice}:visible").first
        assert first.evaluate(FREE), f"the first choice of {name} is in sight"
        marked = page.locator(f"{SCREEN} fieldset:visible" if javascript else "#choices")
        if name == "advert":  # higher than the screen: a frame around it would be cut
            marked = marked.locator(".tap").last
            assert marked.evaluate("it => getComputedStyle(it).boxShadow") != "none", "and each line is marked"
        else:
            assert marked.evaluate("it => getComputedStyle(it).outlineStyle") == "solid", "and all are marked"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_whoever_has_tapped_a_line_may_go_on_or_see_the_rest_without_scrolling(
    reader: Callable[..., Page], javascript: bool
) -> None:
    page = reader(javascript=javascript)
    page.set_viewport_size(UPRIGHT)
    n = screen_of("advert")
    page.goto(f"/l/{NUMBER}#{n}" if javascript else f"/l/{NUMBER}/{n}")
    page.locator(f"{SCREEN} .tap").first.click()
    buttons = page.locator(f"{SCREEN} .go :is(.btn, .skip):visible")
    assert [it.inner_text() for it in buttons.all()] == ["Дальше"]
    page.locator(f"{SCREEN} .tap").last.scroll_into_view_if_needed()
    rest = page.get_by_role("button", name="Показать остальные")
    assert rest.evaluate(FREE), "it stands with what is counted, which stays in sight"
    rest.click()
    expect(rest).to_be_hidden()
    expect(page.locator(f"{SCREEN} .said:visible")).to_have_count(page.locator(f"{SCREEN} .tap").count())


def chosen(page: Page, option: str) -> None:
    page.locator(f"{SCREEN} .pick", has=page.locator(f"[value={option}]")).click()
    page.locator(f"{SCREEN} {GO}").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_after_a_second_wrong_option_the_right_one_is_shown_also_after_a_reload(
    reader: Callable[..., Page], javascript: bool
) -> None:
    page = reader(javascript=javascript)
    n = screen_of("sunday")
    page.goto(f"/l/{NUMBER}#{n}" if javascript else f"/l/{NUMBER}/{n}")
    shown = page.locator(f"{SCREEN} .said:visible")
    if javascript:  # nothing was chosen: it leads to the options, and to none of them
        page.locator(f"{SCREEN} {GO}").click()
        expect(page.locator(f"{SCREEN} fieldset")).to_be_focused()
        expect(shown).to_have_count(0)
    for _ in range(2):
        if javascript:
            page.wait_for_timeout(400)  # a second tap on the dock that comes sooner is no tap
        if page.locator(f"{SCREEN} .said.wrong:visible").count() == 0:
            chosen(page, "scold")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text("Посмотри ещё раз. Она может бояться отвечать.")
        expect(page.locator(f"{SCREEN} [type=radio]:enabled")).to_have_count(2)
        expect(page.locator(f"{SCREEN} .skip")).to_be_visible()
        page.wait_for_timeout(300)
        page.reload()
    expect(shown).to_have_count(1)
    chosen(page, "wait")
    for _ in range(2):
        expect(shown).to_have_count(3)
        expect(page.locator(f"{SCREEN} .said.right")).to_contain_text("Верно. Один звонок, и всё ясно.")
        expect(page.locator(f"{SCREEN} [type=radio]:enabled")).to_have_count(0)
        expect(page.locator(f"{SCREEN} {ON}")).to_have_text("Дальше")
        page.wait_for_timeout(300)
        page.reload()
