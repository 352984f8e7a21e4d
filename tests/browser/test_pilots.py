"""The page of pilots at a desk, on a phone and on paper: empty, waiting, and with every question."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.services.people import Role
from tests.app.pilot_group import pilot_group
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import come_in, look_at_both


def test_the_page_of_pilots_is_read_at_a_desk_on_a_phone_and_on_paper(
    site: Site, hand: Callable[..., Page], look: Look
) -> None:
    school = site.room.school
    page = come_in(hand(locale="en-GB"), site, school.staff("root", Role.ADMINISTRATOR))
    page.goto("/setup/pilots")
    look_at_both(page, look, "pilots-none")

    pilot_group(school, 61)
    site.room.wait()
    page.reload()
    expect(page.get_by_text("Not yet settled: 1.")).to_be_visible()
    look_at_both(page, look, "pilots-waiting")

    site.room.wait(days=15)
    come_in(page, site, school.staff("root again", Role.ADMINISTRATOR))
    for language in ("en", "ru", "kk"):
        page.goto(f"/setup/pilots?lang={language}")
        expect(page.locator("tbody tr")).to_have_count(2 * len(school.release.instrument.items))
        look_at_both(page, look, f"pilots-{language}")
    page.emulate_media(media="print")
    look(page, "pilots-print")
    expect(page.get_by_role("button")).to_have_count(0)
