"""A full disk: nothing is half-written, everybody is told, and it goes on when there is room."""

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from app.store import Database, is_full
from app.store.tables import WrongTry
from tests.app.web.conftest import Room

ENGLISH = {"Accept-Language": "en"}


def fill(database: Database) -> None:
    """The database may not grow by a page any more: SQLite answers as on a full disk."""
    with database.writing() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count={pages}"))


def test_a_person_and_a_phone_are_told_that_the_disk_is_full_and_what_was_saved_is_safe(
    app: Flask, room: Room, database: Database
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    fill(database)
    answers = []
    for _ in range(2_000):
        answers.append(client.post("/", data={"code": "ABCDEFGH"}, headers=ENGLISH))
        if answers[-1].status_code == 507:
            break

    assert answers[-1].status_code == 507
    assert "The disk is full" in answers[-1].text
    with database.reading() as session:
        stored = session.scalar(select(func.count()).select_from(WrongTry).where(WrongTry.bucket.like("join %")))
    assert stored == 2 * (len(answers) - 1), "whoever was not refused is on disk, and the refused one left nothing"
    many = {"learner_code": "ABCDEFGH", "pin": "314159"}
    refusal = next(
        answer
        for answer in (client.post("/api/v1/session", json=many) for _ in range(200))
        if answer.status_code != 401  # there was room on a page that is begun
    )
    assert (refusal.status_code, refusal.json["code"]) == (507, "disk_full")
    assert refusal.headers["Retry-After"] == "10"

    with database.writing() as session:
        session.execute(text("PRAGMA max_page_count=1000000"))
    assert client.post("/", data={"code": "ABCDEFGH"}).status_code == 303


def test_what_postgresql_says_of_a_full_disk_is_understood_and_a_busy_store_is_not_taken_for_one() -> None:
    class DriverError(Exception):
        def __init__(self, sqlstate: str) -> None:
            self.sqlstate = sqlstate

    assert is_full(OperationalError("INSERT", {}, DriverError("53100")))
    assert not is_full(OperationalError("INSERT", {}, DriverError("57P03")))
