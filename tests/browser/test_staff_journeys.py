"""An administrator from an empty install, and a facilitator's whole way, at a desk and on a phone."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.services import staff_signing
from app.services.administrator import helplines
from app.services.administrator.staff import add_staff
from app.services.learner.testing import begin
from app.services.people import Grant, Role
from app.services.waves import Wave
from app.store import Database, audit
from app.store.programmes import cohorts
from tests.app.conftest import MORNING
from tests.browser.arriving import give_cookie
from tests.browser.conftest import Look, Site
from tests.browser.serving import served
from tests.conftest import as_made

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 640}


def look_at_both(page: Page, look: Look, name: str) -> None:
    """At a desk and on a phone; the page is then as wide as it was."""
    before = page.viewport_size
    for size in (DESK, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        look(page, f"{name}-{size['width']}")
    if before:
        page.set_viewport_size(before)


def come_in(page: Page, site: Site, staff_id: int) -> Page:
    """The browser of this member of staff, signed in."""
    school = site.room.school
    link = staff_signing.make_link(school.session, staff_id, school.now)
    signed_in = staff_signing.use_link(school.session, link, "-", school.now)
    school.session.commit()
    give_cookie(page, site, signed_in.token)
    return page


def press(page: Page, role: str, name: str) -> None:
    """Presses a button or link and is on the next page, not still on its way there."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def open_link(page: Page, link: str, *, javascript: bool) -> None:
    """Follows a one-time link; whoever has no script pastes it."""
    page.goto(link)
    if not javascript:
        page.get_by_label("Your one-time link").fill(link)
        press(page, "button", "Go on")
    expect(page.get_by_label("Passphrase").first).to_be_visible()


@pytest.fixture
def install(sqlite: Database, app_made: Flask) -> Iterator[tuple[str, str]]:
    """An instance where nothing is set up, and its administrator's one-time link."""
    with sqlite.writing() as session:
        helplines.load_shipped(session)
        made = add_staff(session, name="root", language="en", grant=Grant(Role.ADMINISTRATOR), now=MORNING)
    with as_made(app_made) as app, served(app) as url:
        app.extensions["clock_offset"] = MORNING - datetime.now(UTC)
        yield url, made.token


@pytest.fixture
def desk(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A browser window at a desk; in English."""
    contexts = []

    def desk(url: str, *, javascript: bool = True, scheme: str = "light", **size: int) -> Page:
        context = browser.new_context(
            base_url=url,
            viewport={"width": size.get("width", DESK["width"]), "height": size.get("height", DESK["height"])},
            locale="en-GB",
            color_scheme=scheme,
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: pytest.fail(str(fault)))
        return page

    yield desk
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("javascript", "width"),
    [pytest.param(True, 1280, id="at a desk"), pytest.param(False, 360, id="on a phone without script")],
)
def test_an_administrator_sets_up_an_empty_install(
    install: tuple[str, str], desk: Callable[..., Page], look: Look, javascript: bool, width: int
) -> None:
    url, token = install
    page = desk(url, javascript=javascript, width=width)

    def see(name: str) -> None:
        if javascript:  # what looks for faults is a script, too
            look_at_both(page, look, f"setup-{name}")

    page.goto("/staff/link")
    see("link-pasted")
    open_link(page, f"/staff/link#{token}", javascript=javascript)
    see("passphrase")
    page.get_by_label("Passphrase").first.fill("seven stones on the road")
    press(page, "button", "Save and sign in")
    expect(page).to_have_url(re.compile("/setup$"))
    see("empty")

    press(page, "link", "Name the programme")
    press(page, "button", "Save")
    expect(page.get_by_text("Give the programme a name.")).to_be_visible()
    see("programme-wrong")
    page.get_by_label("Name of the programme").fill("Safe ways")
    page.get_by_label("Time zone").select_option("Asia/Almaty")
    page.get_by_label("First language").select_option("ru")
    page.get_by_label("Second language").select_option("kk")
    page.get_by_label("Where the consent of guardians is kept").fill("with the partner, in the folder of the group")
    press(page, "button", "Save")
    press(page, "link", "Add a partner")
    page.get_by_label("Name of the partner").fill("Bilim")
    press(page, "button", "Add the partner")
    see("partners")
    page.goto("/setup")
    press(page, "link", "Add a facilitator")
    see("person")
    page.get_by_label("Name to sign in with").fill("Aigul")
    press(page, "button", "Add, and make a one-time link")
    link = page.get_by_label("Link").input_value()
    see("link")
    press(page, "link", "It is handed over")
    press(page, "link", "Release the course")
    see("course")
    press(page, "button", "Release for")
    page.goto("/setup")
    expect(page.get_by_text("Ready: facilitators can make groups.")).to_be_visible()
    see("ready")
    for name in ("programmes", "staff", "helplines", "groups", "helplines/new"):
        page.goto(f"/setup/{name}")
        see(name.replace("/", "-"))
    page.goto("/setup/staff")
    press(page, "link", "aigul")
    see("member")

    facilitator = desk(url, javascript=javascript, width=width)
    open_link(facilitator, link, javascript=javascript)
    assert "#" not in facilitator.url
    facilitator.get_by_label("Passphrase").first.fill("a bridge of seven planks")
    press(facilitator, "button", "Save and sign in")
    expect(facilitator.get_by_text("No group yet.")).to_be_visible()
    if javascript:
        look_at_both(facilitator, look, "lead-empty")


def test_a_facilitator_leads_a_group_from_making_it_to_its_gain(
    site: Site, desk: Callable[..., Page], look: Look
) -> None:
    school, session = site.room.school, site.room.school.session
    page = come_in(desk(site.url, **PHONE), site, school.facilitator_id)

    def see(name: str) -> None:
        look_at_both(page, look, f"lead-{name}")

    page.goto("/groups")
    press(page, "link", "New group")
    see("new")
    page.get_by_label("Name of the group").fill("")
    press(page, "button", "Make the group")
    see("new-wrong")
    page.get_by_label("Name of the group").fill("College, group 2")
    page.get_by_label("Region").select_option("KZ-63")
    page.get_by_label("First day").fill("2026-03-02")
    page.get_by_label("Last day").fill("2026-05-30")
    press(page, "button", "Make the group")
    see("consent")
    page.get_by_text("The consent is in place").click()
    press(page, "button", "Note it, and let learners in")
    see("joining")
    group = page.url
    ref = group.rpartition("/")[2]
    page.goto(f"{group}/poster")
    see("poster")
    page.goto(f"{group}/wall")
    see("wall-joining")

    site.room.wait(minutes=5)
    cohort = cohorts.get(session, ref, cohorts.Scope(everywhere=True))
    learners = [school.learner(cohort) for _ in range(20)]
    site.room.wait()
    page.goto(group)
    see("joined")
    press(page, "button", "Open the first test")
    see("opened")

    site.room.wait(minutes=6)
    for number, learner in enumerate(learners):
        if number % 5 < 3:
            school.take(learner, Wave.PRE, right=1 + number % 3)
        elif number % 5 == 3:
            begin(session, learner, Wave.PRE, school.now)
    site.room.wait()
    page.goto(group)
    expect(page.locator("#total .big")).to_have_text("12")
    see("board")
    page.goto("/groups")
    see("list")
    page.goto(f"{group}/wall")
    see("wall")

    page.goto(f"{group}/4")
    see("learner")
    press(page, "button", "Make a new card")
    see("card")
    page.goto(f"{group}/4/merge?other=5")
    see("merge")

    page.goto(group)
    press(page, "button", "Close the first test")
    see("ask-close-first")
    press(page, "button", "Close it now all the same")
    see("lessons")
    press(page, "link", "Open the second test …")
    see("ask-open-second")
    press(page, "button", "Open it all the same")
    site.room.wait(minutes=6)
    for learner in learners[:15]:
        school.take(learner, Wave.POST, right=3)
    site.room.wait()
    page.goto(group)
    press(page, "link", "Close the second test …")
    see("ask-close")
    press(page, "button", "Close the second test")
    see("done")
    site.room.wait(minutes=11)  # until then the closing can be undone, and there is nothing to see
    page.goto(group)
    press(page, "link", "See what was learned")
    expect(page.get_by_text("Took the first test and not the second: 3")).to_be_visible()
    see("learned")
    page.goto(group)
    press(page, "link", "Change the group")
    see("edit")


def test_the_board_refreshes_in_place_without_losing_the_place_where_one_is(
    site: Site, desk: Callable[..., Page]
) -> None:
    school = site.room.school
    school.learner(site.room.cohort)
    second = school.learner(site.room.cohort)
    site.room.open(Wave.PRE)
    page = come_in(desk(site.url), site, school.facilitator_id)
    page.clock.install()
    page.goto(f"/groups/{site.room.cohort.ref}")
    expect(page.locator("#total .big")).to_have_text("0")
    page.locator("a.seat", has_text="1").focus()
    page.evaluate("window.isTheSamePage = true")

    school.take(second, Wave.PRE, right=2)
    site.room.wait()
    page.clock.fast_forward(25_500)

    expect(page.locator("#total .big")).to_have_text("1")
    expect(page.locator("#missing")).to_have_text("1 not begun")
    expect(page.locator("a.seat.done b")).to_have_text("2")
    assert page.evaluate("document.activeElement.getAttribute('href')").endswith("/1")
    assert page.evaluate("window.isTheSamePage")


def test_a_board_that_lost_its_server_says_so(site: Site, desk: Callable[..., Page]) -> None:
    site.room.school.learner(site.room.cohort)
    site.room.open(Wave.PRE)
    page = come_in(desk(site.url), site, site.room.school.facilitator_id)
    page.clock.install()
    page.goto(f"/groups/{site.room.cohort.ref}")
    page.context.set_offline(True)

    page.clock.fast_forward(25_500)

    expect(page.get_by_text("No connection. What you see is from before.")).to_be_visible()
    page.context.set_offline(False)
    page.clock.fast_forward(25_500)
    expect(page.get_by_text("As of")).to_be_visible()


def test_a_test_that_was_opened_elsewhere_brings_other_buttons(site: Site, desk: Callable[..., Page]) -> None:
    site.room.school.learner(site.room.cohort)
    site.room.wait()
    page = come_in(desk(site.url), site, site.room.school.facilitator_id)
    page.clock.install()
    page.goto(f"/groups/{site.room.cohort.ref}")
    expect(page.get_by_role("button", name="Open the first test")).to_be_visible()

    site.room.open(Wave.PRE)
    page.clock.fast_forward(25_500)

    expect(page.get_by_role("button", name="Close the first test")).to_be_visible()


def test_a_board_reads_in_the_dark_and_on_the_smallest_phone(site: Site, desk: Callable[..., Page], look: Look) -> None:
    school = site.room.school
    learners = [school.learner(site.room.cohort) for _ in range(12)]
    site.room.open(Wave.PRE)
    for learner in learners[:5]:
        school.take(learner, Wave.PRE, right=2)
    site.room.wait()
    page = come_in(desk(site.url, scheme="dark"), site, school.facilitator_id)

    for name, address in (("board", f"/groups/{site.room.cohort.ref}?lang=ru"), ("list", "/groups?lang=ru")):
        page.goto(address)
        look_at_both(page, look, f"{name}-dark")
        page.set_viewport_size({"width": 320, "height": 640})
        page.emulate_media(color_scheme="light")
        look(page, f"{name}-320")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.emulate_media(color_scheme="dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_help_reads_on_a_phone(install: tuple[str, str], desk: Callable[..., Page], look: Look, scheme: str) -> None:
    page = desk(install[0], width=360, height=640, scheme=scheme)
    for country in ("", "KZ", "TM"):
        page.goto(f"/help?country={country}&lang=en")
        look(page, f"help-360-{scheme}-{country or 'where'}")
        expect(page.locator("h1")).to_have_text("Help")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_the_header_of_a_facilitator_takes_two_rows_on_a_phone(
    site: Site, desk: Callable[..., Page], look: Look, lang: str
) -> None:
    page = come_in(desk(site.url, width=360), site, site.room.school.facilitator_id)
    page.goto(f"/groups?lang={lang}")
    look(page, f"header-360-{lang}")

    tops = "(all) => new Set(all.map((it) => Math.round(it.getBoundingClientRect().top))).size"
    assert page.locator(".bar > *:not(nav)").evaluate_all("(all) => all.every((it) => it.offsetTop < 40)")
    assert page.locator(".bar nav a").evaluate_all(tops) == 1
    assert page.locator(".bar").evaluate("(it) => it.offsetHeight") < 112


def test_acts_stand_apart_on_a_phone_and_a_long_one_does_not_push_the_page_aside(
    site: Site, desk: Callable[..., Page], look: Look
) -> None:
    school = site.room.school
    for _ in range(2):
        audit.add(school.session, "lottery.undo", by=None, at=school.now, subject="c6z6ft67ykbb")
    admin = school.staff("admin", Role.ADMINISTRATOR)
    school.session.commit()
    page = come_in(desk(site.url, width=360), site, admin)
    page.goto("/setup/acts?lang=en")
    look(page, "setup-360-acts")

    first, second = (page.locator("tbody tr").nth(n) for n in (0, 1))
    last_line, next_line = first.locator("td").last.bounding_box(), second.locator("th").bounding_box()
    assert next_line["y"] - last_line["y"] - last_line["height"] >= 10


def test_a_poster_prints_on_one_sheet(site: Site, desk: Callable[..., Page], tmp_path: Path) -> None:
    page = come_in(desk(site.url), site, site.room.school.facilitator_id)
    page.goto(f"/groups/{site.room.cohort.ref}/poster")

    sheet = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1
