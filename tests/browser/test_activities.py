"""Every kind of activity on a phone of 360 by 640 in Russian: by touch, by keyboard alone, and without JavaScript."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from app.content import CONTENT, read_course
from app.services.testing import Wave
from tests.app.web.every_kind import NUMBER, activity, every_kind, screen_of
from tests.browser.test_learner_journey import join

SCREEN = "[data-screen]:not([hidden])"
DOCK = f"{SCREEN} .go .btn"


@pytest.fixture
def course():
    return every_kind(read_course(CONTENT / "smart-navigator"))


@pytest.fixture
def reader(site, hand):
    """A learner who may read the lessons."""

    def reader(**phone) -> Page:
        page = hand(**phone)
        join(page, site)
        site.room.open(Wave.PRE)
        site.room.close(Wave.PRE)
        return page

    return reader


def open_screen(page: Page, activity_id: str, *, javascript: bool = True) -> None:
    n = screen_of(activity_id)
    page.goto("about:blank")
    page.goto(f"/l/{NUMBER}#{n}" if javascript else f"/l/{NUMBER}/{n}")
    expect(page.locator(f"{SCREEN}[data-screen='{n}']")).to_have_count(1)


def leads_on(page: Page, does: bool = True) -> None:
    """The dock's button leads on once the activity is done; before, it is a quiet way past it."""
    expect(page.locator(f"{DOCK}.quiet")).to_have_count(0 if does else 1)


class Hand:
    """By touch: what is named is tapped."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do(self, selector: str) -> None:
        self.page.locator(f"{SCREEN} {selector}").click()

    def is_at(self, selector: str) -> None:
        """Nothing to be said about focus: a finger needs none."""


class Keys(Hand):
    """By keyboard alone: Tab until it has focus, then Enter."""

    def do(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def reach(self, selector: str) -> None:
        wanted = self.page.locator(f"{SCREEN} {selector}")
        for _ in range(80):
            if wanted.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {selector}")

    def is_at(self, selector: str) -> None:
        expect(self.page.locator(f"{SCREEN} {selector}")).to_be_focused()


@pytest.fixture
def see(look, way):
    """Looked at with all eyes; axe itself needs JavaScript."""
    return (lambda page, name: None) if way == "no-js" else (lambda page, name: look(page, f"{name}-{way}"))


WAYS = pytest.mark.parametrize("way", ["touch", "keys", "no-js"])


@pytest.fixture
def at(reader, way):
    """Opens the screen of an activity; gives what acts on it."""

    def at(activity_id: str) -> Hand:
        page = reader(javascript=way != "no-js")
        open_screen(page, activity_id, javascript=way != "no-js")
        return (Keys if way == "keys" else Hand)(page)

    return at


@WAYS
def test_a_story_is_walked_taken_back_and_ends_kindly(at, see, way):
    hand = at("hotel")
    page = hand.page
    see(page, "story-1")
    leads_on(page, False)
    hand.do("[value='start:pay']")
    expect(page.locator(f"{SCREEN} .node:not([hidden]) h2")).to_have_text("Очередь")
    hand.is_at(".node:not([hidden]) h2")
    expect(page.locator(f"{SCREEN} .trail li")).to_have_text(["Заплатит 50 $ за визу"])
    see(page, "story-2")
    hand.do("[value=back]")
    expect(page.locator(f"{SCREEN} .node:not([hidden]) h2")).to_have_text("Письмо")
    expect(page.locator(f"{SCREEN} .trail")).to_be_hidden()
    hand.do("[value='start:contract']")
    hand.do("[value='paper:go']")
    expect(page.locator(f"{SCREEN} .node:not([hidden]) h2")).to_have_text("Автобус")
    expect(page.locator(f"{SCREEN} .trail li")).to_have_text(["Попросит договор", "Поедет"])
    expect(page.locator(f"{SCREEN} .ended")).to_contain_text(re.compile(r"1\D+2"))
    leads_on(page)
    see(page, "story-ending")
    hand.do("[value=back]")
    hand.do("[value='paper:wait']")
    expect(page.locator(f"{SCREEN} .ended")).to_contain_text(re.compile(r"2\D+2"))
    hand.do("[value=again]")
    expect(page.locator(f"{SCREEN} .node:not([hidden]) h2")).to_have_text("Письмо")


@WAYS
def test_flags_are_found_and_honest_lines_are_usual(at, see, way):
    hand = at("advert")
    page = hand.page
    see(page, "flags-1")
    hand.do("[value=pay]")
    expect(page.locator(f"{SCREEN} .said:visible")).to_have_text([re.compile("Платят вчетверо больше")])
    expect(page.locator(f"{SCREEN} .count")).to_contain_text(re.compile(r"1\D+4"))
    hand.do("[value=meals]")
    expect(page.locator(f"{SCREEN} .said.fine:visible")).to_contain_text("Сумму можно посчитать.")
    expect(page.locator(f"{SCREEN} .count")).to_contain_text(re.compile(r"1\D+4"))
    see(page, "flags-2")
    for flag in ("easy", "ticket"):
        hand.do(f"[value={flag}]")
    leads_on(page, False)
    hand.do("[value=three]")
    expect(page.locator(f"{SCREEN} .count")).to_contain_text(re.compile(r"4\D+4"))
    expect(page.locator(f"{SCREEN} .count [data-end]")).to_be_visible()
    leads_on(page)
    expect(page.locator(f"{SCREEN} [data-all]")).to_be_hidden()


@WAYS
def test_whoever_is_stuck_in_a_chat_sees_the_rest(at, see, way):
    hand = at("chat")
    hand.do("[value=hello]")
    see(hand.page, "chat")
    hand.do("[value=all]")
    expect(hand.page.locator(f"{SCREEN} .said:visible")).to_have_count(4)
    leads_on(hand.page)


@WAYS
def test_cards_are_sorted_with_the_reason_at_once(at, see, way):
    hand = at("piles")
    page = hand.page
    see(page, "sort-1")
    card = page.locator(f"{SCREEN} [data-card]:visible")
    expect(card).to_have_attribute("data-card", "late")
    hand.do("[data-card=late] [value='late:danger']")
    expect(card.locator(".said")).to_contain_text("Нечестно.")
    expect(card.locator(".said")).to_contain_text("инспекция труда")
    see(page, "sort-2")
    hand.is_at("[data-card=late] [value=on]")
    hand.do("[data-card=late] [value=on]")
    hand.is_at("[data-card=shift] .face")
    for name, pile in [("shift", "normal"), ("passport", "danger"), ("boss", "normal")]:
        hand.do(f"[value='{name}:{pile}']")
        expect(card.locator(".pile.right")).to_be_visible()
        if name == "shift":
            see(page, "sort-3")
        hand.do(f"[data-card={name}] [value=on]")
    expect(page.locator(f"{SCREEN} .piles")).to_contain_text(re.compile(r"3\D+4"))
    leads_on(page)
    see(page, "sort-end")
    hand.do("[value=again]")
    expect(card).to_have_attribute("data-card", "late")
    expect(card.locator("[value='late:unfair']")).to_be_visible()


@WAYS
def test_a_check_answers_at_the_tap(at, see, way):
    hand = at("sunday")
    page = hand.page
    see(page, "check-1")
    hand.do("[value=scold]")
    expect(page.locator(f"{SCREEN} .said:visible")).to_contain_text("Она может бояться отвечать.")
    hand.is_at("[value=scold]")
    leads_on(page, False)
    hand.do("[value=call]")
    expect(page.locator(f"{SCREEN} .said.right:visible")).to_contain_text("Один звонок")
    leads_on(page)
    see(page, "check-2")


@WAYS
def test_steps_are_put_in_order_and_compared(at, see, way):
    hand = at("first")
    page = hand.page
    rows = page.locator(f"{SCREEN} .order li")
    texts = {"place": "Уйти туда, где люди", "call": "Позвонить", "address": "Записать адрес"}
    shown = activity("order").shown
    expect(rows.locator("[data-words]")).to_have_text([texts[step] for step in shown])
    see(page, "order-1")
    hand.do("[value=compare]")
    expect(page.locator(f"{SCREEN} .why:visible")).to_have_count(3)
    score = page.locator(f"{SCREEN} .stand")
    expect(score).to_have_text(re.compile(r"\d\D+3"))
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
    hand.do("[value=compare]")
    expect(page.locator(f"{SCREEN} .order li.right")).to_have_count(3)
    expect(score).to_have_text(re.compile(r"3\D+3"))
    leads_on(page)


@WAYS
def test_the_debt_is_counted_month_by_month(at, see, way):
    hand = at("debt")
    page = hand.page
    cells = page.locator(f"{SCREEN} tbody .r")
    expect(cells).to_have_text(["600", "620", "640", "660"])
    expect(page.locator(f"{SCREEN} [data-went]:visible h2")).to_have_text("Долг растёт")
    see(page, "count-1")
    if way == "keys":
        hand.reach("[name=pay]")
        page.keyboard.type("500")
    else:
        page.locator("[name=pay]").fill("500")
    if way == "no-js":
        hand.do(".count .btn")
    expect(cells).to_have_text(["600", "370", "140", "0"])
    expect(page.locator(f"{SCREEN} [data-went]:visible h2")).to_have_text("Долга нет")
    see(page, "count-2")


@WAYS
def test_a_plan_is_ticked_and_stands_on_paper(at, see, way):
    hand = at("plan")
    page = hand.page
    box = page.locator(f"{SCREEN} [value=copies]")
    if way == "keys":
        hand.reach("[value=copies]")
        page.keyboard.press("Space")
    else:
        page.locator(f"{SCREEN} label", has=page.locator("[value=copies]")).click()
    expect(box).to_be_checked()
    see(page, "checklist")
    page.locator(f"{SCREEN} form.do a").click()
    expect(page.locator(".dotted li")).to_have_count(3)
    ticked = page.locator(".dotted .ticked")
    expect(ticked).to_have_count(0 if way == "no-js" else 1)
    if way != "no-js":
        expect(ticked).to_contain_text("Отмечено:")
    see(page, "paper")
    page.locator("main a").click()
    if way != "no-js":
        expect(page.locator(f"{SCREEN} [value=copies]")).to_be_checked()


@WAYS
def test_what_is_written_for_oneself_is_never_sent(at, see, way):
    hand = at("strength")
    page = hand.page
    if way == "no-js":
        expect(page.locator("textarea")).to_have_count(0)
        return
    sent = []
    page.on("request", lambda request: sent.append(unquote(request.url) + (request.post_data or "")))
    page.locator("textarea").fill("Я хорошо варю")
    see(page, "reflection")
    page.locator(DOCK).click()
    page.go_back()
    expect(page.locator("textarea")).to_have_value("Я хорошо варю")
    assert sent
    assert not any("варю" in each for each in sent)
