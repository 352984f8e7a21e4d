"""A facilitator with a pile of paper: prints it, types it in, mends a slip, takes a file, adds who has no phone."""

import html
import io
import re
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from markupsafe import escape
from python_calamine import CalamineWorkbook

from app import limited_process
from app.services.cohorts import today_of
from app.services.facilitator import paper
from app.services.facilitator.paper_marks import mark_of
from app.services.waves import Wave
from app.store.answers import attempts
from app.store.people.staff import set_language
from app.store.tables import Attempt, Audit
from tests.app.files import hostile
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def learner_ids(room: Room) -> list[int]:
    """Three, after the opening of the first test."""
    ids = [room.school.learner(room.cohort) for _ in range(3)]
    room.open(Wave.PRE)
    return ids


def marks(room: Room, learner_id: int, handle: int, *, right: int, wave: Wave = Wave.PRE) -> dict[str, str]:
    sheet = paper.paper_of(room.school.session, learner_id, wave)
    room.school.session.commit()  # the pages write by the same connection
    answers = room.school.answers(sheet.form, right=right)
    return {
        f"m-{handle}-{n}": mark_of(answers[item], options, room.cohort.language)
        for n, (item, options) in enumerate(sheet.items.items(), start=1)
    }


def day(room: Room) -> str:
    return str(room.school.now.date())


def scores(room: Room, learner_id: int) -> list[int | None]:
    room.school.session.expire_all()
    results = [it.score for it in attempts.list_attempts(room.school.session, learner_id) if it.bar is None]
    room.school.session.commit()
    return results


def test_before_anything_the_page_says_what_comes_first(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}").tap("On paper: print the test, type answers in")
    assert "No test has been opened yet" in page.text
    room.open(Wave.PRE)
    assert "Nobody has joined yet" in desk.open(f"/groups/{room.cohort.ref}/paper").text


def test_full_rows_are_saved_and_half_ones_stay_as_typed(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/paper")
    half = dict(list(marks(room, learner_ids[1], 2, right=4).items())[:5])
    page = page.press("Save", sat_on=day(room), **marks(room, learner_ids[0], 1, right=6), **half)

    assert scores(room, learner_ids[0]) == [6]
    assert scores(room, learner_ids[1]) == []
    assert "5 of 14" in page.text
    assert "Sheets saved: 1. Not saved: 1. Under each sheet it says why." in page.text
    assert page.html.count('value="–"') == 0
    assert len(re.findall(r'name="m-2-\d+" value="[^"]+"', page.html)) == 5, "what was typed is still there"


def test_a_row_that_a_script_sends_is_told_what_became_of_it(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    row = marks(room, learner_ids[0], 1, right=6)
    page = desk.open(f"/groups/{room.cohort.ref}/paper")
    address, fields = page.sent_by("Save", sat_on=day(room), **row, **{"m-2-1": "?"})
    answer = desk.client.post(address, data=fields, headers={"Accept": "application/json"})

    assert answer.json is not None
    assert answer.json["1"] == {"message": "saved", "is_kept": True, "wrong": [], "day": day(room), "mend": None}
    assert answer.json["2"]["is_kept"] is False
    assert answer.json["2"]["wrong"] == []
    assert answer.json["2"]["message"], "why it is not saved"


def test_a_slip_is_mended_by_typing_over_it_and_a_sheet_can_be_taken_out(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    address = f"/groups/{room.cohort.ref}/paper"
    desk.open(address).press("Save", sat_on=day(room), **marks(room, learner_ids[0], 1, right=6))
    corrected = marks(room, learner_ids[0], 1, right=7)
    page = desk.open(address).press("Save", sat_on=day(room), **corrected)
    assert "Saved before with other answers. Choose above why it is changed." in page.text
    assert scores(room, learner_ids[0]) == [6]
    page = desk.open(address).press("Save", sat_on=day(room), reason="misread", **corrected)
    assert scores(room, learner_ids[0]) == [7]

    page = page.tap("Number 1 …")
    assert page.heading == "Take out the sheet of number 1?"
    assert "Choose why it is taken out." in page.press("Take the sheet out").text
    page = desk.open(f"/groups/{room.cohort.ref}/1/paper/pre").press("Take the sheet out", reason="other_learner")
    assert scores(room, learner_ids[0]) == []
    assert re.search(r"First test: typed in from paper, sat on \d+ \w+ \d{4}, aigul", page.text)
    assert "(a mark was misread)" in page.text
    assert "Does not count: another version stands in its place." in page.text
    assert "taken out: aigul" in page.text
    assert "(it was another learner’s sheet)" in page.text
    page = page.press("Put the sheet back: First test")
    assert "The sheet is back." in page.text
    assert scores(room, learner_ids[0]) == [7]


def test_save_on_rows_in_which_nothing_is_changed_writes_nothing(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    address, session = f"/groups/{room.cohort.ref}/paper", room.school.session
    rows = marks(room, learner_ids[0], 1, right=6) | marks(room, learner_ids[1], 2, right=7) | {"s-1-1": "4"}
    desk.open(address).press("Save", sat_on=day(room), **rows)

    def written() -> tuple[int, int]:
        session.expire_all()
        count = (session.query(Attempt).count(), session.query(Audit).count())
        session.commit()
        return count

    before = written()
    another_day = str(room.school.now.date() - timedelta(days=1))
    page = desk.open(address).press("Save", sat_on=another_day)
    assert "Unchanged: 2. Was it the day that you meant?" in page.text
    _, fields = desk.open(address).sent_by("Save", reason="misread")
    answer = desk.client.post(address, data=fields, headers={"Accept": "application/json"})
    assert answer.json is not None
    assert {row["message"] for row in answer.json.values()} == {"saved"}
    assert "Sheets saved: 1." in upload(desk, room, table(room, [learner_ids[2]], number="3")).text
    after = written()
    assert after == (before[0] + 1, before[1] + 1)
    assert "Sheets saved: 0. Unchanged: 1." in upload(desk, room, table(room, [learner_ids[2]], number="3")).text
    assert written() == after


def test_a_letter_that_only_looks_like_one_of_the_paper_is_that_and_any_other_is_asked_about(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    address = f"/groups/{room.cohort.ref}/paper"
    sheet = paper.paper_of(room.school.session, learner_ids[0], Wave.PRE)
    third = {item: options[2] for item, options in sheet.items.items()}
    room.school.session.commit()
    row = {f"m-1-{n}": "B" for n in range(1, 15)}

    page = desk.open(address).press("Save", sat_on=day(room), **row | {"m-1-2": "d"})
    assert "Question 2: “d” is not on this paper: А Б В Г Д" in page.text
    desk.open(address).press("Save", sat_on=day(room), **row)

    (attempt,) = attempts.list_attempts(room.school.session, learner_ids[0])
    assert attempts.responses_of(room.school.session, attempt) == third, "Latin B looks like В, the third"


def test_a_letter_that_the_question_lacks_is_told_beside_its_row(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    wrong = marks(room, learner_ids[0], 1, right=6) | {"m-1-3": "Z"}
    page = desk.open(f"/groups/{room.cohort.ref}/paper").press("Save", sat_on=day(room), **wrong)

    assert '<div class="said bad" aria-live="polite">Question 3: “Z” is not on this paper: А Б В Г Д' in page.html
    assert re.search(r'name="m-1-3" value="Z"[^>]* aria-invalid="true"', page.html), "and its cell is marked"
    assert "Not saved: 1. Under each sheet it says why. No. 1: Question 3: “Z” is not on this paper" in page.text
    assert "Sheets saved" not in page.text
    assert scores(room, learner_ids[0]) == []


def test_a_row_without_a_day_or_with_a_point_of_no_scale_says_so(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    address, row = f"/groups/{room.cohort.ref}/paper", marks(room, learner_ids[0], 1, right=6)
    page = desk.open(address).press("Save", sat_on="yesterday", **row)
    assert "No. 1: Give the day on which the test was sat." in page.text
    page = desk.open(address).press("Save", sat_on=day(room), **row, **{"s-1-2": "6"})
    assert "No. 1: Question 16: a statement is answered with 1 to 5, or left empty." in page.text
    assert 'name="s-1-2" value="6"' in page.html
    assert scores(room, learner_ids[0]) == []
    desk.open(address).press("Save", sat_on=day(room), **row, **{"s-1-2": "5"})
    assert scores(room, learner_ids[0]) == [6]


def test_a_row_that_was_not_saved_is_on_the_page_that_comes_back(
    monkeypatch: pytest.MonkeyPatch, desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    monkeypatch.setattr("app.web.lead.paper.grid.ROWS_AT_ONCE", 2)
    half = dict(list(marks(room, learner_ids[2], 3, right=4).items())[:5])
    page = desk.open(f"/groups/{room.cohort.ref}/paper").tap("The next sheets, from number 3 on")
    assert len(re.findall(r'name="m-3-\d+" value="[^"]+"', page.press("Save", sat_on=day(room), **half).html)) == 5


def test_who_has_sent_from_a_phone_is_not_in_the_list(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    for learner_id in learner_ids:
        room.school.take(learner_id, Wave.PRE, right=5)
    room.school.session.commit()

    assert "All 3 have sent this test from a phone" in desk.open(f"/groups/{room.cohort.ref}/paper").text


def upload(desk: Phone, room: Room, text: str, *, opened: Wave = Wave.PRE, sat_on: str | None = None) -> Page:
    """The file of a first test, on the page as it opens for a test."""
    page = desk.open(f"/groups/{room.cohort.ref}/paper/file?wave={opened}")
    address, fields = page.sent_by("Save all of it", sat_on=day(room) if sat_on is None else sat_on, wave="pre")
    data = {name: value for name, value in fields.items() if name != "table"}
    answer = desk.client.post(
        address, data=data | {"table": (io.BytesIO(text.encode()), "answers.csv")}, content_type="multipart/form-data"
    )
    return Page(desk, address, answer if answer.status_code != 303 else desk.client.get(answer.location))


def table(room: Room, learner_ids: list[int], number: str = "", **change: str) -> str:
    items = [item.id for item in room.school.release.instrument.items]
    lines = ["number," + ",".join(f"item_{item}" for item in items)]
    for place, learner_id in enumerate(learner_ids, start=1):
        form = paper.paper_of(room.school.session, learner_id, Wave.PRE).form
        answers: dict[str, Any] = room.school.answers(form, right=place + 3) | change
        lines.append(f"{number or place}," + ",".join(answers[item] or "" for item in items))
    room.school.session.commit()
    return "\n".join(lines)


def test_a_file_is_taken_whole_or_not_at_all(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    first = room.school.release.instrument.items[0].id
    page = upload(desk, room, table(room, learner_ids, **{first: "Z"}))
    assert page.status == 422
    assert "Nothing was saved: 3 things to mend" in page.text
    assert f"Row 2, column item_{first}: “Z” is not on this paper: А Б В Г Д" in page.text
    assert [scores(room, it) for it in learner_ids] == [[], [], []]

    assert "Sheets saved: 3." in upload(desk, room, table(room, learner_ids)).text
    assert [scores(room, it) for it in learner_ids] == [[4], [5], [6]]


def test_a_row_that_gives_another_day_by_itself_moves_its_sheet_and_the_day_of_the_file_moves_none(
    app: Flask, room: Room, learner_ids: list[int]
) -> None:
    """The answers are the same: a first file had the wrong day."""
    first, session = room.school.now.date(), room.school.session
    room.wait(days=2)
    desk = sit_down(app, session, room.school.facilitator_id, room.school.now)
    rows = table(room, learner_ids)
    upload(desk, room, rows, sat_on=str(first))
    later = str(first + timedelta(days=1))

    page = upload(desk, room, rows, sat_on=later)
    assert "Unchanged: 3." in page.text
    assert "Was it the day that you meant?" in page.text
    head, *lines = rows.split("\n")
    own = "\n".join([f"{head},day", *(f"{line},{later if n == 1 else first}" for n, line in enumerate(lines))])
    page = upload(desk, room, own, sat_on=later)

    assert "Sheets saved: 1. Unchanged: 2." in page.text
    assert "Was it the day" not in page.text
    session.expire_all()
    sat_on = [str(paper.paper_of(session, it, Wave.PRE).sat_on) for it in learner_ids]
    session.commit()
    assert sat_on == [str(first), later, str(first)]
    assert "the day of the test was wrong" in desk.open(f"/groups/{room.cohort.ref}/2").text


def test_a_file_is_of_the_test_that_was_chosen_last(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    assert "Sheets saved: 3." in upload(desk, room, table(room, learner_ids), opened=Wave.POST).text
    assert [scores(room, it) for it in learner_ids] == [[4], [5], [6]]


def test_a_file_without_a_day_says_so(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    page = upload(desk, room, table(room, learner_ids), sat_on="")
    assert page.status == 422
    assert "Give the day on which the test was sat." in page.text
    assert scores(room, learner_ids[0]) == []


def test_a_second_row_of_a_learner_is_told(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    rows = table(room, learner_ids[:1])
    page = upload(desk, room, f"{rows}\n{rows.splitlines()[-1]}")
    assert "Row 3: row 2 is of the same learner: keep one of them" in page.text
    assert scores(room, learner_ids[0]) == []


def test_the_paper_of_the_last_test_asks_how_the_course_was(desk: Phone, room: Room) -> None:
    words = room.school.release.instrument_words["en"]
    sheet = f"/groups/{room.cohort.ref}/paper/A/en"
    for wave, is_asked in (("pre", False), ("post", True), ("follow_up", False)):
        text = desk.client.get(f"{sheet}?wave={wave}").text
        assert all((str(escape(each)) in text) is is_asked for each in words.reactions.values())
        assert all(str(escape(each)) in text for each in words.statements.values())


def test_a_file_that_is_none_says_what_it_lacks(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/paper/file").press("Save all of it", sat_on=day(room))
    assert (page.status, "Choose the file." in page.text) == (422, True)
    assert "download the answers with “XML values and headers”" in upload(desk, room, "who,what\n1,2\n").text
    assert "The table lacks columns: No." in upload(desk, room, "who,what\n1,2\n").text
    assert upload(desk, room, "").status == 422


def test_a_column_that_is_missing_is_called_as_on_the_template_or_as_in_the_file(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    first, second, *_rest = (item.id for item in room.school.release.instrument.items)
    assert "The table lacks columns: 2, 3, 4, " in upload(desk, room, "No.,1\n1,a\n").text
    assert f"The table lacks columns: item_{second}, " in upload(desk, room, f"number,item_{first}\n1,a\n").text
    assert "The table lacks columns: number, learner_code." in upload(desk, room, f"g/item_{first}\na\n").text
    set_language(room.school.session, room.school.facilitator_id, "ru")
    room.school.session.commit()
    page = desk.open(f"/groups/{room.cohort.ref}/paper/file?wave=pre")
    address, fields = page.sent_by("Сохранить всё", sat_on=day(room), wave="pre")
    sent = {**fields, "table": (io.BytesIO("кто,что\n1,2\n".encode()), "a.csv")}
    answer = desk.client.post(address, data=sent, content_type="multipart/form-data")
    assert "В таблице не хватает столбцов: №." in answer.text


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x02"), ("a.sav", b"$FL2")])
def test_a_file_of_another_kind_is_told_the_kinds_that_are_read_and_no_others(
    desk: Phone, room: Room, learner_ids: list[int], name: str, data: bytes
) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/paper/file?wave=pre")
    address, fields = page.sent_by("Save all of it", sat_on=day(room), wave="pre")
    fields = {key: value for key, value in fields.items() if key != "table"}
    sent = {**fields, "table": (io.BytesIO(data), name)}
    answer = desk.client.post(address, data=sent, content_type="multipart/form-data")
    text = Page(desk, address, answer).text

    assert answer.status_code == 422
    assert "no table that is read here. Save it as CSV, XLSX or ODS and send that." in text
    assert not [word for word in ("Parquet", ".sav or", ".dta") if word in text]


def test_where_many_files_are_read_already_one_more_is_to_be_sent_again(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    with ExitStack() as others:
        for _ in range(limited_process.AT_ONCE):
            others.enter_context(limited_process._free)
        assert upload(desk, room, table(room, learner_ids)).status == 503

    assert "Sheets saved: 3." in upload(desk, room, table(room, learner_ids)).text


def test_no_more_rows_are_asked_about_than_anybody_mends(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    page = upload(desk, room, "number\n" + "9\n" * 2_000)

    assert page.status == 422
    assert "Nothing was saved: 500 things to mend" in page.text


@pytest.mark.parametrize(
    ("name", "language", "sentence"),
    [
        ("wide.csv", "en", "wide.csv, row 1: too large. Copy the rows that you need into a new file, and nothing"),
        ("wide.csv", "ru", "wide.csv, строка 1: слишком большой."),
        ("wide.csv", "kk", "wide.csv, 1-жол: тым үлкен."),
        ("far.xlsx", "ru", "far.xlsx 'Mine', строка 10000, столбец XFD: слишком большой."),
        ("far.xlsx", "kk", "far.xlsx 'Mine', 10000-жол, XFD бағаны: тым үлкен."),
        ("noise.xlsx", "ru", "noise.xlsx: эту таблицу не открыть, или файл повреждён."),
        ("noise.xlsx", "kk", "noise.xlsx: бұл кесте ашылмайды немесе файл бүлінген."),
        ("empty.csv", "ru", "empty.csv: файл пуст"),
        ("open.csv", "ru", "open.csv, строка 2: кавычка не закрыта"),
        ("open.csv", "kk", "open.csv, 2-жол: тырнақша жабылмаған"),
        ("twice.csv", "ru", "twice.csv, строка 1, столбец number: так называются два столбца"),
    ],
)
def test_a_file_that_is_none_is_refused_in_the_reader_s_language(
    desk: Phone, room: Room, learner_ids: list[int], name: str, language: str, sentence: str
) -> None:
    files = {
        "wide.csv": ",".join(map(str, range(5_000))).encode(),
        "far.xlsx": hostile.xlsx(hostile.cell("XFD10000")),
        "noise.xlsx": b"PK noise",
        "empty.csv": b"\n",
        "open.csv": b'number,item\n1,"a\n',
        "twice.csv": b"number,number\n1,2\n",
    }
    address, fields = desk.open(f"/groups/{room.cohort.ref}/paper/file?wave=pre").sent_by("Save all of it")
    data = fields | {"sat_on": day(room), "table": (io.BytesIO(files[name]), name)}
    answer = desk.client.post(f"{address}&lang={language}", data=data, content_type="multipart/form-data")

    assert sentence in html.unescape(answer.get_data(as_text=True))


def test_somebody_without_a_phone_gets_a_number_and_a_card(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/paper").tap("Add learners without a phone")
    page = page.tap("Only one, whose card I copy by hand")
    page = page.press("Add, and show the card", language="ru", sex="female", age_band="15-17", said_yes="yes")

    assert re.search(r"\b\d{6}\b", page.text), "the PIN"
    assert "1 joined" in desk.open(f"/groups/{room.cohort.ref}").text


def test_without_a_yes_nobody_is_added(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/paper/learner")
    page = page.press("Add, and show the card", language="ru", sex="female", age_band="15-17")

    assert page.status == 422
    assert "tick that the learner said yes" in page.text


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("form", ["A", "B"])
def test_the_paper_has_every_question_in_its_language_and_no_key(
    desk: Phone, room: Room, form: str, language: str
) -> None:
    page = desk.client.get(f"/groups/{room.cohort.ref}/paper/{form}/{language}")
    words = room.school.release.instrument_words[language].form(form)

    for item in room.school.release.instrument.items:
        assert str(escape(words[item.id].stem)) in page.text
    assert not [secret for secret in room.secrets() if secret in page.text]


NAMED = {Wave.PRE: "First-test", Wave.POST: "Second-test", Wave.FOLLOW_UP: "Follow-up"}


@pytest.mark.parametrize("wave", NAMED)
@pytest.mark.parametrize("form", ["A", "B"])
def test_the_form_for_tablets_is_the_test_in_every_language_and_has_no_key(
    desk: Phone, room: Room, form: str, wave: Wave
) -> None:
    answer = desk.client.get(f"/groups/{room.cohort.ref}/paper/form-{form}-{wave.value}.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    release = room.school.release

    day = today_of(room.cohort, room.school.now)
    assert f"-form-{form}-{NAMED[wave]}-{day}.xlsx" in answer.headers["Content-Disposition"]
    for words in release.instrument_words.values():
        assert all(str([words.form(form)[item.id].stem])[1:-1] in text for item in release.instrument.items)
    assert "required" in text
    assert not [secret for secret in room.secrets() if secret in text]
    heads = [name for name in book.get_sheet_by_name("survey").to_python()[0] if name.startswith("label")]
    assert heads[0].endswith(f"({room.cohort.language})")
    assert len(heads) == len(release.instrument_words)
    choices = book.get_sheet_by_name("choices").to_python()
    assert choices[0] == ["list_name", "name", *heads], "nothing beside what may be chosen and its words"


def test_the_page_leads_to_the_form_of_the_test_that_is_chosen(desk: Phone, room: Room, learner_ids: list[int]) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/paper?wave=pre&lang=en")

    assert "No right answer is in it" in page.text
    assert f"/groups/{room.cohort.ref}/paper/form-A-pre.xlsx" in page.html
    assert desk.client.get(f"/groups/{room.cohort.ref}/paper/form-C-pre.xlsx").status_code == 404
    assert desk.client.get(f"/groups/{room.cohort.ref}/paper/form-A-later.xlsx").status_code == 404


def test_a_file_with_a_row_of_somebody_whose_phone_has_sent_is_taken_without_it(
    desk: Phone, room: Room, learner_ids: list[int]
) -> None:
    room.school.take(learner_ids[1], Wave.PRE, right=9)
    room.school.session.commit()
    page = upload(desk, room, table(room, learner_ids))

    assert "Sheets saved: 2." in page.text
    assert "Left out, since a phone has sent this test and that counts: rows 3." in page.text
    assert [scores(room, it) for it in learner_ids] == [[4], [9], [6]]
