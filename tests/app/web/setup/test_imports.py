"""An administrator takes groups, partners and staff from a table: template, preview, all of it or nothing, once."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from app.services.people import Role
from app.store.programmes.cohorts import Scope, count
from tests.app.services.imported import SLIPS, rows_of
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone

MADE = 200


def send(desk: Phone, kind: str, name: str, data: bytes) -> Page:
    address = f"/setup/import/{kind}"
    _, fields = desk.open(address).sent_by("Look at the rows")
    return desk.send(address, {**fields, "table": (io.BytesIO(data), name)})


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Groups-template", "Partners-template", "Staff-template"]),
        ("ru", ["Группы-шаблон", "Партнёры-шаблон", "Сотрудники-шаблон"]),
        ("kk", ["Топтар-үлгі", "Серіктестер-үлгі", "Қызметкерлер-үлгі"]),
    ],
)
def test_a_template_is_named_in_the_reader_s_language_with_the_day_of_its_lists(
    desk: Phone, room: Room, language: str, names: list[str]
) -> None:
    sent = [
        desk.client.get(f"/setup/import/{kind}/template.xlsx?lang={language}").headers["Content-Disposition"]
        for kind in ("groups", "partners", "staff")
    ]

    day = f"{room.school.now:%Y-%m-%d}"
    assert [re.sub(r".*(=|'')", "", unquote(it)) for it in sent] == [f"{name}-{day}.xlsx" for name in names]


def count_groups(room: Room) -> int:
    session = room.school.session
    session.commit()
    groups = count(session, Scope(everywhere=True), is_archived=False)
    session.commit()  # or a page that writes would wait for this one
    return groups - 1  # the one that is there anyway


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_template_offers_what_there_is_and_comes_back_filled(desk: Phone, room: Room, language: str) -> None:
    desk.client.get(f"/setup?lang={language}")
    data = desk.client.get("/setup/import/groups/template.xlsx?lang=" + language).data
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    lists: dict[str, list[str]] = {head: [] for head in heads}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            name, _, area = rule.formula1.partition("!")
            cells = book[name.strip("'=")][area.replace("$", "")]
            place = next(iter(rule.sqref.ranges)).min_col
            lists[heads[place - 1]] = [row[0].value for row in cells]
    chosen = [lists[head][0] if lists[head] else "" for head in heads]

    assert book.worksheets[1].sheet_state == "hidden"
    assert ["Bilim"] in lists.values()
    assert ["aigul"] in lists.values()
    assert sum(bool(choices) for choices in lists.values()) == 6
    assert sum(rule.type == "date" for rule in sheet.data_validations.dataValidation) == 2
    for place, value in enumerate(chosen, start=1):
        sheet.cell(2, place, value)
    typed: dict[int, object] = {1: "From the template", 7: datetime(2026, 3, 2), 8: datetime(2026, 5, 30), 10: 30}
    for place, cell in typed.items():
        sheet.cell(2, place, cell)
    filled = io.BytesIO()
    book.save(filled)

    page = send(desk, "groups", "template.xlsx", filled.getvalue())
    assert page.status == 200
    assert "From the template" in page.text
    empty = send(desk, "groups", "template.xlsx", data)
    assert empty.status == 422


def test_thirty_faults_are_shown_at_once_and_mended_the_groups_are_made_once(desk: Phone, room: Room) -> None:
    room.school.staff("officer", Role.ME_OFFICER)
    room.school.staff("left", Role.FACILITATOR)
    room.school.partner("Gone")
    room.school.session.commit()
    desk.open("/setup/staff").tap("left").press("Disable")
    desk.send(*_archive(desk.open("/setup/partners"), "Gone"))

    wrong = send(desk, "groups", "groups.csv", as_csv(rows_of(slips=True)))

    assert wrong.status == 422
    assert f"Nothing was made: {len(SLIPS)} things to mend" in wrong.text
    listed = re.findall(r"<li>(Row \d+, column .*?)</li>", wrong.html)
    assert len(listed) == 30
    assert {int(re.findall(r"\d+", one)[0]) for one in listed} == set(SLIPS)
    assert "Row 12, column “Партнёр”: “Bilm” is not known here. Perhaps: “Bilim”" in wrong.text
    assert "Make" not in " ".join(wrong.buttons())
    assert count_groups(room) == 0

    right = send(desk, "groups", "groups.csv", as_csv(rows_of(), "cp1251"))
    assert right.status == 200
    assert "2 March 2026" in right.text
    assert count_groups(room) == 0, "nothing is made before it is looked at"
    done = right.press(f"Make {MADE} groups")

    assert "200 groups are made. Nobody can join yet." in done.text
    assert count_groups(room) == MADE
    again = send(desk, "groups", "groups.csv", as_csv(rows_of()))
    assert "All of them are there already" in again.text
    assert again.text.count("is there already") == MADE
    assert "Group 200" in desk.open("/setup/groups?search=Group+200").text


def _archive(partners: Page, name: str) -> tuple[str, dict[str, str]]:
    """The button of this partner's row."""
    row = next(it for it in partners.root.iter("tr") if name in "".join(it.itertext()))
    form = next(row.iter("form"))
    fields = {it.get("name", ""): it.get("value", "") for it in form.iter("input")}
    return form.get("action", ""), fields


def test_rows_are_looked_at_once_more_before_they_are_made(desk: Phone, room: Room) -> None:
    page = send(desk, "groups", "groups.csv", as_csv(rows_of(2)))
    desk.open("/setup/staff").tap("aigul").press("Disable")

    late = page.press("Make 2 groups")

    assert late.status == 422
    assert "Nothing was made: 2 things to mend" in late.text
    assert count_groups(room) == 0


@pytest.mark.parametrize("rows", ["", "{", "7", "[1]", '[["x", {}]]', "[[1, []]]", "null", "[" * 5000])
def test_rows_that_no_page_sends_are_refused(desk: Phone, room: Room, rows: str) -> None:
    _, fields = desk.open("/setup/import/groups").sent_by("Look at the rows")

    assert desk.client.post("/setup/import/groups", data={**fields, "rows": rows}).status_code in (400, 422)
    assert count_groups(room) == 0


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.csv", b"", "the file is empty"),
        ("t.csv", "Название группы;Регион\n".encode(), "t.csv: names columns but has no rows below them"),
        ("t.xlsx", b"PK nothing", "no table that can be opened"),
        ("t.csv", b"a;b\n1;2;3\n", "separator"),
        ("t.csv", b"a;b\n1;2\n", "the table has no such column: add it, or take the template"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_the_way_to_mend_it(
    desk: Phone, name: str, data: bytes, message: str
) -> None:
    page = send(desk, "groups", name, data)

    assert page.status == 422
    assert message in page.text


def test_in_a_russian_page_nothing_of_a_bad_file_is_english(desk: Phone) -> None:
    desk.open("/setup").press("Русский")
    address = "/setup/import/groups"
    _, fields = desk.open(address).sent_by("Посмотреть строки")

    page = desk.send(address, {**fields, "table": (io.BytesIO(b"a;b\n1;2;3\n"), "t.csv")})

    assert "t.csv, строка 2: ячеек: 3, столбцов в первой строке: 2" in page.text


def test_no_file_at_all_is_said(desk: Phone) -> None:
    assert "Choose the file." in desk.open("/setup/import/groups").press("Look at the rows").text
    assert desk.client.get("/setup/import/nothing").status_code == 404


def test_partners_come_from_a_table(desk: Phone) -> None:
    page = send(desk, "partners", "p.csv", as_csv([["Партнёр"], ["Жол"], ["Bilim"]]))

    assert "1 of them is there already" in page.text
    assert "1 partner is added." in page.press("Add 1 partner").text
    assert "Жол" in desk.open("/setup/partners").text


def test_links_of_staff_are_shown_once_to_be_printed_and_each_lets_somebody_in(desk: Phone, room: Room) -> None:
    rows = [["Name", "Role", "Place"], ["Bota", "Facilitator", "Bilim"], ["Dana", "M&E officer", ""]]
    page = send(desk, "staff", "s.csv", as_csv(rows))
    address, fields = page.sent_by("Add 2 people")

    shown = desk.send(address, fields)

    assert shown.heading == "One-time links for 2 people"
    assert "Facilitator: Bilim" in shown.text
    assert "M&E officer: Safe ways" in shown.text
    assert [it for it in ("Bota", "Dana") if f"<b>{it}</b>" in shown.html] == ["Bota", "Dana"]
    links = re.findall(r">(http[^<]+/staff/link#[^<]+)<", shown.html)
    assert len(set(links)) == shown.html.count("<svg") - shown.html.count('class="i"') == 2
    again = desk.send(address, fields)
    assert "/staff/link#" not in again.html, "a reload shows none"
    assert "/staff/link#" not in desk.open("/setup/staff").html
    for link in links:
        page = Phone(desk.app).open("/staff/link").press("Go on", token=link)
        assert "Passphrase" in page.text
