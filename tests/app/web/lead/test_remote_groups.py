"""What the page of a remote group says first: the link to send, and nothing of a room that does not exist."""

from collections.abc import Callable

import pytest

from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import new_group
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)

IN_THE_ROOM = ("Show the code on a screen", "Print the poster", "On the screen for the room", "min gone")


@pytest.mark.parametrize("way", ["remote", "room"])
def test_a_new_group_sends_the_link_or_shows_the_code(way: str, desk: Phone, room: Room) -> None:
    ticked = new_group(room, way=way, expected_count="12", is_there="y", consent_on="2026-03-01")

    page = desk.open("/groups/new").press("Make the group", **ticked)

    assert "The group is made, and learners can join" in page.html
    page = desk.open(page.path.removesuffix("/poster"))
    assert ("Send the link to learners" in page.text) is (way == "remote")
    for words in IN_THE_ROOM[:3]:
        assert (words in page.text) is (way == "room"), words
    if way == "remote":
        assert page.tap("Send the link to learners").heading == "Invite learners"


def test_a_test_that_opens_by_itself_asks_for_nothing(group: Callable[[], Page]) -> None:
    assert "Open the test when everybody has a card." in group().text

    group().tap("Let it open by itself …").press("Save", opens_on="2026-03-09", opens="10:30")

    assert "The test opens by itself; open it by hand only to begin sooner." in group().text
    assert "Open the test when everybody has a card." not in group().text


def test_a_second_test_that_opens_by_itself_asks_for_nothing(
    group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    assert "Open the second test when the lessons are done." in group().text

    group().tap("Let it open by itself …").press("Save", opens_on="2026-03-09", opens="10:30")

    assert "The second test opens by itself; open it by hand only to begin sooner." in group().text
    assert "Open the second test when the lessons are done." not in group().text


def test_minutes_are_counted_in_the_room_alone(group: Callable[[], Page], room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.wait(minutes=2)
    assert "min gone" in group().text

    room.school.alter(room.cohort, way="remote")
    room.wait()

    assert "min gone" not in group().text


def test_attendance_of_a_remote_group_is_folded(group: Callable[[], Page], room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    assert "<summary><b>Who was in the room" not in group().html

    room.school.alter(room.cohort, way="remote")
    room.wait()

    folded = group().html.partition("<details")[2].partition("</details>")[0]
    assert "Who was in the room" in folded
    assert "not noted" in folded
