"""The plan, a page of its own: ticks and blanks that stay on the phone, and a sheet of paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import SHOTS, Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_offline import ROAD, has_taken_along, until

ADDRESS = "Abay street 5, the blue gate"
PLAN = "main a[href$='/paper']"
ALL = """async () => {
    const stores = ["here", "roads", "tests", "steps", "kept"].map((name) => phone.reading(name, (it) => it.getAll()));
    return JSON.stringify([await Promise.all(stores), {...localStorage}, {...sessionStorage}]);
}"""
"""Everything that the phone keeps."""


def may_learn(site: Site) -> None:
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)


def text_of(request: Request) -> str:
    return f"{request.url} {(request.post_data_buffer or b'').decode(errors='replace')}"


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_the_plan_stays_on_the_phone_and_is_gone_with_the_sign_in(
    site: Site, network: Network, profile: Open, look: Look, lang: str
) -> None:
    page = profile()
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(text_of(request)))
    has_joined(page, site, lang=lang)
    expect(page.locator(PLAN)).to_have_count(0)
    may_learn(site)
    page.goto("/road")
    has_taken_along(page, site)
    until(lambda: page.evaluate(f"{ROAD}.then((road) => !!road?.plan)"))
    page.locator(PLAN).click()
    box, blanks = page.locator(".dotted [type=checkbox]"), page.locator(".dotted .in")
    expect(box).to_have_count(3)
    expect(blanks).to_have_count(2)  # the code word has none
    expect(page.locator(".dotted li").last.locator(".in")).to_have_count(0)
    page.locator(".dotted .pick").first.click()
    blanks.first.fill(ADDRESS)
    expect(page.locator("[data-stored]")).not_to_be_empty()
    look(page, f"plan-{lang}")
    page.set_viewport_size({"width": 1280, "height": 800})
    look(page, f"plan-wide-{lang}")
    page.set_viewport_size({"width": 640, "height": 360})
    look(page, f"plan-landscape-{lang}")
    page.set_viewport_size({"width": 360, "height": 640})

    network.cut()
    page.goto("/road")
    look(page, f"plan-road-offline-{lang}")
    page.locator("#plan a").click()
    expect(blanks.first).to_have_value(ADDRESS)
    expect(box.first).to_be_checked()
    page.reload()
    expect(blanks.first).to_have_value(ADDRESS)
    assert "Abay" in page.evaluate(ALL)

    network.join()
    page.goto("/road")
    page.locator("form[action='/out'] button").click()
    page.locator("[data-yes]").click()
    expect(page).not_to_have_url(re.compile("/road$"))
    page.wait_for_load_state()
    assert "Abay" not in page.evaluate(ALL)
    assert len(sent) > 20
    assert not [each for each in sent if "Abay" in each or "blue" in each]


def test_what_was_written_is_printed_where_one_wishes_it(site: Site, hand: Open) -> None:
    page = hand()
    has_joined(page, site)
    may_learn(site)
    page.goto("/road")
    page.locator(PLAN).click()
    page.locator(".dotted .pick").first.click()
    page.locator(".dotted .in").first.fill(ADDRESS)
    page.emulate_media(media="print")
    first, line = page.locator(".dotted li").first, page.locator(".dotted i").first
    expect(first.locator(".box")).to_be_visible()
    expect(line).to_be_visible()
    expect(line).to_have_text("")
    expect(page.locator(".dotted input:visible, .off-paper:visible, .go:visible")).to_have_count(0)
    expect(page.locator(".dotted li").last.locator("i")).to_have_count(0)
    page.emulate_media(media="screen")
    page.locator("[data-wish]").click()
    page.emulate_media(media="print")
    expect(line).to_have_text(ADDRESS)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/plan-print.png", full_page=True)
    assert "Abay" not in page.title()


def test_without_javascript_the_plan_has_lines_for_a_pen(site: Site, hand: Callable[..., Page], look: Look) -> None:
    page = hand(javascript=False)
    has_joined(page, site)
    may_learn(site)
    page.goto("/road")
    page.locator(PLAN).click()
    expect(page.locator(".dotted li")).to_have_count(3)
    expect(page.locator("main input, main textarea, main form")).to_have_count(0)
    expect(page.locator(".dotted i:visible")).to_have_count(2)
    expect(page.locator(".dotted .box:visible")).to_have_count(3)
    page.locator("main a[href*='/l/']").click()
    expect(page.locator("form.checklist")).to_be_visible()
