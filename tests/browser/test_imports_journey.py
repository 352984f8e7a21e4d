"""An administrator takes two hundred groups from a table in a real browser, in Russian, and staff with their links."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from app.services.people import Role
from app.store.programmes import cohorts
from tests.app.services.imported import rows_of, written
from tests.browser.conftest import Look, Site
from tests.browser.test_staff_journeys import DESK, come_in, look_at_both, press


def send(page: Page, path: Path) -> None:
    page.get_by_label("Файл", exact=True).set_input_files(path)
    press(page, "button", "Посмотреть строки")


def count(site: Site) -> int:
    session = site.room.school.session
    session.commit()
    number = cohorts.count(session, cohorts.Scope(everywhere=True), is_archived=False)
    session.commit()
    return number - 1  # the one that is there anyway


def test_two_hundred_groups_with_faults_are_mended_and_made_from_a_table(
    page: Page, site: Site, look: Look, tmp_path: Path
) -> None:
    school = site.room.school
    page.set_viewport_size(DESK)
    come_in(page, site, school.staff("root", Role.ADMINISTRATOR))
    page.goto(f"{site.url}/setup")
    press(page, "button", "Русский")
    page.goto(f"{site.url}/setup/groups")
    press(page, "link", "Группы из таблицы")
    look_at_both(page, look, "import-groups")
    with page.expect_download() as download:
        page.get_by_role("link", name="Шаблон (XLSX)").click()
    assert re.fullmatch(r"Группы-шаблон-\d{4}-\d\d-\d\d\.xlsx", download.value.suggested_filename)
    rows = rows_of(200)
    rows[11][2], rows[30][6], rows[199][8] = "Алмата", "3/2/2026", "Aigull"

    send(page, written(rows, tmp_path / "groups.csv", encoding="cp1251"))
    expect(page.get_by_role("heading", name="Ничего не создано: исправить нужно 3 места")).to_be_visible()
    expect(
        page.get_by_text("Строка 12, столбец «Регион»: «Алмата»: такого здесь нет. Может быть: «Алматы»")
    ).to_be_visible()
    assert count(site) == 0

    rows[11][2], rows[30][6], rows[199][8] = "Алматы", "02.03.2026", "aigul"
    send(page, written(rows, tmp_path / "groups.csv", encoding="cp1251"))
    expect(page.get_by_text("Ошибок не видно.")).to_be_visible()
    press(page, "button", "Создать 200 групп")
    expect(page.get_by_text("Создано 200 групп. Вступать пока нельзя.")).to_be_visible()
    assert count(site) == 200

    page.goto(f"{site.url}/setup/import/staff")
    send(page, written([["Имя", "Роль", "Место"], ["Бота", "Ведущий", "Bilim"]], tmp_path / "staff.csv"))
    press(page, "button", "Добавить 1 человека")
    look_at_both(page, look, "import-links")
    assert re.search("/staff/link#.{40}", page.get_by_role("main").inner_text())
    page.reload()
    expect(page.get_by_text("Всё это уже есть").or_(page.get_by_text("бота"))).not_to_have_count(0)
    assert "/staff/link#" not in page.content()
