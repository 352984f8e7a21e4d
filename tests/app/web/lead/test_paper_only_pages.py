"""A facilitator enters a group that was taught last month without a phone: from the form to the result."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.services.facilitator import paper
from app.services.facilitator.paper_marks import mark_of
from app.services.figures import settling
from app.services.waves import Wave, schedule_of
from app.store.answers import seats
from app.store.figures import settlements
from app.store.people import learners
from app.store.programmes import cohorts
from app.store.steps import COURSE
from tests.app.web.conftest import Room
from tests.app.web.desk import control, new_group, sit_down
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

FIRST, SECOND = "2026-10-12", "2026-10-29"


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    """In December."""
    room.wait(days=276)
    return sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)


def make(desk: Phone, room: Room) -> str:
    """A group of October on paper only, with its consent; its address."""
    days = {"way": "paper", "starts_on": "2026-10-10", "ends_on": "2026-11-02", "expected_count": "30"}
    page = desk.open("/groups/new").press("Make the group", **new_group(room, **days))
    page = page.press("Note the consent", is_there="yes", consent_on="2026-10-09")
    return page.path.split("?")[0]


def people_of(count: int) -> dict[str, str]:
    them = {"sex": "male", "age_band": "15-17"}
    return {"language": "ru", **{f"people-{n}-{name}": value for n in range(count) for name, value in them.items()}}


def add(desk: Phone, address: str, count: int) -> str:
    """So many learners in one form; the page to print that comes back."""
    page = desk.open(f"{address}/paper/learners?rows={count}")
    where, fields = page.sent_by("Add them, and show cards and sheets", said_yes="yes", **people_of(count))
    answer = desk.client.post(where, data=fields)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def cohort_of(room: Room, address: str) -> Any:
    session = room.school.session
    cohort = cohorts.get(session, address.rpartition("/")[2], cohorts.Scope(everywhere=True))
    session.commit()  # the pages write by the same connection
    return cohort


def rows_of(room: Room, address: str, wave: Wave, *, right: int) -> dict[str, str]:
    """The letters of everybody's sheet."""
    session, cohort = room.school.session, cohort_of(room, address)
    cells = {}
    for learner_id, handle in seats.list_handles(session, cohort.cohort_id).items():
        sheet = paper.paper_of(session, learner_id, wave)
        answers = room.school.answers(sheet.form, right=right)
        for n, (item, options) in enumerate(sheet.items.items(), start=1):
            cells[f"m-{handle}-{n}"] = mark_of(answers[item], options, cohort.language)
    session.commit()
    return cells


def test_a_group_of_last_month_is_entered_from_the_form_to_the_result(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    page = desk.open(address)
    assert "Add the learners" in page.text
    assert "Poster" not in page.text
    assert "On the screen" not in page.text
    assert "Open the first test" not in page.text

    shown = add(desk, address, 12)
    assert shown.count("PIN</span><strong") == 12
    codes = re.findall(r"<strong class=\"num\">(\w{4} \w{4})", shown)
    assert len(set(codes)) == 12
    assert f"{address}/class-sheet" in shown, "where the names are written, beside the cards"
    assert all(shown.count(code) == 2 for code in codes), "on the card, and on the sheet of the first test"

    page = desk.open(address)
    assert "First test: 0 of 12 sheets are in." in page.text
    assert "All sheets are in …" not in page.text
    for wave, day, right in ((Wave.PRE, FIRST, 5), (Wave.POST, SECOND, 9)):
        grid = desk.open(f"{address}/paper?wave={wave}")
        assert control(grid, "sat_on").get("value") == "", "nobody has said yet when it was"
        grid = grid.press("Save", sat_on=day, **rows_of(room, address, wave, right=right))
        assert "Sheets saved: 12." in grid.text
    assert f'value="{SECOND}"' in desk.open(f"{address}/paper?wave=post").html, "the day of the class is known by now"

    page = desk.open(address)
    assert "Every sheet is typed in" in page.text
    assert "Type the sheets in" not in page.text
    assert f"{address}/class-sheet" in page.html, "the class sheet is at hand on paper, too"
    assert f"{address}/class-sheet" in desk.open(f"{address}/paper").html
    page = page.tap("All sheets are in …")
    assert "12 sheets are typed in." in page.text
    page = page.press("All sheets are in")
    assert "Until then you can undo it" in page.text
    page = page.press("Undo: not all sheets are in").tap("All sheets are in …").press("All sheets are in")
    room.wait(minutes=11)
    page = desk.open(address)
    assert "Undo" not in page.text
    assert "The group’s result can be seen." in page.text
    room.wait(days=15)
    settlement = settlements.current(room.school.session, cohort_of(room, address).cohort_id, COURSE)
    assert settlement is not None
    assert settlement.month == "2026-10"


def test_one_form_makes_the_group_with_its_consent_and_asks_for_its_learners(desk: Phone, room: Room) -> None:
    days = {"way": "paper", "starts_on": "2026-10-10", "ends_on": "2026-11-02", "expected_count": "14"}
    consent = {"is_there": "y", "consent_on": "2026-10-09"}

    page = desk.open("/groups/new").press("Make the group", **new_group(room, **days), **consent)

    assert "The group is made. Add its learners." in page.text
    assert "Consent in place since 9 October 2026." in page.text
    assert "No phone joins this group: add its learners here" in desk.open(f"{page.path}/paper").text
    rows = page.tap("Add learners")
    assert control(rows, "people-13-sex") is not None
    assert "people-14-sex" not in rows.html


def test_a_day_that_cannot_be_is_refused_in_words(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    add(desk, address, 1)
    cells = rows_of(room, address, Wave.PRE, right=5)
    grid = desk.open(f"{address}/paper")
    assert "Give the day on which the test was sat." in grid.press("Save", sat_on="", **cells).text
    too_late = grid.press("Save", sat_on="2026-11-03", **cells)
    assert "The sheet is of 3 November 2026, and the group’s last day is 2 November 2026." in too_late.text
    too_early = grid.press("Save", sat_on="2026-10-08", **cells)
    assert "The sheet is of 8 October 2026, and the group’s first day is 10 October 2026." in too_early.text
    assert f"{address}/edit" in too_early.html, "or the days of the group are wrong"


def test_a_sheet_older_than_the_consent_is_saved_once_the_day_of_the_consent_is_mended(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    add(desk, address, 1)
    desk.open(address).press("Note the consent", is_there="yes", consent_on="2026-11-01")
    cells = rows_of(room, address, Wave.PRE, right=5)
    grid = desk.open(f"{address}/paper").press("Save", sat_on=FIRST, **cells)
    assert "The sheet is of 12 October 2026, and the consent is in place since 1 November 2026" in grid.text
    assert f'href="{address}#consent"' in grid.html

    page = desk.open(address).press("Note the consent", is_there="yes", consent_on=FIRST)

    assert "Consent in place since 12 October 2026." in page.text
    assert "Sheets saved: 1." in grid.press("Save", sat_on=FIRST).text, "it stood in the grid as it was typed"
    page = desk.open(address).press("Note the consent", is_there="yes", consent_on="2026-10-13")
    assert "A sheet of 12 October 2026 is typed in: the consent cannot be younger." in page.text


def test_a_consent_that_was_taken_back_is_asked_for_before_any_sheet(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    add(desk, address, 1)
    desk.open(f"{address}/paper?wave=post").press("Save", sat_on=SECOND, **rows_of(room, address, Wave.POST, right=9))
    question = desk.open(address).tap("All sheets are in …")
    desk.open(address).press("Take the consent back")

    grid = desk.open(f"{address}/paper").press("Save", sat_on=FIRST, **rows_of(room, address, Wave.PRE, right=5))

    assert "The consent was taken back: no sheet is taken before it is in place again. Note the consent" in grid.text
    assert f'href="{address}#consent"' in grid.html
    page = question.press("All sheets are in")
    assert "The consent was taken back: note it first, then say that all sheets are in." in page.text
    assert 'id="consent"' in page.html
    assert not schedule_of(room.school.session, cohort_of(room, address)).windows
    room.school.session.commit()


def test_a_consent_younger_than_the_first_day_is_asked_about_once(desk: Phone, room: Room) -> None:
    days = {"way": "paper", "starts_on": "2026-10-10", "ends_on": "2026-11-02"}
    page = desk.open("/groups/new")
    today = control(page, "consent_on").get("value") or ""

    question = page.press("Make the group", **new_group(room, **days), is_there="y", consent_on=today)

    assert question.status == 422
    assert "No sheet from before the consent is taken." in question.text
    assert control(question, "consent_on").get("value") == "2026-10-10"
    later = question.press("Make the group", **{**new_group(room, **days), "consent_on": "2026-10-15"})
    assert "Consent in place since 15 October 2026." in later.text, "whoever has been asked is believed"


def test_the_day_of_the_consent_that_somebody_typed_stays_as_it_is_asked_about(desk: Phone, room: Room) -> None:
    days = {"way": "paper", "starts_on": "2026-10-10", "ends_on": "2026-11-02"}
    consent = {"is_there": "y", "consent_on": "2026-10-15"}

    question = desk.open("/groups/new").press("Make the group", **new_group(room, **days), **consent)

    assert question.status == 422
    assert "the group’s first day is before it. If both days are right, make the group." in question.text
    assert control(question, "consent_on").get("value") == "2026-10-15"
    assert "Consent in place since 15 October 2026." in question.press("Make the group", **new_group(room, **days)).text


def test_the_day_of_one_sheet_is_changed_alone_and_the_row_says_so(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    add(desk, address, 2)
    cells = rows_of(room, address, Wave.PRE, right=5)
    grid = desk.open(f"{address}/paper").press("Save", sat_on=FIRST, **cells)

    where, fields = grid.sent_by("Save", **{"d-2": "2026-10-14"})
    answer = desk.client.post(where, data=fields, headers={"Accept": "application/json"}).get_json()

    words = "corrected; the day is 14 October 2026 now"
    assert answer["2"] == {"message": words, "is_kept": True, "wrong": [], "day": "2026-10-14", "mend": None}
    assert (answer["1"]["message"], answer["1"]["day"]) == ("saved", FIRST)
    assert "the day of the test was wrong" in desk.open(f"{address}/2").text
    again = desk.open(f"{address}/paper").press("Save", **{"d-2": "2026-10-14"})
    assert "Unchanged: 2." in again.text


def test_no_sheet_gets_the_day_under_which_others_were_saved_after_it(desk: Phone, room: Room) -> None:
    """Of three, one is left incomplete each time, so that the same page comes back; it began without any day."""
    address = make(desk, room)
    add(desk, address, 3)
    cells = rows_of(room, address, Wave.PRE, right=5)
    of = {number: {name: mark for name, mark in cells.items() if name.startswith(f"m-{number}-")} for number in (1, 2)}
    grid = desk.open(f"{address}/paper")
    assert control(grid, "day_before").get("value") == ""
    grid = grid.press("Save", sat_on=FIRST, **of[1], **{"m-3-1": "A"})
    assert control(grid, "day_before").get("value") == FIRST
    grid = grid.press("Save", sat_on="2026-10-13", **of[2])
    assert control(grid, "day_before").get("value") == "2026-10-13"

    grid.press("Save", reason="wrong_day", **{"d-2": "2026-10-14"})

    assert days_of(room, address)[:2] == [date(2026, 10, 12), date(2026, 10, 14)]
    grid.press("Save", reason="wrong_day", sat_on="2026-10-15", **{"d-2": "2026-10-14"})
    assert days_of(room, address)[:2] == [date(2026, 10, 15)] * 2, "a day that is typed above now is every sheet's"


def days_of(room: Room, address: str) -> list[date | None]:
    session = room.school.session
    session.expire_all()
    handles = seats.list_handles(session, cohort_of(room, address).cohort_id)
    days = [paper.paper_of(session, learner_id, Wave.PRE).sat_on for learner_id in handles]
    session.commit()
    return days


def test_each_sheet_may_have_a_day_of_its_own_and_keeps_it(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    add(desk, address, 2)
    cells = rows_of(room, address, Wave.PRE, right=5)
    grid = desk.open(f"{address}/paper").tap("The days differ: give each sheet its own")
    grid.press("Save", sat_on=FIRST, **{"d-2": "2026-10-14"}, **cells)
    desk.open(f"{address}/paper").press("Save", sat_on="2026-10-20")

    assert days_of(room, address) == [date(2026, 10, 12), date(2026, 10, 14)]


def test_no_page_says_on_which_day_of_last_month_a_session_was(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    add(desk, address, 1)
    desk.open(f"{address}/paper").press("Save", sat_on=FIRST, **rows_of(room, address, Wave.PRE, right=5))
    desk.open(f"{address}/paper?wave=post").press("Save", sat_on=SECOND, **rows_of(room, address, Wave.POST, right=9))

    one, all_of_them = desk.open(f"{address}/attendance/welcome"), desk.open(f"{address}/attendance")

    assert control(one, "on").get("value") == ""
    assert control(all_of_them, "on-welcome").get("value") == ""
    for page in (one, all_of_them):
        assert "A session counts for a learner whose second test was not before its day." in page.text


def test_ten_are_added_once_however_often_the_form_is_sent(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    people = people_of(10)
    where, fields = desk.open(f"{address}/paper/learners").sent_by(
        "Add them, and show cards and sheets", said_yes="yes", **people
    )
    first = desk.client.post(where, data=fields)
    again = desk.send(where, fields, status=422)

    assert first.get_data(as_text=True).count("<strong") == 20
    assert "These learners were added already; the group has numbers up to 10." in again.text
    assert "<strong" not in again.html
    assert learners.by_handle(room.school.session, cohort_of(room, address).cohort_id, 11) is None


def test_a_half_filled_row_or_nobody_who_said_yes_adds_nobody(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    page = desk.open(f"{address}/paper/learners")
    half = page.press("Add them, and show cards and sheets", said_yes="yes", language="ru", **{"people-0-sex": "male"})
    unasked = page.press("Add them, and show cards and sheets", **people_of(1))
    for each in (half, unasked):
        assert each.status == 422
        assert "Choose sex and age in each row that you fill" in each.text
    assert seats.list_handles(room.school.session, cohort_of(room, address).cohort_id) == {}


def test_no_door_of_phones_leads_into_it(desk: Phone, room: Room, phone: Phone) -> None:
    address = make(desk, room)
    cohort = cohort_of(room, address)
    add(desk, address, 1)
    windows = ("tests/post/dates", "tests/follow_up/dates", "tests/post/close", "tests/post/open", "1/time")
    for path in ("poster", "invite", "code", "wall", "wall/now", *windows):
        assert desk.client.get(f"{address}/{path}").status_code == 404, path
    for links in (desk.open(address), desk.open(f"{address}/1")):
        assert not [path for path in windows if path in links.html]
    missing = desk.open(address).tap("Whom to reach: a list and a message")
    assert "Without the first test: 1" in missing.text
    assert "not been opened" not in missing.text
    assert "Not opened" not in missing.text
    token = desk.open(address).sent_by("Take the consent back")[1]
    assert "no phone joins it" in desk.send(f"{address}/joining", token | {"do": "open"}).text
    for path in ("tests/pre", "tests/pre/dates", "1/time", "wall/show", "code", "places"):
        sent = token | {"do": "open", "show": "stage", "places": "9"}
        assert desk.client.post(f"{address}/{path}", data=sent).status_code == 404, path
    assert not schedule_of(room.school.session, cohort).windows
    room.school.session.commit()
    phone.open(f"/j/{cohort.join_code}", status=404)
    shown = add(desk, address, 1)
    [code] = re.findall(r"<strong class=\"num\">(\w{4} \w{4})", shown)
    [pin] = re.findall(r"PIN</span><strong class=\"num\">(\d{6})", shown)
    road = phone.open("/in").press("Come in", code=code, pin=pin)
    assert "/t/1" not in road.html, "a card opens the road, and no test of it"
    settling.settle_due(room.app.extensions["database"], room.school.now + timedelta(days=99))


def test_a_class_without_phones_is_added_by_two_choices(desk: Phone, room: Room) -> None:
    address = make(desk, room)
    page = desk.open(f"{address}/paper/learners?rows=5")
    where, fields = page.sent_by("Add them, and show cards and sheets", said_yes="yes")
    rows_left_empty = {f"people-{n}-{name}": "" for n in range(5) for name in ("sex", "age_band")}
    them = {
        **rows_left_empty,
        "language": "ru",
        "sex_of_all": "unsaid",
        "age_of_all": "15-17",
        "people-2-sex": "female",
    }

    answer = desk.client.post(where, data={**fields, **them})

    assert answer.status_code == 200
    session, cohort = room.school.session, cohort_of(room, address)
    rows = [learners.get(session, it) for it in seats.list_handles(session, cohort.cohort_id)]
    session.commit()
    assert [(it.sex, it.age_band) for it in rows if it] == [
        ("female" if n == 2 else "unsaid", "15-17") for n in range(5)
    ]
