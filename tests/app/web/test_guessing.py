"""Whoever tries codes in the address of a poster's page runs out of tries, and a school beside them does not."""

import http.client
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services.learner.knocking import OF_ADDRESS, OF_DEVICE, OF_NETWORK, Visitor
from app.web.guesses import BUCKETS, Guesses
from tests.app.conftest import MORNING
from tests.app.web.conftest import Room
from tests.app.web.reader import Phone
from tests.app.web.serving import served


def status(client: FlaskClient, path: str, address: str) -> int:
    return client.get(path, environ_base={"REMOTE_ADDR": address}).status_code


def guess(app: Flask, room: Room, address: str, times: int) -> None:
    """Wrong codes of somebody who keeps no cookie."""
    for _ in range(times):
        app.extensions["guesses"].add(Visitor(None, address), room.school.now)


def test_where_too_many_were_wrong_a_right_code_is_told_when_to_come_again(app: Flask, room: Room) -> None:
    right, guesser, school = f"/j/{room.cohort.join_code}", "192.0.2.1", "192.0.2.2"
    guess(app, room, guesser, OF_ADDRESS - 1)
    without = app.test_client(use_cookies=False)
    assert status(without, right, guesser) == 200
    assert status(without, "/j/ABCDEFGH", guesser) == 404

    once_more = f"{right}?again=1"
    answer = without.get(once_more, environ_base={"REMOTE_ADDR": guesser}, headers={"Accept-Language": "en"})
    assert answer.status_code == 429
    assert "In 15 minutes yours is looked at again: it may be right." in answer.text
    assert 14 * 60 <= int(answer.headers["Retry-After"]) <= 15 * 60
    assert status(without, "/j/ABCDEFGH?again=1", guesser) == 429
    assert status(without, right, school) == 200

    room.wait(minutes=16)
    assert status(without, right, guesser) == 200


def test_one_who_guesses_at_a_school_does_not_shut_it_to_the_phones_of_a_class(app: Flask, room: Room) -> None:
    right = f"/j/{room.cohort.join_code}"
    guess(app, room, "192.0.2.1", OF_ADDRESS)

    def scan(client: FlaskClient) -> int:
        assert status(client, right, "192.0.2.1") == 303
        return status(client, f"{right}?again=1", "192.0.2.1")

    assert scan(app.test_client()) == 200
    assert scan(app.test_client(use_cookies=False)) == 429


def test_a_browser_that_guesses_is_told_to_wait_and_the_one_beside_it_goes_in(app: Flask, room: Room) -> None:
    guesser, neighbour = Phone(app), Phone(app)
    for _ in range(OF_DEVICE):
        assert "code is another one" in guesser.open("/").press("Next", code="ZZZZZZZZ").text

    form = guesser.open("/").sent_by("Next", code=room.cohort.join_code)
    page = guesser.send(*form, status=429)
    assert "it may be right" in page.text
    assert int(page.response.headers["Retry-After"]) > 14 * 60
    page = neighbour.open("/?lang=en").press("Next", code=room.cohort.join_code)
    assert page.heading == "Where’s the trick?"


def test_right_codes_are_not_counted(app: Flask, room: Room) -> None:
    client, right = app.test_client(use_cookies=False), f"/j/{room.cohort.join_code}"
    guess(app, room, "192.0.2.1", OF_ADDRESS - 1)
    for _ in range(3):
        assert status(client, right, "192.0.2.1") == 200


def test_those_that_guessed_longest_ago_are_forgotten_first() -> None:
    guesses, first = Guesses(), Visitor(None, "first")
    for _ in range(OF_ADDRESS):
        guesses.add(first, MORNING)
    for number in range(BUCKETS // 2 - 1):
        assert guesses.shut_until(first, MORNING)
        guesses.add(Visitor(None, str(number)), MORNING)
    guesses.add(Visitor(None, "last"), MORNING)

    assert not guesses.shut_until(first, MORNING)


def test_what_nobody_waits_for_any_more_is_not_remembered() -> None:
    guesses = Guesses()
    for number in range(100):
        guesses.add(Visitor(None, str(number)), MORNING + number * timedelta(minutes=1))

    assert len(guesses._wrong) == 2 * 15


def status_for(port: int, path: str, address: str) -> int:
    """What somebody gets of whom the web server in between says that they are at this address."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as phone:
        phone.request("GET", path, headers={"X-Forwarded-For": address})
        with phone.getresponse() as answer:
            return answer.status


@pytest.mark.parametrize(("proxy", "of_the_school"), [("127.0.0.1", 200), (None, 429), ("192.0.2.9", 429)])
def test_behind_a_web_server_each_phone_counts_for_itself_and_nobody_else_is_believed(
    app: Flask, room: Room, proxy: str | None, of_the_school: int
) -> None:
    guesser = "192.0.2.1" if proxy == "127.0.0.1" else "127.0.0.1"
    guess(app, room, guesser, OF_NETWORK)

    with served(app, proxy=proxy) as server:
        port = server.effective_port
        assert status_for(port, f"/j/{room.cohort.join_code}?again=1", "192.0.2.1") == 429
        assert status_for(port, f"/j/{room.cohort.join_code}?again=1", "192.0.2.2") == of_the_school
