"""The browser is killed in the midst of a test, again and again: what the sign said is kept is kept."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, Playwright, expect

from app.services.waves import Wave
from tests.app import stored
from tests.browser.conftest import CHROMIUM, SWITCHES, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import counted, has_taken_along, until

KILLS = int(os.environ.get("NAVIGATOR_KILLS", "5"))
"""50 make the figure; a few are enough to see that it still holds."""


@dataclass
class Killable:
    """A Chromium of our own, in a process group of its own, on one profile."""

    playwright: Playwright
    folder: Path
    url: str
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> Page:
        port_file = self.folder / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        command = [str(CHROMIUM), "--headless=new", *SWITCHES, "--remote-debugging-port=0", "--lang=ru"]
        self.process = subprocess.Popen(
            [*command, f"--user-data-dir={self.folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(lambda: port_file.exists() and port_file.read_text().count("\n") >= 1, seconds=30)
        browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port_file.read_text().split()[0]}")
        context = browser.contexts[0]
        page = context.pages[0] if context.pages else context.new_page()
        page.set_viewport_size({"width": 360, "height": 640})
        return page

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def phone(playwright: Playwright, network: Network, tmp_path: Path) -> Iterator[Killable]:
    phone = Killable(playwright, tmp_path / "killed", network.url)
    phone.folder.mkdir()
    yield phone
    phone.kill()


def stored_answers(page: Page) -> dict[str, str | None]:
    """The answers on the phone's disk."""
    [row] = page.evaluate("phone.learner().then((here) => phone.tests(here.mark))")
    answers: dict[str, str | None] = row["answers"]
    return answers


def tap(page: Page, n: int, random: Random) -> str:
    """Another option of question n than the one that is chosen."""
    page.goto(f"{page.url.split('/t/')[0]}/t/1/{n}")
    expect(page.locator("main input")).to_have_count(5)
    option = random.choice([it.get_attribute("value") for it in page.locator("main input:not(:checked)").all()])
    page.locator("label", has=page.locator(f"input[value='{option}']")).click()
    return str(option)


def test_a_killed_browser_loses_at_most_the_last_tap(site: Site, network: Network, phone: Killable) -> None:
    random = Random(5)
    page = phone.start()
    page.goto(f"{network.url}/j/{site.room.cohort.join_code}?lang=ru")
    page.locator("button[value=yes]").click()
    page.locator("input[name=sex][value=male]").check(force=True)
    page.locator("input[name=age_band][value='18-19']").check(force=True)
    page.locator(GO).click()
    page.locator(GO).click()
    site.room.open(Wave.PRE)
    page.goto(f"{network.url}/road")
    has_taken_along(page, site)
    network.cut()
    page.goto(f"{network.url}/t/1")
    page.locator(GO).click()
    items = list(site.room.keys("A"))
    may_be: dict[str, set[str | None]] = {item: {None} for item in items}
    lost = 0

    for _ in range(KILLS):
        signed, unsigned = random.sample(range(1, len(items) + 1), 2)
        may_be[items[signed - 1]] = {tap(page, signed, random)}
        expect(page.locator("[data-sign] svg")).to_be_visible()
        last = tap(page, unsigned, random)
        before = may_be[items[unsigned - 1]]
        time.sleep(random.choice([0, 0, 0.005, 0.05]))
        phone.kill()

        page = phone.start()
        page.goto(f"{network.url}/t/1/1")
        expect(page.locator("main input")).to_have_count(5)
        now = stored_answers(page)
        lost += now[items[unsigned - 1]] != last
        may_be[items[unsigned - 1]] = {last, *before}
        wrong = {item: (now[item], may_be[item]) for item in items if now[item] not in may_be[item]}
        assert not wrong
        may_be = {item: {now[item]} for item in items}

    page.goto(f"{network.url}/t/1/all")
    page.locator(GO).click()
    expect(page.locator("main .strip.wait .i")).to_be_visible()
    sys.stdout.write(f"{KILLS} kills: {lost} times the last tap was lost, and nothing else\n")
    network.join()
    page.goto(f"{network.url}/")
    until(lambda: counted(site) != [])
    with site.room.app.extensions["database"].reading() as session:
        arrived = {item: option for _, item, option in stored.responses(session)}
    assert {item: {arrived.get(item)} for item in items} == may_be
