"""Sheets to print: every test of the group, each with its number, in the language that is asked for."""

import io
import re
from dataclasses import replace

import pytest
from flask import Flask

from app.services.facilitator import paper
from app.services.facilitator.paper_marks import letters_in
from app.services.waves import Wave
from app.store.answers import attempts
from tests.app.web.conftest import Room
from tests.app.web.desk import control
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)

SHEET = re.compile(
    r'· ([AB])</h2>\s*<p class="blanks">\S+ <b class="num">(\d+)</b>(?: \S+ <b class="num">(\w{4} \w{4})</b>)?'
)
"""Form, number and code of a printed sheet."""


@pytest.fixture
def address(room: Room) -> str:
    return f"/groups/{room.cohort.ref}/paper"


def people_of(count: int) -> dict[str, str]:
    sexes = {f"people-{n}-sex": "female" for n in range(count)}
    return {**sexes, **{f"people-{n}-age_band": "15-17" for n in range(count)}, "said_yes": "yes", "language": "ru"}


def ticks(*waves: str) -> dict[str, str]:
    return {f"sheet-{wave}": "yes" for wave in waves}


def printed(desk: Phone, page: Page, button: str, **fields: str) -> str:
    where, sent = page.sent_by(button, **fields)
    answer = desk.client.post(where, data=sent)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_cards_come_with_a_sheet_of_every_test_that_is_ticked_each_with_its_number_and_code(
    desk: Phone, room: Room
) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/cards")
    shown = printed(desk, page, "Make and show the cards", count="2", **ticks("pre", "post", "follow_up"))

    sheets = SHEET.findall(shown)
    codes = re.findall(r'<strong class="num">(\w{4} \w{4})', shown)
    assert len(codes) == 2
    assert [(number, code) for _form, number, code in sheets] == [("1", codes[0]), ("2", codes[1])] * 3
    first, second, third = (sheets[place][0] for place in (0, 2, 4))
    assert first == third != second, "forms alternate"


def test_people_without_a_phone_get_the_sheets_of_the_first_test_and_of_others_that_are_ticked(
    desk: Phone, room: Room, address: str
) -> None:
    page = desk.open(f"{address}/learners")
    assert "two pages for each learner and each test" in page.text, "how much is printed is said before"
    shown = printed(desk, page, "Add them, and show cards and sheets", **people_of(2))

    assert [number for _form, number, code in SHEET.findall(shown) if code] == ["1", "2"]
    _, sent = page.sent_by("Add them, and show cards and sheets", **people_of(1), **ticks("follow_up"))
    shown = desk.client.post(f"{address}/learners", data={**sent, "batch": "another"}).get_data(as_text=True)
    assert [number for _form, number, code in SHEET.findall(shown) if code] == ["3"] * 2


@pytest.mark.parametrize("language", ["ru", "en"])
def test_sheets_are_printed_in_the_language_that_is_asked_for_and_in_the_groups_by_itself(
    desk: Phone, room: Room, address: str, language: str
) -> None:
    room.school.learner(room.cohort)
    room.school.session.commit()
    page = desk.open(address)
    offered = re.findall(r'<option value="(\w\w)"', page.html.split('name="paper_language"')[1].split("</select>")[0])
    words = room.school.release.instrument_words
    shown = desk.client.get(f"{address}/sheets?wave=post&paper_language={language}").get_data(as_text=True)
    by_itself = desk.client.get(f"{address}/sheets?wave=post").get_data(as_text=True)

    assert offered[0] == room.cohort.language
    assert {*offered} == {*words}
    assert words[language].title in shown
    assert f"<b>{letters_in(language)[1]}</b>" in shown
    assert words[room.cohort.language].title in by_itself
    assert desk.client.get(f"{address}/sheets?paper_language=xx").status_code == 404


def test_letters_are_read_as_the_language_prints_them_that_stands_beside_the_day(
    desk: Phone, room: Room, address: str
) -> None:
    learner_id = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    sheet = paper.paper_of(room.school.session, learner_id, Wave.PRE)
    room.school.session.commit()
    row = {f"m-1-{n}": "B" for n in range(1, 15)}
    day = str(room.school.now.date())
    assert room.cohort.language != "en", "in Cyrillic B looks like the third letter"

    page = desk.open(f"{address}?paper_language=en")
    assert "Type one letter for each question, as the sheet has it, A to" in page.text
    page.press("Save", sat_on=day, **row)

    counted = attempts.list_attempts(room.school.session, learner_id)[-1]
    answers = attempts.responses_of(room.school.session, counted)
    room.school.session.commit()
    assert answers == {item: options[1] for item, options in sheet.items.items()}
    shown = desk.open(f"{address}?paper_language=en")
    assert control(shown, "m-1-1").get("value") == "B"
    assert control(desk.open(f"{address}?paper_language=ru"), "m-1-1").get("value") == "Б"


def test_a_file_is_read_in_the_language_that_is_named(desk: Phone, room: Room, address: str) -> None:
    learner_id = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    sheet = paper.paper_of(room.school.session, learner_id, Wave.PRE)
    room.school.session.commit()
    table = "\n".join([",".join(["number", *(f"item_{it}" for it in sheet.items)]), ",".join(["1", *"B" * 14])])
    where, fields = desk.open(f"{address}/file?wave=pre").sent_by("Save all of it", wave="pre", paper_language="en")
    fields["sat_on"] = str(room.school.now.date())
    sent = {**fields, "table": (io.BytesIO(table.encode()), "sheets.csv")}
    assert desk.client.post(where, data=sent, content_type="multipart/form-data").status_code == 303

    counted = attempts.list_attempts(room.school.session, learner_id)[-1]
    answers = attempts.responses_of(room.school.session, counted)
    room.school.session.commit()
    assert answers == {item: options[1] for item, options in sheet.items.items()}


def test_without_an_address_people_and_cards_come_without_a_code_to_scan_and_the_page_says_so(
    app: Flask, desk: Phone, room: Room, address: str
) -> None:
    app.config["NAVIGATOR"] = replace(app.config["NAVIGATOR"], public_url=None, listens_on=None)
    shown = printed(desk, desk.open(f"{address}/learners"), "Add them, and show cards and sheets", **people_of(10))

    assert len(re.findall(r'<strong class="num">\w{4} \w{4}', shown)) == 10
    assert 'class="qr"' not in shown
    assert "NAVIGATOR_PUBLIC_URL" in shown
    assert len(SHEET.findall(shown)) == 10
