"""A phone whose disk refuses in mid-test, and one learner on two phones: no answer is lost, and no sign lies."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import ARRIVED, GO
from tests.browser.test_offline import answer, counted, say, until
from tests.browser.test_offline_hub import begun

REFUSES = {
    "full": """(() => { const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...row) {
            const asked = put.apply(this, row);
            this.transaction.abort();
            return asked;
        };
    })()""",
    "closed": """(() => { IDBDatabase.prototype.transaction = () => {
        throw new DOMException("closed", "InvalidStateError");
    }; })()""",
}
"""What a full disk does to a page that is open already, and what a database does that the browser has closed."""
ANSWERS = "phone.learner().then((here) => phone.tests(here.mark)).then((rows) => rows.map((row) => row.answers))"


def begin(page: Page, site: Site) -> tuple[dict[str, str], str, str]:
    """Keys, code and PIN of a learner who has begun the first test."""
    code, pin = has_joined(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    return site.room.keys("A"), code, pin


def tap(page: Page, option: str) -> None:
    page.locator("label", has=page.locator(f"input[value='{option}']")).click()


@pytest.mark.parametrize("how", REFUSES)
def test_what_a_phone_cannot_keep_goes_to_the_server_and_says_so(
    site: Site, network: Network, profile: Open, how: str
) -> None:
    page = profile()
    keys, _, _ = begin(page, site)
    answer(page, keys, right=3, upto=1)
    page.evaluate(REFUSES[how])
    for n, key in list(enumerate(keys.values(), start=1))[1:]:
        expect(page).to_have_url(re.compile(rf"/t/1/{n}$"))
        tap(page, key if n <= 3 else "unsure")
        expect(page.locator("[data-sign]")).to_contain_text("Дошло")
        assert len(begun(site)) == n
        page.locator(GO).click()
    say(page)
    expect(page.locator("[data-stored]")).to_be_visible()
    page.locator(GO).click()

    expect(page.locator(ARRIVED)).to_be_visible()
    assert counted(site) == [("pre", 3, 4)]


def test_a_full_phone_without_a_connection_says_what_is_lost_and_sends_when_it_comes(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    keys, _, _ = begin(page, site)
    answer(page, keys, right=3, upto=1)
    until(lambda: len(begun(site)) == 1)
    network.cut()
    page.evaluate(REFUSES["full"])
    for n, key in list(enumerate(keys.values(), start=1))[1:]:
        tap(page, key if n <= 3 else "unsure")
        expect(page.locator("[data-sign]")).to_contain_text("Не сохранено")
        page.locator(GO).click()
    look(page, "full-statement")
    while not page.url.endswith("/all"):
        address = page.url
        page.locator("label.pick").nth(3).click()
        expect(page.locator("[data-sign]")).to_contain_text("Не сохранено")
        page.locator(GO).click()
        expect(page).not_to_have_url(address)
    expect(page.locator("[data-sign]")).to_contain_text("Не сохранено")
    expect(page.locator("[data-stored]")).to_be_hidden()
    look(page, "full-overview")
    page.go_back()
    expect(page.locator("input:checked")).to_have_count(1)
    expect(page.locator("[data-sign]")).to_contain_text("Не сохранено")
    page.go_forward()
    page.locator(GO).click()
    expect(page.locator("main .strip.stop")).to_be_visible()
    expect(page.locator("main .strip:not(.stop)")).to_have_count(0)
    look(page, "full-held")
    network.join()

    expect(page.locator(ARRIVED)).to_be_visible(timeout=30_000)
    page.wait_for_load_state()
    assert counted(site) == [("pre", 3, 4)]
    assert page.evaluate(ANSWERS) == []


def test_what_only_the_server_holds_is_there_when_a_full_phone_opens_the_page_again(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    keys, _, _ = begin(page, site)
    answer(page, keys, right=3, upto=1)
    page.add_init_script(REFUSES["full"])
    page.evaluate(REFUSES["full"])
    answer(page, keys, right=3, after=1, upto=3)
    until(lambda: len(begun(site)) == 3)
    page.goto("/t/1/2")
    expect(page.locator("[data-sign]")).to_contain_text("Дошло")
    expect(page.locator("input:checked")).to_have_value(list(keys.values())[1])

    # Even where the page could not ask, sending takes back nothing that has arrived.
    page.route(re.compile("/api/v1/(road|drafts)"), lambda route: route.abort())
    page.goto("/t/1/4")
    answer(page, keys, right=3, after=3)
    say(page)
    expect(page.locator("main li")).to_have_count(2)
    page.locator("p[data-many] button").click()
    expect(page.locator(ARRIVED)).to_be_visible()
    assert counted(site) == [("pre", 3, 4)]


def test_a_database_that_vanished_begins_anew_with_what_the_page_knows(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    keys, _, _ = begin(page, site)
    answer(page, keys, right=3, upto=1)
    network.cut()
    answer(page, keys, right=3, after=1, upto=2)
    page.evaluate("new Promise((done) => { const it = indexedDB.deleteDatabase('n'); it.onsuccess = () => done(); })")
    answer(page, keys, right=3, after=2, upto=3)
    expect(page.locator("h1.ask")).to_be_visible()

    [answers] = page.evaluate(ANSWERS)
    assert [answers[item] for item in keys] == [*list(keys.values())[:3], None]
    answer(page, keys, right=3, after=3)
    say(page)
    page.locator(GO).click()
    expect(page.locator("main .strip.wait")).to_be_visible()
    network.join()
    expect(page.locator(ARRIVED)).to_be_visible(timeout=30_000)
    page.wait_for_load_state()
    assert counted(site) == [("pre", 3, 4)]


def test_two_phones_on_one_test_take_nothing_from_each_other(site: Site, hand: Open) -> None:
    first = hand()
    keys, code, pin = begin(first, site)
    options = list(keys.values())
    answer(first, keys, right=4, upto=1)
    until(lambda: len(begun(site)) == 1)
    second = hand()
    second.goto("/in")
    second.locator("#code").fill(code)
    second.locator("#pin").fill(pin)
    second.locator(GO).click()
    second.goto("/t/1")
    second.locator(GO).click()
    answer(second, keys, right=4, after=1, upto=3)
    until(lambda: len(begun(site)) == 3)
    second.goto("/t/1/1")
    tap(second, "unsure")
    expect(second.locator("[data-sign]")).to_contain_text("Дошло")

    # The first one goes on without having heard of that, and neither blanks nor its old answers go over it.
    answer(first, keys, right=4, after=1, upto=2)
    until(lambda: dict(begun(site)).get(next(iter(keys))) == "unsure" and len(begun(site)) == 3)
    answer(first, keys, right=4, after=2)
    until(lambda: [option for _, option in begun(site)] == ["unsure", *options[1:]])
    first.goto("/t/1/1")
    expect(first.locator("input:checked")).to_have_value("unsure")
    first.goto(f"/t/1/{len(keys) + 1}")
    say(first)
    first.locator(GO).click()
    expect(first.locator(ARRIVED)).to_be_visible()
    assert counted(site) == [("pre", 3, 4)]


def test_what_was_tapped_while_the_page_still_came_is_not_lost(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    keys, _, _ = begin(page, site)
    answer(page, keys, right=3, upto=2)
    until(lambda: len(begun(site)) == 2)
    held: list[Route] = []

    def is_held() -> bool:
        page.wait_for_timeout(50)
        return bool(held)

    page.route("**/api/v1/road", lambda route: held.append(route))
    page.goto("/t/1/3")
    tap(page, list(keys.values())[2])
    until(is_held)
    held[0].continue_()
    expect(page.locator("[data-sign]")).to_contain_text("Дошло")
    expect(page.locator("input:checked")).to_have_value(list(keys.values())[2])
    assert len(begun(site)) == 3
