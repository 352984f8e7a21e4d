"""A hub in the room speaks plain http: no worker and no crypto.subtle there, and the outbox works all the same."""

import hashlib
import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app.services.submission import content_sha256
from app.services.waves import Wave
from app.store.tables import Learner
from assessments import Answer
from tests.app import stored
from tests.browser.conftest import Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import ARRIVED, GO, join
from tests.browser.test_offline import answer, counted, say, until

HUB = "hub.test"


def hub(profile: Open, network: Network) -> Page:
    port = urlsplit(network.url).port
    return profile(f"--host-resolver-rules=MAP {HUB} 127.0.0.1", url=f"http://{HUB}:{port}")


def test_on_plain_http_what_is_answered_waits_and_goes(site: Site, network: Network, profile: Open) -> None:
    page = hub(profile, network)
    join(page, site)
    assert page.evaluate("[isSecureContext, !!navigator.serviceWorker, !!crypto.subtle]") == [False, False, False]
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3, upto=2)
    network.cut()
    answer(page, site.room.keys("A"), right=3, after=2)
    say(page)
    page.locator(GO).click()
    expect(page.locator("main .strip.wait")).to_be_visible()
    page.context.close()
    network.join()

    page = hub(profile, network)
    page.goto("/")
    until(lambda: counted(site) == [("pre", 3, 4)])
    until(lambda: page.evaluate("phone.waiting().then((rows) => rows.length)") == 0)


def finished_while_away(profile: Open, site: Site, network: Network) -> Page:
    """A first test of which one question of five was left open, finished when the hub was gone."""
    page = hub(profile, network)
    join(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3, upto=4)
    page.goto("/t/1/all")
    expect(page.locator("a[href='/t/1/5']")).to_be_visible()
    page.wait_for_load_state("networkidle")  # its script is there, however slow the machine
    network.cut()
    page.locator(GO).click()
    expect(page.locator("main .strip.wait")).to_be_visible()
    return page


@pytest.mark.items(5)
def test_an_open_page_sends_by_itself_when_the_connection_comes(site: Site, network: Network, profile: Open) -> None:
    page = finished_while_away(profile, site, network)
    network.join()
    expect(page.locator(ARRIVED)).to_be_visible(timeout=30_000)
    assert counted(site) == [("pre", 3, 5)]


@pytest.mark.items(5)
def test_nothing_leads_to_a_page_of_the_browsers_own_while_the_hub_is_away(
    site: Site, network: Network, profile: Open
) -> None:
    """No worker holds a page there: what can only be had from the hub is offered when it is back."""
    page = finished_while_away(profile, site, network)
    expect(page.locator("main a, main button")).to_have_count(0)
    network.join()
    expect(page.locator(ARRIVED)).to_be_visible(timeout=30_000)

    page.locator("main a[href='/road']").click()
    expect(page.locator("form[action='/out'] button")).to_be_visible()
    page.wait_for_load_state()  # its script is there when the last byte is
    network.cut()
    page.locator("form[action='/out'] button").click()

    expect(page.locator("main")).to_contain_text("На этом телефоне никто не вошёл")
    expect(page.locator("main a, main button")).to_have_count(0)
    expect(page.locator(".top > span")).to_have_text("")
    assert page.locator("body").get_attribute("data-mark") is None
    network.join()
    page.goto("/road")
    expect(page).to_have_url(re.compile("/(in)?$"))


def test_what_is_answered_with_a_connection_is_on_the_server_at_once(
    site: Site, network: Network, profile: Open
) -> None:
    page = hub(profile, network)
    join(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3, upto=3)
    until(lambda: begun(site) == list(site.room.keys("A").items())[:3])
    assert counted(site) == []


def begun(site: Site) -> list[tuple[str, Answer]]:
    """Answers of the attempt that was begun and not sent, in the order of the items."""
    with site.room.app.extensions["database"].reading() as session:
        options = {item: option for _, item, option in stored.responses(session) if option is not None}
    return [(item, options[item]) for item in site.room.keys("A") if item in options]


@pytest.mark.parametrize("wrong", ["key", "sha256"])
def test_only_the_echo_of_key_and_hash_empties_the_outbox(
    wrong: str, site: Site, network: Network, profile: Open
) -> None:
    page = hub(profile, network)
    join(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3)
    say(page)

    def lie(route: Route) -> None:
        sent = json.loads(route.request.post_data or "")
        receipt = {
            "key": route.request.url.rpartition("/")[2],
            "sha256": content_sha256({name: sent[name] for name in sent if name not in ("ticket", "sent_at")}),
            "received_at": "2026-03-02T04:00:00Z",
        }
        route.fulfill(status=201, content_type="application/json", body=json.dumps({**receipt, wrong: "0" * 64}))

    page.route("**/api/v1/attempts/*", lie)
    with page.expect_response("**/api/v1/attempts/*"):
        page.locator(GO).click()
    expect(page.locator("main .strip.wait")).to_be_visible()
    assert page.evaluate("phone.flush().then(() => phone.waiting()).then((rows) => rows.length)") == 1
    page.unroute("**/api/v1/attempts/*")
    page.goto("/road")
    until(lambda: counted(site) == [("pre", 3, 4)])


def test_a_second_set_of_answers_is_kept_aside_and_said(site: Site, network: Network, profile: Open) -> None:
    page = hub(profile, network)
    join(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    answer(page, site.room.keys("A"), right=3)
    say(page)
    network.cut()
    page.locator(GO).click()
    expect(page.locator("main .strip.wait")).to_be_visible()
    # Meanwhile the same learner sends from another phone.
    [learner_id] = site.room.school.session.scalars(select(Learner.learner_id))
    site.room.school.now = site.room.school.now + timedelta(minutes=5)
    site.room.school.take(learner_id, Wave.PRE, right=1)
    site.room.school.session.commit()
    network.join()
    expect(page.locator("main .strip.stop")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-words]")).not_to_be_empty()
    page.goto("/road")
    expect(page.locator("main .strip.wait")).to_be_visible()
    assert [score for _, score, _ in counted(site)] == [1]


def test_the_phone_hashes_as_the_server_does(site: Site, network: Network, profile: Open) -> None:
    """Lengths around the ends of SHA-256's blocks, and letters of one to four bytes."""
    page = hub(profile, network)
    page.goto("/")
    texts = [letter * length for letter in ("a", "ү", "Ж", "🌍") for length in (0, 1, 27, 28, 55, 56, 63, 64, 65, 300)]
    expected = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    value = {"б": [1, None, 'a"\n\u0007'], "a": {"z": True, "B": "ә", "a1": 0}}
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert page.evaluate("(texts) => texts.map(phone.sha256)", texts) == expected
    assert page.evaluate("(value) => phone.canonical(value)", value) == text


def test_leaving_over_plain_http_without_a_connection_stays_at_a_clock(
    site: Site, network: Network, profile: Open
) -> None:
    """No worker answers there, and the browser would say in words of its own where somebody was."""
    page = hub(profile, network)
    join(page, site)
    page.goto("/road")
    network.cut()
    page.locator("#leave").click()
    expect(page.locator("body")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    page.wait_for_timeout(1000)
    expect(page).to_have_url(re.compile("/leave$"))
    expect(page.locator("body")).to_have_text(re.compile(r"^\d\d:\d\d$"))
