"""A class of paper beside phones: numbered sheets, printed cards without a phone, a table, a second entry."""

import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook

from app.content import Release
from app.exports import workbook
from app.services.cohorts import today_of
from app.services.facilitator import cards, paper, without_phones
from app.services.facilitator.paper_marks import mark_of
from app.services.learner import testing
from app.services.people import new_card
from app.services.waves import Wave
from app.store import audit
from app.store.answers import attempts, seats
from app.store.people import learners, prepared
from app.store.programmes import cohort_changes
from app.web.lead.paper.grid import unsure_letters
from tests.app.files.hostile import ods
from tests.app.web.conftest import Room
from tests.app.web.desk import control
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def learner_ids(room: Room) -> list[int]:
    """Two, after the opening of the first test."""
    ids = [room.school.learner(room.cohort) for _ in range(2)]
    room.open(Wave.PRE)
    return ids


@pytest.fixture
def cards_made(room: Room) -> list[tuple[int, Any]]:
    """Two printed cards that nobody has used."""
    made = cards.prepare(
        room.school.session, room.cohort, [(new_card(), "-") for _ in range(2)], batch="b", now=room.school.now
    )
    room.school.session.commit()
    return made


@pytest.fixture
def address(room: Room) -> str:
    return f"/groups/{room.cohort.ref}/paper"


def letters(room: Room, sheet: paper.Paper, *, right: int) -> list[str]:
    answers = room.school.answers(sheet.form, right=right)
    return [mark_of(answers[item], options, room.cohort.language) for item, options in sheet.items.items()]


def of_learner(room: Room, handle: int, *, right: int) -> dict[str, str]:
    learner = learners.by_handle(room.school.session, room.cohort.cohort_id, handle)
    assert learner is not None
    marks = letters(room, paper.paper_of(room.school.session, learner.learner_id, Wave.PRE), right=right)
    room.school.session.commit()
    return {f"m-{handle}-{n}": mark for n, mark in enumerate(marks, start=1)}


def of_card(room: Room, handle: int, *, right: int) -> list[str]:
    session, cohort = room.school.session, room.cohort
    card = next(it for it in prepared.list_cards(session, cohort.cohort_id) if it.handle == handle)
    marks = letters(room, without_phones.paper_of_card(session, cohort, card, Wave.PRE), right=right)
    session.commit()
    return marks


def scores(room: Room) -> dict[int, int | None]:
    """By number, of those who have one."""
    room.school.session.expire_all()
    handles = seats.list_handles(room.school.session, room.cohort.cohort_id)
    sent = attempts.list_attempts_of(room.school.session, list(handles))
    room.school.session.commit()
    return {handles[it]: of[-1].score for it, of in sent.items() if of and of[-1].received_at}


def test_a_printed_card_is_typed_in_under_its_number_and_its_holder_has_joined_on_paper(
    desk: Phone, room: Room, learner_ids: list[int], cards_made: list[tuple[int, Any]], address: str
) -> None:
    number = cards_made[0][0]
    row = {f"m-{number}-{n}": mark for n, mark in enumerate(of_card(room, number, right=6), start=1)}
    page = desk.open(address)
    assert "of 4 sheets are in" in page.text
    wrong_day = page.press("Save", sat_on="2026-01-01", **row)
    assert "On that day the test was not open yet." in wrong_day.text
    assert learners.by_handle(room.school.session, room.cohort.cohort_id, number) is None
    room.school.session.commit()

    page.press("Save", sat_on=str(room.school.now.date()), **row, **{f"x-{number}": "female", f"a-{number}": "18-19"})

    learner = learners.by_handle(room.school.session, room.cohort.cohort_id, number)
    assert learner is not None
    assert (learner.sex, learner.age_band) == ("female", "18-19")
    assert scores(room) == {number: 6}


def test_cards_are_printed_with_a_sheet_that_has_number_code_and_form(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/cards")
    where, fields = page.sent_by("Make and show the cards", count="3", **{"sheet-pre": "yes"})
    shown = desk.client.post(where, data=fields).get_data(as_text=True)
    codes = re.findall(r"<strong class=\"num\">(\w{4} \w{4})", shown)

    assert len(codes) == 3
    assert all(f'<b class="num">{code}</b>' in shown for code in codes)
    assert shown.count('class="one-sheet"') == 3
    without = desk.client.post(where, data={**page.sent_by("Make and show the cards", count="2")[1], "batch": "other"})
    assert "one-sheet" not in without.get_data(as_text=True)


def test_sheets_printed_later_have_the_number_and_the_form_and_no_code(
    desk: Phone, room: Room, learner_ids: list[int], cards_made: list[tuple[int, Any]], address: str
) -> None:
    room.school.sit(learner_ids[1], Wave.PRE, right=5)
    room.school.session.commit()
    shown = desk.client.get(f"{address}/sheets?wave=pre").get_data(as_text=True)
    forms = re.findall(r"· ([AB])</h2>\s*<p class=\"blanks\">№ <b class=\"num\">(\d+)", shown)

    first = paper.paper_of(room.school.session, learner_ids[0], Wave.PRE).form
    assert (first, "1") in forms
    assert [number for _, number in forms] == ["1", "3", "4"], "2 has sent the test from a phone"
    assert not [card.learner_code for _, card in cards_made if card.learner_code in shown.replace(" ", "")]
    assert not [secret for secret in room.secrets() if secret in shown]


def test_columns_are_named_as_questions_and_statements_are_numbered_on_the_sheet(
    desk: Phone, room: Room, learner_ids: list[int], address: str
) -> None:
    grid = desk.open(address).html
    columns = re.findall(r'<th scope="col" class="c[^"]*">(\d+)</th>', grid)
    sheet = desk.client.get(f"{address}/A/ru").get_data(as_text=True)
    count = len(room.school.release.instrument.beside(with_reactions=False))

    assert columns == [str(n) for n in range(1, 15 + count)]
    assert '<ol class="agree" start="15">' in sheet
    first, second = re.findall(r"/paper/A/(\w\w)", grid)[:2]
    assert (first, second) == ("ru", "kk") or first == room.cohort.language, "the group's language comes first"


def test_who_is_in_the_midst_of_the_test_on_a_phone_is_marked(
    desk: Phone, room: Room, learner_ids: list[int], address: str
) -> None:
    sitting = testing.begin(room.school.session, learner_ids[1], Wave.PRE, room.school.now)
    item, answer = next(iter(room.school.answers(sitting.form, right=1).items()))
    testing.answer(room.school.session, learner_ids[1], Wave.PRE, item, answer, room.school.now)
    room.school.session.commit()

    assert desk.open(address).text.count("on a phone: 1 of 14") == 1


def test_the_assent_is_printed_with_the_words_of_the_phones_page(desk: Phone, room: Room, address: str) -> None:
    shown = desk.client.get(f"{address}/assent/en").get_data(as_text=True)

    assert "Nobody asks your name, phone, address, or what happened to you." in shown
    assert "You can stop any time and have your answers erased." in shown
    assert desk.client.get(f"{address}/assent/xx").status_code == 404


def csv(rows: list[list[str]]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


def libre(rows: list[list[str]]) -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("".join(map(cell.format, row)) for row in rows)
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return ods(content=CONTENT.format(body))


CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="1">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def upload(desk: Phone, address: str, name: str, data: bytes, day: str) -> Page:
    where, fields = desk.open(f"{address}/file?wave=pre").sent_by("Save all of it", sat_on=day, wave="pre")
    answer = desk.client.post(
        where, data={**fields, "table": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )
    return Page(desk, where, answer if answer.status_code != 303 else desk.client.get(answer.location))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "ods"])
def test_a_template_that_was_filled_in_is_read_back(
    desk: Phone,
    room: Room,
    learner_ids: list[int],
    cards_made: list[tuple[int, Any]],
    address: str,
    kind: str,
    language: str,
) -> None:
    template = desk.client.get(f"{address}/template-pre.xlsx?lang={language}")
    rows = [[str(it) for it in row] for row in _rows(template.data)]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert [row[1] for row in rows[1:3]] == [
        paper.paper_of(room.school.session, it, Wave.PRE).form for it in learner_ids
    ]
    places = [rows[0].index(str(n)) for n in range(1, 15)]
    day, sex = len(rows[0]) - 1, 2
    mine = list(of_learner(room, 1, right=7).values())
    for row, marks in ((rows[1], mine), (rows[3], of_card(room, 3, right=4))):
        for place, mark in zip(places, marks, strict=True):
            row[place] = mark
    rows[1][day] = room.school.now.strftime("%d.%m.%Y")
    rows[3][sex] = {"en": "Girl or woman", "ru": "девушка или женщина", "kk": "female"}[language]
    made = {"xlsx": lambda: workbook({"1": rows}), "csv": lambda: csv(rows), "ods": lambda: libre(rows)}[kind]()
    desk.open(f"{address}?lang=en")
    page = upload(desk, address, f"filled.{kind}", made, str(room.school.now.date()))

    assert "Sheets saved: 2." in page.text
    assert "2 rows were empty." in page.text
    assert scores(room) == {1: 7, 3: 4}
    assert control(desk.open(address), "m-1-1").get("value") == mine[0]


def _rows(data: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows: list[list[Any]] = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    return rows


HEADS = {
    "en": ("Number", "Question {}", "Date", "Version"),
    "ru": ("Номер", "Вопрос {}", "Дата", "Вариант"),
    "kk": ("Нөмірі", "{}-сұрақ", "Күні:", "Нұсқасы"),
}
"""What people call the columns of a table that they made themselves."""


@pytest.mark.parametrize("language", HEADS)
def test_columns_may_be_called_by_the_words_that_people_use(
    desk: Phone, room: Room, learner_ids: list[int], address: str, language: str
) -> None:
    number, question, day, form = HEADS[language]
    due = paper.paper_of(room.school.session, learner_ids[0], Wave.PRE)
    rows = [
        [number, form, *(question.format(n) for n in range(1, 15)), day, "Surname"],
        ["1", due.form, *of_learner(room, 1, right=7).values(), str(room.school.now.date()), "-"],
    ]

    page = upload(desk, address, "own.csv", csv(rows), "2020-01-01")

    assert "Sheets saved: 1." in page.text
    assert "Not read: “Surname”." in page.text
    assert scores(room) == {1: 7}


def test_a_column_that_is_not_known_is_named_beside_those_that_are_expected(
    desk: Phone, room: Room, learner_ids: list[int], address: str
) -> None:
    rows = [["Pupil", *map(str, range(1, 15))], ["1", *of_learner(room, 1, right=7).values()]]

    page = upload(desk, address, "own.csv", csv(rows), str(room.school.now.date()))

    assert "The table lacks columns: No." in page.text
    assert "Not read: “Pupil”. Columns that can be read: No., 1 … " in page.text


def test_a_download_is_named_after_its_group_and_the_day(desk: Phone, room: Room, address: str) -> None:
    cohort_changes.edit(room.school.session, room.cohort.cohort_id, label="7 «Б» / Абай")
    room.school.session.commit()

    sent = desk.client.get(f"{address}/template-pre.xlsx").headers["Content-Disposition"]

    day = today_of(room.cohort, room.school.now)
    assert unquote(sent) == f"attachment; filename*=UTF-8''7-Б-Абай-sheets-First-test-{day}.xlsx"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ru", ("список", "листы-Первый-тест", "вариант-A-Первый-тест")),
        ("kk", ("тізім", "парақтар-Бірінші-тест", "нұсқа-A-Бірінші-тест")),
    ],
)
def test_a_download_is_named_in_the_words_of_whoever_takes_it(
    desk: Phone, room: Room, language: str, names: tuple[str, ...]
) -> None:
    school = room.school
    cohort_changes.edit(school.session, room.cohort.cohort_id, label="7 «Б»")
    school.learner(room.cohort)
    room.open(Wave.PRE)
    day = today_of(room.cohort, school.now)
    files = ("group.xlsx", "paper/template-pre.xlsx", "paper/form-A-pre.xlsx")
    for address, name in zip(files, names, strict=True):
        sent = desk.client.get(f"/groups/{room.cohort.ref}/{address}?lang={language}")
        ending = address.rpartition(".")[2]
        assert unquote(sent.headers["Content-Disposition"]) == (
            f"attachment; filename*=UTF-8''7-Б-{name}-{day}.{ending}"
        )


def test_where_i_do_not_know_yet_stands_depends_on_the_question(shipped: Release) -> None:
    letters = unsure_letters(shipped, "АБВГДЕЖЗ")

    assert len(letters) > 1, "not all questions have as many answers"
    for n, item in enumerate(shipped.instrument.items, start=1):
        [letter] = [letter for letter, numbers in letters if n in spread(numbers)]
        assert "АБВГДЕЖЗ".index(letter) == len(item.forms["A"].options)


def spread(numbers: str) -> set[int]:
    """1-3, 5: 1, 2, 3, 5."""
    ends = [[int(end) for end in part.split("–")] for part in numbers.split(", ")]
    return {n for run in ends for n in range(run[0], run[-1] + 1)}


def test_a_slip_in_a_filled_template_is_named_by_its_own_column(
    desk: Phone, room: Room, learner_ids: list[int], address: str
) -> None:
    rows = [[str(it) for it in row] for row in _rows(desk.client.get(f"{address}/template-pre.xlsx").data)]
    for n, mark in enumerate(of_learner(room, 1, right=7).values(), start=1):
        rows[1][rows[0].index(str(n))] = mark
    rows[1][rows[0].index("5")] = "Z"
    rows[1][-1] = "yesterday"
    page = upload(desk, address, "filled.csv", csv(rows), str(room.school.now.date()))

    assert "Row 2, column 5: “Z” is not on this paper" in page.text
    assert "column Day: a day is written like" in page.text
    assert scores(room) == {}


def test_a_code_of_a_printed_card_is_known_to_the_upload(
    desk: Phone, room: Room, learner_ids: list[int], cards_made: list[tuple[int, Any]], address: str
) -> None:
    number, card = cards_made[0]
    names = [f"item_{item.id}" for item in room.school.release.instrument.items]
    rows = [["learner_code", "sex", *names], [card.learner_code, "female", *of_card(room, number, right=3)]]
    upload(desk, address, "kobo.csv", csv(rows), str(room.school.now.date()))

    assert scores(room) == {number: 3}


def test_a_second_entry_shows_what_differs_and_it_is_settled_one_by_one(
    desk: Phone, room: Room, learner_ids: list[int], address: str
) -> None:
    day = str(room.school.now.date())
    first = {**of_learner(room, 1, right=7), **of_learner(room, 2, right=7)}
    desk.open(address).press("Save", sat_on=day, **first)
    page = desk.open(address).tap("Type sheets in a second time, and compare")
    assert not re.findall(r'name="m-\d+-\d+" value="[^"]', page.html), "nobody sees the first entry"

    other = {**first, "m-1-3": first["m-1-9"], "m-1-9": first["m-1-3"]}
    if first["m-1-3"] == first["m-1-9"]:
        other |= {"m-1-3": "-", "m-1-9": "-"}
    page = page.press("Compare", **other)
    assert "Answers that differ: 2. Look at the paper and choose." in page.text
    assert "the same both times" in page.text
    fields = re.findall(r'name="(c-1-[^"]+)" value="second"', page.html)
    assert len(fields) == 2
    assert scores(room) == {1: 7, 2: 7}

    half = page.press("Save what is chosen", **other, **{fields[0]: "first"})
    assert "Answers that differ: 2." in half.text
    page = half.press("Save what is chosen", **other, **{fields[0]: "first", fields[1]: "second"})
    assert "Answers that differ" not in page.text
    cells = desk.open(address)
    assert control(cells, "m-1-3").get("value") == first["m-1-3"]
    assert control(cells, "m-1-9").get("value") == other["m-1-9"]
    notes = audit.list_acts(room.school.session, cohort_id=room.cohort.cohort_id)
    checked = [it for it in notes if it.act == "attempt.check_twice"]
    assert len(checked) >= 2
    [corrected] = [it for it in notes if it.act == "attempt.correct"]
    assert corrected.detail == {"wave": "pre", "reason": "misread"}
    assert not [it for it in checked if set(it.detail) - {"wave", "differed"}], "no answer stands in it"


def test_a_choice_beside_a_first_entry_that_was_corrected_meanwhile_is_asked_again(
    desk: Phone, room: Room, learner_ids: list[int], address: str
) -> None:
    day, first = str(room.school.now.date()), of_learner(room, 1, right=7)
    desk.open(address).press("Save", sat_on=day, **first)
    page = desk.open(address).tap("Type sheets in a second time, and compare")
    page = page.press("Compare", **{**first, "m-1-3": "-"})
    [field] = re.findall(r'name="(c-1-[^"]+)" value="second"', page.html)
    other = next(letter for letter in "АБВ" if letter != first["m-1-3"])
    desk.open(address).press("Save", reason="misread", **{"m-1-3": other})

    again = page.press("Save what is chosen", **{field: "first"})

    assert "Answers that differ: 1." in again.text
    assert f"First time: {other}" in again.text
    assert control(desk.open(address), "m-1-3").get("value") == other, "nothing was taken back"
    done = again.press("Save what is chosen", **{field: "first"})
    assert "Compared and decided: 1." in done.text
    assert control(desk.open(address), "m-1-3").get("value") == other


def test_where_either_alphabet_may_be_printed_a_difference_is_shown_by_number_as_it_was_typed(
    desk: Phone, room: Room, address: str
) -> None:
    room.school.learner(room.cohort, language="en")  # in a group whose paper is Russian
    room.open(Wave.PRE)
    first = {f"m-1-{n}": "2" for n in range(1, 15)}
    page = desk.open(address).press("Save", sat_on=str(room.school.now.date()), **{**first, "m-1-1": "B"})
    assert "“B” could be two answers" in page.text
    page.press("Save", sat_on=str(room.school.now.date()), **first)
    assert control(desk.open(address), "m-1-3").get("value") == "2"

    page = desk.open(f"{address}/twice").press("Compare", **{**first, "m-1-3": "3"})

    assert "First time: 2" in page.text
    assert "Second time: 3" in page.text
