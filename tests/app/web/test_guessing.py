"""Whoever tries codes in the address of a poster's page runs out of tries, and a school beside them does not."""

from flask import Flask
from flask.testing import FlaskClient

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
