"""What comes before the first lesson: a group begun in few clicks, learners invited, cards and class sheet printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pypdf import PdfReader

from app.services import admission, staff_signing
from app.services.people import Role
from app.services.secret_hashes import hash_secret
from app.store.programmes import cohorts
from tests.browser.conftest import Look, Site

PASSPHRASE = "seven stones on the road"
DESK, PHONE = (1280, 800), (360, 640)


@dataclass
class Hand:
    """A Hand at a browser counts what it does: a click or a field filled in is one, a choice from a list is two.

    So did the report that counted 13 before: a list is opened, and something in it is chosen.
    """

    page: Page
    count: int = 0

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.count += 1

    def choose(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(value)
        self.count += 2

    def tick(self, words: str) -> None:
        self.page.get_by_text(words).click()
        self.count += 1

    def press(self, role: str, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name, exact=True).first.click()
        self.count += 1


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A browser window, at a desk or of a phone's size; in English."""
    contexts = []

    def desk(size: tuple[int, int] = DESK, *, javascript: bool = True) -> Page:
        width, height = size
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: pytest.fail(str(fault)))
        return page

    yield desk
    for context in contexts:
        context.close()


@pytest.fixture
def facilitator(site: Site) -> int:
    """Somebody who has a passphrase and no group yet."""
    school = site.room.school
    bota = school.staff("bota", Role.FACILITATOR)
    link = staff_signing.make_link(school.session, bota, school.now)
    staff_signing.use_link(school.session, link, hash_secret(PASSPHRASE), school.now)
    school.session.commit()
    return int(bota)


def printed(page: Page) -> list[tuple[float, float]]:
    """Width and height of each sheet of paper."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [(float(it.mediabox.width), float(it.mediabox.height)) for it in sheets]


def sign_in(hand: Hand) -> None:
    hand.page.goto("/staff/in?lang=en")
    hand.fill("Name", "bota")
    hand.fill("Passphrase", PASSPHRASE)
    hand.press("button", "Sign in")


def test_from_sign_in_to_the_first_open_test_it_takes_eight_clicks_for_the_first_group_and_for_the_next(
    site: Site, desk: Callable[..., Page], facilitator: int, look: Look
) -> None:
    page = desk(PHONE)
    first = Hand(page)
    sign_in(first)
    look(page, "before-360-empty")
    first.choose("Region", "KZ-63")
    first.tick("The consent of guardians or of the institution is in place")
    first.press("button", "Make the group")
    code = page.locator(".key").inner_text().replace(" ", "")
    look(page, "before-360-begun")
    assert page.request.get(f"/j/{code}").status == 200, "learners can come in already"
    first.press("button", "Open the first test")
    expect(page.get_by_role("heading", name="The first test is open")).to_be_visible()
    page.context.clear_cookies()

    later = Hand(page)
    sign_in(later)
    later.press("link", "New group")
    look(page, "before-360-next")
    later.tick("The consent of guardians or of the institution is in place")
    later.press("button", "Make the group")
    later.press("button", "Open the first test")
    expect(page.get_by_role("heading", name="The first test is open")).to_be_visible()

    assert (first.count, later.count) == (8, 7)


def test_learners_are_invited_and_what_they_get_is_printed_and_seen(
    site: Site, desk: Callable[..., Page], facilitator: int, look: Look
) -> None:
    school = site.room.school
    made = school.cohort(facilitator_id=facilitator, label="Twenty", language="ru", expected_count=25)
    school.session.commit()
    page = desk()
    sign_in(Hand(page))
    group = f"/groups/{made.ref}"
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("", "/invite", "/code", "/cards", "/course", "/course/ru/form-A", "/plan/2", "/plan/2/pictures/1"):
            page.goto(group + name)
            look(page, f"before-{width}{name.replace('/', '-') or '-group'}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    page.goto(f"{group}/invite")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")  # this one has none
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#copied")).to_have_text("Copied.")
    assert page.evaluate("window.copied").endswith(f"/j/{made.join_code}")

    page.goto(f"{group}/cards")
    page.get_by_label("How many").fill("20")
    with page.expect_navigation():
        page.get_by_role("button", name="Make and show the cards").click()
    look(page, "before-1280-cards-made")
    expect(page.get_by_text("These cards are shown once.")).to_be_visible()
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Back to the cards").click()
    page.wait_for_function("navigator.userActivation.hasBeenActive")
    assert questions == ["beforeunload"], "nobody leaves cards that are shown once unasked"
    page.remove_listener("dialog", stay)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(printed(page)) == 2
    code = page.locator(".tickets li strong").first.inner_text().replace(" ", "")
    page.goto(f"{group}/class-sheet")
    look(page, "before-1280-class-sheet")
    [sheet] = printed(page)
    assert sheet[0] > sheet[1], "it is printed across"

    page.goto(f"{group}/trial/ru/l/1/1")
    look(page, "before-1280-trial")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{group}/trial/ru/t/1/1")
    look(page, "before-360-trial-test")
    page.locator("#leave").click()
    expect(page.get_by_role("heading", name="See the course")).to_be_visible()
    page.goto(group)
    expect(page.get_by_text("0 joined")).to_be_visible()
    assert admission.places_of(school.session, cohorts.get_by_id(school.session, made.cohort_id)).taken == 20

    phone = desk(PHONE)
    addresses: list[str] = []
    phone.on("request", lambda request: addresses.append(request.url))
    phone.goto(f"/in?lang=ru#{code}")
    expect(phone.locator("#code")).to_have_value(f"{code[:4]} {code[4:]}")
    expect(phone.locator("#pin")).to_be_focused()
    assert "#" not in phone.url
    assert not [url for url in addresses if code in url.partition("#")[0]], "no log can have it"
    plain = desk(PHONE, javascript=False)
    plain.goto(f"/in?lang=ru#{code}")
    expect(plain.locator("#code")).to_have_value("")
