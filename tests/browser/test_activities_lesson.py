"""The page of a whole lesson: screen by screen, back and forth, on any phone, heard as well as seen, and light."""

import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from rjsmin import jsmin
from sqlalchemy import select

from app.content import Release
from app.services.waves import Wave
from app.store import Database
from app.store.tables import LessonProgress
from tests.app.web.every_kind import ADDRESS, LAST, NUMBER, every_kind, screen_of
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.test_activities import SCREEN
from tests.browser.test_learner_journey import GO, ON
from tests.browser.voices import give_voices, utterances

STATIC = Path(__file__).parents[2] / "app" / "web" / "static"


@pytest.fixture(scope="module")
def course(fixture_course: Release) -> Release:
    return every_kind(fixture_course)


@pytest.fixture
def reader(site: Site, hand: Open) -> Callable[..., Page]:
    """A learner who may read the lessons."""

    def reader(**phone: Any) -> Page:
        page = hand(**phone)
        has_joined(page, site)
        site.room.open(Wave.PRE)
        site.room.close(Wave.PRE)
        return page

    return reader


def is_at(page: Page, n: int) -> None:
    expect(page.locator(f"{SCREEN}[data-screen='{n}']")).to_have_count(1)
    expect(page.locator(SCREEN)).to_have_count(1)


def progress(sqlite: Database) -> dict[str, tuple[int, bool]]:
    with sqlite.reading() as session:
        return {row.lesson_id: (row.step, row.done_at is not None) for row in session.scalars(select(LessonProgress))}


def until(page: Page, true: Callable[[], object]) -> None:
    """What a phone tells arrives after the screen has changed; a machine that is busy takes its time."""
    for _ in range(300):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came true")


def test_back_goes_one_screen_back_and_a_reload_stays(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}")
    is_at(page, 0)
    page.locator(f"{SCREEN} {ON}").click()
    is_at(page, 1)
    expect(page.locator(f"{SCREEN} h1")).to_be_focused()
    page.locator(f"{SCREEN} {ON}").click()
    is_at(page, 2)
    page.locator(f"{SCREEN} {ON}").click()
    is_at(page, 3)
    page.go_back()
    is_at(page, 2)
    page.locator(f"{SCREEN} [data-back]").click()
    is_at(page, 1)
    page.go_forward()
    is_at(page, 2)
    page.reload()
    is_at(page, 2)
    page.locator(f"{SCREEN} [data-back]").click()
    is_at(page, 1)
    page.goto(f"/l/{NUMBER}#99")
    is_at(page, 0)


def test_back_leads_through_the_lesson_whichever_back_was_used_before(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#4")
    is_at(page, 4)
    page.locator(f"{SCREEN} {ON}").click()
    is_at(page, 5)
    page.go_back()
    is_at(page, 4)
    page.locator(f"{SCREEN} [data-back]").click()

    expect(page.locator(SCREEN)).to_have_attribute("data-screen", "3")


@pytest.mark.parametrize("slower", [1, 6])
def test_a_double_tap_turns_one_screen_and_one_tap_back_undoes_it(reader: Callable[..., Page], slower: int) -> None:
    page = reader(has_touch=True)
    page.goto(f"/l/{NUMBER}#2")
    is_at(page, 2)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    button = page.locator(f"{SCREEN} {ON}").bounding_box()
    x, y = button["x"] + button["width"] / 2, button["y"] + button["height"] / 2
    began_at = time.time()
    for place, (kind, points) in enumerate([("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])] * 2):
        # With its own time: a slow machine would make two taps of a double one.
        event = {"type": kind, "touchPoints": points, "timestamp": began_at + place / 20}
        session.send("Input.dispatchTouchEvent", event)
    page.wait_for_timeout(600)
    is_at(page, 3)
    page.touchscreen.tap(x, y)
    is_at(page, 4)
    page.locator(f"{SCREEN} [data-back]").click()

    expect(page.locator(SCREEN)).to_have_attribute("data-screen", "3")


def test_a_lesson_goes_on_where_it_stopped_on_any_phone_and_ends_on_the_road(
    reader: Callable[..., Page], sqlite: Database
) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#4")
    is_at(page, 4)
    until(page, lambda: progress(sqlite) == {"way-home": (4, False)})
    page.goto("/road")
    page.locator(f".way a[href$='/l/{NUMBER}#4']").click()
    is_at(page, 4)
    page.goto(f"/l/{NUMBER}/2")
    page.wait_for_url(re.compile(rf"/l/{NUMBER}#2$"))
    page.goto(f"/l/{NUMBER}#{LAST}")
    page.locator(f"{SCREEN} {ON}").click()
    page.wait_for_url(re.compile("/road$"))

    until(page, lambda: progress(sqlite) == {"way-home": (LAST, True)})
    expect(page.locator(".way li").nth(NUMBER)).to_have_class("done")


LATE = """() => {
    const reach = phone.reach;
    phone.reach = (...step) => new Promise((go) => setTimeout(go, 3000)).then(() => reach(...step));
}"""


def test_the_page_turns_only_when_a_slow_phone_has_the_end_of_the_lesson_on_its_disk(
    reader: Callable[..., Page], sqlite: Database
) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{LAST}")
    is_at(page, LAST)
    until(page, lambda: progress(sqlite) == {"way-home": (LAST, False)})
    page.evaluate(LATE)
    page.locator(f"{SCREEN} {ON}").click()
    page.wait_for_timeout(1500)
    assert page.url.endswith(f"#{LAST}"), "the disk is not done"
    page.wait_for_url(re.compile("/road$"))
    until(page, lambda: progress(sqlite) == {"way-home": (LAST, True)})
    expect(page.locator(".way li").nth(NUMBER)).to_have_class("done")


def test_the_road_shows_what_arrived_only_after_it_was_shown(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{LAST}")
    is_at(page, LAST)
    page.wait_for_function(
        "phone.learner().then((here) => here && phone.rowsOf('steps', here.mark)).then((rows) => rows && !rows.length)"
    )
    held = []  # what the lesson sends while it is being left; the road may be quicker and send it first
    page.route(
        "**/api/v1/progress/*",
        lambda route: held.append(route) if "/l/" in route.request.frame.url else route.continue_(),
    )
    page.locator(f"{SCREEN} {ON}").click()
    page.wait_for_url(re.compile("/road$"))
    expect(page.locator(".way li").nth(NUMBER)).to_have_class("done")


def test_a_phone_that_keeps_nothing_tells_the_server_at_once(reader: Callable[..., Page], sqlite: Database) -> None:
    page = reader()
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page.goto(f"/l/{NUMBER}#4")
    until(page, lambda: progress(sqlite) == {"way-home": (4, False)})
    page.goto(f"/l/{NUMBER}#{LAST}")
    is_at(page, LAST)
    page.locator(f"{SCREEN} {ON}").click()
    expect(page).to_have_url(re.compile("/road$"))
    until(page, lambda: progress(sqlite) == {"way-home": (LAST, True)})


def test_whoever_comes_back_reads_the_note_and_goes_on_also_without_a_server(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#3")
    is_at(page, 3)
    page.wait_for_timeout(500)
    page.goto(f"/l/{NUMBER - 1}")
    page.route("**/api/**", lambda route: route.abort())
    page.goto(f"/l/{NUMBER}")
    is_at(page, 0)
    begin = page.locator(f"{SCREEN} {ON}")
    expect(begin).to_have_attribute("data-next", "3")
    expect(page.locator(SCREEN)).to_contain_text("Здесь придуманные люди.")
    begin.click()
    is_at(page, 3)


def test_help_is_one_tap_away_and_leads_back_to_the_same_screen(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#3")
    is_at(page, 3)
    page.wait_for_timeout(500)
    page.locator(".safe a[href='/help']").click()
    page.wait_for_url(re.compile("/help"))
    page.locator(f"main a[href='/l/{NUMBER}']").click()

    expect(page.locator(SCREEN)).to_have_attribute("data-screen", "3")


def count_notes(page: Page) -> int:
    """Taps of activities that are on this phone's disk."""
    rows = page.evaluate("phone.reading('kept', (it) => it.getAll())")
    return sum(len(row["value"]) for row in rows if isinstance(row["value"], list))


def test_a_reload_or_a_look_at_help_loses_nobodys_way_and_a_finished_lesson_begins_anew(
    reader: Callable[..., Page],
) -> None:
    page = reader()
    story = f"/l/{NUMBER}#{screen_of('hotel')}"
    node = page.locator(f"{SCREEN} .node:not([hidden]) h2")
    page.goto(story)
    for way in ("start:contract", "paper:go", "back"):
        page.locator(f"{SCREEN} [value='{way}']").click()
    until(page, lambda: count_notes(page) == 3)
    page.reload()
    expect(node).to_have_text("Договор")
    expect(page.locator(f"{SCREEN} .trail .chosen")).to_have_text(["Попросит договор"])
    expect(page.locator(f"{SCREEN} .checks .done")).to_have_count(2)
    expect(
        page.locator(f"{SCREEN} .skip"), "a step back from an end there is something to choose again"
    ).to_be_visible()
    expect(page.locator("#say")).to_be_empty()
    page.locator(".safe a[href='/help']").click()
    page.wait_for_url(re.compile("/help"))
    page.locator(f"main a[href='/l/{NUMBER}']").click()
    expect(node).to_have_text("Договор")
    page.locator(f"{SCREEN} [value='paper:wait']").click()
    expect(page.locator(f"{SCREEN} .ended")).to_contain_text(re.compile(r"2\D+2"))

    page.goto(f"/l/{NUMBER}#{screen_of('piles')}")
    for card, pile in (("late", "danger"), ("shift", "normal")):
        page.locator(f"{SCREEN} [value='{card}:{pile}']").click()
        page.wait_for_timeout(400)
        page.locator(f"{SCREEN} {GO}").click()
    until(page, lambda: count_notes(page) == 8)
    page.reload()
    expect(page.locator(f"{SCREEN} [data-card]:visible")).to_have_attribute("data-card", "passport")

    page.goto(f"/l/{NUMBER}#{LAST}")
    page.locator(f"{SCREEN} {ON}").click()
    page.wait_for_url(re.compile("/road$"))
    page.wait_for_load_state("networkidle")  # the road comes anew once the lesson's steps have arrived
    page.goto(story)
    expect(node).to_have_text("Письмо")
    assert count_notes(page) == 0


def test_the_numbers_of_a_debt_outlive_a_reload_and_its_end_stays_in_sight(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{screen_of('debt')}")
    end = page.locator(f"{SCREEN} .so-far")
    page.locator("[name=months]").fill("24")
    expect(end).to_contain_text(re.compile(r"1\s080"))
    page.locator(f"{SCREEN} tbody tr").last.scroll_into_view_if_needed()
    expect(end).to_be_in_viewport(ratio=1)
    names = "phone.reading('kept', (it) => it.getAll()).then((rows) => rows.map((row) => row.name))"
    until(page, lambda: any(name.endswith("sums 9") for name in page.evaluate(names)))
    page.reload()
    expect(page.locator("[name=months]")).to_have_value("24")
    expect(page.locator(f"{SCREEN} tbody tr")).to_have_count(25)
    expect(end).to_contain_text(re.compile(r"1\s080"))


SLOW_DISK = """() => {
    const recall = phone.recall;
    phone.recall = (name) => new Promise((go) => setTimeout(go, 2000)).then(() => recall(name));
}"""


@pytest.mark.parametrize(
    ("activity", "field", "entry"), [("debt", "[name=months]", "24"), ("strength", "textarea", "Ok")]
)
def test_what_somebody_enters_before_the_phone_has_read_its_disk_stays(
    reader: Callable[..., Page], activity: str, field: str, entry: str
) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}")
    is_at(page, 0)
    page.evaluate(SLOW_DISK)
    page.goto(f"/l/{NUMBER}#{screen_of(activity)}")
    page.locator(f"{SCREEN} {field}").fill(entry)
    page.wait_for_timeout(2500)
    expect(page.locator(f"{SCREEN} {field}")).to_have_value(entry)
    page.reload()
    expect(page.locator(f"{SCREEN} {field}")).to_have_value(entry)


def test_whoever_hurried_to_the_lesson_before_the_phone_knew_them_keeps_what_they_tap(
    reader: Callable[..., Page],
) -> None:
    page = reader()
    page.goto("/road")
    page.evaluate("phone.ready.then(() => phone.goAway(false))")
    page.goto(f"/l/{NUMBER}#{screen_of('hotel')}")
    page.locator(f"{SCREEN} [value='start:contract']").click()
    until(page, lambda: count_notes(page) == 1)
    page.reload()

    expect(page.locator(f"{SCREEN} .trail li")).to_have_count(1)


def test_whoever_wrote_nothing_signs_out_without_being_told_that_words_are_deleted(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{screen_of('hotel')}")
    page.locator(f"{SCREEN} [value='start:contract']").click()
    until(page, lambda: count_notes(page) == 1)
    page.goto("/road")
    page.locator("form[action='/out'] button").click()
    expect(page).to_have_url(re.compile("/$"))


def test_the_count_of_signs_stays_in_sight_and_covers_nothing(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{screen_of('advert')}")
    for tap in page.locator(f"{SCREEN} .tap").all():
        tap.click()
        count, line = page.locator(f"{SCREEN} .so-far").bounding_box(), tap.bounding_box()
        assert count["y"] >= 0
        assert line["y"] >= count["y"] + count["height"] - 1, "the line that was tapped is in sight"
        reply = page.locator(f"{SCREEN} .tap[value='{tap.get_attribute('value')}'] + .said")
        assert reply.evaluate("it => [getComputedStyle(it).display, getComputedStyle(it).position]") == [
            "block",
            "static",
        ]


def test_what_cannot_be_told_holds_nobody_up(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}")
    page.route("**/api/**", lambda route: route.abort())
    for n in range(1, 6):
        page.locator(f"{SCREEN} {ON}").click()
        expect(page.locator(SCREEN)).to_have_attribute("data-screen", str(n))


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark")])
def test_every_screen_fits_and_reads(reader: Callable[..., Page], look: Look, width: int, scheme: str) -> None:
    page = reader(width=width, scheme=scheme)
    page.goto(f"/l/{NUMBER}")
    look(page, f"lesson-{width}-{scheme}-0")
    for n in range(1, LAST + 1):
        page.locator(f"{SCREEN} {ON}").click()
        is_at(page, n)
        for tap in page.locator(f"{SCREEN} .tap").all():
            tap.click()
        for option in page.locator(f"{SCREEN} .check .pick").all()[:2]:
            option.click()
            page.wait_for_timeout(400)
            page.locator(f"{SCREEN} {GO}").click()
        look(page, f"lesson-{width}-{scheme}-{n}")
    expect(page.locator(SCREEN)).to_have_attribute("data-screen", str(LAST))


def test_a_drawing_is_seen_and_said(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#1")
    drawing = page.get_by_role("img", name="Листок с двумя строками")
    expect(drawing).to_have_attribute("src", ADDRESS)
    until(page, lambda: drawing.evaluate("it => it.complete && it.naturalWidth") == 320)


def test_what_was_tapped_is_said_to_whoever_does_not_see(reader: Callable[..., Page]) -> None:
    page = reader()
    status = page.get_by_role("status").and_(page.locator("#say"))
    page.goto(f"/l/{NUMBER}#{screen_of('advert')}")
    page.locator(f"{SCREEN} [value=pay]").click()
    expect(status).to_contain_text("Платят вчетверо больше")
    expect(status).to_contain_text(re.compile(r"1\D+4"))
    page.goto(f"/l/{NUMBER}#{screen_of('piles')}")
    page.locator(f"{SCREEN} [value='late:danger']").click()
    expect(status).to_contain_text("инспекция труда")
    page.goto(f"/l/{NUMBER}#{screen_of('first')}")
    page.locator(f"{SCREEN} .order li").first.locator("[value^=down]").click()
    expect(status).to_contain_text("2")


@pytest.mark.parametrize(("voice", "is_offered"), [("ru-RU", True), ("en-US", False)])
def test_a_screen_is_read_aloud_where_there_is_a_voice_for_its_language(
    reader: Callable[..., Page], voice: str, is_offered: bool
) -> None:
    page = reader()
    give_voices(page, voice)
    page.goto(f"/l/{NUMBER}#{screen_of('hotel')}")
    button = page.locator("#listen")
    if not is_offered:
        expect(button).to_be_hidden()
        return
    button.click()
    heard = utterances(page)
    assert heard[0] == "Алия и работа в отеле"
    assert "Сама позвонит в отель" in heard
    assert not any("Очередь" in words for words in heard), "what is hidden is not read"


def test_of_a_story_that_goes_on_the_page_before_is_not_heard_any_longer(reader: Callable[..., Page]) -> None:
    page = reader()
    give_voices(page, "ru-RU")
    page.goto(f"/l/{NUMBER}#{screen_of('hotel')}")
    heading = page.locator(f"{SCREEN} .node:visible h2")
    before = heading.inner_text()
    page.locator("#listen").click()
    assert before in utterances(page)
    page.locator(f"{SCREEN} .node:visible .step").first.click()
    expect(heading).not_to_have_text(before)
    assert utterances(page) == []
    expect(page.locator("#listen")).to_have_attribute("aria-pressed", "false")
    page.locator("#listen").click()

    assert heading.inner_text() in utterances(page)
    assert before not in utterances(page)


def test_what_is_said_before_a_lesson_is_read_aloud_too(reader: Callable[..., Page]) -> None:
    page = reader()
    give_voices(page, "ru-RU")
    page.goto(f"/l/{NUMBER}")
    note = page.locator(f"{SCREEN} .strip").inner_text()
    page.locator("#listen").click()

    assert note in utterances(page)


def test_a_lesson_weighs_little(reader: Callable[..., Page]) -> None:
    """The page with its drawing and scripts, as the wire carries them."""
    page = reader()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"/l/{NUMBER}#1", wait_until="networkidle")

    assert len(sizes) >= 5
    assert sum(sizes) <= 60_000, sizes


def test_the_scripts_of_a_lesson_are_small() -> None:
    own = [*STATIC.glob("lesson*.js"), STATIC / "listen.js"]

    assert sum(len(gzip.compress(jsmin(file.read_bytes()))) for file in own) <= 7_850


def test_a_check_without_a_choice_says_what_is_missing(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{screen_of('sunday')}")
    hint = page.locator(f"{SCREEN} .hint")
    expect(hint).to_be_hidden()
    page.locator(f"{SCREEN} {GO}").click()
    expect(hint).to_be_visible()
    page.locator(f"{SCREEN} .pick").first.click()
    page.locator(f"{SCREEN} {GO}").click()
    expect(page.locator(f"{SCREEN} .said:visible").first).to_be_visible()
    expect(hint).to_be_hidden()


def test_a_story_can_be_skipped_and_a_lesson_too(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(f"/l/{NUMBER}#{screen_of('hotel')}")
    page.locator(f"{SCREEN} {ON}").click()
    is_at(page, screen_of("hotel") + 1)
    page.goto(f"/l/{NUMBER - 1}")
    page.locator(f"{SCREEN} a[href='/l/{NUMBER}']").click()
    page.wait_for_url(re.compile(rf"/l/{NUMBER}$"))
    expect(page.locator(f"{SCREEN} {GO}")).to_be_visible()
