"""The second lesson of the course of the tests, in pieces: each has an end, is done by itself without a connection,
and asks how the last one went."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.services.waves import Wave
from app.store.tables import DeedTally, Lesson
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import ON
from tests.browser.test_offline import ROAD, come_along, done, until

SHOWN = "[data-screen]:not([hidden])"


def may_learn(site: Site) -> None:
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)


def see_a_scene(page: Page) -> None:
    """Drawn, and said to whoever does not see it."""
    scene = page.locator(SHOWN).get_by_role("img", name="Rustam is thinking, in an office")
    scene.scroll_into_view_if_needed()
    until(lambda: scene.evaluate("(it) => it.complete && it.naturalWidth") == 328)


def read_the_first_piece(page: Page) -> None:
    """Picture and scene, question, close."""
    page.locator(SHOWN).locator(ON).click()
    see_a_scene(page)
    for _ in range(2):
        page.locator(SHOWN).locator(ON).click()
    expect(page.locator(SHOWN)).to_contain_text("See whether an office is real.")
    expect(page.locator(SHOWN)).to_contain_text("Look up one address today.")


def counted(site: Site) -> list[tuple[str, str, int]]:
    """What is counted of deeds: piece, answer, how often."""
    with site.room.app.extensions["database"].reading() as session:
        query = select(Lesson.lesson_id, DeedTally.answer, DeedTally.count)
        rows = session.execute(query.join(Lesson, Lesson.lesson_number == DeedTally.lesson_number))
        return [(row[0], row[1], row[2]) for row in rows]


def stops(page: Page) -> list[str]:
    """The pieces on the road, by how they stand."""
    return [it.get_attribute("class") or "" for it in page.locator(".way .pieces li").all()]


def test_a_piece_is_done_offline_and_the_next_time_goes_on_with_the_next_one(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    come_along(page, site, come_in=lambda page, site: has_joined(page, site, lang="en"))
    may_learn(site)
    page.goto("/road")
    until(lambda: page.evaluate(f"{ROAD}.then((road) => road?.stops[2].look)") == "open")
    network.cut()

    page.goto("/l/2#4")
    expect(page.locator(f"{SHOWN} h1")).to_have_text("For yourself")
    page.wait_for_timeout(500)
    expect(page.locator(SHOWN).get_by_text("Not for me"), "nobody has seen what there is to do").to_be_hidden()
    page.goto("/l/2#0")
    read_the_first_piece(page)
    look(page, "piece-close")
    page.locator(SHOWN).get_by_text("To my road").click()
    expect(page.locator(".way .pieces li")).to_have_count(2)
    assert stops(page) == ["done", "now"]
    look(page, "piece-road")
    page = page.context.new_page()
    page.goto("/l/2")
    page.locator(SHOWN).locator(ON).click()
    expect(page.locator(f"{SHOWN} h1")).to_have_text("For yourself")
    page.wait_for_timeout(500)
    expect(page.locator(SHOWN).get_by_text("Not for me"), "nobody has had the time").to_be_hidden()
    page.evaluate("phone.keep('worked out over-the-hill', Date.now() - 1)")  # hours have passed
    page.reload()
    expect(page.locator(SHOWN)).to_contain_text("Look up one address today.")
    look(page, "piece-asks")
    page.locator(SHOWN).get_by_text("Not yet").click()
    expect(page.locator(SHOWN).get_by_text("Not for me")).to_be_hidden()
    page.reload()
    expect(page.locator(f"{SHOWN} h1")).to_have_text("For yourself")
    expect(page.locator(SHOWN).get_by_text("Not for me")).to_be_hidden()
    assert "not_yet" not in str(page.evaluate("phone.reading('kept', (it) => it.getAll())")), "a note that is lost"
    network.join()
    page.goto("/road")
    until(lambda: done(site) == ["over-the-hill"])
    until(lambda: counted(site) == [("over-the-hill", "not_yet", 1)])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_lesson_is_done_when_its_pieces_are(
    site: Site, hand: Callable[..., Page], javascript: bool, look: Look
) -> None:
    page = hand(javascript=javascript, locale="en-US")
    has_joined(page, site, lang="en")
    may_learn(site)
    page.goto("/l/2")
    read_the_first_piece(page)
    until(lambda: done(site) == ["over-the-hill"])
    page.locator(SHOWN).locator(ON).click()
    expect(page.locator(f"{SHOWN} h1")).to_have_text("For yourself")
    expect(page.locator(SHOWN).get_by_text("Did it work out?")).to_be_hidden()
    for _ in range(site.room.school.release.lessons["way-home"]["en"].place(4).of):
        page.locator(SHOWN).locator(ON).click()
    expect(page).to_have_url(re.compile("/road(#now)?$"))
    until(lambda: sorted(done(site)) == ["before-leaving", "over-the-hill"])
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator(".way > li.done").last).to_contain_text("The way home")
