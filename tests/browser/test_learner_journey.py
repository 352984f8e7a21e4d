"""A learner's whole way in Russian on a phone of 360 by 640, without JavaScript and with it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.voices import give_voices

GO = ".go .btn:visible"
ARRIVED = "main .strip.arrived"
"""What a page says of a test that the server has."""
"""The one deed of a screen, in the dock."""
ON = ".go :is([name=go], [data-next]):visible"
"""The way on in the dock of a lesson, also past what is not done."""


def unseen(_page: Page, _name: str) -> None:
    """Not looked at: another run of the same way is."""


def join(
    page: Page, site: Site, see: Callable[..., None] = unseen, *, prefix: str = "", lang: str = "ru"
) -> tuple[str, str]:
    """From the poster to the card; gives code and PIN."""
    page.goto("/")
    see(page, f"{prefix}start")
    page.goto(f"/j/{site.room.cohort.join_code}")
    see(page, f"{prefix}language")
    page.locator(f"main a[lang={lang}]").click()
    expect(page.locator(".advert, button[value=no]").first).to_be_visible()
    if page.locator(".advert").count():  # not where the language was known: it comes with the page that asks for it
        see(page, f"{prefix}advert")
        page.locator(".advert a").first.click()
        see(page, f"{prefix}advert-answer")
        page.locator(GO).click()
    expect(page.locator("button[value=no]")).to_be_visible()
    see(page, f"{prefix}assent")
    page.locator("button[value=yes]").click()
    page.wait_for_url("**/you")
    see(page, f"{prefix}you")
    page.locator("label", has=page.locator("input[name=sex][value=female]")).click()
    page.locator("label", has=page.locator("input[name=age_band][value='15-17']")).click()
    page.locator(GO).click()
    page.wait_for_url("**/card")
    see(page, f"{prefix}card")
    code, pin = (page.locator(".ticket dd").nth(n).inner_text() for n in (0, 1))
    page.locator(GO).click()
    page.wait_for_url(re.compile("/(road|t/1)$"))
    if page.url.endswith("/t/1"):  # a test that is open comes at once
        page.goto("/road")
    return code, pin


def sit(
    page: Page, site: Site, number: int, *, right: int, blanks: tuple[int, ...] = (), see: Callable[..., None] = unseen
) -> None:
    """Every question of a test, so many right, up to the look over."""
    page.goto(f"/t/{number}")
    see(page, f"test-{number}")
    page.locator(GO).click()
    form = "A" if number == 1 else "B"
    for n, (_, key) in enumerate(site.room.keys(form).items(), start=1):
        page.wait_for_url(f"**/t/{number}/{n}")
        option = key if n <= right else "unsure"
        if n not in blanks:
            page.locator("label", has=page.locator(f"input[value='{option}']")).click()
        if n == 3:
            see(page, f"question-{number}-{n}")
        page.locator(GO).click()
    n = len(site.room.keys(form))
    while not page.url.endswith("/all"):
        n += 1
        page.wait_for_url(f"**/t/{number}/{n}")
        page.locator("label.pick").nth(n % 6).click()
        see(page, f"statement-{number}-{n}")
        page.locator(GO).click()
        page.wait_for_url(re.compile(rf"/t/{number}/({n + 1}|all)$"))


def read(page: Page, site: Site, number: int, *, see: Callable[..., None] = unseen) -> None:
    """A lesson from beginning to end; its checks are answered, first wrong and then right."""
    page.goto(f"/l/{number}")
    see(page, f"lesson-{number}")
    screen = "[data-screen]:not([hidden])"
    page.locator(f"{screen} {GO}").click()
    release = site.room.school.release
    words, *_ = release.lessons[release.course.lessons[number - 1].id].values()
    for n in range(1, len(words.screens) + 1):
        page.locator(f"{screen}[data-screen='{n}']").wait_for()
        if page.locator(f"{screen} form.check").count():
            for verdict in ("wrong", "right"):
                page.locator(f"{screen} li", has=page.locator(f".said.{verdict}")).last.locator(".pick").click()
                page.locator(f"{screen} {GO}").click()
                expect(page.locator(f"{screen} .said.{verdict}:visible")).to_be_in_viewport()
                if verdict == "wrong":
                    see(page, f"lesson-{number}-{n}-again")
        see(page, f"lesson-{number}-{n}")
        page.locator(f"{screen} {ON}").click()
    page.wait_for_url(re.compile("/road(#now)?$"))
    at_rest(page)  # a page still on its way takes the next address from us


def at_rest(page: Page) -> Page:
    """The road loads again by itself when what was read has arrived."""
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.items(5)
@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_a_learner_goes_the_whole_way(site: Site, hand: Open, look: Look, javascript: bool) -> None:
    page = hand(javascript=javascript)
    give_voices(page, "ru-RU")
    see = look if javascript else unseen
    code, pin = join(page, site, see)
    see(page, "road-waiting")
    site.room.open(Wave.PRE)
    page.locator(GO).click()
    sit(page, site, 1, right=2, blanks=(3,), see=see)
    see(page, "overview")
    page.locator(GO).click()
    expect(page.locator(ARRIVED)).to_be_visible()
    see(page, "sent")
    for number in range(1, len(site.room.school.release.course.lessons) + 1):
        read(page, site, number, see=see)
        if number == 1:
            see(at_rest(page), "road-midway")
    see(at_rest(page), "road-before-second")
    site.room.open(Wave.POST)
    sit(page, site, 2, right=4)
    page.locator(GO).click()
    expect(page.locator(ARRIVED)).to_be_visible()
    page.goto("/result")
    expect(page.locator(".chart")).to_have_count(0)
    see(page, "result-before-closing")
    site.room.close(Wave.POST)
    page.goto("/result")
    expect(page.locator(".chart")).to_have_count(1)
    see(page, "result")
    page.goto("/road")
    see(page, "road-done")

    second = hand(javascript=javascript)
    second.goto("/in")
    see(second, "sign-in")
    second.locator("#code").fill(code)
    second.locator("#pin").fill("000000")
    second.locator(GO).click()
    expect(second.locator("#code")).to_be_focused()
    see(second, "sign-in-wrong")
    second.locator("#code").fill(code.lower())
    second.locator("#pin").fill(pin)
    second.locator(GO).click()
    expect(second).to_have_url(re.compile("/road$"))

    page.goto("/stop")
    see(page, "stop")
    page.locator("main form .btn").click()
    expect(page).to_have_url(re.compile("/stopped$"))
    see(page, "stopped")
    second.reload()
    expect(second).to_have_url(re.compile("/in$"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 360)])
def test_every_kind_of_screen_fits(site: Site, hand: Open, look: Look, scheme: str, width: int) -> None:
    page = hand(scheme=scheme, width=width)
    prefix = f"{scheme}-{width}-"
    join(page, site, look, prefix=prefix)
    site.room.open(Wave.PRE)
    page.goto("/road")
    look(page, f"{prefix}road")
    page.goto("/t/1")
    page.locator(GO).click()
    page.locator("label.pick").nth(2).click()
    look(page, f"{prefix}question")
    page.goto("/t/1/all")
    look(page, f"{prefix}overview")
    site.room.close(Wave.PRE)
    page.goto("/t/1")
    look(page, f"{prefix}closed")
    page.goto("/l/2/1")
    look(page, f"{prefix}step")
    page.goto(f"/j/{site.room.cohort.join_code}")
    look(page, f"{prefix}joined")

    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_back_and_reload_in_the_browser_do_no_harm(site: Site, hand: Open) -> None:
    page = hand(javascript=False)
    has_joined(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    page.locator("label.pick").nth(1).click()
    chosen = page.locator("input:checked").get_attribute("value")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/2$"))
    page.reload()
    expect(page).to_have_url(re.compile("/t/1/2$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/t/1/1$"))
    expect(page.locator("input:checked")).to_have_attribute("value", chosen)


TWO_TAPS = """async () => {
  const button = document.querySelector(".go button").getBoundingClientRect();
  for (const tap of [1, 2]) {
    const under = document.elementFromPoint(button.x + button.width / 2, button.y + button.height / 2);
    under.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true, pointerType: "touch"}));
    under.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, detail: 1}));
    await new Promise(then => setTimeout(then, 100));
  }
}"""
"""Of one finger in one place, made in the page: sent from outside, a loaded machine turns them into two slow ones."""


def test_a_double_tap_skips_no_question(site: Site, hand: Open) -> None:
    page = hand(has_touch=True)
    has_joined(page, site)
    site.room.open(Wave.PRE)
    page.goto("/t/1")
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/t/1/1$"))
    expect(page.locator("body[data-says]")).to_be_attached()  # the phone has taken the test over
    page.locator("label.pick").nth(1).click()
    page.wait_for_timeout(500)  # a finger that has read the question; sooner it would be a second tap on "Begin"
    page.evaluate(TWO_TAPS)
    page.wait_for_timeout(400)
    expect(page).to_have_url(re.compile("/t/1/2$"))


@pytest.mark.parametrize("javascript", [True, False])
def test_two_quick_taps_on_join_are_one_learner_with_a_card(site: Site, hand: Open, javascript: bool) -> None:
    page = hand(javascript=javascript)
    page.goto(f"/j/{site.room.cohort.join_code}?lang=ru")
    page.locator("button[value=yes]").click()
    page.locator("input[name=sex][value=male]").check(force=True)
    page.locator("input[name=age_band][value='18-19']").check(force=True)
    page.locator(GO).dblclick()
    expect(page).to_have_url(re.compile("/card$"))
    expect(page.locator(".ticket dd").nth(2)).to_have_text("1")


def test_escape_three_times_leaves_without_a_way_back(site: Site, hand: Open) -> None:
    page = hand()
    page.goto("/")
    page.route(
        "**/*", lambda route: route.fulfill(body="weather") if "/leave" in route.request.url else route.continue_()
    )
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/leave"))


def test_a_first_visit_is_light(site: Site, hand: Open) -> None:
    """At most 30 kB over the wire and six requests, without anything that was kept from before."""
    page = hand()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"/j/{site.room.cohort.join_code}?lang=ru", wait_until="networkidle")

    assert 3 <= len(sizes) <= 6
    assert sum(sizes) <= 30_000, sizes
