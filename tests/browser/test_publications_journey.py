"""An M&E officer on a phone: looks at what would be published, publishes, splits it, takes a file, takes it back."""

import pytest
from playwright.sync_api import expect

from tests.app.publishing.conftest import Programmes
from tests.browser.conftest import Look, Open, Site
from tests.browser.test_figures_journey import arrive

pytestmark = pytest.mark.items(14)


def test_a_publication_is_made_read_and_taken_back_on_a_phone(site: Site, hand: Open, look: Look) -> None:
    house = Programmes(site.room.school)
    house.settle("KZ-61", 30, 12)
    house.settle("KZ-79", 30, 14)
    house.settle("KZ-31", 4)
    site.room.wait(days=46)
    page = arrive(hand(locale="en-GB"), site, has_people=False)

    def look_in_each_language(name: str) -> None:
        address = page.url
        for language in ("ru", "kk", "en"):
            page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
            look(page, f"{name}-{language}")

    page.goto("/figures")
    page.get_by_role("link", name="Publications").click()
    page.get_by_role("button", name="Look at it first").click()
    look_in_each_language("publication-preview")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publication 1")
    look_in_each_language("publication")
    page.get_by_role("link", name="Region × Sex").click()
    look_in_each_language("publication-region-sex")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert download.value.suggested_filename == "publication-1-region_sex-en.csv"
    page.get_by_label("Why it is withdrawn").fill("A group was counted twice.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("main")).to_contain_text("A group was counted twice.")
    page.goto("/figures/publications")
    look_in_each_language("publications")
