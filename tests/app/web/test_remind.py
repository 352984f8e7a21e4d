"""A reminder of a test, for the calendar of the learner's own phone."""

import re
from datetime import timedelta

import pytest

from app.services import windows
from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room


def calendar(learner: Learner, day: str) -> str:
    answer = learner.phone.client.get(f"/remind.ics?on={day}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=navigator.ics"
    return answer.get_data(as_text=True)


def test_the_calendar_says_one_neutral_word_and_nothing_of_anybody(learner: Learner, room: Room) -> None:
    day = room.school.now.date() + timedelta(days=30)

    text = calendar(learner, day.isoformat())

    assert re.sub(r"(?<=UID:)\S+|(?<=DTSTAMP:)\d{8}T\d{6}Z", "?", text).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Navigator//EN",
        "BEGIN:VEVENT",
        "UID:?",
        "DTSTAMP:?",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        "SUMMARY:Navigator",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Navigator",
        "TRIGGER:PT17H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    assert calendar(learner, day.isoformat()) != text, "each has a name of its own"


def test_a_learner_picks_the_days_where_none_is_planned(learner: Learner) -> None:
    page = learner.phone.open("/remind")

    assert "Second test, Third test No day is set yet. Choose one yourself." in page.text
    assert page.buttons().count("Add") == 1


def test_the_day_that_the_facilitator_has_set_is_offered(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=1)
    at = room.school.now + timedelta(days=5)
    windows.plan(room.school.session, room.cohort, Wave.POST, opens_at=at, now=room.school.now)
    room.wait()

    page = learner.phone.open("/remind")

    assert "Third test No day is set yet." in page.text
    assert f"/remind.ics?on={at.date().isoformat()}" in page.links()
    assert "TRIGGER:PT9H" in calendar(learner, at.date().isoformat()), "when it opens, where the group is"
    assert "TRIGGER:PT17H" in calendar(learner, (at.date() + timedelta(days=1)).isoformat())


def test_the_third_test_has_its_day_three_months_after_the_second(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=1)
    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=1)
    room.close(Wave.POST)

    page = learner.phone.open("/remind")

    assert "Third test" in page.text and "Second test" not in page.text
    assert [link for link in page.links() if link.startswith("/remind.ics?on=")]


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_in_words(learner: Learner, day: str) -> None:
    page = learner.phone.open(f"/remind.ics?on={day}")

    assert page.path == "/remind"
    assert "Choose a day that is still to come." in page.text


def test_today_is_that_of_the_group_s_place(learner: Learner, room: Room) -> None:
    room.wait(hours=15.5)  # half past midnight in Almaty, and the day before in Greenwich
    learner.sign_in(learner.phone)

    assert 'min="2026-03-04"' in learner.phone.open("/remind").html
    assert "Choose a day that is still to come." in learner.phone.open("/remind.ics?on=2026-03-03").text
    assert learner.phone.client.get("/remind.ics?on=2026-03-04").status_code == 200


def test_nobody_is_called_within_minutes_or_at_night(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=1)
    later_today = room.school.now + timedelta(hours=3)
    windows.plan(room.school.session, room.cohort, Wave.POST, opens_at=later_today, now=room.school.now)
    room.wait()
    assert not [link for link in learner.phone.open("/remind").links() if "/remind.ics" in link]

    at_night = room.school.now + timedelta(days=3, hours=14)
    windows.plan(room.school.session, room.cohort, Wave.POST, opens_at=at_night, now=room.school.now)
    room.wait()
    assert "TRIGGER:PT17H" in calendar(learner, at_night.date().isoformat())
