"""An administrator at the desk, of an instance with a programme and of an empty one."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.services.administrator.staff import add_staff
from app.services.people import Grant, Role
from app.store import Database
from tests.app.conftest import MORNING
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    """An administrator where everything is set up."""
    return sit_down(app, room.school.session, room.school.staff("root", Role.ADMINISTRATOR), room.school.now)


@pytest.fixture
def empty(app: Flask, database: Database) -> Phone:
    """The first administrator of an instance where nothing is set up."""
    with database.writing_session() as session:
        made = add_staff(session, name="root", language="en", grant=Grant(Role.ADMINISTRATOR), now=MORNING)
        app.extensions["clock_offset"] = MORNING - datetime.now(UTC)
        return sit_down(app, session, made.staff_id, MORNING)
