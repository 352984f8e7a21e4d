"""The thousandth group, learner and sheet: pages stay short, ask the database as often as for twenty, and no number of
a page is wrong enough to lose the list."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import event

from app.services.waves import Wave
from app.store.tables import Cohort, Learner
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone

MANY = 1_000


@pytest.fixture
def page_and_count(desk: Phone, database: Any) -> Callable[[str], tuple[Page, int]]:
    """A page and how often it asked the database."""
    statements: list[str] = []
    for engine in {database.reader, database.writer}:
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def page_and_count(address: str) -> tuple[Page, int]:
        desk.open(address)  # the first one notes that a sign-in is in use, and reads the release
        statements.clear()
        return desk.open(address), len(statements)

    return page_and_count


def seat(room: Room, *, up_to: int) -> None:
    """Learners whose cards nobody has, as rows."""
    session, cohort = room.school.session, room.cohort
    seated = session.query(Learner).filter_by(cohort_id=cohort.cohort_id).count()
    session.add_all(
        Learner(
            cohort_id=cohort.cohort_id, handle=handle,
            code_hash=f"{handle:032}", join_key=f"key {handle}", pin_hash="-",
            sex="female", age_band="15-17", language="ru", first_form="AB"[handle % 2], joined_at=room.school.now,
        )
        for handle in range(seated + 1, up_to + 1)
    )  # fmt: skip
    session.commit()


@pytest.mark.parametrize("view", ["", "?view=lessons", "?view=post"])
def test_a_board_of_a_thousand_asks_as_often_as_one_of_twenty(
    page_and_count: Callable[[str], tuple[Page, int]], room: Room, view: str
) -> None:
    address = f"/groups/{room.cohort.ref}{view}"
    room.open(Wave.PRE)
    seat(room, up_to=20)
    _, few = page_and_count(address)
    seat(room, up_to=MANY)
    page, many = page_and_count(address)

    assert many == few
    assert any(link.endswith(f"/{MANY}") for link in page.links())


def test_sheets_of_a_thousand_stand_two_hundred_on_a_page_with_a_way_on_and_back(
    page_and_count: Callable[[str], tuple[Page, int]], room: Room
) -> None:
    address = f"/groups/{room.cohort.ref}/paper"
    room.open(Wave.PRE)
    seat(room, up_to=220)
    _, few = page_and_count(address)
    seat(room, up_to=MANY)
    page, many = page_and_count(address)
    last, _ = page_and_count(f"{address}?from={MANY + 5}")

    assert many == few
    assert page.html.count("data-row=") == 200
    second = page.tap("The next sheets, from number 201 on")
    assert 'data-row="400"' in second.html
    assert 'data-row="1"' in second.tap("The sheets before, from number 1 on").html
    assert 'data-row="1000"' in last.html, "a number behind the last leads to the last page"
    assert "nothing to type in" not in last.text


def test_a_thousand_groups_stand_fifty_on_a_page(
    page_and_count: Callable[[str], tuple[Page, int]], desk: Phone, room: Room
) -> None:
    session, like = room.school.session, room.cohort
    columns = asdict(like)
    for name in ("cohort_id", "ref", "join_code", "label"):
        columns.pop(name)
    _, few = page_and_count("/groups")
    session.add_all(
        Cohort(**columns, ref=f"ref{number:04}", join_code=f"Z{number:07}", label=f"Group {number}")
        for number in range(2, MANY + 1)
    )
    session.commit()
    page, many = page_and_count("/groups")

    assert many == few
    assert "Page 1 of 20" in page.text
    for wrong in ("0", "-3", "999", "soon"):
        assert desk.client.get(f"/groups?page={wrong}").status_code == 200
    assert "Page 20 of 20" in desk.open("/groups?page=999").text
    assert "Page 1 of 20" in desk.open("/groups?page=soon").text
