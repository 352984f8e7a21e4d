"""Groups, partners and staff from a table: every fault of every row at once, then all of it or nothing."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import event

from app.files import read_table
from app.services.administrator import programme
from app.services.administrator.imports import groups, partners, staff
from app.services.administrator.imports.days import NoDay, TwoDays, day_in
from app.services.administrator.imports.kinds import KINDS
from app.services.administrator.imports.lines import MOST_ROWS, TooManyRows, cleaned, sheet_of
from app.services.administrator.staff import disable
from app.services.people import Role
from app.store import audit
from app.store.people import staff as people
from app.store.programmes import partners as partner_rows
from app.wording import Words
from app.wording.imports import fault_sentence
from tests.app.conftest import School
from tests.app.files import hostile
from tests.app.services.imported import HEADS, SLIPS, count_groups, rows_of, sheet

MOST_STATEMENTS = 12
"""Beside the rows themselves: for two hundred groups, looked at and made."""


@pytest.fixture
def office(school: School) -> School:
    """A school with somebody who left, somebody who leads nothing, and a partner that is archived."""
    left = people.get_by_id(school.session, school.staff("left", Role.FACILITATOR))
    assert left is not None
    disable(school.session, left, now=school.now)
    school.staff("officer", Role.ME_OFFICER)
    gone = partner_rows.get_by_id(school.session, school.partner("Gone"))
    assert gone is not None
    programme.archive_partner(school.session, gone, now=school.now)
    return school


def test_thirty_faults_in_two_hundred_groups_are_named_at_once_and_nothing_is_made(
    office: School, tmp_path: Path
) -> None:
    draft = groups.read(office.session, sheet(rows_of(slips=True), tmp_path / "t.csv"), office.now)

    named = {(fault.row, fault.column, fault.code) for fault in draft.faults}
    assert named == {(row, column, code) for row, (column, _, code) in SLIPS.items()}
    assert len(draft.faults) == len(SLIPS) == 30
    assert count_groups(office) == 0
    near = {fault.value: fault.near for fault in draft.faults if fault.near}
    assert near["Bilm"] == ("Bilim",)
    assert "Алматы" in near["Алмата"]
    for fault in draft.faults:
        for language in ("en", "ru", "kk"):
            assert "%" not in fault_sentence(Words(language), fault.code, fault.value, fault.near)


def test_two_hundred_groups_are_made_in_one_go_with_few_statements(office: School, tmp_path: Path) -> None:
    table = sheet(rows_of(), tmp_path / "t.csv")
    groups.read(office.session, table, office.now)  # the release is read once a process
    counted: list[str] = []
    connection = office.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: counted.append(args[2]))

    draft = groups.read(office.session, table, office.now)
    made = groups.make(office.session, draft.rows, by=None, now=office.now)
    office.session.flush()

    assert not draft.faults
    assert (len(made), count_groups(office)) == (200, 200)
    rows = [one for one in counted if one.startswith("INSERT")]
    assert len(rows) <= 2 * 200, "each group is its row and its act"
    assert len(counted) - len(rows) <= MOST_STATEMENTS
    first = made[0]
    assert (first.label, first.region_code, first.language, first.way) == ("Group 2", "KZ-75", "ru", "room")
    assert (first.starts_on, first.ends_on, first.expected_count) == (date(2026, 3, 2), date(2026, 5, 30), 20)
    assert first.facilitator_id == office.facilitator_id
    assert len({cohort.join_code for cohort in made}) == 200
    acts = audit.list_acts(office.session, cohort_id=made[7].cohort_id)
    assert [(act.act, act.detail["label"]) for act in acts] == [("cohort.add", "Group 9")]


def test_a_group_from_a_table_is_the_same_as_one_from_the_page(office: School, tmp_path: Path) -> None:
    [made] = groups.make(
        office.session,
        groups.read(office.session, sheet(rows_of(1), tmp_path / "t.csv"), office.now).rows,
        now=office.now,
    )
    typed = office.cohort(is_open=False, label="Group 2", region_code="KZ-75", expected_count=20)

    its_own = {"cohort_id", "ref", "join_code"}
    assert {name: getattr(made, name) for name in made.__dataclass_fields__ if name not in its_own} == {
        name: getattr(typed, name) for name in typed.__dataclass_fields__ if name not in its_own
    }


def test_a_table_that_comes_twice_makes_nothing_twice(office: School, tmp_path: Path) -> None:
    def read(rows: Sequence[Sequence[str]]) -> tuple[groups.Group, ...]:
        draft = groups.read(office.session, sheet(rows, tmp_path / "t.csv"), office.now)
        assert not draft.faults
        return draft.rows

    groups.make(office.session, read(rows_of(5)), now=office.now)
    again = rows_of(7)
    again[1][0] = " GROUP\u00a0 2 "
    rows = read(again)

    assert [row.is_known for row in rows] == [True] * 5 + [False] * 2
    assert len(groups.make(office.session, rows, now=office.now)) == 2
    assert count_groups(office) == 7


def test_a_group_whose_facilitator_has_not_used_the_link_is_marked(office: School, tmp_path: Path) -> None:
    [row] = groups.read(office.session, sheet(rows_of(1), tmp_path / "t.csv"), office.now).rows
    assert row.has_unused_link


@pytest.mark.parametrize(
    "name", ["Turkistan Region", "Turkistan", "Туркестанская область", "түркістан облысы", "KZ-61"]
)
def test_a_region_is_known_by_its_name_in_each_language_and_by_the_one_of_former_files(
    office: School, tmp_path: Path, name: str
) -> None:
    rows = rows_of(1)
    rows[1][2] = name

    [group] = groups.read(office.session, sheet(rows, tmp_path / "t.csv"), office.now).rows

    assert group.outline.region_code == "KZ-61"


def test_a_short_name_that_is_a_city_s_and_a_region_s_is_asked_about(office: School, tmp_path: Path) -> None:
    rows = rows_of(1)
    rows[1][2] = "Almaty"

    [fault] = groups.read(office.session, sheet(rows, tmp_path / "t.csv"), office.now).faults

    assert (fault.column, fault.code) == ("region", "unknown")
    assert set(fault.near) >= {"Almaty Region", "Almaty (city)"}


def test_a_row_with_several_faults_names_each(office: School, tmp_path: Path) -> None:
    rows = rows_of(1)
    rows[1] = ["", "Nowhere", "Nowhere", "Nothing", "Klingon", "Never", "x", "y", "Nobody", "z"]

    draft = groups.read(office.session, sheet(rows, tmp_path / "t.csv"), office.now)

    columns = [fault.column for fault in draft.faults]
    assert len(columns) == len(set(columns))
    assert set(columns) == set(groups.COLUMNS) - {"course"}, "of a partner that is unknown the courses are, too"


def test_columns_are_known_in_any_language_and_missing_ones_are_named(office: School, tmp_path: Path) -> None:
    rows = rows_of(1)
    rows[0] = ["name of the  GROUP", "Partner", *HEADS[2:4], "language", *HEADS[5:], "Заметки"]
    rows[1].append("for us")
    known = sheet(rows, tmp_path / "t.csv")
    assert not groups.read(office.session, known, office.now).faults
    assert known.unread == ("Заметки",)

    lacking = sheet([["Название", "Регион"], ["1", "Алматы"]], tmp_path / "t.csv")
    missing = groups.read(office.session, lacking, office.now).faults
    assert [(it.row, it.column, it.code) for it in missing] == [
        (0, column, "no_column") for column in groups.NEEDED if column != "region"
    ]


def test_where_there_is_one_partner_and_one_course_they_may_stay_empty(school: School, tmp_path: Path) -> None:
    rows = rows_of(1)
    rows[1][1] = rows[1][4] = rows[1][9] = ""

    [row] = groups.read(school.session, sheet(rows, tmp_path / "t.csv"), school.now).rows

    assert row.outline.partner_id == school.partner_id
    assert (row.outline.language, row.outline.expected_count) == ("ru", 25)


def test_partners_of_one_name_in_two_programmes_are_asked_about(school: School, tmp_path: Path) -> None:
    programme_id, _ = school.other_programme()
    programme.add_partner(school.session, programme_id=programme_id, name="Bilim", now=school.now)
    rows = rows_of(2)
    rows[2][1] = "bilim (safe ways)"

    draft = groups.read(school.session, sheet(rows, tmp_path / "t.csv"), school.now)

    [fault] = draft.faults
    assert (fault.row, fault.code) == (2, "ambiguous")
    assert "Bilim (Safe ways)" in fault.near
    assert [row.outline.partner_id for row in draft.rows] == [school.partner_id]


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """With real dates and numbers."""
    book = Workbook()
    for row in rows[:1]:
        book.active.append(row)
    for row in rows[1:]:
        book.active.append([*row[:6], datetime(2026, 3, 2), datetime(2026, 5, 30), row[8], int(row[9])])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_ods(rows: Sequence[Sequence[str]]) -> bytes:
    """With real dates and numbers, as LibreOffice writes them."""

    def cell(text: str) -> str:
        if text.isdecimal():
            return f'<table:table-cell office:value-type="float" office:value="{text}"/>'
        day = {"02.03.2026": "2026-03-02", "2026-05-30": "2026-05-30"}.get(text)
        if day:
            return f'<table:table-cell office:value-type="date" office:date-value="{day}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return hostile.ods(content=hostile.CONTENT.format(lines))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.xlsx", as_xlsx(rows_of(3))),
        ("t.ods", as_ods(rows_of(3))),
        ("t.csv", "\n".join(";".join(row) for row in rows_of(3)).encode("cp1251")),
        ("t.csv", "\n".join(";".join(row) for row in rows_of(3)).encode("utf-8-sig")),
        ("t.csv", "\n".join(",".join(row) for row in rows_of(3)).encode("utf-16")),
    ],
    ids=["xlsx", "ods", "csv of Windows-1251", "csv of UTF-8 with its mark", "csv of UTF-16 with commas"],
)
def test_a_table_means_the_same_whatever_file_it_comes_in(
    school: School, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    draft = groups.read(school.session, sheet_of(read_table(path), groups.COLUMNS), school.now)

    assert not draft.faults
    usual = groups.read(school.session, sheet(rows_of(3), tmp_path / "usual.csv"), school.now)
    assert draft.rows == usual.rows
    assert len(draft.rows) == 3


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T00:00:00", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", date(2026, 3, 2)),
        ("02.03.2026", date(2026, 3, 2)),
        ("2.3.26", date(2026, 3, 2)),
        ("02.03.2026 г.", date(2026, 3, 2)),
        ("02-03-2026", date(2026, 3, 2)),
        ("14/3/2026", date(2026, 3, 14)),
        ("3/14/2026", date(2026, 3, 14)),
        ("3/3/2026", date(2026, 3, 3)),
        ("46083", date(2026, 3, 2)),
    ],
)
def test_days_are_read_as_spreadsheets_have_them(text: str, day: date) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize("text", ["", "soon", "31.02.2026", "2026-00-10", "1.1", "99999999999", "٣٤"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NoDay):
        day_in(text)


def test_a_day_that_may_be_two_is_asked_about() -> None:
    with pytest.raises(TwoDays):
        day_in("3/2/2026")


def test_signs_that_nobody_sees_are_no_part_of_a_name() -> None:
    assert cleaned("\ufeffГру\u200bппа\u00a0\u2009 1\t") == "Группа 1"


def test_a_table_of_more_rows_than_are_made_at_once_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyRows):
        sheet(rows_of(MOST_ROWS + 1), tmp_path / "t.csv")


def test_partners_come_from_a_table_and_none_twice(office: School, tmp_path: Path) -> None:
    heads = ("Name", "Programme")
    table = sheet(
        [heads, ("«Жол»", "Safe ways"), ("ТОО  «Дала»", ""), ("bilim", ""), ("gone", "")],
        tmp_path / "p.csv",
        partners.COLUMNS,
    )

    draft = partners.read(office.session, table, office.now)
    made = partners.make(office.session, draft.rows, now=office.now)

    assert not draft.faults
    assert [row.is_known for row in draft.rows] == [False, False, True, True]
    assert [partner.name for partner in made] == ["«Жол»", "ТОО «Дала»"]
    wrong = sheet(
        [heads, ("", ""), ("x" * 121, ""), ("A", "Nowhere"), ("B", ""), ("b", "")], tmp_path / "p.csv", partners.COLUMNS
    )
    faults = partners.read(office.session, wrong, office.now).faults
    assert [(it.row, it.column, it.code) for it in faults] == [
        (3, "partner_name", "too_long"),
        (4, "programme", "unknown"),
        (6, "partner_name", "twice"),
    ]


def test_staff_come_from_a_table_with_a_link_each_and_nobody_twice(office: School, tmp_path: Path) -> None:
    heads = ("Имя", "Роль", "Место", "Язык")
    table = sheet(
        [
            heads,
            ("Bota  K", "ведущий", "BILIM", "казахский"),
            ("dana", "Partner lead", "", ""),
            ("erlan", "me_officer", "safe ways", "en"),
            ("zere", "Администратор", "всё", "ru"),
            ("Aigul", "facilitator", "Bilim", "ru"),
        ],
        tmp_path / "s.csv",
        staff.COLUMNS,
    )

    draft = staff.read(office.session, table, office.now)
    added = staff.make(office.session, draft.rows, now=office.now)

    assert not draft.faults
    assert [row.is_known for row in draft.rows] == [False] * 4 + [True]
    assert [(it.new.name, it.person.grant.role, it.person.place, it.person.language) for it in added] == [
        ("Bota K", Role.FACILITATOR, "Bilim", "kk"),
        ("dana", Role.PARTNER_LEAD, "Bilim", "ru"),
        ("erlan", Role.ME_OFFICER, "Safe ways", "en"),
        ("zere", Role.ADMINISTRATOR, "", "ru"),
    ]
    assert len({it.new.token for it in added}) == 4
    waiting = people.list_waiting_links(office.session, [it.new.staff_id for it in added], office.now)
    assert len(waiting) == 4


def test_every_fault_of_a_table_of_staff_is_named(office: School, tmp_path: Path) -> None:
    office.partner("Another")
    rows = [
        ("Name", "Role", "Place", "Language"),
        ("", "facilitator", "Bilim", ""),
        ("a", "facilitator", "Bilim", ""),
        ("x" * 61, "facilitator", "Bilim", ""),
        ("bota", "king", "Bilim", ""),
        ("Bota", "facilitator", "Bilim", "Klingon"),
        ("c c", "facilitator", "", ""),
        ("d d", "facilitator", "Safe ways", ""),
        ("e e", "me_officer", "Bilim", ""),
        ("f f", "administrator", "Bilim", ""),
        ("g g", "partner_lead", "Nowhere", ""),
    ]

    draft = staff.read(office.session, sheet(rows, tmp_path / "s.csv", staff.COLUMNS), office.now)

    assert [(it.row, it.column, it.code) for it in draft.faults] == [
        (2, "name", "empty"),
        (3, "name", "too_short"),
        (4, "name", "too_long"),
        (5, "role", "unknown"),
        (6, "name", "twice"),
        (6, "language", "unknown"),
        (7, "place", "no_place"),
        (8, "place", "partner_needed"),
        (9, "place", "programme_needed"),
        (10, "place", "no_place_here"),
        (11, "place", "unknown"),
    ]
    assert not draft.rows


def test_the_template_tells_two_partners_of_one_name_apart_by_their_programme(school: School, tmp_path: Path) -> None:
    elsewhere, _ = school.other_programme()
    programme.add_partner(school.session, programme_id=elsewhere, name="Bilim", now=school.now)

    for kind, column in (("staff", "place"), ("groups", "partner")):
        offered = KINDS[kind].listed(school.session, Words("en"))[column]
        assert {"Bilim (Safe ways)", "Bilim (Elsewhere)", "Others"} <= {*offered}
        assert "Bilim" not in offered
    rows = [("Name", "Role", "Place", "Language"), ("Dana", "Facilitator", "Bilim (Elsewhere)", "English")]
    draft = staff.read(school.session, sheet(rows, tmp_path / "t.csv", staff.COLUMNS), school.now)
    assert not draft.faults
