"""What the screens say about time is true: when answers are seen, what waits, who still has time, and until when."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.services import extensions, windows
from app.services.learner import testing
from app.services.people import Role
from app.services.waves import Wave
from app.store.people import learners
from app.web.regional import whole_minute
from courses import REVEAL_AFTER
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)
DAY = timedelta(days=1)


@pytest.fixture
def look(app: Flask, room: Room) -> Callable[..., Page]:
    """A page of the cohort, whatever time has gone by since the one before."""
    desks: dict[date, Phone] = {}

    def look(page: str = "") -> Page:
        day = room.school.now.date()
        if day not in desks:
            desks[day] = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
        return desks[day].open(f"/groups/{room.cohort.ref}{page}")

    return look


def wall(room: Room, app: Flask) -> str:
    """The screen for the room; it is no page of a person."""
    desk = sit_down(
        app, room.school.session, room.school.staff(f"{room.school.now}", Role.PARTNER_LEAD), room.school.now
    )
    return desk.client.get(f"/groups/{room.cohort.ref}/wall/now").get_data(as_text=True)


def clock_of(at: datetime) -> str:
    """As the group's clock shows it."""
    return f"{at.astimezone(ZoneInfo('Asia/Almaty')):%-d %b, %H:%M}"


def through(room: Room, learner: Learner) -> None:
    """Both tests are over, and the answers are shown."""
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        room.sit(learner, wave, right=5)
        room.close(wave)


def extend(room: Room, handle: int, wave: Wave, *, days: int) -> None:
    who = learners.by_handle(room.school.session, room.cohort.cohort_id, handle)
    assert who is not None
    now = room.school.now
    extensions.extend(room.school.session, room.cohort, who, wave, now + days * DAY, now=now)
    room.wait()


def test_the_follow_up_waits_for_a_second_test_that_is_open_again_and_every_page_says_so(
    look: Callable[..., Page], room: Room, learner: Learner
) -> None:
    through(room, learner)
    question = look().tap("Open the second test again …")
    assert "The follow-up, planned for 2 June 2026, waits until you have closed the second test again." in question.text
    question.press("Open the second test again")
    room.wait(days=100)

    page, waits = look(), "The follow-up is planned for 2 June 2026 and waits until the second test has closed."
    assert "The second test is open" in page.text
    assert page.text.count(waits) == 2, "as what comes next, and among the tests"
    assert waits in look("/tests/post/dates").text
    dates = look("/tests/follow_up/dates")
    assert waits in dates.text
    assert "Save" not in dates.buttons(), "it would take the plan back"
    assert "Open again" in page.text
    assert "Open since" not in page.text
    question = page.tap("Close the second test …")
    assert waits in question.text
    assert "sees the right answers" not in question.text, "they have seen them"
    assert "The follow-up is open" in question.press("Close the second test").text


def test_the_dates_page_asks_before_a_follow_up_opens_early_and_needs_no_script_for_it(
    look: Callable[..., Page], room: Room, learner: Learner
) -> None:
    through(room, learner)
    page = look("/tests/follow_up/dates")

    question = page.press("Save", opens_on="2026-04-01", opens="09:00")
    assert question.status == 422
    assert "Is the follow-up to open before three months are over? They are over on 2 June 2026." in question.text
    assert "Plan: follow-up on 2 June 2026" in look().text
    planned = question.press("Yes, open it earlier")
    assert "Plan: follow-up on 1 April 2026" in planned.text
    assert "Is the follow-up" not in look("/tests/follow_up/dates").press("Save", closes_on="2026-05-03").text, (
        "asked before"
    )
    again = look("/tests/follow_up/dates").press("Save", opens_on="2026-04-02")
    assert (
        "Plan: follow-up on 2 June 2026"
        in again.press("Yes, open it earlier", opens_on="2026-06-02", closes_on="2026-07-02").text
    )
    assert "Plan: follow-up on 9 June 2026" in look("/tests/follow_up/dates").press("Save", opens_on="2026-06-09").text


def test_a_plan_that_was_changed_or_dropped_is_the_same_on_every_page(
    look: Callable[..., Page], room: Room, learner: Learner
) -> None:
    through(room, learner)
    look("/tests/follow_up/dates").press("Save", opens_on="2026-06-20", closes_on="2026-07-20")
    assert "Plan: follow-up on 20 June 2026" in look().text
    assert "It opens by itself on 20 June 2026" in look("/tests/follow_up/open").text
    assert "20 June 2026" in learner.phone.open("/remind").text

    look("/tests/follow_up/dates").press("Take the plan back: I open it myself")
    nothing = "No follow-up is planned: it opens when you open it. Three months after the second test is 2 June 2026."
    assert nothing in look().text
    assert "Plan: follow-up" not in look().text
    question = look().tap("Open the follow-up before three months are over …")
    assert nothing in question.text
    assert "It opens by itself" not in question.text
    assert "Third test No day is set yet." in learner.phone.open("/remind").text


def test_with_an_extension_the_true_moment_stands_where_ten_minutes_stood(
    look: Callable[..., Page], room: Room, learner: Learner, app: Flask
) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    extend(room, learner.handle, Wave.POST, days=3)
    until = clock_of(whole_minute(room.school.now + 3 * DAY + REVEAL_AFTER))
    for page in ("", "/tests/post/close", "/tests/post/dates"):
        assert "for somebody has extra time" in look(page).text or "Somebody has extra time" in look(page).text
        assert until in look(page).text, page
        assert "Ten minutes" not in look(page).text, page

    closed = look("/tests/post/close").press("Close the second test")
    assert f"Learners see the right answers from {until}" in closed.text
    assert f"The closing can be undone until {until}" in closed.text
    room.school.alter(room.cohort, language="en")
    room.wait()
    shown = wall(room, app)
    assert f"Your result is on your phone from {until}" in shown
    assert "The second test is closed, but for extra time" in shown


def test_who_has_extra_time_who_began_and_whose_answers_wait_are_told_apart(
    look: Callable[..., Page], room: Room, learner: Learner
) -> None:
    school = room.school
    _extra, half, idle = (school.learner(room.cohort) for _ in range(3))
    room.open(Wave.PRE)
    for who in (half, idle):
        testing.begin(school.session, who, Wave.PRE, school.now)
    item = school.release.instrument.items[0]
    form = testing.sitting(school.session, half, Wave.PRE, school.now).form
    testing.answer(school.session, half, Wave.PRE, item.id, item.form(form).key, school.now)
    until = clock_of(school.now + 3 * DAY)[:-1]
    extend(room, 2, Wave.PRE, days=3)
    room.close(Wave.PRE)

    board = look("?view=pre").text
    assert "In extra time: 1 20/14" in board
    assert f"the last of them until {until}" in board
    assert "Answers wait on a phone: 1 31/14" in board
    assert "Begun, and no answer is known: 1 40/14" in board
    assert "Not begun: 1 1" in board
    assert "3 without the first test" in look().text, "number 2 may still sit it"
    assert "3 without the first test" in look("").tap("Groups").text
    reach = look("/reach").text
    assert f"In extra time: 1 Number 2: may sit it until {until}" in reach
    assert "Without the first test: 3" in reach


def test_whoever_can_still_take_the_first_test_is_not_too_late(
    look: Callable[..., Page], room: Room, learner: Learner
) -> None:
    assert "No test has been opened yet" in look("/reach").text
    taught = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    room.school.finish_lesson(taught)
    room.wait()

    text = look("/reach").text
    assert "No test has been opened yet" not in text
    assert "Neither the first nor the second test is open." in text
    assert "Without the first test: 1 1" in text
    assert "It is closed. Open it again for them before their first lesson" in text
    assert "Without a first test that counts: 1 2 It is too late for the first test" in text
    room.open(Wave.POST)
    room.close(Wave.POST)
    assert "Without a first test that counts: 2" in look("/reach").text


def test_the_third_test_is_missed_by_those_alone_to_whom_it_is_due(
    look: Callable[..., Page], room: Room, learner: Learner
) -> None:
    people = [room.school.learner(room.cohort) for _ in range(3)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for learner_id in people[: 3 if wave is Wave.PRE else 2]:
            room.school.sit(learner_id, wave, right=5)
        room.close(wave)
    room.open(Wave.FOLLOW_UP)
    room.school.sit(people[0], Wave.FOLLOW_UP, right=5)
    room.wait()

    page = look()
    assert "1 not begun." in page.text
    assert "1of 2 have finished" in page.text
    assert "Not due: 2 1not due 4not due" in page.text
    assert "Took both tests and not the follow-up: 1" in look("/reach").text
    groups = page.tap("Groups").text
    assert "1 not begun" in groups
    assert "1 of 2" in groups


def test_joining_closes_with_the_first_test_by_hand_and_by_itself_and_the_invitation_says_when(
    look: Callable[..., Page], room: Room, app: Flask
) -> None:
    room.school.alter(room.cohort, language="en")
    room.wait()
    assert "You can join until the first test closes, on 30 May 2026 at the latest." in look("/invite").text
    windows.open_test(room.school.session, room.cohort, Wave.PRE, now=room.school.now)
    room.wait()
    assert "Joining closes with it." in look("/tests/pre/dates").text
    look("/tests/pre/dates").press("Save", closes_on="2026-03-04", closes="18:00")
    assert "You can join until 4 Mar, 18:00." in look("/invite").text
    assert "Open: the code lets learners in. Closes by itself 4 Mar, 18:00" in look().text
    look("/tests/pre/dates").press("Save", closes_on="2026-03-05")
    assert "You can join until 5 Mar, 18:00." in look("/invite").text

    room.wait(days=4)
    assert Phone(app).client.get(f"/j/{room.cohort.join_code}").status_code != 200
    assert "Closed: the code lets nobody in." in look().text
    look().press("Open joining")
    assert Phone(app).client.get(f"/j/{room.cohort.join_code}").status_code == 200
    assert "You can join until 30 May 2026." in look("/invite").text


def test_a_closing_that_is_planned_before_joining_opens_closes_it_and_a_plan_taken_back_does_not(
    look: Callable[..., Page], room: Room
) -> None:
    look().press("Close joining")
    look("/tests/pre/dates").press("Save", opens_on="2026-03-03", opens="09:00", closes_on="2026-03-04", closes="18:00")
    assert room.school.anew(room.cohort).joining_closed_at < room.school.now + DAY, "by hand: it stays closed"
    room.wait()
    look().press("Open joining")
    assert "Closes by itself 4 Mar, 18:00" in look().text
    look("/tests/pre/dates").press("Take the plan back: I open it myself")
    assert room.school.anew(room.cohort).joining_closed_at is None


def test_a_test_by_date_says_since_when_it_is_open_and_when_it_closes_on_phone_and_wall(
    look: Callable[..., Page], room: Room, learner: Learner, app: Flask
) -> None:
    room.school.alter(room.cohort, way="remote", language="en")
    room.open(Wave.PRE)
    assert "Open since 2 Mar, 09:" in wall(room, app)
    windows.plan(room.school.session, room.cohort, Wave.PRE, closes_at=room.school.now + 3 * DAY, now=room.school.now)
    room.school.alter(room.cohort, way="room")
    room.wait()
    assert "min left. Closes by itself 5 Mar, 09:" in look().text, "a room has its minutes, too"
    room.wait(days=1)

    for text in (look().text, wall(room, app)):
        assert "Open since 2 Mar, 09:" in text
        assert "Closes by itself 5 Mar, 09:" in text
        assert ", in 1 day 23 hours" in text
