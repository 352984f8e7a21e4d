"""From an empty instance in Russian: a room of twenty, from the poster to the report and the file that leaves."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

from app.content import Release
from app.store import Database
from tests.browser.conftest import Look
from tests.browser.test_attendance import TAPS, Thumb
from tests.browser.test_learner_journey import GO
from tests.browser.test_staff_journeys import DESK, PHONE, look_at_both, press
from tests.browser.whole_day import Counted, Instance, Staff, answered, from_nothing, join, open_desk, set_up, sign_in

__all__ = ["open_desk"]

MOST_CLICKS = 8


def test_a_room_of_twenty_is_led_from_the_poster_to_the_file_of_its_figures(
    sqlite: Database, app_made: Flask, open_desk: Callable[..., Page], look: Look, shipped: Release
) -> None:
    with from_nothing(sqlite, app_made) as instance:
        links = set_up(Staff(open_desk(instance), look), instance)
        aigul = Staff(open_desk(instance), look)
        aigul.follow(links["aigul"])
        counted = lead(aigul, instance, open_desk(instance, PHONE), shipped)

        dana = Staff(open_desk(instance), look)
        dana.follow(links["dana"])
        report(dana, instance, counted)


def lead(aigul: Staff, instance: Instance, phone: Page, release: Release) -> Counted:
    """The facilitator's day, beginning at the sign-in; one learner has a browser, the others speak to the server."""
    page = aigul.page
    hand = sign_in(page, "aigul")
    aigul.see("groups-empty")
    hand.choose("Регион", "KZ-63")
    hand.tick("Согласие родителей, опекунов или учреждения есть")
    hand.press("button", "Создать группу")
    group = page.url.removesuffix("/poster")
    assert page.url != group, "consent, joining and poster are one act"
    aigul.see("poster")
    code = page.locator(".key").inner_text()
    come_in(phone, code)
    others = [join(instance, code.replace(" ", "")) for _ in range(19)]
    hand.press("button", "Открыть первый тест")
    assert hand.count <= MOST_CLICKS
    aigul.see("group-begun")
    expect(page.get_by_role("heading", name="Первый тест открыт")).to_be_visible()

    scores = [(4, 8)]
    sit(phone, 1, release, right=4)
    for number, one in enumerate(others):
        one.sit("pre", release, right=3 + number % 4)
        scores.append((3 + number % 4, 2 + number % 7))
    page.reload()
    expect(page.get_by_text("Все закончили.")).to_be_visible()
    press(page, "button", "Закрыть первый тест")
    aigul.see("lessons")
    page.set_viewport_size(PHONE)
    thumb = Thumb(page)
    thumb.tap("link", page.locator("a[href*='/attendance/']").first.inner_text())
    expect(page.get_by_role("checkbox")).to_have_count(20)
    thumb.tap("button", "Отметить")
    expect(page.get_by_text("Отмечено, присутствуют: 20.")).to_be_visible()
    assert thumb.taps <= TAPS
    page.set_viewport_size(DESK)

    press(page, "link", "Открыть второй тест …")
    press(page, "button", "Всё равно открыть")
    instance.wait(minutes=8)
    sit(phone, 2, release, right=8)
    for one, (_, right) in zip(others[:17], scores[1:], strict=False):
        one.sit("post", release, right=right)
    page.reload()
    expect(page.locator("#missing")).to_have_text("2 пока без ответов")
    press(page, "link", "Закрыть второй тест …")
    press(page, "button", "Закрыть второй тест")
    instance.wait(minutes=11)
    page.reload()
    press(page, "button", "Показать вопросы")
    aigul.see("over")
    page.goto(f"{group}/wall")
    expect(page.get_by_text("Вопрос 1 из 14")).to_be_visible()
    aigul.see("wall-question")
    phone.goto("/result")
    expect(phone.locator("figcaption").first).to_contain_text("8")
    page.goto(f"{group}/learned")
    aigul.see("learned")
    counted = Counted(tuple(scores[:18]), joined=20)
    counted.is_on_the_result(page)
    expect(page.get_by_role("heading", name="Прошли первый тест, но не второй: 2")).to_be_visible()
    return counted


def report(dana: Staff, instance: Instance, counted: Counted) -> None:
    """The M&E officer's: nothing before the group has settled, then the same figures, and the file."""
    page = dana.page
    page.goto("/figures")
    expect(page.get_by_text("вступили: 20, прошли первый тест: 20, оба: 18")).to_be_visible()
    instance.wait(days=15)
    sign_in(page, "dana")
    page.goto("/figures")
    dana.see("figures")
    counted.is_in_the_report(page)
    page.goto("/figures/publications")
    press(page, "button", "Сначала посмотреть")
    press(page, "button", "Опубликовать")
    counted.is_in_the_report(page)
    expect(page.get_by_text("Публикация 1 сделана.")).to_be_visible()
    expect(page.get_by_text("Сколько тестов как пришло, посчитано с округлением до 5.")).to_be_visible()
    if dana.look:
        look_at_both(page, dana.look, "day-publication")  # its files are named in Latin letters
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать CSV").click()
    counted.is_in_the_file(download.value.path())


def come_in(page: Page, code: str) -> None:
    """From the code that the poster shows to the card."""
    page.goto("/")
    page.get_by_role("textbox").fill(code)
    page.locator(GO).click()
    page.locator("main a[lang=ru]").click()
    page.wait_for_url("**/look**")
    page.locator(".advert a").first.click()
    page.locator(GO).click()
    page.locator("button[value=yes]").click()
    page.wait_for_url("**/you")
    page.locator("label", has=page.locator("input[name=sex][value=female]")).click()
    page.locator("label", has=page.locator("input[name=age_band][value='15-17']")).click()
    page.locator(GO).click()
    page.wait_for_url("**/card")
    page.locator(GO).click()
    page.wait_for_url("**/road")


def sit(page: Page, number: int, release: Release, *, right: int) -> None:
    """Takes the test of this number on the phone's screens, so many right; what is asked beside it stays open."""
    wave = {1: "pre", 2: "post"}[number]
    tests = page.request.get("/api/v1/bundle").json()["tests"]
    form = next(it for it in tests if it["wave"] == wave)["form"]
    answers = answered(release, form["form"], right=right)
    page.goto(f"/t/{number}")
    page.locator(GO).click()
    for n, item in enumerate(form["items"], start=1):
        page.wait_for_url(f"**/t/{number}/{n}")
        chosen = answers[item["id"]]
        for option in [chosen] if isinstance(chosen, str) else chosen:
            page.locator("label", has=page.locator(f"input[value='{option}']")).click()
        page.locator(GO).click()
    for n, _ in enumerate(form["statements"], start=len(form["items"]) + 1):
        page.wait_for_url(f"**/t/{number}/{n}")
        page.locator(GO).click()
    page.wait_for_url(f"**/t/{number}/all")
    page.locator(GO).click()
    page.locator("main .strip.arrived").wait_for()
