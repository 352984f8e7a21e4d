"""*Save* says what it changed; the day of the class is that of every sheet whose own day nobody touched."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.services.facilitator import paper
from app.services.facilitator.paper_marks import mark_of
from app.services.waves import Wave
from app.store.answers import seats
from tests.app.web.conftest import Room
from tests.app.web.desk import control, sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)
ALL = 12


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    """Who sits down on the day after the test."""
    room.wait(days=1)
    return sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)


@pytest.fixture
def room(room: Room) -> Room:
    """Twelve learners, after the opening of the first test."""
    for _ in range(ALL):
        room.school.learner(room.cohort)
    room.open(Wave.PRE)
    return room


@pytest.fixture
def grid(desk: Phone, room: Room) -> Page:
    """Twelve sheets of yesterday, typed in today."""
    page = desk.open(f"/groups/{room.cohort.ref}/paper")
    rows = {name: mark for handle in range(1, ALL + 1) for name, mark in marks(room, handle, right=6).items()}
    page = page.press("Save", sat_on=str(yesterday(room)), **rows)
    assert "Sheets saved: 12." in page.text
    assert "Unchanged" not in page.text
    return page


def marks(room: Room, handle: int, *, right: int) -> dict[str, str]:
    session = room.school.session
    ids = {handle: learner_id for learner_id, handle in seats.list_handles(session, room.cohort.cohort_id).items()}
    sheet = paper.paper_of(session, ids[handle], Wave.PRE)
    session.commit()
    answers = room.school.answers(sheet.form, right=right)
    return {
        f"m-{handle}-{n}": mark_of(answers[item], options, room.cohort.language)
        for n, (item, options) in enumerate(sheet.items.items(), start=1)
    }


def yesterday(room: Room) -> date:
    day: date = room.school.now.date() - timedelta(days=1)
    return day


def days(room: Room) -> list[date | None]:
    session = room.school.session
    session.expire_all()
    handles = seats.list_handles(session, room.cohort.cohort_id)
    of_handles = {handle: paper.paper_of(session, it, Wave.PRE).sat_on for it, handle in handles.items()}
    session.commit()
    return [of_handles[handle] for handle in sorted(of_handles)]


def test_save_after_one_correction_says_one(room: Room, grid: Page) -> None:
    page = grid.press("Save", reason="misread", **marks(room, 3, right=7))

    assert "Sheets saved: 1. Unchanged: 11." in page.text
    assert days(room) == [yesterday(room)] * ALL, "a slip in a mark moves no day, whatever day stands above"
    nothing = page.press("Save", sat_on=str(room.school.now.date()))
    assert "Unchanged: 12. Was it the day that you meant?" in nothing.text
    assert "Sheets saved" not in nothing.text


def test_what_the_script_saved_as_it_was_left_is_saved(desk: Phone, room: Room, grid: Page) -> None:
    address, fields = grid.sent_by("Save", reason="misread", **marks(room, 3, right=7))
    answer = desk.client.post(address, data=fields, headers={"Accept": "application/json"})
    assert answer.json is not None
    assert answer.json["3"] == {
        "message": "corrected",
        "is_kept": True,
        "wrong": [],
        "day": str(yesterday(room)),
        "mend": None,
    }

    page = grid.press("Save", reason="misread", saved=" 3", **marks(room, 3, right=7))

    assert "Sheets saved: 1. Unchanged: 11." in page.text


def test_the_day_of_the_class_becomes_that_of_every_sheet(room: Room, grid: Page) -> None:
    today = room.school.now.date()
    assert control(grid, "sat_on").get("value") == str(yesterday(room))

    page = grid.press("Save", reason="wrong_day", sat_on=str(today))

    assert "Sheets saved: 12." in page.text
    assert "Unchanged" not in page.text
    assert days(room) == [today] * ALL


def test_where_days_differ_each_sheet_shows_its_own_and_a_touched_one_alone_changes(room: Room, grid: Page) -> None:
    today = room.school.now.date()
    page = grid.tap("The days differ: give each sheet its own")
    page = page.press("Save", reason="wrong_day", **{"d-2": str(today)})

    assert "Sheets saved: 1. Unchanged: 11." in page.text
    assert days(room) == [yesterday(room), today, *[yesterday(room)] * (ALL - 2)]
    assert control(page, "d-2").get("value") == str(today), "no day is changed unseen"
    page = page.press("Save", reason="wrong_day", sat_on=str(yesterday(room)))
    assert "Sheets saved: 1. Unchanged: 11." in page.text
    assert days(room) == [yesterday(room)] * ALL


def test_the_reason_alone_gives_no_sheet_the_day_of_today(room: Room, grid: Page, desk: Phone) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/paper")
    assert control(page, "sat_on").get("value") == str(yesterday(room)), "the day of the class, not today"

    page = page.press("Save", reason="wrong_day")

    assert "Unchanged: 12. Type the right day above, too" in page.text
    assert days(room) == [yesterday(room)] * ALL
