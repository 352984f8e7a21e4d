"""One phone, several learners: what waits arrives under the right one, and nothing of one is seen by the next."""

import json
import re
import time

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app.services.learner import joining
from app.services.waves import Wave
from app.store.tables import Attempt, Learner, LessonProgress
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import ARRIVED, GO, join
from tests.browser.test_offline import answer, come_along, has_taken_along, read_on, say, sit_to_the_end, until
from tests.browser.test_offline_hub import begun

SECRET = "Я хочу домой, и этого никто не должен прочесть"
SIGN_OUT = "form[action='/out'] button"

EVERYTHING = """async () => {
    const found = { dom: document.documentElement.outerHTML, title: document.title, address: location.href,
                    local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage) };
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const it of await cache.keys()) { found["cache " + it.url] = await (await cache.match(it)).text(); }
    }
    const db = await new Promise((done) => { const it = indexedDB.open("n"); it.onsuccess = () => done(it.result); });
    for (const name of db.objectStoreNames) {
        const rows = db.transaction(name).objectStore(name);
        const all = (ask) => new Promise((done) => { ask.onsuccess = () => done(JSON.stringify(ask.result)); });
        found["database " + name] = await all(rows.getAll()) + await all(rows.getAllKeys());
    }
    db.close();
    return found;
}"""


UNHEARD = """() => phone.reading("tests", (it) => it.getAll())
    .then((rows) => rows.flatMap((it) => Object.keys(it.fresh.answers)).length)"""
"""Answers on this phone that it does not know the server to have."""


def assert_nowhere(page: Page, markers: list[str]) -> None:
    for place, text in page.evaluate(EVERYTHING).items():
        for marker in markers:
            assert marker not in text, f"{marker} stands in {place}"


def write_secret(page: Page) -> None:
    """As if it were written in a lesson."""
    page.evaluate(
        "(text) => { const row = {name: 'plan', value: text};"
        " return phone.learner().then((now) => phone.writing('kept',"
        " (it) => it.put(Object.assign(row, {mark: now.mark})))); }",
        SECRET,
    )


def senders(site: Site) -> list[int]:
    """The handles of those whose attempts were received."""
    with site.room.app.extensions["database"].reading() as session:
        query = select(Learner.handle).join(Attempt, Attempt.learner_id == Learner.learner_id)
        return list(session.scalars(query.where(Attempt.received_at.is_not(None))))


def test_nothing_of_one_learner_is_seen_by_the_next(site: Site, network: Network, profile: Open, look: Look) -> None:
    page = profile()
    code, pin = come_along(page, site, Wave.PRE, come_in=join)
    write_secret(page)
    mark = page.locator("body").get_attribute("data-mark") or ""
    network.cut()
    sit_to_the_end(page, site)
    expect(page.locator("main .strip.wait")).to_be_visible()
    [waiting] = page.evaluate("phone.waiting()")
    markers = [code, code.replace(" ", ""), pin, SECRET]

    # Signing out without a connection: the phone says how many wait, and that what was written goes.
    page.goto("/road")
    page.locator(SIGN_OUT).click()
    expect(page.locator("[data-waits]")).to_contain_text(": 4")
    expect(page.locator("[data-notes]")).to_be_visible()
    look(page, "signing-out")
    page.locator("[data-yes]").click()
    expect(page.locator("#nobody")).to_be_visible()
    expect(page.locator("main .strip")).to_be_hidden()  # nobody does anything that could stay on this phone
    assert_nowhere(page, markers)
    assert page.evaluate("phone.waiting().then((rows) => rows.length)") == 1
    for address in ("/t/1", "/t/1/3", "/l/1", "/result"):
        page.goto(address)
        assert_nowhere(page, markers)
        expect(page.locator("main input, main [data-lesson]")).to_have_count(0)

    # The next one joins while the answers of the first still go.
    network.join()
    page.goto("/")
    expect(page).to_have_url(re.compile("/$"))
    until(lambda: senders(site) == [1])
    join(page, site)
    expect(page).to_have_url(re.compile("/road$"))
    until(lambda: page.evaluate("phone.waiting().then((rows) => rows.length)") == 0)
    markers += [mark, waiting["key"], waiting["ticket"], json.dumps(waiting["answers"])[1:-1].split(", ")[0]]
    assert page.locator("body").get_attribute("data-mark") != mark
    has_taken_along(page, site)
    assert_nowhere(page, markers)
    for _ in range(10):
        page.go_back()
        assert_nowhere(page, markers)
    page.goto("/t/1")
    page.locator(GO).click()
    expect(page.locator("main input:checked")).to_have_count(0)
    assert senders(site) == [1]


def read_by(site: Site) -> list[tuple[int, str]]:
    """Who has read which lesson to its end, by handle."""
    with site.room.app.extensions["database"].reading() as session:
        query = select(Learner.handle, LessonProgress.lesson_id).join(
            LessonProgress, LessonProgress.learner_id == Learner.learner_id
        )
        return [(row[0], row[1]) for row in session.execute(query.where(LessonProgress.done_at.is_not(None)))]


def test_what_one_reads_on_a_tab_that_stayed_open_is_not_the_next_ones(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    code, pin = join(page, site)
    site.room.open(Wave.PRE)
    sit_to_the_end(page, site)
    expect(page.locator(ARRIVED)).to_be_visible()
    page.goto("/l/1")
    other = page.context.new_page()
    other.goto("/road")
    other.locator(SIGN_OUT).click()
    expect(other).to_have_url(re.compile("/$"))
    join(other, site)
    read_on(page)
    expect(page.locator("body")).to_have_attribute("data-mark", other.locator("body").get_attribute("data-mark") or "")
    assert read_by(site) == []

    # Of what is still shown on such a tab nothing is left as soon as somebody looks at it.
    other.locator(SIGN_OUT).click()
    expect(other).to_have_url(re.compile("/$"))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page).to_have_url(re.compile("/in$"))
    page.locator("#code").fill(code)
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    until(lambda: read_by(site) == [(1, "welcome")])


def answer_late(route: Route) -> None:
    time.sleep(1)
    route.continue_()


@pytest.mark.parametrize(
    ("way", "goal"),
    [
        (SIGN_OUT, "body:not([data-mark])"),
        ("a[href='/card']", "body:not(:has(form[action='/out']))"),
        ("button[value=kk]", "html[lang=kk]"),
    ],
    ids=["out", "to the card", "to another language"],
)
def test_what_arrives_while_somebody_is_on_the_way_off_the_road_does_not_hold_them_back(
    site: Site, network: Network, profile: Open, way: str, goal: str
) -> None:
    page = profile()
    join(page, site)
    page.goto("/road")
    has_taken_along(page, site)
    page.wait_for_load_state("networkidle")
    page.route(re.compile("/out$"), answer_late)
    page.evaluate(f"document.querySelector({json.dumps(way)}).click(), phone.announce([{{ arrived: {{}} }}])")
    expect(page.locator(goal)).to_be_attached()


def test_who_signs_out_in_the_midst_of_a_test_reads_what_waits_and_leaves_nothing_that_has_arrived(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    come_along(page, site, Wave.PRE, come_in=join)
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3, upto=2)
    until(lambda: page.evaluate(UNHEARD) == 0)
    assert len(begun(site)) == 2
    network.cut()
    answer(page, site.room.keys("A"), right=3, after=2)
    page.goto("/road")
    page.locator(SIGN_OUT).click()
    expect(page.locator("[data-begun]")).to_contain_text(": 2.")
    expect(page.locator("[data-waits]")).to_be_hidden()
    look(page, "signing-out-begun")

    # With a connection they go before, and nothing is left to ask about.
    network.join()
    page.goto("/road")
    page.locator(SIGN_OUT).click()
    expect(page).to_have_url(re.compile("/$"))
    assert len(begun(site)) == 4
    assert page.evaluate("phone.reading('tests', (it) => it.getAll())") == []


def test_who_leaves_without_signing_out_is_not_found_by_the_next(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    come_along(page, site, Wave.PRE, come_in=join)
    write_secret(page)
    mark = page.locator("body").get_attribute("data-mark") or ""
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3, upto=3)
    until(lambda: page.evaluate(UNHEARD) == 0)
    assert len(begun(site)) == 3
    page.route(re.compile("gismeteo"), lambda route: route.fulfill(body="weather"))
    page.locator("#leave").click()
    page.wait_for_url(re.compile("gismeteo"))

    join(page, site)
    expect(page).to_have_url(re.compile("/road$"))
    has_taken_along(page, site)
    assert_nowhere(page, [mark, SECRET])


def test_the_next_ones_join_link_opens_though_the_server_has_not_heard_of_the_signing_out(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    join(page, site)
    mark = page.locator("body").get_attribute("data-mark") or ""
    page.goto("/road")
    has_taken_along(page, site)
    network.cut()
    page.locator(SIGN_OUT).click()
    expect(page.locator("#nobody")).to_be_visible()
    network.join()
    with page.expect_request(re.compile("/leave$")):
        page.goto(f"/j/{site.room.cohort.join_code}")
    page.locator("main a[lang=ru]").click()
    page.locator(".advert a").first.click()
    page.locator(GO).click()
    page.locator("button[value=yes]").click()
    page.locator("label", has=page.locator("input[name=sex][value=male]")).click()
    page.locator("label", has=page.locator("input[name=age_band][value='15-17']")).click()
    page.locator(GO).click()
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/road$"))
    assert page.locator("body").get_attribute("data-mark") not in (mark, None)


def withdraw(site: Site) -> None:
    """On another phone."""
    [learner_id] = site.room.school.session.scalars(select(Learner.learner_id))
    joining.withdraw(site.room.school.session, learner_id, site.room.school.now)
    site.room.school.session.commit()


@pytest.mark.parametrize("is_finished", [False, True], ids=["in the midst of a test", "with a test that waits"])
def test_a_phone_of_somebody_who_withdrew_elsewhere_says_that_nothing_is_kept_and_keeps_nothing(
    site: Site, network: Network, profile: Open, look: Look, is_finished: bool
) -> None:
    page = profile()
    come_along(page, site, Wave.PRE, come_in=join)
    mark = page.locator("body").get_attribute("data-mark") or ""
    network.cut()
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3, upto=None if is_finished else 3)
    if is_finished:
        say(page)
        page.locator(GO).click()
        expect(page.locator("main .strip.wait")).to_be_visible()
    [row] = page.evaluate("phone.reading('tests', (it) => it.getAll())")
    withdraw(site)
    network.join()
    if not is_finished:
        page.locator("label.pick").first.click()

    expect(page).to_have_url(re.compile("/in$"), timeout=30_000)
    expect(page.locator("main .strip")).to_have_text(
        "Ответы этой карточки удалены. От них ничего не осталось, и карточка больше не действует."
    )
    expect(page.locator("main")).not_to_contain_text("сохран")
    look(page, f"withdrawn-{is_finished}")
    until(lambda: page.evaluate("phone.reading('tests', (it) => it.getAll()).then((rows) => rows.length)") == 0)
    page.goto("/in")
    assert_nowhere(page, [mark, row["key"], row["ticket"]])
