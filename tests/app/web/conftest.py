"""A school with one cohort, the application on its database, and phones. One clock for all of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache

from app.services.figures import settling
from app.services.waves import Wave
from app.store import Database
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone
from tests.conftest import as_made, make_app


@pytest.fixture
def database(sqlite: Database) -> Database:
    """Pages stand on services that are tested on both databases: one is enough here."""
    return sqlite


def showing_faults(app: Flask) -> Flask:
    """A fault of ours is to be seen, not to be excused."""
    app.testing = True
    del app.error_handler_spec[None][None][Exception]
    return app


@pytest.fixture(scope="session")
def open_app(sqlite_made: Database, templates: BytecodeCache) -> Flask:
    return showing_faults(make_app(sqlite_made, templates))


@pytest.fixture
def app(database: Database, templates: BytecodeCache, request: pytest.FixtureRequest) -> Iterator[Flask]:
    if database.is_sqlite:
        with as_made(request.getfixturevalue("open_app")) as app:
            yield app
    else:
        yield showing_faults(make_app(database, templates))


@dataclass
class Room:
    """A cohort and its facilitator's acts, each committed, by the same clock as the pages."""

    app: Flask
    school: Any
    cohort: Cohort
    is_under_way: bool = False

    def __post_init__(self) -> None:
        self.wait()

    def wait(self, **duration: float) -> None:
        """Time goes on, on both clocks, and never back."""
        by_the_pages = datetime.now(UTC) + self.app.extensions["clock_offset"]
        if self.is_under_way:
            self.school.now = max(self.school.now, by_the_pages)
        self.is_under_way = True
        self.school.wait(**duration)
        self.app.extensions["clock_offset"] = self.school.now - datetime.now(UTC)
        self.school.session.commit()
        settling.settle_due(self.app.extensions["database"], self.school.now)  # as a server does each minute

    def open(self, wave: Wave) -> None:
        self.wait(minutes=1)
        self.school.open(self.cohort, wave)
        self.wait()

    def close(self, wave: Wave) -> None:
        """Also until the right answers are shown, where it is the second test."""
        self.wait(minutes=1)
        self.school.close(self.cohort, wave)
        self.wait(minutes=10)

    def sit(self, learner: "Learner", wave: Wave, *, right: int) -> None:
        """A whole test, sent at once as a phone does: for what comes after it. `Learner.take` uses the pages."""
        self.wait()
        self.school.sit(self.id_of(learner), wave, right=right)
        self.wait()

    def id_of(self, learner: "Learner") -> int:
        row = learners.by_handle(self.school.session, self.cohort.cohort_id, learner.handle)
        assert row is not None
        return row.learner_id

    def keys(self, form: str) -> dict[str, str]:
        """Right options by item id."""
        return {item.id: item.form(form).key for item in self.school.release.instrument.items}

    def secrets(self) -> list[str]:
        """Every reason of the instrument in every language: none may be seen before the post-test has closed."""
        return [
            reason
            for words in self.school.release.instrument_words.values()
            for form in words.forms.values()
            for item in form.values()
            for reason in item.reasons.values()
        ]


@pytest.fixture
def room(app: Flask, school: Any) -> Room:
    return Room(app, school, school.cohort())


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    """The browser of the cohort's facilitator."""
    return sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)


@dataclass
class Learner:
    """Somebody on a phone who has joined."""

    phone: Phone
    handle: int
    code: str
    pin: str

    def sign_in(self, phone: Phone, *, pin: str | None = None) -> Page:
        return phone.open("/in").press("Come in", code=self.code, pin=pin or self.pin)

    def take(self, number: int, *, right: int, keys: dict[str, str], blank: int = 0) -> Page:
        """Answer screen by screen, so many of them right and the last ones left open; up to the look over."""
        page = self.phone.open(f"/t/{number}")
        page = page.press("Begin")
        for n, key in enumerate(keys.values(), start=1):
            options = page.choices("answer")
            wrong = next(option for option in options if option not in (key, "unsure"))
            fields = {} if n > len(keys) - blank else {"answer": key if n <= right else wrong}
            page = page.press("Next", **fields)
        while "Next" in page.buttons():  # what is asked beside the items: left blank
            page = page.press("Next")
        return page

    def read(self, number: int) -> Page:
        """A lesson from beginning to end, without its activities; up to the last screen's button."""
        page = self.phone.open(f"/l/{number}").tap("Begin")
        while "Done" not in page.buttons():
            page = page.press(next(label for label in ("Next", "Next piece", "Skip") if label in page.buttons()))
        return page

    def finish(self, number: int) -> Page:
        return self.read(number).press("Done")


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app)


@pytest.fixture
def join(app: Flask, room: Room) -> Callable[..., Learner]:
    """Somebody joins on a phone, through the pages."""

    def join(phone: Phone | None = None) -> Learner:
        phone = phone or Phone(app)
        page = phone.open(f"/j/{room.cohort.join_code}?lang=en").press("Yes, begin")
        page = page.press("Join", sex="female", age_band="15-17")
        code, pin, handle = re.search(r"Code (\w{4} \w{4}) ?PIN (\d{6}) ?Number in group (\d+)", page.text).groups()
        page.press("Written down")
        return Learner(phone, int(handle), code, pin)

    return join


@pytest.fixture
def learner(join: Callable[..., Learner]) -> Learner:
    return join()
