"""From an empty instance in Russian: a group that meets far away, by link and by dates, up to its third test."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask
from playwright.sync_api import Page, expect

from app.content import Release
from app.store import Database
from tests.browser.conftest import Look
from tests.browser.test_staff_journeys import press
from tests.browser.whole_day import (
    ADDRESS,
    Counted,
    Instance,
    Learner,
    Staff,
    from_nothing,
    join,
    open_desk,
    set_up_with_both,
    sign_in,
)

__all__ = ["open_desk"]

ALMATY = ZoneInfo("Asia/Almaty")
COUNT = 15
SCORES = [(3 + number % 4, 2 + number % 9) for number in range(COUNT)]


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ALMATY)


def test_a_group_far_away_goes_by_link_and_dates_to_its_third_test(
    sqlite: Database, app_made: Flask, open_desk: Callable[..., Page], look: Look, shipped: Release
) -> None:
    with from_nothing(sqlite, app_made) as instance:
        aigul, dana = set_up_with_both(instance, open_desk, look)
        group, link = begin(aigul)
        plan(aigul, group, "pre", at(3, 3, 10), at(3, 5, 20))
        learners = [join(instance, link.rpartition("/")[2]) for _ in range(COUNT)]

        assert learners[0].try_to_sit("pre", shipped, right=1) == "closed"
        instance.wait_until(at(3, 3, 10, 1))
        for one, (before, _) in zip(learners[1:], SCORES[1:], strict=True):
            one.sit("pre", shipped, right=before)
        whom(aigul, group, "Без первого теста: 1", "1 из нас ещё не прошёл первый тест.")
        give_time(aigul, group, 1, "pre", at(3, 7, 20))
        instance.wait_until(at(3, 6, 9))
        learners[0].sit("pre", shipped, right=SCORES[0][0])

        for one in learners:
            one.read(shipped)
        plan(aigul, group, "post", at(3, 23, 10), at(3, 25, 20))
        instance.wait_until(at(3, 24, 10))
        for one, (_, after) in zip(learners[:12], SCORES[:12], strict=True):
            one.sit("post", shipped, right=after)
        whom(aigul, group, "Прошли первый тест, но не второй: 3", "3 из нас ещё не прошли второй тест.")
        leave(aigul, group, 15)
        instance.wait_until(at(3, 25, 20, 11))
        sign_in(aigul.page, "aigul")
        counted = Counted(tuple(SCORES[:12]), joined=COUNT)
        aigul.page.goto(f"{group}/learned")
        counted.is_on_the_result(aigul.page)
        follow_up(aigul, instance, group, learners, shipped)
        report(dana, instance, counted)


def begin(aigul: Staff) -> tuple[str, str]:
    """A group that meets far away; gives its address, and the link that was copied from its page."""
    page = aigul.page
    page.get_by_label("Регион").select_option("KZ-63")
    page.get_by_label("Как вы встречаетесь").select_option("remote")
    page.get_by_label("Последний день").fill("2026-07-30")
    page.get_by_text("Согласие родителей, опекунов или учреждения есть").click()
    press(page, "button", "Создать группу")
    group = page.url
    aigul.see("far-begun")
    press(page, "link", "Пригласить")
    aigul.see("far-invite")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")  # this one has none
    page.get_by_role("button", name="Скопировать текст").click()
    expect(page.locator("#copied")).to_have_text("Скопировано.")
    link = page.get_by_label("Ссылка", exact=True).input_value()
    assert link.startswith(f"{ADDRESS}/j/")
    copied = page.evaluate("window.copied")
    assert f"Заходи в нашу группу: {link}\n" in copied
    assert "Вступить можно, пока не закрыт первый тест, самое позднее 30 июля 2026." in copied
    return group, link


def plan(aigul: Staff, group: str, wave: str, opens: datetime, closes: datetime) -> None:
    page = aigul.page
    sign_in(page, "aigul")
    page.goto(f"{group}/tests/{wave}/dates")
    for name, moment in (("opens", opens), ("closes", closes)):
        page.locator(f"#{name}_on").fill(moment.strftime("%Y-%m-%d"))
        page.locator(f"#{name}").fill(moment.strftime("%H:%M"))
    aigul.see(f"far-dates-{wave}")
    press(page, "button", "Сохранить")
    expect(page.get_by_text("Откроется сам").first).to_be_visible()


def whom(aigul: Staff, group: str, head: str, sentence: str) -> None:
    """The list of whom to reach, and the message to copy, which says how many and names nobody."""
    page = aigul.page
    sign_in(page, "aigul")
    page.goto(f"{group}/reach")
    expect(page.get_by_role("heading", name=head)).to_be_visible()
    assert sentence in page.locator("textarea").first.input_value()
    aigul.see(f"far-reach-{len(head)}")


def give_time(aigul: Staff, group: str, handle: int, wave: str, until: datetime) -> None:
    page = aigul.page
    page.goto(f"{group}/{handle}/time")
    page.locator(f"input[name=wave][value={wave}]").check(force=True)
    page.locator("#until_on").fill(until.strftime("%Y-%m-%d"))
    page.locator("#until").fill(until.strftime("%H:%M"))
    aigul.see("far-time")
    press(page, "button", "Дать дополнительное время")
    expect(page.get_by_text(f"Номер {handle} может проходить тест до этого времени:")).to_be_visible()


def leave(aigul: Staff, group: str, handle: int) -> None:
    page = aigul.page
    page.goto(f"{group}/{handle}")
    page.locator("#reason").select_option(label="переезд")
    press(page, "button", "Отметить")
    page.goto(f"{group}/reach")
    expect(page.get_by_role("heading", name="Ушли: 1")).to_be_visible()


def follow_up(aigul: Staff, instance: Instance, group: str, learners: list[Learner], release: Release) -> None:
    page = aigul.page
    page.goto(group)
    expect(page.get_by_text("План: третий тест 25 июня 2026")).to_be_visible()
    instance.wait_until(at(4, 8, 20, 1))
    instance.wait_until(at(6, 25, 10))
    for one in learners[:11]:
        one.sit("follow_up", release, right=7)
    sign_in(page, "aigul")
    page.goto(group)
    expect(page.get_by_role("heading", name="Третий тест открыт")).to_be_visible()
    expect(page.get_by_text("Открыт с 25 июн., 09:00").first).to_be_visible()
    expect(page.get_by_text("Итог подведён 8 апреля 2026, участников: 15.")).to_be_visible()
    expect(page.get_by_text("Ответы пришли: 11")).to_be_visible()
    aigul.see("far-third")


def report(dana: Staff, instance: Instance, counted: Counted) -> None:
    """The same figures, with how many left and why, and how many had extra time."""
    page = dana.page
    sign_in(page, "dana")
    page.goto("/figures")
    dana.see("far-figures")
    expect(page.locator("main")).to_contain_text("насколько отмечено: переезд: 1.")
    expect(page.locator("main")).to_contain_text(
        "1 участник с обоими тестами прошёл один из них в дополнительное время"
    )
    counted.is_in_the_report(page)
