"""Guide, help and what to do when a learner confides are a tap from every page of staff."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from app.store import Database
from tests.app.web.conftest import Room
from tests.app.web.test_doors import rows
from tests.app.web.test_no_english import PEOPLE
from tests.app.web.town import Town, doors, undone

pytestmark = pytest.mark.items(14)

AIDS = {"/guide", "/staff/help", "/staff/help/listen"}


def pages(app: Flask, town: Town) -> Iterator[tuple[str, str]]:
    """Every page of staff that opens, as (endpoint, html)."""
    by_door = doors(app)
    for door, block, _answers in rows():
        if door[0] != "GET" or block.get("sign in at") != "/staff/in":
            continue
        for who in PEOPLE:
            answer = town.ask(who, by_door[door], "GET")
            html = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            if answer.status_code == 200 and "<body" in html:
                yield by_door[door].endpoint, html


def test_the_three_are_linked_from_every_page(app: Flask, room: Room, database: Database) -> None:
    town = Town(room)
    without: set[str] = set()
    read: set[str] = set()
    with undone(database):
        for endpoint, html in pages(app, town):
            read.add(endpoint)
            if not {link.partition("?")[0] for link in re.findall(r'<a [^>]*?href="([^"]+)"', html)} >= AIDS:
                without.add(endpoint)

    assert len(read) > 60
    assert without == set()


def test_a_sheet_in_the_learners_language_has_them_in_the_readers_own(app: Flask, room: Room) -> None:
    town = Town(room)
    client = app.test_client()
    client.set_cookie("n", town.cookies["leads it"])

    html = client.get(f"/groups/{room.cohort.ref}/poster?lang=en").get_data(as_text=True)

    bar = html[html.index('<header class="bar" lang="en">') : html.index("</header>")]
    assert re.findall(r">([^<]+)</a>", bar)[-3:] == ["Guide", "Emergency help", "If a learner is in trouble"]
    assert '<html lang="ru">' in html
