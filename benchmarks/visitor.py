"""A phone that visits the demonstration: what comes over the wire, what its pages ask for, and how long it waits."""

import contextlib
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from benchmarks.server import Server, free_port, navigator

CHROMIUM = shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
SECONDS_TO_LOAD = 120


@dataclass(frozen=True)
class Line:
    """A Line says how a phone is connected; `kbits` a second down and up, None for as fast as it goes."""

    words: str
    kbits: tuple[float, float] | None
    latency_ms: int
    slower: int
    seconds: float | None
    """What LCP may be."""


LINES = {
    "open": Line("not throttled", None, 0, 1, None),
    "slow-4g": Line("slow 4G: 1638 kbit/s, 150 ms, CPU 4x", (1638.4, 750), 150, 4, 1.5),
    "250k": Line("250 kbit/s, 300 ms, CPU 4x", (250, 250), 300, 4, 4.0),
}


@dataclass
class Weight:
    """A Weight is what one visit cost: bytes, requests and seconds."""

    sent: int
    requests: int
    on_the_wire: int
    lcp: float | None = None


@dataclass
class Wire:
    """A Wire hands connections on to the server and counts the bytes that come back."""

    to: int
    port: int = 0
    came: int = 0
    last: float = 0

    def open(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        threading.Thread(target=self._take, args=(listener,), daemon=True).start()

    def _take(self, listener: socket.socket) -> None:
        while True:
            phone, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", self.to))
            threading.Thread(target=self._hand_on, args=(phone, server, False), daemon=True).start()
            threading.Thread(target=self._hand_on, args=(server, phone, True), daemon=True).start()

    def _hand_on(self, one: socket.socket, other: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                if counts:
                    self.came, self.last = self.came + len(piece), time.monotonic()
                other.sendall(piece)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@dataclass
class Meter:
    """A Meter counts what one page asks for, whatever pages it becomes."""

    page: Page
    line: Line
    sent: int = 0
    pending: dict[str, bool] = field(default_factory=dict)
    """Requests under way by their id: does it cost anything?"""
    requests: int = 0
    last: float = 0

    def __post_init__(self) -> None:
        cdp = self.page.context.new_cdp_session(self.page)
        for name, hear in {
            "requestWillBeSent": self._asks,
            "requestServedFromCache": self._costs_nothing,
            "responseReceived": self._answered,
            "loadingFinished": self._ends,
            "loadingFailed": self._ends,
        }.items():
            cdp.on(f"Network.{name}", hear)
        cdp.send("Network.enable")
        down, up = self.line.kbits or (None, None)
        cdp.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": self.line.latency_ms,
                "downloadThroughput": down * 125 if down else -1,
                "uploadThroughput": up * 125 if up else -1,
            },
        )
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": self.line.slower})

    def _asks(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()
        if not event["request"]["url"].startswith("http"):
            return
        if "redirectResponse" in event:
            self._count(event["redirectResponse"]["encodedDataLength"])
        self.pending[event["requestId"]] = True

    def _costs_nothing(self, event: dict[str, Any]) -> None:
        self.pending[event["requestId"]] = False

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if answer.get("fromDiskCache") or answer.get("fromServiceWorker"):
            self.pending[event["requestId"]] = False

    def _ends(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()
        if self.pending.pop(event["requestId"], False):
            self._count(event.get("encodedDataLength", 0))

    def _count(self, size: int) -> None:
        self.sent, self.requests = self.sent + size, self.requests + 1

    def wait(self) -> None:
        """Waits until nothing has been asked for a while."""
        end, quiet = time.monotonic() + SECONDS_TO_LOAD, 0.8 + self.line.latency_ms / 250
        while (self.pending or time.monotonic() - self.last < quiet) and time.monotonic() < end:
            self.page.wait_for_timeout(100)


LCP = """window.painted = null;
new PerformanceObserver((list) => { for (const it of list.getEntries()) { window.painted = it.startTime; } })
    .observe({ type: "largest-contentful-paint", buffered: true });"""


@dataclass
class Visitor:
    """A Visitor opens browsers that have never been to the site."""

    browser: Browser
    wire: Wire
    line: Line

    @contextlib.contextmanager
    def phone(self, cookies: list[Any] | None = None) -> Iterator[tuple[Page, Meter]]:
        context: BrowserContext = self.browser.new_context(
            base_url=f"http://127.0.0.1:{self.wire.port}",
            viewport={"width": 360, "height": 640},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="ru-RU",
            storage_state={"cookies": cookies or [], "origins": []},
        )
        context.set_default_timeout(SECONDS_TO_LOAD * 1000)
        context.add_init_script(LCP)
        page = context.new_page()
        try:
            yield page, Meter(page, self.line)
        finally:
            context.close()

    def visit(self, address: str, cookies: list[Any] | None = None) -> Weight:
        with self.phone(cookies) as (page, meter):
            return self._weigh(meter, lambda: page.goto(address), page)

    def journey(self, join_code: str) -> Weight:
        with self.phone() as (page, meter):
            return self._weigh(meter, lambda: whole_way(page, meter, join_code))

    def _weigh(self, meter: Meter, go: Callable[[], Response | None], seen: Page | None = None) -> Weight:
        before = self.wire.came
        go()
        meter.wait()
        lcp = seen.evaluate("window.painted") if seen else None
        while time.monotonic() - self.wire.last < 2:  # the worker goes on
            meter.page.wait_for_timeout(200)
        return Weight(meter.sent, meter.requests, self.wire.came - before, lcp and lcp / 1000)


GO = ".go .btn:visible"
"""The one deed of a screen."""


def whole_way(page: Page, meter: Meter, join_code: str) -> None:
    """Walks from the poster over the card and the first test to the end of the first lesson."""
    begin_test(page, meter, join_code)
    while not page.url.endswith("/all"):
        answer(page)
    page.locator(GO).click()
    page.locator("main .strip.arrived").wait_for()  # the server's own page: the answers are there
    meter.wait()
    page.goto("/l/1")
    screens = page.locator("[data-screen]").count()
    for n in range(1, screens):
        page.evaluate("n => { location.hash = n; }", n)  # without doing what there is to do
        page.locator(f"[data-screen='{n}']:not([hidden])").wait_for()
    page.goto("/road")


def begin_test(page: Page, meter: Meter, join_code: str) -> list[Any]:
    """Walks up to the second question; returns the cookies."""
    page.goto(f"/j/{join_code}/look?lang=ru")
    page.locator(".advert a").first.click()
    page.locator(GO).click()
    page.locator("button[value=yes]").click()
    page.locator("label", has=page.locator("input[name=sex][value=female]")).click()
    page.locator("label", has=page.locator("input[name=age_band][value='15-17']")).click()
    page.locator(GO).click()
    page.locator(".ticket").wait_for()
    page.locator(GO).click()
    page.wait_for_url("**/t/1")
    meter.wait()
    page.locator(GO).click()
    page.wait_for_url("**/t/1/1")
    answer(page)
    meter.wait()
    return page.context.cookies()


def answer(page: Page) -> None:
    """Takes the first answer and goes on once it is stored."""
    address = page.url
    page.locator("label.pick").first.click()
    page.locator("[data-sign] svg").wait_for()
    page.locator(GO).click()
    page.wait_for_function("here => location.href !== here", arg=address)


Screens = dict[str, tuple[str, list[Any]]]
"""Addresses of screens by their name, with the cookies of somebody who may see them."""


@contextlib.contextmanager
def served(data: Path) -> Iterator[tuple[Browser, Wire, str, Screens]]:
    """Makes the demonstration in this folder and serves it; yields a browser, the wire, the join code and addresses."""
    join_code = json.loads(navigator("--data", str(data), "demo", "--json"))["join_code"]
    server = Server(data, free_port(), is_twin=False)
    wire = Wire(server.port)
    wire.open()
    server.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            testing, reading = _two_learners(Visitor(browser, wire, LINES["open"]), join_code)
            screens: Screens = {
                "join": (f"/j/{join_code}?lang=ru", []),
                "sign-in": ("/in?lang=ru", []),
                "road": ("/road", reading),
                "test page": ("/t/1/2", testing),
                "lesson": ("/l/2", reading),
                "result": ("/result", reading),
                "help": ("/help?lang=ru", []),
            }
            yield browser, wire, join_code, screens
    finally:
        server.kill()


def _two_learners(visitor: Visitor, join_code: str) -> tuple[list[Any], list[Any]]:
    """Cookies of one who is in the midst of the test, and of one who has sent it."""
    with visitor.phone() as (page, meter):
        testing = begin_test(page, meter, join_code)
    with visitor.phone() as (page, meter):
        whole_way(page, meter, join_code)
        return testing, page.context.cookies()
