"""An M&E officer at a desk and on a phone: opens the results, narrows them, splits them, and is led to publications."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.services import staff_signing
from app.services.people import Role
from app.store import Session
from tests.app.conftest import School
from tests.app.reported import Settled, six_regions
from tests.browser.arriving import give_cookie
from tests.browser.conftest import Look, Open, Site

pytestmark = pytest.mark.items(14)


def arrive(page: Page, site: Site, *, has_people: bool = True) -> Page:
    """Signed in, with six regions and a small one."""
    school, session = site.room.school, site.room.school.session
    if has_people:
        fill(school, session)
    staff_id = school.staff("dana", Role.ME_OFFICER)
    signed_in = staff_signing.use_link(session, staff_signing.make_link(session, staff_id, school.now), "-", school.now)
    session.commit()
    give_cookie(page, site, signed_in.token)
    return page


def fill(school: School, session: Session) -> None:
    ledger = Settled(school.release.structure_digest, school.programme_id, school.partner_id)
    six_regions(ledger)
    for place in range(8):
        ledger.pair(5, 9, cohort_id=80 + place % 2, region_code="KZ-71")
    ledger.write(session)


def test_the_results_are_read_at_a_desk_and_on_a_phone(site: Site, hand: Open, look: Look) -> None:
    page = arrive(hand(locale="en-GB"), site)
    page.goto("/figures?lang=en")
    expect(page.locator(".big")).to_contain_text("%")
    for width, height in ((1280, 800), (360, 640), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        look(page, f"figures-{width}-light")
        assert smallest_letters(page) >= (10.5 if width == 320 else 12), width
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="dark")
    look(page, "figures-1280-dark")


def smallest_letters(page: Page) -> float:
    """Of all charts that are to be seen, in pixels of the screen."""
    smallest: float = page.evaluate(
        """Math.min(...[...document.querySelectorAll('svg.chart text')].filter(it => it.getClientRects().length)
        .map(it => parseFloat(getComputedStyle(it).fontSize) * it.ownerSVGElement.getBoundingClientRect().width
                   / it.ownerSVGElement.viewBox.baseVal.width))"""
    )
    return smallest


def test_narrowing_and_splitting_work_without_script_and_the_address_holds_them(site: Site, hand: Open) -> None:
    page = arrive(hand(locale="en-GB", javascript=False, width=1280), site)
    page.goto("/figures?lang=en")
    page.locator("select[name=region]").select_option("KZ-75")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".tally")).to_contain_text("of 34 learners")
    page.get_by_role("navigation", name="Split by").get_by_role("link", name="How they met").click()
    expect(page.locator(".tally")).to_contain_text("of 34 learners")
    address = page.url
    page.goto("/figures?lang=en")
    page.goto(address)
    expect(page.locator(".tally")).to_contain_text("of 34 learners")
    expect(page.locator("main")).to_contain_text("Internal, not for publication.")

    refusal = page.goto(address.replace("/figures", "/figures/files/csv"))
    assert refusal.status == 409
    page.get_by_role("link", name="Publications").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Publications")


def test_an_empty_and_a_hidden_page_are_whole_pages(site: Site, hand: Open, look: Look) -> None:
    page = arrive(hand(locale="en-GB", width=1280), site, has_people=False)
    page.goto("/figures?lang=en")
    expect(page.locator("main")).to_contain_text("Nobody has joined yet")
    look(page, "figures-empty")
    fill(site.room.school, site.room.school.session)
    site.room.school.session.commit()
    page.goto("/figures?lang=en&region=KZ-71")
    expect(page.locator("main")).to_contain_text("Hidden: it would speak of fewer than 11 people")
    look(page, "figures-hidden")
    page.goto("/figures/files/csv?lang=en")
    look(page, "figures-internal")


def test_on_a_phone_the_page_is_short_and_nothing_is_beyond_reach(site: Site, hand: Open, look: Look) -> None:
    page = arrive(hand(locale="en-GB", width=360, javascript=False), site)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/figures?lang=en")

    expect(page.locator("select[name=region]")).to_be_hidden()
    page.locator("details.filter > summary").click()
    expect(page.locator("select[name=region]")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Show")).to_be_in_viewport(ratio=1)
    page.locator("select[name=region]").select_option("KZ-75")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("details.filter > summary")).to_contain_text("Region – Almaty (city)")
    fold = page.locator("#method-1")
    expect(fold.get_by_text("Shares are of learners who took both tests", exact=False)).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.get_by_text("Shares are of learners who took both tests", exact=False)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_paper_has_everything_that_the_screen_folds_away(site: Site, hand: Open, javascript: bool) -> None:
    page = arrive(hand(locale="en-GB", width=1280, javascript=javascript), site)
    page.goto("/figures?lang=en")
    words = page.locator("#method-1").get_by_text("Shares are of learners who took both tests", exact=False)

    expect(words).to_be_hidden()
    page.emulate_media(media="print")
    expect(words).to_be_visible()
    expect(page.locator("details.filter")).to_be_hidden()


OUTSIDE = """() => [...document.querySelectorAll("svg")].filter(it => it.querySelector(".tile") && it.clientWidth)
    .flatMap(map => [...map.querySelectorAll("text")].filter(text => {
        const name = text.getBBox(), middle = name.x + name.width / 2, line = name.y + name.height / 2;
        return ![...map.querySelectorAll("rect")].map(it => it.getBBox()).some(tile =>
            tile.x < middle && middle < tile.x + tile.width && tile.y < line && line < tile.y + tile.height &&
            name.x >= tile.x && name.x + name.width <= tile.x + tile.width);
    }).map(text => text.textContent))"""
"""Words of a map that reach out of their tile, as the browser draws them."""


def test_every_name_on_the_map_lies_inside_its_tile(site: Site, hand: Open) -> None:
    page = arrive(hand(locale="en-GB"), site)
    for lang in ("en", "ru", "kk"):
        page.goto(f"/figures?lang={lang}")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})

            assert page.locator("svg:visible .tile").count() > 8, (lang, width)
            assert page.evaluate(OUTSIDE) == [], (lang, width)


def test_on_paper_no_small_print_is_larger_than_the_figures_and_all_stands_once(site: Site, hand: Open) -> None:
    page = arrive(hand(locale="en-GB", width=1280), site)
    page.goto("/figures?lang=en")
    page.emulate_media(media="print")
    size = "it => parseFloat(getComputedStyle(it).fontSize)"

    figure = page.locator("#tests-1 td").first.evaluate(size)
    small = [it.evaluate(size) for it in page.locator("#tests-1 .small, #tests-1 li, #tests-1 summary small").all()]
    assert small
    assert max(small) <= 1.35 * figure
    assert page.locator("tfoot").count() > 3
    assert {it.evaluate("it => getComputedStyle(it).display") for it in page.locator("tfoot").all()} == {
        "table-row-group"
    }, "a foot is printed again on each page"
    assert page.locator(".facts .on-paper").first.is_visible()


CELLS_THAT_TOUCH = """() => [...document.querySelectorAll(".scroll tr")].flatMap(row => {
    const ends = [...row.cells].filter(cell => cell.textContent.trim()).map(cell => {
        const words = document.createRange(); words.selectNodeContents(cell); return words.getBoundingClientRect();
    }).filter(it => it.width);
    return ends.slice(1).map((it, place) => it.left - ends[place].right).filter(gap => gap < 9);
})"""
"""Gaps of less than 9 px between the words of neighbouring cells."""


def test_on_paper_no_heading_stands_alone_at_the_foot_of_a_page_and_no_cells_touch(site: Site, hand: Open) -> None:
    page = arrive(hand(locale="en-GB"), site)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    for lang in ("en", "ru", "kk"):
        page.goto(f"/figures?lang={lang}")
        assert faults_on_paper(page) == [], lang


def faults_on_paper(page: Page) -> list[object]:
    """Ends of pages that are headings, gaps of cells that touch, and tables that run off the paper."""
    headings = [" ".join(it.split()) for it in page.locator(".card h2, caption").all_text_contents()]
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    ends = ["".join(it.extract_text().split())[-60:] for it in pages]

    assert len(ends) > 3
    lonely = [end for end in ends for it in headings if end.endswith("".join(it.split())[-60:])]
    wide = "[...document.querySelectorAll('.scroll')].filter(it => it.scrollWidth > it.clientWidth).map(it => it.id)"
    return [*lonely, *page.evaluate(CELLS_THAT_TOUCH), *page.evaluate(wide)]
