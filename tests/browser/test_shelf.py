"""A newcomer looks something up: nothing of it is kept on the phone, unless they wish so, until they leave."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.content import served_articles
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network

HAS_ARTICLES = """async () => {
    const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(stores.map((store) => store.keys()))).flat();
    return requests.some((it) => new URL(it.url).pathname.startsWith("/open"));
}"""
ONE, OTHER = "passport-held-back", "consulates"


@pytest.mark.parametrize("tongue", ["ru", "kk"])
def test_what_is_kept_is_there_without_a_connection_until_one_leaves(
    site: Site, profile: Open, network: Network, look: Look, tongue: str
) -> None:
    words = {slug: by_language[tongue] for slug, by_language in served_articles().words.items()}
    page = profile()
    page.goto(f"/?lang={tongue}")
    page.locator('a[href^="/open"]').click()
    page.locator("details", has_text=words[ONE].title).locator("summary").click()
    look(page, f"shelf-{tongue}")
    page.get_by_role("link", name=words[ONE].title).click()
    expect(page.locator("h1")).to_have_text(words[ONE].title)
    look(page, f"article-{tongue}")
    assert not page.context.cookies() or all(it["name"] != "shelf" for it in page.context.cookies())
    assert not page.evaluate(HAS_ARTICLES), "nobody has asked for it"

    page.goto(f"/open?lang={tongue}")
    page.locator("[data-not-kept] button").click()
    expect(page.locator("[data-kept]")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    network.cut()
    page.goto(f"/open/{OTHER}?lang={tongue}")

    expect(page.get_by_role("heading", name=words[OTHER].title)).to_be_visible()
    expect(page.get_by_role("heading", name=words[ONE].title, exact=True)).to_be_hidden()
    page.locator(".go a").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main > article:visible")).to_have_count(0)
    page.locator("details", has_text=words[ONE].title).locator("summary").click()
    page.get_by_role("link", name=words[ONE].title).click()
    expect(page.get_by_role("heading", name=words[ONE].title, exact=True)).to_be_visible()

    page.locator("#leave").click()
    page.wait_for_url(re.compile("/leave$"))
    page.goto(f"/open/{ONE}?lang={tongue}")

    expect(page.get_by_role("heading", name=words[ONE].title, exact=True)).to_have_count(0)
    assert not page.evaluate(HAS_ARTICLES)


def test_it_is_taken_away_again_without_leaving(site: Site, profile: Open) -> None:
    page: Page = profile()
    page.goto("/open?lang=ru")
    page.locator("[data-not-kept] button").click()
    page.locator("[data-kept] button").click()

    expect(page.locator("[data-not-kept]")).to_be_visible()
    assert not page.evaluate(HAS_ARTICLES)
