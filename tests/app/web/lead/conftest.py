"""The page of a facilitator's cohort."""

from collections.abc import Callable

import pytest

from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone


@pytest.fixture
def group(desk: Phone, room: Room) -> Callable[[], Page]:
    """The page of the cohort as it is now."""
    return lambda: desk.open(f"/groups/{room.cohort.ref}")
