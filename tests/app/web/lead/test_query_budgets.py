"""What a page may ask of the database: twelve statements at most, whoever looks and however far the group is."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.services.people import Role
from app.services.waves import Wave
from app.store import Database
from tests.app.asked_of_the_database import statements
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

MOST = 12
PEOPLE = 12
"""Enough for a gain to be shown."""


@pytest.fixture
def statements_of(database: Database) -> Callable[[Phone, str], list[str]]:
    """The statements that a page costs, once its release has been read."""

    def statements_of(phone: Phone, address: str) -> list[str]:
        assert phone.client.get(address).status_code == 200
        with statements(database.reader) as read, statements(database.writer) as written:
            phone.client.get(address)
        assert not written, "a page that is looked at does not take the turn to write"
        return [one for one in read if one != "BEGIN"]

    return statements_of


def test_board_paper_and_road_cost_twelve_statements_on_the_whole_way(
    statements_of: Any, app: Flask, room: Room, learner: Learner
) -> None:
    school, ref = room.school, room.cohort.ref
    others = [school.learner(room.cohort) for _ in range(PEOPLE)]
    partner_lead = school.staff("partner", Role.PARTNER_LEAD)
    room.wait()

    costs: dict[str, list[str]] = {}

    def look(moment: str) -> None:
        if learner.phone.client.get("/road").status_code != 200:  # some days have gone by
            learner.sign_in(learner.phone)
        desk, lead = (sit_down(app, school.session, it, school.now) for it in (school.facilitator_id, partner_lead))
        costs[f"road, {moment}"] = statements_of(learner.phone, "/road")
        for who, phone in (("facilitator", desk), ("partner", lead)):
            for view in ("", "?view=pre", "?view=lessons"):
                costs[f"board{view} of the {who}, {moment}"] = statements_of(phone, f"/groups/{ref}{view}")
                costs[f"part{view} of the {who}, {moment}"] = statements_of(phone, f"/groups/{ref}/board{view}")
        for wave in ("pre", "post"):
            costs[f"paper of {wave}, {moment}"] = statements_of(desk, f"/groups/{ref}/paper?wave={wave}")

    look("before any test")
    for wave, right in ((Wave.PRE, 5), (Wave.POST, 9), (Wave.FOLLOW_UP, 8)):
        if wave is Wave.FOLLOW_UP:
            room.wait(days=15)
            look("when the group has settled")
            room.wait(days=80)
        room.open(wave)
        for one in others:
            school.sit(one, wave, right=right)
        room.wait()
        look(f"while the {wave} is open")
        learner.phone.open(f"/t/{list(Wave).index(wave)}").press("Begin")
        look(f"at the {wave}")
        room.sit(learner, wave, right=right)
        room.close(wave)
        look(f"after the {wave}")

    assert len(costs) > 1
    assert {page: len(them) for page, them in costs.items() if len(them) > MOST} == {}
