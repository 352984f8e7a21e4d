"""The result of a group says of everybody in it where they are: in the figures, still missing, or gone and why."""

import re
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from app.services.facilitator import reaching
from app.services.people import Role
from app.services.waves import Wave
from app.store.people import learners
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.lead.test_result_file import AFTER, BEFORE, pdf_text, plain, sit
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


def leave(room: Room, **reasons: str) -> None:
    """By handle, as "h3"."""
    for handle, reason in reasons.items():
        learner = learners.by_handle(room.school.session, room.cohort.cohort_id, int(handle[1:]))
        assert learner is not None
        reaching.note_reason(room.school.session, room.cohort, learner, reason, now=room.school.now)
    room.school.session.commit()


def taught(room: Room, *, both: int) -> None:
    """So many took both tests, 15 and 16 the first alone, 17 and 18 neither, 19 the second alone; both are closed."""
    sit(room, [*BEFORE, 5, 5], AFTER[:both])
    for _ in range(3):
        last = room.school.learner(room.cohort)
    room.school.sit(last, Wave.POST, right=9)
    room.close(Wave.POST)


def test_the_result_counts_everybody_of_the_group_and_why_some_left(desk: Phone, app: Flask, room: Room) -> None:
    pytest.importorskip("weasyprint")
    taught(room, both=14)
    leave(room, h15="moved", h16="unwilling", h17="moved")
    path = f"/groups/{room.cohort.ref}/learned"
    whole = (
        "In the group 19 Took both tests 14 Took the first test and not the second 0 Took neither of the two 1 "
        "Left with a test missing 3 moved away 2 does not want to go on 1 Tests that make no pair 1"
    )

    page = plain(desk.open(path).text)
    assert whole in page
    assert sum(map(int, re.findall(r"(?:both tests|second|of the two|missing|no pair) (\d+)", whole))) == 19
    assert "Whoever did not take both tests is not in the result" in page
    assert "3 left with a test missing" in plain(desk.open("/groups").text)
    assert "3 left with a test missing" in plain(desk.open(f"/groups/{room.cohort.ref}").text)

    pdf = pdf_text(desk.client.get(f"{path}.pdf", headers={"Accept-Language": "en"}).data)
    assert whole in pdf.replace("– ", "")
    room.wait(days=15)
    officer = sit_down(app, room.school.session, room.school.staff("officer", Role.ME_OFFICER), room.school.now)
    assert whole in plain(officer.open(path).text)


def test_of_ten_others_than_the_facilitator_read_how_many_left_and_not_why(app: Flask, room: Room) -> None:
    taught(room, both=10)
    leave(room, h15="moved", h16="unwilling")
    room.wait(days=15)
    path = f"/groups/{room.cohort.ref}/learned"
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    lead = sit_down(app, room.school.session, room.school.staff("lead", Role.PARTNER_LEAD), room.school.now)

    assert "Left with a test missing 2 moved away 1 does not want to go on 1" in plain(desk.open(path).text)
    text = plain(lead.open(path).text)
    assert "Left with a test missing 2" in text
    assert "moved away" not in text


def test_how_tests_came_stands_in_the_result(desk: Phone, room: Room) -> None:
    pytest.importorskip("weasyprint")
    taught(room, both=14)

    sentence = "How the first tests of these learners came: 14 by phone. How their second tests came: 14 by phone."
    assert sentence in plain(desk.open(f"/groups/{room.cohort.ref}/learned").text)
    sent = desk.client.get(f"/groups/{room.cohort.ref}/learned.pdf", headers={"Accept-Language": "en"})
    assert sentence in pdf_text(sent.data)


def test_the_list_of_the_group_says_of_each_test_what_is_true(app: Flask, room: Room) -> None:
    taught(room, both=13)
    leave(room, h15="moved", h17="work")

    def listed() -> dict[int, tuple[str, ...]]:
        desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
        sent = desk.client.get(f"/groups/{room.cohort.ref}/group.xlsx", headers={"Accept-Language": "en"})
        head, *rows = CalamineWorkbook.from_filelike(BytesIO(sent.data)).get_sheet_by_name("Group").to_python()
        of = [dict(zip(head, row, strict=True)) for row in rows]
        waves = ("First test", "Second test", "Follow-up")
        return {int(str(row["Number"]).split(".")[0]): tuple(str(row[name]) for name in waves) for row in of}

    of = listed()
    assert of[1] == ("has come", "has come", "")
    assert of[14] == ("has come", "has not come, closed", "")
    assert of[15] == ("has come", "left: moved away", "left: moved away")
    assert of[17] == ("left: has to work", "left: has to work", "left: has to work")
    assert of[18] == ("has not come, closed", "has not come, closed", "")
    room.wait(days=100)
    room.open(Wave.FOLLOW_UP)
    of = listed()
    assert of[1][2] == "has still to come"
    assert of[14][2] == "open, makes no pair", "without the second test there is nothing to compare it with"
    assert of[15][2] == "left: moved away"


def test_page_paper_and_pdf_are_dated_where_the_group_is(app: Flask, room: Room) -> None:
    """At twenty past eight in the evening of 2 March by UTC it is 3 March in Almaty."""
    pytest.importorskip("weasyprint")
    sit(room, BEFORE, AFTER)
    room.wait(minutes=(20 * 60 + 20) - (room.school.now.hour * 60 + room.school.now.minute) - 11)
    room.close(Wave.POST)
    assert (room.school.now.day, room.school.now.hour) == (2, 20)
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    path = f"/groups/{room.cohort.ref}/learned"

    page = plain(desk.open(path).text)
    sent = desk.client.get(f"{path}.pdf", headers={"Accept-Language": "en"})
    pdf = pdf_text(sent.data)

    assert "Counted once, on 3 March 2026" in page
    assert re.search(r"Group 1, [\w ]+\. 3 March 2026", page), "what is printed says when"
    assert "Counted on 3 March 2026" in pdf
    assert "Printed on 3 March 2026" in pdf
    assert "result-2026-03-03.pdf" in sent.headers["Content-Disposition"]
    assert not any("2 March" in text for text in (page, pdf))


def test_what_comes_while_the_second_test_is_open_again_does_not_count_and_the_page_says_so(
    desk: Phone, room: Room
) -> None:
    taught(room, both=13)
    room.open(Wave.POST)

    text = desk.open(f"/groups/{room.cohort.ref}/learned").text

    assert "It is open again: what is sent now is kept and not counted" in text
    assert "they can still send it" not in text
