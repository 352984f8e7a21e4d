"""Whoever tries codes in the address of a poster's page runs out of tries, and a school beside them does not."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress import wasyncore

from app.cli.serve import listen
from app.web.guesses import ADDRESSES, WRONG_CODES, Guesses
from tests.app.conftest import MORNING
from tests.app.web.conftest import Room


def status(client: FlaskClient, path: str, address: str) -> int:
    return client.get(path, environ_base={"REMOTE_ADDR": address}).status_code


def test_a_right_code_is_answered_like_a_wrong_one_where_too_many_were_wrong_for_an_hour(
    app: Flask, room: Room
) -> None:
    client, right = app.test_client(), f"/j/{room.cohort.join_code}"
    guesser, school = "192.0.2.1", "192.0.2.2"
    for number in range(WRONG_CODES - 1):
        app.extensions["guesses"].add(guesser, room.school.now)
        assert number < WRONG_CODES
    assert status(client, right, guesser) == 200
    assert status(client, "/j/ABCDEFGH", guesser) == 404

    assert status(client, right, guesser) == 404
    assert status(client, f"{right}/you", guesser) == 404
    assert status(client, right, school) == 200

    room.wait(minutes=61)
    assert status(client, right, guesser) == 200


def test_right_codes_are_not_counted(app: Flask, room: Room) -> None:
    client, right = app.test_client(), f"/j/{room.cohort.join_code}"
    for _ in range(WRONG_CODES - 1):
        app.extensions["guesses"].add("192.0.2.1", room.school.now)
    for _ in range(3):
        assert status(client, right, "192.0.2.1") == 200


def test_the_addresses_that_guessed_longest_ago_are_forgotten_first() -> None:
    guesses = Guesses()
    for _ in range(WRONG_CODES):
        guesses.add("first", MORNING)
    for number in range(ADDRESSES):
        assert guesses.are_spent("first", MORNING)
        guesses.add(str(number), MORNING)

    assert not guesses.are_spent("first", MORNING)


@contextmanager
def served(app: Flask, proxy: str | None) -> Iterator[int]:
    server = listen(app, host="127.0.0.1", port=0, proxy=proxy)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(5)


def status_for(port: int, path: str, address: str) -> int:
    """What somebody gets of whom the web server in between says that they are at this address."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as phone:
        phone.request("GET", path, headers={"X-Forwarded-For": address})
        with phone.getresponse() as answer:
            return answer.status


@pytest.mark.parametrize(("proxy", "of_the_school"), [("127.0.0.1", 200), (None, 404), ("192.0.2.9", 404)])
def test_behind_a_web_server_each_phone_counts_for_itself_and_nobody_else_is_believed(
    app: Flask, room: Room, proxy: str | None, of_the_school: int
) -> None:
    guesser = "192.0.2.1" if proxy == "127.0.0.1" else "127.0.0.1"
    for _ in range(WRONG_CODES):
        app.extensions["guesses"].add(guesser, room.school.now)

    with served(app, proxy) as port:
        assert status_for(port, f"/j/{room.cohort.join_code}", "192.0.2.1") == 404
        assert status_for(port, f"/j/{room.cohort.join_code}", "192.0.2.2") == of_the_school
