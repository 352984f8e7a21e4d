"""A pilot on the facilitator's pages: chosen when the group is made, until somebody joins."""

from collections.abc import Callable

import pytest

from app.store.programmes import cohorts as rows
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import new_group
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


def test_a_pilot_is_made_and_says_so_wherever_it_is_named(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new")
    assert "it is in no figure of the programme and in no publication" in page.text

    made = page.press("Make the group", **new_group(room, is_pilot="y"))

    assert "Pilot: in no figure" in made.text
    assert ", pilot" in desk.open("/groups").text
    room.school.session.rollback()
    new = rows.get(room.school.session, made.path.rsplit("/", 1)[-1], rows.Scope(everywhere=True))
    assert new is not None
    assert new.is_pilot


def test_what_was_ticked_is_ticked_when_the_group_is_changed(desk: Phone, room: Room) -> None:
    """Else whoever puts a name right makes a pilot, or a group that waits, one like all others."""
    made = desk.open("/groups/new").press("Make the group", **new_group(room, is_pilot="y", is_waiting="y"))

    desk.open(f"{made.path}/edit").press("Save", label="Another name")

    room.school.session.rollback()
    saved = rows.get(room.school.session, made.path.rsplit("/", 1)[-1], rows.Scope(everywhere=True))
    assert saved is not None
    assert (saved.label, saved.is_pilot, saved.is_waiting) == ("Another name", True, True)


def test_it_is_chosen_until_somebody_joins(desk: Phone, room: Room, join: Callable[..., Learner]) -> None:
    edit = f"/groups/{room.cohort.ref}/edit"
    desk.open(edit).press("Save", is_pilot="y")
    assert room.school.anew(room.cohort).is_pilot
    room.school.session.rollback()
    join()

    page = desk.open(edit)
    assert "Is this group a pilot?" not in page.text
    assert "Somebody has joined, or a test was opened, so it stays." in page.text
    page.press("Save", label="Another name")
    assert room.school.anew(room.cohort).is_pilot
