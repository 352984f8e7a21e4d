"""An M&E officer counts settled groups anew by a double tap, and reads the audit; a facilitator reads of five."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.services import staff_signing
from app.services.learner import joining
from app.services.waves import Wave
from app.store.programmes.cohort import Cohort
from app.store.tables import Settlement
from tests.browser.arriving import give_cookie
from tests.browser.conftest import Look, Open, Site
from tests.browser.test_figures_journey import arrive

pytestmark = pytest.mark.items(14)
SIZES = [(360, 640), (1280, 800)]


def settled(site: Site, region: str, size: int, *, withdrawn: int = 0, is_settled: bool = True) -> Cohort:
    """A group whose second test is over; so many of it withdrew since."""
    school = site.room.school
    cohort: Cohort = school.cohort(label=f"{region} {size}", region_code=region)
    who = [school.learner(cohort) for _ in range(size)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for place, learner in enumerate(who):
            school.sit(learner, wave, right=4 + place % 3 + 3 * (wave is Wave.POST))
    (school.settle if is_settled else school.reveal)(cohort)
    for learner in who[:withdrawn]:
        joining.withdraw(school.session, learner, school.now)
    return cohort


def in_each_language(page: Page, look: Look, name: str) -> None:
    """On a phone and at a desk."""
    address = page.url
    for language in ("ru", "kk", "en"):
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            look(page, f"{name}-{language}-{width}")


def test_a_double_tap_counts_anew_once_and_the_audit_says_who_did_it(site: Site, hand: Open, look: Look) -> None:
    settled(site, "KZ-61", 13, withdrawn=12)
    settled(site, "KZ-79", 3)
    site.room.wait()
    page = arrive(hand(locale="en-GB"), site, has_people=False)

    page.goto("/figures/publications")
    page.get_by_role("link", name="Count settled groups anew").click()
    in_each_language(page, look, "settling")
    page.locator("a[href*='region=KZ-61']").click()
    in_each_language(page, look, "settle-anew")
    page.get_by_role("button", name="Count anew").dblclick()
    expect(page.locator("main")).to_contain_text("The whole programme")
    page.goto("/figures/settling")
    expect(page.locator("main")).not_to_contain_text("11 or more")
    anew = select(func.count()).where(Settlement.number > 1, Settlement.step == "course")
    with site.room.app.extensions["database"].reading() as session:
        assert session.scalar(anew) == 1, "once"

    page.goto("/figures/publications")
    page.get_by_role("link", name="What was done, by whom").click()
    page.get_by_label("Kind of act").select_option("programme.settle_anew")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody")).to_contain_text("dana")
    assert "act=programme.settle_anew" in page.url
    page.goto("/setup/acts?from=2026-03-01&until=yesterday")
    in_each_language(page, look, "audit")


def test_a_facilitator_of_five_reads_a_word_of_each_question(site: Site, hand: Open, look: Look) -> None:
    cohort = settled(site, "KZ-61", 5, is_settled=False)
    school, session = site.room.school, site.room.school.session
    signed_in = staff_signing.use_link(
        session, staff_signing.make_link(session, school.facilitator_id, school.now), "-", school.now
    )
    site.room.wait()
    page = hand(locale="en-GB")
    give_cookie(page, site, signed_in.token)

    page.goto(f"/groups/{cohort.ref}")
    page.get_by_role("link", name="What most still get wrong, and who is missing").click()
    expect(page.locator("main")).to_contain_text("most knew it")
    in_each_language(page, look, "words")
