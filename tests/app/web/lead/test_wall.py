"""The screen for the room and the phone that drives it: what is shown, until when, and what is not."""

import re
from collections.abc import Callable

import pytest

from app.services.learner import testing
from app.services.waves import Wave
from app.store import audit
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def wall(desk: Phone, room: Room) -> Callable[[], str]:
    """What the wall shows now, in English."""
    room.school.alter(room.cohort, language="en")
    room.wait()
    return lambda: desk.client.get(f"/groups/{room.cohort.ref}/wall/now").text


def heading(html: str) -> str:
    return re.sub("<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL).group(1))


def show(desk: Phone, room: Room, what: str, **fields: str) -> Page:
    _action, sent = desk.open(f"/groups/{room.cohort.ref}").sent_by("Sign out")
    sent = {"csrf_token": sent["csrf_token"], "show": what, **fields}
    return desk.send(f"/groups/{room.cohort.ref}/wall/show", sent)


def test_the_phone_says_who_is_stuck_and_the_wall_only_how_many(
    wall: Callable[[], str], desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(5)]
    room.open(Wave.PRE)
    for learner in learners[1:4]:
        testing.begin(room.school.session, learner, Wave.PRE, room.school.now)
    room.wait(minutes=4)

    page = group()

    assert "3 without a new answer for 3 minutes or more" in page.text
    assert "3 have stopped at a question" in wall()
    board = desk.client.get(f"/groups/{room.cohort.ref}/board").text
    assert re.search(r'class="seat busy stuck"[^>]*><b>2</b>0/14<br>4 min<', board)
    assert "seat" not in wall()


def test_a_choice_holds_for_its_stage_and_its_day(wall: Callable[[], str], desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    assert heading(wall()) == "First test"
    show(desk, room, "code")
    assert heading(wall()) == "Joining"

    room.close(Wave.PRE)
    assert heading(wall()) == "Lessons", "the code is not shown when nobody may join"
    show(desk, room, "lesson", number="2")
    assert heading(wall()) == "The way home"
    room.wait(minutes=15)
    show(desk, room, "lesson", number="2")
    assert "15 min gone" in wall(), "it is the same lesson"
    show(desk, room, "stage")
    assert heading(wall()) == "Lessons"

    show(desk, room, "lesson", number="1")
    assert heading(wall()) == "Hello"
    room.open(Wave.POST)
    assert heading(wall()) == "Second test"
    room.school.alter(room.cohort, wall_stage="post_open", wall_scene="code")
    room.wait()
    assert heading(wall()) == "Second test", "nobody may join"


def test_on_the_next_day_the_wall_shows_the_stage(wall: Callable[[], str], desk: Phone, room: Room) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    show(desk, room, "lesson", number="1")
    assert heading(wall()) == "Hello"
    room.wait(hours=19)  # no wall stands so long, but whoever opens one then must not see yesterday's lesson
    again = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)

    assert heading(again.client.get(f"/groups/{room.cohort.ref}/wall/now").text) == "Lessons"


def test_no_question_is_shown_before_the_answers_are(wall: Callable[[], str], desk: Phone, room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(11)]
    for wave, right in ((Wave.PRE, 3), (Wave.POST, 9)):
        room.open(wave)
        for learner in learners:
            room.school.sit(learner, wave, right=right)
        room.wait()
        refused = show(desk, room, "question-1")
        assert "The screen cannot show that now." in refused.text
        room.wait(minutes=1)
        room.school.close(room.cohort, wave)
        room.wait()
    assert heading(wall()) == "Both tests are over"
    assert "The screen cannot show that now." in show(desk, room, "question-1").text, "the closing can be undone"
    assert "bar-row" not in wall()

    room.wait(minutes=10)
    show(desk, room, "question-1")
    assert wall().count("bar-row") == 3
    assert "Second test: 11 of 11" in wall()
    show(desk, room, "question-14")
    assert "Second test: 0 of 11" in wall()
    assert "First test: 0 of 11" in wall()


def test_of_ten_people_words_say_why_there_is_no_bar(wall: Callable[[], str], desk: Phone, room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(10)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for learner in learners:
            room.school.sit(learner, wave, right=5)
        room.close(wave)
    show(desk, room, "question-3")

    assert "What was chosen is shown from 11 people on" in wall()
    assert "Right answer" in wall()
    assert "%" not in wall()


def test_what_the_wall_shows_is_told_in_the_list_of_acts_when_it_becomes_another(
    wall: Callable[[], str], desk: Phone, room: Room
) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    for what in ("lesson", "lesson", "stage"):
        show(desk, room, what, number="1")

    acts = audit.list_acts(room.school.session, cohort_id=room.cohort.cohort_id)
    assert [it.detail["scene"] for it in acts if it.act == "cohort.wall"] == ["stage", "lesson"]


@pytest.mark.parametrize("what", ["", "film", "question", "question-x", "lesson-²"])
def test_what_is_no_scene_is_refused(desk: Phone, room: Room, what: str) -> None:
    token = desk.open(f"/groups/{room.cohort.ref}").sent_by("Sign out")[1]["csrf_token"]

    assert (
        desk.client.post(f"/groups/{room.cohort.ref}/wall/show", data={"csrf_token": token, "show": what}).status_code
        == 400
    )


def test_a_wall_works_without_a_script(desk: Phone, room: Room) -> None:
    html = desk.client.get(f"/groups/{room.cohort.ref}/wall").text

    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in html
    assert f'href="/groups/{room.cohort.ref}"' in html


def test_a_wall_of_a_group_that_nobody_can_join_says_so_and_how_that_is_changed(
    wall: Callable[[], str], desk: Phone, room: Room
) -> None:
    group = f"/groups/{room.cohort.ref}"

    def whole() -> str:
        return desk.client.get(f"{group}/wall").text

    room.school.learner(room.cohort)
    room.wait()
    assert 'data-stage="large"' in wall()

    desk.open(group).press("Close joining")
    assert heading(wall()) == "Joining is closed"
    assert "Whoever leads the group opens it on the page of the group." in wall()
    assert "has joined" in wall(), "and who is in stays counted"
    assert room.cohort.join_code[:4] not in whole()
    assert 'data-stage=""' in wall(), "the page on the wall loads anew when that changes"

    desk.open(group).press("Open joining")
    assert heading(wall()) == "Joining"
    assert room.cohort.join_code[:4] in whole()
    room.school.alter(room.cohort, ends_on=room.school.now.date().replace(day=1))
    room.wait()
    assert heading(wall()) == "Joining is closed"
    assert "The last day is over: nobody joins." in wall()
    assert room.cohort.join_code[:4] not in whole()


def test_beside_a_test_the_wall_says_in_a_line_that_joining_is_closed(
    wall: Callable[[], str], desk: Phone, room: Room
) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    assert "Joining is closed" not in wall()

    desk.open(f"/groups/{room.cohort.ref}").press("Close joining")

    assert heading(wall()) == "First test"
    assert "Joining is closed" in wall()
    room.close(Wave.PRE)
    assert "Joining is closed" not in wall(), "nobody expects to join in the lessons"
