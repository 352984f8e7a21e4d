"""The screen for the room and the phone that drives it: what is shown, until when, and what is not."""

import re
from collections.abc import Callable

import pytest

from app.services.learner import testing
from app.services.waves import Wave
from app.store import audit
from tests.app.web.conftest import Room
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
    page = desk.open(f"/groups/{room.cohort.ref}")
    action = f"/groups/{room.cohort.ref}/wall/show"
    token = next(fields for _, fields in page.forms() if "csrf_token" in fields)["csrf_token"]
    return desk.send(action, {"csrf_token": token, "show": what, **fields})


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
