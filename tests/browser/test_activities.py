"""Every kind of activity on a phone of 360 by 640, by touch in Russian, by keys alone and without JavaScript in Kazakh.

A way does the same in each language. One school and one sign-in a way serve all tests of this file: each activity
has a screen of its own.
"""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jinja2 import BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.content import Release
from app.services.waves import Wave
from app.store import Database
from courses import LessonWords
from tests.app.web.every_kind import NUMBER, activity, every_kind, screen_of, words_in
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Site, new_page, open_site, take_phone
from tests.browser.test_learner_journey import GO
from tests.conftest import copy_instance, make_app

SCREEN = "[data-screen]:not([hidden])"
DOCK = f"{SCREEN} {GO}"
Phones = Callable[[str, str], BrowserContext]
WAYS = [("ru", "touch"), ("kk", "keys"), ("kk", "no-js")]
pytestmark = pytest.mark.parametrize(("lang", "way"), WAYS, ids=map("-".join, WAYS))


@pytest.fixture(scope="module")
def school(
    sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory, fixture_course: Release, templates: BytecodeCache
) -> Iterator[Site]:
    """One cohort whose lessons may be read."""
    folder = tmp_path_factory.mktemp("school")
    copy_instance(sqlite_file, folder)
    database = Database(f"sqlite:///{folder / 'navigator.db'}")
    with open_site(make_app(database, templates), database, every_kind(fixture_course, "ru", "kk")) as site:
        site.room.open(Wave.PRE)
        site.room.close(Wave.PRE)
        yield site
    database.dispose()


@pytest.fixture(scope="module")
def phones(browser: Browser, school: Site) -> Iterator[Phones]:
    """By language and way: a phone that somebody has joined with."""
    pages: dict[tuple[str, str], BrowserContext] = {}

    def phone(lang: str, way: str) -> BrowserContext:
        if (lang, way) not in pages:
            pages[lang, way] = take_phone(browser, school, javascript=way != "no-js", has_touch=way == "touch")
            has_joined(pages[lang, way].new_page(), school, lang=lang)
        return pages[lang, way]

    yield phone
    for each in pages.values():
        each.close()


def leads_on(page: Page, does: bool = True) -> None:
    """The dock's button leads on once the activity is done; before, it is the deed, and a quiet link leads past it."""
    expect(page.locator(f"{DOCK}[name=go]")).to_have_count(1 if does else 0)
    expect(page.locator(f"{SCREEN} .skip:visible")).to_have_count(0 if does else 1)


def says(markup: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", markup))


class Hand:
    """By a pointer: what is named is clicked."""

    def __init__(self, page: Page, words: LessonWords) -> None:
        self.page = page
        self.words = words

    def do(self, selector: str) -> None:
        self.page.locator(f"{SCREEN} {selector}").click()

    def tick(self, value: str) -> None:
        self.page.locator(f"{SCREEN} label", has=self.page.locator(f"[value={value}]")).click()

    def pick(self, value: str) -> None:
        """One of several, of which only one can be chosen."""
        self.tick(value)

    def write(self, field: str, text: str) -> None:
        self.page.locator(f"{SCREEN} {field}").fill(text)

    def is_at(self, selector: str) -> None:
        """Nothing to be said about focus: a pointer needs none."""


class Finger(Hand):
    """By touch: what is named is tapped."""

    def do(self, selector: str) -> None:
        self.page.locator(f"{SCREEN} {selector}").tap()

    def tick(self, value: str) -> None:
        self.page.locator(f"{SCREEN} label", has=self.page.locator(f"[value={value}]")).tap()


class Keys(Hand):
    """By keyboard alone: Tab until it has focus, then a key."""

    def do(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def tick(self, value: str) -> None:
        self.reach(f"[value={value}]")
        self.page.keyboard.press("Space")

    def pick(self, value: str) -> None:
        self.reach("[type=radio]:enabled >> nth=0")
        self.page.keyboard.press("Space")
        while not self.page.locator(f"{SCREEN} [type=radio][value={value}]").is_checked():
            self.page.keyboard.press("ArrowDown")

    def write(self, field: str, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def reach(self, selector: str) -> None:
        wanted = self.page.locator(f"{SCREEN} {selector}")
        for _ in range(80):
            if wanted.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {selector}")

    def is_at(self, selector: str) -> None:
        expect(self.page.locator(f"{SCREEN} {selector}")).to_be_focused()


At = Callable[[str], Hand]


@pytest.fixture(scope="module")
def eyes(browser: Browser, school: Site) -> Iterator[Callable[[Page], Page]]:
    """Shows a page of a phone without JavaScript to axe, which needs it, just as it was served."""
    page = take_phone(browser, school).new_page()

    def eyes(blind: Page) -> Page:
        served = re.sub("<script.*?</script>", "", blind.content(), flags=re.DOTALL)
        page.unroute_all()
        address = blind.url.partition("#")[0]  # what stands behind it is never asked for
        page.route(address, lambda route: route.fulfill(body=served, content_type="text/html; charset=utf-8"))
        page.goto(address)
        return page

    yield eyes
    page.context.close()


@pytest.fixture
def see(look: Look, eyes: Callable[[Page], Page], lang: str, way: str) -> Look:
    """Looked at with all eyes."""
    return lambda page, name: look(eyes(page) if way == "no-js" else page, f"{name}-{lang}-{way}")


@pytest.fixture
def at(phones: Phones, lang: str, way: str) -> Iterator[At]:
    """Opens the screen of an activity; gives what acts on it, and the words of its lesson."""
    pages: list[Page] = []

    def at(activity_id: str) -> Hand:
        page = new_page(phones(lang, way))
        pages.append(page)
        n = screen_of(activity_id)
        page.goto(f"/l/{NUMBER}/{n}" if way == "no-js" else f"/l/{NUMBER}#{n}")
        expect(page.locator(f"{SCREEN}[data-screen='{n}']")).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", lang)
        return {"touch": Finger, "keys": Keys, "no-js": Hand}[way](page, words_in(lang))

    yield at
    for page in pages:
        page.close()


def of(hand: Hand, activity_id: str) -> Any:
    """The words of an activity."""
    return hand.words.screens[screen_of(activity_id) - 1].block


COVERED = """() => {
    const form = document.querySelector("[data-screen]:not([hidden]) form.story");
    const checks = form.querySelector(".checks");
    const isSticky = checks && getComputedStyle(checks).position === "sticky";
    const top = isSticky ? Math.max(0, checks.getBoundingClientRect().bottom) : 0;
    const dock = document.querySelector(".safe").getBoundingClientRect().top;
    const node = form.querySelector(".node:not([hidden])");
    const said = Array.from(node.querySelectorAll(".msg, .talk p")).slice(-1);
    return [...said, ...node.querySelectorAll(".step")].filter((it) => {
        const place = it.getBoundingClientRect();
        return place.height === 0 || place.top < top || place.bottom > dock;
    }).map((it) => it.textContent.trim());
}"""
"""The newest words of a story and its choices, as far as they are not to be seen between the checks and the dock."""


def test_a_story_is_walked_as_a_chat_taken_back_and_tells_what_each_end_cost(at: At, see: Look) -> None:
    hand = at("hotel")
    page, story = hand.page, of(hand, "hotel")
    heading = page.locator(f"{SCREEN} .node:not([hidden]) h2")
    gone = page.locator(f"{SCREEN} .trail .chosen")
    above = page.locator(f"{SCREEN} .trail")
    made = page.locator(f"{SCREEN} .checks .done")
    ways = {f"{node.id}:{choice.id}": choice.html for node in story.nodes for choice in node.choices}
    name = {each.id: each.html for each in story.people.lines}
    label = {check.id: re.compile(re.escape(check.html)) for check in story.checks.lines}
    see(page, "story-1")
    leads_on(page, False)
    expect(page.locator(f"{SCREEN} .run:visible .name")).to_have_text(name["saule"])
    expect(page.locator(f"{SCREEN} .sent:visible")).to_contain_text("0:06")
    expect(made).to_have_count(0)
    assert page.evaluate(COVERED) == []
    hand.do("[value='start:pay']")
    expect(heading).to_have_text(story.node("queue").heading)
    hand.is_at(".node:not([hidden]) h2")
    expect(gone).to_have_text([ways["start:pay"]])
    expect(above).to_contain_text(story.node("start").chat[0].html)
    expect(made).to_have_count(0)
    assert page.evaluate(COVERED) == []
    see(page, "story-2")
    hand.do("[value=back]")
    expect(heading).to_have_text(story.node("start").heading)
    expect(above).to_be_hidden()
    hand.do("[value='start:contract']")
    expect(made).to_have_text([label["what"], label["papers"]])
    node = page.locator(f"{SCREEN} .node:not([hidden])")
    expect(node.locator(".name")).to_have_text([name["you"], name["saule"]])
    expect(node.locator(".sent")).to_contain_text(story.node("paper").chat[1].picture)
    mine, theirs = node.locator(".mine .msg"), node.locator(".msg").last
    assert mine.bounding_box()["x"] > theirs.bounding_box()["x"], "one's own words stand on the right"
    assert page.evaluate(COVERED) == []
    see(page, "story-3")
    hand.do("[value='paper:go']")
    expect(heading).to_have_text(story.node("bus").heading)
    expect(gone).to_have_text([ways["start:contract"], ways["paper:go"]])
    expect(made).to_have_text([label["what"], label["papers"], label["back"], label["knows"]])
    expect(page.locator(f"{SCREEN} .ended")).to_contain_text(re.compile(r"1\D+2|2\D+1"))
    paid = page.locator(f"{SCREEN} .node:not([hidden]) li")
    expect(paid).to_have_text([re.compile(r"12\s?500 \$"), re.compile(r"\b9\b"), re.compile(r"\b1\b")])
    leads_on(page)
    see(page, "story-ending")
    hand.do("[value=back]")
    expect(made).to_have_text([label["what"], label["papers"]])
    hand.do("[value='paper:wait']")
    expect(paid).to_have_text([re.compile(r"\b50 \$"), re.compile(r"\b1\b"), re.compile(r"\b0\b")])
    expect(page.locator(f"{SCREEN} .ended")).to_contain_text(re.compile(r"2\D+2"))
    hand.do("[value=again]")
    hand.do("[value='start:pay']")
    hand.do("[value='queue:again']")
    expect(paid).to_have_text([re.compile(r"12\s?550 \$"), re.compile(r"\b11\b"), re.compile(r"\b1\b")])
    hand.do("[value=back]")
    hand.do("[value='queue:ask']")
    expect(paid).to_have_text([re.compile(r"\b100 \$"), re.compile(r"\b3\b"), re.compile(r"\b0\b")])
    hand.do("[value=again]")
    expect(heading).to_have_text(story.node("start").heading)
    expect(made).to_have_count(0)


def test_flags_are_found_and_honest_lines_are_usual(at: At, see: Look) -> None:
    hand = at("advert")
    page = hand.page
    reasons = {part.id: part.reason_html for part in of(hand, "advert").parts}
    count = page.locator(f"{SCREEN} .so-far")
    see(page, "flags-1")
    hand.do("[value=pay]")
    expect(page.locator(f"{SCREEN} .said:visible")).to_have_text([re.compile(re.escape(reasons["pay"]))])
    expect(count).to_contain_text(re.compile(r"1\D+4|4\D+1"))
    hand.do("[value=meals]")
    expect(page.locator(f"{SCREEN} .said.fine:visible")).to_contain_text(reasons["meals"])
    expect(count).to_contain_text(re.compile(r"1\D+4|4\D+1"))
    see(page, "flags-2")
    for flag in ("easy", "ticket"):
        hand.do(f"[value={flag}]")
    expect(page.locator(f"{SCREEN} [data-all]")).to_be_visible()
    hand.do("[value=three]")
    expect(count).to_contain_text(re.compile(r"4\D+4"))
    expect(count.locator("[data-end]")).to_be_visible()
    leads_on(page)
    expect(page.locator(f"{SCREEN} [data-all]")).to_be_hidden()


def test_whoever_is_stuck_in_a_chat_sees_the_rest(at: At, see: Look) -> None:
    hand = at("chat")
    hand.do("[value=hello]")
    see(hand.page, "chat")
    hand.do("[value=all]")
    expect(hand.page.locator(f"{SCREEN} .said:visible")).to_have_count(4)
    leads_on(hand.page)


def test_cards_are_sorted_with_the_reason_at_once(at: At, see: Look) -> None:
    hand = at("piles")
    page, sort = hand.page, of(hand, "piles")
    own = {pile.id: pile.heading for pile in sort.piles}
    see(page, "sort-1")
    card = page.locator(f"{SCREEN} [data-card]:visible")
    expect(card).to_have_attribute("data-card", "late")
    hand.do("[data-card=late] [value='late:danger']")
    expect(card.locator(".said")).to_contain_text(own["unfair"])
    expect(card.locator(".said")).to_contain_text(sort.card("late").reason_html)
    see(page, "sort-2")
    hand.is_at(".go [value=on]")
    hand.do(".go [value=on]")
    hand.is_at("[data-card=shift] .face")
    for name, pile in [("shift", "normal"), ("passport", "danger"), ("boss", "normal")]:
        hand.do(f"[value='{name}:{pile}']")
        expect(card.locator(".pile.right")).to_be_visible()
        if name == "shift":
            see(page, "sort-3")
        page.wait_for_timeout(400)  # a second tap on the dock that comes sooner is no tap
        hand.do(".go [value=on]")
    expect(page.locator(f"{SCREEN} .piles")).to_contain_text(re.compile(r"3\D+4|4\D+3"))
    leads_on(page)
    see(page, "sort-end")
    hand.do("[value=again]")
    expect(card).to_have_attribute("data-card", "late")
    expect(card.locator("[value='late:unfair']")).to_be_visible()


def test_a_check_answers_at_the_tap(at: At, see: Look) -> None:
    hand = at("sunday")
    page = hand.page
    reasons = {option.id: option.reason_html for option in of(hand, "sunday").options}
    see(page, "check-1")
    shown = page.locator(f"{SCREEN} .said:visible")
    hand.pick("scold")
    hand.do(GO)
    expect(shown).to_have_text([re.compile(re.escape(reasons["scold"]))])
    hand.is_at(".said.wrong:not([hidden])")
    expect(page.locator(f"{SCREEN} [type=radio][value=scold]")).to_be_disabled()
    expect(page.locator(f"{SCREEN} [type=radio][value=scold]"), "one sees what one chose").to_be_checked()
    leads_on(page, False)
    see(page, "check-again")
    hand.pick("call")
    hand.do(GO)
    expect(page.locator(f"{SCREEN} .said.right:visible")).to_contain_text(reasons["call"])
    leads_on(page)
    see(page, "check-2")
    hand.do("[value=all]")
    expect(shown).to_have_count(3)


def test_steps_are_put_in_order_and_compared(at: At, see: Look) -> None:
    hand = at("first")
    page = hand.page
    rows = page.locator(f"{SCREEN} .order li")
    texts = {step.id: step.html for step in of(hand, "first").steps}
    shown = activity("order").shown
    expect(rows.locator("[data-words]")).to_have_text([texts[step] for step in shown])
    see(page, "order-1")
    hand.do(GO)
    expect(page.locator(f"{SCREEN} .why:visible")).to_have_count(3)
    score = page.locator(f"{SCREEN} .stand")
    expect(score).to_have_text(re.compile(r"\d\D+3|3\D+\d"))
    expect(score).to_be_in_viewport()
    hand.is_at(".stand")
    see(page, "order-2")
    hand.do(f"[value='down:{shown[0]}']")
    hand.is_at(f"[value='down:{shown[0]}']")
    hand.do(f"[value='up:{shown[0]}']")
    hand.is_at(f"[value='up:{shown[0]}']")
    hand.do(f"[value='down:{shown[0]}']")
    hand.do(f"[value='down:{shown[0]}']")
    expect(rows.locator("[data-words]")).to_have_text([texts[step] for step in (*shown[1:], shown[0])])
    leads_on(page, False)
    hand.do(GO)
    expect(page.locator(f"{SCREEN} .order li.right")).to_have_count(3)
    expect(score).to_have_text(re.compile(r"3\D+3"))
    leads_on(page)


def test_the_debt_is_counted_month_by_month(at: At, see: Look, way: str) -> None:
    hand = at("debt")
    page = hand.page
    ends = {end.id: end.heading for end in of(hand, "debt").outcomes}
    cells = page.locator(f"{SCREEN} tbody .r")
    expect(cells).to_have_text(["600", "620", "640", "660"])
    expect(page.locator(f"{SCREEN} [data-went]:visible h2")).to_have_text(ends["grows"])
    end = page.locator(f"{SCREEN} .so-far")
    expect(end).to_contain_text("660")
    see(page, "count-1")
    hand.write("[name=pay]", "500")
    if way == "no-js":
        hand.do(".count .btn")
    expect(cells).to_have_text(["600", "370", "140", "0"])
    expect(page.locator(f"{SCREEN} [data-went]:visible h2")).to_have_text(ends["paid"])
    expect(end).to_contain_text(re.compile(r"\b0\b"))
    expect(end).to_be_in_viewport(ratio=1)
    see(page, "count-2")


def test_a_plan_is_ticked_and_stands_on_paper(at: At, see: Look, way: str) -> None:
    hand = at("plan")
    page = hand.page
    box = page.locator(f"{SCREEN} [value=copies]")
    hand.tick("copies")
    expect(box).to_be_checked()
    see(page, "checklist")
    page.locator(f"{SCREEN} form.do a").click()
    expect(page.locator(".dotted li")).to_have_count(3)
    expect(page.locator(".dotted .in")).to_have_count(0 if way == "no-js" else 2)
    ticked = page.locator(".dotted .ticked")
    expect(ticked).to_have_count(0 if way == "no-js" else 1)
    if way != "no-js":
        expect(ticked).to_contain_text(of(hand, "plan").entries[0].html)
        expect(ticked.locator("input").first).to_be_checked()
    see(page, "paper")
    page.locator("main a[href*='/l/']").click()
    if way != "no-js":
        expect(page.locator(f"{SCREEN} [value=copies]")).to_be_checked()


def test_what_is_written_for_oneself_is_never_sent(at: At, see: Look, way: str) -> None:
    hand = at("strength")
    page = hand.page
    see(page, "reflection")
    if way == "no-js":
        expect(page.locator(f"{SCREEN} textarea")).to_have_count(0)
        return
    sent = []
    page.on("request", lambda request: sent.append(unquote(request.url) + (request.post_data or "")))
    hand.write("textarea", "Я хорошо варю")
    with page.expect_request("**/api/v1/progress/*"):
        hand.do(GO)
    page.go_back()
    expect(page.locator(f"{SCREEN} textarea")).to_have_value("Я хорошо варю")
    assert sent
    assert not any("варю" in each for each in sent)


def test_good_ways_come_after_it_was_said_aloud(at: At, see: Look) -> None:
    hand = at("aloud")
    ways = hand.page.locator(f"{SCREEN} [data-ways]")
    expect(ways).to_be_hidden()
    leads_on(hand.page, does=False)
    see(hand.page, "rehearse")
    hand.do(GO)
    expect(ways).to_be_visible()
    expect(ways.locator("li")).to_have_count(2)
    expect(ways.locator("h2")).to_be_focused()
    leads_on(hand.page)
    see(hand.page, "rehearse-compared")


def test_an_advert_of_ones_own_stays_on_its_page(at: At, see: Look, way: str) -> None:
    hand = at("mine")
    page = hand.page
    see(page, "own")
    if way == "no-js":
        expect(page.locator("textarea")).to_have_count(0)
        expect(page.locator(".own li")).to_have_count(3)
        return
    sent: list[str] = []
    page.on("request", lambda request: sent.append(unquote(request.url) + (request.post_data or "")))
    hand.write("textarea", "Нужны люди, паспорт сразу")
    boxes, line = page.locator(f"{SCREEN} .own label.pick"), page.locator(f"{SCREEN} [data-says]")
    boxes.nth(0).click()
    expect(line).to_contain_text("1")
    see(page, "own-asked")
    for n in (1, 2):
        boxes.nth(n).click()
    expect(line).to_contain_text("?")
    with page.expect_request("**/api/v1/progress/*"):
        hand.do(GO)
    assert sent
    assert not any("паспорт сразу" in each for each in sent)
    page.reload()
    page.go_back()
    expect(page.locator(f"{SCREEN} textarea")).to_have_value("")
    expect(page.locator(f"{SCREEN} .own :checked")).to_have_count(0)
    phone_keeps = "phone.learner().then((me) => phone.rowsOf('kept', me.mark)).then((rows) => JSON.stringify(rows))"
    assert "паспорт сразу" not in page.evaluate(phone_keeps)


def test_what_the_room_talks_about_is_on_no_screen_and_in_no_source(at: At, see: Look, way: str) -> None:
    hand = at("hotel")
    talk = hand.words.talks[0]
    for n in range(1, len(hand.words.screens) + 1 if way == "no-js" else 2):
        hand.page.goto(f"/l/{NUMBER}/{n}")
        assert says(talk.html) not in says(hand.page.content())
