"""From an empty instance in Russian: two hundred groups from the product's own template, thirty faults in it first."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from app.content import Release
from app.services.administrator.imports import groups
from app.store import Database
from tests.app.services.imported import SLIPS
from tests.browser.conftest import Look
from tests.browser.test_imports_journey import send
from tests.browser.test_staff_journeys import press
from tests.browser.whole_day import Staff, add_person, from_nothing, open_desk, set_up, sign_in

__all__ = ["open_desk"]

COUNT = 200


def test_two_hundred_groups_come_from_the_template_after_thirty_faults_were_named(
    sqlite: Database, app_made: Flask, open_desk: Callable[..., Page], look: Look, shipped: Release, tmp_path: Path
) -> None:
    with from_nothing(sqlite, app_made) as instance:
        root = Staff(open_desk(instance), look)
        page = root.page
        links = set_up(Staff(page), instance)
        aigul = Staff(open_desk(instance), look)
        aigul.follow(links["aigul"])
        make_those_who_are_gone(page)

        page.goto("/setup/groups")
        press(page, "link", "Группы из таблицы")
        root.see("import")
        with page.expect_download() as download:
            page.get_by_role("link", name="Шаблон (XLSX)").click()
        template = tmp_path / "template.xlsx"
        download.value.save_as(template)
        heads = send_filled(page, template, SLIPS)
        root.see("import-faults", but=named_in(SLIPS))
        expect(page.get_by_role("heading", name="Ничего не создано: исправить нужно 30 мест")).to_be_visible()
        sentences = page.locator("section[role=alert] ol li").all_inner_texts()
        places = [re.match(r"Строка (\d+), столбец «(.+?)»: ", it) for it in sentences]
        assert [(int(it[1]), it[2]) for it in places if it] == [
            (row, heads[groups.COLUMNS.index(column)]) for row, (column, _, _) in sorted(SLIPS.items())
        ]
        page.goto("/setup")
        expect(page.get_by_text("0 групп")).to_be_visible()

        page.goto("/setup/import/groups")
        send_filled(page, template, {})
        expect(page.get_by_text("Ошибок не видно.")).to_be_visible()
        press(page, "button", f"Создать {COUNT} групп")
        expect(page.get_by_text(f"Создано {COUNT} групп. Вступать пока нельзя.")).to_be_visible()
        root.see("import-made", but=("Group",))
        find_and_sort(aigul)


def make_those_who_are_gone(page: Page) -> None:
    """A partner that is archived, a facilitator who left, and an officer who leads nothing: three faults name them."""
    page.goto("/setup/partners/new")
    page.get_by_label("Название партнёра").fill("Gone")
    press(page, "button", "Добавить партнёра")
    page.goto("/setup/partners")
    with page.expect_navigation():
        page.get_by_role("row", name="Gone").get_by_role("button", name="В архив").click()
    add_person(page, "officer", "Специалист по мониторингу и оценке", "Безопасный путь")
    add_person(page, "left", "Ведущий", "Bilim")
    page.goto("/setup/staff")
    press(page, "link", "left")
    press(page, "button", "Закрыть доступ")


def send_filled(page: Page, template: Path, slips: Mapping[int, tuple[str, str, str]]) -> list[str]:
    """Fills the template with what its own lists offer, but for the slips, and sends it; gives the heads."""
    book = load_workbook(template)
    sheet, lists = book.worksheets[0], book.worksheets[1]
    heads = [str(cell.value) for cell in sheet[1]]
    for row in range(2, COUNT + 2):
        for place, value in enumerate(row_of(lists, row), start=1):
            sheet.cell(row, place).value = value
    for row, (column, text, _) in slips.items():
        sheet.cell(row, groups.COLUMNS.index(column) + 1).value = text
    filled = template.with_name("filled.xlsx")
    book.save(filled)
    send(page, filled)
    return heads


def row_of(lists: Any, row: int) -> Sequence[Any]:
    """A group as it is chosen from the lists: its region goes round, everything else is the first that is offered."""
    offered = [[it for it in column if it] for column in lists.iter_cols(min_row=2, values_only=True)]
    chosen = dict(zip(groups.COLUMNS, offered, strict=False))
    regions = chosen["region"]
    return [
        f"Group {row}",
        chosen["partner"][0],
        regions[row % len(regions)],
        chosen["course"][0],
        chosen["language"][0],
        chosen["way"][0],
        date(2026, 3, 2),
        date(2026, 5, 30),
        chosen["facilitator"][0],
        20,
    ]


def named_in(slips: Mapping[int, tuple[str, str, str]]) -> tuple[str, ...]:
    """Latin words that stand on the page because somebody typed them, or because they are names."""
    typed = " ".join(text for _, text, _ in slips.values())
    return (*re.findall("[A-Za-z]+", typed), "officer", "left", "Gone")


def find_and_sort(aigul: Staff) -> None:
    """The facilitator finds one of her two hundred groups, and has them in the order of their numbers."""
    page = aigul.page
    sign_in(page, "aigul")
    page.goto("/groups?sort=name")
    aigul.see("groups-of-200", but=("Group",))
    names = page.locator("tbody th a")
    assert names.all_inner_texts()[:11] == [f"Group {number}" for number in range(2, 13)]
    page.get_by_role("searchbox").fill("Group 150")
    press(page, "button", "Показать")
    assert names.all_inner_texts() == ["Group 150"]
    page.goto("/groups?sort=-name")
    assert names.first.inner_text() == f"Group {COUNT + 1}"
