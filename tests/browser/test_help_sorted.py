"""Three taps sort Help: whose need it is, whether now, whether one can speak. Nothing of them leaves the page."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_help import LANGUAGES, called, emergency_faults
from tests.browser.test_offline import has_taken_along

__all__ = ["called"]

PARTS = (".state", ".asking", ".silent", ".for-friend", ".of-pictures")
AS_SERVED = list(PARTS)
IN_SIGHT = """(selectors) => selectors.slice().sort((a, b) => document.querySelector(a).getBoundingClientRect().y
    - document.querySelector(b).getBoundingClientRect().y)"""
IN_THE_PAGE = (
    """(selectors) => Array.from(document.querySelectorAll(selectors.join())).map((it) => "." + it.className)"""
)
NUMBERS = """() => Array.from(document.querySelectorAll(".asking a"))
    .map((it) => [it.getBoundingClientRect().y, it.getAttribute("href")])
    .sort((a, b) => a[0] - b[0]).map((it) => it[1])"""
HELD = "() => [document.cookie, localStorage.length, sessionStorage.length, location.href, history.length]"


def in_sight(page: Page, *, javascript: bool = True) -> list[str]:
    """The parts from top to bottom; with a script they stand in the page as they are seen."""
    order: list[str] = page.evaluate(IN_SIGHT, list(PARTS))
    if javascript:
        assert page.evaluate(IN_THE_PAGE, list(PARTS)) == order
    return order


def tap(page: Page, words: str) -> None:
    page.locator(".triage").get_by_text(words, exact=True).click()
    expect(page.locator(".triage").get_by_text(words, exact=True)).to_have_css("border-color", "rgb(43, 32, 0)")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_three_taps_sort_help_and_nothing_of_them_is_sent_or_stored(
    called: Site, hand: Open, look: Look, javascript: bool
) -> None:
    page = hand(javascript=javascript)
    page.goto("/help?country=KZ&lang=ru")
    assert emergency_faults(page) == []
    page.wait_for_load_state("networkidle")
    assert in_sight(page, javascript=javascript) == AS_SERVED
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    held, cookies = page.evaluate(HELD), page.context.cookies()

    tap(page, "О друге")
    assert in_sight(page, javascript=javascript)[0] == ".for-friend"
    expect(page.get_by_text("«Моему другу нужна помощь. Позвоните: 112».")).to_be_visible()
    tap(page, "Не могу говорить")
    assert in_sight(page, javascript=javascript)[:2] == [".for-friend", ".silent"]
    tap(page, "Прямо сейчас")
    assert page.evaluate(NUMBERS) == ["tel:150", "tel:111", "tel:11616"], "whose hours are not known comes last"
    assert in_sight(page, javascript=javascript)[2:4] == [".state", ".asking"]
    if javascript:
        look(page, "help-sorted-360-ru")
    tap(page, "Не сейчас")
    tap(page, "Обо мне")
    tap(page, "Могу говорить")
    assert in_sight(page, javascript=javascript) == [".asking", ".silent", ".for-friend", ".of-pictures", ".state"]
    assert page.evaluate(NUMBERS) == ["tel:11616", "tel:150", "tel:111"]
    expect(page.get_by_text("«Мне нужна помощь. Позвоните: 112».")).to_be_visible()

    page.evaluate("scrollTo(0, 0)")
    assert emergency_faults(page) == []
    assert requests == []
    assert page.evaluate(HELD) == held
    assert page.context.cookies() == cookies
    page.reload()
    assert page.locator(".triage > input:checked").count() == 0, "the page does not know of them when it comes again"
    assert in_sight(page, javascript=javascript) == AS_SERVED


def test_help_is_sorted_by_keyboard_and_without_a_connection(
    called: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    has_joined(page, called)
    has_taken_along(page, called)
    network.cut()
    page.goto("/help?country=KZ")
    page.locator("#me").focus()
    expect(page.locator("#me + label")).to_have_css("outline-style", "solid")
    page.keyboard.press("ArrowRight")
    assert in_sight(page)[0] == ".for-friend"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("radio", name="Можешь говорить? Не могу говорить")).to_be_checked()
    assert in_sight(page)[:2] == [".for-friend", ".silent"]
    look(page, "help-sorted-offline-360-ru")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (640, 360), (1280, 800)])
def test_the_emergency_number_is_seen_before_any_choice_and_after_it(
    called: Site, hand: Open, look: Look, width: int, height: int
) -> None:
    page = hand()
    page.set_viewport_size({"width": width, "height": height})
    for lang in LANGUAGES:
        page.goto(f"/help?country=KZ&lang={lang}")
        assert emergency_faults(page) == []
        look(page, f"help-{width}x{height}-{lang}")
        for choice in ("#friend", "#later", "#mute"):
            page.locator(f"{choice} + label").click()
        page.evaluate("scrollTo(0, 0)")
        assert emergency_faults(page) == []
