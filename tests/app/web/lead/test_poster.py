"""The poster says what one gets, and how short the beginning is."""

from tests.app.web.conftest import Room
from tests.app.web.reader import Phone


def test_the_poster_says_what_one_gets_and_adds_no_minutes_up(desk: Phone, room: Room) -> None:
    room.school.alter(room.cohort, language="en")
    room.wait()

    poster = desk.client.get(f"/groups/{room.cohort.ref}/poster").text

    assert "Learn to see through an offer before you pay or go." in poster
    assert "To begin takes 3 minutes" in poster
    assert "in all" not in poster
    assert poster.count("minutes") == 1
