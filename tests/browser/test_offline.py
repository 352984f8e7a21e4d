"""A learner without a connection: lesson and test on the phone, a killed browser, and everything arrives once."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.services.administrator import helplines
from app.services.waves import Wave
from app.store.answers import histories
from app.store.tables import Attempt, LessonProgress
from tests.app.web.test_help_pages import LINE
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import ARRIVED, GO, ON

Arrive = Callable[[Page, Site], tuple[str, str]]
"""How somebody joins."""
KEPT_LESSONS = """async () => {
    const names = (await caches.keys()).filter((name) => name[0] === "p");
    if (names.length !== 1) { return 0; }
    const kept = await (await caches.open(names[0])).keys();
    return kept.filter((it) => /^\\/l\\/\\d+$/.test(new URL(it.url).pathname)).length;
}"""


def has_taken_along(page: Page, site: Site) -> None:
    """The last lesson is kept, so everything before it is."""
    until(lambda: page.evaluate(KEPT_LESSONS) == len(site.room.school.release.course.lessons))


def come_along(page: Page, site: Site, *waves: Wave, come_in: Arrive = has_joined) -> tuple[str, str]:
    """Join; with these tests open, take along what a phone keeps for days without a connection. Gives code and PIN."""
    card = come_in(page, site)
    for wave in waves:
        site.room.open(wave)
    page.goto("/road")
    has_taken_along(page, site)
    return card


def until(is_so: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def answer(page: Page, keys: dict[str, str], *, right: int, after: int = 0, upto: int | None = None) -> None:
    """Question after question on the phone, each seen to be kept before the next."""
    for n, key in list(enumerate(keys.values(), start=1))[after:upto]:
        expect(page).to_have_url(re.compile(rf"/t/\d/{n}$"))
        page.locator("label", has=page.locator(f"input[value='{key if n <= right else 'unsure'}']")).click()
        expect(page.locator("[data-sign] svg")).to_be_visible()
        page.locator(GO).click()


def say(page: Page) -> None:
    """What is asked beside the test, up to the look over."""
    while not page.url.endswith("/all"):
        address = page.url
        page.locator("label.pick").nth(3).click()
        expect(page.locator("[data-sign] svg")).to_be_visible()
        page.locator(GO).click()
        expect(page).not_to_have_url(address)


def sit_to_the_end(page: Page, site: Site, number: int = 1) -> None:
    """All questions of a test on the phone, three right, and sent: what becomes of it is on the screen."""
    page.goto(f"/t/{number}")
    page.locator(GO).click()
    answer(page, site.room.keys("A" if number == 1 else "B"), right=3)
    say(page)
    page.locator(GO).click()


def read_on(page: Page) -> None:
    """From the beginning of a lesson to its end, leaving out what there is to do."""
    read_screens(page, page.locator("[data-screen]").count())
    expect(page).to_have_url(re.compile("/road$"))


def read_screens(page: Page, count: int) -> None:
    for _ in range(count):
        screen = page.locator("[data-screen]:not([hidden])")
        n = screen.get_attribute("data-screen")
        screen.locator(ON).click()
        expect(page.locator(f"[data-screen='{n}']:not([hidden])")).to_have_count(0)


def counted(site: Site) -> list[tuple[str, int, int]]:
    """Wave, score and number of answers of every attempt that was received."""
    with site.room.app.extensions["database"].reading() as session:
        return [
            (it.wave, it.score or 0, len(of.responses[it.attempt_id]))
            for of in histories.list_histories(session)
            for it in of.attempts
            if it.received_at
        ]


def add_helpline(site: Site, country: str, number: str) -> None:
    room = site.room
    line = replace(LINE, country=country, number=number, kind="emergency" if number == "112" else "helpline")
    helplines.add_helpline(room.school.session, line, now=room.school.now)
    room.school.session.commit()


def take_help_along(page: Page, site: Site, network: Network) -> None:
    for number in ("150", "111", "112"):
        add_helpline(site, "KZ", number)
    come_along(page, site)
    network.cut()


ROAD = "phone.learner().then((here) => here && phone.road(here.mark))"
"""What this phone knows of the learner who is signed in."""


def dawns(page: Page, day: str) -> None:
    """On the phone it is the morning of this day, by the server's clock."""
    ahead = page.evaluate(f"{ROAD}.then((road) => road.ahead)")
    page.clock.set_system_time(datetime.fromisoformat(f"{day}T06:00:00+00:00") - timedelta(milliseconds=ahead))


def test_a_number_goes_from_the_help_on_the_phone_after_its_last_good_day_and_an_emergency_number_stays(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    take_help_along(page, site, network)
    page.goto("/help")
    expect(page.locator("a[href='tel:150']")).to_be_visible()
    expect(page.locator("#gone")).to_be_hidden()
    expect(page.locator("main b.mine", has_text="112")).to_be_visible()

    dawns(page, "2028-01-15")
    page.goto("/help")
    expect(page.locator("a[href='tel:150']")).to_be_visible()
    dawns(page, "2028-01-16")
    page.goto("/help?country=KZ")
    expect(page.locator("a[href='tel:150'], a[href='tel:111']")).to_have_count(0)
    expect(page.locator("a[href='tel:112']")).to_be_visible()
    expect(page.locator("#gone li")).to_have_count(3)
    expect(page.locator("#gone")).to_be_visible()
    expect(page.locator("main b.mine", has_text="112")).to_be_visible()
    look(page, "offline-help-gone")


def test_a_phone_whose_clock_was_always_years_ahead_keeps_its_helplines(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    page.clock.set_system_time("2031-05-01")
    take_help_along(page, site, network)
    page.goto("/help")
    expect(page.locator("a[href='tel:150']")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator("#gone")).to_be_hidden()


def done(site: Site) -> list[str]:
    """Lessons that the server knows to be done."""
    with site.room.app.extensions["database"].reading() as session:
        return list(session.scalars(select(LessonProgress.lesson_id).where(LessonProgress.done_at.is_not(None))))


def test_before_the_second_test_a_phone_alone_counts_the_lessons_that_are_left(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    sit_to_the_end(page, site)
    expect(page.locator(ARRIVED)).to_be_visible()
    site.room.open(Wave.POST)
    page.goto("/road")
    until(lambda: page.evaluate(f"{ROAD}.then((road) => road?.tests[1].standing)") == "open")
    page.goto("/t/2")
    heading = page.locator("h1").inner_text()
    left = page.locator("main .strip span").evaluate("(it) => it.firstChild.textContent.trim()")
    lessons = len(site.room.school.release.course.lessons)
    assert str(lessons) in left
    network.cut()
    page.goto("/t/2")
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("main .strip")).to_have_text(left)
    look(page, "offline-second-test")
    page.goto("/l/1")
    read_on(page)
    page.goto("/t/2")
    expect(page.locator("main .strip")).to_contain_text(str(lessons - 1))
    page.goto("/road")
    expect(page.locator("#deed a")).to_have_attribute("href", "/t/2")  # a lesson is done, and the test may close
    expect(page.locator("#beside")).to_be_hidden()


def test_a_test_that_was_sent_is_said_to_have_arrived_without_a_connection_too(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    has_joined(page, site)
    site.room.open(Wave.PRE)
    sit_to_the_end(page, site)
    expect(page.locator(ARRIVED)).to_be_visible()
    page.goto("/road")
    has_taken_along(page, site)
    network.cut()
    page.goto("/road")
    page.locator("a[href='/t/1']").click()

    expect(page.locator("main .strip")).to_have_text("Дошло. Ответы сохранены.")
    expect(page.locator("#shut")).to_be_hidden()


def test_after_the_first_test_the_plan_and_a_half_read_lesson_are_on_the_road_at_once(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    """Without a look at the road between: what the phone has done itself it knows."""
    page = profile()
    come_along(page, site, Wave.PRE)
    sit_to_the_end(page, site)
    expect(page.locator(ARRIVED)).to_be_visible()
    page.goto("/l/1")
    of = page.locator("[data-screen]").count() - 1
    read_screens(page, 2)
    until(lambda: page.evaluate("phone.learner().then((it) => phone.rowsOf('steps', it.mark))") == [])
    network.cut()
    page.goto("/road")

    expect(page.locator("#plan a")).to_be_visible()
    expect(page.locator("#deed a")).to_have_text("Продолжить")
    expect(page.locator(".way .now .k")).to_have_text(f"Шаг 2 из {of}")
    look(page, "offline-road-half-read")
    page.goto("/l/1")
    read_screens(page, 2)  # the note, and on from where it stopped
    page.goto("/road")
    expect(page.locator(".way .now .k")).to_have_text(f"Шаг 3 из {of}")
    page.locator("#plan a").click()
    expect(page.locator(".dotted [type=checkbox]").first).to_be_visible()


def test_a_clock_that_is_set_right_before_what_waits_goes_loses_no_test_in_the_grace(
    site: Site, network: Network, profile: Open
) -> None:
    """It was set ahead in mid-test, which here sets back the clock that nobody should be able to set, too."""
    page = profile()
    come_along(page, site, Wave.PRE)
    network.cut()
    page.goto("/t/1")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/1$"))
    page.clock.set_system_time("2031-05-01")
    answer(page, site.room.keys("A"), right=3)
    say(page)
    page.locator(GO).click()
    expect(page.locator("main .strip.wait")).to_be_visible()
    site.room.close(Wave.PRE)
    page.clock.set_system_time(datetime.now(UTC))
    network.join()
    page.reload()

    until(lambda: counted(site) == [("pre", 3, 4)])


def test_a_clock_that_was_years_ahead_and_is_set_right_by_the_network_spoils_no_first_test(
    site: Site, network: Network, profile: Open
) -> None:
    """Then nobody knows when the test was finished, only that it came before the lesson and the second test."""
    page = profile()
    page.clock.set_system_time("2031-05-01")
    come_along(page, site, Wave.PRE, Wave.POST)
    network.cut()
    for number in (1, 2):
        sit_to_the_end(page, site, number)
        expect(page.locator("main .strip .i")).to_be_visible()
        if number == 1:
            page.goto("/l/1")
            read_on(page)
    # The second test's key comes first in the database's order.
    page.evaluate(
        "phone.waiting().then((rows) => Promise.all(rows.map((row) => phone.writing('tests', (it) => {"
        " it.delete(row.key); row.key = (row.number === 1 ? 'f' : '0') + row.key.slice(1); return it.put(row); }))))"
    )
    page.clock.set_system_time(datetime.now(UTC))
    page.evaluate("phone.flag('seen', Date.now())")  # else the page hides itself, and steps wait for the PIN
    network.join()
    page.goto("/road")

    until(lambda: len(counted(site)) == 2 and done(site) != [])
    with site.room.app.extensions["database"].reading() as session:
        assert session.scalars(select(Attempt.is_after_lesson)).all() == [False, False]


def test_a_learner_sits_the_test_and_reads_without_a_connection(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    for country, number in (("KZ", "150"), ("KG", "111")):
        add_helpline(site, country, number)
    code, pin = come_along(page, site, Wave.PRE)
    network.cut()

    page.goto("/l/1")  # kept, and not open before the first test is done
    expect(page.locator("[data-lesson]")).to_have_count(0)
    page.goto("/road")
    expect(page.locator("main .strip")).to_be_visible()
    look(page, "offline-road")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1$"))
    look(page, "offline-test")
    page.locator(GO).click()
    keys = site.room.keys("A")
    answer(page, keys, right=3, upto=2)
    page.context.close()

    page = profile()
    page.goto("/t/1")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/3$"))
    look(page, "offline-question")
    answer(page, keys, right=3, after=2)
    say(page)
    look(page, "offline-overview")
    page.locator(GO).click()
    expect(page.locator("main .strip .i")).to_be_visible()
    look(page, "offline-waiting")
    page.goto("/road")
    look(page, "offline-road-on")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/l/1$"))
    read_on(page)
    expect(page.locator(".way .done")).to_have_count(2)
    page.locator(".safe a[href='/help']").click()
    expect(page.locator("a[href='tel:150']")).to_be_visible()
    page.locator("main a[href='/help?country=KG']").click()
    expect(page.locator("a[href='tel:111']")).to_be_visible()
    expect(page.locator(GO)).to_have_attribute("href", "/")
    page.context.close()
    assert counted(site) == []

    network.join()
    page = profile()
    page.goto("/")
    until(lambda: counted(site) == [("pre", 3, 4)])
    page.goto("/help")
    page.reload()
    assert counted(site) == [("pre", 3, 4)]
    until(lambda: page.evaluate("phone.waiting().then((rows) => rows.length)") == 0)

    # How far lessons were read goes as soon as the same learner comes in again.
    page.goto("/in")
    page.locator("#code").fill(code)
    page.locator("#pin").fill(pin)
    page.locator(GO).click()
    until(lambda: done(site) == ["welcome"])
