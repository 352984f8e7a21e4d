"""A learner without a connection: lesson and test on the phone, a killed browser, and everything arrives once."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from sqlalchemy import func, select

from app.services.testing import Wave
from app.store.tables import Attempt, Response
from tests.browser.conftest import CHROMIUM, SWITCHES, Site
from tests.browser.test_learner_journey import GO, join

Open = Callable[..., Page]


@pytest.fixture
def profile(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[Open]:
    """The same phone, however often its browser is closed and opened again."""
    opened: list[BrowserContext] = []

    def start(*switches: str, url: str = "") -> Page:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=CHROMIUM,
            args=[*SWITCHES, *switches],
            base_url=url or site.url,
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


KEPT_LESSONS = """async () => {
    const names = (await caches.keys()).filter((name) => name[0] === "p");
    if (names.length !== 1) { return 0; }
    const kept = await (await caches.open(names[0])).keys();
    return kept.filter((it) => new URL(it.url).pathname.startsWith("/l/")).length;
}"""


def has_taken_along(page: Page, site: Site) -> None:
    """The last lesson is kept, so everything before it is."""
    until(lambda: page.evaluate(KEPT_LESSONS) == len(site.room.school.release.course.lessons))


def until(is_so: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def answer(page: Page, keys: dict[str, str], *, right: int, after: int = 0, upto: int = 14) -> None:
    """Question after question on the phone, each seen to be kept before the next."""
    for n, key in list(enumerate(keys.values(), start=1))[after:upto]:
        expect(page).to_have_url(re.compile(rf"/t/\d/{n}$"))
        page.locator("label", has=page.locator(f"input[value='{key if n <= right else 'unsure'}']")).click()
        expect(page.locator("[data-sign] svg")).to_be_visible()
        page.locator(GO).click()


def counted(site: Site) -> list[tuple[str, int, int]]:
    """Wave, score and number of answers of every attempt that was received."""
    with site.room.app.extensions["database"].reading() as session:
        rows = session.execute(
            select(Attempt.wave, Attempt.score, func.count(Response.item_id))
            .join(Response, Response.attempt_id == Attempt.attempt_id)
            .where(Attempt.received_at.is_not(None))
            .group_by(Attempt.attempt_id)
        ).all()
    return [(row[0], row[1] or 0, row[2]) for row in rows]


def test_a_learner_sits_the_test_and_reads_without_a_connection(site: Site, profile: Open) -> None:
    page = profile()
    join(page, site)
    site.room.open(Wave.PRE)
    page.goto("/road")
    has_taken_along(page, site)
    page.context.set_offline(True)

    page.goto("/road")
    expect(page.locator("main .strip")).to_be_visible()
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1$"))
    page.locator(GO).click()
    keys = site.room.keys("A")
    answer(page, keys, right=9, upto=6)
    page.context.close()

    page = profile()
    page.context.set_offline(True)
    page.goto("/t/1")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/7$"))
    answer(page, keys, right=9, after=6)
    page.locator(GO).click()
    expect(page.locator("main .strip .i")).to_be_visible()
    page.goto("/l/1")
    expect(page.locator("[data-lesson]")).to_be_visible()
    page.goto("/road")
    expect(page.locator(".way .done")).to_have_count(1)
    page.context.close()
    assert counted(site) == []

    page = profile()
    page.goto("/")
    until(lambda: counted(site) == [("pre", 9, 14)])
    page.goto("/help")
    page.reload()
    assert counted(site) == [("pre", 9, 14)]
    until(lambda: page.evaluate("phone.waiting().then((rows) => rows.length)") == 0)
