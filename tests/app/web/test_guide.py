"""The guide for facilitators, on a page for everybody of the staff and a tap from every page of theirs."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app.content import read_guide
from app.services.people import Role
from app.store import Database
from app.web.language import NAMES
from tests.app.asked_of_the_database import statements
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone
from tests.app.web.town import Town, doors, undone

ROLES = tuple(Role)
WHO = ("leads it", "heads its partner", "its officer", "administrator")


@pytest.fixture
def at_desk(app: Flask, room: Room) -> Callable[[Role], Phone]:
    def at_desk(role: Role) -> Phone:
        school = room.school
        return sit_down(app, school.session, school.staff(f"a {role}", role), school.now)

    return at_desk


def pages(app: Flask, town: Town) -> Iterator[tuple[str, str, str]]:
    """Every page with the bar of the staff that somebody of these can look at: who, address, HTML."""
    for (method, address), rule in doors(app).items():
        if method != "GET" or address.startswith("/static"):
            continue
        for who in WHO:
            answer = town.ask(who, rule, method)
            html = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            if '<header class="bar">' in html and 'class="out"' in html:
                yield who, address, html


def test_it_is_linked_in_the_bar_of_every_page_of_staff(app: Flask, room: Room, database: Database) -> None:
    looked_at, town = set(), Town(room)
    with undone(database):  # of these addresses one signs out
        for who, address, html in pages(app, town):
            looked_at.add(address)
            bar = html[html.index('<header class="bar">') : html.index("<main")]
            assert re.search(r'<a [^>]*href="/guide"', bar), (who, address)

    assert {
        "/groups/<ref>",
        "/groups/<ref>/paper",
        "/figures",
        "/setup/staff",
        "/staff/help",
        "/staff/own",
    } <= looked_at
    assert len(looked_at) > 50


@pytest.mark.parametrize("role", ROLES)
def test_everybody_of_the_staff_reads_it_in_their_own_language(at_desk: Callable[[Role], Phone], role: Role) -> None:
    phone = at_desk(role)
    for code, name in NAMES.items():
        phone.open("/staff/own").press(name)
        page = phone.open("/guide")
        guide = read_guide(code)
        assert page.heading == guide.title
        assert page.html.count("<figure>") == 6
        assert re.findall(r"<h2>(.+?)</h2>", page.html) == re.findall(r"<h2>(.+?)</h2>", guide.html)
        assert set(re.findall(r'src="/guide/(\w+)\.jpg"', page.html)) == set(guide.pictures)
        assert "groups.md" not in page.html, "a page has no other documents"


def test_nothing_of_it_comes_from_elsewhere(at_desk: Callable[[Role], Phone]) -> None:
    html = at_desk(Role.FACILITATOR).open("/guide").html

    assert not re.findall(r'(?:src|href)="(?!/)[^"]*"', html)
    assert "<script>" not in html


def test_whoever_owes_a_step_or_is_nobody_does_not_come_in(phone: Phone) -> None:
    assert phone.client.get("/guide").location == "/staff/in"


@pytest.mark.parametrize("code", NAMES)
def test_browsers_keep_its_pictures_for_a_year_without_a_word_of_the_database(
    phone: Phone, database: Database, code: str
) -> None:
    for digest, path in read_guide(code).pictures.items():
        with statements(database.reader) as read, statements(database.writer) as written:
            answer = phone.client.get(f"/guide/{digest}.jpg")
        assert answer.data == path.read_bytes()
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        assert not [one for one in (*read, *written) if one != "BEGIN"]
        answer.close()
    assert phone.client.get("/guide/0123456789abcdef.jpg").status_code == 404


def test_the_page_asks_the_database_who_reads_and_nothing_else(
    at_desk: Callable[[Role], Phone], database: Database
) -> None:
    phone: Any = at_desk(Role.FACILITATOR)
    phone.open("/guide")
    with statements(database.reader) as read:
        phone.open("/guide")

    assert len([one for one in read if one != "BEGIN"]) <= 3
