"""A real Chromium on a phone's screen, and the application served as in a school."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from app.content import Release
from app.store import Database
from tests.app.conftest import School
from tests.app.web.conftest import Room
from tests.browser.network import Network
from tests.browser.serving import served
from tests.conftest import as_made

Look = Callable[[Page, str], None]
Open = Callable[..., Page]
"""Opens the browser of the one phone that a test has."""

CHROMIUM = shutil.which("chromium")
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
"""Draws pages as Chromium does, but no window around them, which costs as much. What a phone's browser keeps on its
disk is a matter of Chromium itself."""
WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
    *("TcpPortRandomizationWin", "ThirdPartyStoragePartitioning"),
)
"""What Chromium goes without. The first two draw the lists under an address bar that nobody sees, anew for each phone:
most of what its start costs. Of such switches the last one alone counts, so what Playwright goes without follows."""
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(WITHOUT)}",
]
SMALL = """() => Array.from(document.querySelectorAll("a[href], button, input, select, textarea, summary"))
    .filter((it) => it.closest(".page, .safe"))
    .map((it) => it.matches(".pick input") ? it.parentElement : it)
    .filter((it) => {
        const box = it.getBoundingClientRect();
        return box.width && !it.closest(".vh") && Math.min(box.width, box.height) < 44;
    }).map((it) => it.outerHTML.slice(0, 100))"""
"""What a finger misses on a learner's screen."""
SHOTS = os.environ.get("NAVIGATOR_SHOTS")
"""A folder that every screen is pictured into, for people to look at."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="there is no Chromium here"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": SHELL, "args": SWITCHES}


@dataclass
class Site:
    """An instance on its own port, with one cohort."""

    url: str
    room: Room


@pytest.fixture
def course(release: Release) -> Release:
    """What the cohort learns: the course of the tests, unless a test brings another."""
    return release


@contextmanager
def open_site(app: Flask, database: Database, course: Release) -> Iterator[Site]:
    session = database.writing_session()
    school = School(session, course)
    room = Room(app, school, school.cohort())
    with served(app) as url:
        yield Site(url, room)
        session.close()


@pytest.fixture
def site(sqlite: Database, course: Release, app_made: Flask) -> Iterator[Site]:
    with as_made(app_made) as app, open_site(app, sqlite, course) as site:
        yield site


def take_phone(
    browser: Browser,
    site: Site,
    *,
    javascript: bool = True,
    locale: str = "ru-RU",
    scheme: str = "light",
    width: int = 360,
    has_touch: bool = False,
) -> BrowserContext:
    return browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": 640},
        device_scale_factor=2,
        locale=locale,
        color_scheme=scheme,
        has_touch=has_touch,
        java_script_enabled=javascript,
    )


def new_page(phone: BrowserContext) -> Page:
    """A fault in a script is a fault of the test."""
    page = phone.new_page()
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    return page


@pytest.fixture
def hand(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A phone of 360 by 640, in Russian unless another language is asked for; as many as one likes."""
    contexts: list[BrowserContext] = []

    def hand(**phone: Any) -> Page:
        contexts.append(take_phone(browser, site, **phone))
        return new_page(contexts[-1])

    yield hand
    for context in contexts:
        context.close()


@pytest.fixture
def network(site: Site) -> Iterator[Network]:
    network = Network(int(site.url.rpartition(":")[2]))
    network.join()
    yield network
    network.cut()


@pytest.fixture
def profile(playwright: Playwright, network: Network, tmp_path: Path) -> Iterator[Open]:
    """The same phone, however often its browser is closed and opened again."""
    opened: list[BrowserContext] = []

    def start(*switches: str, url: str = "") -> Page:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=CHROMIUM,
            args=[*SWITCHES, *switches],
            base_url=url or network.url,
            viewport={"width": 360, "height": 640},
            locale="ru-RU",
        )
        opened.append(context)
        page = context.pages[0]
        page.on("pageerror", lambda fault: pytest.fail(str(fault)))
        return page

    yield start
    for context in opened:
        context.close()


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """A screen must be free of what axe finds, must not scroll sideways, has no target that a finger misses, and is
    pictured where somebody asked."""

    def look(page: Page, name: str) -> None:
        page.wait_for_load_state()  # which page it is, a test has waited for
        audit = Axe().run(page, options={"resultTypes": ["violations"]})  # of what passes no list is made
        assert audit.violations_count == 0, f"{name}: {audit.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"
        assert page.evaluate(SMALL) == [], f"{name} has targets of less than 44 px"
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
            page.screenshot(path=f"{SHOTS}/{name}-fold.png")

    return look
