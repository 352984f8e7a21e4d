"""What a group learned, on its page: hidden under eleven."""

from collections.abc import Callable

import pytest

from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


def test_before_the_reveal_there_is_progress_and_no_gain(group: Callable[[], Page], room: Room) -> None:
    text = group().text

    assert "Told once, when learners see the right answers. 0 have taken both tests so far." in text
    assert "scored higher" not in text


def test_a_gain_of_fewer_than_eleven_is_hidden(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.POST)
    room.close(Wave.POST)

    text = desk.open(f"/groups/{room.cohort.ref}?view=post").text

    assert "under 11" in text
    assert "Shown from 11 learners with both tests on" in text


def test_a_gain_of_eleven_stands_with_its_number(desk: Phone, room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(11)]
    room.open(Wave.PRE)
    for learner in learners:
        room.school.sit(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    for number, learner in enumerate(learners):
        room.school.sit(learner, Wave.POST, right=8 if number < 9 else 5)
    room.close(Wave.POST)

    text = desk.open(f"/groups/{room.cohort.ref}?view=post").text

    assert "81.8 % scored higher" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "9 of 11 with both tests" in text
    assert "+2.5 points of 14 on average" in text
    assert "a gain is not proof of effect" in text
