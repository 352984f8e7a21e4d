"""From an empty instance in Russian: a class taught last month wholly on paper, from its sheets to its report."""

from collections.abc import Callable, Mapping
from itertools import chain

from flask import Flask
from playwright.sync_api import Page, expect

from app.content import Release
from app.services.facilitator import paper
from app.services.facilitator.paper_marks import mark_of
from app.services.waves import Wave
from app.store import Database
from app.store.answers import seats
from app.store.programmes import cohorts
from tests.browser.conftest import Look
from tests.browser.test_paper_by_keys import MOST_KEYS_AN_ITEM, at, strike
from tests.browser.test_staff_journeys import press
from tests.browser.whole_day import (
    Counted,
    Instance,
    Staff,
    answered,
    from_nothing,
    open_desk,
    set_up_with_both,
    sign_in,
)

__all__ = ["open_desk"]

Keys = Mapping[str, tuple[str, ...]]
"""What is struck for each question of a sheet, by item, in the order of the sheet."""
CLASS, ITEMS = 12, 14
FIRST, SECOND = "2026-02-05", "2026-02-26"
"""On which the class sat its tests; it is entered on 2 March."""
SCORES = [(3 + number % 4, 2 + number % 9) for number in range(CLASS)]


def test_a_class_of_last_month_is_entered_from_paper_and_reported_under_its_own_days(
    sqlite: Database, app_made: Flask, open_desk: Callable[..., Page], look: Look, shipped: Release
) -> None:
    with from_nothing(sqlite, app_made) as instance:
        aigul, dana = set_up_with_both(instance, open_desk, look)
        group = begin(aigul)
        keys = 0
        for wave, day, place in ((Wave.PRE, FIRST, 0), (Wave.POST, SECOND, 1)):
            sheets = keys_of(instance, shipped, wave, {n: it[place] for n, it in enumerate(SCORES, start=1)})
            aigul.page.goto(f"{group}/paper?wave={wave.value}")
            aigul.page.get_by_label("День, когда проходили тест").fill(day)
            keys += type_class(aigul.page, sheets)
        assert keys / (ITEMS * CLASS * 2) <= MOST_KEYS_AN_ITEM, f"{keys} keys"
        aigul.see("paper-typed", but=("English", "KoboToolbox", "ODK", "Enter"))
        first_item = shipped.instrument.items[0].id
        second_time(aigul, sheets, first_item)
        correct(aigul, group, sheets, first_item)
        finish(aigul, instance, group)
        report(dana, instance)


def begin(aigul: Staff) -> str:
    """A group on paper only with its true days, and its twenty learners in one act; gives its address."""
    page = aigul.page
    page.get_by_label("Регион").select_option("KZ-63")
    page.get_by_label("Как вы встречаетесь").select_option("paper")
    page.get_by_label("Первый день").fill("2026-02-02")
    page.get_by_label("Последний день").fill("2026-02-27")
    page.get_by_text("Согласие родителей, опекунов или учреждения есть").click()
    page.get_by_label("Согласия есть с").fill("2026-02-01")
    press(page, "button", "Создать группу")
    aigul.see("paper-begun")
    group = page.url
    press(page, "link", "Добавить участников")
    page.locator("#rows").fill(str(CLASS))
    press(page, "button", "Показать столько строк")
    for number in range(1, CLASS + 1):
        page.get_by_label(f"Строка {number}, пол", exact=True).select_option("female")
        page.get_by_label(f"Строка {number}, возраст", exact=True).select_option("15-17")
    page.get_by_label("Все сказали «да»").check()
    aigul.see("paper-learners")
    press(page, "button", "Добавить и показать карточки и листы")
    aigul.see("paper-cards")
    page.goto(group)
    expect(page.get_by_text(f"Первый тест: введено листов 0 из {CLASS}.")).to_be_visible()
    return group


def keys_of(instance: Instance, release: Release, wave: Wave, right: Mapping[int, int]) -> dict[int, Keys]:
    """What is to be typed of each sheet, by number in the group: so many right, the others wrong."""
    with instance.app.extensions["database"].reading() as session:
        [cohort] = cohorts.list_cohorts(session, cohorts.Scope(everywhere=True))
        ids = {number: it for it, number in seats.list_handles(session, cohort.cohort_id).items()}
        sheets = {number: paper.paper_of(session, ids[number], wave) for number in right}
    several = {item.id for item in release.instrument.items if item.form("A").has_lines}
    keys: dict[int, Keys] = {}
    for number, sheet in sheets.items():
        answers = answered(release, sheet.form, right=right[number])
        letters = {item: mark_of(answers[item], options, "ru") for item, options in sheet.items.items()}
        keys[number] = {it: (*mark, "ArrowRight") if it in several else (mark,) for it, mark in letters.items()}
    return keys


def type_class(page: Page, sheets: Mapping[int, Keys]) -> int:
    """Types the sheets one after the other, without what is asked beside the questions; gives how many keys it took."""
    struck = 0
    page.locator("[name='m-1-1']").focus()
    for handle, keys in sheets.items():
        assert at(page) == f"m-{handle}-1"
        for key in [*chain.from_iterable(keys.values()), "Enter"]:
            strike(page, key)
            struck += 1
    expect(page.locator("#typed")).to_have_text(str(len(sheets)))
    return struck


def second_time(aigul: Staff, sheets: Mapping[int, Keys], item: str) -> None:
    """Two sheets are typed once more, the second with a slip: it is named, and what was typed first is kept."""
    page = aigul.page
    page.reload()
    press(page, "link", "Ввести листы второй раз и сверить")
    for handle in (1, 2):
        page.locator(f"[name='m-{handle}-1']").focus()
        for key in chain.from_iterable(sheets[handle].values()):
            strike(page, key)
    place = place_of(item, sheets[2])
    page.locator(f"[name='m-2-{place}']").fill(other_than(sheets[2][item][0]))
    press(page, "button", "Сравнить")
    expect(page.get_by_text(f"Номер 2, вопрос {place}", exact=True)).to_be_visible()
    assert page.locator("fieldset.choices").count() == 1
    aigul.see("paper-twice", but=("Enter",))
    page.locator("input[value=first]").check(force=True)
    press(page, "button", "Сохранить выбранное")
    expect(page.get_by_text("Сверено и решено: 2.")).to_be_visible()


def place_of(item: str, keys: Keys) -> int:
    return list(keys).index(item) + 1


def other_than(mark: str) -> str:
    return "А" if mark != "А" else "Б"


def correct(aigul: Staff, group: str, sheets: Mapping[int, Keys], item: str) -> None:
    """Number 3 was typed with one letter wrong: it is typed over, with a reason, and what was typed first stays."""
    page = aigul.page
    page.goto(f"{group}/paper?wave=post")
    page.locator("#reason").select_option(index=1)
    place = place_of(item, sheets[3])
    page.locator(f"[name='m-3-{place}']").fill(other_than(sheets[3][item][0]))
    press(page, "button", "Сохранить")
    expect(page.get_by_text(f"Сохранено листов: 1. Без изменений: {CLASS - 1}.")).to_be_visible()
    page.goto(f"{group}/3")
    aigul.see("paper-corrected")
    expect(page.get_by_text("Не считается: вместо него стоит другая версия.")).to_be_visible()
    expect(page.get_by_text("(отметку прочли неверно). Считается.")).to_be_visible()


def finish(aigul: Staff, instance: Instance, group: str) -> None:
    page = aigul.page
    page.goto(group)
    press(page, "link", "Все листы введены …")
    aigul.see("paper-ask-all-in")
    press(page, "button", "Все листы введены")
    instance.wait(minutes=11)
    page.goto(f"{group}/learned")
    aigul.see("paper-learned")
    COUNTED.is_on_the_result(page)


COUNTED = Counted(
    tuple((before, after - 1 if number == 3 else after) for number, (before, after) in enumerate(SCORES, start=1)),
    joined=CLASS,
)
"""Number 3's first question was right as it was typed, and is not as it was corrected."""


def report(dana: Staff, instance: Instance) -> None:
    page = dana.page
    instance.wait(days=15)
    sign_in(page, "dana")
    page.goto("/figures?by=month")
    dana.see("paper-figures")
    COUNTED.is_in_the_report(page)
    expect(page.locator("main")).to_contain_text("февраль 2026")
    expect(page.locator("main")).not_to_contain_text("март 2026")
