"""Every address, by every method and everybody: `doors.yaml` has what is answered, and to whom."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from werkzeug.test import TestResponse

from app.services import archiving
from app.services.waves import Wave
from app.store import Database
from tests.app.web.conftest import Room
from tests.app.web.town import Door, Town, doors, undone

pytestmark = pytest.mark.items(14)

WAYS_IN = ("/in", "/staff/in")


@cache
def table() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "doors.yaml").read_text())
    return read


def people(names: Sequence[str]) -> Iterator[str]:
    """Everybody of these companies, each by name."""
    for name in names:
        members = table()["companies"].get(name)
        yield from people(members) if members else [name]


def expected(block: dict[str, Any], address: str, answers: Any, who: str) -> str:
    """What this person is answered at this door of the block."""
    if who in people(block["open to"]):
        if not isinstance(answers, dict):
            return str(answers)
        return str(next((answer for name, answer in answers.items() if who in people([name])), answers.get("else")))
    if address.startswith("/api/"):
        return "401"
    return f"303 {block['sign in at']}" if who == "nobody" else "404"


def answered(answer: TestResponse) -> str:
    """The status, and the way in that it leads to."""
    return f"{answer.status_code} {answer.location}" if answer.location in WAYS_IN else str(answer.status_code)


def rows() -> Iterator[tuple[Door, dict[str, Any], Any]]:
    for block in table()["blocks"]:
        for door, answers in block["doors"].items():
            method, _, address = door.partition(" ")
            yield (method, address), block, answers


def test_every_door_has_its_row_and_every_row_its_door(app: Flask) -> None:
    in_rows = [door for door, _, _ in rows()]

    assert len(in_rows) == len(set(in_rows))
    assert set(in_rows) == set(doors(app))


@pytest.mark.parametrize("company", ["nobody", "learners", "facilitators", "heads", "officers", "others"])
def test_a_door_answers_everybody_as_the_table_says(app: Flask, room: Room, database: Database, company: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # the token is asked for before the role
    town, by_door = Town(room), doors(app)
    wrong, readers = [], set()
    members = list(people(["holds no role", "administrator"] if company == "others" else [company]))
    with undone(database):
        for door, block, answers in rows():
            for who in members:
                answer = town.ask(who, by_door[door], door[0])
                if town.is_foreign(answer.data):
                    readers.add(who)
                if answered(answer) != (due := expected(block, door[1], answers, who)):
                    wrong.append((who, *door, answered(answer), "and not", due))

    assert not wrong
    assert readers == {"leads elsewhere", "heads another", "officer elsewhere", "administrator"} & set(members)


def test_an_archived_group_is_read_and_brought_back_only(app: Flask, room: Room, database: Database) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    town = Town(room)
    room.close(Wave.PRE)
    archiving.archive(room.school.session, room.cohort, now=room.school.now)
    room.school.session.commit()
    deeds = [(rule, method) for (method, address), rule in doors(app).items() if "/groups/<ref>" in address]

    with undone(database):
        status_by_deed = {
            rule.endpoint: town.ask("leads it", rule, method).status_code
            for rule, method in deeds
            if method == "POST" and rule.endpoint.startswith("lead.")
        }
        page = town.ask("leads it", doors(app)["GET", "/groups/<ref>"], "GET")

    assert len(status_by_deed) > 15
    guardians = ("lead.whom", "lead.erase")  # who has somebody erased is heard always
    assert {deed for deed, status in status_by_deed.items() if status != 404} == {"lead.unarchive", *guardians}
    assert page.status_code == 200
