"""A learner's whole way without JavaScript, and the same tap twice at the same moment; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.services.waves import Wave
from app.store import Database, tables
from app.store.tables import Attempt, Cohort, Row
from tests.app import stored
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    chosen: Database = request.getfixturevalue(request.param)
    return chosen


def count(database: Database, table: type[Row]) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def at_once(app: Flask, cookie: str, path: str, fields: dict[str, str], taps: int = 4) -> list[int]:
    """The same form from the same phone, so many times at the same moment; the statuses."""
    start = Barrier(taps)

    def tap(_: int) -> int:
        client = app.test_client()
        client.set_cookie("n", cookie)
        start.wait()
        return client.post(path, data=fields).status_code

    with ThreadPoolExecutor(taps) as pool:
        return list(pool.map(tap, range(taps)))


def test_from_the_poster_to_what_changed(room: Room, learner: Learner, database: Database) -> None:
    room.open(Wave.PRE)
    learner.phone.open("/road").tap("Begin")
    assert "First test" in learner.take(1, right=6, keys=room.keys("A")).press("Send").text
    for number in range(1, len(room.school.release.course.lessons) + 1):
        page = learner.finish(number)
    assert "Your facilitator has not opened it yet." in page.text
    room.open(Wave.POST)
    page = learner.phone.open("/road").tap("Begin")
    assert page.path == "/t/2"
    learner.take(2, right=11, keys=room.keys("B")).press("Send")
    room.close(Wave.POST)

    assert learner.phone.open("/road").tap("See it").heading == "5 more right answers"


def test_taps_on_join_at_one_moment_are_one_learner(app: Flask, room: Room, phone: Phone, database: Database) -> None:
    page = phone.open(f"/j/{room.cohort.join_code}?lang=en").press("Yes, begin")
    action, fields = page.sent_by("Join", sex="male", age_band="18-19")

    assert at_once(app, phone.client.get_cookie("n").value, action, fields) == [303] * 4
    assert count(database, tables.Learner) == 1


def test_taps_on_begin_next_and_send_at_one_moment_are_one_attempt(
    app: Flask, room: Room, learner: Learner, database: Database
) -> None:
    room.open(Wave.PRE)
    cookie = learner.phone.client.get_cookie("n").value
    begin = learner.phone.open("/t/1").sent_by("Begin")
    assert at_once(app, cookie, *begin) == [303] * 4
    assert count(database, Attempt) == 1

    first = learner.phone.open("/t/1/1").sent_by("Next", answer="unsure")
    assert at_once(app, cookie, *first) == [303] * 4
    with database.reading() as session:
        assert len(stored.responses(session)) == 1

    for n in range(2, 15):
        learner.phone.open(f"/t/1/{n}").press("Next", answer="unsure")
    send = learner.phone.open("/t/1/all").sent_by("Send")
    assert at_once(app, cookie, *send) == [303] * 4
    assert count(database, Attempt) == 1
    assert "Arrived. Your answers are stored." in learner.phone.open("/t/1").text


def test_taps_on_erase_at_one_moment_are_counted_once(
    app: Flask, room: Room, join: Callable[..., Learner], database: Database
) -> None:
    one, other = join(), join(Phone(app))
    erase = one.phone.open("/stop").sent_by("Erase my answers")

    statuses = at_once(app, one.phone.client.get_cookie("n").value, *erase)
    assert set(statuses) == {303}
    assert count(database, tables.Learner) == 1
    with database.reading() as session:
        assert session.scalars(select(Cohort.withdrawn_count)).one() == 1
    assert other.phone.open("/road").heading == "Your road"
