"""When tests open and close by themselves: at the desk, on the board and on the learner's road."""

from collections.abc import Callable

import pytest

from app.services.waves import Wave, schedule_of
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import control, stay
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)
OPENED_MEANWHILE = "The test has been opened or closed meanwhile."


@pytest.fixture
def form_page(desk: Phone, group: Callable[[], Page], room: Room, learner: Learner) -> Page:
    """The page that asks for days and times, as it is reached from a group between its tests."""
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    return group().tap("Let it open by itself …")


def test_a_facilitator_plans_changes_and_takes_back(
    form_page: Page, desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    assert form_page.heading == "When does the second test open and close?"
    assert "As clocks show it in Almaty." in form_page.text
    assert "Opens by itself 9 Mar" not in form_page.text

    when = {"opens_on": "2026-03-09", "opens": "10:30", "closes_on": "2026-03-11", "closes": "18:00"}
    planned = form_page.press("Save", **when)
    assert "Planned. It happens by itself, by the clock of the group's place." in planned.text
    assert "Opens by itself 9 Mar, 10:30. Closes by itself 11 Mar, 18:00" in planned.text
    assert "Opens by itself 9 Mar, 10:30" in desk.open(f"/groups/{room.cohort.ref}?view=post").text
    assert "Follow-up Opens by itself 11 Jun, 09:00" in desk.open(f"/groups/{room.cohort.ref}?view=post").text
    assert "It opens by itself 9 Mar, 10:30." in learner.phone.open("/road").text
    assert "It opens by itself 9 Mar, 10:30." in learner.phone.open("/t/2").text

    again = group().tap("Change the dates …")
    assert {name: control(again, name).get("value") for name in when} == when
    assert "10 Mar, 08:00" in again.press("Save", opens_on="2026-03-10", opens="08:00").text
    back = group().tap("Change the dates …").press("Take the plan back: I open it myself")
    assert "The plan is taken back" in back.text
    assert "by itself 1" not in back.text
    assert "opens by itself" not in learner.phone.open("/road").text


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"opens_on": "2026-03-01", "opens": "10:00"}, "That moment is in the past."),
        ({"opens_on": "2026-05-31", "opens": "00:00"}, "The group's last day is 30 May 2026: change it first."),
        ({"opens_on": "", "opens": "10:00"}, "Give the day."),
        ({"opens_on": "2026-03-09", "opens": ""}, "Give the time."),
        ({"opens_on": "9.3.2026", "opens": "10:00"}, "Write the day like 2026-03-02, please."),
        ({"opens_on": "2026-03-09", "opens": "half past"}, "Write the time like 09:30, please."),
        ({"opens_on": "0001-01-01", "opens": "00:00"}, "That moment is in the past."),
        ({"opens_on": "9999-12-31", "opens": "23:59"}, "The group's last day is 30 May 2026: change it first."),
        ({"closes_on": "9999-12-31", "closes": "23:59"}, "A test closes after it has opened"),
        (
            {"opens_on": "2026-03-09", "opens": "10:00", "closes_on": "2026-03-09", "closes": "10:00"},
            "A test closes after it has opened",
        ),
    ],
)
def test_a_wrong_entry_is_said_and_plans_nothing(
    form_page: Page, room: Room, entry: dict[str, str], message: str
) -> None:
    wrong = form_page.press("Save", **entry)

    assert message in wrong.text
    assert Wave.POST not in schedule_of(room.school.session, room.cohort).windows


def test_the_second_test_is_never_planned_without_the_first_and_not_after_it_has_opened(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    address = f"/groups/{room.cohort.ref}/tests/post/dates"
    alone = desk.open(address).press("Save", opens_on="2026-03-09", opens="10:00")
    assert "The first test comes before" in alone.text

    room.open(Wave.PRE)
    page = desk.open(address)
    room.open(Wave.POST)
    late = page.press("Save", opens_on="2026-03-09", opens="10:00")
    assert OPENED_MEANWHILE in late.text
    assert "Opens on" not in desk.open(address).text
    room.close(Wave.POST)
    assert desk.open(address).heading == "Group 1"


def test_at_that_time_the_group_and_the_learner_are_at_the_test(
    form_page: Page, group: Callable[[], Page], room: Room, learner: Learner, desk: Phone
) -> None:
    page = form_page.press("Save", opens_on="2026-03-02", opens="10:30", closes_on="2026-03-02", closes="12:30")
    assert "Lessons, then the second test" in page.text
    change = group().tap("Change the dates …")

    stay(room, desk, minutes=120)

    assert "The second test is open" in group().text
    assert "Open since 2 Mar, 10:30. Closes by itself 2 Mar, 12:30" in group().text
    assert "Begin" in learner.phone.open("/t/2").buttons()
    for late in (change.press("Save"), change.press("Take the plan back: I open it myself")):
        assert OPENED_MEANWHILE in late.text
        assert "Open since 2 Mar, 10:30" in late.text
    room.sit(learner, Wave.POST, right=9)

    stay(room, desk, minutes=120)
    assert "Both tests are over" in group().text
    assert "Learners see what they gained" in group().text
    assert "9 of 14" in learner.phone.open("/result").text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_group_with_a_plan_is_told_why_it_cannot_be_put_away_or_end_before(
    form_page: Page, group: Callable[[], Page]
) -> None:
    form_page.press("Save", opens_on="2026-03-09", opens="10:30")

    assert "will open by itself" in group().press("Archive the group").text
    edit = group().tap("Change the group, move it to another region or partner")
    assert "planned to open after this day" in edit.press("Save", ends_on="2026-03-08").text
