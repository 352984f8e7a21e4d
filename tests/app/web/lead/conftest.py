"""A facilitator at the desk, and the page of their cohort."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    return sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)


@pytest.fixture
def group(desk: Phone, room: Room) -> Callable[[], Page]:
    """The page of the cohort as it is now."""
    return lambda: desk.open(f"/groups/{room.cohort.ref}")
