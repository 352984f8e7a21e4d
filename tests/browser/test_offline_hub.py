"""A hub in the room speaks plain http: no worker and no crypto.subtle there, and the outbox works all the same."""

import hashlib
import json
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from app.services.testing import Wave
from tests.browser.conftest import Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO, join
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
    answer(page, site.room.keys("A"), right=9, upto=4)
    network.cut()
    answer(page, site.room.keys("A"), right=9, after=4)
    say(page)
    page.locator(GO).click()
    expect(page.locator("main .strip.wait")).to_be_visible()
    page.context.close()
    network.join()

    page = hub(profile, network)
    page.goto("/")
    until(lambda: counted(site) == [("pre", 9, 14)])
    until(lambda: page.evaluate("phone.waiting().then((rows) => rows.length)") == 0)


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
