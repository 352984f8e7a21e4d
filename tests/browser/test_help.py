"""Help on a phone: the emergency number first and largest on every way there, whoever else was called."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.services.administrator import contacts, helplines
from app.store.programmes import helplines as rows
from app.store.programmes import partners
from app.store.tables import Partner
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_offline import has_taken_along, until
from tests.browser.test_staff_journeys import desk, install, open_link, press

__all__ = ["desk", "install"]

LANGUAGES = ("en", "ru", "kk")
SIZES = """() => Array.from(document.querySelectorAll("main a[href^='tel:'] b"))
    .map((it) => parseFloat(getComputedStyle(it).fontSize))"""
KEPT_HELP = """async () => (await Promise.all((await caches.keys())
    .map(async (name) => (await caches.open(name)).match("/help", {ignoreVary: true})))).some(Boolean)"""


def emergency_faults(page: Page, number: str = "112") -> list[str]:
    """What is wrong with the emergency number: of the numbers on the screen it comes first, no other is as large, it
    can be tapped without scrolling, and the line to show to an adult names it."""
    first = page.locator("main a[href^='tel:']").first
    first.wait_for()
    sizes = page.evaluate(SIZES)
    box, safe = first.bounding_box(), page.locator("nav.safe").bounding_box()
    assert box and safe
    height = page.viewport_size["height"] if page.viewport_size else 0
    fold = safe["y"] if safe["y"] > box["y"] else height
    line = page.locator("main b:visible", has_text=re.compile(rf"[“«].*{number}.*[”»]"))
    faults = {
        f"{number} does not come first": first.get_attribute("href") != f"tel:{number}",
        f"{number} is not to be read": number not in first.inner_text(),
        "another number is as large": any(sizes[0] <= other for other in sizes[1:]),
        "it lies out of sight": box["y"] < 0 or box["y"] + box["height"] > fold,
        "no line to show names it": line.count() != 1,
    }
    return [what for what, is_so in faults.items() if is_so]


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_helpline_that_was_called_does_not_push_the_emergency_number_away(
    install: tuple[str, str], desk: Callable[..., Page], look: Look, javascript: bool
) -> None:
    """From an empty install: the administrator has called one line and says so; then somebody opens Help."""
    url, token = install
    office = desk(url, javascript=javascript)
    open_link(office, f"/staff/link#{token}", javascript=javascript)
    office.get_by_label("Passphrase").first.fill("seven stones on the road")
    press(office, "button", "Save and sign in")
    office.goto("/setup/helplines?country=KZ&lang=en")
    for number in ("112", "102"):
        row = office.get_by_role("row").filter(has_text=re.compile(rf"^{number}|\b{number}\b")).first
        expect(row.get_by_role("button", name="I called today")).to_have_count(0)
    with office.expect_navigation():
        office.get_by_role("row").filter(has_text="11616").get_by_role("button", name="I called today").click()
    expect(office.get_by_text("11616 was called today")).to_be_visible()

    for width, height in ((360, 640), (1280, 800)):
        page = desk(url, javascript=javascript, width=width, height=height)
        for lang in LANGUAGES:
            page.goto(f"/help?country=KZ&lang={lang}")
            assert emergency_faults(page) == []
            expect(page.locator("main a[href='tel:11616']")).to_be_visible()
            if javascript:
                look(page, f"help-called-{width}-{lang}")


def test_somebody_of_whom_nobody_knows_the_country_has_a_number_before_they_are_asked(
    install: tuple[str, str], desk: Callable[..., Page], look: Look
) -> None:
    page = desk(install[0], width=360, height=640)
    for lang in LANGUAGES:
        page.goto(f"/help?lang={lang}")

        assert emergency_faults(page) == []
        places = page.locator("main nav").bounding_box()
        friend = page.locator("main h2").last.bounding_box()
        assert places and friend
        assert places["y"] < friend["y"], "where one is, is asked right after it"
        look(page, f"help-where-360-{lang}")


def test_hiding_an_emergency_number_asks_and_can_be_undone(
    install: tuple[str, str], desk: Callable[..., Page], look: Look
) -> None:
    url, token = install
    for javascript in (True, False):
        office = desk(url, javascript=javascript)
        if javascript:
            open_link(office, f"/staff/link#{token}", javascript=True)
            office.get_by_label("Passphrase").first.fill("seven stones on the road")
        else:
            office.goto("/staff/in")
            office.get_by_label("Name").fill("root")
            office.get_by_label("Passphrase").fill("seven stones on the road")
        office.locator("main form button").last.click()
        office.wait_for_url("**/setup")
        office.goto("/setup/helplines?country=KZ&lang=en")
        if javascript:
            look(office, "helplines-1280")
        office.get_by_role("row").filter(has_text="All emergencies").get_by_role("link", name="Hide").click()
        expect(office.get_by_role("heading", level=1)).to_have_text("Hide 112 in Kazakhstan?")
        expect(office.get_by_text("Learners there then see 102 first")).to_be_visible()
        if javascript:
            look(office, "helplines-ask-1280")
        phone = desk(url, width=360, height=640)
        phone.goto("/help?country=KZ")
        assert emergency_faults(phone) == []

        press(office, "button", "Hide 112")
        phone.goto("/help?country=KZ")
        assert emergency_faults(phone, "102") == []
        with office.expect_navigation():
            office.get_by_role("row").filter(has_text="All emergencies").get_by_role("button", name="Show").click()
        phone.goto("/help?country=KZ")
        assert emergency_faults(phone) == []


@pytest.fixture
def called(site: Site) -> Site:
    """The lines that ship, two of them called by somebody of ours."""
    school = site.room.school
    helplines.load_shipped(school.session)
    for line in rows.list_helplines(school.session, "KZ"):
        if line.number in ("11616", "150"):
            helplines.confirm(school.session, line, school.now.date(), now=school.now)
    school.session.commit()
    return site


@pytest.mark.parametrize(
    ("partner", "contact", "hours"),
    [
        ("Bilim", "+7 700 123 45 67", "по будням с 9 до 18"),
        (
            "Общественный фонд поддержки молодёжи «Путь домой»",
            "Центр «Родник», улица Абылай хана, дом 143, вход со двора, 2-й этаж, кабинет 204",
            "в будни с 9 до 18, в субботу с 10 до 14, в другие дни звоните у входа два раза",
        ),
    ],
    ids=["a number", "a place in as many words as there may be"],
)
def test_the_organisation_stands_first_and_the_emergency_number_is_in_sight_below_it(
    called: Site, hand: Open, look: Look, partner: str, contact: str, hours: str
) -> None:
    school = called.room.school
    school.session.get_one(Partner, school.partner_id).name = partner
    day, home = school.now.date(), partners.get_by_id(school.session, school.partner_id)
    assert home is not None
    contacts.set_contact(school.session, home, contact, hours, today=day, by=None, now=school.now)
    school.session.commit()
    page = hand()
    has_joined(page, called)
    for lang in LANGUAGES:
        page.goto(f"/help?lang={lang}")
        first, number = page.locator("main .call").first, page.locator("main a[href='tel:112']")
        expect(first).to_contain_text(contact)
        confirmed, dock = page.locator("main .from").first.bounding_box(), page.locator("nav.safe").bounding_box()
        box = number.bounding_box()
        assert confirmed and box and dock
        assert confirmed["y"] + confirmed["height"] + 8 <= box["y"], "they do not touch"
        assert box["y"] + box["height"] <= dock["y"], f"{lang}: out of sight"
        look(page, f"help-organisation-360-{lang}-{len(partner)}")


def test_before_joining_a_poster_s_country_is_known(called: Site, hand: Open) -> None:
    page = hand()
    page.goto(f"/j/{called.room.cohort.join_code}?lang=ru")
    page.locator(".safe a[href='/help']").click()

    assert emergency_faults(page) == []
    expect(page.locator(".top")).to_contain_text("Казахстан")
    expect(page.locator("main a[href='tel:150']")).to_be_visible()


def test_a_learner_has_it_first_with_a_connection_and_without(
    called: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    has_joined(page, called)
    page.goto("/help")
    assert emergency_faults(page) == []
    page.goto("/road")
    has_taken_along(page, called)
    network.cut()
    for address in ("/help", "/help?country=RU", "/help?country=KG", "/help?country=TM"):
        page.goto(address)
        assert emergency_faults(page) == []
    page.goto("/nowhere")
    page.locator(".safe a[href='/help']").click()
    assert emergency_faults(page) == []
    look(page, "help-offline-360-ru")


def test_whoever_has_not_joined_and_opened_help_once_has_it_without_a_connection_too(
    called: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    page.goto("/help?lang=ru")
    until(lambda: page.evaluate(KEPT_HELP))
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")  # it keeps Help before it answers for the network
    network.cut()
    page.goto("/in")
    page.locator(".safe a[href='/help']").click()
    assert emergency_faults(page) == []
    look(page, "help-offline-new-360")
    page.goto("/help?country=KG")
    assert emergency_faults(page) == []


def test_an_error_page_leads_to_it(called: Site, hand: Open) -> None:
    page = hand()
    page.goto("/nowhere?lang=ru")
    page.locator(".safe a[href='/help']").click()

    assert emergency_faults(page) == []
