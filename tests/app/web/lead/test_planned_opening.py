"""Planning when the second test opens by itself: at the desk, on the board and on the learner's road."""

from collections.abc import Callable

import pytest

from app.services.waves import Wave, schedule_of
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import control, stay
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def form_page(desk: Phone, group: Callable[[], Page], room: Room, learner: Learner) -> Page:
    """The page that asks for day and time, as it is reached from a group between its tests."""
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    return group().tap("Let it open by itself …")


def test_a_facilitator_plans_changes_and_takes_back(
    form_page: Page, desk: Phone, group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    assert form_page.heading == "When does the second test open?"
    assert "As clocks show it in Almaty." in form_page.text
    assert "opens by itself 9 Mar" not in form_page.text

    planned = form_page.press("Save", on="2026-03-09", at="10:30")
    assert "Planned. The second test opens by itself." in planned.text
    assert "It opens by itself 9 Mar, 10:30." in planned.text
    assert "Opens by itself 9 Mar, 10:30" in desk.open(f"/groups/{room.cohort.ref}?view=post").text
    assert "It opens by itself 9 Mar, 10:30." in learner.phone.open("/road").text
    assert "It opens by itself 9 Mar, 10:30." in learner.phone.open("/t/2").text

    again = group().tap("Change the time or take it back …")
    assert (control(again, "on").get("value"), control(again, "at").get("value")) == ("2026-03-09", "10:30")
    assert "10 Mar, 08:00" in again.press("Save", on="2026-03-10", at="08:00").text
    back = group().tap("Change the time or take it back …").press("Take the plan back: I open it myself")
    assert "The plan is taken back" in back.text
    assert "opens by itself 10 Mar" not in back.text
    assert "opens by itself" not in learner.phone.open("/road").text


@pytest.mark.parametrize(
    ("on", "at", "message"),
    [
        ("2026-03-01", "10:00", "That moment is over."),
        ("2026-05-31", "00:00", "The group's last day is 30 May 2026: change it first."),
        ("", "10:00", "Give the day."),
        ("2026-03-09", "", "Give the time."),
        ("9.3.2026", "10:00", "Write the day like 2026-03-02, please."),
        ("2026-03-09", "half past", "Write the time like 09:30, please."),
        ("0001-01-01", "00:00", "That moment is over."),
        ("9999-12-31", "23:59", "The group's last day is 30 May 2026: change it first."),
    ],
)
def test_a_wrong_entry_is_said_and_plans_nothing(form_page: Page, room: Room, on: str, at: str, message: str) -> None:
    wrong = form_page.press("Save", on=on, at=at)

    assert message in wrong.text
    assert schedule_of(room.school.session, room.cohort)[Wave.POST].opens_at(room.school.now) is None


def test_before_the_first_test_and_after_the_second_there_is_nothing_to_plan(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    address = f"/groups/{room.cohort.ref}/tests/post/opening"
    assert desk.open(address).heading == "Group 1"
    assert "Let it open by itself" not in group().text
    room.open(Wave.PRE)
    page = group().tap("Let it open by itself …")
    room.open(Wave.POST)
    late = page.press("Save", on="2026-03-09", at="10:00")
    assert "The second test has been opened meanwhile." in late.text
    assert "Let it open by itself" not in late.text
    assert desk.open(address).heading == "Group 1"


def test_at_that_time_the_group_and_the_learner_are_at_the_test(
    form_page: Page, group: Callable[[], Page], room: Room, learner: Learner, desk: Phone
) -> None:
    page = form_page.press("Save", on="2026-03-02", at="10:30")
    assert "Lessons, then the second test" in page.text
    change = group().tap("Change the time or take it back …")

    stay(room, desk, minutes=120)

    assert "The second test is open" in group().text
    assert "Open since 2 Mar, 10:30" in group().text
    assert "Begin" in learner.phone.open("/t/2").buttons()
    for late in (change.press("Save"), change.press("Take the plan back: I open it myself")):
        assert "The second test has been opened meanwhile." in late.text
        assert "Open since 2 Mar, 10:30" in late.text


def test_a_group_with_a_plan_is_told_why_it_cannot_be_put_away_or_end_before(
    form_page: Page, group: Callable[[], Page]
) -> None:
    form_page.press("Save", on="2026-03-09", at="10:30")

    assert "will open by itself" in group().press("Archive the group").text
    edit = group().tap("Change the group, move it to another region or partner")
    assert "planned to open after this day" in edit.press("Save", ends_on="2026-03-08").text
